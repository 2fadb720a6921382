/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-deal.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_DEAL_PICTURE (rambla_deal_picture_get_type ())
G_DECLARE_FINAL_TYPE (RamblaDealPicture, rambla_deal_picture, RAMBLA, DEAL_PICTURE, GtkWidget)

/**
 * RamblaDealPicture:
 *
 * The picture of an offer, cropped to fill whatever room it gets. Property `render-width`: how many pixels
 * wide it is drawn, so that small pictures stay small in memory. It is loaded off the main thread.
 */

/** rambla_deal_picture_set_illustration: shows one of the client's drawings; %NULL shows nothing. */
void rambla_deal_picture_set_illustration (RamblaDealPicture *self, const char *id);

/** rambla_deal_picture_set_deal: shows the picture of @deal; %NULL shows nothing. */
void rambla_deal_picture_set_deal (RamblaDealPicture *self, RamblaDeal *deal);

G_END_DECLS
