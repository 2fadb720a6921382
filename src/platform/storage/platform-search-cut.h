/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Words of one search; what is typed behind them does not count. */
#define PLATFORM_SEARCH_MAX_WORDS 24

/**
 * PlatformSearchWord:
 * @folded: as it stands in the index (see platform-words.h)
 * @written: as it was typed
 * @chinese: a run of characters that are written without spaces
 * @exact: between quotation marks: as it stands, nothing else
 */
typedef struct
{
  char *folded;
  char *written;
  gboolean chinese;
  gboolean exact;
} PlatformSearchWord;

/**
 * platform_search_cut:
 * @text: what somebody typed
 * @thrifty: (out): whether it asks for a good price
 *
 * Cuts a search into the words to look for: at most PLATFORM_SEARCH_MAX_WORDS, without those that say nothing
 * ("de", "the") and those that ask for a good price, as long as there are others.
 *
 * Returns: (transfer full) (element-type PlatformSearchWord): the words
 */
GPtrArray *platform_search_cut (const char *text, gboolean *thrifty);

G_END_DECLS
