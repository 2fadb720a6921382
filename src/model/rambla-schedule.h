/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define RAMBLA_MINUTES_OF_DAY 1440
#define RAMBLA_MINUTES_OF_WEEK 10080
#define RAMBLA_SCHEDULE_MAX_SPANS 200

/* From a minute (inclusive) to a minute (exclusive). In a week: since Monday 00:00, `to` may run past 10080
 * into the next Monday. */
typedef struct
{
  int from;
  int to;
} RamblaSpan;

/* --- Public holidays: a set of dates, each every year or once. Immutable, reference counted. --- */
typedef struct _RamblaHolidays RamblaHolidays;

#define RAMBLA_TYPE_HOLIDAYS (rambla_holidays_get_type ())
GType rambla_holidays_get_type (void) G_GNUC_CONST;

/* @dates: NULL-terminated "MM-DD" (every year) or "YYYY-MM-DD" (once). NULL + RAMBLA_JSON_ERROR when one is
 * not a date. */
RamblaHolidays *rambla_holidays_new (const char *const *dates, GError **error);
/* From a JSON array of such strings (at most 1,000). */
RamblaHolidays *rambla_holidays_from_json (JsonNode *node, GError **error);
RamblaHolidays *rambla_holidays_ref (RamblaHolidays *self);
void rambla_holidays_unref (RamblaHolidays *self);
/* NULL holds no date. */
gboolean rambla_holidays_contain (const RamblaHolidays *self, int year, int month, int day);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaHolidays, rambla_holidays_unref)

/* --- Opening hours of a place: a week, days that differ, holidays. Reference counted; do not change it once
 * shared. ---
 *
 * Hours are wall-clock times of the place. Every GDateTime given in must already be in the place's time zone:
 * that zone is used for everything. An interval runs from the instant of its first to the instant of its last
 * wall-clock minute, also over a change of daylight saving (no flicker in the repeated hour); a minute that
 * the clock skips means the moment of the change, and of a repeated minute the first is meant. A span that
 * begins on a day belongs to that day, also past midnight; spans of a day or more are cut at each midnight.
 * All functions are total: any integers, any instant. NULL as a schedule means "hours unknown". */
typedef struct _RamblaSchedule RamblaSchedule;

#define RAMBLA_TYPE_SCHEDULE (rambla_schedule_get_type ())
GType rambla_schedule_get_type (void) G_GNUC_CONST;

/* A week of @n_spans spans, 0 ≤ from < 10080, from < to ≤ from + 10080, sorted, not overlapping (also not
 * around Sunday midnight), at most 200. None at all means never open. NULL + RAMBLA_JSON_ERROR when they are
 * not so. */
RamblaSchedule *rambla_schedule_new (const RamblaSpan *spans, gsize n_spans, GError **error);
/* Day and night. */
RamblaSchedule *rambla_schedule_new_always (void);
/* From JSON [[from,to],…]. */
RamblaSchedule *rambla_schedule_from_json (JsonNode *node, GError **error);
JsonNode *rambla_schedule_to_json (const RamblaSchedule *self);
RamblaSchedule *rambla_schedule_ref (RamblaSchedule *self);
void rambla_schedule_unref (RamblaSchedule *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaSchedule, rambla_schedule_unref)

/* On these days the place is closed. @holidays: (nullable), a reference is taken. */
void rambla_schedule_set_closed_on (RamblaSchedule *self, RamblaHolidays *holidays);
/* On this one date the hours are these and no others (none = closed), also if it is a holiday. Minutes of
 * that day, 0 ≤ from < 1440, from < to ≤ from + 1440, sorted. FALSE + RAMBLA_JSON_ERROR when they are not so.
 */
gboolean rambla_schedule_set_day (RamblaSchedule *self,
                                  int year,
                                  int month,
                                  int day,
                                  const RamblaSpan *spans,
                                  gsize n_spans,
                                  GError **error);

/* The weekly spans as given. Returns: (transfer none) */
const RamblaSpan *rambla_schedule_get_spans (const RamblaSchedule *self, gsize *n_spans);
/* TRUE when the week has no closed minute (holidays and special days aside). */
gboolean rambla_schedule_is_always (const RamblaSchedule *self);

/* Open at that instant? FALSE for NULL. */
gboolean rambla_schedule_is_open (const RamblaSchedule *self, GDateTime *when);
/* The first instant after @when at which open becomes closed or the reverse, in @when's zone.
 * Returns: (transfer full) (nullable): NULL when there is none within 400 days. */
GDateTime *rambla_schedule_next_change (const RamblaSchedule *self, GDateTime *when);
/* The first interval that belongs to the day @days_from_date (see rambla-time.h) and ends after @after (Unix
 * seconds). Fills Unix seconds; FALSE when there is none. */
gboolean rambla_schedule_next_interval_of_day (const RamblaSchedule *self,
                                               GTimeZone *zone,
                                               gint64 days,
                                               gint64 after,
                                               gint64 *from,
                                               gint64 *to);

/* Minutes since Monday 00:00 of a wall-clock time. */
int rambla_schedule_minute_of_week (GDateTime *when);
/* The quick test for lists of thousands: is @minute (0…10079) inside the weekly spans? Holidays and special
 * days are not looked at. @spans as rambla_schedule_new() takes them; anything else gives FALSE or TRUE but
 * never crashes. */
gboolean rambla_spans_contain (const RamblaSpan *spans, gsize n_spans, int minute);

/* For people: "Mon 09:00–18:00", "Tue closed", "Fri 12:00–15:00, 20:00–02:00"; @weekday 1 = Monday … 7.
 * Returns: (transfer full) */
char *rambla_schedule_describe_day (const RamblaSchedule *self, int weekday, const char *language);
/* The week, equal neighbours joined: "Mon–Fri 09:00–18:00", "Sat 10:00–14:00", "Sun closed"; one line "Open
 * 24 hours" when always open. Returns: (transfer full) NULL-terminated. */
char **rambla_schedule_describe (const RamblaSchedule *self, const char *language);
/* "Open until 18:00", "Opens Mon 09:00", "Closed" at an instant. Returns: (transfer full) */
char *rambla_schedule_describe_now (const RamblaSchedule *self, GDateTime *when, const char *language);

/* The Unix second of a wall-clock minute (@minute may be negative or past the day) on a day, in a zone. */
gint64 rambla_schedule_instant (GTimeZone *zone, gint64 days, int minute);

G_END_DECLS
