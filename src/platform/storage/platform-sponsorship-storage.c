/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-sponsorship-storage.h"

#include "platform-statement.h"

gboolean
platform_sponsorship_storage_set (PlatformDatabase *database,
                                  const char *deal_id,
                                  gint64 until,
                                  gint64 *deal,
                                  GError **error)
{
  *deal = 0;
  return platform_database_query_int (database, deal, error,
                                      "UPDATE deals SET sponsored_until = nullif (?2, 0) WHERE id = ?1"
                                      " RETURNING row",
                                      "ti", deal_id, until) != PLATFORM_STEP_ERROR;
}

gboolean
platform_sponsorship_storage_list_stores (PlatformDatabase *database,
                                          gint64 now,
                                          GHashTable **stores,
                                          GError **error)
{
  g_autoptr (PlatformStatement) row =
      platform_database_query (database, error,
                               "SELECT DISTINCT b.store FROM deals d CROSS JOIN deal_branches b"
                               " ON b.deal = d.row WHERE d.sponsored_until > ?1 AND d.starts_at <= ?1"
                               " AND d.ends_at > ?1",
                               "i", now);
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  PlatformStep step;

  *stores = NULL;
  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      gint64 store = platform_statement_get_int (row, 0);

      g_hash_table_add (found, g_memdup2 (&store, sizeof store));
    }
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  *stores = g_steal_pointer (&found);
  return TRUE;
}
