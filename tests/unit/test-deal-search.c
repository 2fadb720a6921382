/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search against a reading of the tables row by row. */
#include "city-fixture.h"

#include "platform-deal-search.h"
#include "platform-review-storage.h"
#include "platform-search-index.h"
#include "platform-store-search.h"
#include "platform-store-storage.h"
#include "platform-strips.h"

#include <math.h>
#include <string.h>

#define DAY 86400

/* One branch of one deal as the tables have it. */
typedef struct
{
  gint64 deal;
  gint64 store;
  RamblaPoint place;
  gint64 category;
  guint kind;
  gint64 price;
  int discount;
  double popularity;
  gint64 starts_at;
  gint64 ends_at;
  gint64 ratings[5];
  double distance;
} Row;

static GArray *
read_rows (CityFixture *fixture)
{
  static const char *const kinds[] = { "voucher", "booking", "group", "coupon" };
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformStatement) statement = platform_database_prepare (
      fixture->reader,
      "SELECT d.row, s.row, s.longitude, s.latitude, d.category, d.kind, d.price, d.discount_percent, "
      "d.popularity,"
      " d.starts_at, min (d.ends_at, coalesce (g.deadline_at, d.ends_at)), r.one, r.two, r.three, r.four, "
      "r.five"
      " FROM deals d JOIN deal_branches b ON b.deal = d.row JOIN stores s ON s.row = b.store"
      " LEFT JOIN deal_groups g ON g.deal = d.row LEFT JOIN deal_ratings r ON r.deal = d.row",
      &error);
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (Row));

  g_assert_no_error (error);
  while (platform_statement_step (statement, &error) == PLATFORM_STEP_ROW)
    {
      Row row = {
        .deal = platform_statement_get_int (statement, 0),
        .store = platform_statement_get_int (statement, 1),
        .place = { platform_statement_get_double (statement, 2),
                   platform_statement_get_double (statement, 3) },
        .category = platform_statement_get_int (statement, 4),
        .price = platform_statement_get_int (statement, 6),
        .discount = (int) platform_statement_get_int (statement, 7),
        .popularity = platform_statement_get_double (statement, 8),
        .starts_at = platform_statement_get_int (statement, 9),
        .ends_at = platform_statement_get_int (statement, 10),
      };

      while (strcmp (kinds[row.kind], platform_statement_get_text (statement, 5)) != 0)
        row.kind++;
      for (int i = 0; i < 5; i++)
        row.ratings[i] = platform_statement_get_int (statement, 11 + i);
      g_array_append_val (rows, row);
    }
  g_assert_no_error (error);
  return rows;
}

static double
get_mean (const Row *row)
{
  gint64 n = 0, sum = 0;

  for (int i = 0; i < 5; i++)
    {
      n += row->ratings[i];
      sum += (i + 1) * row->ratings[i];
    }
  return n > 0 ? (double) sum / (double) n : -1;
}

static gint64
get_n_reviews (const Row *row)
{
  return row->ratings[0] + row->ratings[1] + row->ratings[2] + row->ratings[3] + row->ratings[4];
}

static gboolean
is_open (CityFixture *fixture, gint64 store, gint64 now)
{
  g_autoptr (PlatformStore) found = NULL;
  g_autoptr (GDateTime) local = platform_city_local_time (fixture->city, now);
  g_autoptr (GError) error = NULL;

  platform_store_get (fixture->reader, store, &found, &error);
  g_assert_no_error (error);
  return platform_store_is_open (found, fixture->city, local) == 1;
}

static gboolean
matches_row (CityFixture *fixture, const PlatformDealQuery *query, const Row *row)
{
  const PlatformSearchFilter *filter = &query->filter;
  const PlatformSearchArea *area = &query->area;

  return row->starts_at <= query->now && row->ends_at > query->now &&
         (!area->has_near || area->radius <= 0 || row->distance <= area->radius) &&
         (!area->has_box || rambla_box_contains (area->box, row->place)) &&
         (filter->price_max < 0 || row->price <= filter->price_max) &&
         row->discount >= filter->discount_min &&
         (filter->rating_min <= 0 || get_mean (row) >= filter->rating_min) &&
         (filter->ending_before == 0 || row->ends_at < filter->ending_before) &&
         (!filter->open_now || is_open (fixture, row->store, query->now));
}

static PlatformSort sort_of_test;

static int
compare_doubles (double a, double b)
{
  return a < b ? -1 : a > b;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *one = a, *other = b;
  int order = 0;

  switch (sort_of_test)
    {
    case PLATFORM_SORT_DISTANCE:
      order = compare_doubles (one->distance, other->distance);
      break;
    case PLATFORM_SORT_PRICE:
      order = compare_doubles ((double) one->price, (double) other->price);
      break;
    case PLATFORM_SORT_DISCOUNT:
      order = other->discount - one->discount;
      break;
    case PLATFORM_SORT_RATING:
      order = compare_doubles (get_mean (other), get_mean (one));
      if (order == 0)
        order = compare_doubles ((double) get_n_reviews (other), (double) get_n_reviews (one));
      break;
    case PLATFORM_SORT_POPULAR:
      order = compare_doubles ((double) (float) other->popularity, (double) (float) one->popularity);
      break;
    case PLATFORM_SORT_ENDING:
      order = compare_doubles ((double) one->ends_at, (double) other->ends_at);
      break;
    case PLATFORM_SORT_RELEVANCE:
    default:
      break;
    }
  return order != 0 ? order : compare_doubles ((double) one->deal, (double) other->deal);
}

/* The deals that must come out, each with its nearest branch, in order; counts what each facet must say. */
static GArray *
expect (CityFixture *fixture, const PlatformDealQuery *query, GArray *rows, PlatformDealPage *facets)
{
  g_autoptr (GHashTable) best = g_hash_table_new (g_int64_hash, g_int64_equal);
  GArray *expected = g_array_new (FALSE, FALSE, sizeof (Row));
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; i < rows->len; i++)
    {
      Row *row = &g_array_index (rows, Row, i), *known;

      row->distance = query->area.has_near ? rambla_point_distance (query->area.near, row->place) : -1;
      if (!matches_row (fixture, query, row))
        continue;
      known = g_hash_table_lookup (best, &row->deal);
      if (known == NULL || row->distance < known->distance ||
          (row->distance == known->distance && row->store < known->store))
        g_hash_table_replace (best, &row->deal, row);
    }
  g_hash_table_iter_init (&iter, best);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Row *row = value;
      gboolean category =
          query->filter.categories == 0 || (query->filter.categories >> row->category & 1) != 0;
      gboolean kind = query->filter.kinds == 0 || (query->filter.kinds >> row->kind & 1) != 0;

      facets->by_category[row->category] += kind;
      facets->by_kind[row->kind] += category;
      if (category && kind)
        g_array_append_vals (expected, row, 1);
    }
  sort_of_test = query->sort;
  g_array_sort (expected, compare_rows);
  return expected;
}

static RamblaPoint
random_point (void)
{
  return (RamblaPoint){ g_test_rand_double_range (-56.25, -56.15),
                        g_test_rand_double_range (-34.95, -34.82) };
}

static gboolean
chance (double p)
{
  return g_test_rand_double_range (0, 1) < p;
}

static PlatformDealQuery
random_query (void)
{
  PlatformDealQuery query = { .filter = PLATFORM_SEARCH_FILTER_INIT, .now = CITY_FIXTURE_NOW, .limit = 3 };

  query.limit = (guint) g_test_rand_int_range (1, 12);
  query.now += g_test_rand_int_range (-3, 4) * DAY / 2;
  query.sort = g_test_rand_int_range (0, PLATFORM_N_SORTS);
  if (query.sort == PLATFORM_SORT_DISTANCE || chance (0.5))
    {
      query.area.has_near = TRUE;
      query.area.near = random_point ();
      query.area.radius = chance (0.6) ? g_test_rand_double_range (100, 9000) : 0;
    }
  if (chance (0.3))
    {
      RamblaPoint a = random_point (), b = random_point ();

      query.area.has_box = TRUE;
      query.area.box =
          (RamblaBox){ MIN (a.lon, b.lon), MIN (a.lat, b.lat), MAX (a.lon, b.lon), MAX (a.lat, b.lat) };
    }
  if (chance (0.3))
    query.filter.categories = (guint64) g_test_rand_int_range (1, 32) << 1;
  if (chance (0.3))
    query.filter.kinds = (guint) g_test_rand_int_range (1, 16);
  if (chance (0.2))
    query.filter.price_max = g_test_rand_int_range (0, 20) * 10000;
  if (chance (0.2))
    query.filter.discount_min = g_test_rand_int_range (0, 101);
  if (chance (0.2))
    query.filter.rating_min = g_test_rand_int_range (1, 11) / 2.0;
  if (chance (0.2))
    query.filter.ending_before = query.now + g_test_rand_int_range (1, 30) * DAY;
  query.filter.open_now = chance (0.2);
  return query;
}

static void
assert_pages (CityFixture *fixture, PlatformDealQuery query, GArray *rows)
{
  PlatformDealPage facets = { NULL };
  g_autoptr (GArray) expected = expect (fixture, &query, rows, &facets);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree char *cursor = NULL;
  guint at = 0;

  do
    {
      g_autoptr (PlatformDealPage) page = NULL;
      g_autoptr (GError) error = NULL;

      query.cursor = cursor;
      platform_deal_search (fixture->reader, fixture->city, &query, &page, &error);
      g_assert_no_error (error);
      g_assert_cmpint (page->total, ==, expected->len);
      g_assert_cmpmem (page->by_category, sizeof page->by_category, facets.by_category,
                       sizeof facets.by_category);
      g_assert_cmpmem (page->by_kind, sizeof page->by_kind, facets.by_kind, sizeof facets.by_kind);
      g_assert_cmpuint (page->hits->len, <=, query.limit);
      for (guint i = 0; i < page->hits->len; i++, at++)
        {
          const PlatformDealHit *hit = &g_array_index (page->hits, PlatformDealHit, i);
          const Row *row = NULL;

          g_assert_cmpuint (at, <, expected->len);
          /* How relevance is mixed is the search's own affair; that each comes once is not. */
          if (query.sort != PLATFORM_SORT_RELEVANCE)
            row = &g_array_index (expected, Row, at);
          for (guint j = 0; row == NULL; j++)
            if (g_array_index (expected, Row, j).deal == hit->deal)
              row = &g_array_index (expected, Row, j);
          g_assert_cmpint (hit->deal, ==, row->deal);
          g_assert_cmpint (hit->store, ==, row->store);
          g_assert_true (fabs (hit->distance - row->distance) < 0.001);
          g_assert_true (g_hash_table_add (seen, (gpointer) &row->deal));
        }
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
      g_assert_true (cursor == NULL || page->hits->len == query.limit);
    }
  while (cursor != NULL);
  g_assert_cmpuint (at, ==, expected->len);
}

static void
test_brute_force (CityFixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) rows = read_rows (fixture);

  g_assert_cmpuint (rows->len, ==, 33);
  for (int round = 0; round < 3000; round++)
    assert_pages (fixture, random_query (), rows);
}

/* Reviews that nobody expected, for every third deal. */
static gboolean
review_more (PlatformDatabase *database, gpointer data, GError **error)
{
  CityFixture *fixture = data;
  g_autoptr (PlatformSearchIndex) index = platform_search_index_new (database, fixture->city);

  for (gint64 deal = 1; deal <= 30; deal += 3)
    {
      g_autofree char *id = g_strdup_printf ("rev_%016" G_GINT64_FORMAT, deal);
      PlatformNewReview review = {
        .id = id,
        .deal = deal,
        .store = 1,
        .rating = 1 + (int) (deal % 5),
        .language = "es",
        .text = "Nueva.",
        .author = "N. N.",
        .created_at = CITY_FIXTURE_NOW,
      };

      if (!platform_review_append (database, &review, error) ||
          !platform_review_append (database, &review, error) || /* the same again changes nothing */
          !platform_search_index_refresh_deal (index, deal, error))
        return FALSE;
    }
  return platform_search_index_finish (index, error);
}

static void
test_refresh (CityFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = NULL;

  platform_writer_run (fixture->writer, review_more, fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT count(*) FROM reviews"), ==, 44);
  rows = read_rows (fixture);
  for (int round = 0; round < 500; round++)
    assert_pages (fixture, random_query (), rows);
}

/* Takes one deal out of the index and in again, with no room left where it belongs. */
static gboolean
overflow (PlatformDatabase *database, gpointer data, GError **error)
{
  CityFixture *fixture = data;
  g_autoptr (PlatformSearchIndex) index = platform_search_index_new (database, fixture->city);
  RamblaPoint place = { -56.22, -34.92 };
  gint64 last = platform_strips_get_column (PLATFORM_STRIPS_OFFERS, place).last;

  return platform_database_run (
             database, error,
             "DELETE FROM search_words WHERE rowid IN (SELECT row FROM search_entries WHERE deal = 22)",
             "") &&
         platform_database_run (database, error, "DELETE FROM search_entries WHERE deal = 22", "") &&
         platform_database_run (database, error,
                                "INSERT INTO search_entries (row, deal, store, facts) VALUES (?1, 0, 0, x'')",
                                "i", last) &&
         platform_search_index_add_deal (index, 22, error) && platform_search_index_finish (index, error);
}

static void
test_overflow (CityFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = NULL;

  platform_writer_run (fixture->writer, overflow, fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT row FROM search_entries WHERE deal = 22"), ==,
                   PLATFORM_STRIPS_TAIL + 1);
  rows = read_rows (fixture);
  for (int round = 0; round < 500; round++)
    assert_pages (fixture, random_query (), rows);
}

static PlatformDealPage *
search (CityFixture *fixture, const char *text, const char *near)
{
  PlatformDealQuery query = {
    .text = text, .filter = PLATFORM_SEARCH_FILTER_INIT, .now = CITY_FIXTURE_NOW, .limit = 100
  };
  g_autoptr (GError) error = NULL;
  PlatformDealPage *page = NULL;

  if (near != NULL)
    {
      query.area.has_near = rambla_point_parse (near, &query.area.near, NULL);
      g_assert_true (query.area.has_near);
    }
  platform_deal_search (fixture->reader, fixture->city, &query, &page, &error);
  g_assert_no_error (error);
  return page;
}

static char *
get_title (CityFixture *fixture, const PlatformDealPage *page, guint index)
{
  g_autoptr (PlatformDeal) deal = NULL;
  g_autoptr (GError) error = NULL;

  platform_deal_get (fixture->reader, fixture->city, g_array_index (page->hits, PlatformDealHit, index).deal,
                     "es", &deal, &error);
  g_assert_no_error (error);
  return g_strdup (deal->title);
}

/* What is typed, what it is taken for, how many come, and which is first. */
static void
test_words (CityFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *corrected;
    int total;
    const char *first;
  } cases[] = {
    { "pizza", NULL, 4, "Pizza grande para dos" },
    { "PIZZA GRANDE", NULL, 1, "Pizza grande para dos" },
    { "pizzer", NULL, 4, NULL },     /* a beginning */
    { "pizza nata", NULL, 4, NULL }, /* a store's name, without its marks */
    { "cafe", NULL, 3, NULL },       /* without the accent */
    { "café", NULL, 3, NULL },
    { "pelo centro", NULL, 3, "Corte de pelo y lavado" }, /* a neighbourhood */
    { "corte de pelo", NULL, 1, "Corte de pelo y lavado" },
    { "beauty", NULL, 4, NULL }, /* a category's name, in any language */
    { "丽人", NULL, 4, NULL },
    { "haircut", NULL, 1, "Corte de pelo y lavado" },
    { "披萨", NULL, 2, "Pizza grande para dos" },
    { "披", NULL, 2, NULL },
    { "萨", NULL, 2, NULL },                          /* the last of a run */
    { "双人披萨", NULL, 1, "Pizza grande para dos" }, /* the pair in the middle is no word */
    { "玉龙", NULL, 3, NULL },                        /* in a store's name, beside Latin letters */
    { "calle mayor", NULL, 10, NULL },
    { "piza", "pizza", 4, "Pizza grande para dos" },
    { "pziza", "pizza", 4, NULL },
    { "pizzza grande", "pizza grande", 1, NULL },
    { "gimansio", "gimnasio", 3, NULL },
    { "manicrua complta", "manicura completa", 1, "Manicura completa" },
    { "coloracon", "coloración", 1, "Turno de coloración" },
    { "xyzzy", NULL, 0, NULL },
    { "pizza xyzzy", NULL, 0, NULL },
    { "pan", NULL, 3, NULL },
    { "pna", NULL, 0, NULL },        /* too short to guess */
    { "vencida", NULL, 0, NULL },    /* no longer on sale */
    { "futura", NULL, 0, NULL },     /* not yet */
    { "florería", NULL, 0, NULL },   /* a store without offers */
    { "de la con", NULL, -1, NULL }, /* only words that say nothing: they count then */
    { "...", NULL, 28, NULL },       /* no word at all */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlatformDealPage) page = search (fixture, cases[i].text, NULL);
      g_autofree char *first = page->hits->len > 0 ? get_title (fixture, page, 0) : NULL;

      g_test_message ("%s", cases[i].text);
      if (cases[i].total >= 0)
        g_assert_cmpint (page->total, ==, cases[i].total);
      g_assert_cmpstr (page->corrected, ==, cases[i].corrected);
      if (cases[i].first != NULL)
        g_assert_cmpstr (first, ==, cases[i].first);
    }
}

/* Nothing that is typed is taken for a query language, and nothing breaks it. */
static void
test_hostile (CityFixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "\"",
    "\"\"",
    "'",
    "''; DROP TABLE deals; --",
    "pizza\" OR \"a",
    "pizza OR cafe",
    "NOT pizza",
    "NEAR(pizza cafe)",
    "title:pizza",
    "{title}:pizza",
    "^pizza",
    "pizza*",
    "*",
    "-pizza",
    "pizza AND",
    "(pizza",
    "pizza)",
    "+",
    "a+b",
    "%",
    "_",
    "\\",
    "?1",
    "@x",
    ":x",
    "$x",
    "search_words",
    "rowid:1",
    "rank",
    "\t\n",
    "\xff\xfe",
    "\xc3",
    "é\xcc\x81\xcc\x81\xcc\x81",
    "\xe2\x80\xae"
    "azzip",
    "𝓹𝓲𝔃𝔃𝓪",
    "0",
    "1e999",
    "<script>",
    "&amp;",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z",
  };
  g_autofree char *letters = g_strnfill (10000, 'a');
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PlatformDealPage) page = search (fixture, texts[i], "-34.9,-56.2");

      g_assert_cmpint (page->total, >=, 0);
    }
  g_clear_pointer (&letters, g_free);
  letters = g_strnfill (10000, 'a');
  platform_deal_page_free (search (fixture, letters, NULL));
  for (int i = 0; i < 5000; i++)
    g_string_append (words, i % 2 ? "pizza " : "披");
  platform_deal_page_free (search (fixture, words->str, NULL));
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT count(*) FROM deals"), ==, 30);

  /* Words of a query language are words: “or” is one that is nowhere. */
  {
    g_autoptr (PlatformDealPage) both = search (fixture, "pizza OR café", NULL);
    g_autoptr (PlatformDealPage) column = search (fixture, "title:pizza", NULL);

    g_assert_cmpint (both->total, ==, 0);
    g_assert_cmpint (column->total, ==, 0);
  }
}

static void
test_relevance (CityFixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformDealPage) north = search (fixture, "corte", "-34.85,-56.2");
  g_autoptr (PlatformDealPage) centre = search (fixture, "corte", "-34.901,-56.201");
  const PlatformDealHit *there = &g_array_index (north->hits, PlatformDealHit, 0);
  const PlatformDealHit *here = &g_array_index (centre->hits, PlatformDealHit, 0);
  g_autoptr (PlatformDealPage) titled = search (fixture, "cafe", NULL);
  g_autofree char *first = get_title (fixture, titled, 0);

  /* One offer, listed once, with the branch that is near. */
  g_assert_cmpuint (north->hits->len, ==, 1);
  g_assert_cmpint (there->deal, ==, here->deal);
  g_assert_cmpint (there->store, !=, here->store);
  g_assert_cmpfloat (there->distance, <, 1);
  g_assert_cmpfloat (here->distance, <, 1);
  /* A word in the title counts for more than one in the store's name. */
  g_assert_cmpstr (first, ==, "Café con medialunas");
}

static void
test_cursors (CityFixture *fixture, gconstpointer data)
{
  PlatformDealQuery query = {
    .filter = PLATFORM_SEARCH_FILTER_INIT, .now = CITY_FIXTURE_NOW, .limit = 5, .sort = PLATFORM_SORT_PRICE
  };
  g_autoptr (PlatformDealPage) page = NULL;
  g_autofree char *longer = NULL;
  g_autofree char *changed = NULL;
  const char *bad[] = { "", "x", "AAAA", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%%%%", NULL, NULL };

  platform_deal_search (fixture->reader, fixture->city, &query, &page, NULL);
  longer = g_strconcat (page->next_cursor, "A", NULL);
  changed = g_strdup (page->next_cursor);
  changed[3] = changed[3] == 'A' ? 'B' : 'A';
  bad[5] = longer;
  bad[6] = changed;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (PlatformDealPage) none = NULL;
      g_autoptr (GError) error = NULL;

      query.cursor = bad[i];
      g_assert_false (platform_deal_search (fixture->reader, fixture->city, &query, &none, &error));
      g_assert_error (error, PLATFORM_SEARCH_ERROR, PLATFORM_SEARCH_ERROR_CURSOR);
    }
  /* One of another search. */
  {
    g_autoptr (PlatformDealPage) none = NULL;
    g_autoptr (GError) error = NULL;

    query.cursor = page->next_cursor;
    query.filter.price_max = 1000000;
    g_assert_false (platform_deal_search (fixture->reader, fixture->city, &query, &none, &error));
    g_assert_error (error, PLATFORM_SEARCH_ERROR, PLATFORM_SEARCH_ERROR_CURSOR);
  }
}

static PlatformStorePage *
search_stores (CityFixture *fixture, PlatformStoreQuery *query)
{
  g_autoptr (GError) error = NULL;
  PlatformStorePage *page = NULL;

  query->now = CITY_FIXTURE_NOW;
  platform_store_search (fixture->reader, fixture->city, query, &page, &error);
  g_assert_no_error (error);
  return page;
}

static void
test_stores (CityFixture *fixture, gconstpointer data)
{
  PlatformStoreQuery query = { .filter = PLATFORM_SEARCH_FILTER_INIT };
  g_autoptr (PlatformStorePage) all = search_stores (fixture, &query);
  g_autoptr (PlatformStorePage) named = NULL;
  g_autoptr (PlatformStorePage) cheap = NULL;
  g_autofree char *cursor = NULL;
  double last = -1;
  guint n = 0;

  g_assert_cmpuint (all->hits->len, ==, 12);
  /* One that sells nothing is there by its name. */
  query.text = "floreria";
  named = search_stores (fixture, &query);
  g_assert_cmpuint (named->hits->len, ==, 1);
  g_assert_cmpint (g_array_index (named->hits, PlatformStoreHit, 0).price_from, ==, -1);
  /* With a filter on offers only those with such an offer are: what costs at most 210.00. */
  query.text = NULL;
  query.filter.price_max = 21000;
  query.filter.kinds = 1 << PLATFORM_DEAL_VOUCHER;
  cheap = search_stores (fixture, &query);
  g_assert_cmpuint (cheap->hits->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (g_array_index (cheap->hits, PlatformStoreHit, i).price_from, <=, 21000);

  /* Pages by distance. */
  query = (PlatformStoreQuery){ .filter = PLATFORM_SEARCH_FILTER_INIT, .limit = 5 };
  query.area.has_near = TRUE;
  query.area.near = fixture->city->centre;
  do
    {
      g_autoptr (PlatformStorePage) page = NULL;

      query.cursor = cursor;
      page = search_stores (fixture, &query);
      g_assert_cmpint (page->total, ==, 12);
      for (guint i = 0; i < page->hits->len; i++, n++)
        {
          g_assert_cmpfloat (g_array_index (page->hits, PlatformStoreHit, i).distance, >=, last);
          last = g_array_index (page->hits, PlatformStoreHit, i).distance;
        }
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
    }
  while (cursor != NULL);
  g_assert_cmpuint (n, ==, 12);
}

static void
test_nearest (CityFixture *fixture, gconstpointer data)
{
  for (int round = 0; round < 50; round++)
    {
      RamblaPoint from = round == 0 ? (RamblaPoint){ 120, 35 } : random_point ();
      guint limit = (guint) g_test_rand_int_range (1, 15);
      g_autoptr (GPtrArray) stores = NULL;
      g_autoptr (GPtrArray) everything = NULL;
      g_autoptr (GError) error = NULL;

      platform_store_list_nearest (fixture->reader, from, limit, &stores, &error);
      g_assert_no_error (error);
      platform_store_list_nearest (fixture->reader, from, 1000, &everything, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (everything->len, ==, 12);
      g_assert_cmpuint (stores->len, ==, MIN (limit, 12));
      for (guint i = 0; i < stores->len; i++)
        {
          const PlatformStore *store = g_ptr_array_index (stores, i),
                              *same = g_ptr_array_index (everything, i);

          g_assert_cmpint (store->row, ==, same->row);
          g_assert_true (i == 0 || ((const PlatformStore *) g_ptr_array_index (stores, i - 1))->distance <=
                                       store->distance);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                                  \
  g_test_add (path, CityFixture, NULL, city_fixture_set_up_tiny, function, city_fixture_tear_down)
  ADD ("/deal-search/brute-force", test_brute_force);
  ADD ("/deal-search/refresh", test_refresh);
  ADD ("/deal-search/overflow", test_overflow);
  ADD ("/deal-search/words", test_words);
  ADD ("/deal-search/hostile", test_hostile);
  ADD ("/deal-search/relevance", test_relevance);
  ADD ("/deal-search/cursors", test_cursors);
  ADD ("/deal-search/stores", test_stores);
  ADD ("/deal-search/nearest", test_nearest);

  return g_test_run ();
}
