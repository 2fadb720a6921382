/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-special-days-storage.h"

gboolean
platform_special_days_storage_get_edition (PlatformDatabase *database,
                                           gint64 store,
                                           gint64 *edition,
                                           GError **error)
{
  *edition = 0;
  return platform_database_query_int (database, edition, error,
                                      "SELECT edition FROM store_special_days WHERE store = ?1", "i",
                                      store) != PLATFORM_STEP_ERROR;
}

gboolean
platform_special_days_storage_set (PlatformDatabase *database,
                                   gint64 store,
                                   const char *days,
                                   const char *account_id,
                                   gint64 now,
                                   gint64 *edition,
                                   gboolean *changed,
                                   GError **error)
{
  if (!platform_database_run (database, error,
                              "INSERT INTO store_special_days (store, days, edition, changed_by, changed_at) "
                              "SELECT ?1, ?2, 1, ?4, ?5"
                              " WHERE ?3 = 0 OR EXISTS (SELECT 1 FROM store_special_days WHERE store = ?1)"
                              " ON CONFLICT (store) DO UPDATE SET days = ?2, edition = edition + 1, "
                              "changed_by = ?4, changed_at = ?5"
                              " WHERE edition = ?3",
                              "ititi", store, days, *edition, account_id, now))
    return FALSE;
  *changed = platform_database_get_changes (database) == 1;
  if (*changed)
    (*edition)++;
  return TRUE;
}
