/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-text.h"

#include <math.h>
#include <string.h>

#include "platform-search-correction.h"
#include "platform-search-cut.h"
#include "platform-search-memory.h"
#include "platform-search-synonyms.h"
#include "platform-words.h"

/* Ways in which a beginning may go on that are asked for one by one; with more they are one list. */
#define MAX_COMPLETIONS 48
/* What a completed word counts beside one that was typed whole, what its plural, and what another word for
 * the same thing. */
#define COMPLETION_WEIGHT 0.8f
#define FORM_WEIGHT 0.95f
#define SYNONYM_WEIGHT 0.75f
/* Of a word that was written without a blank, and of each of its halves. */
#define MIN_HALF 3

typedef struct
{
  PlatformDatabase *database;
  PlatformSearchLists *lists;
  PlatformSearchText *text;
  guint first;    /* phrase of the word in the making */
  gint64 entries; /* in which one of its phrases stands, at most */
  GString *corrected;
  gboolean was_corrected;
  gboolean failed;
  GError **error;
} Builder;

static void
phrase_clear (PlatformSearchPhrase *self)
{
  g_free (self->term);
}

void
platform_search_text_free (PlatformSearchText *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->phrases);
  g_free (self->corrected);
  g_free (self);
}

/* --- asking --- */

static void
begin_word (Builder *self)
{
  self->first = self->text->phrases->len;
  self->entries = 0;
}

static gboolean
is_empty (const Builder *self)
{
  return self->text->phrases->len == self->first;
}

static void
add_phrase (Builder *self, const char *term, gboolean beginning, float weight, gint64 entries)
{
  PlatformSearchPhrase phrase = { g_strdup (term), beginning, self->text->n_words, weight };

  g_array_append_val (self->text->phrases, phrase);
  self->entries += entries;
}

/* What is rare counts for more. A word of which nothing stands anywhere leaves nothing behind.
 *
 * Returns: whether it is looked for */
static gboolean
end_word (Builder *self)
{
  float rarity = (float) (1 / (1 + log1p ((double) self->entries)));
  float best = 0;

  if (is_empty (self))
    return FALSE;
  for (guint i = self->first; i < self->text->phrases->len; i++)
    {
      PlatformSearchPhrase *phrase = &g_array_index (self->text->phrases, PlatformSearchPhrase, i);

      phrase->weight *= rarity;
      best = MAX (best, phrase->weight);
    }
  self->text->worth += best;
  self->text->n_words++;
  return TRUE;
}

static gint64
get_entries (Builder *self, const char *term)
{
  return platform_search_lists_get_entries (self->lists, term);
}

static gboolean
add_known (Builder *self, const char *term, float weight)
{
  gint64 entries = get_entries (self, term);

  if (entries > 0)
    add_phrase (self, term, FALSE, weight, entries);
  return entries > 0;
}

static void
on_form (const char *form, gpointer data)
{
  add_known (data, form, FORM_WEIGHT);
}

static void
on_synonym_pair (const char *pair, gsize length, gpointer data)
{
  g_autofree char *term = g_strndup (pair, length);

  if (g_utf8_strlen (term, -1) == 2)
    add_known (data, term, SYNONYM_WEIGHT);
}

static void
on_synonym_form (const char *form, gpointer data)
{
  add_known (data, form, SYNONYM_WEIGHT);
}

static void
add_synonyms (Builder *self, const char *word)
{
  const char *const *synonyms = platform_search_synonyms_get (word);

  for (guint i = 0; synonyms != NULL && synonyms[i] != NULL; i++)
    if ((guchar) synonyms[i][0] < 0x80)
      {
        add_known (self, synonyms[i], SYNONYM_WEIGHT);
        platform_search_synonyms_foreach_form (synonyms[i], on_synonym_form, self);
      }
    else
      platform_words_foreach_pair (synonyms[i], strlen (synonyms[i]), on_synonym_pair, self);
}

/* The plural's other words are the singular's. */
static void
on_synonyms_of_form (const char *form, gpointer data)
{
  add_synonyms (data, form);
}

/* --- Chinese --- */

typedef struct
{
  Builder *builder;
  GPtrArray *pairs; /* of char * */
  gint64 fewest;
} PairCollector;

static void
on_pair (const char *pair, gsize length, gpointer data)
{
  PairCollector *self = data;
  char *term = g_strndup (pair, length);

  if (g_utf8_strlen (term, -1) == 2)
    g_ptr_array_add (self->pairs, term);
  else
    g_free (term);
}

/* "双人披萨" is 双人, 人披 and 披萨, of which the middle one is no word: pairs that stand nowhere, and mean
 * nothing that does, are let go as long as others do not. */
static void
add_chinese (Builder *self, const PlatformSearchWord *word)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);
  PairCollector collector = { self, pairs, G_MAXINT64 };
  guint known = 0;

  g_string_append_printf (self->corrected, "%s ", word->written);
  if (g_utf8_strlen (word->folded, -1) == 1)
    {
      begin_word (self);
      add_phrase (self, word->folded, TRUE, 1, 100);
      end_word (self);
      return;
    }
  platform_words_foreach_pair (word->folded, strlen (word->folded), on_pair, &collector);
  for (guint i = 0; i < pairs->len && self->text->n_words < PLATFORM_SEARCH_MAX_WORDS; i++)
    {
      const char *pair = g_ptr_array_index (pairs, i);

      begin_word (self);
      add_known (self, pair, 1);
      if (!word->exact)
        add_synonyms (self, pair);
      known += end_word (self);
    }
  self->text->hopeless = self->text->hopeless || known == 0;
}

/* --- letters --- */

typedef struct
{
  Builder *builder;
  const char *word;
} Completion;

static void
on_completion (const char *term, gint64 entries, gpointer data)
{
  const Completion *self = data;

  add_phrase (self->builder, term, FALSE, strcmp (term, self->word) == 0 ? 1 : COMPLETION_WEIGHT, entries);
}

/* Every word that begins so, or the beginning itself when there are too many.
 *
 * Returns: whether there is one */
static gboolean
add_completions (Builder *self, const char *word)
{
  Completion completion = { self, word };
  guint n = platform_search_lists_foreach_completion (self->lists, word, MAX_COMPLETIONS, on_completion,
                                                      &completion);

  if (n <= MAX_COMPLETIONS)
    return n > 0;
  g_array_set_size (self->text->phrases, self->first);
  add_phrase (self, word, FALSE, 1, 0);
  add_phrase (self, word, TRUE, COMPLETION_WEIGHT, 0);
  return TRUE;
}

/* A word that is looked for as it stands, in its other forms and by its other names. */
static gboolean
add_plain (Builder *self, const PlatformSearchWord *word, gboolean last)
{
  gboolean completed = FALSE;

  begin_word (self);
  if (last && !word->exact)
    completed = add_completions (self, word->folded);
  else
    add_known (self, word->folded, 1);
  if (!word->exact)
    {
      /* Completions are a word's forms already. */
      if (!completed)
        platform_search_synonyms_foreach_form (word->folded, on_form, self);
      add_synonyms (self, word->folded);
      platform_search_synonyms_foreach_form (word->folded, on_synonyms_of_form, self);
    }
  if (!end_word (self))
    return FALSE;
  g_string_append_printf (self->corrected, "%s ", word->written);
  return TRUE;
}

static gboolean
add_term (Builder *self, const char *term)
{
  begin_word (self);
  add_known (self, term, 1);
  return end_word (self);
}

/* "mc donalds": neither half says what both do.
 *
 * Returns: whether the two were taken as one */
static gboolean
add_joined (Builder *self, const PlatformSearchWord *word, const PlatformSearchWord *next)
{
  g_autofree char *joined = NULL;
  g_auto (PlatformSearchCorrection) meant = { NULL };
  const char *term;

  if (next == NULL || word->exact || next->exact || word->chinese || next->chinese ||
      (get_entries (self, word->folded) > 0 && get_entries (self, next->folded) > 0))
    return FALSE;
  joined = g_strconcat (word->folded, next->folded, NULL);
  term = joined;
  if (get_entries (self, joined) == 0)
    {
      if (!platform_search_correction_find (self->database, joined, &meant, self->error))
        {
          self->failed = TRUE;
          return FALSE;
        }
      term = meant.term;
    }
  if (term == NULL || !add_term (self, term))
    return FALSE;
  g_string_append_printf (self->corrected, "%s ", meant.display != NULL ? meant.display : joined);
  self->was_corrected = TRUE;
  return TRUE;
}

/* "icecream": two words that are known. */
static gboolean
add_halves (Builder *self, const PlatformSearchWord *word)
{
  gsize length = strlen (word->folded);

  for (gsize at = MIN_HALF; at + MIN_HALF <= length; at++)
    {
      g_autofree char *first = g_strndup (word->folded, at);

      if (!g_utf8_validate (first, -1, NULL) || get_entries (self, first) == 0 ||
          get_entries (self, word->folded + at) == 0)
        continue;
      add_term (self, first);
      add_term (self, word->folded + at);
      g_string_append_printf (self->corrected, "%s %s ", first, word->folded + at);
      self->was_corrected = TRUE;
      return TRUE;
    }
  return FALSE;
}

static gboolean
add_correction (Builder *self, const PlatformSearchWord *word)
{
  g_auto (PlatformSearchCorrection) meant = { NULL };

  if (!platform_search_correction_find (self->database, word->folded, &meant, self->error))
    {
      self->failed = TRUE;
      return FALSE;
    }
  if (meant.term == NULL)
    return FALSE;
  begin_word (self);
  add_known (self, meant.term, 1);
  add_synonyms (self, meant.term);
  end_word (self);
  g_string_append_printf (self->corrected, "%s ", meant.display);
  self->was_corrected = TRUE;
  return TRUE;
}

/* Returns: how many words were taken */
static guint
add_word (Builder *self, const PlatformSearchWord *word, const PlatformSearchWord *next)
{
  if (word->chinese)
    {
      add_chinese (self, word);
      return 1;
    }
  if (add_joined (self, word, next))
    return 2;
  if (!self->failed && !add_plain (self, word, next == NULL) && !self->failed &&
      (word->exact || (!add_correction (self, word) && !self->failed && !add_halves (self, word))))
    self->text->hopeless = TRUE;
  return 1;
}

static gboolean
add_words (Builder *self, GPtrArray *words)
{
  for (guint i = 0; i < words->len && self->text->n_words < PLATFORM_SEARCH_MAX_WORDS - 1 && !self->failed;)
    i += add_word (self, g_ptr_array_index (words, i),
                   i + 1 < words->len ? g_ptr_array_index (words, i + 1) : NULL);
  return !self->failed;
}

PlatformSearchText *
platform_search_text_new (PlatformDatabase *database, const char *text, GError **error)
{
  g_autoptr (PlatformSearchText) self = g_new0 (PlatformSearchText, 1);
  g_autoptr (GPtrArray) words = platform_search_cut (text, &self->thrifty);
  g_autoptr (GString) corrected = g_string_new (NULL);
  g_autoptr (PlatformSearchMemory) memory = NULL;
  Builder builder = { .database = database, .text = self, .corrected = corrected, .error = error };

  self->phrases = g_array_new (FALSE, FALSE, sizeof (PlatformSearchPhrase));
  g_array_set_clear_func (self->phrases, (GDestroyNotify) phrase_clear);
  memory = platform_search_memory_enter (database, error);
  if (memory == NULL)
    return NULL;
  builder.lists = platform_search_memory_get_words (memory);
  if (!add_words (&builder, words))
    return NULL;
  self->can_relax = words->len > 1 && self->n_words > 0;
  if (builder.was_corrected && !self->hopeless)
    {
      g_string_truncate (corrected, corrected->len - 1);
      self->corrected = g_string_free (g_steal_pointer (&corrected), FALSE);
    }
  return g_steal_pointer (&self);
}
