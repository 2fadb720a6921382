/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/**
 * PlatformSearchText:
 * @match: (nullable): an FTS5 expression made of quoted terms only; NULL if the text holds no word
 * @match_some: (nullable): the same for entries that hold some of several words: to ask when none holds all
 * @weights: (nullable): for search_rank() with either expression, see platform-search-rank.h
 * @corrected: (nullable): the text with its misspellings mended, if there were any
 * @hopeless: a word is in no entry and like none that is: nothing can hold them all
 * @thrifty: a good price was asked for: "pizza barata"
 *
 * What somebody typed into the search box, ready to be asked. Words are joined by AND, the last one is taken
 * as a beginning. A word also stands for its plural or singular and for other names of the same thing, which
 * count for less; words between quotation marks stand for themselves.
 */
typedef struct
{
  char *match;
  char *match_some;
  GBytes *weights;
  char *corrected;
  gboolean hopeless;
  gboolean thrifty;
} PlatformSearchText;

/**
 * platform_search_text_new:
 * @text: anything; operators of a query language have no meaning
 *
 * Looks the words up in the vocabulary: completes the last one, mends those that are unknown, joins and
 * splits those that are known otherwise written.
 *
 * Returns: (nullable) (transfer full): NULL with @error in PLATFORM_STORAGE_ERROR
 */
PlatformSearchText *platform_search_text_new (PlatformDatabase *database, const char *text, GError **error);
void platform_search_text_free (PlatformSearchText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformSearchText, platform_search_text_free)

G_END_DECLS
