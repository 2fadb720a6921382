/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens by itself on the day that was agreed on: groups close, merchants are paid out, vouchers end.
 */
#include "platform-dispute.h"
#include "platform-redemption.h"
#include "platform-refund.h"
#include "platform-scheduler.h"
#include "platform-settlement-storage.h"
#include "rambla-id.h"
#include "trade-town.h"

#define DAY G_GINT64_CONSTANT (86400)
#define CLOSED (TOWN_NOW + 5 * DAY)

static gint64
balance (Town *town, const char *like)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT coalesce(sum(balance), 0) FROM ledger_balances WHERE account GLOB '%s'", like);

  return town_count (town, sql);
}

static RamblaProblemCode
use (Town *town, const char *code, const char *store_name)
{
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_auto (PlatformPresented) presented = { "" };
  g_autoptr (PlatformRedemption) redemption = NULL;
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (GError) error = NULL;

  platform_presented_read (&presented, town->trade->keys, code, TOWN_NOW, &refusal);
  platform_store_find (town->database, town_store (store_name), &store, &error);
  platform_redemption_redeem (town->database, town->trade, town_person (town, "keeper"), &presented, store,
                              "en", &redemption, &refusal, &error);
  g_assert_no_error (error);
  return refusal.code;
}

static RamblaProblemCode
use_first (Town *town, const char *order_id, const char *store_name)
{
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order_id);

  return use (town, ((PlatformVoucher *) vouchers->pdata[0])->code, store_name);
}

/* --- Groups --- */

static void
test_group_reached (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) ana = town_buy (town, "ana", "club", "pizza-1", 2);
  g_autoptr (PlatformOrder) bob = town_buy (town, "bob", "club", "pizza-1", 3);
  g_autoptr (PlatformOrder) after = NULL;
  g_autoptr (GPtrArray) vouchers = NULL;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformOrder) refunded = NULL;
  g_autoptr (GError) error = NULL;
  gint64 amount = 0;

  /* Nobody uses what is not known yet. */
  g_assert_cmpint (use_first (town, ana->id, "pizza-1"), ==, RAMBLA_PROBLEM_NOT_YET_VALID);
  town_set_time (town, CLOSED - 1);
  platform_scheduler_run_once (town->trade);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM group_closings"), ==, 0);
  town_restart (town);
  town_set_time (town, CLOSED);
  platform_scheduler_run_once (town->trade);
  platform_scheduler_run_once (town->trade);

  g_assert_cmpint (town_count (town, "SELECT count(*) FROM group_closings"), ==, 1);
  g_assert_cmpint (balance (town, "buyer:*"), ==, -5 * 800);
  g_assert_cmpint (balance (town, "escrow"), ==, 5 * 800);
  g_assert_cmpint (town_count (town, "SELECT sum(amount) FROM refunds"), ==, 5 * 200);
  town_assert_books (town);
  after = town_get_order (town, bob->id);
  g_assert_cmpint (after->state, ==, PLATFORM_ORDER_PAID);
  g_assert_cmpint (after->refunded, ==, 600);

  /* From here on it is a voucher of 800. */
  g_assert_cmpint (use_first (town, ana->id, "pizza-1"), ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (balance (town, "merchant:*"), ==, 720);
  platform_refund_order (town->database, town->trade, town_person (town, "bob"), bob->id, NULL, &amount,
                         &refunded, &refusal, &error);
  g_assert_no_error (error);
  g_assert_cmpint (amount, ==, 2400);
  g_assert_cmpint (refunded->refunded, ==, 3000);
  g_assert_cmpint (refunded->state, ==, PLATFORM_ORDER_REFUNDED);
  town_assert_books (town);
}

static void
test_group_failed (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) ana = town_buy (town, "ana", "club", "pizza-1", 2);
  g_autoptr (PlatformOrder) after = NULL;

  town_set_time (town, CLOSED + 1);
  platform_scheduler_run_once (town->trade);
  after = town_get_order (town, ana->id);
  g_assert_cmpint (after->state, ==, PLATFORM_ORDER_REFUNDED);
  g_assert_cmpint (after->refunded, ==, 2000);
  g_assert_cmpint (balance (town, "buyer:*"), ==, 0);
  town_assert_books (town);

  /* The clock goes back, and the same day comes once more. */
  town_set_time (town, TOWN_NOW);
  platform_scheduler_run_once (town->trade);
  town_set_time (town, CLOSED + 2);
  platform_scheduler_run_once (town->trade);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM group_closings"), ==, 1);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM refunds"), ==, 1);
}

/* Whoever is still paying at the deadline belongs to the group. */
static void
test_group_waits (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) ana = town_buy (town, "ana", "club", "pizza-1", 2);
  g_autoptr (PlatformOrder) bob = NULL;
  g_autofree char *try = NULL;

  town_set_time (town, CLOSED - 60);
  bob = town_order (town, "bob", "club", "pizza-1", 1, 1000, NULL, NULL);
  try = town_begin_payment (town, bob);
  town_set_time (town, CLOSED + 60);
  platform_scheduler_run_once (town->trade);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM group_closings"), ==, 0);
  town_tell (town, try, PLATFORM_PAYMENT_SUCCEEDED, 1000);
  platform_scheduler_run_once (town->trade);
  g_assert_cmpint (town_count (town, "SELECT reached * 10000 + price FROM group_closings"), ==, 11000);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM refunds"), ==, 0);
  g_assert_cmpint (use_first (town, bob->id, "pizza-1"), ==, RAMBLA_PROBLEM_NONE);
  town_assert_books (town);
}

/* --- Vouchers and bookings --- */

static void
test_expiry (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 2);
  g_autoptr (PlatformOrder) after = NULL;
  const gint64 times[] = { TOWN_NOW + 40 * DAY, TOWN_NOW - 40 * DAY, TOWN_NOW + 41 * DAY };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      town_set_time (town, times[i]);
      town_restart (town);
      platform_scheduler_run_once (town->trade);
      town_assert_books (town);
    }
  after = town_get_order (town, order->id);
  g_assert_cmpint (after->state, ==, PLATFORM_ORDER_REFUNDED);
  g_assert_cmpint (balance (town, "buyer:*"), ==, 0);
  g_assert_cmpint (town_count (town, "SELECT sum(amount) FROM refunds"), ==, 3010);
}

/* A booking in three days, with a deposit of 500. */
static PlatformOrder *
book (Town *town)
{
  g_autofree char *slot = town_find_slot (town, "colour", 3, 0);
  g_autoptr (PlatformOrder) order = town_order (town, "ana", "colour", "hair-1", 1, 500, slot, NULL);
  g_autofree char *try = town_begin_payment (town, order);

  town_tell (town, try, PLATFORM_PAYMENT_SUCCEEDED, 500);
  return g_steal_pointer (&order);
}

static void
pass (Town *town, gint64 time)
{
  town_set_time (town, time);
  platform_scheduler_run_once (town->trade);
  platform_scheduler_run_once (town->trade);
}

/* Whoever books a time, neither cancels it in time nor comes, leaves the deposit to the store. */
static void
test_no_show (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = book (town);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformOrder) refunded = NULL;
  g_autoptr (GError) error = NULL;
  gint64 amount = 0;
  gint64 kept = 0;
  gint64 at = 0;

  /* A day before it starts is too late to cancel. */
  town_set_time (town, order->slot_starts - DAY + 1);
  platform_refund_order (town->database, town->trade, town_person (town, "ana"), order->id, NULL, &amount,
                         &refunded, &refusal, &error);
  g_assert_cmpint (refusal.code, ==, RAMBLA_PROBLEM_NOT_REFUNDABLE);
  pass (town, TOWN_NOW + 5 * DAY);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM no_shows"), ==, 1);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM refunds"), ==, 0);
  g_assert_cmpint (town_count (town, "SELECT sum(amount) FROM ledger_entries WHERE kind = 'no_show'"), ==,
                   500);
  g_assert_cmpint (balance (town, "buyer:*"), ==, -500);
  g_assert_cmpint (balance (town, "merchant:*"), ==, 500);
  g_assert_cmpint (balance (town, "commission"), ==, 0);
  g_assert_true (platform_voucher_storage_get_kept (
      town->database, ((PlatformVoucher *) vouchers->pdata[0])->id, &kept, &at, &error));
  g_assert_cmpint (kept, ==, 500);
  g_assert_cmpint (at, ==, TOWN_NOW + 5 * DAY);
  town_assert_books (town);

  /* Paid out when nobody can complain any more, and once. */
  pass (town, TOWN_NOW + 11 * DAY);
  g_assert_cmpint (balance (town, "settlement:*"), ==, 0);
  pass (town, TOWN_NOW + 13 * DAY);
  g_assert_cmpint (balance (town, "settlement:*"), ==, 500);
  pass (town, TOWN_NOW + 20 * DAY);
  g_assert_cmpint (balance (town, "settlement:*"), ==, 500);
  town_assert_books (town);
}

/* "I stood there and it was closed": the deposit waits until that is decided, and can go back in part. */
static void
test_no_show_disputed (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = book (town);
  g_autoptr (PlatformOrder) after = NULL;
  g_autoptr (PlatformDispute) dispute = NULL;
  g_autoptr (PlatformDispute) late = NULL;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (GError) error = NULL;

  pass (town, TOWN_NOW + 5 * DAY);
  town_set_time (town, TOWN_NOW + 6 * DAY);
  platform_dispute_open (town->database, town->trade, town_person (town, "ana"), order->id, "refused", "x",
                         &dispute, &refusal, &error);
  g_assert_no_error (error);
  g_assert_nonnull (dispute);
  g_assert_cmpint (dispute->amount, ==, 500);
  g_assert_cmpint (balance (town, "held:*"), ==, 500);
  platform_dispute_decide (town->database, town->trade, dispute, PLATFORM_PARTY_OPERATOR, 200, &refusal,
                           &error);
  g_assert_no_error (error);
  g_assert_cmpint (balance (town, "buyer:*"), ==, -300);
  g_assert_cmpint (balance (town, "merchant:*"), ==, 300);
  after = town_get_order (town, order->id);
  g_assert_cmpint (after->state, ==, PLATFORM_ORDER_PARTIALLY_REFUNDED);
  town_assert_books (town);
  platform_dispute_open (town->database, town->trade, town_person (town, "ana"), order->id, "refused", "x",
                         &late, &refusal, &error);
  g_assert_cmpint (refusal.code, ==, RAMBLA_PROBLEM_NOT_DISPUTABLE);
}

/* Turned away at the store that it was booked at, or agreed on when stores kept nothing: it goes back. */
static void
test_no_show_returned (Town *town, gconstpointer data)
{
  gboolean old = GPOINTER_TO_INT (data);
  g_autoptr (PlatformOrder) order = book (town);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  const PlatformVoucher *voucher = vouchers->pdata[0];

  if (old)
    {
      platform_database_run (town->database, NULL, "DROP TRIGGER terms_never_change", "");
      g_assert_true (platform_database_run (
          town->database, NULL, "UPDATE terms SET body = json_remove (body, '$.no_show_kept')", ""));
      town_restart (town);
    }
  else
    g_assert_true (platform_database_run (
        town->database, NULL,
        "INSERT INTO counter_refusals (voucher_id, merchant_id, store_id, code, at) VALUES (?, ?, ?, ?, ?)",
        "tttti", voucher->id, voucher->merchant_id, town_store ("hair-1"), "wrong_time", order->slot_starts));
  pass (town, TOWN_NOW + 5 * DAY);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM no_shows WHERE kept = 0"), ==, 1);
  g_assert_cmpint (town_count (town, "SELECT sum(amount) FROM refunds"), ==, 500);
  g_assert_cmpint (balance (town, "merchant:*"), ==, 0);
  town_assert_books (town);
}

/* What is paid at the counter has its commission too. */
static void
test_commission_at_store (Town *town, gconstpointer data)
{
  g_autofree char *slot = town_find_slot (town, "colour", 1, 0);
  g_autoptr (PlatformOrder) order = NULL;
  g_autofree char *try = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *hair = rambla_id_derive (RAMBLA_ID_MERCHANT, "hair");
  PlatformMerchantTerms terms = { .commission = 500 };

  platform_merchant_terms_set (town->database, hair, &terms, TOWN_NOW, &error);
  g_assert_no_error (error);
  order = town_order (town, "ana", "colour", "hair-1", 1, 500, slot, NULL);
  g_assert_cmpint (order->commission, ==, 500);
  try = town_begin_payment (town, order);
  town_tell (town, try, PLATFORM_PAYMENT_SUCCEEDED, 500);
  town_set_time (town, order->slot_starts);
  g_assert_cmpint (use_first (town, order->id, "hair-1"), ==, RAMBLA_PROBLEM_NONE);
  /* 5 % of 3000, of which 500 were the deposit. */
  g_assert_cmpint (balance (town, "commission"), ==, 150);
  g_assert_cmpint (balance (town, "merchant:*"), ==, 350);
  town_assert_books (town);
}

/* --- Settlements --- */

static void
assert_settled (Town *town, gint64 settlements, gint64 amount)
{
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM settlements"), ==, settlements);
  g_assert_cmpint (balance (town, "settlement:*"), ==, amount);
  /* Each figure is the sum of its rows. */
  g_assert_cmpint (
      town_count (town,
                  "SELECT count(*) FROM settlements s WHERE amount <> (SELECT sum(iif (e.to_account GLOB "
                  "'merchant:*', e.amount, -e.amount)) FROM settlement_rows r JOIN ledger_entries e ON "
                  "e.number = r.entry WHERE r.settlement = s.number)"),
      ==, 0);
  town_assert_books (town);
}

static void
test_settlement (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) first = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (PlatformOrder) second = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (PlatformDispute) dispute = NULL;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (GError) error = NULL;

  use_first (town, first->id, "pizza-1");
  use_first (town, second->id, "pizza-1");
  town_set_time (town, TOWN_NOW + 6 * DAY);
  platform_scheduler_run_once (town->trade);
  assert_settled (town, 0, 0);
  platform_dispute_open (town->database, town->trade, town_person (town, "ana"), second->id, "other", "x",
                         &dispute, &refusal, &error);
  g_assert_nonnull (dispute);
  platform_dispute_say (town->database, town->trade, dispute, PLATFORM_PARTY_MERCHANT,
                        town_person (town, "keeper"), "y", &refusal, &error);

  /* What is disputed waits; the rest is paid out, once a day. */
  town_set_time (town, TOWN_NOW + 8 * DAY);
  platform_scheduler_run_once (town->trade);
  assert_settled (town, 1, 1354);
  town_restart (town);
  platform_scheduler_run_once (town->trade);
  town_set_time (town, TOWN_NOW + 9 * DAY);
  platform_scheduler_run_once (town->trade);
  assert_settled (town, 1, 1354);

  platform_dispute_decide (town->database, town->trade, dispute, PLATFORM_PARTY_OPERATOR, 505, &refusal,
                           &error);
  g_assert_no_error (error);
  town_set_time (town, TOWN_NOW + 8 * DAY); /* a day that is done */
  platform_scheduler_run_once (town->trade);
  assert_settled (town, 1, 1354);
  town_set_time (town, TOWN_NOW + 10 * DAY);
  platform_scheduler_run_once (town->trade);
  assert_settled (town, 2, 1354 + 900);
  g_assert_cmpint (balance (town, "merchant:*"), ==, 0);
}

/* Paid out, and then the clock is set back: what is complained about by then is owed, and is taken from the
 * next payment; nothing is paid out that is not there. */
static void
test_clock_set_back (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) first = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (PlatformOrder) second = NULL;
  g_autoptr (PlatformOrder) third = NULL;
  g_autoptr (PlatformDispute) dispute = NULL;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (GError) error = NULL;

  use_first (town, first->id, "pizza-1");
  pass (town, TOWN_NOW + 8 * DAY);
  assert_settled (town, 1, 1354);
  town_set_time (town, TOWN_NOW + DAY);
  platform_dispute_open (town->database, town->trade, town_person (town, "ana"), first->id, "other", "x",
                         &dispute, &refusal, &error);
  g_assert_no_error (error);
  g_assert_nonnull (dispute);
  platform_dispute_say (town->database, town->trade, dispute, PLATFORM_PARTY_MERCHANT,
                        town_person (town, "keeper"), "y", &refusal, &error);
  g_assert_cmpint (balance (town, "merchant:*"), ==, -1354);

  /* One use is just what is owed, and the next one can be paid out. */
  second = town_buy (town, "ana", "dinner", "pizza-1", 1);
  use_first (town, second->id, "pizza-1");
  pass (town, TOWN_NOW + 9 * DAY);
  assert_settled (town, 1, 1354);
  g_assert_cmpint (balance (town, "merchant:*"), ==, 0);
  third = town_buy (town, "ana", "dinner", "pizza-1", 1);
  use_first (town, third->id, "pizza-1");
  pass (town, TOWN_NOW + 17 * DAY);
  assert_settled (town, 2, 2 * 1354);
  g_assert_cmpint (balance (town, "merchant:*"), ==, 0);

  /* What the decision gives back to the store is paid out, too. */
  platform_dispute_decide (town->database, town->trade, dispute, PLATFORM_PARTY_OPERATOR, 0, &refusal,
                           &error);
  g_assert_no_error (error);
  pass (town, TOWN_NOW + 18 * DAY);
  assert_settled (town, 3, 3 * 1354);
  g_assert_cmpint (balance (town, "merchant:*"), ==, 0);
}

static void
test_weekly (Town *town, gconstpointer data)
{
  g_autofree char *pizza = rambla_id_derive (RAMBLA_ID_MERCHANT, "pizza");
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (GError) error = NULL;
  PlatformMerchantTerms terms = { .commission = -1, .weekly = TRUE };

  platform_merchant_terms_set (town->database, pizza, &terms, TOWN_NOW, &error);
  g_assert_no_error (error);
  use_first (town, order->id, "pizza-1");
  /* From Wednesday on: the second Monday is the first one after the window. */
  for (gint64 day = 0; day <= 11; day++)
    {
      assert_settled (town, 0, 0);
      town_set_time (town, TOWN_NOW + day * DAY);
      platform_scheduler_run_once (town->trade);
    }
  town_set_time (town, TOWN_NOW + 12 * DAY);
  platform_scheduler_run_once (town->trade);
  assert_settled (town, 1, 1354);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/deadlines/group/reached", Town, NULL, town_set_up, test_group_reached, town_tear_down);
  g_test_add ("/deadlines/group/failed", Town, NULL, town_set_up, test_group_failed, town_tear_down);
  g_test_add ("/deadlines/group/waits", Town, NULL, town_set_up, test_group_waits, town_tear_down);
  g_test_add ("/deadlines/expiry", Town, NULL, town_set_up, test_expiry, town_tear_down);
  g_test_add ("/deadlines/no-show", Town, NULL, town_set_up, test_no_show, town_tear_down);
  g_test_add ("/deadlines/no-show/disputed", Town, NULL, town_set_up, test_no_show_disputed, town_tear_down);
  g_test_add ("/deadlines/no-show/turned-away", Town, GINT_TO_POINTER (FALSE), town_set_up,
              test_no_show_returned, town_tear_down);
  g_test_add ("/deadlines/no-show/agreed-before", Town, GINT_TO_POINTER (TRUE), town_set_up,
              test_no_show_returned, town_tear_down);
  g_test_add ("/deadlines/commission-at-store", Town, NULL, town_set_up, test_commission_at_store,
              town_tear_down);
  g_test_add ("/deadlines/settlement", Town, NULL, town_set_up, test_settlement, town_tear_down);
  g_test_add ("/deadlines/clock-set-back", Town, NULL, town_set_up, test_clock_set_back, town_tear_down);
  g_test_add ("/deadlines/weekly", Town, NULL, town_set_up, test_weekly, town_tear_down);
  return g_test_run ();
}
