/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-ledger-storage.h"

static const char *const kind_names[] = {
  [PLATFORM_LEDGER_PAYMENT] = "payment",
  [PLATFORM_LEDGER_REDEMPTION] = "redemption",
  [PLATFORM_LEDGER_COMMISSION_TAKEN] = "commission",
  [PLATFORM_LEDGER_REFUND] = "refund",
  [PLATFORM_LEDGER_SETTLEMENT] = "settlement",
  [PLATFORM_LEDGER_UNDO] = "undo",
  [PLATFORM_LEDGER_DISPUTE_HOLD] = "dispute_hold",
  [PLATFORM_LEDGER_DISPUTE_RELEASE] = "dispute_release",
  [PLATFORM_LEDGER_GUARANTEE] = "guarantee",
  [PLATFORM_LEDGER_ADJUSTMENT] = "adjustment",
  [PLATFORM_LEDGER_NO_SHOW] = "no_show",
};

void
platform_ledger_row_free (PlatformLedgerRow *row)
{
  g_free (row->kind);
  g_free (row->currency);
  g_free (row->order_id);
  g_free (row->voucher_id);
  g_free (row);
}

gboolean
platform_ledger_storage_post (PlatformDatabase *database, const PlatformLedgerEntry *entry, GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO ledger_entries (at, kind, from_account, to_account, amount, currency, order_id, "
      "payment_id, voucher_id, escrow_round, reference) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, nullif (?, 0), ?)",
      "itttittttit", entry->at, kind_names[entry->kind], entry->from_account, entry->to_account,
      entry->amount, entry->currency, entry->order_id, entry->payment_id, entry->voucher_id,
      entry->escrow_round, entry->reference);
}

gboolean
platform_ledger_storage_get_balance (PlatformDatabase *database,
                                     const char *account,
                                     const char *currency,
                                     gint64 *balance,
                                     GError **error)
{
  *balance = 0;
  return platform_database_query_int (
             database, balance, error,
             "SELECT balance FROM ledger_balances WHERE account = ? AND currency = ?", "tt", account,
             currency) != PLATFORM_STEP_ERROR;
}

gboolean
platform_ledger_storage_get_of_round (PlatformDatabase *database,
                                      const char *voucher_id,
                                      PlatformLedgerKind kind,
                                      gint64 round,
                                      gint64 *amount,
                                      GError **error)
{
  *amount = 0;
  return platform_database_query_int (database, amount, error,
                                      "SELECT amount FROM ledger_entries WHERE order_id = (SELECT order_id "
                                      "FROM vouchers WHERE id = ?1) AND voucher_id = ?1 AND kind = ?2 AND "
                                      "escrow_round = ?3",
                                      "tti", voucher_id, kind_names[kind], round) != PLATFORM_STEP_ERROR;
}

gboolean
platform_ledger_storage_get_held (PlatformDatabase *database,
                                  const char *merchant_id,
                                  const char *currency,
                                  gint64 *held,
                                  GError **error)
{
  *held = 0;
  return platform_database_query_int (database, held, error,
                                      "SELECT coalesce(sum(amount), 0) FROM vouchers WHERE merchant_id = ? "
                                      "AND currency = ? AND state = 'active'",
                                      "tt", merchant_id, currency) != PLATFORM_STEP_ERROR;
}

GPtrArray *
platform_ledger_storage_list (PlatformDatabase *database,
                              const char *account,
                              gint64 before,
                              guint limit,
                              GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_ledger_row_free);
  PlatformStep step;

  /* Two indexed walks, merged: an OR over both columns would read the whole ledger. */
  statement = platform_database_query (
      database, error,
      "SELECT * FROM (SELECT number, at, kind, -amount, currency, order_id, voucher_id FROM ledger_entries "
      "WHERE from_account = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3) UNION ALL "
      "SELECT * FROM (SELECT number, at, kind, amount, currency, order_id, voucher_id FROM ledger_entries "
      "WHERE to_account = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3) ORDER BY 1 DESC LIMIT ?3",
      "tii", account, before > 0 ? before : G_MAXINT64, (gint64) limit);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      PlatformLedgerRow *row = g_new0 (PlatformLedgerRow, 1);

      g_ptr_array_add (rows, row);
      row->number = platform_statement_get_int (statement, 0);
      row->at = platform_statement_get_int (statement, 1);
      row->kind = platform_statement_dup_text (statement, 2);
      row->amount = platform_statement_get_int (statement, 3);
      row->currency = platform_statement_dup_text (statement, 4);
      row->order_id = platform_statement_dup_text (statement, 5);
      row->voucher_id = platform_statement_dup_text (statement, 6);
    }
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}

gboolean
platform_ledger_storage_foreach_sum (PlatformDatabase *database,
                                     PlatformLedgerSum func,
                                     gpointer user_data,
                                     GError **error)
{
  PlatformStep step = PLATFORM_STEP_ERROR;
  g_autoptr (PlatformStatement) statement = platform_database_prepare (
      database,
      "SELECT iif(instr(account, ':') > 0, substr(account, 1, instr(account, ':') - 1), account), currency, "
      "sum(balance) FROM ledger_balances GROUP BY 1, 2 ORDER BY 1, 2",
      error);

  if (statement == NULL)
    return FALSE;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    func (platform_statement_get_text (statement, 0), platform_statement_get_text (statement, 1),
          platform_statement_get_int (statement, 2), user_data);
  return step == PLATFORM_STEP_DONE;
}

gboolean
platform_ledger_storage_check (PlatformDatabase *database,
                               gint64 *total,
                               gint64 *escrow,
                               gint64 *owed,
                               gint64 *wrong,
                               GError **error)
{
  return platform_database_query_int (database, total, error, "SELECT total FROM ledger_check", "") ==
             PLATFORM_STEP_ROW &&
         platform_database_query_int (database, escrow, error, "SELECT escrow FROM ledger_check", "") ==
             PLATFORM_STEP_ROW &&
         platform_database_query_int (database, owed, error, "SELECT owed_to_vouchers FROM ledger_check",
                                      "") == PLATFORM_STEP_ROW &&
         platform_database_query_int (
             database, wrong, error,
             "SELECT count(*) FROM ledger_balances b WHERE balance <> "
             "(SELECT coalesce(sum(amount), 0) FROM ledger_entries e WHERE e.to_account = b.account AND "
             "e.currency = b.currency) - (SELECT coalesce(sum(amount), 0) FROM ledger_entries e WHERE "
             "e.from_account = b.account AND e.currency = b.currency)",
             "") == PLATFORM_STEP_ROW;
}
