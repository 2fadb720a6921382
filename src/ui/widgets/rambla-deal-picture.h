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
 * wide a drawing is drawn, so that small pictures stay small in memory. It is loaded off the main thread. A
 * shop's own picture comes in the size it has here, and over the drawing, which stays when it does not come.
 */

/** rambla_deal_picture_set_illustration: shows one of the client's drawings; %NULL shows nothing. */
void rambla_deal_picture_set_illustration (RamblaDealPicture *self, const char *id);

/** rambla_deal_picture_set_url: shows the shop's own picture at @url over the drawing; %NULL shows none. */
void rambla_deal_picture_set_url (RamblaDealPicture *self, const char *url);

/** rambla_deal_picture_set_deal: shows the picture of @deal; %NULL shows nothing. */
void rambla_deal_picture_set_deal (RamblaDealPicture *self, RamblaDeal *deal);

G_END_DECLS
