/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/**
 * PlatformSearchText:
 * @match: (nullable): an FTS5 expression made of quoted terms only; NULL if the text holds no word
 * @weights: (nullable): for search_rank(), see platform_search_text_register()
 * @corrected: (nullable): the text with its misspellings mended, if there were any
 * @hopeless: a word is in no entry and like none that is: nothing can match
 *
 * What somebody typed into the search box, ready to be asked. Words are joined by AND, the last one is taken
 * as a beginning.
 */
typedef struct
{
  char *match;
  GBytes *weights;
  char *corrected;
  gboolean hopeless;
} PlatformSearchText;

/**
 * platform_search_text_new:
 * @text: anything; operators of a query language have no meaning
 *
 * Looks the words up in the vocabulary: completes the last one, mends those that are unknown.
 *
 * Returns: (nullable) (transfer full): NULL with @error in PLATFORM_STORAGE_ERROR
 */
PlatformSearchText *platform_search_text_new (PlatformDatabase *database, const char *text, GError **error);
void platform_search_text_free (PlatformSearchText *self);

/**
 * platform_search_text_register:
 *
 * Gives a connection the function `search_rank (search_words, weights)`: how well the current row fits, 0
 * to 1. Rare words count for more, and a word counts by the column it stands in: title, store, kind, area,
 * body. It looks at the current row only, where bm25() would count the rows of each word over the whole table
 * first.
 */
gboolean platform_search_text_register (PlatformDatabase *database, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformSearchText, platform_search_text_free)

G_END_DECLS
