/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-browser-storage.h"

gboolean
platform_browser_storage_insert (PlatformDatabase *database,
                                 const guint8 *hash,
                                 const char *account_id,
                                 gint64 now,
                                 gint64 expires_at,
                                 GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO browser_sessions (hash, account_id, created_at, expires_at) VALUES (?, ?, ?, ?)", "btii",
      hash, (gsize) PLATFORM_SECRET_HASH_SIZE, account_id, now, expires_at);
}

PlatformStep
platform_browser_storage_get (PlatformDatabase *database,
                              const guint8 *hash,
                              gint64 now,
                              char **account_id,
                              GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  statement = platform_database_query (
      database, error, "SELECT account_id FROM browser_sessions WHERE hash = ? AND expires_at > ?", "bi",
      hash, (gsize) PLATFORM_SECRET_HASH_SIZE, now);
  if (statement == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    *account_id = platform_statement_dup_text (statement, 0);
  return step;
}

gboolean
platform_browser_storage_delete (PlatformDatabase *database, const guint8 *hash, GError **error)
{
  return platform_database_run (database, error, "DELETE FROM browser_sessions WHERE hash = ?", "b", hash,
                                (gsize) PLATFORM_SECRET_HASH_SIZE);
}

gboolean
platform_browser_storage_forget (PlatformDatabase *database, gint64 before, GError **error)
{
  return platform_database_run (database, error, "DELETE FROM browser_sessions WHERE expires_at < ?", "i",
                                before);
}
