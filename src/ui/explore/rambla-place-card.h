/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-api.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_PLACE_CARD (rambla_place_card_get_type ())
G_DECLARE_FINAL_TYPE (RamblaPlaceCard, rambla_place_card, RAMBLA, PLACE_CARD, AdwBin)

/** rambla_place_card_new: a card over the map with the offers of the place that was clicked. Signal `closed`.
 */
GtkWidget *rambla_place_card_new (RamblaApi *api);

/** rambla_place_card_show_place: fetches and shows what place @store_id offers; @name, and whether it is
 * @sponsored, is shown at once. */
void rambla_place_card_show_place (RamblaPlaceCard *self,
                                   const char *store_id,
                                   const char *name,
                                   gboolean sponsored);

G_END_DECLS
