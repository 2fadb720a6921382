/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-saved-deal.h"

G_BEGIN_DECLS

/* So many offers are kept; nobody looks through more. */
#define RAMBLA_SAVED_MOST 2000

#define RAMBLA_TYPE_SAVED (rambla_saved_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSaved, rambla_saved, RAMBLA, SAVED, GObject)

/**
 * rambla_saved_new:
 * @path: the file to keep them in: a GeoJSON FeatureCollection, which other programs read too
 *
 * The offers that somebody saved on this machine, the last one first, with or without an account: a
 * GListModel of RamblaSavedDeal. Reads @path at once on a worker; signal `loaded` when that is done. Every
 * change is written behind the scenes, what somebody did at once, what was only looked at again within a
 * second or two and all together; `failed` (string) says when that does not work.
 */
RamblaSaved *rambla_saved_new (const char *path);

/** rambla_saved_get_loaded: whether the file was read. */
gboolean rambla_saved_get_loaded (RamblaSaved *self);

/** rambla_saved_add: saves @deal into @list (%NULL or "" for none), or moves it there. Returns: FALSE if
 * there are too many. */
gboolean rambla_saved_add (RamblaSaved *self, RamblaDeal *deal, const char *list);

/** rambla_saved_update: @deal is how the offer is now; does nothing where it is not saved. */
void rambla_saved_update (RamblaSaved *self, RamblaDeal *deal);

/** rambla_saved_remove: forgets the offer @id. */
void rambla_saved_remove (RamblaSaved *self, const char *id);

/** rambla_saved_get: (nullable) (transfer none): the saved offer @id. */
RamblaSavedDeal *rambla_saved_get (RamblaSaved *self, const char *id);

/** rambla_saved_dup_lists: (transfer full): the names of the lists, sorted. */
GStrv rambla_saved_dup_lists (RamblaSaved *self);

/** rambla_saved_to_geojson: (transfer full): the offers of @list, or all for %NULL, as a GeoJSON text. */
char *rambla_saved_to_geojson (RamblaSaved *self, const char *list);

/**
 * rambla_saved_wait_async:
 *
 * Waits until all that was changed so far is on disk, which is when it may be called saved.
 */
void rambla_saved_wait_async (RamblaSaved *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/** rambla_saved_wait_finish: Returns: FALSE with @error (G_FILE_ERROR) if it could not be written. */
gboolean rambla_saved_wait_finish (RamblaSaved *self, GAsyncResult *result, GError **error);

/** rambla_saved_count_writes: Returns: how often the file was written, or began to be. */
guint64 rambla_saved_count_writes (RamblaSaved *self);

/**
 * rambla_saved_flush:
 *
 * Blocks until what is being written is on disk; for the program's end and for tests.
 */
void rambla_saved_flush (RamblaSaved *self);

G_END_DECLS
