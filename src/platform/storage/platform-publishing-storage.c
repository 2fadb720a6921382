/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-publishing-storage.h"

#include "platform-deal-storage.h"
#include "platform-price-log-storage.h"

gboolean
platform_publishing_storage_get (PlatformDatabase *database,
                                 gint64 deal,
                                 PlatformPublishing *publishing,
                                 GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error, "SELECT revision, coalesce (stopped_until, 0) FROM deals WHERE row = ?1", "i", deal);

  if (row == NULL || platform_statement_step (row, error) != PLATFORM_STEP_ROW)
    return FALSE;
  publishing->revision = platform_statement_get_int (row, 0);
  publishing->stopped_until = platform_statement_get_int (row, 1);
  return TRUE;
}

gboolean
platform_publishing_storage_list (PlatformDatabase *database,
                                  gint64 store,
                                  gint64 now,
                                  GArray **deals,
                                  GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      "SELECT d.row FROM deal_branches b CROSS JOIN deals d ON d.row = b.deal WHERE b.store = ?1"
      " AND (d.ends_at > ?2 OR d.stopped_until IS NOT NULL) ORDER BY d.popularity DESC, d.row",
      "ii", store, now);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      gint64 number = platform_statement_get_int (row, 0);

      g_array_append_val (rows, number);
    }
  *deals = step == PLATFORM_STEP_DONE ? g_steal_pointer (&rows) : NULL;
  return step == PLATFORM_STEP_DONE;
}

gboolean
platform_publishing_storage_set_price (PlatformDatabase *database,
                                       gint64 deal,
                                       gint64 price,
                                       gint64 regular_price,
                                       int discount_percent,
                                       gint64 now,
                                       GError **error)
{
  /* Two changes within one second are a second apart in the log, whose times only grow. */
  return platform_database_run (
             database, error,
             "INSERT INTO price_log (deal, at, price) SELECT ?1, max (?3, coalesce ((SELECT"
             " max (at) + 1 FROM price_log WHERE deal = ?1), 0)), ?2"
             " WHERE ?2 <> (SELECT price FROM deals WHERE row = ?1)",
             "iii", deal, price, now) &&
         platform_price_log_storage_append (database, deal, error) &&
         platform_database_run (
             database, error,
             "UPDATE deals SET price = ?2, regular_price = ?3, discount_percent = ?4 WHERE row = ?1", "iiin",
             deal, price, regular_price, discount_percent);
}

gboolean
platform_publishing_storage_set_stock (PlatformDatabase *database,
                                       gint64 deal,
                                       gint64 stock_left,
                                       GError **error)
{
  return platform_database_run (database, error,
                                "UPDATE deal_stock SET stock_left = nullif (?2, ?3) WHERE deal = ?1", "iii",
                                deal, stock_left, PLATFORM_UNLIMITED);
}

gboolean
platform_publishing_storage_stop (PlatformDatabase *database, gint64 deal, gint64 now, GError **error)
{
  return platform_database_run (database, error,
                                "UPDATE deals SET stopped_until = ends_at, ends_at = max (starts_at + 1,"
                                " min (ends_at, ?2)) WHERE row = ?1 AND stopped_until IS NULL",
                                "ii", deal, now);
}

gboolean
platform_publishing_storage_resume (PlatformDatabase *database, gint64 deal, gint64 ends_at, GError **error)
{
  return platform_database_run (database, error,
                                "UPDATE deals SET stopped_until = NULL, ends_at = ?2 WHERE row = ?1", "ii",
                                deal, ends_at);
}

gboolean
platform_publishing_storage_touch (PlatformDatabase *database, gint64 deal, GError **error)
{
  return platform_database_run (database, error, "UPDATE deals SET revision = revision + 1 WHERE row = ?1",
                                "i", deal);
}

gboolean
platform_publishing_storage_mark (PlatformDatabase *database, gint64 deal, GError **error)
{
  return platform_database_run (database, error, "UPDATE deals SET published = 1 WHERE row = ?1", "i", deal);
}
