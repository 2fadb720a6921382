/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The contract's times: RFC 3339 text on the wire, microseconds since 1970-01-01 UTC inside. Years 1–9999. */
#define RAMBLA_TIME_MIN (G_GINT64_CONSTANT (-62135596800000000))
#define RAMBLA_TIME_MAX (G_GINT64_CONSTANT (253402300799999999))

/* Reads "2026-11-21T20:06:20Z", with a fraction (digits after the sixth are dropped) and any offset. Strict:
 * FALSE for anything else. A leap second :60 reads as :59. */
gboolean rambla_time_parse (const char *text, gint64 *out_us);
/* Writes UTC with "Z" into @buffer (at least 28 bytes), fraction only when there is one; out of range is
 * clamped. Returns: the length. */
gsize rambla_time_print (gint64 us, char *buffer);
/* The same as a new string. */
char *rambla_time_format (gint64 us);

/* Days since 1970-01-01 of a date in the proleptic Gregorian calendar, and back. */
gint64 rambla_days_from_date (int year, int month, int day);
void rambla_days_to_date (gint64 days, int *year, int *month, int *day);
/* ISO 8601 weekday of such a day: 1 = Monday … 7 = Sunday. */
int rambla_days_weekday (gint64 days);
/* TRUE when the date exists. */
gboolean rambla_date_is_valid (int year, int month, int day);

/* Reads "HH:MM" (00:00 … 24:00) as minutes of the day. */
gboolean rambla_minutes_parse (const char *text, int *out_minutes);

G_END_DECLS
