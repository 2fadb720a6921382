/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-time.h"

#include <string.h>

#include "rambla-language.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gint64 us;
  } GOOD[] = {
    { "1970-01-01T00:00:00Z", 0 },
    { "2026-11-21T20:06:20Z", G_GINT64_CONSTANT (1795291580000000) },
    { "2026-11-21t20:06:20z", G_GINT64_CONSTANT (1795291580000000) },
    { "2026-11-21T17:06:20-03:00", G_GINT64_CONSTANT (1795291580000000) },
    { "2026-11-22T01:51:20+05:45", G_GINT64_CONSTANT (1795291580000000) },
    { "2026-11-21T20:06:20.5Z", G_GINT64_CONSTANT (1795291580500000) },
    { "2026-11-21T20:06:20.000001999Z", G_GINT64_CONSTANT (1795291580000001) },
    { "1969-12-31T23:59:59.999999Z", -1 },
    { "2000-02-29T00:00:00Z", G_GINT64_CONSTANT (951782400000000) },
    { "2016-12-31T23:59:60Z", G_GINT64_CONSTANT (1483228799000000) },
    { "0001-01-01T00:00:00Z", RAMBLA_TIME_MIN },
    { "9999-12-31T23:59:59.999999Z", RAMBLA_TIME_MAX },
  };
  static const char *const BAD[] = {
    "",
    "now",
    "2026-11-21",
    "2026-11-21T20:06:20",
    "2026-11-21 20:06:20Z",
    "2026-11-21T20:06Z",
    "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-32T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:60:00Z",
    "2026-01-01T00:00:61Z",
    "2026-01-01T00:00:00.Z",
    "2026-01-01T00:00:00+0300",
    "2026-01-01T00:00:00+3",
    "2026-01-01T00:00:00+24:00",
    "2026-01-01T00:00:00ZZ",
    " 2026-01-01T00:00:00Z",
    "26-01-01T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-01:00",
    "-026-01-01T00:00:00Z",
    "2026-01-01T00:00:00,5Z",
    "2026-1-1T00:00:00Z",
    "1795291580",
  };
  gint64 us;

  for (gsize i = 0; i < G_N_ELEMENTS (GOOD); i++)
    {
      g_assert_true (rambla_time_parse (GOOD[i].text, &us));
      g_assert_cmpint (us, ==, GOOD[i].us);
    }
  us = 7;
  for (gsize i = 0; i < G_N_ELEMENTS (BAD); i++)
    g_assert_false (rambla_time_parse (BAD[i], &us));
  g_assert_false (rambla_time_parse (NULL, &us));
  g_assert_cmpint (us, ==, 7);
}

/* The same as GDateTime says, over all of its years, and back. */
static void
test_round_trip (void)
{
  for (int round = 0; round < 20000; round++)
    {
      gint64 seconds = (gint64) g_test_rand_double_range ((double) (RAMBLA_TIME_MIN / 1000000),
                                                          (double) (RAMBLA_TIME_MAX / 1000000));
      gint64 us = seconds * 1000000 + (g_test_rand_bit () ? g_test_rand_int_range (0, 1000000) : 0);
      g_autofree char *text = rambla_time_format (us);
      g_autoptr (GDateTime) peer = g_date_time_new_from_unix_utc (seconds);
      g_autofree char *clock = g_date_time_format (peer, "%m-%dT%H:%M:%S");
      g_autofree char *expected = g_strdup_printf ("%04d-%s", g_date_time_get_year (peer), clock);
      gint64 back;
      int year, month, day;

      g_assert_true (g_str_has_prefix (text, expected));
      g_assert_true (rambla_time_parse (text, &back));
      g_assert_cmpint (back, ==, us);
      g_date_time_get_ymd (peer, &year, &month, &day);
      g_assert_cmpint (rambla_days_weekday (rambla_days_from_date (year, month, day)), ==,
                       g_date_time_get_day_of_week (peer));
    }
  {
    g_autofree char *first = rambla_time_format (G_MININT64);
    g_autofree char *last = rambla_time_format (G_MAXINT64);

    g_assert_cmpstr (first, ==, "0001-01-01T00:00:00Z");
    g_assert_cmpstr (last, ==, "9999-12-31T23:59:59.999999Z");
  }
}

static void
test_days (void)
{
  gint64 days = rambla_days_from_date (1600, 1, 1);

  for (int i = 0; i < 200000; i++, days++)
    {
      int year, month, day;

      rambla_days_to_date (days, &year, &month, &day);
      g_assert_true (rambla_date_is_valid (year, month, day));
      g_assert_cmpint (rambla_days_from_date (year, month, day), ==, days);
    }
  g_assert_cmpint (rambla_days_from_date (1970, 1, 1), ==, 0);
  g_assert_cmpint (rambla_days_weekday (0), ==, 4);
  g_assert_cmpint (rambla_days_weekday (-1), ==, 3);
  g_assert_false (rambla_date_is_valid (2026, 2, 29));
  g_assert_false (rambla_date_is_valid (2026, 13, 1));
  g_assert_false (rambla_date_is_valid (2026, 1, 256 + 5));
  g_assert_false (rambla_date_is_valid (0, 1, 1));
}

static void
test_minutes (void)
{
  static const char *const BAD[] = { "",     "1:00",   "24:01",  "25:00",  "12:60", "12.30",
                                     "12:3", "12:300", " 12:30", "12:30 ", "-1:00", "aa:bb" };
  int minutes;

  g_assert_true (rambla_minutes_parse ("00:00", &minutes));
  g_assert_cmpint (minutes, ==, 0);
  g_assert_true (rambla_minutes_parse ("16:45", &minutes));
  g_assert_cmpint (minutes, ==, 1005);
  g_assert_true (rambla_minutes_parse ("24:00", &minutes));
  g_assert_cmpint (minutes, ==, 1440);
  for (gsize i = 0; i < G_N_ELEMENTS (BAD); i++)
    g_assert_false (rambla_minutes_parse (BAD[i], &minutes));
  g_assert_false (rambla_minutes_parse (NULL, &minutes));
}

static void
test_language (void)
{
  static const struct
  {
    const char *field;
    RamblaLanguage language;
  } CASES[] = {
    { "es", RAMBLA_LANGUAGE_ES },
    { "es-UY,es;q=0.9,en;q=0.8", RAMBLA_LANGUAGE_ES },
    { "en;q=0.5, zh-CN", RAMBLA_LANGUAGE_ZH_CN },
    { "fr, de;q=0.9, en;q=0.1", RAMBLA_LANGUAGE_EN },
    { "en;q=0, es;q=0.001", RAMBLA_LANGUAGE_ES },
    { "fr", RAMBLA_LANGUAGE_ES },
    { "*", RAMBLA_LANGUAGE_ES },
    { "", RAMBLA_LANGUAGE_ES },
    { NULL, RAMBLA_LANGUAGE_ES },
    { ",,;;q=,==,\xff\xfe", RAMBLA_LANGUAGE_ES },
    { "en;q=banana", RAMBLA_LANGUAGE_ES },
    { "zh-Hans-CN", RAMBLA_LANGUAGE_ZH_CN },
    { "english", RAMBLA_LANGUAGE_ES },
    { "  zh  ; q=1", RAMBLA_LANGUAGE_ZH_CN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    g_assert_cmpint (rambla_language_from_accept (CASES[i].field, RAMBLA_LANGUAGE_ES), ==, CASES[i].language);
  g_assert_cmpint (rambla_language_from_tag ("es_UY.UTF-8"), ==, RAMBLA_LANGUAGE_ES);
  g_assert_cmpint (rambla_language_from_tag ("zh_CN"), ==, RAMBLA_LANGUAGE_ZH_CN);
  g_assert_cmpint (rambla_language_from_tag ("C"), ==, RAMBLA_LANGUAGE_EN);
  g_assert_cmpint (rambla_language_from_tag (""), ==, RAMBLA_LANGUAGE_EN);
  g_assert_cmpint (rambla_language_from_tag (NULL), ==, RAMBLA_LANGUAGE_EN);
  g_assert_cmpstr (rambla_language_to_tag (RAMBLA_LANGUAGE_ZH_CN), ==, "zh-CN");
  g_assert_cmpstr (rambla_language_to_tag ((RamblaLanguage) 99), ==, "en");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time/parse", test_parse);
  g_test_add_func ("/time/round-trip", test_round_trip);
  g_test_add_func ("/time/days", test_days);
  g_test_add_func ("/time/minutes", test_minutes);
  g_test_add_func ("/time/language", test_language);
  return g_test_run ();
}
