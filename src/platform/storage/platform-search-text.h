/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/**
 * PlatformSearchPhrase:
 * @term: a term of the index
 * @beginning: all terms that begin so, too
 * @word: which of the words looked for it stands for, from 0
 * @weight: what it is worth in a title
 */
typedef struct
{
  char *term;
  gboolean beginning;
  guint word;
  float weight;
} PlatformSearchPhrase;

/**
 * PlatformSearchText:
 * @phrases: (element-type PlatformSearchPhrase): by word
 * @n_words: how many words are looked for; 0 if the text holds none
 * @worth: of all words together, each with its best phrase
 * @can_relax: there are several words: some of them may be asked for when no entry holds all
 * @corrected: (nullable): the text with its misspellings mended, if there were any
 * @hopeless: a word is in no entry and like none that is: nothing can hold them all
 * @thrifty: a good price was asked for: "pizza barata"
 *
 * What somebody typed into the search box, ready to be asked. Entries must hold each word, the last one is
 * taken as a beginning. A word also stands for its plural or singular and for other names of the same thing,
 * which count for less; words between quotation marks stand for themselves.
 */
typedef struct
{
  GArray *phrases;
  guint n_words;
  float worth;
  gboolean can_relax;
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
