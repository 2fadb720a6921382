/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-history-rank.h"

#include <math.h>

#include "rambla-catalogue.h"

/* After so many seconds something counts half. */
#define HALF_LIFE (14.0 * 24 * 60 * 60)
/* A habit of one's own may lift a suggestion by so many places, and no more. */
#define MOST_LIFT 6.0
/* Own searches that are added to what the platform suggests. */
#define MOST_OWN 3

typedef struct
{
  gpointer suggestion;
  double place; /* the smallest first */
  guint position;
} Ranked;

RamblaHistoryEntry *
rambla_history_entry_new (const char *type, const char *id, const char *text, guint count, gint64 last)
{
  RamblaHistoryEntry *self = g_new0 (RamblaHistoryEntry, 1);

  self->type = g_strdup (type);
  self->id = g_strdup (id);
  self->text = g_strdup (text);
  self->count = count;
  self->last = last;
  return self;
}

void
rambla_history_entry_free (RamblaHistoryEntry *self)
{
  g_free (self->type);
  g_free (self->id);
  g_free (self->text);
  g_free (self);
}

gboolean
rambla_history_entry_is (const RamblaHistoryEntry *self, const char *type, const char *id, const char *text)
{
  if (!g_str_equal (self->type, type))
    return FALSE;
  if (id != NULL || self->id != NULL)
    return g_strcmp0 (self->id, id) == 0;
  return g_strcmp0 (self->text, text) == 0;
}

/* 0 for nothing, towards 1 for what is done all the time. A clock that was set back makes nothing negative.
 */
static double
get_habit (const RamblaHistoryEntry *entry, gint64 now)
{
  double age = (double) MAX (now - entry->last, 0);
  double used = entry->count * exp2 (-age / HALF_LIFE);

  return used / (used + 1);
}

static double
get_lift (GPtrArray *entries, const RamblaSuggestion *suggestion, gint64 now)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const RamblaHistoryEntry *entry = g_ptr_array_index (entries, i);

      if (rambla_history_entry_is (entry, suggestion->type, suggestion->id, suggestion->text))
        return MOST_LIFT * get_habit (entry, now);
    }
  return 0;
}

static gboolean
is_suggested (GPtrArray *suggestions, const char *text)
{
  for (guint i = 0; i < suggestions->len; i++)
    {
      const RamblaSuggestion *suggestion = g_ptr_array_index (suggestions, i);

      if (g_str_equal (suggestion->type, "query") && g_strcmp0 (suggestion->text, text) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
add_own (GPtrArray *entries, const char *typed, GPtrArray *suggestions)
{
  guint n = 0;

  for (guint i = 0; i < entries->len && n < MOST_OWN; i++)
    {
      const RamblaHistoryEntry *entry = g_ptr_array_index (entries, i);
      RamblaSuggestion *own;

      if (!g_str_equal (entry->type, "query") || !g_str_match_string (typed, entry->text, TRUE) ||
          is_suggested (suggestions, entry->text))
        continue;
      own = g_new0 (RamblaSuggestion, 1);
      own->type = g_strdup ("query");
      own->text = g_strdup (entry->text);
      g_ptr_array_add (suggestions, own);
      n++;
    }
}

static int
compare_ranked (gconstpointer a, gconstpointer b)
{
  const Ranked *one = a, *other = b;

  if (one->place < other->place || one->place > other->place)
    return one->place < other->place ? -1 : 1;
  return one->position < other->position ? -1 : one->position > other->position;
}

void
rambla_history_rank (GPtrArray *entries, const char *typed, GPtrArray *suggestions, gint64 now)
{
  g_autofree Ranked *ranked = NULL;

  add_own (entries, typed, suggestions);
  ranked = g_new (Ranked, suggestions->len + 1);
  for (guint i = 0; i < suggestions->len; i++)
    ranked[i] = (Ranked){ .suggestion = g_ptr_array_index (suggestions, i),
                          .place = i - get_lift (entries, g_ptr_array_index (suggestions, i), now),
                          .position = i };
  qsort (ranked, suggestions->len, sizeof *ranked, compare_ranked);
  for (guint i = 0; i < suggestions->len; i++)
    suggestions->pdata[i] = ranked[i].suggestion;
}
