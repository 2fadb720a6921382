/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "rambla-json-writer.h"
#include "rambla-schedule.h"

G_BEGIN_DECLS

#define RAMBLA_DAY_HOURS_MAX 366
#define RAMBLA_DAY_HOURS_MAX_SPANS 8
#define RAMBLA_DAY_HOURS_MAX_NOTE 200 /* bytes */

/* One date on which a place is open at other hours than its week says, or not at all. In JSON:
 * {"date": "2026-12-24", "hours": [[540, 840]], "note": "Christmas Eve", "holiday": true}; hours in minutes
 * of that day, none: closed; `to` may run past midnight; note and holiday may be missing. */
typedef struct
{
  gint64 days; /* since 1970-01-01, see rambla-time.h */
  RamblaSpan spans[RAMBLA_DAY_HOURS_MAX_SPANS];
  guint n_spans;
  char *note; /* NULL for none */
  gboolean holiday;
} RamblaDayHours;

void rambla_day_hours_free (RamblaDayHours *self);

/** rambla_day_hours_from_json: @strict: unknown members are an error. Returns: (transfer full) (element-type
 * RamblaDayHours): by date, each once; or %NULL with a %RAMBLA_JSON_ERROR */
GPtrArray *rambla_day_hours_from_json (JsonNode *node, gboolean strict, GError **error);

/** rambla_day_hours_write: the same as JSON; what has not come yet on day @from, if @from is above 0. */
void rambla_day_hours_write (GPtrArray *list, gint64 from, RamblaJsonWriter *writer);

/** rambla_day_hours_apply: makes @schedule keep to them. */
void rambla_day_hours_apply (GPtrArray *list, RamblaSchedule *schedule);

G_END_DECLS
