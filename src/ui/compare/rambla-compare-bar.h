/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-comparison.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_COMPARE_BAR (rambla_compare_bar_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCompareBar, rambla_compare_bar, RAMBLA, COMPARE_BAR, AdwBin)

/**
 * RamblaCompareBar:
 *
 * Appears at the foot of the window with the first offer that is chosen for comparing. Signal `said`
 * (string): something for the person to read.
 */
GtkWidget *rambla_compare_bar_new (void);

/**
 * rambla_compare_bar_toggle:
 * @deal_id: an offer
 *
 * Takes the offer out of the comparison, or fetches it and puts it in.
 */
void rambla_compare_bar_toggle (RamblaCompareBar *self, RamblaClient *client, const char *deal_id);

/** rambla_compare_bar_get_comparison: (transfer none): what was chosen. */
RamblaComparison *rambla_compare_bar_get_comparison (RamblaCompareBar *self);

G_END_DECLS
