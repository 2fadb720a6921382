/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-correction.h"

#include "platform-words.h"

typedef struct
{
  PlatformDatabase *database;
  const char *word;
  guint tolerance;
  guint best_distance;
  PlatformSearchCorrection *best;
  gboolean failed;
  GError **error;
} Search;

void
platform_search_correction_clear (PlatformSearchCorrection *self)
{
  g_clear_pointer (&self->term, g_free);
  g_clear_pointer (&self->display, g_free);
  self->entries = 0;
}

static void
on_deletion (gint64 hash, gpointer data)
{
  Search *self = data;
  g_autoptr (PlatformStatement) row = NULL;
  PlatformStep step;

  if (self->failed)
    return;
  row = platform_database_query (self->database, self->error,
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
          (distance == self->best_distance && entries <= self->best->entries))
        continue;
      platform_search_correction_clear (self->best);
      self->best_distance = distance;
      self->best->entries = entries;
      self->best->term = g_strdup (term);
      self->best->display = platform_statement_dup_text (row, 2);
    }
  self->failed = step == PLATFORM_STEP_ERROR;
}

gboolean
platform_search_correction_find (PlatformDatabase *database,
                                 const char *word,
                                 PlatformSearchCorrection *correction,
                                 GError **error)
{
  Search search = { .database = database, .word = word, .best = correction, .error = error };

  *correction = (PlatformSearchCorrection){ NULL };
  search.tolerance = platform_words_get_tolerance (word);
  search.best_distance = search.tolerance + 1;
  if (search.tolerance > 0)
    platform_words_foreach_deletion (word, search.tolerance, on_deletion, &search);
  return !search.failed;
}
