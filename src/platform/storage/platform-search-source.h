/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-city-storage.h"
#include "platform-database.h"
#include "platform-search-facts.h"
#include "platform-search-vocabulary.h"

G_BEGIN_DECLS

/**
 * PlatformSearchSource:
 *
 * Reads from the catalogue what the entries of the search index hold. Ask for entries of one store one after
 * the other: what they have in common is then read once.
 */
typedef struct _PlatformSearchSource PlatformSearchSource;

/**
 * platform_search_source_new:
 * @city: for languages and categories; must outlive it
 * @vocabulary: gets the words; must outlive it
 */
PlatformSearchSource *platform_search_source_new (PlatformDatabase *database,
                                                  const PlatformCity *city,
                                                  PlatformSearchVocabulary *vocabulary);
void platform_search_source_free (PlatformSearchSource *self);

/**
 * platform_search_source_read:
 * @row: the entry's row number
 * @deal: a deal's number, 0 for the store itself
 * @facts: (out caller-allocates): what filters and sorts need
 * @hours: (out) (nullable) (transfer none): the store's packed hours, until the next call
 * @words: (nullable): gets the words, each of the parts on a line of its own
 *
 * Begins an entry in the vocabulary, too.
 */
gboolean platform_search_source_read (PlatformSearchSource *self,
                                      gint64 row,
                                      gint64 store,
                                      gint64 deal,
                                      PlatformFacts *facts,
                                      GBytes **hours,
                                      GString *words,
                                      GError **error);

/**
 * platform_search_source_read_deal:
 * @facts: gets what belongs to the deal; what belongs to the store stays
 */
gboolean platform_search_source_read_deal (PlatformDatabase *database,
                                           gint64 deal,
                                           PlatformFacts *facts,
                                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformSearchSource, platform_search_source_free)

G_END_DECLS
