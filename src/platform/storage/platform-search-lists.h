/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/**
 * PlatformSearchList:
 * @slots: (array length=n): entries' places in memory, ascending
 * @parts: (array length=n): bit n: the word stands in the PlatformSearchPart n
 *
 * Where a word stands.
 */
typedef struct
{
  const guint32 *slots;
  const guint8 *parts;
  guint n;
} PlatformSearchList;

/**
 * PlatformSearchLists:
 *
 * The words of the search index in memory: all of them by name, and the lists of those that were asked for.
 * Only what changes it needs it alone: see PlatformSearchMemory, which owns it.
 */
typedef struct _PlatformSearchLists PlatformSearchLists;

PlatformSearchLists *platform_search_lists_new (void);
void platform_search_lists_free (PlatformSearchLists *self);

/**
 * platform_search_lists_load:
 * @rows: (array length=n_rows): the entries' row numbers, ascending; a place in it is a slot
 *
 * Reads all words anew, and forgets all lists. Alone.
 */
gboolean platform_search_lists_load (PlatformSearchLists *self,
                                     PlatformDatabase *database,
                                     const gint64 *rows,
                                     guint n_rows,
                                     GError **error);

/**
 * platform_search_lists_add:
 * @slot: of a new entry, behind all others
 * @words: its words, each of the parts on a line of its own
 *
 * Alone.
 */
void platform_search_lists_add (PlatformSearchLists *self, guint32 slot, const char *words);

/**
 * platform_search_lists_move:
 * @slots: by an old slot the new one
 *
 * Entries have been sorted again. Alone.
 */
void platform_search_lists_move (PlatformSearchLists *self, const guint32 *slots);

/**
 * platform_search_lists_trim:
 *
 * Forgets the lists that were not asked for in the longest time, if all together are too large. Alone.
 */
void platform_search_lists_trim (PlatformSearchLists *self);
gboolean platform_search_lists_is_full (PlatformSearchLists *self);

/**
 * platform_search_lists_get_entries:
 *
 * Returns: in how many entries a term stands
 */
gint64 platform_search_lists_get_entries (PlatformSearchLists *self, const char *term);

typedef void (*PlatformSearchTermFunc) (const char *term, gint64 entries, gpointer data);

/**
 * platform_search_lists_foreach_completion:
 * @max: more than so many are not called for
 *
 * Calls @func for each term that begins so, in alphabetical order.
 *
 * Returns: how many there are
 */
guint platform_search_lists_foreach_completion (PlatformSearchLists *self,
                                                const char *beginning,
                                                guint max,
                                                PlatformSearchTermFunc func,
                                                gpointer data);

/**
 * platform_search_lists_get:
 * @beginning: all terms that begin with @term, together
 * @rows: (array length=n_sorted): as in platform_search_lists_load(), of the entries that are sorted
 * @n_slots: of all entries
 *
 * Any thread, but not while somebody changes it.
 *
 * Returns: (nullable) (transfer none): the list, empty if the word stands nowhere; NULL with @error set
 */
const PlatformSearchList *platform_search_lists_get (PlatformSearchLists *self,
                                                     PlatformDatabase *database,
                                                     const char *term,
                                                     gboolean beginning,
                                                     const gint64 *rows,
                                                     guint n_sorted,
                                                     guint n_slots,
                                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformSearchLists, platform_search_lists_free)

G_END_DECLS
