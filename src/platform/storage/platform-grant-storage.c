/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-grant-storage.h"

#include <string.h>

#define DEVICE_COLUMNS "user_code, client_id, scope, account_id, state, seconds, polled_at, expires_at"

static const char *const state_names[] = { "pending", "approved", "denied", "used" };

void
platform_authorization_code_free (PlatformAuthorizationCode *code)
{
  g_free (code->account_id);
  g_free (code->client_id);
  g_free (code->redirect_uri);
  g_free (code->code_challenge);
  g_free (code->scope);
  g_free (code->session_id);
  g_free (code);
}

void
platform_device_code_free (PlatformDeviceCode *code)
{
  g_free (code->user_code);
  g_free (code->client_id);
  g_free (code->scope);
  g_free (code->account_id);
  g_free (code);
}

gboolean
platform_grant_storage_insert_code (PlatformDatabase *database,
                                    const guint8 *hash,
                                    const PlatformAuthorizationCode *code,
                                    GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO authorization_codes (hash, account_id, client_id, redirect_uri, code_challenge, scope, "
      "expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      "bttttti", hash, (gsize) PLATFORM_SECRET_HASH_SIZE, code->account_id, code->client_id,
      code->redirect_uri, code->code_challenge, code->scope, code->expires_at);
}

PlatformStep
platform_grant_storage_get_code (PlatformDatabase *database,
                                 const guint8 *hash,
                                 PlatformAuthorizationCode **code,
                                 GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  statement = platform_database_query (
      database, error,
      "SELECT account_id, client_id, redirect_uri, code_challenge, scope, expires_at, used_at, session_id "
      "FROM authorization_codes WHERE hash = ?",
      "b", hash, (gsize) PLATFORM_SECRET_HASH_SIZE);
  if (statement == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (statement, error);
  if (step != PLATFORM_STEP_ROW)
    return step;

  *code = g_new0 (PlatformAuthorizationCode, 1);
  (*code)->account_id = platform_statement_dup_text (statement, 0);
  (*code)->client_id = platform_statement_dup_text (statement, 1);
  (*code)->redirect_uri = platform_statement_dup_text (statement, 2);
  (*code)->code_challenge = platform_statement_dup_text (statement, 3);
  (*code)->scope = platform_statement_dup_text (statement, 4);
  (*code)->expires_at = platform_statement_get_int (statement, 5);
  (*code)->used_at = platform_statement_get_int (statement, 6);
  (*code)->session_id = platform_statement_dup_text (statement, 7);
  return PLATFORM_STEP_ROW;
}

gboolean
platform_grant_storage_use_code (PlatformDatabase *database,
                                 const guint8 *hash,
                                 gint64 now,
                                 const char *session_id,
                                 GError **error)
{
  return platform_database_run (database, error,
                                "UPDATE authorization_codes SET used_at = ?, session_id = ? WHERE hash = ?",
                                "itb", now, session_id, hash, (gsize) PLATFORM_SECRET_HASH_SIZE);
}

gboolean
platform_grant_storage_insert_device (PlatformDatabase *database,
                                      const guint8 *hash,
                                      const PlatformDeviceCode *code,
                                      GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO device_codes (hash, user_code, client_id, scope, seconds, expires_at) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      "btttii", hash, (gsize) PLATFORM_SECRET_HASH_SIZE, code->user_code, code->client_id, code->scope,
      code->seconds, code->expires_at);
}

static PlatformStep
read_device (PlatformStatement *statement, PlatformDeviceCode **code, GError **error)
{
  PlatformStep step;
  const char *state;

  if (statement == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (statement, error);
  if (step != PLATFORM_STEP_ROW)
    return step;

  *code = g_new0 (PlatformDeviceCode, 1);
  (*code)->user_code = platform_statement_dup_text (statement, 0);
  (*code)->client_id = platform_statement_dup_text (statement, 1);
  (*code)->scope = platform_statement_dup_text (statement, 2);
  (*code)->account_id = platform_statement_dup_text (statement, 3);
  state = platform_statement_get_text (statement, 4);
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (strcmp (state, state_names[i]) == 0)
      (*code)->state = (PlatformDeviceState) i;
  (*code)->seconds = platform_statement_get_int (statement, 5);
  (*code)->polled_at = platform_statement_get_int (statement, 6);
  (*code)->expires_at = platform_statement_get_int (statement, 7);
  return PLATFORM_STEP_ROW;
}

PlatformStep
platform_grant_storage_get_device (PlatformDatabase *database,
                                   const guint8 *hash,
                                   PlatformDeviceCode **code,
                                   GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  statement =
      platform_database_query (database, error, "SELECT " DEVICE_COLUMNS " FROM device_codes WHERE hash = ?",
                               "b", hash, (gsize) PLATFORM_SECRET_HASH_SIZE);
  return read_device (statement, code, error);
}

PlatformStep
platform_grant_storage_get_device_by_user_code (PlatformDatabase *database,
                                                const char *user_code,
                                                PlatformDeviceCode **code,
                                                GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  statement = platform_database_query (
      database, error, "SELECT " DEVICE_COLUMNS " FROM device_codes WHERE user_code = ?", "t", user_code);
  return read_device (statement, code, error);
}

gboolean
platform_grant_storage_poll_device (PlatformDatabase *database,
                                    const guint8 *hash,
                                    gint64 now,
                                    gint64 seconds,
                                    GError **error)
{
  return platform_database_run (database, error,
                                "UPDATE device_codes SET polled_at = ?, seconds = ? WHERE hash = ?", "iib",
                                now, seconds, hash, (gsize) PLATFORM_SECRET_HASH_SIZE);
}

gboolean
platform_grant_storage_decide_device (PlatformDatabase *database,
                                      const char *user_code,
                                      const char *account_id,
                                      PlatformDeviceState state,
                                      gint64 now,
                                      gboolean *decided,
                                      GError **error)
{
  if (!platform_database_run (database, error,
                              "UPDATE device_codes SET state = ?, account_id = ? WHERE user_code = ? AND "
                              "state = 'pending' AND expires_at > ?",
                              "ttti", state_names[state], account_id, user_code, now))
    return FALSE;
  *decided = platform_database_get_changes (database) > 0;
  return TRUE;
}

gboolean
platform_grant_storage_take_device (PlatformDatabase *database,
                                    const guint8 *hash,
                                    gboolean *taken,
                                    GError **error)
{
  if (!platform_database_run (database, error,
                              "UPDATE device_codes SET state = 'used' WHERE hash = ? AND state = 'approved'",
                              "b", hash, (gsize) PLATFORM_SECRET_HASH_SIZE))
    return FALSE;
  *taken = platform_database_get_changes (database) > 0;
  return TRUE;
}

gboolean
platform_grant_storage_forget (PlatformDatabase *database, gint64 before, GError **error)
{
  return platform_database_run (database, error, "DELETE FROM authorization_codes WHERE expires_at < ?", "i",
                                before) &&
         platform_database_run (database, error, "DELETE FROM device_codes WHERE expires_at < ?", "i",
                                before);
}
