/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-rules.h"

#include <string.h>

#include "rambla-time.h"

#define HORIZON_DAYS 400

/* One question, taken apart. */
typedef struct
{
  const RamblaRules *rules;
  const RamblaRulesContext *context;
  GTimeZone *zone;
} Question;

G_DEFINE_BOXED_TYPE (RamblaRules, rambla_rules, rambla_rules_copy, g_free)

RamblaRules *
rambla_rules_copy (const RamblaRules *rules)
{
  return g_memdup2 (rules, sizeof *rules);
}

gboolean
rambla_rules_equal (const RamblaRules *a, const RamblaRules *b)
{
  return a->weekdays == b->weekdays && a->from == b->from && a->to == b->to && !a->holidays == !b->holidays &&
         !a->booking_required == !b->booking_required && a->max_per_visit == b->max_per_visit &&
         !a->adults_only == !b->adults_only && a->valid_from == b->valid_from &&
         a->valid_until == b->valid_until;
}

gboolean
rambla_rules_is_valid (const RamblaRules *rules)
{
  gboolean window =
      (rules->from == -1 && rules->to == -1) || (rules->from >= 0 && rules->from < RAMBLA_MINUTES_OF_DAY &&
                                                 rules->to >= 0 && rules->to <= RAMBLA_MINUTES_OF_DAY);

  return window && rules->weekdays != 0 && (rules->weekdays & ~RAMBLA_WEEKDAYS_ALL) == 0 &&
         rules->max_per_visit >= 0 && rules->max_per_visit <= RAMBLA_RULES_MAX_PER_VISIT;
}

/* --- The engine --- */

static gboolean
has_window (const RamblaRules *rules)
{
  return rules->from >= 0 && rules->to >= 0;
}

/* The instants between which it may be used on a day. */
static void
get_window (const Question *q, gint64 days, gint64 *from, gint64 *to)
{
  if (has_window (q->rules))
    {
      int end = q->rules->to <= q->rules->from ? q->rules->to + RAMBLA_MINUTES_OF_DAY : q->rules->to;

      *from = rambla_schedule_instant (q->zone, days, q->rules->from);
      *to = rambla_schedule_instant (q->zone, days, end);
    }
  else
    {
      *from = rambla_schedule_instant (q->zone, days, 0);
      *to = rambla_schedule_instant (q->zone, days + 1, 0);
    }
}

/* OK, HOLIDAY or WRONG_DAY. */
static RamblaRuleVerdict
check_day (const Question *q, gint64 days)
{
  int year, month, day;

  if (!q->rules->holidays && q->context->holidays != NULL)
    {
      rambla_days_to_date (days, &year, &month, &day);
      if (rambla_holidays_contain (q->context->holidays, year, month, day))
        return RAMBLA_RULE_HOLIDAY;
    }

  return (q->rules->weekdays >> (rambla_days_weekday (days) - 1) & 1) != 0 ? RAMBLA_RULE_OK
                                                                           : RAMBLA_RULE_WRONG_DAY;
}

/* The first instant not before @at that lies in an interval of opening hours belonging to @days. */
static gboolean
find_open_of_day (const Question *q, gint64 days, gint64 at, gint64 *from, gint64 *to)
{
  return q->context->schedule != NULL &&
         rambla_schedule_next_interval_of_day (q->context->schedule, q->zone, days, at, from, to);
}

/* Does the instant belong to that day's window, or, without one, to what is left of that day's opening hours?
 */
static gboolean
belongs_to_day (const Question *q, gint64 days, gint64 at)
{
  gint64 from, to;

  get_window (q, days, &from, &to);
  if (from <= at && at < to)
    return TRUE;

  return !has_window (q->rules) && find_open_of_day (q, days, at, &from, &to) && from <= at;
}

/* Days and times of day. */
static RamblaRuleVerdict
check_calendar (const Question *q, gint64 days, gint64 at)
{
  RamblaRuleVerdict verdict = RAMBLA_RULE_WRONG_TIME;

  /* Today, and yesterday for what runs past midnight. */
  for (gint64 day = days; day >= days - 1; day--)
    if (belongs_to_day (q, day, at))
      {
        RamblaRuleVerdict of_day = check_day (q, day);

        if (of_day == RAMBLA_RULE_OK)
          return RAMBLA_RULE_OK;
        if (verdict == RAMBLA_RULE_WRONG_TIME)
          verdict = of_day;
      }

  /* Outside of every window: a wrong day is the better reason. */
  if (verdict == RAMBLA_RULE_WRONG_TIME)
    {
      RamblaRuleVerdict of_day = check_day (q, days);

      return of_day != RAMBLA_RULE_OK ? of_day : RAMBLA_RULE_WRONG_TIME;
    }
  return verdict;
}

static gint64
local_day (GTimeZone *zone, gint64 at)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, at);
  gint64 local = at + (interval >= 0 ? g_time_zone_get_offset (zone, interval) : 0);

  return local >= 0 ? local / 86400 : -((86399 - local) / 86400);
}

static gboolean
is_open (const Question *q, gint64 days, gint64 at)
{
  gint64 from, to;

  if (q->context->schedule == NULL)
    return TRUE;

  for (gint64 day = days - 1; day <= days + 1; day++)
    if (find_open_of_day (q, day, at, &from, &to) && from <= at)
      return TRUE;
  return FALSE;
}

static RamblaRuleVerdict
check_at (const Question *q, gint64 days, gint64 at)
{
  const RamblaRulesContext *context = q->context;
  RamblaRuleVerdict verdict;

  if (context->branch != NULL && context->branches != NULL &&
      !g_strv_contains (context->branches, context->branch))
    return RAMBLA_RULE_WRONG_BRANCH;
  if (at >= q->rules->valid_until)
    return RAMBLA_RULE_EXPIRED;
  if (at < q->rules->valid_from)
    return RAMBLA_RULE_NOT_YET_VALID;

  verdict = check_calendar (q, days, at);
  if (verdict != RAMBLA_RULE_OK)
    return verdict;
  if (q->rules->max_per_visit > 0 && context->quantity > q->rules->max_per_visit)
    return RAMBLA_RULE_TOO_MANY;

  return is_open (q, days, at) ? RAMBLA_RULE_OK : RAMBLA_RULE_CLOSED;
}

/* The first good instant not before @at among those that belong to one allowed day. */
static gboolean
find_good_of_day (const Question *q, gint64 days, gint64 at, gint64 *out)
{
  gint64 window_from, window_to;
  gboolean found = FALSE;

  *out = at;
  get_window (q, days, &window_from, &window_to);
  if (q->context->schedule == NULL)
    {
      *out = MAX (at, window_from);
      return *out < window_to;
    }

  for (gint64 day = days - 1; day <= days + 1; day++)
    {
      /* Without a window of its own, the day's opening hours count to their end. */
      gboolean whole = !has_window (q->rules) && day == days;
      gint64 earliest = whole ? at : MAX (at, window_from);
      gint64 from, to;

      if (find_open_of_day (q, day, earliest, &from, &to))
        {
          from = MAX (from, earliest);
          if ((whole || from < window_to) && (!found || from < *out))
            {
              *out = from;
              found = TRUE;
            }
        }
    }

  return found;
}

static GDateTime *
find_next (const Question *q, gint64 at)
{
  g_autoptr (GDateTime) utc = NULL;
  gint64 days;

  at = MAX (at, q->rules->valid_from);
  /* Past the year 9999 there is no calendar. */
  if (at > RAMBLA_TIME_MAX / G_USEC_PER_SEC)
    return NULL;

  days = local_day (q->zone, at);
  for (gint64 day = days - 1; day <= days + HORIZON_DAYS; day++)
    {
      gint64 good;

      if (check_day (q, day) != RAMBLA_RULE_OK || !find_good_of_day (q, day, at, &good))
        continue;
      if (good >= q->rules->valid_until)
        return NULL;

      utc = g_date_time_new_from_unix_utc (good);
      return utc != NULL ? g_date_time_to_timezone (utc, q->zone) : NULL;
    }

  return NULL;
}

RamblaRuleVerdict
rambla_rules_check (const RamblaRules *rules,
                    const RamblaRulesContext *context,
                    GDateTime *when,
                    GDateTime **next)
{
  static const RamblaRulesContext NOTHING_KNOWN = { NULL };
  Question q = { rules, context != NULL ? context : &NOTHING_KNOWN, g_date_time_get_timezone (when) };
  gint64 at = g_date_time_to_unix (when);
  RamblaRuleVerdict verdict = check_at (&q, local_day (q.zone, at), at);

  if (next != NULL)
    {
      gboolean by_waiting = verdict != RAMBLA_RULE_OK && verdict != RAMBLA_RULE_WRONG_BRANCH &&
                            verdict != RAMBLA_RULE_EXPIRED && verdict != RAMBLA_RULE_TOO_MANY;

      *next = by_waiting ? find_next (&q, at) : NULL;
    }

  return verdict;
}

/* --- Verdicts --- */

gboolean
rambla_rule_verdict_is_refusal (RamblaRuleVerdict verdict)
{
  return verdict != RAMBLA_RULE_OK && verdict != RAMBLA_RULE_CLOSED;
}

RamblaProblemCode
rambla_rule_verdict_to_problem (RamblaRuleVerdict verdict)
{
  switch (verdict)
    {
    case RAMBLA_RULE_WRONG_BRANCH:
      return RAMBLA_PROBLEM_WRONG_BRANCH;
    case RAMBLA_RULE_EXPIRED:
      return RAMBLA_PROBLEM_EXPIRED;
    case RAMBLA_RULE_NOT_YET_VALID:
      return RAMBLA_PROBLEM_NOT_YET_VALID;
    case RAMBLA_RULE_HOLIDAY:
    case RAMBLA_RULE_WRONG_DAY:
      return RAMBLA_PROBLEM_WRONG_DAY;
    case RAMBLA_RULE_WRONG_TIME:
      return RAMBLA_PROBLEM_WRONG_TIME;
    case RAMBLA_RULE_TOO_MANY:
      return RAMBLA_PROBLEM_LIMIT_REACHED;
    case RAMBLA_RULE_OK:
    case RAMBLA_RULE_CLOSED:
    default:
      return RAMBLA_PROBLEM_NONE;
    }
}

const char *
rambla_rule_verdict_to_string (RamblaRuleVerdict verdict)
{
  static const char *const NAMES[RAMBLA_N_RULE_VERDICTS] = {
    "ok",        "wrong_branch", "expired",  "not_yet_valid", "holiday",
    "wrong_day", "wrong_time",   "too_many", "closed",
  };

  return (guint) verdict < RAMBLA_N_RULE_VERDICTS ? NAMES[verdict] : "unknown";
}
