/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-deal.h"
#include "rambla-slot.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_BUY_BAR (rambla_buy_bar_get_type ())
G_DECLARE_FINAL_TYPE (RamblaBuyBar, rambla_buy_bar, RAMBLA, BUY_BAR, AdwBin)

/**
 * rambla_buy_bar_new:
 * @width: how wide its content may become
 *
 * The bar at the bottom of an offer: its price and the one button, which fires `deal.buy`. Hidden until there
 * is something to show.
 */
GtkWidget *rambla_buy_bar_new (int width);

/**
 * rambla_buy_bar_show:
 * @deal: what is sold
 * @slot: (nullable): the chosen time of a booking
 * @zone: of the places
 *
 * Returns: whether it can be bought: it is on sale, and all of it is known
 */
gboolean rambla_buy_bar_show (RamblaBuyBar *self, RamblaDeal *deal, RamblaSlot *slot, GTimeZone *zone);

G_END_DECLS
