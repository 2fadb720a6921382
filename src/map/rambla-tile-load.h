/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "rambla-picture.h"

G_BEGIN_DECLS

/**
 * Gets one tile: from its file if that is fresh, else from the server, asking only whether it has changed if
 * there is a file. If the server cannot be reached or makes no sense, an old file will do. Files and images
 * are read and written on worker threads. Of the server's answer no more than RAMBLA_TILE_MAX_BYTES are read.
 *
 * @path: (nullable): the tile's file on disk
 * @dark: turn light into dark
 */
void rambla_tile_load_async (SoupSession *session,
                             const char *url,
                             const char *path,
                             gboolean dark,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/**
 * Returns: (transfer full): the tile, or %NULL with %G_IO_ERROR_NOT_FOUND if the server says that there is
 * none, %G_IO_ERROR_CANCELLED, or another error if it may be tried again later
 */
RamblaPicture *rambla_tile_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
