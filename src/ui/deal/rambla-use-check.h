/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-deal.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_USE_CHECK (rambla_use_check_get_type ())
G_DECLARE_FINAL_TYPE (RamblaUseCheck, rambla_use_check, RAMBLA, USE_CHECK, AdwBin)

/**
 * rambla_use_check_new:
 * @deal: a whole offer
 * @zone: of the places
 *
 * "Can I use it on …?": a day and a time, and what the counter would answer then: the same rules decide.
 */
GtkWidget *rambla_use_check_new (RamblaDeal *deal, GTimeZone *zone);

/** rambla_use_check_set_store: at which branch. */
void rambla_use_check_set_store (RamblaUseCheck *self, RamblaStore *store);

G_END_DECLS
