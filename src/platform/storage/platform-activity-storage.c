/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-activity-storage.h"

#include <string.h>

#include "rambla-id.h"

#define TRIMMED_AT_ONCE 500

gboolean
platform_activity_storage_add (PlatformDatabase *database,
                               const PlatformActivity *activity,
                               gboolean *added,
                               GError **error)
{
  if (!platform_database_run (database, error,
                              "INSERT INTO activity (at, kind, deal_id, tracking, channel)"
                              " SELECT ?1, ?2, id, ?4, ?5 FROM deals WHERE id = ?3 ON CONFLICT DO NOTHING",
                              "itttt", activity->at, activity->kind, activity->deal_id, activity->tracking,
                              activity->channel))
    return FALSE;
  *added = platform_database_get_changes (database) > 0;
  return TRUE;
}

gboolean
platform_activity_storage_trim (PlatformDatabase *database, gint64 before, GError **error)
{
  return platform_database_run (
      database, error,
      "DELETE FROM activity WHERE number IN (SELECT number FROM activity a WHERE a.at < ?1 AND NOT EXISTS"
      " (SELECT 1 FROM orders o WHERE o.deal_id = a.deal_id AND o.tracking = a.tracking) ORDER BY a.at LIMIT "
      "?2)",
      "ii", before, (gint64) TRIMMED_AT_ONCE);
}

gboolean
platform_share_storage_get_code (PlatformDatabase *database,
                                 const char *deal_id,
                                 const char *account_id,
                                 gint64 now,
                                 char **code,
                                 GError **error)
{
  g_autofree char *id = rambla_id_new (RAMBLA_ID_EVENT);
  g_autofree char *fresh = g_strndup (id + strlen (RAMBLA_ID_EVENT), PLATFORM_SHARE_CODE_LENGTH);
  g_autoptr (PlatformStatement) row = NULL;

  if (!platform_database_run (database, error,
                              "INSERT INTO shares (code, deal_id, account_id, created_at) VALUES (?, ?, ?, ?)"
                              " ON CONFLICT (account_id, deal_id) DO NOTHING",
                              "ttti", fresh, deal_id, account_id, now))
    return FALSE;
  row = platform_database_query (database, error,
                                 "SELECT code FROM shares WHERE account_id = ? AND deal_id = ?", "tt",
                                 account_id, deal_id);
  if (row == NULL || platform_statement_step (row, error) != PLATFORM_STEP_ROW)
    return FALSE;
  *code = platform_statement_dup_text (row, 0);
  return TRUE;
}

gboolean
platform_share_storage_count (PlatformDatabase *database,
                              const char *deal_id,
                              const char *code,
                              GError **error)
{
  return platform_database_run (database, error,
                                "UPDATE shares SET arrivals = arrivals + 1 WHERE code = ? AND deal_id = ?",
                                "tt", code, deal_id);
}
