/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-text.h"

#include <math.h>
#include <string.h>

#include "platform-database-private.h"
#include "platform-words.h"

#define MAX_WORDS 24
/* Ways in which a beginning may go on that are asked for one by one; with more the prefix itself is asked
 * for, which is slower because it reads the rows of the whole map, not only those near. */
#define MAX_COMPLETIONS 48
/* What a completed word counts beside one that was typed whole. */
#define COMPLETION_WEIGHT 0.8f

typedef struct
{
  guint32 word;
  float weight;
} PhraseWeight;

typedef struct
{
  char *folded;
  char *written;
  gboolean chinese;
} Word;

typedef struct
{
  PlatformDatabase *database;
  GString *match;
  GArray *phrases; /* of PhraseWeight */
  guint n_words;
  GString *corrected;
  gboolean was_corrected;
  gboolean hopeless;
} Builder;

/* Say nothing, and stand everywhere. */
static const char *const stop_words[] = { "a",    "al",  "and", "at", "cerca", "con",  "de",   "del", "el",
                                          "en",   "for", "in",  "la", "las",   "los",  "near", "of",  "on",
                                          "para", "por", "the", "un", "una",   "with", "y" };

void
platform_search_text_free (PlatformSearchText *self)
{
  if (self == NULL)
    return;
  g_free (self->match);
  g_clear_pointer (&self->weights, g_bytes_unref);
  g_free (self->corrected);
  g_free (self);
}

static void
word_free (Word *self)
{
  g_free (self->folded);
  g_free (self->written);
  g_free (self);
}

static void
on_word (const PlatformWord *word, gpointer data)
{
  GPtrArray *words = data;
  Word *copy;

  if (words->len >= MAX_WORDS)
    return;
  copy = g_new0 (Word, 1);
  copy->folded = g_strndup (word->folded, word->folded_length);
  copy->written = g_strndup (word->written, word->written_length);
  copy->chinese = word->chinese;
  g_ptr_array_add (words, copy);
}

static gboolean
is_stop_word (const Word *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (stop_words); i++)
    if (strcmp (stop_words[i], word->folded) == 0)
      return TRUE;
  return FALSE;
}

static void
drop_stop_words (GPtrArray *words)
{
  gboolean others = FALSE;

  for (guint i = 0; i < words->len; i++)
    others = others || !is_stop_word (g_ptr_array_index (words, i));
  for (guint i = words->len; others && i > 0; i--)
    if (is_stop_word (g_ptr_array_index (words, i - 1)))
      g_ptr_array_remove_index (words, i - 1);
}

/* A term holds letters and digits only, so there is nothing in it to escape. */
static void
add_phrase (Builder *self, const char *term, gboolean beginning, gboolean first, float weight)
{
  PhraseWeight phrase = { self->n_words, weight };

  g_string_append_printf (self->match, "%s\"%s\"%s", first ? "" : " OR ", term, beginning ? "*" : "");
  g_array_append_val (self->phrases, phrase);
}

static void
begin_word (Builder *self)
{
  g_string_append (self->match, self->n_words > 0 ? " AND (" : "(");
}

/* @entries: in how many the word stands; what is rare counts for more. */
static void
end_word (Builder *self, gint64 entries)
{
  float rarity = (float) (1 / (1 + log1p ((double) entries)));

  g_string_append_c (self->match, ')');
  for (guint i = 0; i < self->phrases->len; i++)
    {
      PhraseWeight *phrase = &g_array_index (self->phrases, PhraseWeight, i);

      if (phrase->word == self->n_words)
        phrase->weight *= rarity;
    }
  self->n_words++;
}

static gboolean
get_entries (Builder *self, const char *term, gint64 *entries, GError **error)
{
  *entries = 0;
  return platform_database_query_int (self->database, entries, error,
                                      "SELECT entries FROM search_terms WHERE term = ?1", "t",
                                      term) != PLATFORM_STEP_ERROR;
}

typedef struct
{
  Builder *builder;
  GPtrArray *known; /* of char * */
  gint64 fewest;
  gboolean failed;
  GError **error;
} PairCollector;

static void
on_pair (const char *pair, gsize length, gpointer data)
{
  PairCollector *self = data;
  g_autofree char *term = NULL;
  gint64 entries;

  if (self->failed || g_utf8_strlen (pair, (gssize) length) < 2)
    return;
  term = g_strndup (pair, length);
  if (!get_entries (self->builder, term, &entries, self->error))
    self->failed = TRUE;
  else if (entries > 0)
    {
      self->fewest = MIN (self->fewest, entries);
      g_ptr_array_add (self->known, g_steal_pointer (&term));
    }
}

/* "便宜披萨" is 便宜, 宜披 and 披萨, of which the middle one is no word: pairs that stand nowhere are let go
 * as long as others do. */
static gboolean
add_chinese (Builder *self, const Word *word, GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (g_free);
  PairCollector collector = { self, known, G_MAXINT64, FALSE, error };

  if (g_utf8_strlen (word->folded, -1) == 1)
    {
      begin_word (self);
      add_phrase (self, word->folded, TRUE, TRUE, 1);
      end_word (self, 100);
      return TRUE;
    }
  platform_words_foreach_pair (word->folded, strlen (word->folded), on_pair, &collector);
  if (collector.failed)
    return FALSE;
  self->hopeless = self->hopeless || known->len == 0;
  for (guint i = 0; i < known->len && self->n_words < MAX_WORDS; i++)
    {
      begin_word (self);
      add_phrase (self, g_ptr_array_index (known, i), FALSE, TRUE, 1);
      end_word (self, collector.fewest);
    }
  return TRUE;
}

typedef struct
{
  Builder *builder;
  const char *word;
  guint tolerance;
  guint best_distance;
  gint64 best_entries;
  char *best;
  char *best_display;
  gboolean failed;
  GError **error;
} Correction;

static void
on_deletion (gint64 hash, gpointer data)
{
  Correction *self = data;
  g_autoptr (PlatformStatement) row = NULL;
  PlatformStep step;

  if (self->failed)
    return;
  row = platform_database_query (self->builder->database, self->error,
                                 "SELECT t.term, t.entries, t.display FROM search_deletions d"
                                 " CROSS JOIN search_terms t ON t.term = d.term WHERE d.hash = ?1",
                                 "i", hash);
  if (row == NULL)
    {
      self->failed = TRUE;
      return;
    }
  while ((step = platform_statement_step (row, self->error)) == PLATFORM_STEP_ROW)
    {
      const char *term = platform_statement_get_text (row, 0);
      gint64 entries = platform_statement_get_int (row, 1);
      guint distance = platform_words_distance (self->word, term, self->tolerance);

      if (distance > self->tolerance || distance > self->best_distance ||
          (distance == self->best_distance && entries <= self->best_entries))
        continue;
      self->best_distance = distance;
      self->best_entries = entries;
      g_free (self->best);
      self->best = g_strdup (term);
      g_free (self->best_display);
      self->best_display = platform_statement_dup_text (row, 2);
    }
  self->failed = step == PLATFORM_STEP_ERROR;
}

/* The nearest known word, of several the one that stands in most entries. */
static gboolean
correct (Builder *self, const Word *word, GError **error)
{
  Correction correction = { .builder = self, .word = word->folded, .error = error };

  correction.tolerance = platform_words_get_tolerance (word->folded);
  correction.best_distance = correction.tolerance + 1;
  if (correction.tolerance > 0)
    platform_words_foreach_deletion (word->folded, correction.tolerance, on_deletion, &correction);
  if (!correction.failed && correction.best != NULL)
    {
      begin_word (self);
      add_phrase (self, correction.best, FALSE, TRUE, 1);
      end_word (self, correction.best_entries);
      g_string_append_printf (self->corrected, "%s ", correction.best_display);
      self->was_corrected = TRUE;
    }
  else
    self->hopeless = TRUE;
  g_free (correction.best);
  g_free (correction.best_display);
  return !correction.failed;
}

/* Every word that begins so, or the beginning itself when there are too many. @entries: 0 if there is none.
 */
static gboolean
complete (Builder *self, const Word *word, gint64 *entries, GError **error)
{
  g_autofree char *end =
      g_strconcat (word->folded, "\xf4\x8f\xbf\xbf", NULL); /* U+10FFFF: after every other */
  g_autoptr (PlatformStatement) row = platform_database_query (
      self->database, error, "SELECT term, entries FROM search_terms WHERE term >= ?1 AND term < ?2 LIMIT ?3",
      "ttn", word->folded, end, MAX_COMPLETIONS + 1);
  gsize start = self->match->len;
  guint first_phrase = self->phrases->len, n = 0;
  PlatformStep step;

  *entries = 0;
  if (row == NULL)
    return FALSE;
  begin_word (self);
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      const char *term = platform_statement_get_text (row, 0);

      *entries += platform_statement_get_int (row, 1);
      add_phrase (self, term, FALSE, n == 0, strcmp (term, word->folded) == 0 ? 1 : COMPLETION_WEIGHT);
      n++;
    }
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (n > 0 && n <= MAX_COMPLETIONS)
    {
      end_word (self, *entries);
      return TRUE;
    }
  g_string_truncate (self->match, start);
  g_array_set_size (self->phrases, first_phrase);
  if (n == 0)
    return TRUE;
  begin_word (self);
  add_phrase (self, word->folded, FALSE, TRUE, 1);
  add_phrase (self, word->folded, TRUE, FALSE, COMPLETION_WEIGHT);
  end_word (self, *entries);
  return TRUE;
}

static gboolean
add_word (Builder *self, const Word *word, gboolean last, GError **error)
{
  gint64 entries = 0;

  if (word->chinese)
    {
      g_string_append_printf (self->corrected, "%s ", word->written);
      return add_chinese (self, word, error);
    }
  if (last)
    {
      if (!complete (self, word, &entries, error))
        return FALSE;
    }
  else
    {
      if (!get_entries (self, word->folded, &entries, error))
        return FALSE;
      if (entries > 0)
        {
          begin_word (self);
          add_phrase (self, word->folded, FALSE, TRUE, 1);
          end_word (self, entries);
        }
    }
  if (entries == 0)
    return correct (self, word, error);
  g_string_append_printf (self->corrected, "%s ", word->written);
  return TRUE;
}

PlatformSearchText *
platform_search_text_new (PlatformDatabase *database, const char *text, GError **error)
{
  g_autoptr (PlatformSearchText) self = g_new0 (PlatformSearchText, 1);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func ((GDestroyNotify) word_free);
  g_autoptr (GString) match = g_string_new (NULL);
  g_autoptr (GString) corrected = g_string_new (NULL);
  g_autoptr (GArray) phrases = g_array_new (FALSE, FALSE, sizeof (PhraseWeight));
  Builder builder = { .database = database, .match = match, .phrases = phrases, .corrected = corrected };

  platform_words_foreach (text, -1, on_word, words);
  drop_stop_words (words);
  for (guint i = 0; i < words->len && builder.n_words < MAX_WORDS; i++)
    if (!add_word (&builder, g_ptr_array_index (words, i), i + 1 == words->len, error))
      return NULL;
  self->hopeless = builder.hopeless;
  if (builder.n_words > 0)
    {
      self->match = g_string_free (g_steal_pointer (&match), FALSE);
      self->weights = g_bytes_new (phrases->data, phrases->len * sizeof (PhraseWeight));
    }
  if (builder.was_corrected && !builder.hopeless)
    {
      g_string_truncate (corrected, corrected->len - 1);
      self->corrected = g_string_free (g_steal_pointer (&corrected), FALSE);
    }
  return g_steal_pointer (&self);
}

/* What a word counts in title, store, kind, area, body. */
static const float column_weights[] = { 1.0f, 0.9f, 0.7f, 0.5f, 0.35f };

static float
weigh_phrase (const Fts5ExtensionApi *api, Fts5Context *fts, int phrase)
{
  Fts5PhraseIter iter;
  float best = 0;
  int column = -1;

  if (api->xPhraseFirstColumn (fts, phrase, &iter, &column) != SQLITE_OK)
    return 0;
  for (; column >= 0; api->xPhraseNextColumn (fts, &iter, &column))
    if ((guint) column < G_N_ELEMENTS (column_weights))
      best = MAX (best, column_weights[column]);
  return best;
}

static void
search_rank (const Fts5ExtensionApi *api,
             Fts5Context *fts,
             sqlite3_context *context,
             int n_values,
             sqlite3_value **values)
{
  const PhraseWeight *phrases;
  int n_phrases = api->xPhraseCount (fts);
  float best[MAX_WORDS] = { 0 }, most[MAX_WORDS] = { 0 };
  float sum = 0, total = 0;

  if (n_values != 1 || sqlite3_value_bytes (values[0]) != n_phrases * (int) sizeof (PhraseWeight))
    {
      sqlite3_result_error (context, "search_rank: not the weights of this expression", -1);
      return;
    }
  phrases = sqlite3_value_blob (values[0]);
  for (int i = 0; i < n_phrases; i++)
    {
      guint32 word = phrases[i].word;

      if (word >= MAX_WORDS)
        continue;
      most[word] = MAX (most[word], phrases[i].weight);
      best[word] = MAX (best[word], phrases[i].weight * weigh_phrase (api, fts, i));
    }
  for (guint i = 0; i < MAX_WORDS; i++)
    {
      sum += best[i];
      total += most[i];
    }
  sqlite3_result_double (context, total > 0 ? (double) (sum / total) : 0);
}

gboolean
platform_search_text_register (PlatformDatabase *database, GError **error)
{
  sqlite3 *handle = platform_database_get_handle (database);
  sqlite3_stmt *statement = NULL;
  fts5_api *api = NULL;
  int code = sqlite3_prepare_v2 (handle, "SELECT fts5 (?1)", -1, &statement, NULL);

  if (code == SQLITE_OK)
    {
      sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
      sqlite3_step (statement);
      code = sqlite3_finalize (statement);
    }
  if (code == SQLITE_OK && api == NULL)
    code = SQLITE_ERROR;
  if (code == SQLITE_OK)
    code = api->xCreateFunction (api, "search_rank", NULL, search_rank, NULL);
  if (code == SQLITE_OK)
    return TRUE;
  platform_database_set_error (database, code, "full-text search", error);
  return FALSE;
}
