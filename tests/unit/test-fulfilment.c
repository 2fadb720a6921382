/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the provider's word does to an order, and what goes back. */
#include "platform-paying.h"
#include "platform-refund.h"
#include "trade-town.h"

static void
test_paid (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_order (town, "ana", "lunch", "pizza-1", 3, 3000, NULL, NULL);
  g_autofree char *try_id = town_begin_payment (town, order);
  g_autoptr (PlatformOrder) paid = NULL;
  g_autoptr (GPtrArray) vouchers = NULL;

  /* In the wrong order, and twice: it counts once. */
  town_tell (town, try_id, PLATFORM_PAYMENT_DECLINED, 0);
  town_tell (town, try_id, PLATFORM_PAYMENT_SUCCEEDED, 3000);
  town_tell (town, try_id, PLATFORM_PAYMENT_PROCESSING, 0);
  town_tell (town, try_id, PLATFORM_PAYMENT_SUCCEEDED, 3000);
  town_tell (town, try_id, PLATFORM_PAYMENT_CANCELLED, 0);
  town_tell_lost (town, try_id);

  paid = town_get_order (town, order->id);
  vouchers = town_get_vouchers (town, order->id);
  g_assert_cmpint (paid->state, ==, PLATFORM_ORDER_PAID);
  g_assert_cmpuint (vouchers->len, ==, 3);
  for (guint i = 0; i < vouchers->len; i++)
    {
      const PlatformVoucher *voucher = vouchers->pdata[i];

      g_assert_cmpint (voucher->state, ==, PLATFORM_VOUCHER_ACTIVE);
      g_assert_cmpint (voucher->amount, ==, 1000);
      /* To the end of the thirtieth day, in the town's time. */
      g_assert_cmpint (voucher->valid_until, ==, TOWN_NOW + 30 * 86400 + 12 * 3600);
    }
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM ledger_entries"), ==, 3);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM refunds"), ==, 0);
  town_assert_books (town);

  town_expire (town, order->id);
  g_assert_cmpint (town_stock (town, "lunch"), ==, 7);
}

/* A payment that comes when the hold is over goes back, in the books and at the provider. */
static void
test_late (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_order (town, "ana", "lunch", "pizza-1", 2, 2000, NULL, NULL);
  g_autofree char *try_id = town_begin_payment (town, order);
  g_autoptr (PlatformOrder) after = NULL;

  town_set_time (town, TOWN_NOW + 901);
  town_expire (town, order->id);
  town_tell (town, try_id, PLATFORM_PAYMENT_SUCCEEDED, 2000);
  town_tell (town, try_id, PLATFORM_PAYMENT_SUCCEEDED, 2000);

  after = town_get_order (town, order->id);
  g_assert_cmpint (after->state, ==, PLATFORM_ORDER_EXPIRED);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM vouchers"), ==, 0);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM ledger_entries"), ==, 2);
  g_assert_cmpint (town_count (town, "SELECT sum(amount) FROM refunds WHERE state = 'pending'"), ==, 2000);
  g_assert_cmpint (town_stock (town, "lunch"), ==, 10);
  town_assert_books (town);
}

static void
test_paid_twice (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_order (town, "ana", "lunch", "pizza-1", 1, 1000, NULL, NULL);
  g_autofree char *first = town_begin_payment (town, order);
  g_autofree char *second = town_begin_payment (town, order);
  g_autoptr (PlatformOrder) paid = NULL;

  town_tell (town, first, PLATFORM_PAYMENT_SUCCEEDED, 1000);
  town_tell (town, second, PLATFORM_PAYMENT_SUCCEEDED, 1000);
  paid = town_get_order (town, order->id);
  g_assert_cmpint (paid->state, ==, PLATFORM_ORDER_PAID);
  g_assert_cmpstr (paid->payment_id, ==, first);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM vouchers"), ==, 1);
  g_assert_cmpint (town_count (town, "SELECT sum(amount) FROM refunds"), ==, 1000);
  town_assert_books (town);
}

/* A webhook that is faster than the answer to our own call knows the order only. */
static void
test_found_by_order (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_order (town, "ana", "lunch", "pizza-1", 1, 1000, NULL, NULL);
  g_autofree char *try_id = town_begin_payment (town, order);
  g_autoptr (GError) error = NULL;
  PlatformProviderWord word = { .order_id = order->id,
                                .payment = "pi_1",
                                .state = PLATFORM_PAYMENT_SUCCEEDED,
                                .amount = 1000,
                                .currency = "UYU" };
  PlatformProviderWord strange = { .order_id = "ord_nobody",
                                   .payment = "pi_2",
                                   .state = PLATFORM_PAYMENT_SUCCEEDED,
                                   .amount = 1000,
                                   .currency = "UYU" };
  PlatformProviderWord unasked = word;
  PlatformProviderWord session = { .session = "cs_x",
                                   .payment = "pi_1",
                                   .state = PLATFORM_PAYMENT_SUCCEEDED,
                                   .amount = 1000,
                                   .currency = "UYU" };

  platform_fulfilment_apply (town->database, town->trade, &word, NULL, &error);
  g_assert_no_error (error);
  platform_fulfilment_apply (town->database, town->trade, &strange, NULL, &error);
  g_assert_no_error (error);
  platform_fulfilment_apply (town->database, town->trade, &session, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM vouchers"), ==, 1);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM payments"), ==, 1);

  /* Money for this order that none of our tries asked for goes back. */
  unasked.payment = "pi_3";
  platform_fulfilment_apply (town->database, town->trade, &unasked, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM vouchers"), ==, 1);
  g_assert_cmpint (town_count (town, "SELECT sum(amount) FROM refunds"), ==, 1000);
  town_assert_books (town);
}

static void
test_unknown (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_order (town, "ana", "lunch", "pizza-1", 1, 1000, NULL, NULL);
  g_autofree char *try_id = town_begin_payment (town, order);
  g_autoptr (PlatformOrder) unknown = NULL;
  g_autoptr (PlatformOrder) paid = NULL;

  town_tell_lost (town, try_id);
  unknown = town_get_order (town, order->id);
  g_assert_cmpint (unknown->state, ==, PLATFORM_ORDER_UNKNOWN);

  /* Nothing is resold from there, however late it gets. */
  town_set_time (town, TOWN_NOW + 7200);
  town_expire (town, order->id);
  g_assert_cmpint (town_stock (town, "lunch"), ==, 9);

  town_tell (town, try_id, PLATFORM_PAYMENT_SUCCEEDED, 1000);
  paid = town_get_order (town, order->id);
  g_assert_cmpint (paid->state, ==, PLATFORM_ORDER_PAID);
  town_assert_books (town);
}

static void
test_unknown_fails (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_order (town, "ana", "lunch", "pizza-1", 1, 1000, NULL, NULL);
  g_autofree char *try_id = town_begin_payment (town, order);
  g_autoptr (PlatformOrder) again = NULL;

  town_tell_lost (town, try_id);
  town_tell (town, try_id, PLATFORM_PAYMENT_CANCELLED, 0);
  again = town_get_order (town, order->id);
  g_assert_cmpint (again->state, ==, PLATFORM_ORDER_PENDING_PAYMENT);
  town_set_time (town, TOWN_NOW + 901);
  town_expire (town, order->id);
  g_assert_cmpint (town_stock (town, "lunch"), ==, 10);
}

static void
test_other_amount (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_order (town, "ana", "lunch", "pizza-1", 1, 1000, NULL, NULL);
  g_autofree char *try_id = town_begin_payment (town, order);

  g_test_expect_message ("platform-domain", G_LOG_LEVEL_WARNING,
                         "*999 UYU came where 1000 UYU were asked for*");
  town_tell (town, try_id, PLATFORM_PAYMENT_SUCCEEDED, 999);
  g_test_assert_expected_messages ();
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM vouchers"), ==, 0);
  g_assert_cmpint (town_count (town, "SELECT sum(amount) FROM refunds"), ==, 999);
  town_assert_books (town);
}

static PlatformOrderState
begin (Town *town, const PlatformOrder *order, PlatformPayMethod method, RamblaProblemCode *code)
{
  g_auto (PlatformPaying) paying = { 0 };
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (GError) error = NULL;

  platform_paying_begin (town->database, town->trade, order->account_id, order->id, method, "es", &paying,
                         &refusal, &error);
  g_assert_no_error (error);
  *code = refusal.code;
  return paying.state;
}

static void
test_without_provider (Town *town, gconstpointer data)
{
  g_autofree char *slot = town_find_slot (town, "cut", 1, 1);
  g_autoptr (PlatformOrder) coupon = town_order (town, "ana", "free", "hair-1", 1, 0, NULL, NULL);
  g_autoptr (PlatformOrder) booking = town_order (town, "ana", "cut", "hair-1", 1, 800, slot, NULL);
  g_autoptr (PlatformOrder) lunch = town_order (town, "ana", "lunch", "pizza-1", 1, 1000, NULL, NULL);
  g_autoptr (PlatformOrder) paid = NULL;
  g_autoptr (GPtrArray) vouchers = NULL;
  RamblaProblemCode code = RAMBLA_PROBLEM_NONE;

  g_assert_cmpint (begin (town, coupon, PLATFORM_METHOD_SAVED, &code), ==, PLATFORM_ORDER_PAID);
  g_assert_cmpint (code, ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (begin (town, coupon, PLATFORM_METHOD_SAVED, &code), ==, PLATFORM_ORDER_PAID);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM vouchers"), ==, 1);

  begin (town, booking, PLATFORM_METHOD_HOSTED, &code);
  g_assert_cmpint (code, ==, RAMBLA_PROBLEM_INVALID_FIELD);
  g_assert_cmpint (begin (town, booking, PLATFORM_METHOD_AT_STORE, &code), ==, PLATFORM_ORDER_PAID);
  paid = town_get_order (town, booking->id);
  vouchers = town_get_vouchers (town, booking->id);
  g_assert_cmpint (paid->method, ==, PLATFORM_METHOD_AT_STORE);
  g_assert_cmpint (((PlatformVoucher *) vouchers->pdata[0])->amount, ==, 0);
  g_assert_true (((PlatformVoucher *) vouchers->pdata[0])->pay_at_store);

  begin (town, lunch, PLATFORM_METHOD_AT_STORE, &code);
  g_assert_cmpint (code, ==, RAMBLA_PROBLEM_INVALID_FIELD);
  begin (town, lunch, PLATFORM_METHOD_HOSTED, &code);
  g_assert_cmpint (code, ==, RAMBLA_PROBLEM_PROVIDER_UNAVAILABLE);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM ledger_entries"), ==, 0);

  town_set_time (town, TOWN_NOW + 900);
  begin (town, lunch, PLATFORM_METHOD_HOSTED, &code);
  g_assert_cmpint (code, ==, RAMBLA_PROBLEM_HOLD_EXPIRED);
}

static void
test_due_at_store (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) lunch = town_buy (town, "ana", "lunch", "pizza-1", 1);
  g_autofree char *cut_slot = town_find_slot (town, "cut", 1, 0);
  g_autofree char *colour_slot = town_find_slot (town, "colour", 1, 0);
  g_autoptr (PlatformOrder) cut = town_order (town, "ana", "cut", "hair-1", 1, 800, cut_slot, NULL);
  g_autoptr (PlatformOrder) colour = town_order (town, "ana", "colour", "hair-1", 1, 3000, colour_slot, NULL);
  const PlatformOrder *orders[] = { lunch, cut, colour };
  static const gint64 due[] = { 0, 800, 2500 };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PlatformTerms) terms =
          platform_terms_cache_get (town->trade->terms, town->database, orders[i]->terms, &error);

      g_assert_no_error (error);
      g_assert_cmpint (platform_terms_get_due_at_store (terms, orders[i]->unit_amount), ==, due[i]);
    }
}

static void
test_deposit (Town *town, gconstpointer data)
{
  g_autofree char *slot = town_find_slot (town, "colour", 5, 0);
  g_autoptr (PlatformOrder) order = town_order (town, "ana", "colour", "hair-1", 1, 3000, slot, NULL);
  g_autofree char *try_id = town_begin_payment (town, order);
  g_autoptr (GPtrArray) vouchers = NULL;

  g_assert_cmpint (order->total, ==, 500);
  town_tell (town, try_id, PLATFORM_PAYMENT_SUCCEEDED, 500);
  vouchers = town_get_vouchers (town, order->id);
  g_assert_cmpint (((PlatformVoucher *) vouchers->pdata[0])->amount, ==, 500);
  g_assert_cmpint (((PlatformVoucher *) vouchers->pdata[0])->valid_from, <=, order->slot_starts);
  g_assert_cmpint (((PlatformVoucher *) vouchers->pdata[0])->valid_until, >=, order->slot_ends);
  town_assert_books (town);
}

static RamblaProblemCode
refund (Town *town, const PlatformOrder *order, gint64 *amount)
{
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformOrder) after = NULL;
  g_autoptr (GError) error = NULL;

  platform_refund_order (town->database, town->trade, order->account_id, order->id, NULL, amount, &after,
                         &refusal, &error);
  g_assert_no_error (error);
  return refusal.code;
}

static void
test_refund (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "lunch", "pizza-1", 2);
  g_autoptr (PlatformOrder) after = NULL;
  gint64 amount = 0;

  g_assert_cmpint (town_stock (town, "lunch"), ==, 8);
  g_assert_cmpint (refund (town, order, &amount), ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (amount, ==, 2000);
  after = town_get_order (town, order->id);
  g_assert_cmpint (after->state, ==, PLATFORM_ORDER_REFUNDED);
  g_assert_cmpint (after->refunded, ==, 2000);
  g_assert_cmpint (town_stock (town, "lunch"), ==, 10);
  g_assert_cmpint (town_count (town, "SELECT sum(amount) FROM refunds WHERE state = 'pending'"), ==, 2000);
  town_assert_books (town);

  g_assert_cmpint (refund (town, order, &amount), ==, RAMBLA_PROBLEM_NOT_REFUNDABLE);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM refunds"), ==, 1);
  g_assert_cmpint (town_count (town, "SELECT balance FROM ledger_balances WHERE account LIKE 'buyer:%'"), ==,
                   0);
}

static void
test_refund_booking (Town *town, gconstpointer data)
{
  g_autofree char *slot = town_find_slot (town, "colour", 5, 0);
  g_autoptr (PlatformOrder) order = town_order (town, "ana", "colour", "hair-1", 1, 3000, slot, NULL);
  g_autofree char *try_id = town_begin_payment (town, order);
  gint64 amount = 0;

  town_tell (town, try_id, PLATFORM_PAYMENT_SUCCEEDED, 500);
  town_set_time (town, order->slot_starts - 24 * 3600 + 1);
  g_assert_cmpint (refund (town, order, &amount), ==, RAMBLA_PROBLEM_NOT_REFUNDABLE);
  town_set_time (town, order->slot_starts - 24 * 3600);
  g_assert_cmpint (refund (town, order, &amount), ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (amount, ==, 500);
  g_assert_cmpint (town_count (town, "SELECT coalesce(sum(booked), 0) FROM slot_bookings"), ==, 0);
  town_assert_books (town);
}

static void
test_voucher_expires (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "lunch", "pizza-1", 2);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  g_autoptr (PlatformOrder) after = NULL;
  g_autoptr (GError) error = NULL;

  town_set_time (town, TOWN_NOW + 60 * 86400);
  for (guint i = 0; i < 4; i++)
    {
      platform_refund_expired (town->database, town->trade, vouchers->pdata[i % 2], &error);
      g_assert_no_error (error);
    }
  after = town_get_order (town, order->id);
  g_assert_cmpint (after->state, ==, PLATFORM_ORDER_REFUNDED);
  g_assert_cmpint (after->refunded, ==, 2000);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM vouchers WHERE state = 'expired'"), ==, 2);
  g_assert_cmpint (town_count (town, "SELECT sum(amount) FROM refunds"), ==, 2000);
  town_assert_books (town);
}

/* A charge that was under way when the program died is not known, and is not charged again by itself. */
static void
test_restart (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_order (town, "ana", "lunch", "pizza-1", 1, 1000, NULL, NULL);
  g_autoptr (PlatformOrder) after = NULL;
  g_autoptr (PlatformTry) found = NULL;
  g_autoptr (GError) error = NULL;
  PlatformTry try = {
    .id = (char *) "pay_1",
    .order_id = order->id,
    .method = PLATFORM_METHOD_SAVED,
    .amount = 1000,
    .currency = order->currency,
    .state = PLATFORM_TRY_PENDING,
  };

  platform_payment_storage_insert (town->database, &try, &error);
  g_assert_no_error (error);
  town_restart (town);
  platform_payment_storage_get (town->database, "pay_1", &found, &error);
  g_assert_no_error (error);
  g_assert_cmpint (found->state, ==, PLATFORM_TRY_UNKNOWN);
  after = town_get_order (town, order->id);
  g_assert_cmpint (after->state, ==, PLATFORM_ORDER_UNKNOWN);
}

static void
add (const char *path, void (*test) (Town *town, gconstpointer data))
{
  g_test_add (path, Town, NULL, town_set_up, test, town_tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/payment/paid", test_paid);
  add ("/payment/late", test_late);
  add ("/payment/paid-twice", test_paid_twice);
  add ("/payment/found-by-order", test_found_by_order);
  add ("/payment/unknown", test_unknown);
  add ("/payment/unknown-fails", test_unknown_fails);
  add ("/payment/other-amount", test_other_amount);
  add ("/payment/without-provider", test_without_provider);
  add ("/payment/deposit", test_deposit);
  add ("/payment/due-at-store", test_due_at_store);
  add ("/payment/restart", test_restart);
  add ("/refund/order", test_refund);
  add ("/refund/booking", test_refund_booking);
  add ("/refund/voucher-expires", test_voucher_expires);
  return g_test_run ();
}
