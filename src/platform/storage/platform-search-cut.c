/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-cut.h"

#include <string.h>

#include "platform-search-synonyms.h"
#include "platform-words.h"

/* Say nothing, and stand everywhere. */
static const char *const stop_words[] = { "a",    "al",  "and", "at", "cerca", "con",  "de",   "del", "el",
                                          "en",   "for", "in",  "la", "las",   "los",  "near", "of",  "on",
                                          "para", "por", "the", "un", "una",   "with", "y" };

static void
word_free (PlatformSearchWord *self)
{
  g_free (self->folded);
  g_free (self->written);
  g_free (self);
}

typedef struct
{
  GPtrArray *words;
  const char *text;
  gboolean thrifty;
} Cutter;

static gboolean
is_quoted (const char *text, const char *at)
{
  gboolean open = FALSE;

  for (; text < at; text++)
    open ^= *text == '"';
  return open && strchr (at, '"') != NULL;
}

static void
on_word (const PlatformWord *word, gpointer data)
{
  Cutter *self = data;
  gsize skip = 0;
  PlatformSearchWord *copy;

  if (self->words->len >= PLATFORM_SEARCH_MAX_WORDS)
    return;
  copy = g_new0 (PlatformSearchWord, 1);
  copy->exact = is_quoted (self->text, word->written);
  copy->chinese = word->chinese;
  if (word->chinese && !copy->exact)
    skip = platform_search_synonyms_skip_thrifty (word->folded);
  self->thrifty = self->thrifty || skip > 0;
  copy->folded = g_strndup (word->folded + skip, word->folded_length - skip);
  copy->written = g_strndup (word->written, word->written_length);
  if (*copy->folded == '\0')
    word_free (copy);
  else
    g_ptr_array_add (self->words, copy);
}

static gboolean
is_stop_word (const PlatformSearchWord *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (stop_words); i++)
    if (strcmp (stop_words[i], word->folded) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_thrifty (const PlatformSearchWord *word)
{
  return !word->exact && platform_search_synonyms_is_thrifty (word->folded);
}

/* Drops the words of a kind as long as others are left. */
static gboolean
drop (GPtrArray *words, gboolean (*is_such) (const PlatformSearchWord *word))
{
  guint before = words->len, others = 0;

  for (guint i = 0; i < words->len; i++)
    others += !is_such (g_ptr_array_index (words, i));
  for (guint i = words->len; others > 0 && i > 0; i--)
    if (is_such (g_ptr_array_index (words, i - 1)))
      g_ptr_array_remove_index (words, i - 1);
  return words->len < before;
}

GPtrArray *
platform_search_cut (const char *text, gboolean *thrifty)
{
  GPtrArray *words = g_ptr_array_new_with_free_func ((GDestroyNotify) word_free);
  Cutter cutter = { words, text, FALSE };

  platform_words_foreach (text, -1, on_word, &cutter);
  drop (words, is_stop_word);
  *thrifty = drop (words, is_thrifty) || cutter.thrifty;
  return words;
}
