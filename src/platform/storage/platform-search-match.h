/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-search-memory.h"
#include "platform-search-text.h"

G_BEGIN_DECLS

/* Slots from @first to before @end. */
typedef struct
{
  guint first;
  guint end;
} PlatformSlotRange;

/**
 * PlatformSearchMatchFunc:
 * @score: how well the words fit, above 0 to 1: what is rare counts for more, and each word by the best part
 * it stands in
 */
typedef void (*PlatformSearchMatchFunc) (guint slot, double score, gpointer data);

/**
 * platform_search_match:
 * @memory: entered
 * @text: with words
 * @some: some of the words are enough
 * @ranges: (array length=n_ranges): where to look, ascending
 *
 * Calls @func for each entry that holds the words, in the order of the slots.
 *
 * Returns: FALSE with @error set if a word's list cannot be read
 */
gboolean platform_search_match (PlatformSearchMemory *memory,
                                PlatformDatabase *database,
                                const PlatformSearchText *text,
                                gboolean some,
                                const PlatformSlotRange *ranges,
                                guint n_ranges,
                                PlatformSearchMatchFunc func,
                                gpointer data,
                                GError **error);

G_END_DECLS
