/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Characters of a folded word; what is longer is cut. */
#define PLATFORM_WORD_MAX_CHARACTERS 40
#define PLATFORM_WORD_MAX_BYTES (PLATFORM_WORD_MAX_CHARACTERS * 6)

/**
 * PlatformWord:
 * @folded: what is searched for: decomposed (Unicode NFKD), without marks, lower case, letters and digits
 * only
 * @written: the word as it stands in the text, @written_length bytes
 * @chinese: a run of Han characters or kana, which are written without spaces
 *
 * A word of a text; valid during the call that gets it.
 */
typedef struct
{
  const char *folded;
  gsize folded_length;
  const char *written;
  gsize written_length;
  gboolean chinese;
} PlatformWord;

typedef void (*PlatformWordFunc) (const PlatformWord *word, gpointer data);

/**
 * platform_words_foreach:
 * @text: UTF-8
 * @length: bytes, -1 up to the NUL
 *
 * Cuts a text into words. The index and the search box both do it by this function, so that they always
 * agree.
 */
void platform_words_foreach (const char *text, gssize length, PlatformWordFunc func, gpointer data);

/**
 * platform_words_foreach_pair:
 * @run: a Chinese word's folded text
 *
 * Cuts a run into the terms that stand in the index: overlapping pairs, and the last character alone, so that
 * any character begins one of them. Called with the pair's bytes.
 */
void platform_words_foreach_pair (const char *run,
                                  gsize length,
                                  void (*func) (const char *pair, gsize length, gpointer data),
                                  gpointer data);

/**
 * platform_words_append_terms:
 * @out: gets the text's index terms, separated by blanks
 */
void platform_words_append_terms (GString *out, const char *text);

/**
 * platform_words_distance:
 * @limit: largest distance of interest
 *
 * Returns: letters to insert, delete, replace or swap with a neighbour to make @b out of @a (optimal string
 *   alignment); @limit + 1 if it is more than @limit
 */
guint platform_words_distance (const char *a, const char *b, guint limit);

/**
 * platform_words_get_tolerance:
 * @term: a folded term
 *
 * Returns: misspelt letters that are forgiven: none under 4 letters and in terms with digits, 1 for 4 to 7, 2
 * from 8
 */
guint platform_words_get_tolerance (const char *term);

/**
 * platform_words_foreach_deletion:
 * @term: a folded term
 * @tolerance: 0 to 2
 *
 * Calls @func with a hash of the term and of each text that is left of it when up to @tolerance of its
 * letters are taken away. Two words at a distance of up to @tolerance have at least one of these hashes in
 * common (W. Garbe's symmetric deletion). Only the first eight letters are looked at, which keeps the number
 * small: a difference behind them is none here. A hash may come twice.
 */
void platform_words_foreach_deletion (const char *term,
                                      guint tolerance,
                                      void (*func) (gint64 hash, gpointer data),
                                      gpointer data);

G_END_DECLS
