/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-voucher-storage.h"

#define VOUCHER_COLUMNS                                                                                      \
  "v.id, v.order_id, v.unit, v.account_id, v.deal_id, v.merchant_id, v.code, v.generation, v.holder_key, "   \
  "v.kid, v.state, v.amount, v.currency, v.pay_at_store, v.escrow_round, v.issued_at, v.valid_from, "        \
  "v.valid_until, v.changed_at, o.terms, o.unit_amount, o.commission, o.slot_id, o.store_id, "               \
  "r.redeemed_at, r.store_id, o.slot_starts, o.slot_ends, v.form"
#define VOUCHER_TABLES                                                                                       \
  "vouchers v JOIN orders o ON o.id = v.order_id LEFT JOIN redemptions r ON r.voucher_id = v.id AND "        \
  "r.round = v.escrow_round "

static const char *const state_names[] = {
  [PLATFORM_VOUCHER_ACTIVE] = "active",
  [PLATFORM_VOUCHER_REDEEMED] = "redeemed",
  [PLATFORM_VOUCHER_REFUNDED] = "refunded",
  [PLATFORM_VOUCHER_EXPIRED] = "expired",
};

const char *
platform_voucher_state_to_string (PlatformVoucherState state)
{
  return state_names[state];
}

void
platform_voucher_free (PlatformVoucher *voucher)
{
  g_free (voucher->id);
  g_free (voucher->order_id);
  g_free (voucher->account_id);
  g_free (voucher->deal_id);
  g_free (voucher->merchant_id);
  g_free (voucher->code);
  g_free (voucher->holder_key);
  g_free (voucher->kid);
  g_free (voucher->currency);
  g_free (voucher->slot_id);
  g_free (voucher->order_store_id);
  g_free (voucher->redeemed_store);
  g_free (voucher);
}

static PlatformVoucher *
read_voucher (PlatformStatement *row)
{
  PlatformVoucher *voucher = g_new0 (PlatformVoucher, 1);
  const char *state = platform_statement_get_text (row, 10);

  voucher->id = platform_statement_dup_text (row, 0);
  voucher->order_id = platform_statement_dup_text (row, 1);
  voucher->unit = platform_statement_get_int (row, 2);
  voucher->account_id = platform_statement_dup_text (row, 3);
  voucher->deal_id = platform_statement_dup_text (row, 4);
  voucher->merchant_id = platform_statement_dup_text (row, 5);
  voucher->code = platform_statement_dup_text (row, 6);
  voucher->generation = platform_statement_get_int (row, 7);
  voucher->holder_key = platform_statement_dup_text (row, 8);
  voucher->kid = platform_statement_dup_text (row, 9);
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_str_equal (state, state_names[i]))
      voucher->state = (PlatformVoucherState) i;
  voucher->amount = platform_statement_get_int (row, 11);
  voucher->currency = platform_statement_dup_text (row, 12);
  voucher->pay_at_store = platform_statement_get_int (row, 13) != 0;
  voucher->escrow_round = platform_statement_get_int (row, 14);
  voucher->issued_at = platform_statement_get_int (row, 15);
  voucher->valid_from = platform_statement_get_int (row, 16);
  voucher->valid_until = platform_statement_get_int (row, 17);
  voucher->changed_at = platform_statement_get_int (row, 18);
  voucher->terms = platform_statement_get_int (row, 19);
  voucher->unit_amount = platform_statement_get_int (row, 20);
  voucher->commission = platform_statement_get_int (row, 21);
  voucher->slot_id = platform_statement_dup_text (row, 22);
  voucher->order_store_id = platform_statement_dup_text (row, 23);
  voucher->redeemed_at = platform_statement_get_int (row, 24);
  voucher->redeemed_store = platform_statement_dup_text (row, 25);
  voucher->slot_starts = platform_statement_get_int (row, 26);
  voucher->slot_ends = platform_statement_get_int (row, 27);
  voucher->printed = g_strcmp0 (platform_statement_get_text (row, 28), "printed") == 0;
  return voucher;
}

static PlatformStep
read_one (PlatformStatement *statement, PlatformVoucher **voucher, GError **error)
{
  PlatformStep step;

  if (statement == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    *voucher = read_voucher (statement);
  return step;
}

static GPtrArray *
read_all (PlatformStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) vouchers = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_voucher_free);
  PlatformStep step;

  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (vouchers, read_voucher (statement));
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&vouchers) : NULL;
}

gboolean
platform_voucher_storage_insert (PlatformDatabase *database, const PlatformVoucher *voucher, GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO vouchers (id, order_id, unit, account_id, deal_id, merchant_id, code, generation, "
      "holder_key, kid, state, amount, currency, pay_at_store, escrow_round, issued_at, valid_from, "
      "valid_until, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      "ttittttitttitniiiii", voucher->id, voucher->order_id, voucher->unit, voucher->account_id,
      voucher->deal_id, voucher->merchant_id, voucher->code, voucher->generation, voucher->holder_key,
      voucher->kid, state_names[voucher->state], voucher->amount, voucher->currency,
      voucher->pay_at_store != FALSE, voucher->escrow_round, voucher->issued_at, voucher->valid_from,
      voucher->valid_until, voucher->changed_at);
}

PlatformStep
platform_voucher_storage_get (PlatformDatabase *database,
                              const char *id,
                              const char *account_id,
                              PlatformVoucher **voucher,
                              GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  statement =
      platform_database_query (database, error,
                               "SELECT " VOUCHER_COLUMNS " FROM " VOUCHER_TABLES
                               "WHERE v.id = ?1 AND (?2 IS NULL OR v.account_id = ?2 OR EXISTS (SELECT 1 "
                               "FROM gifts g WHERE g.voucher_id = ?1 AND g.giver_id = ?2 AND g.state = "
                               "'claimed'))",
                               "tt", id, account_id);
  return read_one (statement, voucher, error);
}

PlatformStep
platform_voucher_storage_get_by_code (PlatformDatabase *database,
                                      const char *code,
                                      PlatformVoucher **voucher,
                                      GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  PlatformStep step;

  statement = platform_database_query (
      database, error, "SELECT " VOUCHER_COLUMNS " FROM " VOUCHER_TABLES "WHERE v.code = ?", "t", code);
  step = read_one (statement, voucher, error);
  if (step != PLATFORM_STEP_DONE)
    return step;
  g_clear_pointer (&statement, platform_statement_release);
  statement = platform_database_query (database, error,
                                       "SELECT " VOUCHER_COLUMNS " FROM " VOUCHER_TABLES
                                       "WHERE v.id = (SELECT voucher_id FROM past_codes WHERE code = ?)",
                                       "t", code);
  return read_one (statement, voucher, error);
}

GPtrArray *
platform_voucher_storage_list_of_order (PlatformDatabase *database, const char *order_id, GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  statement = platform_database_query (database, error,
                                       "SELECT " VOUCHER_COLUMNS " FROM " VOUCHER_TABLES
                                       "WHERE v.order_id = ? ORDER BY v.unit",
                                       "t", order_id);
  return read_all (statement, error);
}

GPtrArray *
platform_voucher_storage_list_wallet (PlatformDatabase *database,
                                      const char *account_id,
                                      gint64 now,
                                      PlatformWalletPosition *position,
                                      guint limit,
                                      GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GPtrArray) vouchers = NULL;

  statement = platform_database_query (
      database, error,
      "SELECT " VOUCHER_COLUMNS ", v.state <> 'active' OR v.valid_until <= ?2 OR v.account_id <> ?1 AS rank, "
      "iif (v.state = 'active' AND v.account_id = ?1, v.valid_until, -v.changed_at) AS key "
      "FROM " VOUCHER_TABLES
      "WHERE (v.account_id = ?1 OR v.id IN (SELECT voucher_id FROM gifts WHERE giver_id = ?1 AND "
      "state = 'claimed')) AND (rank, key, v.id) > (?3, ?4, ?5) ORDER BY rank, key, v.id LIMIT ?6",
      "tiiiti", account_id, now, position->id[0] != '\0' ? position->rank : -1, position->key, position->id,
      (gint64) limit);
  vouchers = read_all (statement, error);
  if (vouchers != NULL && vouchers->len > 0)
    {
      const PlatformVoucher *last = g_ptr_array_index (vouchers, vouchers->len - 1);

      gboolean held = last->state == PLATFORM_VOUCHER_ACTIVE && g_str_equal (last->account_id, account_id);

      position->rank = !held || last->valid_until <= now;
      position->key = held ? last->valid_until : -last->changed_at;
      g_strlcpy (position->id, last->id, sizeof position->id);
    }
  return g_steal_pointer (&vouchers);
}

gboolean
platform_voucher_storage_move (PlatformDatabase *database,
                               const char *id,
                               gint64 generation,
                               PlatformVoucherState from,
                               PlatformVoucherState to,
                               gint64 now,
                               gboolean *moved,
                               GError **error)
{
  if (!platform_database_run (database, error,
                              "UPDATE vouchers SET state = ?, changed_at = ? WHERE id = ? AND generation = ? "
                              "AND state = ?",
                              "titit", state_names[to], now, id, generation, state_names[from]))
    return FALSE;
  *moved = platform_database_get_changes (database) == 1;
  return TRUE;
}

gboolean
platform_voucher_storage_reopen (PlatformDatabase *database,
                                 const char *id,
                                 gint64 round,
                                 gint64 now,
                                 gboolean *moved,
                                 GError **error)
{
  if (!platform_database_run (database, error,
                              "UPDATE vouchers SET state = 'active', escrow_round = escrow_round + 1, "
                              "changed_at = ? WHERE id = ? AND state = 'redeemed' AND escrow_round = ?",
                              "iti", now, id, round))
    return FALSE;
  *moved = platform_database_get_changes (database) == 1;
  return TRUE;
}

gboolean
platform_voucher_storage_reissue (PlatformDatabase *database,
                                  const PlatformVoucher *voucher,
                                  gint64 generation,
                                  gboolean *reissued,
                                  GError **error)
{
  if (!platform_database_run (database, error,
                              "UPDATE vouchers SET generation = generation + 1, account_id = ?, code = ?, "
                              "holder_key = ?, kid = ?, "
                              "form = ?, changed_at = ? WHERE id = ? AND generation = ? AND state = 'active'",
                              "tttttiti", voucher->account_id, voucher->code, voucher->holder_key,
                              voucher->kid, voucher->printed ? "printed" : "device", voucher->changed_at,
                              voucher->id, generation))
    return FALSE;
  *reissued = platform_database_get_changes (database) == 1;
  return TRUE;
}

GPtrArray *
platform_voucher_storage_list_unbound (PlatformDatabase *database,
                                       const char *account_id,
                                       const char *holder_key,
                                       gint64 now,
                                       GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  statement =
      platform_database_query (database, error,
                               "SELECT " VOUCHER_COLUMNS " FROM " VOUCHER_TABLES
                               "WHERE v.account_id = ? AND v.state = 'active' AND v.valid_until > ? AND "
                               "v.form = 'device' AND v.holder_key IS NOT ?",
                               "tit", account_id, now, holder_key);
  return read_all (statement, error);
}

gboolean
platform_voucher_storage_replace_key (PlatformDatabase *database,
                                      const char *kid,
                                      const char *by,
                                      gint64 now,
                                      gint64 *reissued,
                                      GError **error)
{
  if (!platform_database_run (
          database, error,
          "UPDATE vouchers SET generation = generation + 1, kid = ?, changed_at = ? WHERE "
          "kid = ? AND state = 'active'",
          "tit", by, now, kid))
    return FALSE;
  *reissued = platform_database_get_changes (database);
  /* What was used keeps its generation, but an undo must not bring it back under a key that nobody believes.
   */
  return platform_database_run (database, error, "UPDATE vouchers SET kid = ? WHERE kid = ?", "tt", by, kid);
}

gboolean
platform_voucher_storage_count (PlatformDatabase *database,
                                const char *order_id,
                                gint64 *active,
                                gint64 *redeemed,
                                gint64 *total,
                                GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  statement =
      platform_database_query (database, error,
                               "SELECT count(*) FILTER (WHERE state = 'active'), count(*) FILTER "
                               "(WHERE state = 'redeemed'), count(*) FROM vouchers WHERE order_id = ?",
                               "t", order_id);
  if (statement == NULL || platform_statement_step (statement, error) != PLATFORM_STEP_ROW)
    return FALSE;
  *active = platform_statement_get_int (statement, 0);
  *redeemed = platform_statement_get_int (statement, 1);
  *total = platform_statement_get_int (statement, 2);
  return TRUE;
}

GPtrArray *
platform_voucher_storage_list_ended (PlatformDatabase *database, gint64 now, guint limit, GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  statement = platform_database_query (database, error,
                                       "SELECT " VOUCHER_COLUMNS " FROM " VOUCHER_TABLES
                                       "WHERE v.state = 'active' AND v.valid_until <= ? "
                                       "ORDER BY v.valid_until LIMIT ?",
                                       "ii", now, (gint64) limit);
  return read_all (statement, error);
}

GArray *
platform_voucher_storage_list_terms (PlatformDatabase *database, const char *merchant_id, GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  PlatformStep step;

  statement = platform_database_query (database, error,
                                       "SELECT DISTINCT o.terms FROM vouchers v JOIN orders o ON o.id = "
                                       "v.order_id WHERE v.merchant_id = ? AND "
                                       "v.state = 'active' ORDER BY o.terms DESC",
                                       "t", merchant_id);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      gint64 number = platform_statement_get_int (statement, 0);

      g_array_append_val (numbers, number);
    }
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&numbers) : NULL;
}

gboolean
platform_voucher_storage_note_no_show (PlatformDatabase *database,
                                       const PlatformVoucher *voucher,
                                       gint64 kept,
                                       gint64 now,
                                       GError **error)
{
  return platform_database_run (database, error,
                                "INSERT INTO no_shows (voucher_id, account_id, merchant_id, slot_starts, at, "
                                "kept) VALUES (?, ?, ?, ?, ?, ?)",
                                "tttiii", voucher->id, voucher->account_id, voucher->merchant_id,
                                voucher->slot_starts, now, kept);
}

gboolean
platform_voucher_storage_get_kept (PlatformDatabase *database,
                                   const char *id,
                                   gint64 *kept,
                                   gint64 *at,
                                   GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error, "SELECT kept, at FROM no_shows WHERE voucher_id = ?", "t", id);
  PlatformStep step;

  *kept = 0;
  *at = 0;
  if (statement == NULL)
    return FALSE;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    {
      *kept = platform_statement_get_int (statement, 0);
      *at = platform_statement_get_int (statement, 1);
    }
  return step != PLATFORM_STEP_ERROR;
}

gboolean
platform_voucher_storage_count_kept (PlatformDatabase *database,
                                     const char *order_id,
                                     gint64 *kept,
                                     GError **error)
{
  return platform_database_query_int (database, kept, error,
                                      "SELECT count(*) FROM no_shows n JOIN vouchers v ON v.id = "
                                      "n.voucher_id WHERE v.order_id = ? AND n.kept > 0",
                                      "t", order_id) == PLATFORM_STEP_ROW;
}

gboolean
platform_voucher_storage_refill (PlatformDatabase *database,
                                 const char *id,
                                 gint64 amount,
                                 gint64 *round,
                                 GError **error)
{
  return platform_database_query_int (database, round, error,
                                      "UPDATE vouchers SET amount = ?, escrow_round = escrow_round + 1 "
                                      "WHERE id = ? AND state = 'active' RETURNING escrow_round",
                                      "it", amount, id) == PLATFORM_STEP_ROW;
}

gboolean
platform_voucher_storage_count_of_deal (PlatformDatabase *database,
                                        const char *deal_id,
                                        gint64 *redeemed,
                                        gint64 *held,
                                        GError **error)
{
  *redeemed = 0;
  *held = 0;
  return platform_database_query_int (
             database, redeemed, error,
             "SELECT count(*) FROM vouchers WHERE deal_id = ? AND state = 'redeemed'", "t",
             deal_id) != PLATFORM_STEP_ERROR &&
         platform_database_query_int (database, held, error,
                                      "SELECT count(*) FROM vouchers WHERE deal_id = ? AND state = 'active'",
                                      "t", deal_id) != PLATFORM_STEP_ERROR;
}
