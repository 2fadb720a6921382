/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-group-storage.h"

#define WAITS                                                                                                \
  "o.state IN ('paid', 'completed', 'partially_refunded') AND NOT EXISTS (SELECT 1 FROM group_orders s "     \
  "WHERE s.order_id = o.id)"

static GPtrArray *
read_ids (PlatformStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  PlatformStep step;

  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (ids, platform_statement_dup_text (statement, 0));
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&ids) : NULL;
}

GPtrArray *
platform_group_storage_list_due (PlatformDatabase *database, gint64 now, guint limit, GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error,
      "SELECT d.id FROM deal_groups g JOIN deals d ON d.row = g.deal WHERE g.deadline_at <= ?1 AND "
      "NOT EXISTS (SELECT 1 FROM orders o WHERE o.deal_id = d.id AND o.state IN ('pending_payment', "
      "'unknown')) "
      "AND (NOT EXISTS (SELECT 1 FROM group_closings c WHERE c.deal_id = d.id AND c.deadline_at = "
      "g.deadline_at) OR EXISTS (SELECT 1 FROM orders o WHERE o.deal_id = d.id AND " WAITS ")) LIMIT ?2",
      "ii", now, (gint64) limit);

  return read_ids (statement, error);
}

gboolean
platform_group_storage_close (PlatformDatabase *database,
                              const char *deal_id,
                              gint64 deadline,
                              gint64 joined,
                              gint64 now,
                              PlatformGroupClosing *closing,
                              GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  if (!platform_database_run (database, error,
                              "INSERT INTO group_closings (deal_id, deadline_at, joined, reached, price, "
                              "closed_at) VALUES (?, ?, ?, ?, nullif (?, -1), ?) ON CONFLICT DO NOTHING",
                              "tiinii", deal_id, deadline, joined, closing->reached != FALSE, closing->price,
                              now))
    return FALSE;
  statement =
      platform_database_query (database, error,
                               "SELECT number, reached, coalesce(price, -1) FROM group_closings WHERE "
                               "deal_id = ? AND deadline_at = ?",
                               "ti", deal_id, deadline);
  if (statement == NULL || platform_statement_step (statement, error) != PLATFORM_STEP_ROW)
    return FALSE;
  closing->number = platform_statement_get_int (statement, 0);
  closing->reached = platform_statement_get_int (statement, 1) != 0;
  closing->price = platform_statement_get_int (statement, 2);
  return TRUE;
}

GPtrArray *
platform_group_storage_list_orders (PlatformDatabase *database,
                                    const char *deal_id,
                                    guint limit,
                                    GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error, "SELECT o.id FROM orders o WHERE o.deal_id = ? AND " WAITS " LIMIT ?", "ti", deal_id,
      (gint64) limit);

  return read_ids (statement, error);
}

gboolean
platform_group_storage_add_order (PlatformDatabase *database,
                                  const char *order_id,
                                  gint64 closing,
                                  gint64 returned,
                                  GError **error)
{
  return platform_database_run (database, error,
                                "INSERT INTO group_orders (order_id, closing, returned) VALUES (?, ?, ?)",
                                "tii", order_id, closing, returned);
}
