/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-schedule.h"

#include "rambla-schedule-private.h"
#include "rambla-time.h"

#define HORIZON_DAYS 400

/* What is open on one date. */
static const RamblaSpan *
spans_of_day (const RamblaSchedule *self, gint64 days, guint *n_spans)
{
  const RamblaSpecialDay *special =
      self->special_days != NULL ? g_hash_table_lookup (self->special_days, &days) : NULL;
  int year, month, day;

  if (special != NULL)
    {
      *n_spans = special->n_spans;
      return special->spans;
    }

  if (self->closed_on != NULL)
    {
      rambla_days_to_date (days, &year, &month, &day);
      if (rambla_holidays_contain (self->closed_on, year, month, day))
        {
          *n_spans = 0;
          return NULL;
        }
    }

  return rambla_schedule_get_weekday (self, rambla_days_weekday (days), n_spans);
}

gint64
rambla_schedule_instant (GTimeZone *zone, gint64 days, int minute)
{
  gint64 local, standard, daylight;
  int interval;

  /* The years 1 to 9999, with some room. */
  days = CLAMP (days, -720000, 2940000);
  local = days * 86400 + (gint64) minute * 60;

  /* Of a repeated wall-clock time one of the two types gives the first instant; for any other time they
   * agree. A skipped time is moved to the end of the gap. */
  standard = local;
  interval = g_time_zone_adjust_time (zone, G_TIME_TYPE_STANDARD, &standard);
  standard -= g_time_zone_get_offset (zone, interval);
  daylight = local;
  interval = g_time_zone_adjust_time (zone, G_TIME_TYPE_DAYLIGHT, &daylight);
  daylight -= g_time_zone_get_offset (zone, interval);

  return MIN (standard, daylight);
}

gboolean
rambla_schedule_next_interval_of_day (const RamblaSchedule *self,
                                      GTimeZone *zone,
                                      gint64 days,
                                      gint64 after,
                                      gint64 *from,
                                      gint64 *to)
{
  guint n_spans;
  const RamblaSpan *spans = spans_of_day (self, days, &n_spans);

  for (guint i = 0; i < n_spans; i++)
    {
      gint64 start = rambla_schedule_instant (zone, days, spans[i].from);
      gint64 end = rambla_schedule_instant (zone, days, spans[i].to);

      if (start < end && end > after)
        {
          *from = start;
          *to = end;
          return TRUE;
        }
    }

  return FALSE;
}

static gint64
day_of (GDateTime *when)
{
  int year, month, day;

  g_date_time_get_ymd (when, &year, &month, &day);
  return rambla_days_from_date (year, month, day);
}

/* Is @at inside an interval of the days @days - 1 … @days + 1? Then *until is the latest end of those that
 * hold it. */
static gboolean
find_open (const RamblaSchedule *self, GTimeZone *zone, gint64 days, gint64 at, gint64 *until)
{
  gboolean open = FALSE;

  for (gint64 day = days - 1; day <= days + 1; day++)
    {
      gint64 after = at, from, to;

      while (rambla_schedule_next_interval_of_day (self, zone, day, after, &from, &to) && from <= at)
        {
          *until = open ? MAX (*until, to) : to;
          open = TRUE;
          after = to;
        }
    }

  return open;
}

gboolean
rambla_schedule_is_open (const RamblaSchedule *self, GDateTime *when)
{
  gint64 until;

  if (self == NULL || when == NULL)
    return FALSE;

  return find_open (self, g_date_time_get_timezone (when), day_of (when), g_date_time_to_unix (when), &until);
}

static GDateTime *
to_date_time (gint64 at, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

/* From one end to the next, as long as the next interval touches; 0 when that never ends. */
static gint64
find_closing (const RamblaSchedule *self, GTimeZone *zone, gint64 days, gint64 at)
{
  gint64 last_day = days + HORIZON_DAYS;
  gint64 until;

  while (find_open (self, zone, days, at, &until))
    {
      at = until;
      /* The day that this end lies in: at most one on, since no interval is longer than a day. */
      while (days <= last_day && rambla_schedule_instant (zone, days + 1, 0) <= at)
        days++;
      if (days > last_day)
        return 0;
    }

  return at;
}

static gboolean
find_opening (const RamblaSchedule *self, GTimeZone *zone, gint64 days, gint64 at, gint64 *opening)
{
  for (gint64 day = days - 1; day <= days + HORIZON_DAYS; day++)
    {
      gint64 to;

      if (rambla_schedule_next_interval_of_day (self, zone, day, at, opening, &to))
        return TRUE;
    }

  return FALSE;
}

GDateTime *
rambla_schedule_next_change (const RamblaSchedule *self, GDateTime *when)
{
  GTimeZone *zone;
  gint64 at, days, change;

  if (self == NULL || when == NULL)
    return NULL;
  if ((self->always || self->n_spans == 0) && self->special_days == NULL &&
      (self->closed_on == NULL || self->n_spans == 0))
    return NULL;

  zone = g_date_time_get_timezone (when);
  at = g_date_time_to_unix (when);
  days = day_of (when);
  if (find_open (self, zone, days, at, &change))
    {
      change = find_closing (self, zone, days, at);
      if (change == 0)
        return NULL;
    }
  else if (!find_opening (self, zone, days, at, &change))
    {
      return NULL;
    }

  return to_date_time (change, zone);
}

int
rambla_schedule_minute_of_week (GDateTime *when)
{
  return (g_date_time_get_day_of_week (when) - 1) * RAMBLA_MINUTES_OF_DAY + g_date_time_get_hour (when) * 60 +
         g_date_time_get_minute (when);
}

gboolean
rambla_spans_contain (const RamblaSpan *spans, gsize n_spans, int minute)
{
  gint64 next_week = (gint64) minute + RAMBLA_MINUTES_OF_WEEK;

  for (gsize i = 0; i < n_spans; i++)
    if ((spans[i].from <= minute && minute < spans[i].to) ||
        (spans[i].from <= next_week && next_week < spans[i].to))
      return TRUE;

  return FALSE;
}
