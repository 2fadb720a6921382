/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search against a reading of the tables row by row. */
#include "city-fixture.h"

#include "platform-deal-search.h"
#include "platform-review-storage.h"
#include "platform-search-index.h"
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
      query.area.near = city_fixture_random_point ();
      query.area.radius = chance (0.6) ? g_test_rand_double_range (100, 9000) : 0;
    }
  if (chance (0.3))
    {
      RamblaPoint a = city_fixture_random_point (), b = city_fixture_random_point ();

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
        .sample = TRUE,
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

  return platform_database_run (database, error, "DELETE FROM search_entries WHERE deal = 22", "") &&
         platform_database_run (
             database, error,
             "INSERT INTO search_entries (row, deal, store, facts) VALUES (?1, 0, 0, zeroblob (64))", "i",
             last) &&
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

/* The same stores over and over, which no search for offers finds. */
static gboolean
add_stores (PlatformDatabase *database, gpointer data, GError **error)
{
  CityFixture *fixture = data;
  g_autoptr (PlatformSearchIndex) index = platform_search_index_new (database, fixture->city);

  for (guint i = 0; i < 900; i++)
    if (!platform_search_index_add_store (index, 1 + i % 12, error))
      return FALSE;
  return platform_search_index_finish (index, error);
}

/* So much comes that what was written one by one becomes a segment, and what is in memory is sorted again. */
static void
test_growth (CityFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = read_rows (fixture);

  for (int batch = 0; batch < 12; batch++)
    {
      for (int round = 0; round < 40; round++)
        assert_pages (fixture, random_query (), rows);
      platform_writer_run (fixture->writer, add_stores, fixture, &error);
      g_assert_no_error (error);
    }
  for (int round = 0; round < 100; round++)
    assert_pages (fixture, random_query (), rows);
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT segments FROM search_state"), >, 1);
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT count(*) FROM search_recent"), <, 4096);
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT count(*) FROM search_changes"), ==, 10000);
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
  ADD ("/deal-search/growth", test_growth);

  return g_test_run ();
}
