/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-settlement-storage.h"

#define SETTLEMENT_COLUMNS                                                                                   \
  "number, id, merchant_id, currency, amount, earned, commission, other, from_at, until_at, created_at"

/* What gave to or took from the account ?1. */
#define ROWS                                                                                                 \
  "SELECT e.number, e.at, e.kind, e.amount AS given, e.voucher_id, e.currency FROM ledger_entries e "        \
  "WHERE e.to_account = ?1 UNION ALL "                                                                       \
  "SELECT e.number, e.at, e.kind, -e.amount, e.voucher_id, e.currency FROM ledger_entries e "                \
  "WHERE e.from_account = ?1 AND e.kind <> 'settlement'"

/* What is not yet settled of it for the voucher of d: below zero where more was taken than given, since it
 * was paid out before, or paid at the counter. */
#define OWED                                                                                                 \
  "(SELECT sum (CASE WHEN x.to_account = ?1 THEN x.amount ELSE -x.amount END) FROM ledger_entries x WHERE "  \
  "x.voucher_id = d.voucher_id AND x.currency = ?2 AND ?1 IN (x.to_account, x.from_account) AND NOT EXISTS " \
  "(SELECT 1 FROM settlement_rows s WHERE s.entry = x.number))"

/* When the merchant earned what d's voucher brought. */
#define EARNED_AT                                                                                            \
  "(SELECT max (at) FROM (SELECT r.redeemed_at AS at FROM redemptions r WHERE r.voucher_id = d.voucher_id "  \
  "UNION ALL SELECT n.at FROM no_shows n WHERE n.voucher_id = d.voucher_id))"

/* Rows of the account ?1 in the currency ?2 that are due at the cutoff ?3 and were never settled, with what
 * each gave to the account. What is owed is due at once: what is left can then all be paid out, whatever the
 * clock said when it was earned. */
#define DUE_ROWS                                                                                             \
  "(" ROWS ") d WHERE d.currency = ?2 AND NOT EXISTS (SELECT 1 FROM settlement_rows s WHERE s.entry = "      \
  "d.number) AND (d.voucher_id IS NULL OR " OWED " < 0 OR (" EARNED_AT " <= ?3 AND NOT EXISTS "              \
  "(SELECT 1 FROM dispute_vouchers v JOIN disputes p ON p.number = v.dispute WHERE v.voucher_id = "          \
  "d.voucher_id AND p.state <> 'decided')))"

void
platform_settlement_free (PlatformSettlement *self)
{
  g_free (self->id);
  g_free (self->merchant_id);
  g_free (self->currency);
  g_free (self);
}

gboolean
platform_merchant_terms_get (PlatformDatabase *database,
                             const char *merchant_id,
                             PlatformMerchantTerms *terms,
                             GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  *terms = (PlatformMerchantTerms){ .commission = -1 };
  statement = platform_database_query (database, error,
                                       "SELECT coalesce(commission, -1), settlement IS 'weekly' FROM "
                                       "merchant_terms WHERE merchant_id = ?",
                                       "t", merchant_id);
  if (statement == NULL)
    return FALSE;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    {
      terms->commission = platform_statement_get_int (statement, 0);
      terms->weekly = platform_statement_get_int (statement, 1) != 0;
    }
  return step != PLATFORM_STEP_ERROR;
}

gboolean
platform_merchant_terms_set (PlatformDatabase *database,
                             const char *merchant_id,
                             const PlatformMerchantTerms *terms,
                             gint64 now,
                             GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO merchant_terms (merchant_id, commission, settlement, changed_at) VALUES (?, nullif (?, "
      "-1), "
      "?, ?) ON CONFLICT (merchant_id) DO UPDATE SET commission = excluded.commission, settlement = "
      "excluded.settlement, changed_at = excluded.changed_at",
      "titi", merchant_id, terms->commission, terms->weekly ? "weekly" : "daily", now);
}

gboolean
platform_settlement_storage_is_day_done (PlatformDatabase *database,
                                         gint64 day,
                                         gboolean *done,
                                         GError **error)
{
  gint64 one = 0;
  PlatformStep step = platform_database_query_int (database, &one, error,
                                                   "SELECT 1 FROM settlement_days WHERE day = ?", "i", day);

  *done = step == PLATFORM_STEP_ROW;
  return step != PLATFORM_STEP_ERROR;
}

gboolean
platform_settlement_storage_set_day_done (PlatformDatabase *database, gint64 day, GError **error)
{
  return platform_database_run (
      database, error, "INSERT INTO settlement_days (day) VALUES (?) ON CONFLICT DO NOTHING", "i", day);
}

GPtrArray *
platform_settlement_storage_list_creditors (PlatformDatabase *database, const char *currency, GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GPtrArray) merchants = g_ptr_array_new_with_free_func (g_free);
  PlatformStep step;

  statement = platform_database_query (database, error,
                                       "SELECT substr (account, 10) FROM ledger_balances WHERE account GLOB "
                                       "'merchant:*' AND currency = ? AND balance > 0",
                                       "t", currency);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (merchants, platform_statement_dup_text (statement, 0));
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&merchants) : NULL;
}

static gboolean
add_up (PlatformDatabase *database,
        PlatformSettlement *settlement,
        const char *account,
        gint64 cutoff,
        GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  statement = platform_database_query (
      database, error,
      "SELECT coalesce(sum(given), 0), coalesce(sum(given) FILTER (WHERE kind IN ('redemption', 'no_show', "
      "'undo') AND "
      "NOT "
      "(kind = 'undo' AND given > 0)), 0), coalesce(sum(given) FILTER (WHERE kind = 'commission' OR (kind = "
      "'undo' AND given > 0)), 0), coalesce(min(at), 0), coalesce(max(at), 0) FROM " DUE_ROWS,
      "tti", account, settlement->currency, cutoff);
  if (statement == NULL || platform_statement_step (statement, error) != PLATFORM_STEP_ROW)
    return FALSE;
  settlement->amount = platform_statement_get_int (statement, 0);
  settlement->earned = platform_statement_get_int (statement, 1);
  settlement->commission = platform_statement_get_int (statement, 2);
  settlement->other = settlement->amount - settlement->earned - settlement->commission;
  settlement->from_at = platform_statement_get_int (statement, 3);
  settlement->until_at = platform_statement_get_int (statement, 4);
  return TRUE;
}

gboolean
platform_settlement_storage_book (PlatformDatabase *database,
                                  PlatformSettlement *settlement,
                                  gint64 cutoff,
                                  gboolean *booked,
                                  GError **error)
{
  g_autofree char *account = g_strconcat ("merchant:", settlement->merchant_id, NULL);
  g_autofree char *target = g_strconcat ("settlement:", settlement->merchant_id, NULL);
  PlatformLedgerEntry entry = {
    .at = settlement->created_at,
    .kind = PLATFORM_LEDGER_SETTLEMENT,
    .from_account = account,
    .to_account = target,
    .currency = settlement->currency,
    .reference = settlement->id,
  };
  gint64 balance = 0;

  *booked = FALSE;
  if (!add_up (database, settlement, account, cutoff, error) ||
      !platform_ledger_storage_get_balance (database, account, settlement->currency, &balance, error))
    return FALSE;
  /* Never what is not there. */
  if (settlement->amount <= 0 || settlement->amount > balance)
    return TRUE;
  entry.amount = settlement->amount;
  if (!platform_database_run (
          database, error,
          "INSERT INTO settlements (id, merchant_id, currency, amount, earned, commission, "
          "other, from_at, until_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          "tttiiiiiii", settlement->id, settlement->merchant_id, settlement->currency, settlement->amount,
          settlement->earned, settlement->commission, settlement->other, settlement->from_at,
          settlement->until_at, settlement->created_at))
    return FALSE;
  settlement->number = platform_database_get_last_row (database);
  *booked = TRUE;
  return platform_database_run (
             database, error,
             "INSERT INTO settlement_rows (entry, settlement) SELECT number, ?4 FROM " DUE_ROWS, "ttii",
             account, settlement->currency, cutoff, settlement->number) &&
         platform_ledger_storage_post (database, &entry, error);
}

static PlatformSettlement *
read_settlement (PlatformStatement *row)
{
  PlatformSettlement *self = g_new0 (PlatformSettlement, 1);

  self->number = platform_statement_get_int (row, 0);
  self->id = platform_statement_dup_text (row, 1);
  self->merchant_id = platform_statement_dup_text (row, 2);
  self->currency = platform_statement_dup_text (row, 3);
  self->amount = platform_statement_get_int (row, 4);
  self->earned = platform_statement_get_int (row, 5);
  self->commission = platform_statement_get_int (row, 6);
  self->other = platform_statement_get_int (row, 7);
  self->from_at = platform_statement_get_int (row, 8);
  self->until_at = platform_statement_get_int (row, 9);
  self->created_at = platform_statement_get_int (row, 10);
  return self;
}

GPtrArray *
platform_settlement_storage_list (PlatformDatabase *database,
                                  const char *merchant_id,
                                  gint64 before,
                                  guint limit,
                                  GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GPtrArray) settlements =
      g_ptr_array_new_with_free_func ((GDestroyNotify) platform_settlement_free);
  PlatformStep step;

  statement = platform_database_query (database, error,
                                       "SELECT " SETTLEMENT_COLUMNS " FROM settlements WHERE merchant_id = ? "
                                       "AND number < ? ORDER BY number DESC LIMIT ?",
                                       "tii", merchant_id, before > 0 ? before : G_MAXINT64, (gint64) limit);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (settlements, read_settlement (statement));
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&settlements) : NULL;
}

PlatformStep
platform_settlement_storage_get (PlatformDatabase *database,
                                 const char *id,
                                 PlatformSettlement **settlement,
                                 GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error, "SELECT " SETTLEMENT_COLUMNS " FROM settlements WHERE id = ?", "t", id);
  PlatformStep step;

  if (statement == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    *settlement = read_settlement (statement);
  return step;
}

GPtrArray *
platform_settlement_storage_list_rows (PlatformDatabase *database,
                                       const PlatformSettlement *settlement,
                                       gint64 after,
                                       guint limit,
                                       GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_ledger_row_free);
  PlatformStep step;

  statement = platform_database_query (
      database, error,
      "SELECT e.number, e.at, e.kind, iif (e.to_account GLOB 'merchant:*', e.amount, -e.amount), e.currency, "
      "e.order_id, e.voucher_id FROM settlement_rows s JOIN ledger_entries e ON e.number = s.entry WHERE "
      "s.settlement = ? AND e.number > ? ORDER BY e.number LIMIT ?",
      "iii", settlement->number, after, (gint64) limit);
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
