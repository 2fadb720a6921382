/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_HOLD_CLOCK (rambla_hold_clock_get_type ())
G_DECLARE_FINAL_TYPE (RamblaHoldClock, rambla_hold_clock, RAMBLA, HOLD_CLOCK, AdwBin)

/** rambla_hold_clock_new: counts down how long something is held; hidden without a hold. */
GtkWidget *rambla_hold_clock_new (void);

/** rambla_hold_clock_set_end: end of the hold, microseconds since 1970 UTC; 0 for none. */
void rambla_hold_clock_set_end (RamblaHoldClock *self, gint64 end);

G_END_DECLS
