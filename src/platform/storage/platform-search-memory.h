/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"
#include "platform-search-facts.h"
#include "platform-search-lists.h"
#include "platform-strips.h"

G_BEGIN_DECLS

/**
 * PlatformSearchMemory:
 *
 * The search index in memory: nothing that is not in the database, and never older than what the asking
 * connection sees. Entries have slots: the first ones in the order of their row numbers, hence of the map;
 * what came since it was read stands behind them, unsorted, until that is sorted in. One is shared by all
 * connections of a pool.
 */
typedef struct _PlatformSearchMemory PlatformSearchMemory;

PlatformSearchMemory *platform_search_memory_new (void);
PlatformSearchMemory *platform_search_memory_ref (PlatformSearchMemory *self);
void platform_search_memory_unref (PlatformSearchMemory *self);

/**
 * platform_search_memory_enter:
 * @database: whose memory, and whose moment
 *
 * Brings the memory up to date: after the first time, what has changed since is all that is read. Until
 * platform_search_memory_leave() nothing in it changes. Do not enter twice.
 *
 * Returns: (nullable) (transfer none): the memory; NULL with PLATFORM_STORAGE_ERROR
 */
PlatformSearchMemory *platform_search_memory_enter (PlatformDatabase *database, GError **error);
void platform_search_memory_leave (PlatformSearchMemory *self);

/* All that follows: between enter and leave. */

guint platform_search_memory_get_n_slots (PlatformSearchMemory *self);

/**
 * platform_search_memory_get_n_sorted:
 *
 * Returns: the first slot of those that stand in no order
 */
guint platform_search_memory_get_n_sorted (PlatformSearchMemory *self);

/**
 * platform_search_memory_find:
 * @range: row numbers
 * @end: (out): the first slot behind them
 *
 * Returns: the first slot of a range, among those that are sorted
 */
guint platform_search_memory_find (PlatformSearchMemory *self, PlatformRowRange range, guint *end);

/**
 * platform_search_memory_get_facts:
 *
 * Returns: (array): by slot
 */
const PlatformFacts *platform_search_memory_get_facts (PlatformSearchMemory *self);

/**
 * platform_search_memory_get_hours:
 *
 * Returns: (nullable): the packed hours of a slot's store; NULL if they are not known
 */
GBytes *platform_search_memory_get_hours (PlatformSearchMemory *self, guint slot);

/**
 * platform_search_memory_get_words:
 *
 * Returns: (transfer none): all words; for a word's list ask platform_search_memory_get_list()
 */
PlatformSearchLists *platform_search_memory_get_words (PlatformSearchMemory *self);

/**
 * platform_search_memory_get_list:
 * @database: the one that entered
 * @beginning: all terms that begin with @term, together
 *
 * Returns: (nullable) (transfer none): where the word stands; NULL with @error set
 */
const PlatformSearchList *platform_search_memory_get_list (PlatformSearchMemory *self,
                                                           PlatformDatabase *database,
                                                           const char *term,
                                                           gboolean beginning,
                                                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformSearchMemory, platform_search_memory_leave)

G_END_DECLS
