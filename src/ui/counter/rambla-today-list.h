/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-counter-queue.h"
#include "rambla-counter.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_TODAY_LIST (rambla_today_list_get_type ())
G_DECLARE_FINAL_TYPE (RamblaTodayList, rambla_today_list, RAMBLA, TODAY_LIST, AdwBin)

/**
 * rambla_today_list_new:
 * @timezone: in which times of day are said
 *
 * What was accepted today: by the platform, and by this counter alone with what became of it. Signals `story
 * (RamblaRedemption)`: a row was chosen; `undo (RamblaRedemption)`: somebody wants to take it back.
 */
GtkWidget *rambla_today_list_new (GTimeZone *timezone);

/** rambla_today_list_show: @day: (nullable): what the platform says; @scans: (nullable): of
 * RamblaCounterScan, what was accepted here alone. */
void rambla_today_list_show (RamblaTodayList *self, RamblaCounterDay *day, GPtrArray *scans);

/** rambla_today_list_is_empty: whether there is nothing to show. */
gboolean rambla_today_list_is_empty (RamblaTodayList *self);

G_END_DECLS
