/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/* Words of one search; what is typed behind them does not count. */
#define PLATFORM_SEARCH_MAX_WORDS 24

/**
 * PlatformPhraseWeight:
 * @word: which of the words typed the phrase stands for, from 0
 * @weight: how much of that word's worth it is
 *
 * One for each phrase of an FTS5 expression, in its order.
 */
typedef struct
{
  guint32 word;
  float weight;
} PlatformPhraseWeight;

/**
 * platform_search_rank_register:
 *
 * Gives a connection the function `search_rank (search_words, weights)`: how well the current row fits, 0
 * to 1. Rare words count for more, and a word counts by the column it stands in: title, store, kind, area,
 * body. It looks at the current row only, where bm25() would count the rows of each word over the whole table
 * first.
 */
gboolean platform_search_rank_register (PlatformDatabase *database, GError **error);

G_END_DECLS
