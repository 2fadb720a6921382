/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-index.h"

#include <string.h>

#include "platform-search-facts.h"
#include "platform-search-source.h"
#include "platform-search-vocabulary.h"
#include "platform-strips.h"

/* From so many entries on their words are written as a segment at once. */
#define MANY_ENTRIES 1000
/* So many entries outside of all segments become one. */
#define MAX_RECENT 4096
/* So many changes are kept for those who keep the index in memory; who is further behind reads it all. */
#define MAX_CHANGES 10000

typedef struct
{
  gint64 column; /* first row of its place */
  gint64 store;
  gint64 deal;
  gint64 row;
} Pending;

struct _PlatformSearchIndex
{
  PlatformDatabase *database;
  const PlatformCity *city;
  GArray *pending; /* of Pending */
};

PlatformSearchIndex *
platform_search_index_new (PlatformDatabase *database, const PlatformCity *city)
{
  PlatformSearchIndex *self = g_new0 (PlatformSearchIndex, 1);

  self->database = database;
  self->city = city;
  self->pending = g_array_new (FALSE, FALSE, sizeof (Pending));
  return self;
}

void
platform_search_index_free (PlatformSearchIndex *self)
{
  g_array_unref (self->pending);
  g_free (self);
}

gboolean
platform_search_index_is_stale (PlatformDatabase *database, gboolean *stale, GError **error)
{
  gint64 found = 0;
  PlatformStep step = platform_database_query_int (
      database, &found, error,
      "SELECT edition = 0 AND EXISTS (SELECT 1 FROM search_entries) FROM search_state", "");

  *stale = found != 0;
  return step != PLATFORM_STEP_ERROR;
}

gboolean
platform_search_index_clear (PlatformSearchIndex *self, GError **error)
{
  return platform_database_execute (self->database,
                                    "DELETE FROM search_entries; DELETE FROM search_postings;"
                                    "DELETE FROM search_recent; DELETE FROM search_changes;"
                                    "DELETE FROM search_terms; DELETE FROM search_deletions;"
                                    "UPDATE search_state SET edition = edition + 1",
                                    error);
}

gboolean
platform_search_index_add_store (PlatformSearchIndex *self, gint64 store, GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      self->database, error, "SELECT longitude, latitude FROM stores WHERE row = ?1", "i", store);
  PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;

  if (step == PLATFORM_STEP_ROW)
    {
      RamblaPoint place = { platform_statement_get_double (row, 0), platform_statement_get_double (row, 1) };
      Pending pending = { platform_strips_get_column (PLATFORM_STRIPS_STORES, place).first, store, 0 };

      g_array_append_val (self->pending, pending);
    }
  return step != PLATFORM_STEP_ERROR;
}

gboolean
platform_search_index_add_deal (PlatformSearchIndex *self, gint64 deal, GError **error)
{
  g_autoptr (PlatformStatement) row =
      platform_database_query (self->database, error,
                               "SELECT s.longitude, s.latitude, s.row FROM deal_branches b"
                               " JOIN stores s ON s.row = b.store WHERE b.deal = ?1 AND s.closed_at IS NULL",
                               "i", deal);
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      RamblaPoint place = { platform_statement_get_double (row, 0), platform_statement_get_double (row, 1) };
      Pending pending = { platform_strips_get_column (PLATFORM_STRIPS_OFFERS, place).first,
                          platform_statement_get_int (row, 2), deal };

      g_array_append_val (self->pending, pending);
    }
  return step == PLATFORM_STEP_DONE;
}

/* --- row numbers --- */

static gboolean
find_last (PlatformDatabase *database, PlatformRowRange range, gint64 *last, GError **error)
{
  return platform_database_query_int (
             database, last, error,
             "SELECT coalesce (max (row), ?1) FROM search_entries WHERE row BETWEEN ?1 AND ?2", "ii",
             range.first, range.last) != PLATFORM_STEP_ERROR;
}

static int
compare_pending (gconstpointer a, gconstpointer b)
{
  const Pending *one = a, *other = b;

  if (one->column != other->column)
    return one->column < other->column ? -1 : 1;
  if (one->store != other->store)
    return one->store < other->store ? -1 : 1;
  return one->deal < other->deal ? -1 : one->deal > other->deal;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Pending *one = a, *other = b;

  return one->row < other->row ? -1 : one->row > other->row;
}

/* Each column is asked once how far it is filled, and each tail. */
static gboolean
allocate_rows (PlatformSearchIndex *self, GError **error)
{
  PlatformRowRange column = { -1, -1 };
  gint64 last = 0, last_tail[2];

  for (guint kind = 0; kind < 2; kind++)
    if (!find_last (self->database, platform_strips_get_tail (kind), &last_tail[kind], error))
      return FALSE;
  g_array_sort (self->pending, compare_pending);
  for (guint i = 0; i < self->pending->len; i++)
    {
      Pending *pending = &g_array_index (self->pending, Pending, i);

      if (pending->column != column.first)
        {
          column = (PlatformRowRange){ pending->column, pending->column + PLATFORM_STRIPS_COLUMN_ROWS - 1 };
          if (!find_last (self->database, column, &last, error))
            return FALSE;
        }
      pending->row = last < column.last
                         ? ++last
                         : ++last_tail[pending->deal != 0 ? PLATFORM_STRIPS_OFFERS : PLATFORM_STRIPS_STORES];
    }
  g_array_sort (self->pending, compare_rows);
  return TRUE;
}

/* --- writing --- */

/* For those who keep the index in memory. */
static gboolean
write_change (PlatformDatabase *database, gint64 row, GError **error)
{
  gint64 number = 0;

  return platform_database_query_int (database, &number, error,
                                      "UPDATE search_state SET changes = changes + 1 RETURNING changes",
                                      "") != PLATFORM_STEP_ERROR &&
         platform_database_run (database, error, "INSERT INTO search_changes (number, row) VALUES (?1, ?2)",
                                "ii", number, row) &&
         platform_database_run (database, error, "DELETE FROM search_changes WHERE number <= ?1", "i",
                                number - MAX_CHANGES);
}

static gboolean
write_entry (PlatformSearchIndex *self,
             PlatformSearchSource *source,
             const Pending *pending,
             GString *words,
             GError **error)
{
  PlatformFacts facts;
  guint8 packed[PLATFORM_FACTS_SIZE];
  g_autoptr (PlatformStatement) insert = NULL;
  GBytes *hours;

  if (!platform_search_source_read (source, pending->row, pending->store, pending->deal, &facts, &hours,
                                    words, error))
    return FALSE;
  platform_facts_pack (&facts, packed);
  insert = platform_database_query (
      self->database, error,
      "INSERT INTO search_entries (row, deal, store, facts, hours) VALUES (?1, ?2, ?3, ?4, ?5)", "iiib0",
      pending->row, pending->deal, pending->store, packed, sizeof packed);
  if (insert == NULL)
    return FALSE;
  if (hours != NULL)
    {
      gsize length;
      gconstpointer data = g_bytes_get_data (hours, &length);

      platform_statement_bind_blob (insert, 5, data, length);
    }
  return platform_statement_run (insert, error);
}

/* Cuts what write_few() kept. */
static void
count_words (PlatformSearchVocabulary *vocabulary, gint64 row, const char *words)
{
  platform_search_vocabulary_begin_entry (vocabulary, row);
  for (guint part = 0; part < PLATFORM_SEARCH_N_PARTS && *words != '\0'; words++)
    if (*words == '\n')
      part++;
    else
      {
        const char *end = strchr (words, ' ');

        platform_search_vocabulary_count (vocabulary, part, words, (gsize) (end - words), words,
                                          (gsize) (end - words), 0);
        words = end;
      }
}

/* What was written one by one becomes a segment. */
static gboolean
fold_recent (PlatformDatabase *database, GError **error)
{
  g_autoptr (PlatformSearchVocabulary) vocabulary = platform_search_vocabulary_new (TRUE);
  g_autoptr (PlatformStatement) row =
      platform_database_prepare (database, "SELECT row, words FROM search_recent ORDER BY row", error);
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    count_words (vocabulary, platform_statement_get_int (row, 0), platform_statement_get_text (row, 1));
  return step == PLATFORM_STEP_DONE &&
         platform_search_vocabulary_write_postings (vocabulary, database, error) &&
         platform_database_execute (database, "DELETE FROM search_recent", error);
}

static gboolean
write_few (PlatformSearchIndex *self, GError **error)
{
  g_autoptr (PlatformSearchVocabulary) vocabulary = platform_search_vocabulary_new (FALSE);
  g_autoptr (PlatformSearchSource) source =
      platform_search_source_new (self->database, self->city, vocabulary);
  g_autoptr (GString) words = g_string_new (NULL);
  gint64 n_recent = 0;

  for (guint i = 0; i < self->pending->len; i++)
    {
      const Pending *pending = &g_array_index (self->pending, Pending, i);

      g_string_truncate (words, 0);
      if (!write_entry (self, source, pending, words, error) ||
          !platform_database_run (self->database, error,
                                  "INSERT INTO search_recent (row, words) VALUES (?1, ?2)", "it",
                                  pending->row, words->str) ||
          !write_change (self->database, pending->row, error))
        return FALSE;
    }
  if (!platform_search_vocabulary_write (vocabulary, self->database, error) ||
      platform_database_query_int (self->database, &n_recent, error, "SELECT count(*) FROM search_recent",
                                   "") == PLATFORM_STEP_ERROR)
    return FALSE;
  return n_recent < MAX_RECENT || fold_recent (self->database, error);
}

static gboolean
write_many (PlatformSearchIndex *self, GError **error)
{
  g_autoptr (PlatformSearchVocabulary) vocabulary = platform_search_vocabulary_new (TRUE);
  g_autoptr (PlatformSearchSource) source =
      platform_search_source_new (self->database, self->city, vocabulary);

  for (guint i = 0; i < self->pending->len; i++)
    if (!write_entry (self, source, &g_array_index (self->pending, Pending, i), NULL, error))
      return FALSE;
  return platform_search_vocabulary_write_postings (vocabulary, self->database, error) &&
         platform_search_vocabulary_write (vocabulary, self->database, error) &&
         platform_database_execute (self->database, "UPDATE search_state SET edition = edition + 1", error);
}

gboolean
platform_search_index_finish (PlatformSearchIndex *self, GError **error)
{
  if (!allocate_rows (self, error) ||
      !(self->pending->len > MANY_ENTRIES ? write_many (self, error) : write_few (self, error)))
    return FALSE;
  g_array_set_size (self->pending, 0);
  return TRUE;
}

gboolean
platform_search_index_refresh_deal (PlatformSearchIndex *self, gint64 deal, GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      self->database, error, "SELECT row, facts FROM search_entries WHERE deal = ?1", "i", deal);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) facts = g_array_new (FALSE, FALSE, sizeof (PlatformFacts));
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      gint64 number = platform_statement_get_int (row, 0);
      PlatformFacts old;
      gsize length;
      gconstpointer data = platform_statement_get_blob (row, 1, &length);

      if (!platform_facts_unpack (&old, data, length))
        continue;
      g_array_append_val (rows, number);
      g_array_append_val (facts, old);
    }
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      PlatformFacts *now = &g_array_index (facts, PlatformFacts, i);
      gint64 number = g_array_index (rows, gint64, i);
      guint8 packed[PLATFORM_FACTS_SIZE];

      if (!platform_search_source_read_deal (self->database, deal, now, error))
        return FALSE;
      platform_facts_pack (now, packed);
      if (!platform_database_run (self->database, error,
                                  "UPDATE search_entries SET facts = ?2 WHERE row = ?1", "ib", number, packed,
                                  sizeof packed) ||
          !write_change (self->database, number, error))
        return FALSE;
    }
  return TRUE;
}
