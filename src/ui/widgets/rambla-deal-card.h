/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-deal.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_DEAL_CARD (rambla_deal_card_get_type ())
G_DECLARE_FINAL_TYPE (RamblaDealCard, rambla_deal_card, RAMBLA, DEAL_CARD, GtkButton)

/**
 * rambla_deal_card_new:
 *
 * An empty card for a list; the picture stands at the side. Clicking it fires the action `win.open-deal` with
 * the offer's id. Signal `pointed (gboolean on)`: the pointer or the focus came or left.
 */
GtkWidget *rambla_deal_card_new (void);

/** rambla_deal_card_set_deal: what the card shows; %NULL empties it. */
void rambla_deal_card_set_deal (RamblaDealCard *self, RamblaDeal *deal);

/** rambla_deal_card_get_deal: (nullable) (transfer none): what the card shows. */
RamblaDeal *rambla_deal_card_get_deal (RamblaDealCard *self);

/** rambla_deal_card_set_lit: whether its pin is pointed at on the map. */
void rambla_deal_card_set_lit (RamblaDealCard *self, gboolean lit);

G_END_DECLS
