/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was looked at: how it puts suggestions in order, what is kept, and that it can be switched off. */
#include <glib/gstdio.h>

#include "rambla-catalogue.h"
#include "rambla-history.h"

#define NOW 1800000000
#define DAY (24 * 60 * 60)

static void
suggestion_free (gpointer data)
{
  RamblaSuggestion *self = data;

  g_free (self->type);
  g_free (self->text);
  g_free (self->id);
  g_free (self);
}

/* @list: "type:id:text" separated by commas; the id may be empty */
static GPtrArray *
parse_suggestions (const char *list)
{
  GPtrArray *suggestions = g_ptr_array_new_with_free_func (suggestion_free);
  g_auto (GStrv) each = g_strsplit (list, ",", -1);

  for (guint i = 0; each[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (each[i], ":", 3);
      RamblaSuggestion *suggestion = g_new0 (RamblaSuggestion, 1);

      suggestion->type = g_strdup (parts[0]);
      suggestion->id = *parts[1] != '\0' ? g_strdup (parts[1]) : NULL;
      suggestion->text = g_strdup (parts[2]);
      g_ptr_array_add (suggestions, suggestion);
    }
  return suggestions;
}

static void
assert_ranked (GPtrArray *entries, const char *typed, const char *list, const char *expected)
{
  g_autoptr (GPtrArray) suggestions = parse_suggestions (list);
  g_autoptr (GString) texts = g_string_new (NULL);

  rambla_history_rank (entries, typed, suggestions, NOW);
  for (guint i = 0; i < suggestions->len; i++)
    g_string_append_printf (texts, "%s%s", i > 0 ? "," : "",
                            ((RamblaSuggestion *) g_ptr_array_index (suggestions, i))->text);
  g_assert_cmpstr (texts->str, ==, expected);
}

static void
add (GPtrArray *entries, const char *type, const char *id, const char *text, guint count, int days)
{
  g_ptr_array_add (entries, rambla_history_entry_new (type, id, text, count, NOW - days * DAY));
}

static void
test_rank (void)
{
  static const char list[] =
      "category:cat_1:Pizza,deal:dea_1:Pizza for 2,deal:dea_2:Pizza for 4,store:sto_1:Pizzería";
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) rambla_history_entry_free);

  /* Without a history the platform's order stands. */
  assert_ranked (entries, "piz", list, "Pizza,Pizza for 2,Pizza for 4,Pizzería");
  /* What is gone to every other day comes first; what was seen once, a year ago, stays where it is. */
  add (entries, "store", "sto_1", "Pizzería", 8, 1);
  add (entries, "deal", "dea_2", "Pizza for 4", 1, 365);
  assert_ranked (entries, "piz", list, "Pizzería,Pizza,Pizza for 2,Pizza for 4");
  /* The same name is not the same thing. */
  add (entries, "deal", "dea_9", "Pizza for 2", 50, 0);
  assert_ranked (entries, "piz", list, "Pizzería,Pizza,Pizza for 2,Pizza for 4");
  /* Own searches that begin so are offered, without regard to case and accents, once. */
  add (entries, "query", NULL, "Pízza a la piedra", 5, 0);
  add (entries, "query", NULL, "sushi", 5, 0);
  assert_ranked (entries, "piz", list, "Pizzería,Pízza a la piedra,Pizza,Pizza for 2,Pizza for 4");
  assert_ranked (entries, "piz", "query::Pízza a la piedra", "Pízza a la piedra");
  /* A clock that was set back does no harm. */
  add (entries, "deal", "dea_1", "Pizza for 2", 1, -1000);
  assert_ranked (entries, "piz", "deal:dea_1:Pizza for 2,deal:dea_2:Pizza for 4",
                 "Pizza for 2,Pízza a la piedra,Pizza for 4");
}

static void
settle (RamblaHistory *history)
{
  for (int i = 0; i < 5; i++)
    {
      rambla_history_flush (history);
      while (g_main_context_iteration (NULL, FALSE))
        continue;
    }
}

static void
test_kept (void)
{
  g_autofree char *folder = g_dir_make_tmp ("rambla-history-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "history.json", NULL);
  g_autofree char *text = NULL;
  RamblaHistory *history = rambla_history_new (path);
  const RamblaHistoryEntry *entry;

  settle (history);
  rambla_history_add (history, "deal", "dea_1", "Pizza");
  rambla_history_add (history, "query", NULL, "sushi");
  rambla_history_add (history, "deal", "dea_1", "Pizza");
  settle (history);
  g_assert_finalize_object (history);

  history = rambla_history_new (path);
  settle (history);
  g_assert_cmpuint (rambla_history_list (history)->len, ==, 2);
  entry = g_ptr_array_index (rambla_history_list (history), 0);
  g_assert_cmpstr (entry->id, ==, "dea_1");
  g_assert_cmpuint (entry->count, ==, 2);
  for (int i = 0; i < RAMBLA_HISTORY_MOST + 20; i++)
    {
      g_autofree char *words = g_strdup_printf ("words %d", i);

      rambla_history_add (history, "query", NULL, words);
    }
  g_assert_cmpuint (rambla_history_list (history)->len, ==, RAMBLA_HISTORY_MOST);

  /* Switched off, nothing stays, on disk neither, and nothing is added. */
  rambla_history_set_enabled (history, FALSE);
  rambla_history_add (history, "query", NULL, "secret");
  settle (history);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "words"));
  g_assert_null (strstr (text, "secret"));
  g_assert_finalize_object (history);
  history = rambla_history_new (path);
  settle (history);
  g_assert_false (rambla_history_get_enabled (history));
  g_assert_finalize_object (history);
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/rank", test_rank);
  g_test_add_func ("/history/kept", test_kept);
  return g_test_run ();
}
