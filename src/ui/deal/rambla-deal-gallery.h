/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-deal.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_DEAL_GALLERY (rambla_deal_gallery_get_type ())
G_DECLARE_FINAL_TYPE (RamblaDealGallery, rambla_deal_gallery, RAMBLA, DEAL_GALLERY, AdwBin)

/**
 * rambla_deal_gallery_new:
 *
 * The pictures of an offer, large: swiped, paged with buttons, or with the arrow keys, Home and End while it has
 * the focus; each is called by what is seen on it. One picture stands alone; without any it is the drawing of
 * the offer's category. Ask for a height.
 *
 * Returns: (transfer floating): the gallery
 */
GtkWidget *rambla_deal_gallery_new (RamblaDeal *deal);

G_END_DECLS
