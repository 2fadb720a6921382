/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-place-time.h"

#include <glib/gi18n-lib.h>

GTimeZone *
rambla_place_time_zone (RamblaCard *card)
{
  GTimeZone *zone = card != NULL ? g_time_zone_new_identifier (rambla_card_get_timezone (card)) : NULL;

  return zone != NULL ? zone : g_time_zone_new_local ();
}

GDateTime *
rambla_place_time_new (GTimeZone *zone, gint64 instant)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant / G_USEC_PER_SEC);

  return g_date_time_to_timezone (utc, zone);
}

char *
rambla_place_time_format_day (GDateTime *time)
{
  /* Translators: a day, as g_date_time_format() takes it: "Sat 21 Nov" */
  return g_date_time_format (time, _ ("%a %-d %b"));
}

char *
rambla_place_time_format (GDateTime *time)
{
  /* Translators: a day and a time, as g_date_time_format() takes it: "Sat 21 Nov, 20:30" */
  return g_date_time_format (time, _ ("%a %-d %b, %H:%M"));
}
