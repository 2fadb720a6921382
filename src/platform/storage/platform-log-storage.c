/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-log-storage.h"

#include <string.h>

#include "platform-price-log-storage.h"

void
platform_log_entry_free (PlatformLogEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->entry);
  g_free (self);
}

gboolean
platform_log_storage_get_name (PlatformDatabase *database, PlatformLog log, char **name, GError **error)
{
  g_autoptr (PlatformStatement) row =
      platform_database_query (database, error, "SELECT name FROM logs WHERE log = ?1", "n", (int) log);

  if (row == NULL || platform_statement_step (row, error) != PLATFORM_STEP_ROW)
    return FALSE;
  *name = platform_statement_dup_text (row, 0);
  return TRUE;
}

gboolean
platform_log_storage_get_size (PlatformDatabase *database, PlatformLog log, gint64 *size, GError **error)
{
  return platform_database_query_int (database, size, error,
                                      log == PLATFORM_LOG_REVIEWS
                                          ? "SELECT coalesce (max (number), 0) FROM review_log"
                                          : "SELECT coalesce (max (number), 0) FROM price_log WHERE number"
                                            " IS NOT NULL",
                                      "") == PLATFORM_STEP_ROW;
}

/* @statement: (transfer full) (nullable): whose first column of the first row is a hash */
static gboolean
read_hash (PlatformStatement *statement, RamblaLogHash *hash, GError **error)
{
  g_autoptr (PlatformStatement) row = statement;
  gconstpointer bytes;
  gsize length;
  PlatformStep step;

  if (row == NULL || (step = platform_statement_step (row, error)) == PLATFORM_STEP_ERROR)
    return FALSE;
  bytes = step == PLATFORM_STEP_ROW ? platform_statement_get_blob (row, 0, &length) : NULL;
  if (bytes == NULL || length != sizeof hash->bytes)
    {
      g_set_error_literal (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CORRUPT,
                           "a log has lost one of its hashes");
      return FALSE;
    }
  memcpy (hash->bytes, bytes, sizeof hash->bytes);
  return TRUE;
}

gboolean
platform_log_storage_get_hash (PlatformDatabase *database,
                               PlatformLog log,
                               gint64 number,
                               RamblaLogHash *hash,
                               GError **error)
{
  return read_hash (platform_database_query (database, error,
                                             log == PLATFORM_LOG_REVIEWS
                                                 ? "SELECT hash FROM review_log WHERE number = ?1"
                                                 : "SELECT hash FROM price_log WHERE number = ?1",
                                             "i", number),
                    hash, error);
}

static gboolean
list_reviews (PlatformDatabase *database,
              gint64 deal,
              gint64 after,
              guint limit,
              GPtrArray *found,
              GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      deal != 0
          ? "SELECT number, entry FROM review_log WHERE deal = ?1 AND number > ?2 ORDER BY nth LIMIT ?3"
          : "SELECT number, entry FROM review_log WHERE ?1 = 0 AND number > ?2 ORDER BY number LIMIT ?3",
      "iii", deal, after, (gint64) limit);
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      PlatformLogEntry *entry = g_new0 (PlatformLogEntry, 1);

      entry->number = platform_statement_get_int (row, 0);
      entry->entry = platform_statement_dup_text (row, 1);
      g_ptr_array_add (found, entry);
    }
  return step == PLATFORM_STEP_DONE;
}

gboolean
platform_log_storage_list (PlatformDatabase *database,
                           PlatformLog log,
                           gint64 deal,
                           gint64 after,
                           guint limit,
                           GPtrArray **entries,
                           GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_log_entry_free);
  gboolean done = log == PLATFORM_LOG_REVIEWS
                      ? list_reviews (database, deal, after, limit, found, error)
                      : platform_price_log_storage_list (database, deal, after, limit, found, error);

  *entries = done ? g_steal_pointer (&found) : NULL;
  return done;
}

gboolean
platform_log_storage_find_node (guint level,
                                guint64 position,
                                RamblaLogHash *hash,
                                gpointer data,
                                GError **error)
{
  const PlatformLogReader *reader = data;

  if (level == 0)
    return platform_log_storage_get_hash (reader->database, reader->log, (gint64) position + 1, hash, error);
  return read_hash (
      platform_database_query (reader->database, error,
                               "SELECT hash FROM log_nodes WHERE log = ?1 AND level = ?2 AND position = ?3",
                               "nni", (int) reader->log, (int) level, (gint64) position),
      hash, error);
}

gboolean
platform_log_storage_keep_nodes (PlatformDatabase *database, PlatformLog log, gint64 size, GError **error)
{
  PlatformLogReader reader = { database, log };

  for (guint level = RAMBLA_LOG_TREE_STEP; level < 63; level += RAMBLA_LOG_TREE_STEP)
    {
      guint64 position = ((guint64) size >> level) - 1;
      RamblaLogHash hash;

      if (size % (G_GINT64_CONSTANT (1) << level) != 0)
        return TRUE;
      if (!rambla_log_tree_subtree (level, position, platform_log_storage_find_node, &reader, &hash, error) ||
          !platform_database_run (
              database, error, "INSERT INTO log_nodes (log, level, position, hash) VALUES (?1, ?2, ?3, ?4)",
              "nnib", (int) log, (int) level, (gint64) position, hash.bytes, sizeof hash.bytes))
        return FALSE;
    }
  return TRUE;
}
