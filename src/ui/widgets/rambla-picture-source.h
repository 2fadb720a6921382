/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-image-loader.h"

G_BEGIN_DECLS

/**
 * rambla_picture_source_provide:
 * @window: a window
 *
 * Whatever shows pictures in this window, or in a window above it, gets them from @loader.
 */
void rambla_picture_source_provide (GtkWindow *window, RamblaImageLoader *loader);

/** rambla_picture_source_find: (nullable) (transfer none): who loads pictures for @widget; %NULL while it is
 * in no window. */
RamblaImageLoader *rambla_picture_source_find (GtkWidget *widget);

/** rambla_picture_source_make_texture: (transfer full): the picture as GTK draws it; shares its pixels. */
GdkTexture *rambla_picture_source_make_texture (RamblaImage *image);

G_END_DECLS
