/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SECTION: tiles on disk
 *
 * One plain file for each tile: a line with version, time of expiry and entity tag, then the image as it
 * came. These functions block: call them from worker threads.
 */

/**
 * RamblaStoredTile:
 * @bytes: (nullable): the image
 * @etag: (nullable): its entity tag (RFC 9110, 8.8.3)
 * @expires: until when it is fresh (RFC 9111, 4.2), in seconds since 1970
 */
typedef struct
{
  GBytes *bytes;
  char *etag;
  gint64 expires;
} RamblaStoredTile;

void rambla_stored_tile_free (RamblaStoredTile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaStoredTile, rambla_stored_tile_free)

/** Reads a tile's file. Returns: (transfer full) (nullable): %NULL if there is none that can be used */
RamblaStoredTile *rambla_tile_store_read (const char *path);

/** Writes a tile's file and the folders above it. Returns: %FALSE with an error of %G_FILE_ERROR */
gboolean rambla_tile_store_write (const char *path, const RamblaStoredTile *tile, GError **error);

/** Deletes the oldest files below @folder until the others together have at most @limit bytes. */
void rambla_tile_store_prune (const char *folder, guint64 limit, GCancellable *cancellable);

G_END_DECLS
