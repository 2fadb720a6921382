/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words, misspellings, and the numbers that follow the map. */
#include "platform-search-facts.h"
#include "platform-strips.h"
#include "platform-words.h"

#include "rambla-money.h"

#include <string.h>

static void
test_terms (void)
{
  static const struct
  {
    const char *text;
    const char *terms;
  } cases[] = {
    { "", "" },
    { "Café con Leche", "cafe con leche " },
    { "PIZZERÍA «La Ñata»", "pizzeria la nata " },
    { "18 de Julio 1234/5", "18 de julio 1234 5 " },
    { "e\xcc\x81t\xc3\xa9", "ete " }, /* é once as e and a mark, once as one character */
    { "McDonald's", "mcdonald s " },
    { "ﬁsh ½ ２", "fish 12 2 " }, /* compatibility forms */
    { "披萨", "披萨 萨 " },
    { "双人大披萨", "双人 人大 大披 披萨 萨 " },
    { "玉龙Bar", "玉龙 龙 bar " },
    { "a披b", "a 披 b " },
    { "\xff\xfeok\xc3", "ok " },
    { "\" OR * NEAR(a) ^b {c}: -d", "or near a b c d " },
    { "😀🍕", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      platform_words_append_terms (out, cases[i].text);
      g_assert_cmpstr (out->str, ==, cases[i].terms);
    }
}

static void
test_long (void)
{
  g_autofree char *letters = g_strnfill (100000, 'x');
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) han = g_string_new (NULL);

  platform_words_append_terms (out, letters);
  g_assert_cmpuint (out->len, ==, PLATFORM_WORD_MAX_CHARACTERS + 1);
  for (int i = 0; i < 1000; i++)
    g_string_append (han, "萨");
  g_string_truncate (out, 0);
  platform_words_append_terms (out, han->str);
  g_assert_true (g_utf8_validate (out->str, -1, NULL));
}

static void
test_distance (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    guint distance;
  } cases[] = {
    { "pizza", "pizza", 0 },
    { "pizza", "piza", 1 },
    { "pizza", "pizzas", 1 },
    { "pizza", "pziza", 1 },
    { "pizza", "pixza", 1 },
    { "pizza", "pasta", 3 },
    { "ab", "ba", 1 },
    { "", "abc", 3 },
    { "camion", "canion", 1 },
    { "hamburguesa", "hamburgeusa", 1 },
    { "hamburguesa", "amburgesa", 2 },
    { "披萨店", "披店", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpuint (platform_words_distance (cases[i].a, cases[i].b, 5), ==, cases[i].distance);
      g_assert_cmpuint (platform_words_distance (cases[i].b, cases[i].a, 5), ==, cases[i].distance);
      if (cases[i].distance > 0)
        g_assert_cmpuint (platform_words_distance (cases[i].a, cases[i].b, cases[i].distance - 1), ==,
                          cases[i].distance);
    }
  g_assert_cmpuint (platform_words_get_tolerance ("bar"), ==, 0);
  g_assert_cmpuint (platform_words_get_tolerance ("cafe"), ==, 1);
  g_assert_cmpuint (platform_words_get_tolerance ("gimnasi"), ==, 1);
  g_assert_cmpuint (platform_words_get_tolerance ("gimnasio"), ==, 2);
  g_assert_cmpuint (platform_words_get_tolerance ("r2d2c3po"), ==, 0);
  g_assert_cmpuint (platform_words_get_tolerance ("披萨披萨披萨"), ==, 0);
}

static void
on_hash (gint64 hash, gpointer data)
{
  g_hash_table_add (data, g_memdup2 (&hash, sizeof hash));
}

static GHashTable *
get_hashes (const char *word, guint tolerance)
{
  GHashTable *hashes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  platform_words_foreach_deletion (word, tolerance, on_hash, hashes);
  return hashes;
}

static gboolean
share_one (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (g_hash_table_contains (b, key))
      return TRUE;
  return FALSE;
}

/* A random slip of the finger. */
static void
slip (GString *word)
{
  gsize at = (gsize) g_test_rand_int_range (0, (int) word->len);
  char letter = (char) g_test_rand_int_range ('a', 'd');

  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      g_string_erase (word, (gssize) at, 1);
      break;
    case 1:
      g_string_insert_c (word, (gssize) at, letter);
      break;
    case 2:
      word->str[at] = letter;
      break;
    default:
      if (at + 1 < word->len)
        {
          letter = word->str[at];
          word->str[at] = word->str[at + 1];
          word->str[at + 1] = letter;
        }
      break;
    }
}

/* Whatever is within the tolerance is found by the deletions: nothing is ever missed. */
static void
test_deletions (void)
{
  for (int round = 0; round < 5000; round++)
    {
      g_autoptr (GString) word = g_string_new (NULL);
      g_autoptr (GString) typed = NULL;
      g_autoptr (GHashTable) known = NULL;
      g_autoptr (GHashTable) asked = NULL;
      int length = g_test_rand_int_range (4, 14);
      guint tolerance;

      for (int i = 0; i < length; i++)
        g_string_append_c (word, (char) g_test_rand_int_range ('a', 'e'));
      tolerance = platform_words_get_tolerance (word->str);
      typed = g_string_new (word->str);
      for (guint i = 0; i < tolerance; i++)
        slip (typed);
      if (typed->len < 4 || platform_words_get_tolerance (typed->str) < tolerance)
        continue;
      /* Two slips at one place can be three by this measure. */
      if (platform_words_distance (word->str, typed->str, 4) > tolerance)
        continue;
      known = get_hashes (word->str, tolerance);
      asked = get_hashes (typed->str, tolerance);
      g_assert_true (share_one (known, asked));
    }
}

/* Any point in a box is in one of the box's ranges; ranges ascend and never overlap. */
static void
test_strips (void)
{
  for (int round = 0; round < 20000; round++)
    {
      PlatformStripsKind kind = round % 2 == 0 ? PLATFORM_STRIPS_OFFERS : PLATFORM_STRIPS_STORES;
      double size = g_test_rand_double_range (0, 1) < 0.9 ? 0.3 : 120;
      double west = g_test_rand_double_range (-180, 180), south = g_test_rand_double_range (-90, 90);
      double width = g_test_rand_double_range (0, size),
             height = g_test_rand_double_range (0, MIN (size, 90 - south));
      RamblaBox box = { west, south, west + width > 180 ? west + width - 360 : west + width, south + height };
      double lon = west + g_test_rand_double_range (0, 1) * width;
      RamblaPoint point = { lon > 180 ? lon - 360 : lon, south + g_test_rand_double_range (0, 1) * height };
      PlatformRowRange ranges[12];
      guint n = platform_strips_cover (kind, box, ranges, G_N_ELEMENTS (ranges));
      PlatformRowRange column = platform_strips_get_column (kind, point);
      gboolean found = FALSE;

      g_assert_cmpuint (n, <=, G_N_ELEMENTS (ranges));
      g_assert_cmpint (column.last - column.first, ==, PLATFORM_STRIPS_COLUMN_ROWS - 1);
      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpint (ranges[i].first, <=, ranges[i].last);
          if (i > 0)
            g_assert_cmpint (ranges[i].first, >, ranges[i - 1].last);
          found = found || (ranges[i].first <= column.first && column.last <= ranges[i].last);
        }
      g_assert_true (found);
      g_assert_cmpint (ranges[n - 1].first, ==, platform_strips_get_tail (kind).first);
      g_assert_cmpint (column.last, <, ranges[n - 1].first);
      g_assert_cmpint (column.first, >=, platform_strips_get_all (kind).first);
      g_assert_cmpint (platform_strips_get_all (PLATFORM_STRIPS_OFFERS).last, <,
                       platform_strips_get_all (PLATFORM_STRIPS_STORES).first);
    }
}

static void
test_facts (void)
{
  PlatformFacts facts = {
    .deal = G_MAXINT64,
    .store = 1,
    .price = RAMBLA_MONEY_MAX_AMOUNT,
    .starts_at = G_MININT64,
    .ends_at = G_MAXINT64,
    .longitude = -1800000000,
    .latitude = 900000000,
    .popularity = 0.25f,
    .rating = -1,
    .reviews = G_MAXUINT32,
    .category = 63,
    .kind = PLATFORM_FACTS_STORE,
    .discount = 100,
    .multiple = 1,
    .closed_on_holidays = 0,
  };
  PlatformFacts again = { 0 };
  guint8 packed[PLATFORM_FACTS_SIZE];

  platform_facts_pack (&facts, packed);
  g_assert_true (platform_facts_unpack (&again, packed, sizeof packed));
  g_assert_cmpint (again.deal, ==, facts.deal);
  g_assert_cmpint (again.price, ==, facts.price);
  g_assert_cmpint (again.starts_at, ==, facts.starts_at);
  g_assert_cmpint (again.ends_at, ==, facts.ends_at);
  g_assert_cmpint (again.longitude, ==, facts.longitude);
  g_assert_cmpint (again.latitude, ==, facts.latitude);
  g_assert_true (again.popularity == facts.popularity && again.rating == facts.rating);
  g_assert_cmpuint (again.reviews, ==, facts.reviews);
  g_assert_cmpuint (again.category, ==, 63);
  g_assert_cmpuint (again.kind, ==, PLATFORM_FACTS_STORE);
  g_assert_cmpuint (again.discount, ==, 100);
  g_assert_cmpuint (again.multiple, ==, 1);
  g_assert_cmpuint (again.closed_on_holidays, ==, 0);
  g_assert_false (platform_facts_unpack (&again, packed, sizeof packed - 1));
}

/* The search's quick look at the hours says what the model's schedule says. */
static void
test_hours (void)
{
  const RamblaSpan spans[] = {
    { 540, 1080 }, { 1980, 2520 }, { 5 * 1440 + 1200, 6 * 1440 + 120 }, { 9900, 10200 }
  };
  g_autoptr (RamblaSchedule) schedule = rambla_schedule_new (spans, G_N_ELEMENTS (spans), NULL);
  g_autoptr (GDateTime) monday = g_date_time_new_utc (2026, 11, 16, 0, 0, 0);
  g_autofree guint8 *packed = NULL;
  g_autofree RamblaSpan *again = NULL;
  gsize length, n;

  packed = platform_hours_pack (spans, G_N_ELEMENTS (spans), &length);
  again = platform_hours_unpack (packed, length, &n);
  g_assert_cmpmem (again, n * sizeof *again, spans, sizeof spans);
  for (int minute = 0; minute < RAMBLA_MINUTES_OF_WEEK; minute += 7)
    {
      g_autoptr (GDateTime) when = g_date_time_add_minutes (monday, minute);

      g_assert_cmpint (platform_hours_contain (packed, length, minute, 0), ==,
                       rambla_schedule_is_open (schedule, when));
    }
  /* A holiday on Monday; and one on Saturday takes Sunday's small hours with it. */
  g_assert_false (platform_hours_contain (packed, length, 600, 1 << 0));
  g_assert_true (platform_hours_contain (packed, length, 2000, 1 << 0));
  g_assert_false (platform_hours_contain (packed, length, 6 * 1440 + 60, 1 << 5));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/words/terms", test_terms);
  g_test_add_func ("/words/long", test_long);
  g_test_add_func ("/words/distance", test_distance);
  g_test_add_func ("/words/deletions", test_deletions);
  g_test_add_func ("/strips/cover", test_strips);
  g_test_add_func ("/facts/pack", test_facts);
  g_test_add_func ("/facts/hours", test_hours);

  return g_test_run ();
}
