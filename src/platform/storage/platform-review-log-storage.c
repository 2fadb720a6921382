/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-review-log-storage.h"

#include <string.h>

#include "platform-log-storage.h"
#include "platform-review-storage.h"
#include "rambla-fault-point.h"

/* How many are read before they are written. */
#define CHUNK 1000

/* Which entry about its deal comes next, and the hash of the one before. */
static gboolean
find_place (PlatformDatabase *database, gint64 deal, RamblaReviewEntry *entry, GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error, "SELECT nth, hash FROM review_log WHERE deal = ?1 ORDER BY nth DESC LIMIT 1", "i",
      deal);
  PlatformStep step;
  gsize length = 0;

  entry->nth = 1;
  memset (entry->previous.bytes, 0, sizeof entry->previous.bytes);
  if (row == NULL || (step = platform_statement_step (row, error)) == PLATFORM_STEP_ERROR)
    return FALSE;
  if (step == PLATFORM_STEP_DONE)
    return TRUE;
  entry->nth = (guint64) platform_statement_get_int (row, 0) + 1;
  memcpy (entry->previous.bytes, platform_statement_get_blob (row, 1, &length), sizeof entry->previous.bytes);
  return TRUE;
}

gboolean
platform_review_log_storage_append (PlatformDatabase *database,
                                    gint64 deal,
                                    RamblaReviewEntry *entry,
                                    GError **error)
{
  g_autofree char *text = NULL;
  RamblaLogHash hash;
  gint64 size = 0;

  if (!find_place (database, deal, entry, error) ||
      !platform_log_storage_get_size (database, PLATFORM_LOG_REVIEWS, &size, error))
    return FALSE;
  text = rambla_review_entry_format (entry);
  if (text == NULL)
    {
      g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED, "%s makes no entry",
                   entry->id);
      return FALSE;
    }
  hash = rambla_log_hash_leaf (text, strlen (text));
  if (!platform_database_run (database, error,
                              "INSERT INTO review_log (number, kind, id, deal, nth, entry, hash)"
                              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                              "ittiitb", size + 1, rambla_review_entry_kind_to_string (entry->kind),
                              entry->id, deal, (gint64) entry->nth, text, hash.bytes, sizeof hash.bytes))
    return FALSE;
  rambla_fault_point ("review-log.appended");
  return platform_log_storage_keep_nodes (database, PLATFORM_LOG_REVIEWS, size + 1, error);
}

/* One that came with an import: it has no pictures. */
static gboolean
append_row (PlatformDatabase *database, gint64 number, GError **error)
{
  g_autoptr (PlatformStatement) row =
      platform_database_query (database, error,
                               "SELECT r.id, d.id, s.id, r.created_at, r.rating, r.sample, r.author,"
                               " r.language, r.text, r.salt, r.deal FROM reviews r"
                               " JOIN deals d ON d.row = r.deal JOIN stores s ON s.row = r.store"
                               " WHERE r.row = ?1",
                               "i", number);
  RamblaReviewContent content = { { 0 } };
  RamblaReviewEntry entry;
  gsize length = 0;

  if (row == NULL || platform_statement_step (row, error) != PLATFORM_STEP_ROW)
    return FALSE;
  entry = (RamblaReviewEntry){
    .kind = RAMBLA_REVIEW_ENTRY_REVIEW,
    .id = (char *) platform_statement_get_text (row, 0),
    .deal_id = (char *) platform_statement_get_text (row, 1),
    .store_id = (char *) platform_statement_get_text (row, 2),
    .at = platform_statement_get_int (row, 3),
    .rating = (int) platform_statement_get_int (row, 4),
    .sample = platform_statement_get_int (row, 5) != 0,
  };
  content.author = platform_statement_get_text (row, 6);
  content.language = platform_statement_get_text (row, 7);
  content.text = platform_statement_get_text (row, 8);
  memcpy (content.salt, platform_statement_get_blob (row, 9, &length), sizeof content.salt);
  entry.content = rambla_review_content_hash (&content);
  return platform_review_log_storage_append (database, platform_statement_get_int (row, 10), &entry, error);
}

static GArray *
list_missing (PlatformDatabase *database, gint64 *after, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (PlatformStatement) row =
      platform_database_query (database, error,
                               "SELECT r.row FROM reviews r WHERE r.row > ?1 AND NOT EXISTS"
                               " (SELECT 1 FROM review_log l WHERE l.id = r.id) ORDER BY r.row LIMIT ?2",
                               "ii", *after, (gint64) CHUNK);
  PlatformStep step;

  if (row == NULL)
    return NULL;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      *after = platform_statement_get_int (row, 0);
      g_array_append_val (numbers, *after);
    }
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&numbers) : NULL;
}

gboolean
platform_review_log_storage_append_missing (PlatformDatabase *database, GError **error)
{
  gint64 after = 0;

  while (TRUE)
    {
      g_autoptr (GArray) numbers = list_missing (database, &after, error);

      if (numbers == NULL)
        return FALSE;
      if (numbers->len == 0)
        return TRUE;
      for (guint i = 0; i < numbers->len; i++)
        if (!append_row (database, g_array_index (numbers, gint64, i), error))
          return FALSE;
    }
}
