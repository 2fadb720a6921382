/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-schedule.h"

G_BEGIN_DECLS

/* The spans that belong to a weekday (1 = Monday) in minutes of that day, sorted. Returns: (transfer none) */
const RamblaSpan *rambla_schedule_get_weekday (const RamblaSchedule *self, int weekday, guint *n_spans);

G_END_DECLS
