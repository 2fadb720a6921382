/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * platform_search_synonyms_get:
 * @word: a folded word (see platform-words.h), or a run of Han characters
 *
 * What people call the same trade or thing in the languages of the catalogue, shops' kinds included, which
 * are OpenStreetMap's English words: somebody types "panadería", the shop is a "bakery".
 *
 * Returns: (nullable) (transfer none) (array zero-terminated=1): the other words, or NULL. Any thread.
 */
const char *const *platform_search_synonyms_get (const char *word);

/**
 * platform_search_synonyms_is_thrifty:
 * @word: as above
 *
 * Returns: TRUE if it asks for a good price and not for a thing: "barato", "cheap"
 */
gboolean platform_search_synonyms_is_thrifty (const char *word);

/**
 * platform_search_synonyms_skip_thrifty:
 * @run: a run of Han characters, in which words stand without spaces
 *
 * Returns: bytes at the start of @run that ask for a good price, 0 if there are none
 */
gsize platform_search_synonyms_skip_thrifty (const char *run);

/**
 * PlatformSearchFormFunc:
 * @form: another form of a word
 */
typedef void (*PlatformSearchFormFunc) (const char *form, gpointer data);

/**
 * platform_search_synonyms_foreach_form:
 * @word: a folded word
 *
 * Calls @func with what may be the word's plural or singular in Spanish or English; not all of them exist.
 */
void platform_search_synonyms_foreach_form (const char *word, PlatformSearchFormFunc func, gpointer data);

G_END_DECLS
