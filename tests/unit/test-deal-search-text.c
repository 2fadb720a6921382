/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed into the search, and what it makes of it. */
#include "city-fixture.h"

#include "platform-deal-search.h"

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
    { "披萨", NULL, 4, "Pizza grande para dos" }, /* a pizzeria's other offers too */
    { "披", NULL, 2, NULL },
    { "萨", NULL, 2, NULL },                          /* the last of a run */
    { "双人披萨", NULL, 1, "Pizza grande para dos" }, /* the pair in the middle is no word */
    { "玉龙", NULL, 3, NULL },                        /* in a store's name, beside Latin letters */
    { "calle mayor", NULL, 10, NULL },
    { "piza", "pizza", 4, "Pizza grande para dos" },
    { "pziza", "pizza", 4, NULL },
    { "pizzza grande", "pizza grande", 1, NULL },
    { "gimansio", "gimnasio", 5, "Mes de gimnasio" },
    { "manicrua complta", "manicura completa", 1, "Manicura completa" },
    { "coloracon", "coloración", 1, "Turno de coloración" },
    { "xyzzy", NULL, 0, NULL },
    { "pizza xyzzy", NULL, 4, NULL }, /* what has one of the words */
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

/* Other words for the same, other forms of a word, words that were written together or apart. */
static void
test_meaning (CityFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    gboolean relaxed;
    int total;
    const char *first;
  } cases[] = {
    { "panadería", FALSE, 3, NULL }, /* the kind is "bakery" */
    { "hair salon", TRUE, 4, "Corte de pelo y lavado" },
    { "\"panaderías\"", FALSE, 0, NULL }, /* the word itself stands nowhere */
    { "libro", FALSE, 3, NULL },          /* only "libros" is written */
    { "pizzas grandes", FALSE, 1, "Pizza grande para dos" },
    { "pizza barata", FALSE, 4, NULL },
    { "便宜披萨", FALSE, 4, NULL },
    { "yogaclass", FALSE, 1, "Clase de yoga" },
    { "gim nasio", FALSE, 3, "Mes de gimnasio" },
    { "pizza xyzzy", TRUE, 4, NULL }, /* nothing has both */
    { "pizza yoga", TRUE, 5, NULL },
    { "\"pizz\"", FALSE, 0, NULL }, /* no beginning of a word */
    { "\"pizza", FALSE, 4, NULL },  /* a mark that does not end */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlatformDealPage) page = search (fixture, cases[i].text, NULL);
      g_autofree char *first = page->hits->len > 0 ? get_title (fixture, page, 0) : NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (page->total, ==, cases[i].total);
      g_assert_cmpint (page->relaxed, ==, cases[i].relaxed);
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

    g_assert_true (both->relaxed);
    g_assert_true (column->relaxed);
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                                  \
  g_test_add (path, CityFixture, NULL, city_fixture_set_up_tiny, function, city_fixture_tear_down)
  ADD ("/deal-search-text/words", test_words);
  ADD ("/deal-search-text/meaning", test_meaning);
  ADD ("/deal-search-text/hostile", test_hostile);
  ADD ("/deal-search-text/relevance", test_relevance);
  ADD ("/deal-search-text/cursors", test_cursors);

  return g_test_run ();
}
