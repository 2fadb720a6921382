/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "rambla-card.h"

G_BEGIN_DECLS

/* Opening hours, rules and bookings are said in the places' own time, wherever the person is. */

/** rambla_place_time_zone: (transfer full): the time zone of the platform's places. */
GTimeZone *rambla_place_time_zone (RamblaCard *card);

/** rambla_place_time_new: (transfer full): an instant, microseconds since 1970 UTC, in @zone. */
GDateTime *rambla_place_time_new (GTimeZone *zone, gint64 instant);

/** rambla_place_time_format_day: (transfer full): "Sat 21 Nov". */
char *rambla_place_time_format_day (GDateTime *time);

/** rambla_place_time_format: (transfer full): "Sat 21 Nov, 20:30". */
char *rambla_place_time_format (GDateTime *time);

G_END_DECLS
