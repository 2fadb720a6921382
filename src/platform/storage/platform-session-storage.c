/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-session-storage.h"

void
platform_token_free (PlatformToken *token)
{
  g_free (token->session_id);
  g_free (token->account_id);
  g_free (token->client_id);
  g_free (token->scope);
  g_free (token);
}

gboolean
platform_session_storage_insert_code (PlatformDatabase *database,
                                      const guint8 *hash,
                                      const char *account_id,
                                      const char *scope,
                                      gint64 expires_at,
                                      GError **error)
{
  return platform_database_run (
      database, error, "INSERT INTO sign_in_codes (hash, account_id, scope, expires_at) VALUES (?, ?, ?, ?)",
      "btti", hash, (gsize) PLATFORM_SECRET_HASH_SIZE, account_id, scope, expires_at);
}

PlatformStep
platform_session_storage_take_code (PlatformDatabase *database,
                                    const guint8 *hash,
                                    gint64 now,
                                    char **account_id,
                                    char **scope,
                                    GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  statement = platform_database_query (database, error,
                                       "UPDATE sign_in_codes SET used_at = ?1 WHERE hash = ?2 AND used_at IS "
                                       "NULL AND expires_at > ?1 RETURNING account_id, scope",
                                       "ib", now, hash, (gsize) PLATFORM_SECRET_HASH_SIZE);
  if (statement == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (statement, error);
  if (step != PLATFORM_STEP_ROW)
    return step;
  *account_id = platform_statement_dup_text (statement, 0);
  *scope = platform_statement_dup_text (statement, 1);
  return platform_statement_run (statement, error) ? PLATFORM_STEP_ROW : PLATFORM_STEP_ERROR;
}

gboolean
platform_session_storage_insert (PlatformDatabase *database,
                                 const char *id,
                                 const char *account_id,
                                 const char *client_id,
                                 const char *scope,
                                 gint64 now,
                                 GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO sessions (id, account_id, client_id, scope, created_at) VALUES (?, ?, ?, ?, ?)", "tttti",
      id, account_id, client_id, scope, now);
}

gboolean
platform_session_storage_insert_token (PlatformDatabase *database,
                                       const guint8 *hash,
                                       const char *session_id,
                                       PlatformTokenKind kind,
                                       const guint8 *parent,
                                       gint64 now,
                                       gint64 expires_at,
                                       GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO tokens (hash, session_id, kind, created_at, expires_at, parent) VALUES (?, ?, ?, ?, ?, ?)",
      parent != NULL ? "bttiib" : "bttii0", hash, (gsize) PLATFORM_SECRET_HASH_SIZE, session_id,
      kind == PLATFORM_TOKEN_ACCESS ? "access" : "refresh", now, expires_at, parent,
      (gsize) PLATFORM_SECRET_HASH_SIZE);
}

PlatformStep
platform_session_storage_get_token (PlatformDatabase *database,
                                    const guint8 *hash,
                                    PlatformToken **token,
                                    GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  statement = platform_database_query (
      database, error,
      "SELECT t.kind, s.id, s.account_id, s.client_id, s.scope, t.expires_at, t.used_at, "
      "s.revoked_at IS NOT NULL, "
      "t.kind = 'refresh' AND EXISTS (SELECT 1 FROM tokens c WHERE c.parent = t.hash AND c.used_at IS NOT "
      "NULL), "
      "t.kind = 'refresh' AND EXISTS (SELECT 1 FROM tokens b WHERE b.parent = t.parent AND b.kind = "
      "'refresh' "
      "AND b.hash <> t.hash AND b.used_at IS NOT NULL) "
      "FROM tokens t JOIN sessions s ON s.id = t.session_id WHERE t.hash = ?",
      "b", hash, (gsize) PLATFORM_SECRET_HASH_SIZE);
  if (statement == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (statement, error);
  if (step != PLATFORM_STEP_ROW)
    return step;

  *token = g_new0 (PlatformToken, 1);
  (*token)->kind = g_str_equal (platform_statement_get_text (statement, 0), "access")
                       ? PLATFORM_TOKEN_ACCESS
                       : PLATFORM_TOKEN_REFRESH;
  (*token)->session_id = platform_statement_dup_text (statement, 1);
  (*token)->account_id = platform_statement_dup_text (statement, 2);
  (*token)->client_id = platform_statement_dup_text (statement, 3);
  (*token)->scope = platform_statement_dup_text (statement, 4);
  (*token)->expires_at = platform_statement_get_int (statement, 5);
  (*token)->used_at = platform_statement_get_int (statement, 6);
  (*token)->revoked = platform_statement_get_int (statement, 7) != 0;
  (*token)->child_used = platform_statement_get_int (statement, 8) != 0;
  (*token)->sibling_used = platform_statement_get_int (statement, 9) != 0;
  return PLATFORM_STEP_ROW;
}

gboolean
platform_session_storage_mark_used (PlatformDatabase *database,
                                    const guint8 *hash,
                                    gint64 now,
                                    GError **error)
{
  return platform_database_run (database, error,
                                "UPDATE tokens SET used_at = coalesce(used_at, ?) WHERE hash = ?", "ib", now,
                                hash, (gsize) PLATFORM_SECRET_HASH_SIZE);
}

gboolean
platform_session_storage_revoke (PlatformDatabase *database,
                                 const char *session_id,
                                 gint64 now,
                                 GError **error)
{
  return platform_database_run (database, error,
                                "UPDATE sessions SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?", "it",
                                now, session_id);
}

gboolean
platform_session_storage_forget (PlatformDatabase *database, gint64 before, GError **error)
{
  return platform_database_run (database, error, "DELETE FROM sign_in_codes WHERE expires_at < ?", "i",
                                before) &&
         platform_database_run (database, error, "DELETE FROM tokens WHERE expires_at < ?", "i", before);
}
