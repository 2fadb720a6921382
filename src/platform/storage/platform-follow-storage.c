/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-follow-storage.h"

gboolean
platform_follow_storage_add (PlatformDatabase *database,
                             const char *account_id,
                             const char *store_id,
                             gint64 now,
                             gboolean *added,
                             GError **error)
{
  if (!platform_database_run (
          database, error,
          "INSERT INTO follows (account_id, store_id, followed_at) SELECT ?1, ?2, ?3 WHERE"
          " (SELECT count (*) FROM follows WHERE account_id = ?1 AND store_id <> ?2) < ?4"
          " ON CONFLICT (account_id, store_id) DO UPDATE SET followed_at = followed_at",
          "ttii", account_id, store_id, now, (gint64) PLATFORM_FOLLOWS_MAX))
    return FALSE;
  *added = platform_database_get_changes (database) == 1;
  return TRUE;
}

gboolean
platform_follow_storage_remove (PlatformDatabase *database,
                                const char *account_id,
                                const char *store_id,
                                gboolean *removed,
                                GError **error)
{
  if (!platform_database_run (database, error, "DELETE FROM follows WHERE account_id = ?1 AND store_id = ?2",
                              "tt", account_id, store_id))
    return FALSE;
  *removed = platform_database_get_changes (database) == 1;
  return TRUE;
}

GArray *
platform_follow_storage_list (PlatformDatabase *database, const char *account_id, GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      "SELECT s.row, f.followed_at FROM follows f JOIN stores s ON s.id = f.store_id WHERE f.account_id = ?1"
      " ORDER BY f.followed_at DESC, s.row",
      "t", account_id);
  g_autoptr (GArray) follows = g_array_new (FALSE, FALSE, sizeof (PlatformFollow));
  PlatformStep step;

  if (row == NULL)
    return NULL;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      PlatformFollow follow = { platform_statement_get_int (row, 0), platform_statement_get_int (row, 1) };

      g_array_append_val (follows, follow);
    }
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&follows) : NULL;
}
