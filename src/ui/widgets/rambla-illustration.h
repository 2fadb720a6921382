/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * rambla_illustration_load:
 * @id: which of Rambla's own drawings; an unknown one gives the drawing for an offer of any kind
 * @width: how wide it is to be shown, logical pixels; it is rendered at twice that, so that it stays sharp on
 * dense screens
 *
 * Drawings that were rendered already at this width are shared while anybody shows them.
 *
 * Returns: (transfer full): the picture; its intrinsic size is @width by 5/8 of it
 */
GdkPaintable *rambla_illustration_load (const char *id, int width);

/**
 * rambla_illustration_load_async:
 *
 * The same on a worker thread, for lists; ready at once when it is rendered already. Main thread only.
 */
void rambla_illustration_load_async (const char *id,
                                     int width,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/** Returns: (transfer full): the picture, %NULL with @error when cancelled */
GdkPaintable *rambla_illustration_load_finish (GAsyncResult *result, GError **error);

/** rambla_illustration_peek: (transfer full) (nullable): the picture if it is rendered already. */
GdkPaintable *rambla_illustration_peek (const char *id, int width);

G_END_DECLS
