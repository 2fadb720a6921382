/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-merchant-settings-storage.h"

gboolean
platform_merchant_settings_get (PlatformDatabase *database,
                                const char *merchant_id,
                                PlatformMerchantSettings *settings,
                                GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  *settings = (PlatformMerchantSettings){
    .offline = TRUE,
    .offline_limit = PLATFORM_DEFAULT_OFFLINE_LIMIT,
    .undo_seconds = PLATFORM_DEFAULT_UNDO_SECONDS,
  };
  statement = platform_database_query (
      database, error,
      "SELECT offline, offline_limit, undo_seconds, edition FROM merchant_settings WHERE merchant_id = ?",
      "t", merchant_id);
  if (statement == NULL)
    return FALSE;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    {
      settings->offline = platform_statement_get_int (statement, 0) != 0;
      settings->offline_limit = platform_statement_get_int (statement, 1);
      settings->undo_seconds = platform_statement_get_int (statement, 2);
      settings->edition = platform_statement_get_int (statement, 3);
    }
  return step != PLATFORM_STEP_ERROR;
}

gboolean
platform_merchant_settings_set (PlatformDatabase *database,
                                const char *merchant_id,
                                const char *account_id,
                                PlatformMerchantSettings *settings,
                                gint64 now,
                                gboolean *changed,
                                GError **error)
{
  if (!platform_database_run (
          database, error,
          "INSERT INTO merchant_settings (merchant_id, offline, offline_limit, undo_seconds, edition, "
          "changed_by, changed_at) SELECT ?1, ?2, ?3, ?4, 1, ?6, ?7 WHERE ?5 = 0 OR EXISTS (SELECT 1 FROM "
          "merchant_settings WHERE merchant_id = ?1) ON CONFLICT (merchant_id) DO UPDATE SET offline = ?2, "
          "offline_limit = ?3, undo_seconds = ?4, edition = edition + 1, changed_by = ?6, changed_at = ?7 "
          "WHERE edition = ?5",
          "tiiiiti", merchant_id, (gint64) (settings->offline != FALSE), settings->offline_limit,
          settings->undo_seconds, settings->edition, account_id, now))
    return FALSE;
  *changed = platform_database_get_changes (database) == 1;
  if (*changed)
    settings->edition++;
  return TRUE;
}
