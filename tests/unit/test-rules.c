/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-rules.h"

#include <string.h>

#include "rambla-json.h"
#include "rambla-time.h"

#define ZONE "America/Montevideo"

static RamblaRules
rules_from (const char *json)
{
  g_autoptr (JsonNode) node = rambla_json_parse (json, -1, 10000, NULL);
  g_autoptr (GError) error = NULL;
  RamblaRules rules = RAMBLA_RULES_INIT;
  gboolean ok = rambla_rules_from_json (node, TRUE, &rules, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
  g_assert_true (rambla_rules_is_valid (&rules));
  return rules;
}

static RamblaSchedule *
schedule_from (const char *json)
{
  g_autoptr (JsonNode) node = rambla_json_parse (json, -1, 10000, NULL);

  return rambla_schedule_from_json (node, NULL);
}

static GDateTime *
at (int month, int day, int hour, int minute)
{
  g_autoptr (GTimeZone) tz = g_time_zone_new_identifier (ZONE);

  return g_date_time_new (tz, 2026, month, day, hour, minute, 0);
}

static gint64
unix_at (int month, int day, int hour, int minute)
{
  g_autoptr (GDateTime) when = at (month, day, hour, minute);

  return g_date_time_to_unix (when);
}

static void
assert_verdict (const RamblaRules *rules,
                const RamblaRulesContext *context,
                GDateTime *when,
                RamblaRuleVerdict expected,
                const char *expected_next)
{
  g_autoptr (GDateTime) owned = when;
  g_autoptr (GDateTime) next = NULL;
  RamblaRuleVerdict verdict = rambla_rules_check (rules, context, owned, &next);
  g_autofree char *text = next != NULL ? g_date_time_format (next, "%m-%d %H:%M") : NULL;

  g_assert_cmpstr (rambla_rule_verdict_to_string (verdict), ==, rambla_rule_verdict_to_string (expected));
  g_assert_cmpstr (text, ==, expected_next);
  g_assert_cmpint (rambla_rules_check (rules, context, owned, NULL), ==, verdict);
}

/* 2026-11-23 is a Monday. */
static void
test_days_and_times (void)
{
  RamblaRules lunch = rules_from ("{\"weekdays\":[1,2,3,4],\"from\":\"11:00\",\"to\":\"16:00\"}");
  RamblaRules free_of_rules = rules_from ("{}");

  assert_verdict (&lunch, NULL, at (11, 23, 11, 0), RAMBLA_RULE_OK, NULL);
  assert_verdict (&lunch, NULL, at (11, 23, 15, 59), RAMBLA_RULE_OK, NULL);
  assert_verdict (&lunch, NULL, at (11, 23, 10, 59), RAMBLA_RULE_WRONG_TIME, "11-23 11:00");
  assert_verdict (&lunch, NULL, at (11, 23, 16, 0), RAMBLA_RULE_WRONG_TIME, "11-24 11:00");
  assert_verdict (&lunch, NULL, at (11, 26, 17, 0), RAMBLA_RULE_WRONG_TIME, "11-30 11:00");
  assert_verdict (&lunch, NULL, at (11, 27, 12, 0), RAMBLA_RULE_WRONG_DAY, "11-30 11:00");
  assert_verdict (&lunch, NULL, at (11, 29, 19, 0), RAMBLA_RULE_WRONG_DAY, "11-30 11:00");
  for (int hour = 0; hour < 24; hour++)
    assert_verdict (&free_of_rules, NULL, at (11, 29, hour, 0), RAMBLA_RULE_OK, NULL);
}

static void
test_past_midnight (void)
{
  RamblaRules night = rules_from ("{\"weekdays\":[5],\"from\":\"22:00\",\"to\":\"02:00\"}");
  RamblaRules round = rules_from ("{\"weekdays\":[5],\"from\":\"06:00\",\"to\":\"06:00\"}");
  RamblaRules friday = rules_from ("{\"weekdays\":[5]}");
  g_autoptr (RamblaSchedule) bar = schedule_from ("[[6960,7380]]"); /* Fri 20:00 – Sat 03:00 */
  RamblaRulesContext at_bar = { .schedule = bar };

  assert_verdict (&night, NULL, at (11, 27, 21, 59), RAMBLA_RULE_WRONG_TIME, "11-27 22:00");
  assert_verdict (&night, NULL, at (11, 27, 22, 0), RAMBLA_RULE_OK, NULL);
  assert_verdict (&night, NULL, at (11, 28, 1, 59), RAMBLA_RULE_OK, NULL);
  assert_verdict (&night, NULL, at (11, 28, 2, 0), RAMBLA_RULE_WRONG_DAY, "12-04 22:00");
  /* Friday's early hours belong to Thursday's night. */
  assert_verdict (&night, NULL, at (11, 27, 1, 0), RAMBLA_RULE_WRONG_DAY, "11-27 22:00");
  assert_verdict (&round, NULL, at (11, 27, 5, 59), RAMBLA_RULE_WRONG_DAY, "11-27 06:00");
  assert_verdict (&round, NULL, at (11, 27, 6, 0), RAMBLA_RULE_OK, NULL);
  assert_verdict (&round, NULL, at (11, 28, 5, 59), RAMBLA_RULE_OK, NULL);
  assert_verdict (&round, NULL, at (11, 28, 6, 0), RAMBLA_RULE_WRONG_DAY, "12-04 06:00");

  /* Without a window a day lasts until the place closes. */
  assert_verdict (&friday, &at_bar, at (11, 27, 23, 0), RAMBLA_RULE_OK, NULL);
  assert_verdict (&friday, &at_bar, at (11, 28, 2, 59), RAMBLA_RULE_OK, NULL);
  assert_verdict (&friday, &at_bar, at (11, 28, 3, 0), RAMBLA_RULE_WRONG_DAY, "12-04 20:00");
  assert_verdict (&friday, NULL, at (11, 28, 2, 59), RAMBLA_RULE_WRONG_DAY, "12-04 00:00");
  assert_verdict (&friday, &at_bar, at (11, 27, 12, 0), RAMBLA_RULE_CLOSED, "11-27 20:00");
}

static void
test_holidays (void)
{
  const char *dates[] = { "12-25", "12-26", NULL };
  g_autoptr (RamblaHolidays) holidays = rambla_holidays_new (dates, NULL);
  RamblaRules rules = rules_from ("{\"holidays\":false,\"from\":\"20:00\",\"to\":\"01:00\"}");
  RamblaRules weekdays = rules_from ("{\"holidays\":false,\"weekdays\":[5]}");
  RamblaRules any = rules_from ("{\"holidays\":true}");
  RamblaRulesContext context = { .holidays = holidays };

  assert_verdict (&rules, &context, at (12, 24, 21, 0), RAMBLA_RULE_OK, NULL);
  /* The night of the 24th is not yet the holiday. */
  assert_verdict (&rules, &context, at (12, 25, 0, 30), RAMBLA_RULE_OK, NULL);
  assert_verdict (&rules, &context, at (12, 25, 21, 0), RAMBLA_RULE_HOLIDAY, "12-27 20:00");
  assert_verdict (&rules, &context, at (12, 27, 0, 30), RAMBLA_RULE_HOLIDAY, "12-27 20:00");
  assert_verdict (&weekdays, &context, at (12, 25, 12, 0), RAMBLA_RULE_HOLIDAY, "01-01 00:00");
  assert_verdict (&weekdays, &context, at (12, 26, 12, 0), RAMBLA_RULE_HOLIDAY, "01-01 00:00");
  assert_verdict (&any, &context, at (12, 25, 12, 0), RAMBLA_RULE_OK, NULL);
  assert_verdict (&weekdays, NULL, at (12, 25, 12, 0), RAMBLA_RULE_OK, NULL);
}

static void
test_validity (void)
{
  RamblaRules rules = rules_from ("{\"weekdays\":[1],\"from\":\"11:00\",\"to\":\"16:00\"}");

  rules.valid_from = unix_at (11, 23, 12, 0);
  rules.valid_until = unix_at (12, 7, 11, 30);
  assert_verdict (&rules, NULL, at (11, 23, 11, 59), RAMBLA_RULE_NOT_YET_VALID, "11-23 12:00");
  assert_verdict (&rules, NULL, at (11, 20, 11, 59), RAMBLA_RULE_NOT_YET_VALID, "11-23 12:00");
  assert_verdict (&rules, NULL, at (11, 23, 12, 0), RAMBLA_RULE_OK, NULL);
  assert_verdict (&rules, NULL, at (11, 30, 17, 0), RAMBLA_RULE_WRONG_TIME, "12-07 11:00");
  assert_verdict (&rules, NULL, at (12, 7, 11, 29), RAMBLA_RULE_OK, NULL);
  assert_verdict (&rules, NULL, at (12, 7, 11, 30), RAMBLA_RULE_EXPIRED, NULL);
  assert_verdict (&rules, NULL, at (12, 8, 11, 30), RAMBLA_RULE_EXPIRED, NULL);
  /* Not valid again before it ends. */
  rules.valid_until = unix_at (12, 7, 11, 0);
  assert_verdict (&rules, NULL, at (11, 30, 17, 0), RAMBLA_RULE_WRONG_TIME, NULL);
  rules.valid_from = G_MAXINT64;
  rules.valid_until = G_MAXINT64;
  assert_verdict (&rules, NULL, at (11, 30, 17, 0), RAMBLA_RULE_NOT_YET_VALID, NULL);
  rules.valid_from = G_MININT64;
  rules.valid_until = G_MININT64;
  assert_verdict (&rules, NULL, at (11, 30, 17, 0), RAMBLA_RULE_EXPIRED, NULL);
}

static void
test_places (void)
{
  static const char *const BRANCHES[] = { "sto_a", "sto_b", NULL };
  static const char *const NONE[] = { NULL };
  RamblaRules rules = rules_from ("{\"max_per_visit\":2}");
  g_autoptr (RamblaSchedule) shop = schedule_from ("[[540,1080],[1980,2520]]");
  RamblaRulesContext context = { .branches = BRANCHES, .branch = "sto_b" };

  assert_verdict (&rules, &context, at (11, 29, 12, 0), RAMBLA_RULE_OK, NULL);
  context.branch = "sto_c";
  assert_verdict (&rules, &context, at (11, 29, 12, 0), RAMBLA_RULE_WRONG_BRANCH, NULL);
  context.branch = NULL;
  assert_verdict (&rules, &context, at (11, 29, 12, 0), RAMBLA_RULE_OK, NULL);
  context.branch = "sto_a";
  context.branches = NULL;
  assert_verdict (&rules, &context, at (11, 29, 12, 0), RAMBLA_RULE_OK, NULL);
  context.branches = NONE;
  assert_verdict (&rules, &context, at (11, 29, 12, 0), RAMBLA_RULE_WRONG_BRANCH, NULL);
  context.branches = BRANCHES;
  context.quantity = 2;
  assert_verdict (&rules, &context, at (11, 29, 12, 0), RAMBLA_RULE_OK, NULL);
  context.quantity = 3;
  assert_verdict (&rules, &context, at (11, 29, 12, 0), RAMBLA_RULE_TOO_MANY, NULL);
  context.quantity = 1;
  context.schedule = shop;
  assert_verdict (&rules, &context, at (11, 29, 12, 0), RAMBLA_RULE_CLOSED, "11-30 09:00");
  assert_verdict (&rules, &context, at (11, 30, 9, 0), RAMBLA_RULE_OK, NULL);
  assert_verdict (&rules, &context, at (11, 30, 18, 0), RAMBLA_RULE_CLOSED, "12-01 09:00");
}

/* The window and the opening hours meet. */
static void
test_next_is_open (void)
{
  RamblaRules rules = rules_from ("{\"weekdays\":[1,2],\"from\":\"15:00\",\"to\":\"20:00\"}");
  g_autoptr (RamblaSchedule) shop =
      schedule_from ("[[540,720],[1020,1140],[1980,2160]]"); /* Mon 9–12, 17–19; Tue 9–12 */
  g_autoptr (RamblaSchedule) never = schedule_from ("[]");
  RamblaRulesContext context = { .schedule = shop };

  assert_verdict (&rules, &context, at (11, 23, 10, 0), RAMBLA_RULE_WRONG_TIME, "11-23 17:00");
  assert_verdict (&rules, &context, at (11, 23, 16, 0), RAMBLA_RULE_CLOSED, "11-23 17:00");
  assert_verdict (&rules, &context, at (11, 23, 17, 0), RAMBLA_RULE_OK, NULL);
  assert_verdict (&rules, &context, at (11, 24, 10, 0), RAMBLA_RULE_WRONG_TIME, "11-30 17:00");
  context.schedule = never;
  assert_verdict (&rules, &context, at (11, 23, 16, 0), RAMBLA_RULE_CLOSED, NULL);
}

/* What is promised as the next time is good, nothing before it is, and nothing is promised only if nothing
 * comes. */
static void
test_random (void)
{
  const char *dates[] = { "11-25", "12-25", "2026-11-28", NULL };
  g_autoptr (RamblaHolidays) holidays = rambla_holidays_new (dates, NULL);
  const char *const zones[] = { ZONE, "Europe/Madrid", "Asia/Kathmandu" };

  for (int round = 0; round < 400; round++)
    {
      g_autoptr (GTimeZone) tz = g_time_zone_new_identifier (zones[round % 3]);
      gboolean spring = g_test_rand_bit ();
      g_autoptr (GDateTime) start =
          g_date_time_new (tz, 2026, spring ? 3 : 11, spring ? 27 : 23, g_test_rand_int_range (0, 24), 0, 0);
      RamblaRules rules = RAMBLA_RULES_INIT;
      RamblaSpan spans[7];
      g_autoptr (RamblaSchedule) schedule = NULL;
      RamblaRulesContext context = { NULL };
      g_autoptr (GDateTime) next = NULL;
      RamblaRuleVerdict verdict;

      rules.weekdays = (guint8) g_test_rand_int_range (1, 128);
      if (g_test_rand_bit ())
        {
          rules.from = (gint16) (g_test_rand_int_range (0, 48) * 30);
          rules.to = (gint16) (g_test_rand_int_range (0, 49) * 30);
        }
      rules.holidays = g_test_rand_bit ();
      for (int day = 0; day < 7; day++)
        {
          spans[day].from = day * 1440 + g_test_rand_int_range (12, 36) * 30;
          spans[day].to = spans[day].from + g_test_rand_int_range (1, 24) * 30;
        }
      schedule = rambla_schedule_new (spans, 7, NULL);
      g_assert_nonnull (schedule);
      context.holidays = holidays;
      context.schedule = g_test_rand_bit () ? schedule : NULL;

      verdict = rambla_rules_check (&rules, &context, start, &next);
      if (verdict == RAMBLA_RULE_OK)
        {
          g_assert_null (next);
          continue;
        }
      if (next != NULL)
        g_assert_cmpint (rambla_rules_check (&rules, &context, next, NULL), ==, RAMBLA_RULE_OK);
      for (int i = 0; i < 14 * 48; i++)
        {
          g_autoptr (GDateTime) probe = g_date_time_add_minutes (start, i * 30);

          if (next != NULL && g_date_time_compare (probe, next) >= 0)
            break;
          g_assert_cmpint (rambla_rules_check (&rules, &context, probe, NULL), !=, RAMBLA_RULE_OK);
        }
    }
}

/* Rules out of all bounds, at the ends of time. */
static void
test_hostile (void)
{
  static const gint64 INSTANTS[] = { -62135596800, -1, 0, 253402300799 };
  g_autoptr (RamblaSchedule) shop = schedule_from ("[[540,1080],[9000,10300]]");
  RamblaRulesContext context = { .schedule = shop };

  for (int round = 0; round < 3000; round++)
    {
      RamblaRules rules;
      g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (INSTANTS[round % 4]);
      g_autoptr (GDateTime) next = NULL;
      g_auto (GStrv) lines = NULL;
      g_autofree char *text = NULL;
      guint8 *bytes = (guint8 *) &rules;

      for (gsize i = 0; i < sizeof rules; i++)
        bytes[i] = (guint8) g_test_rand_int ();
      rambla_rules_check (&rules, round % 2 == 0 ? &context : NULL, when, &next);
      lines = rambla_rules_describe (&rules, "en");
      g_assert_cmpuint (g_strv_length (lines), >=, 1);
      text = rambla_rule_verdict_describe ((RamblaRuleVerdict) (g_test_rand_int_range (-5, 20)), when, "zh");
      g_assert_nonnull (text);
    }
}

static void
test_json (void)
{
  static const char *const SAME[] = {
    "{}",
    "{\"weekdays\":[1,2,3,4],\"from\":\"11:00\",\"to\":\"16:00\",\"holidays\":false,\"booking_required\":"
    "true,\"max_per_visit\":2,\"adults_only\":true}",
    "{\"from\":\"22:00\",\"to\":\"02:00\"}",
    "{\"from\":\"09:00\",\"to\":\"24:00\"}",
    "{\"weekdays\":[7]}",
  };
  static const struct
  {
    const char *json, *pointer;
  } BAD[] = {
    { "[]", "" },
    { "{\"weekdays\":[]}", "/weekdays" },
    { "{\"weekdays\":[0]}", "/weekdays/0" },
    { "{\"weekdays\":[1,8]}", "/weekdays/1" },
    { "{\"weekdays\":[1,1]}", "/weekdays/1" },
    { "{\"weekdays\":[1,2,3,4,5,6,7,7]}", "/weekdays" },
    { "{\"weekdays\":[\"1\"]}", "/weekdays/0" },
    { "{\"weekdays\":[1.0]}", "/weekdays/0" },
    { "{\"weekdays\":5}", "/weekdays" },
    { "{\"from\":\"9:00\"}", "/from" },
    { "{\"from\":\"24:00\"}", "/from" },
    { "{\"to\":\"24:01\"}", "/to" },
    { "{\"to\":900}", "/to" },
    { "{\"holidays\":\"no\"}", "/holidays" },
    { "{\"max_per_visit\":0}", "/max_per_visit" },
    { "{\"max_per_visit\":1001}", "/max_per_visit" },
    { "{\"adults_only\":1}", "/adults_only" },
    { "{\"surprise\":1}", "/surprise" },
  };
  g_autoptr (JsonNode) extra = rambla_json_parse ("{\"surprise\":1,\"text\":[\"a\"]}", -1, 1000, NULL);
  RamblaRules half = rules_from ("{\"from\":\"18:00\"}");
  RamblaRules other_half = rules_from ("{\"to\":\"12:00\"}");
  RamblaRules rules;

  for (gsize i = 0; i < G_N_ELEMENTS (SAME); i++)
    {
      RamblaRules read = rules_from (SAME[i]);
      g_autofree RamblaRules *copy = rambla_rules_copy (&read);
      GString *out = g_string_new (NULL);
      RamblaJsonWriter writer;

      rambla_json_writer_init (&writer, out);
      rambla_rules_write (copy, &writer, NULL);
      g_assert_cmpstr (out->str, ==, SAME[i]);
      g_assert_true (rambla_rules_equal (&read, copy));
      g_string_free (out, TRUE);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (BAD); i++)
    {
      g_autoptr (JsonNode) node = rambla_json_parse (BAD[i].json, -1, 1000, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (rambla_rules_from_json (node, TRUE, &rules, &error));
      g_assert_cmpstr (rambla_json_error_get_pointer (error), ==, BAD[i].pointer);
    }
  g_assert_true (rambla_rules_from_json (extra, FALSE, &rules, NULL));
  g_assert_cmpint (half.to, ==, 1440);
  g_assert_cmpint (other_half.from, ==, 0);
  {
    GString *out = g_string_new (NULL);
    RamblaJsonWriter writer;

    rambla_json_writer_init (&writer, out);
    rambla_rules_write (&half, &writer, "en");
    g_assert_cmpstr (
        out->str, ==,
        "{\"from\":\"18:00\",\"to\":\"24:00\",\"text\":[\"Valid every day\",\"From 18:00 to 24:00\"]}");
    g_string_free (out, TRUE);
  }
}

static void
test_text (void)
{
  static const struct
  {
    const char *json, *language, *expected;
  } CASES[] = {
    { "{}", "en", "Valid every day" },
    { "{\"weekdays\":[1,2,3,4],\"from\":\"11:00\",\"to\":\"16:00\",\"holidays\":false,\"booking_required\":"
      "true,\"max_per_visit\":2,\"adults_only\":true}",
      "en",
      "Valid Monday to Thursday|From 11:00 to 16:00|Not on public holidays|Booking required|At most 2 per "
      "visit|Adults only (18+)" },
    { "{\"weekdays\":[1,2,3,4],\"from\":\"11:00\",\"to\":\"16:00\",\"holidays\":false,\"booking_required\":"
      "true,\"max_per_visit\":2,\"adults_only\":true}",
      "es-UY",
      "Válido de lunes a jueves|De 11:00 a 16:00|No válido en feriados|Requiere reserva previa|Máximo 2 por "
      "visita|Solo para mayores de 18 años" },
    { "{\"weekdays\":[1,2,3,4],\"from\":\"11:00\",\"to\":\"16:00\",\"holidays\":false,\"booking_required\":"
      "true,\"max_per_visit\":2,\"adults_only\":true}",
      "zh-CN", "周一至周四可用|11:00至16:00可用|法定节假日不可用|需提前预约|每次最多使用2张|仅限18岁以上" },
    { "{\"weekdays\":[6,7]}", "en", "Valid Saturday and Sunday" },
    { "{\"weekdays\":[1,3,5]}", "en", "Valid Monday, Wednesday and Friday" },
    { "{\"weekdays\":[1,3,5]}", "zh", "周一、周三、周五可用" },
    { "{\"weekdays\":[2]}", "en", "Valid Tuesday only" },
    { "{\"weekdays\":[2]}", "es", "Válido solo el martes" },
    { "{\"weekdays\":[2]}", "zh-CN", "仅周二可用" },
    { "{\"weekdays\":[5,6,7,1]}", "en", "Valid Friday to Monday" },
    { "{\"weekdays\":[1,2,3,4,5,6]}", "es", "Válido de lunes a sábado" },
    { "{\"from\":\"22:00\",\"to\":\"02:00\"}", "en", "Valid every day|From 22:00 to 02:00 the next day" },
    { "{\"from\":\"22:00\",\"to\":\"02:00\"}", "es",
      "Válido todos los días|De 22:00 a 02:00 del día siguiente" },
    { "{\"from\":\"22:00\",\"to\":\"02:00\"}", "zh-CN", "每天可用|22:00至次日02:00可用" },
  };
  g_autoptr (GDateTime) next = at (11, 23, 11, 0);
  g_autofree char *english = rambla_rule_verdict_describe (RAMBLA_RULE_WRONG_DAY, next, "en");
  g_autofree char *spanish = rambla_rule_verdict_describe (RAMBLA_RULE_CLOSED, next, "es");
  g_autofree char *chinese = rambla_rule_verdict_describe (RAMBLA_RULE_WRONG_TIME, next, "zh-CN");
  g_autofree char *plain = rambla_rule_verdict_describe (RAMBLA_RULE_EXPIRED, NULL, "en");

  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      RamblaRules rules = rules_from (CASES[i].json);
      g_auto (GStrv) lines = rambla_rules_describe (&rules, CASES[i].language);
      g_autofree char *joined = g_strjoinv ("|", lines);

      g_assert_cmpstr (joined, ==, CASES[i].expected);
    }
  g_assert_cmpstr (english, ==, "Not valid on this day of the week. Valid Mon 23 Nov, 11:00.");
  g_assert_cmpstr (spanish, ==, "Según su horario, el local está cerrado. Abre lun 23 nov, 11:00.");
  g_assert_cmpstr (chinese, ==, "此时段不可用。可用时间：11月23日 周一 11:00。");
  g_assert_cmpstr (plain, ==, "This has expired.");
}

static void
test_verdicts (void)
{
  for (int i = 0; i < RAMBLA_N_RULE_VERDICTS; i++)
    {
      RamblaRuleVerdict verdict = (RamblaRuleVerdict) i;
      gboolean refusal = rambla_rule_verdict_is_refusal (verdict);

      g_assert_cmpint (refusal, ==, rambla_rule_verdict_to_problem (verdict) != RAMBLA_PROBLEM_NONE);
    }
  g_assert_cmpint (rambla_rule_verdict_to_problem (RAMBLA_RULE_HOLIDAY), ==, RAMBLA_PROBLEM_WRONG_DAY);
  g_assert_cmpint (rambla_rule_verdict_to_problem (RAMBLA_RULE_WRONG_BRANCH), ==,
                   RAMBLA_PROBLEM_WRONG_BRANCH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/days-and-times", test_days_and_times);
  g_test_add_func ("/rules/past-midnight", test_past_midnight);
  g_test_add_func ("/rules/holidays", test_holidays);
  g_test_add_func ("/rules/validity", test_validity);
  g_test_add_func ("/rules/places", test_places);
  g_test_add_func ("/rules/next-is-open", test_next_is_open);
  g_test_add_func ("/rules/random", test_random);
  g_test_add_func ("/rules/hostile", test_hostile);
  g_test_add_func ("/rules/json", test_json);
  g_test_add_func ("/rules/text", test_text);
  g_test_add_func ("/rules/verdicts", test_verdicts);
  return g_test_run ();
}
