/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-schedule.h"

#include <string.h>

#include "rambla-json.h"
#include "rambla-time.h"

#define DAY RAMBLA_MINUTES_OF_DAY
#define AT(day, hour, minute) (((day) -1) * DAY + (hour) *60 + (minute))

static RamblaSchedule *
schedule_from (const char *json)
{
  g_autoptr (JsonNode) node = rambla_json_parse (json, -1, 10000, NULL);
  g_autoptr (GError) error = NULL;
  RamblaSchedule *schedule = rambla_schedule_from_json (node, &error);

  g_assert_no_error (error);
  return schedule;
}

static GDateTime *
at (const char *zone, int year, int month, int day, int hour, int minute)
{
  g_autoptr (GTimeZone) tz = g_time_zone_new_identifier (zone);

  g_assert_nonnull (tz);
  return g_date_time_new (tz, year, month, day, hour, minute, 0);
}

/* An instant in UTC as seen in a zone: no doubt about repeated hours. */
static GDateTime *
at_utc (const char *zone, const char *text)
{
  g_autoptr (GTimeZone) tz = g_time_zone_new_identifier (zone);
  g_autoptr (GDateTime) utc = g_date_time_new_from_iso8601 (text, NULL);

  return g_date_time_to_timezone (utc, tz);
}

static void
assert_open (RamblaSchedule *schedule, GDateTime *when, gboolean open)
{
  g_autoptr (GDateTime) owned = when;

  if (rambla_schedule_is_open (schedule, owned) != open)
    {
      g_autofree char *text = g_date_time_format_iso8601 (owned);
      g_error ("%s: expected %s", text, open ? "open" : "closed");
    }
}

static void
assert_change (RamblaSchedule *schedule, GDateTime *when, const char *expected)
{
  g_autoptr (GDateTime) owned = when;
  g_autoptr (GDateTime) change = rambla_schedule_next_change (schedule, owned);
  g_autofree char *text = change != NULL ? g_date_time_format_iso8601 (change) : NULL;

  g_assert_cmpstr (text, ==, expected);
}

static void
test_week (void)
{
  /* Mon–Fri 09:00–18:00; Fri 20:00 – Sat 03:00; Sun 22:00 – Mon 02:00. */
  g_autoptr (RamblaSchedule) schedule =
      schedule_from ("[[540,1080],[1980,2520],[3420,3960],[4860,5400],[6300,6840],[6960,7380],[9960,10200]]");
  const char *z = "America/Montevideo";

  /* 2026-11-23 is a Monday. */
  assert_open (schedule, at (z, 2026, 11, 23, 1, 59), TRUE);
  assert_open (schedule, at (z, 2026, 11, 23, 2, 0), FALSE);
  assert_open (schedule, at (z, 2026, 11, 23, 8, 59), FALSE);
  assert_open (schedule, at (z, 2026, 11, 23, 9, 0), TRUE);
  assert_open (schedule, at (z, 2026, 11, 23, 17, 59), TRUE);
  assert_open (schedule, at (z, 2026, 11, 23, 18, 0), FALSE);
  assert_open (schedule, at (z, 2026, 11, 27, 23, 30), TRUE);
  assert_open (schedule, at (z, 2026, 11, 28, 2, 59), TRUE);
  assert_open (schedule, at (z, 2026, 11, 28, 3, 0), FALSE);
  assert_open (schedule, at (z, 2026, 11, 29, 21, 59), FALSE);
  assert_open (schedule, at (z, 2026, 11, 29, 22, 0), TRUE);

  assert_change (schedule, at (z, 2026, 11, 23, 1, 0), "2026-11-23T02:00:00-03");
  assert_change (schedule, at (z, 2026, 11, 23, 2, 0), "2026-11-23T09:00:00-03");
  assert_change (schedule, at (z, 2026, 11, 23, 9, 0), "2026-11-23T18:00:00-03");
  assert_change (schedule, at (z, 2026, 11, 27, 18, 0), "2026-11-27T20:00:00-03");
  assert_change (schedule, at (z, 2026, 11, 27, 20, 0), "2026-11-28T03:00:00-03");
  assert_change (schedule, at (z, 2026, 11, 28, 12, 0), "2026-11-29T22:00:00-03");
  assert_change (schedule, at (z, 2026, 12, 31, 18, 0), "2027-01-01T09:00:00-03");
  assert_open (NULL, at (z, 2026, 11, 23, 9, 0), FALSE);
  assert_change (NULL, at (z, 2026, 11, 23, 9, 0), NULL);
}

/* Against the plainest reading of the data, for random weeks and minutes where clocks do not change. */
static void
test_random_weeks (void)
{
  for (int round = 0; round < 2000; round++)
    {
      RamblaSpan spans[12];
      guint n = 0;
      int from = g_test_rand_int_range (0, 2000);
      g_autoptr (RamblaSchedule) schedule = NULL;
      g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

      while (n < G_N_ELEMENTS (spans) && from < RAMBLA_MINUTES_OF_WEEK)
        {
          spans[n].from = from;
          spans[n].to = from + g_test_rand_int_range (1, 2500);
          if (n > 0 && spans[n].to - RAMBLA_MINUTES_OF_WEEK > spans[0].from)
            break;
          from = spans[n].to + (g_test_rand_bit () ? 0 : g_test_rand_int_range (0, 1500));
          n++;
        }
      schedule = rambla_schedule_new (spans, n, NULL);
      g_assert_nonnull (schedule);

      for (int i = 0; i < 20; i++)
        {
          int minute = g_test_rand_int_range (0, RAMBLA_MINUTES_OF_WEEK);
          /* Monday 2026-11-23. */
          g_autoptr (GDateTime) monday = g_date_time_new (utc, 2026, 11, 23, 0, 0, 0);
          g_autoptr (GDateTime) when = g_date_time_add_minutes (monday, minute);
          g_autoptr (GDateTime) change = NULL;
          gboolean open = rambla_spans_contain (spans, n, minute);
          int waited = 0;

          g_assert_cmpint (rambla_schedule_minute_of_week (when), ==, minute);
          g_assert_cmpint (rambla_schedule_is_open (schedule, when), ==, open);
          while (waited <= RAMBLA_MINUTES_OF_WEEK &&
                 rambla_spans_contain (spans, n, (minute + waited) % RAMBLA_MINUTES_OF_WEEK) == open)
            waited++;
          change = rambla_schedule_next_change (schedule, when);
          if (waited > RAMBLA_MINUTES_OF_WEEK)
            g_assert_null (change);
          else
            g_assert_cmpint (g_date_time_difference (change, when), ==, waited * G_TIME_SPAN_MINUTE);
        }
    }
}

static void
test_always_and_never (void)
{
  g_autoptr (RamblaSchedule) always = rambla_schedule_new_always ();
  g_autoptr (RamblaSchedule) shifted = schedule_from ("[[600,10680]]");
  g_autoptr (RamblaSchedule) pieces = schedule_from ("[[0,5000],[5000,10080]]");
  g_autoptr (RamblaSchedule) never = schedule_from ("[]");
  const char *z = "Europe/Madrid";

  g_assert_true (rambla_schedule_is_always (always));
  g_assert_true (rambla_schedule_is_always (shifted));
  g_assert_true (rambla_schedule_is_always (pieces));
  g_assert_false (rambla_schedule_is_always (never));
  g_assert_false (rambla_schedule_is_always (NULL));
  for (int hour = 0; hour < 24; hour++)
    {
      assert_open (always, at (z, 2026, 3, 29, hour, 30), TRUE);
      assert_open (shifted, at (z, 2026, 10, 25, hour, 30), TRUE);
      assert_open (pieces, at (z, 2026, 10, 25, hour, 30), TRUE);
      assert_open (never, at (z, 2026, 10, 25, hour, 30), FALSE);
    }
  assert_change (always, at (z, 2026, 3, 29, 0, 0), NULL);
  assert_change (shifted, at (z, 2026, 3, 29, 0, 0), NULL);
  assert_change (pieces, at (z, 2026, 3, 29, 0, 0), NULL);
  assert_change (never, at (z, 2026, 3, 29, 0, 0), NULL);
}

/* In Madrid 2026-03-29 02:00 becomes 03:00, and 2026-10-25 03:00 becomes 02:00 again; both are Sundays. */
static void
test_daylight_saving (void)
{
  /* Sat 22:00 – Sun 02:30; Sun 09:00–14:00. */
  g_autoptr (RamblaSchedule) bar = schedule_from ("[[8520,8790],[9180,9480]]");
  /* Sun 02:15–02:45 only. */
  g_autoptr (RamblaSchedule) gap = schedule_from ("[[8775,8805]]");
  const char *z = "Europe/Madrid";

  /* Spring: 02:30 does not exist; closing is at the change. */
  assert_open (bar, at_utc (z, "2026-03-29T00:59:00Z"), TRUE);
  assert_open (bar, at_utc (z, "2026-03-29T01:00:00Z"), FALSE);
  assert_change (bar, at_utc (z, "2026-03-28T21:00:00Z"), "2026-03-29T03:00:00+02");
  assert_change (bar, at_utc (z, "2026-03-29T01:00:00Z"), "2026-03-29T09:00:00+02");
  assert_open (gap, at_utc (z, "2026-03-29T01:00:00Z"), FALSE);
  assert_change (gap, at_utc (z, "2026-03-28T12:00:00Z"), "2026-04-05T02:15:00+02");

  /* Autumn: 02:30 comes twice; the first closes, and it does not open again. */
  assert_open (bar, at_utc (z, "2026-10-25T00:29:00Z"), TRUE);
  assert_open (bar, at_utc (z, "2026-10-25T00:30:00Z"), FALSE);
  assert_open (bar, at_utc (z, "2026-10-25T01:15:00Z"), FALSE);
  assert_change (bar, at_utc (z, "2026-10-24T21:00:00Z"), "2026-10-25T02:30:00+02");
  assert_change (bar, at_utc (z, "2026-10-25T00:30:00Z"), "2026-10-25T09:00:00+01");
  assert_open (gap, at_utc (z, "2026-10-25T00:20:00Z"), TRUE);
  assert_open (gap, at_utc (z, "2026-10-25T01:20:00Z"), FALSE);
}

/* is_open and next_change tell the same story, minute by minute, over both changes and a holiday. */
static void
test_consistency (void)
{
  static const char *const DATES[] = { "2026-03-27T00:00:00Z", "2026-10-23T00:00:00Z",
                                       "2026-12-23T00:00:00Z" };
  const char *holiday_list[] = { "12-25", "2026-03-30", NULL };
  g_autoptr (RamblaHolidays) holidays = rambla_holidays_new (holiday_list, NULL);
  g_autoptr (RamblaSchedule) schedule =
      schedule_from ("[[0,150],[540,780],[900,1620],[3000,6000],[7000,8770],[8800,10080]]");
  static const RamblaSpan EVE[] = { { 600, 700 }, { 1430, 1500 } };

  rambla_schedule_set_closed_on (schedule, holidays);
  g_assert_true (rambla_schedule_set_day (schedule, 2026, 12, 24, EVE, 2, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (DATES); i++)
    {
      g_autoptr (GDateTime) when = at_utc ("Europe/Madrid", DATES[i]);
      g_autoptr (GDateTime) change = rambla_schedule_next_change (schedule, when);
      gboolean open = rambla_schedule_is_open (schedule, when);

      for (int minute = 0; minute < 5 * DAY; minute++)
        {
          g_autoptr (GDateTime) next = g_date_time_add_minutes (when, 1);
          gboolean now_open = rambla_schedule_is_open (schedule, next);

          if (now_open != open)
            {
              g_assert_true (g_date_time_equal (change, next));
              g_clear_pointer (&change, g_date_time_unref);
              change = rambla_schedule_next_change (schedule, next);
              open = now_open;
            }
          else
            {
              g_assert_cmpint (g_date_time_compare (change, next), >, 0);
            }
          g_clear_pointer (&when, g_date_time_unref);
          when = g_steal_pointer (&next);
        }
    }
}

static void
test_special_days (void)
{
  const char *dates[] = { "12-25", "02-29", "2027-03-26", NULL };
  g_autoptr (RamblaHolidays) holidays = rambla_holidays_new (dates, NULL);
  g_autoptr (RamblaSchedule) always = rambla_schedule_new_always ();
  g_autoptr (RamblaSchedule) bar = schedule_from ("[[7080,7320],[8520,8760]]"); /* Fri and Sat 22:00–02:00 */
  static const RamblaSpan MORNING = { 600, 780 };
  const char *z = "America/Montevideo";

  g_assert_true (rambla_holidays_contain (holidays, 2030, 12, 25));
  g_assert_true (rambla_holidays_contain (holidays, 2028, 2, 29));
  g_assert_true (rambla_holidays_contain (holidays, 2027, 3, 26));
  g_assert_false (rambla_holidays_contain (holidays, 2028, 3, 26));
  g_assert_false (rambla_holidays_contain (holidays, 2026, 12, 32));
  g_assert_false (rambla_holidays_contain (NULL, 2026, 12, 25));

  /* 2026-12-25 is a Friday. */
  rambla_schedule_set_closed_on (always, holidays);
  rambla_schedule_set_closed_on (bar, holidays);
  assert_open (always, at (z, 2026, 12, 24, 23, 59), TRUE);
  assert_open (always, at (z, 2026, 12, 25, 0, 0), FALSE);
  assert_open (always, at (z, 2026, 12, 25, 23, 59), FALSE);
  assert_open (always, at (z, 2026, 12, 26, 0, 0), TRUE);
  assert_change (always, at (z, 2026, 11, 1, 0, 0), "2026-12-25T00:00:00-03");
  assert_change (always, at (z, 2026, 12, 25, 7, 0), "2026-12-26T00:00:00-03");
  /* The night of a holiday is that holiday's. */
  assert_open (bar, at (z, 2026, 12, 25, 23, 0), FALSE);
  assert_open (bar, at (z, 2026, 12, 26, 1, 0), FALSE);
  assert_open (bar, at (z, 2026, 12, 26, 23, 0), TRUE);
  assert_change (bar, at (z, 2026, 12, 25, 12, 0), "2026-12-26T22:00:00-03");

  /* A special day comes before a holiday, and closes as well. */
  g_assert_true (rambla_schedule_set_day (always, 2026, 12, 25, &MORNING, 1, NULL));
  g_assert_true (rambla_schedule_set_day (always, 2026, 12, 30, NULL, 0, NULL));
  assert_open (always, at (z, 2026, 12, 25, 9, 59), FALSE);
  assert_open (always, at (z, 2026, 12, 25, 10, 0), TRUE);
  assert_open (always, at (z, 2026, 12, 25, 13, 0), FALSE);
  assert_open (always, at (z, 2026, 12, 30, 12, 0), FALSE);
  assert_change (always, at (z, 2026, 12, 26, 0, 0), "2026-12-30T00:00:00-03");

  g_assert_false (rambla_schedule_set_day (always, 2026, 2, 30, &MORNING, 1, NULL));
  {
    static const RamblaSpan BAD[] = { { -1, 5 }, { 1440, 1500 }, { 5, 5 },
                                      { 10, 5 }, { 0, 1441 },    { G_MAXINT, G_MININT } };

    for (gsize i = 0; i < G_N_ELEMENTS (BAD); i++)
      g_assert_false (rambla_schedule_set_day (always, 2026, 2, 3, &BAD[i], 1, NULL));
  }
}

static void
test_hostile (void)
{
  static const char *const BAD[] = {
    "{}",
    "5",
    "[5]",
    "[[1]]",
    "[[1,2,3]]",
    "[[\"a\",5]]",
    "[[1.5,5]]",
    "[[5,5]]",
    "[[6,5]]",
    "[[-1,5]]",
    "[[10080,10090]]",
    "[[0,10081]]",
    "[[100,200],[150,300]]",
    "[[100,200],[50,60]]",
    "[[100,200],[9000,10200]]",
    "[[0,99999999]]",
    "[[9223372036854775807,9223372036854775807]]",
    "[[null,5]]",
    "[null]",
    "[[0,20161]]",
  };
  static const char *const BAD_DATES[] = { "[\"13-01\"]",  "[\"02-30\"]", "[\"2026-02-29\"]",
                                           "[\"1-1\"]",    "[\"12/25\"]", "[5]",
                                           "[null]",       "{}",          "[\"0000-01-01\"]",
                                           "[\"12-25 \"]", "[\"aa-bb\"]", "[\"2026-1225\"]",
                                           "[\"\"]" };
  GString *many = g_string_new ("[");

  for (gsize i = 0; i < G_N_ELEMENTS (BAD); i++)
    {
      g_autoptr (JsonNode) node = rambla_json_parse (BAD[i], -1, 10000, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (node);
      g_assert_null (rambla_schedule_from_json (node, &error));
      g_assert_true (error != NULL && error->domain == RAMBLA_JSON_ERROR);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (BAD_DATES); i++)
    {
      g_autoptr (JsonNode) node = rambla_json_parse (BAD_DATES[i], -1, 10000, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (rambla_holidays_from_json (node, &error));
      g_assert_nonnull (error);
    }
  for (int i = 0; i < 201; i++)
    g_string_append_printf (many, "%s[%d,%d]", i > 0 ? "," : "", i * 2, i * 2 + 1);
  g_string_append_c (many, ']');
  {
    g_autoptr (JsonNode) node = rambla_json_parse (many->str, -1, 10000, NULL);

    g_assert_null (rambla_schedule_from_json (node, NULL));
  }
  g_string_free (many, TRUE);

  /* Any integers as spans: refused or total. */
  for (int round = 0; round < 20000; round++)
    {
      RamblaSpan spans[3];
      g_autoptr (RamblaSchedule) schedule = NULL;

      for (int i = 0; i < 3; i++)
        {
          spans[i].from = g_test_rand_int_range (0, 4) == 0 ? (int) g_test_rand_int ()
                                                            : g_test_rand_int_range (-100, 11000);
          spans[i].to = g_test_rand_int_range (0, 4) == 0 ? (int) g_test_rand_int ()
                                                          : g_test_rand_int_range (-100, 21000);
        }
      rambla_spans_contain (spans, 3, (int) g_test_rand_int ());
      schedule = rambla_schedule_new (spans, (gsize) g_test_rand_int_range (0, 4), NULL);
      if (schedule != NULL)
        {
          g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (
              (gint64) g_test_rand_double_range (-62135596800.0, 253402300799.0));
          g_autoptr (GDateTime) change = rambla_schedule_next_change (schedule, when);
          g_auto (GStrv) lines = rambla_schedule_describe (schedule, "es");

          rambla_schedule_is_open (schedule, when);
          g_assert_cmpuint (g_strv_length (lines), >=, 1);
        }
    }
  {
    g_autoptr (RamblaSchedule) always = rambla_schedule_new_always ();
    g_autoptr (RamblaSchedule) nights = schedule_from ("[[1200,1500]]");
    g_autoptr (GDateTime) first = g_date_time_new_from_unix_utc (-62135596800);
    g_autoptr (GDateTime) last = g_date_time_new_from_unix_utc (253402300799);

    g_assert_true (rambla_schedule_is_open (always, first));
    g_assert_true (rambla_schedule_is_open (always, last));
    g_assert_null (rambla_schedule_next_change (nights, last));
    g_assert_null (rambla_schedule_next_change (nights, NULL));
    g_assert_false (rambla_schedule_is_open (nights, NULL));
  }
}

static void
assert_lines (RamblaSchedule *schedule, const char *language, const char *expected)
{
  g_auto (GStrv) lines = rambla_schedule_describe (schedule, language);
  g_autofree char *joined = g_strjoinv ("|", lines);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_text (void)
{
  g_autoptr (RamblaSchedule) shop =
      schedule_from ("[[540,1080],[1980,2520],[3420,3960],[4860,5400],[6300,6840],[7800,8040]]");
  g_autoptr (RamblaSchedule) bar = schedule_from ("[[7080,7320],[8520,8760],[8760,10080]]");
  g_autoptr (RamblaSchedule) always = rambla_schedule_new_always ();
  g_autoptr (JsonNode) back = rambla_schedule_to_json (shop);
  g_autofree char *json = json_to_string (back, FALSE);
  g_autofree char *day = rambla_schedule_describe_day (shop, 1, "en");
  g_autofree char *off = rambla_schedule_describe_day (shop, 7, "zh-CN");
  g_autofree char *odd = rambla_schedule_describe_day (shop, 99, "en");

  g_assert_cmpstr (day, ==, "Mon 09:00–18:00");
  g_assert_cmpstr (off, ==, "周日 休息");
  g_assert_cmpstr (odd, ==, "Sun closed");
  assert_lines (shop, "en", "Mon–Fri 09:00–18:00|Sat 10:00–14:00|Sun closed");
  assert_lines (shop, "es-UY", "lun–vie 09:00–18:00|sáb 10:00–14:00|dom cerrado");
  assert_lines (shop, "zh_CN.UTF-8", "周一–周五 09:00–18:00|周六 10:00–14:00|周日 休息");
  assert_lines (bar, "en", "Mon–Thu closed|Fri–Sat 22:00–02:00|Sun 02:00–24:00");
  assert_lines (always, "es", "Abierto las 24 horas");
  assert_lines (NULL, "en", "Opening hours unknown");
  g_assert_cmpstr (json, ==, "[[540,1080],[1980,2520],[3420,3960],[4860,5400],[6300,6840],[7800,8040]]");
}

static void
assert_now (RamblaSchedule *schedule, GDateTime *when, const char *language, const char *expected)
{
  g_autoptr (GDateTime) owned = when;
  g_autofree char *text = rambla_schedule_describe_now (schedule, owned, language);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_text_now (void)
{
  g_autoptr (RamblaSchedule) shop = schedule_from ("[[540,1080],[1980,2520]]"); /* Mon and Tue */
  g_autoptr (RamblaSchedule) always = rambla_schedule_new_always ();
  g_autoptr (RamblaSchedule) never = schedule_from ("[]");
  const char *z = "America/Montevideo";

  assert_now (shop, at (z, 2026, 11, 23, 10, 0), "en", "Open until 18:00");
  assert_now (shop, at (z, 2026, 11, 23, 10, 0), "zh-CN", "营业至 18:00");
  assert_now (shop, at (z, 2026, 11, 23, 8, 0), "es", "Abre 09:00");
  assert_now (shop, at (z, 2026, 11, 23, 19, 0), "es", "Abre mar 09:00");
  assert_now (shop, at (z, 2026, 11, 24, 19, 0), "en", "Opens Mon 09:00");
  assert_now (shop, at (z, 2026, 11, 23, 19, 0), "zh-CN", "周二 09:00 开始营业");
  assert_now (always, at (z, 2026, 11, 23, 19, 0), "en", "Open 24 hours");
  assert_now (never, at (z, 2026, 11, 23, 19, 0), "en", "Closed");
  assert_now (NULL, at (z, 2026, 11, 23, 19, 0), "en", "Opening hours unknown");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schedule/week", test_week);
  g_test_add_func ("/schedule/random-weeks", test_random_weeks);
  g_test_add_func ("/schedule/always-and-never", test_always_and_never);
  g_test_add_func ("/schedule/daylight-saving", test_daylight_saving);
  g_test_add_func ("/schedule/consistency", test_consistency);
  g_test_add_func ("/schedule/special-days", test_special_days);
  g_test_add_func ("/schedule/hostile", test_hostile);
  g_test_add_func ("/schedule/text", test_text);
  g_test_add_func ("/schedule/text-now", test_text_now);
  return g_test_run ();
}
