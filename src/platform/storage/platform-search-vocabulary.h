/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/**
 * PlatformSearchVocabulary:
 *
 * Counts the words of index entries in memory, and writes them with what makes them found when they are
 * misspelt.
 */
typedef struct _PlatformSearchVocabulary PlatformSearchVocabulary;

PlatformSearchVocabulary *platform_search_vocabulary_new (void);
void platform_search_vocabulary_free (PlatformSearchVocabulary *self);

/**
 * platform_search_vocabulary_begin_entry:
 *
 * From here on a word counts once more.
 */
void platform_search_vocabulary_begin_entry (PlatformSearchVocabulary *self);

/**
 * platform_search_vocabulary_count:
 * @folded: an index term, at most PLATFORM_WORD_MAX_BYTES
 * @written: how it is written in the text
 * @languages: bit n: it stands in a text of the city's n-th language; 0 keeps it out of completions
 */
void platform_search_vocabulary_count (PlatformSearchVocabulary *self,
                                       const char *folded,
                                       gsize folded_length,
                                       const char *written,
                                       gsize written_length,
                                       guint languages);

/**
 * platform_search_vocabulary_write:
 * @database: the writer's
 *
 * Adds what was counted to the tables, and forgets it.
 */
gboolean
platform_search_vocabulary_write (PlatformSearchVocabulary *self, PlatformDatabase *database, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformSearchVocabulary, platform_search_vocabulary_free)

G_END_DECLS
