/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking a redemption back: when, by whom, once; what the books and the counters hear of it. */
#include "platform-undo.h"

#include "platform-merchant-settings-storage.h"
#include "platform-redemption.h"
#include "platform-refund.h"
#include "platform-revocation-storage.h"
#include "trade-town.h"

#define DAY 86400

static const char *
counter (Town *town)
{
  g_autoptr (GError) error = NULL;
  const char *account = town_person (town, "counter");

  platform_database_execute (town->database,
                             "UPDATE accounts SET every_store = 1 WHERE email LIKE 'counter@%'", &error);
  g_assert_no_error (error);
  return account;
}

static RamblaProblemCode
redeem (Town *town, const char *code, char **id)
{
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_auto (PlatformPresented) presented = { 0 };
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (PlatformRedemption) redemption = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (platform_redemption_find_store (town->database, counter (town), town_store ("pizza-1"),
                                                 "/store_id", &store, &refusal, &error));
  platform_presented_read (&presented, town->trade->keys, code, platform_clock_now (town->clock), &refusal);
  g_assert_true (platform_redemption_redeem (town->database, town->trade, counter (town), &presented, store,
                                             "en", &redemption, &refusal, &error));
  if (redemption != NULL && id != NULL)
    *id = g_strdup (redemption->id);
  return refusal.code;
}

/* All-or-nothing, as the route has it. */
static RamblaProblemCode
undo (Town *town, const char *account, const char *id)
{
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformRedemption) redemption = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (platform_database_execute (town->database, "SAVEPOINT try", &error));
  g_assert_true (platform_undo_redemption (town->database, town->trade, account, id, "typed twice",
                                           &redemption, &refusal, &error));
  g_assert_true (platform_database_execute (
      town->database, refusal.code == RAMBLA_PROBLEM_NONE ? "RELEASE try" : "ROLLBACK TO try; RELEASE try",
      &error));
  g_assert_true ((redemption != NULL) == (refusal.code == RAMBLA_PROBLEM_NONE));
  if (redemption != NULL)
    {
      g_assert_cmpint (redemption->undone_at, ==, platform_clock_now (town->clock));
      g_assert_cmpstr (redemption->undo_reason, ==, "typed twice");
    }
  return refusal.code;
}

static void
test_undo (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (PlatformOrder) again = NULL;
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  const PlatformVoucher *voucher = vouchers->pdata[0];
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gint64 count = -1;
  gint64 total = -1;

  g_assert_cmpint (redeem (town, voucher->code, &first), ==, RAMBLA_PROBLEM_NONE);
  town_set_time (town, TOWN_NOW + PLATFORM_DEFAULT_UNDO_SECONDS - 1);
  g_assert_cmpint (undo (town, counter (town), first), ==, RAMBLA_PROBLEM_NONE);
  town_assert_books (town);
  g_assert_cmpint (town_count (town, "SELECT balance FROM ledger_balances WHERE account = 'escrow'"), ==,
                   1505);
  g_assert_cmpint (town_count (town, "SELECT balance FROM ledger_balances WHERE account = 'commission'"), ==,
                   0);
  g_assert_cmpint (town_count (town, "SELECT balance FROM ledger_balances WHERE account LIKE 'merchant:%'"),
                   ==, 0);
  again = town_get_order (town, order->id);
  g_assert_cmpint (again->state, ==, PLATFORM_ORDER_PAID);
  g_assert_true (platform_redemption_storage_sum (town->database, town_store ("pizza-1"), TOWN_NOW - DAY,
                                                  TOWN_NOW + DAY, &count, &total, NULL));
  g_assert_cmpint (count, ==, 0);
  g_assert_cmpint (total, ==, 0);

  /* Once; and the voucher is as good as before. */
  g_assert_cmpint (undo (town, counter (town), first), ==, RAMBLA_PROBLEM_NOT_UNDOABLE);
  g_assert_cmpint (redeem (town, voucher->code, &second), ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (undo (town, counter (town), first), ==, RAMBLA_PROBLEM_NOT_UNDOABLE);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM redemptions"), ==, 2);
  g_assert_cmpint (town_count (town, "SELECT escrow_round FROM vouchers"), ==, 2);
  town_assert_books (town);
  g_assert_cmpint (undo (town, counter (town), second), ==, RAMBLA_PROBLEM_NONE);
  town_assert_books (town);
}

static void
test_refused (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  const PlatformVoucher *voucher = vouchers->pdata[0];
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (redeem (town, voucher->code, &id), ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (undo (town, town_person (town, "eve"), id), ==, RAMBLA_PROBLEM_NOT_FOUND);
  g_assert_cmpint (undo (town, counter (town), "red_0000000000000000"), ==, RAMBLA_PROBLEM_NOT_FOUND);

  /* Paid out: there is nothing left to give back. */
  platform_database_execute (
      town->database,
      "SAVEPOINT paid_out; INSERT INTO ledger_entries (at, kind, from_account, to_account, "
      "amount, currency) SELECT 1, 'settlement', account, replace (account, 'merchant:', "
      "'settlement:'), 1, currency FROM ledger_balances WHERE account LIKE 'merchant:%'",
      &error);
  g_assert_no_error (error);
  g_assert_cmpint (undo (town, counter (town), id), ==, RAMBLA_PROBLEM_NOT_UNDOABLE);
  platform_database_execute (town->database, "ROLLBACK TO paid_out; RELEASE paid_out", &error);
  g_assert_no_error (error);

  town_set_time (town, TOWN_NOW + PLATFORM_DEFAULT_UNDO_SECONDS);
  g_assert_cmpint (undo (town, counter (town), id), ==, RAMBLA_PROBLEM_NOT_UNDOABLE);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM redemption_undos"), ==, 0);
  town_assert_books (town);
}

static void
test_settings (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  const PlatformVoucher *voucher = vouchers->pdata[0];
  PlatformMerchantSettings settings = { 0 };
  PlatformMerchantSettings late = { 0 };
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;

  platform_merchant_settings_get (town->database, voucher->merchant_id, &settings, &error);
  g_assert_true (settings.offline);
  g_assert_cmpint (settings.edition, ==, 0);
  late = settings;
  settings.undo_seconds = 60;
  settings.offline = FALSE;
  platform_merchant_settings_set (town->database, voucher->merchant_id, counter (town), &settings, TOWN_NOW,
                                  &changed, &error);
  g_assert_no_error (error);
  g_assert_true (changed);
  g_assert_cmpint (settings.edition, ==, 1);
  /* Who read before that has lost. */
  platform_merchant_settings_set (town->database, voucher->merchant_id, counter (town), &late, TOWN_NOW,
                                  &changed, &error);
  g_assert_no_error (error);
  g_assert_false (changed);
  late.edition = 7;
  platform_merchant_settings_set (town->database, "mer_0000000000000000", counter (town), &late, TOWN_NOW,
                                  &changed, &error);
  g_assert_no_error (error);
  g_assert_false (changed);
  platform_merchant_settings_get (town->database, voucher->merchant_id, &late, &error);
  g_assert_false (late.offline);
  g_assert_cmpint (late.undo_seconds, ==, 60);

  g_assert_cmpint (redeem (town, voucher->code, &id), ==, RAMBLA_PROBLEM_NONE);
  town_set_time (town, TOWN_NOW + 60);
  g_assert_cmpint (undo (town, counter (town), id), ==, RAMBLA_PROBLEM_NOT_UNDOABLE);
}

/* The next unread word, which must be the only one. */
static gint64
hear (Town *town, const char *merchant_id, gint64 after, const char *state, gint64 generation)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) news =
      platform_revocation_storage_list (town->database, merchant_id, after, 100, &error);
  const PlatformRevocation *word;

  g_assert_no_error (error);
  g_assert_cmpuint (news->len, ==, 1);
  word = news->pdata[0];
  g_assert_cmpstr (word->state, ==, state);
  g_assert_cmpint (word->generation, ==, generation);
  g_assert_true ((word->store_id != NULL) == g_str_equal (state, "redeemed"));
  return word->number;
}

static void
test_changes_are_told (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (PlatformOrder) refunded = NULL;
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  const PlatformVoucher *voucher = vouchers->pdata[0];
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  gint64 amount = 0;
  gint64 heard = 0;

  g_assert_cmpint (town_count (town, "SELECT count(*) FROM voucher_changes"), ==, 0);
  g_assert_cmpint (redeem (town, voucher->code, &id), ==, RAMBLA_PROBLEM_NONE);
  heard = hear (town, voucher->merchant_id, heard, "redeemed", 1);
  g_assert_cmpint (undo (town, counter (town), id), ==, RAMBLA_PROBLEM_NONE);
  heard = hear (town, voucher->merchant_id, heard, "active", 1);
  platform_database_execute (town->database,
                             "UPDATE vouchers SET generation = 2, changed_at = changed_at + 1", &error);
  g_assert_no_error (error);
  heard = hear (town, voucher->merchant_id, heard, "active", 2);
  platform_refund_order (town->database, town->trade, town_person (town, "ana"), order->id, NULL, &amount,
                         &refunded, &refusal, &error);
  g_assert_no_error (error);
  heard = hear (town, voucher->merchant_id, heard, "refunded", 2);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM voucher_changes"), ==, 1);
  platform_revocation_storage_forget (town->database, voucher->valid_until, &error);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM voucher_changes"), ==, 1);
  platform_revocation_storage_forget (town->database, voucher->valid_until + 1, &error);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM voucher_changes"), ==, 0);
}

static void
test_history_stays (Town *town, gconstpointer data)
{
  static const char *const lies[] = { "UPDATE redemptions SET amount = 1", "DELETE FROM redemptions",
                                      "UPDATE redemption_undos SET reason = 'x'",
                                      "DELETE FROM redemption_undos" };
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  g_autofree char *id = NULL;

  g_assert_cmpint (redeem (town, ((PlatformVoucher *) vouchers->pdata[0])->code, &id), ==,
                   RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (undo (town, counter (town), id), ==, RAMBLA_PROBLEM_NONE);
  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (platform_database_execute (town->database, lies[i], &error));
      g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CONSTRAINT);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/undo/undo", Town, NULL, town_set_up, test_undo, town_tear_down);
  g_test_add ("/undo/refused", Town, NULL, town_set_up, test_refused, town_tear_down);
  g_test_add ("/undo/settings", Town, NULL, town_set_up, test_settings, town_tear_down);
  g_test_add ("/undo/changes-are-told", Town, NULL, town_set_up, test_changes_are_told, town_tear_down);
  g_test_add ("/undo/history-stays", Town, NULL, town_set_up, test_history_stays, town_tear_down);
  return g_test_run ();
}
