/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SECTION: pictures kept in a folder between two starts
 *
 * One file a picture, as it came, named by its address. What a picture's address answers never changes, so
 * they are good until room is needed. These block: for worker threads.
 */

/** rambla_image_store_read: (transfer full) (nullable): the picture from @url, and notes that it was used;
 * %NULL where it is not kept. */
GBytes *rambla_image_store_read (const char *folder, const char *url);

/** rambla_image_store_write: keeps a picture; whole or not at all. */
gboolean rambla_image_store_write (const char *folder, const char *url, GBytes *bytes, GError **error);

/** rambla_image_store_prune: removes those used longest ago until the folder holds at most @limit bytes. */
void rambla_image_store_prune (const char *folder, guint64 limit);

G_END_DECLS
