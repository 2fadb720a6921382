/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-redemption-storage.h"

void
platform_redemption_free (PlatformRedemption *redemption)
{
  g_free (redemption->id);
  g_free (redemption->voucher_id);
  g_free (redemption->order_id);
  g_free (redemption->deal_id);
  g_free (redemption->merchant_id);
  g_free (redemption->store_id);
  g_free (redemption->account_id);
  g_free (redemption->currency);
  g_free (redemption);
}

gboolean
platform_redemption_storage_insert (PlatformDatabase *database,
                                    const PlatformRedemption *redemption,
                                    GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO redemptions (id, voucher_id, round, order_id, deal_id, merchant_id, store_id, account_id, "
      "quantity, amount, currency, redeemed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      "ttittttt"
      "iiti",
      redemption->id, redemption->voucher_id, redemption->round, redemption->order_id, redemption->deal_id,
      redemption->merchant_id, redemption->store_id, redemption->account_id, redemption->quantity,
      redemption->amount, redemption->currency, redemption->redeemed_at);
}

GPtrArray *
platform_redemption_storage_list (PlatformDatabase *database,
                                  const char *store_id,
                                  gint64 from,
                                  gint64 until,
                                  gint64 before,
                                  guint limit,
                                  GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GPtrArray) redemptions =
      g_ptr_array_new_with_free_func ((GDestroyNotify) platform_redemption_free);
  PlatformStep step;

  statement = platform_database_query (
      database, error,
      "SELECT r.number, r.id, r.voucher_id, r.round, r.order_id, r.deal_id, r.merchant_id, r.store_id, "
      "r.account_id, r.quantity, r.amount, r.currency, r.redeemed_at, o.terms FROM redemptions r "
      "JOIN orders o ON o.id = r.order_id WHERE r.store_id = ? AND r.redeemed_at >= ? AND r.redeemed_at < ? "
      "AND r.number < ? ORDER BY r.number DESC LIMIT ?",
      "tiiii", store_id, from, until, before > 0 ? before : G_MAXINT64, (gint64) limit);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      PlatformRedemption *redemption = g_new0 (PlatformRedemption, 1);

      g_ptr_array_add (redemptions, redemption);
      redemption->number = platform_statement_get_int (statement, 0);
      redemption->id = platform_statement_dup_text (statement, 1);
      redemption->voucher_id = platform_statement_dup_text (statement, 2);
      redemption->round = platform_statement_get_int (statement, 3);
      redemption->order_id = platform_statement_dup_text (statement, 4);
      redemption->deal_id = platform_statement_dup_text (statement, 5);
      redemption->merchant_id = platform_statement_dup_text (statement, 6);
      redemption->store_id = platform_statement_dup_text (statement, 7);
      redemption->account_id = platform_statement_dup_text (statement, 8);
      redemption->quantity = platform_statement_get_int (statement, 9);
      redemption->amount = platform_statement_get_int (statement, 10);
      redemption->currency = platform_statement_dup_text (statement, 11);
      redemption->redeemed_at = platform_statement_get_int (statement, 12);
      redemption->terms = platform_statement_get_int (statement, 13);
    }
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&redemptions) : NULL;
}

gboolean
platform_redemption_storage_sum (PlatformDatabase *database,
                                 const char *store_id,
                                 gint64 from,
                                 gint64 until,
                                 gint64 *count,
                                 gint64 *total,
                                 GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  statement = platform_database_query (database, error,
                                       "SELECT count(*), coalesce(sum(amount), 0) FROM redemptions WHERE "
                                       "store_id = ? AND redeemed_at >= ? AND redeemed_at < ?",
                                       "tii", store_id, from, until);
  if (statement == NULL || platform_statement_step (statement, error) != PLATFORM_STEP_ROW)
    return FALSE;
  *count = platform_statement_get_int (statement, 0);
  *total = platform_statement_get_int (statement, 1);
  return TRUE;
}
