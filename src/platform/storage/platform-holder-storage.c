/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-holder-storage.h"

gboolean
platform_holder_storage_put (PlatformDatabase *database,
                             const char *session_id,
                             const char *account_id,
                             const char *key,
                             gint64 now,
                             GError **error)
{
  return platform_database_run (database, error,
                                "INSERT OR REPLACE INTO holder_keys (session_id, account_id, key, "
                                "registered_at) VALUES (?, ?, ?, ?)",
                                "ttti", session_id, account_id, key, now);
}

static gboolean
read_key (PlatformStatement *statement, char **key, GError **error)
{
  PlatformStep step;

  *key = NULL;
  if (statement == NULL)
    return FALSE;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    *key = platform_statement_dup_text (statement, 0);
  return step != PLATFORM_STEP_ERROR;
}

gboolean
platform_holder_storage_get_of_session (PlatformDatabase *database,
                                        const char *session_id,
                                        char **key,
                                        GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error, "SELECT key FROM holder_keys WHERE session_id = ?", "t", session_id);

  return read_key (statement, key, error);
}

gboolean
platform_holder_storage_get_of_account (PlatformDatabase *database,
                                        const char *account_id,
                                        char **key,
                                        GError **error)
{
  g_autoptr (PlatformStatement) statement =
      platform_database_query (database, error,
                               "SELECT h.key FROM holder_keys h JOIN sessions s ON s.id = h.session_id WHERE "
                               "h.account_id = ? AND s.revoked_at IS NULL ORDER BY h.number DESC LIMIT 1",
                               "t", account_id);

  return read_key (statement, key, error);
}
