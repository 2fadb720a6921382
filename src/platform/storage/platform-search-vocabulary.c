/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-vocabulary.h"

#include <string.h>

#include "platform-words.h"

struct _PlatformSearchTerm
{
  gint64 entries;
  guint languages;
  guint64 last_entry; /* counted already there */
  char *display;
  PlatformPostingsWriter postings;
};

typedef PlatformSearchTerm Term;

typedef struct
{
  gint64 hash;
  const char *term; /* owned by the table of terms */
} Deletion;

struct _PlatformSearchVocabulary
{
  GHashTable *terms; /* char * → Term */
  gboolean with_postings;
  guint64 n_entries;
  gint64 row; /* of the entry being counted */
};

static void
term_free (Term *self)
{
  platform_postings_writer_clear (&self->postings);
  g_free (self->display);
  g_free (self);
}

PlatformSearchVocabulary *
platform_search_vocabulary_new (gboolean with_postings)
{
  PlatformSearchVocabulary *self = g_new0 (PlatformSearchVocabulary, 1);

  self->with_postings = with_postings;
  self->terms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) term_free);
  return self;
}

void
platform_search_vocabulary_free (PlatformSearchVocabulary *self)
{
  g_hash_table_unref (self->terms);
  g_free (self);
}

void
platform_search_vocabulary_begin_entry (PlatformSearchVocabulary *self, gint64 row)
{
  self->n_entries++;
  self->row = row;
}

void
platform_search_vocabulary_count_again (PlatformSearchVocabulary *self, Term *term, PlatformSearchPart part)
{
  if (term->last_entry != self->n_entries)
    {
      term->last_entry = self->n_entries;
      term->entries++;
    }
  if (self->with_postings)
    platform_postings_writer_add (&term->postings, self->row, part);
}

Term *
platform_search_vocabulary_count (PlatformSearchVocabulary *self,
                                  PlatformSearchPart part,
                                  const char *folded,
                                  gsize folded_length,
                                  const char *written,
                                  gsize written_length,
                                  guint languages)
{
  char buffer[PLATFORM_WORD_MAX_BYTES + 1];
  Term *term;

  memcpy (buffer, folded, folded_length);
  buffer[folded_length] = '\0';
  term = g_hash_table_lookup (self->terms, buffer);
  if (term == NULL)
    {
      term = g_new0 (Term, 1);
      term->display = g_utf8_strdown (written, (gssize) written_length);
      g_hash_table_insert (self->terms, g_strdup (buffer), term);
    }
  term->languages |= languages;
  platform_search_vocabulary_count_again (self, term, part);
  return term;
}

static int
compare_deletions (gconstpointer a, gconstpointer b)
{
  const Deletion *one = a, *other = b;

  if (one->hash != other->hash)
    return one->hash < other->hash ? -1 : 1;
  return strcmp (one->term, other->term);
}

typedef struct
{
  GArray *deletions;
  const char *term;
} DeletionCollector;

static void
on_deletion (gint64 hash, gpointer data)
{
  DeletionCollector *self = data;
  Deletion deletion = { hash, self->term };

  g_array_append_val (self->deletions, deletion);
}

static gboolean
write_postings (PlatformDatabase *database, gint64 segment, const char *text, Term *term, GError **error)
{
  gsize length;
  gconstpointer list = platform_postings_writer_end (&term->postings, &length);

  return platform_database_run (database, error,
                                "INSERT INTO search_postings (term, segment, postings) VALUES (?1, ?2, ?3)",
                                "tib", text, segment, list, length);
}

static gboolean
write_term (PlatformDatabase *database, const char *text, const Term *term, GArray *deletions, GError **error)
{
  DeletionCollector collector = { deletions, text };
  guint tolerance = platform_words_get_tolerance (text);

  if (!platform_database_run (database, error,
                              "INSERT INTO search_terms (term, entries, languages, display)"
                              " VALUES (?1, ?2, ?3, ?4)"
                              " ON CONFLICT (term) DO NOTHING",
                              "tiit", text, term->entries, (gint64) term->languages, term->display))
    return FALSE;
  if (platform_database_get_changes (database) == 0)
    return platform_database_run (database, error,
                                  "UPDATE search_terms SET entries = entries + ?2,"
                                  " languages = languages | ?3 WHERE term = ?1",
                                  "tii", text, term->entries, (gint64) term->languages);
  if (tolerance > 0)
    platform_words_foreach_deletion (text, tolerance, on_deletion, &collector);
  return TRUE;
}

gboolean
platform_search_vocabulary_write_postings (PlatformSearchVocabulary *self,
                                           PlatformDatabase *database,
                                           GError **error)
{
  g_autoptr (GList) texts = g_list_sort (g_hash_table_get_keys (self->terms), (GCompareFunc) strcmp);
  gint64 segment = 0;

  if (platform_database_query_int (database, &segment, error,
                                   "UPDATE search_state SET segments = segments + 1 RETURNING segments",
                                   "") == PLATFORM_STEP_ERROR)
    return FALSE;
  for (GList *text = texts; text != NULL; text = text->next)
    if (!write_postings (database, segment, text->data, g_hash_table_lookup (self->terms, text->data), error))
      return FALSE;
  return TRUE;
}

gboolean
platform_search_vocabulary_write (PlatformSearchVocabulary *self, PlatformDatabase *database, GError **error)
{
  g_autoptr (GArray) deletions = g_array_new (FALSE, FALSE, sizeof (Deletion));
  g_autoptr (GList) texts = g_list_sort (g_hash_table_get_keys (self->terms), (GCompareFunc) strcmp);
  const Deletion *last = NULL;

  for (GList *text = texts; text != NULL; text = text->next)
    if (!write_term (database, text->data, g_hash_table_lookup (self->terms, text->data), deletions, error))
      return FALSE;
  /* In the order of the key, so that the tree grows at its end. */
  g_array_sort (deletions, compare_deletions);
  for (guint i = 0; i < deletions->len; i++)
    {
      const Deletion *deletion = &g_array_index (deletions, Deletion, i);

      if (last != NULL && compare_deletions (last, deletion) == 0)
        continue;
      last = deletion;
      if (!platform_database_run (database, error,
                                  "INSERT INTO search_deletions (hash, term)"
                                  " VALUES (?1, ?2)"
                                  " ON CONFLICT DO NOTHING",
                                  "it", deletion->hash, deletion->term))
        return FALSE;
    }
  g_hash_table_remove_all (self->terms);
  return TRUE;
}
