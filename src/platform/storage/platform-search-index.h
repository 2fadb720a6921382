/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-city-storage.h"
#include "platform-database.h"

G_BEGIN_DECLS

/**
 * PlatformSearchIndex:
 *
 * Writes the search index: entries, words, and the vocabulary for completions and misspellings. What the
 * entries hold is read back from the catalogue's own tables, so that the index can always be built anew. Use
 * it in one of the writer's jobs and end it with platform_search_index_finish().
 */
typedef struct _PlatformSearchIndex PlatformSearchIndex;

/**
 * platform_search_index_new:
 * @database: the writer's
 * @city: for languages and categories; must outlive it
 */
PlatformSearchIndex *platform_search_index_new (PlatformDatabase *database, const PlatformCity *city);
void platform_search_index_free (PlatformSearchIndex *self);

/**
 * platform_search_index_is_stale:
 * @stale: (out): TRUE if there are entries of an older version of this program: build all anew
 */
gboolean platform_search_index_is_stale (PlatformDatabase *database, gboolean *stale, GError **error);

/**
 * platform_search_index_clear:
 *
 * Empties the whole index.
 */
gboolean platform_search_index_clear (PlatformSearchIndex *self, GError **error);

/**
 * platform_search_index_add_store:
 * @store: the number of a store that is in its table, not closed, and not in the index
 */
gboolean platform_search_index_add_store (PlatformSearchIndex *self, gint64 store, GError **error);

/**
 * platform_search_index_add_deal:
 * @deal: the number of a deal that is in its tables and not in the index; gets an entry for each open branch
 */
gboolean platform_search_index_add_deal (PlatformSearchIndex *self, gint64 deal, GError **error);

/**
 * platform_search_index_refresh_deal:
 *
 * After a change of price, period, popularity or reviews: writes the facts again. Not for texts or branches.
 */
gboolean platform_search_index_refresh_deal (PlatformSearchIndex *self, gint64 deal, GError **error);

/**
 * platform_search_index_finish:
 *
 * Writes the vocabulary of what was added.
 */
gboolean platform_search_index_finish (PlatformSearchIndex *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformSearchIndex, platform_search_index_free)

G_END_DECLS
