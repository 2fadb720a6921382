/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-schedule.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_spans;
  RamblaSpan spans[];
} RamblaSpecialDay;

struct _RamblaSchedule
{
  gatomicrefcount ref_count;
  RamblaSpan *spans; /* as given */
  gsize n_spans;
  RamblaSpan *pieces; /* by the day they belong to, in minutes of that day */
  guint first_piece[8];
  gboolean always;
  RamblaHolidays *closed_on;
  GHashTable *special_days; /* days since 1970 → RamblaSpecialDay; NULL until there is one */
};

/* The spans that belong to a weekday (1 = Monday) in minutes of that day, sorted. Returns: (transfer none) */
const RamblaSpan *rambla_schedule_get_weekday (const RamblaSchedule *self, int weekday, guint *n_spans);

G_END_DECLS
