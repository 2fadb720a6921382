/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-catalogue.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_PRICE_CHART (rambla_price_chart_get_type ())
G_DECLARE_FINAL_TYPE (RamblaPriceChart, rambla_price_chart, RAMBLA, PRICE_CHART, GtkWidget)

/**
 * rambla_price_chart_new:
 *
 * What an offer has cost so far, as steps, with the regular price above and the lowest of the last 30 days
 * marked. Says the same in words to screen readers.
 */
GtkWidget *rambla_price_chart_new (void);

/** rambla_price_chart_set_history: what is drawn; takes @history over. */
void rambla_price_chart_set_history (RamblaPriceChart *self, RamblaPriceHistory *history);

G_END_DECLS
