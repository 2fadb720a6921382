/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-match.h"

#include <string.h>

#include "platform-search-postings.h"

/* So many entries are looked at together: their scores stay in the processor's cache. */
#define WINDOW 32768
#define N_PARTS_SETS (1u << PLATFORM_SEARCH_N_PARTS)

/* A phrase's list, and how far it was read. */
typedef struct
{
  const PlatformSearchList *list;
  guint at;
  guint word;
  float scores[N_PARTS_SETS]; /* by the parts that it stands in */
} Cursor;

typedef struct
{
  Cursor *cursors;
  guint n_cursors;
  guint needed; /* words */
  float worth;
  PlatformSearchMatchFunc func;
  gpointer data;

  /* By entry of the window. */
  guint8 found[WINDOW]; /* words, so far */
  guint8 word[WINDOW];  /* the last of them */
  float before[WINDOW]; /* scores of the words before it */
  float best[WINDOW];   /* its own score */
} Match;

/* Lists are long and ranges short: leaps before steps. */
static void
advance (Cursor *self, guint slot)
{
  const guint32 *slots = self->list->slots;
  guint n = self->list->n, first = self->at, step = 1, end;

  if (first >= n || slots[first] >= slot)
    return;
  while (first + step < n && slots[first + step] < slot)
    step *= 2;
  end = MIN (first + step, n);
  first += step / 2;
  while (first < end)
    {
      guint middle = first + (end - first) / 2;

      if (slots[middle] < slot)
        first = middle + 1;
      else
        end = middle;
    }
  self->at = first;
}

/* Returns: whether there was anything */
static gboolean
add_phrase (Match *self, Cursor *cursor, guint first, guint end)
{
  const PlatformSearchList *list = cursor->list;
  guint word = cursor->word + 1, start;

  advance (cursor, first);
  for (start = cursor->at; cursor->at < list->n && list->slots[cursor->at] < end; cursor->at++)
    {
      guint at = list->slots[cursor->at] - first;
      float score = cursor->scores[list->parts[cursor->at] & (N_PARTS_SETS - 1)];

      if (self->found[at] == 0 || self->word[at] != word)
        {
          self->before[at] = self->found[at] == 0 ? 0 : self->before[at] + self->best[at];
          self->found[at]++;
          self->word[at] = (guint8) word;
          self->best[at] = score;
        }
      else
        self->best[at] = MAX (self->best[at], score);
    }
  return cursor->at > start;
}

static void
match_window (Match *self, guint first, guint end)
{
  gboolean any = FALSE;

  memset (self->found, 0, end - first);
  for (guint i = 0; i < self->n_cursors; i++)
    any = add_phrase (self, &self->cursors[i], first, end) || any;
  for (guint at = 0; any && at < end - first; at++)
    if (self->found[at] >= self->needed)
      self->func (first + at, (double) ((self->before[at] + self->best[at]) / self->worth), self->data);
}

gboolean
platform_search_match (PlatformSearchMemory *memory,
                       PlatformDatabase *database,
                       const PlatformSearchText *text,
                       gboolean some,
                       const PlatformSlotRange *ranges,
                       guint n_ranges,
                       PlatformSearchMatchFunc func,
                       gpointer data,
                       GError **error)
{
  g_autofree Cursor *cursors = g_new0 (Cursor, text->phrases->len);
  g_autofree Match *self = g_new (Match, 1);

  self->cursors = cursors;
  self->n_cursors = text->phrases->len;
  self->needed = some ? 1 : text->n_words;
  self->worth = text->worth;
  self->func = func;
  self->data = data;
  for (guint i = 0; i < text->phrases->len; i++)
    {
      const PlatformSearchPhrase *phrase = &g_array_index (text->phrases, PlatformSearchPhrase, i);

      cursors[i].list =
          platform_search_memory_get_list (memory, database, phrase->term, phrase->beginning, error);
      if (cursors[i].list == NULL)
        return FALSE;
      cursors[i].word = phrase->word;
      for (guint parts = 0; parts < N_PARTS_SETS; parts++)
        cursors[i].scores[parts] = phrase->weight * platform_search_parts_get_weight ((guint8) parts);
    }
  for (guint i = 0; i < n_ranges; i++)
    for (guint first = ranges[i].first; first < ranges[i].end; first += WINDOW)
      match_window (self, first, MIN (first + WINDOW, ranges[i].end));
  return TRUE;
}
