/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-idempotency-storage.h"

#include <string.h>

void
platform_idempotency_record_free (PlatformIdempotencyRecord *record)
{
  g_free (record->body);
  g_free (record->owner);
  g_free (record);
}

PlatformStep
platform_idempotency_storage_get (PlatformDatabase *database,
                                  const char *account_id,
                                  const char *key,
                                  PlatformIdempotencyRecord **record,
                                  GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;
  gconstpointer fingerprint;
  gsize length = 0;

  statement = platform_database_query (database, error,
                                       "SELECT fingerprint, status, body, owner, created_at FROM idempotency "
                                       "WHERE account_id = ? AND key = ?",
                                       "tt", account_id, key);
  if (statement == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (statement, error);
  if (step != PLATFORM_STEP_ROW)
    return step;

  *record = g_new0 (PlatformIdempotencyRecord, 1);
  fingerprint = platform_statement_get_blob (statement, 0, &length);
  memcpy ((*record)->fingerprint, fingerprint, MIN (length, sizeof (*record)->fingerprint));
  (*record)->status = (int) platform_statement_get_int (statement, 1);
  (*record)->body = platform_statement_dup_text (statement, 2);
  (*record)->owner = platform_statement_dup_text (statement, 3);
  (*record)->created_at = platform_statement_get_int (statement, 4);
  return PLATFORM_STEP_ROW;
}

gboolean
platform_idempotency_storage_begin (PlatformDatabase *database,
                                    const char *account_id,
                                    const char *key,
                                    const guint8 *fingerprint,
                                    const char *owner,
                                    gboolean forever,
                                    gint64 now,
                                    GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO idempotency (account_id, key, fingerprint, owner, forever, created_at) VALUES "
      "(?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET owner = excluded.owner, created_at = excluded.created_at",
      "ttbtni", account_id, key, fingerprint, (gsize) PLATFORM_FINGERPRINT_SIZE, owner, forever != FALSE,
      now);
}

gboolean
platform_idempotency_storage_finish (PlatformDatabase *database,
                                     const char *account_id,
                                     const char *key,
                                     int status,
                                     const char *body,
                                     GError **error)
{
  return platform_database_run (
      database, error,
      "UPDATE idempotency SET status = ?, body = ?, owner = NULL WHERE account_id = ? AND key = ?", "nttt",
      status, body, account_id, key);
}

gboolean
platform_idempotency_storage_abandon (PlatformDatabase *database,
                                      const char *account_id,
                                      const char *key,
                                      GError **error)
{
  return platform_database_run (database, error,
                                "DELETE FROM idempotency WHERE account_id = ? AND key = ? AND status IS NULL",
                                "tt", account_id, key);
}

gboolean
platform_idempotency_storage_forget (PlatformDatabase *database, gint64 before, GError **error)
{
  return platform_database_run (database, error,
                                "DELETE FROM idempotency WHERE forever = 0 AND created_at < ?", "i", before);
}
