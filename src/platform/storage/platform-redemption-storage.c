/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-redemption-storage.h"

#define SELECT_REDEMPTIONS                                                                                   \
  "SELECT r.number, r.id, r.voucher_id, r.round, r.order_id, r.deal_id, r.merchant_id, r.store_id, "         \
  "r.account_id, r.quantity, r.amount, r.currency, r.redeemed_at, r.handed_in_at, o.terms, u.undone_at, "    \
  "u.reason FROM redemptions r JOIN orders o ON o.id = r.order_id LEFT JOIN redemption_undos u ON "          \
  "u.redemption_id = r.id "

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
  g_free (redemption->undo_reason);
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
      "quantity, amount, currency, redeemed_at, handed_in_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "nullif (?, 0))",
      "ttittttt"
      "iitii",
      redemption->id, redemption->voucher_id, redemption->round, redemption->order_id, redemption->deal_id,
      redemption->merchant_id, redemption->store_id, redemption->account_id, redemption->quantity,
      redemption->amount, redemption->currency, redemption->redeemed_at, redemption->handed_in_at);
}

static PlatformRedemption *
read_redemption (PlatformStatement *row)
{
  PlatformRedemption *redemption = g_new0 (PlatformRedemption, 1);

  redemption->number = platform_statement_get_int (row, 0);
  redemption->id = platform_statement_dup_text (row, 1);
  redemption->voucher_id = platform_statement_dup_text (row, 2);
  redemption->round = platform_statement_get_int (row, 3);
  redemption->order_id = platform_statement_dup_text (row, 4);
  redemption->deal_id = platform_statement_dup_text (row, 5);
  redemption->merchant_id = platform_statement_dup_text (row, 6);
  redemption->store_id = platform_statement_dup_text (row, 7);
  redemption->account_id = platform_statement_dup_text (row, 8);
  redemption->quantity = platform_statement_get_int (row, 9);
  redemption->amount = platform_statement_get_int (row, 10);
  redemption->currency = platform_statement_dup_text (row, 11);
  redemption->redeemed_at = platform_statement_get_int (row, 12);
  redemption->handed_in_at = platform_statement_get_int (row, 13);
  redemption->terms = platform_statement_get_int (row, 14);
  redemption->undone_at = platform_statement_get_int (row, 15);
  redemption->undo_reason = platform_statement_dup_text (row, 16);
  return redemption;
}

static PlatformStep
read_one (PlatformStatement *statement, PlatformRedemption **redemption, GError **error)
{
  PlatformStep step = statement != NULL ? platform_statement_step (statement, error) : PLATFORM_STEP_ERROR;

  if (step == PLATFORM_STEP_ROW)
    *redemption = read_redemption (statement);
  return step;
}

PlatformStep
platform_redemption_storage_get (PlatformDatabase *database,
                                 const char *id,
                                 PlatformRedemption **redemption,
                                 GError **error)
{
  g_autoptr (PlatformStatement) statement =
      platform_database_query (database, error, SELECT_REDEMPTIONS "WHERE r.id = ?", "t", id);

  return read_one (statement, redemption, error);
}

PlatformStep
platform_redemption_storage_get_of_voucher (PlatformDatabase *database,
                                            const char *voucher_id,
                                            gint64 round,
                                            PlatformRedemption **redemption,
                                            GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error, SELECT_REDEMPTIONS "WHERE r.voucher_id = ? AND r.round = ?", "ti", voucher_id, round);

  return read_one (statement, redemption, error);
}

gboolean
platform_redemption_storage_insert_undo (PlatformDatabase *database,
                                         const char *redemption_id,
                                         const char *account_id,
                                         const char *reason,
                                         gint64 now,
                                         GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO redemption_undos (redemption_id, account_id, reason, undone_at) VALUES (?, ?, ?, ?)",
      "ttti", redemption_id, account_id, reason, now);
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
      SELECT_REDEMPTIONS "WHERE r.store_id = ? AND r.redeemed_at >= ? AND r.redeemed_at < ? "
                         "AND r.number < ? ORDER BY r.number DESC LIMIT ?",
      "tiiii", store_id, from, until, before > 0 ? before : G_MAXINT64, (gint64) limit);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (redemptions, read_redemption (statement));
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
                                       "store_id = ? AND redeemed_at >= ? AND redeemed_at < ? AND NOT EXISTS "
                                       "(SELECT 1 FROM redemption_undos u WHERE u.redemption_id = id)",
                                       "tii", store_id, from, until);
  if (statement == NULL || platform_statement_step (statement, error) != PLATFORM_STEP_ROW)
    return FALSE;
  *count = platform_statement_get_int (statement, 0);
  *total = platform_statement_get_int (statement, 1);
  return TRUE;
}
