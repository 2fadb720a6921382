/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"
#include "platform-search-postings.h"

G_BEGIN_DECLS

/**
 * PlatformSearchVocabulary:
 *
 * Collects the words of index entries in memory: where they stand, in how many entries, and what makes them
 * found when they are misspelt.
 */
typedef struct _PlatformSearchVocabulary PlatformSearchVocabulary;

/**
 * PlatformSearchTerm:
 *
 * A word that was counted; stays until the vocabulary is written.
 */
typedef struct _PlatformSearchTerm PlatformSearchTerm;

/**
 * platform_search_vocabulary_new:
 * @with_postings: remember where the words stand; then entries must begin in the order of their rows
 */
PlatformSearchVocabulary *platform_search_vocabulary_new (gboolean with_postings);
void platform_search_vocabulary_free (PlatformSearchVocabulary *self);

/**
 * platform_search_vocabulary_begin_entry:
 * @row: the entry's row number
 *
 * From here on a word counts once more.
 */
void platform_search_vocabulary_begin_entry (PlatformSearchVocabulary *self, gint64 row);

/**
 * platform_search_vocabulary_count:
 * @part: where it stands
 * @folded: an index term, at most PLATFORM_WORD_MAX_BYTES
 * @written: how it is written in the text
 * @languages: bit n: it stands in a text of the city's n-th language; 0 keeps it out of completions
 *
 * Returns: (transfer none): the word, for platform_search_vocabulary_count_again()
 */
PlatformSearchTerm *platform_search_vocabulary_count (PlatformSearchVocabulary *self,
                                                      PlatformSearchPart part,
                                                      const char *folded,
                                                      gsize folded_length,
                                                      const char *written,
                                                      gsize written_length,
                                                      guint languages);

/**
 * platform_search_vocabulary_count_again:
 *
 * The same word in another entry.
 */
void platform_search_vocabulary_count_again (PlatformSearchVocabulary *self,
                                             PlatformSearchTerm *term,
                                             PlatformSearchPart part);

/**
 * platform_search_vocabulary_write_postings:
 * @database: the writer's
 *
 * Writes where the words stand, as a segment of its own.
 */
gboolean platform_search_vocabulary_write_postings (PlatformSearchVocabulary *self,
                                                    PlatformDatabase *database,
                                                    GError **error);

/**
 * platform_search_vocabulary_write:
 * @database: the writer's
 *
 * Adds the words to the tables, and what they may be misspelt as; forgets all.
 */
gboolean
platform_search_vocabulary_write (PlatformSearchVocabulary *self, PlatformDatabase *database, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformSearchVocabulary, platform_search_vocabulary_free)

G_END_DECLS
