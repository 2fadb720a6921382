/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-key-storage.h"

#include <sodium.h>
#include <string.h>

void
platform_key_row_free (PlatformKeyRow *row)
{
  sodium_memzero (row->seed, sizeof row->seed);
  g_free (row->kid);
  g_free (row);
}

gboolean
platform_key_storage_insert (PlatformDatabase *database, const PlatformKeyRow *row, GError **error)
{
  return platform_database_run (database, error,
                                "INSERT INTO signing_keys (kid, seed, created_at) VALUES (?, ?, ?)", "tbi",
                                row->kid, row->seed, sizeof row->seed, row->created_at);
}

gboolean
platform_key_storage_retire_others (PlatformDatabase *database, const char *kid, gint64 now, GError **error)
{
  return platform_database_run (
      database, error, "UPDATE signing_keys SET retired_at = ? WHERE kid <> ? AND retired_at IS NULL", "it",
      now, kid);
}

gboolean
platform_key_storage_set_stolen (PlatformDatabase *database, const char *kid, gint64 now, GError **error)
{
  return platform_database_run (database, error,
                                "UPDATE signing_keys SET stolen_at = ? WHERE kid = ? AND stolen_at IS NULL",
                                "it", now, kid);
}

GPtrArray *
platform_key_storage_list_unused (PlatformDatabase *database, gint64 now, gint64 grace, GError **error)
{
  g_autoptr (GPtrArray) kids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  statement = platform_database_query (database, error,
                                       "SELECT kid FROM signing_keys k WHERE retired_at IS NOT NULL AND "
                                       "closed_at IS NULL AND NOT EXISTS (SELECT "
                                       "1 FROM vouchers v WHERE v.kid = k.kid AND (v.state = 'active' OR "
                                       "(v.state = 'redeemed' AND v.changed_at "
                                       "> ?)))",
                                       "i", now - grace);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (kids, platform_statement_dup_text (statement, 0));
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&kids) : NULL;
}

gboolean
platform_key_storage_close (PlatformDatabase *database, const char *kid, gint64 now, GError **error)
{
  return platform_database_run (database, error, "UPDATE signing_keys SET closed_at = ? WHERE kid = ?", "it",
                                now, kid);
}

GPtrArray *
platform_key_storage_list (PlatformDatabase *database, GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_key_row_free);
  PlatformStep step;

  statement = platform_database_query (
      database, error,
      "SELECT kid, seed, created_at, retired_at, stolen_at, closed_at FROM signing_keys "
      "ORDER BY retired_at IS NOT NULL, created_at DESC, kid",
      "");
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      PlatformKeyRow *row = g_new0 (PlatformKeyRow, 1);
      gsize length = 0;
      gconstpointer seed = platform_statement_get_blob (statement, 1, &length);

      g_ptr_array_add (rows, row);
      row->kid = platform_statement_dup_text (statement, 0);
      row->created_at = platform_statement_get_int (statement, 2);
      row->retired_at = platform_statement_get_int (statement, 3);
      row->stolen_at = platform_statement_get_int (statement, 4);
      row->closed_at = platform_statement_get_int (statement, 5);
      if (length != sizeof row->seed)
        {
          g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CORRUPT,
                       "The signing key %s is damaged", row->kid);
          return NULL;
        }
      memcpy (row->seed, seed, length);
    }
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}
