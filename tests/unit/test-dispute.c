/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Complaints: who may, what is held, who gets what in the end. */
#include <string.h>

#include "platform-dispute.h"
#include "platform-redemption.h"
#include "platform-refund.h"
#include "platform-scheduler.h"
#include "platform-turned-away.h"
#include "trade-town.h"

#define DAY G_GINT64_CONSTANT (86400)

static void
use (Town *town, const char *code, const char *store_name)
{
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_auto (PlatformPresented) presented = { "" };
  g_autoptr (PlatformRedemption) redemption = NULL;
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (GError) error = NULL;

  platform_presented_read (&presented, town->trade->keys, code, TOWN_NOW, &refusal);
  g_assert_cmpint (refusal.code, ==, RAMBLA_PROBLEM_NONE);
  platform_store_find (town->database, town_store (store_name), &store, &error);
  platform_redemption_redeem (town->database, town->trade, town_person (town, "keeper"), &presented, store,
                              "en", &redemption, &refusal, &error);
  g_assert_no_error (error);
  g_assert_cmpint (refusal.code, ==, RAMBLA_PROBLEM_NONE);
}

/* Buys @quantity dinners of 1505 and uses @used of them. */
static PlatformOrder *
dine (Town *town, gint64 quantity, guint used)
{
  PlatformOrder *order = town_buy (town, "ana", "dinner", "pizza-1", quantity);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);

  for (guint i = 0; i < used; i++)
    use (town, ((PlatformVoucher *) vouchers->pdata[i])->code, "pizza-2");
  return order;
}

static PlatformDispute *
complain (Town *town, const char *person, const PlatformOrder *order, RamblaProblemCode *code)
{
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (GError) error = NULL;
  PlatformDispute *dispute = NULL;

  platform_dispute_open (town->database, town->trade, town_person (town, person), order->id,
                         "not_as_described", "Cold", &dispute, &refusal, &error);
  g_assert_no_error (error);
  *code = refusal.code;
  g_assert_true ((dispute != NULL) == (refusal.code == RAMBLA_PROBLEM_NONE));
  return dispute;
}

static RamblaProblemCode
decide (Town *town, PlatformDispute *dispute, PlatformParty party, gint64 refunded)
{
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (GError) error = NULL;

  platform_dispute_decide (town->database, town->trade, dispute, party, refunded, &refusal, &error);
  g_assert_no_error (error);
  return refusal.code;
}

static gint64
balance (Town *town, const char *like)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT coalesce(sum(balance), 0) FROM ledger_balances WHERE account GLOB '%s'", like);

  return town_count (town, sql);
}

static void
assert_balances (Town *town, gint64 buyers, gint64 merchants, gint64 commission, gint64 held)
{
  g_assert_cmpint (balance (town, "buyer:*"), ==, buyers);
  g_assert_cmpint (balance (town, "merchant:*"), ==, merchants);
  g_assert_cmpint (balance (town, "commission"), ==, commission);
  g_assert_cmpint (balance (town, "held:*"), ==, held);
  town_assert_books (town);
}

static void
test_full (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = dine (town, 1, 1);
  g_autoptr (PlatformOrder) after = NULL;
  g_autoptr (PlatformDispute) dispute = NULL;
  RamblaProblemCode code;

  assert_balances (town, -1505, 1354, 151, 0);
  dispute = complain (town, "ana", order, &code);
  g_assert_cmpint (code, ==, RAMBLA_PROBLEM_NONE);
  assert_balances (town, -1505, 0, 0, 1505);
  g_assert_cmpint (decide (town, dispute, PLATFORM_PARTY_OPERATOR, 1506), ==, RAMBLA_PROBLEM_INVALID_FIELD);
  g_assert_cmpint (decide (town, dispute, PLATFORM_PARTY_OPERATOR, 1505), ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpstr (dispute->outcome, ==, "refunded");
  assert_balances (town, 0, 0, 0, 0);
  after = town_get_order (town, order->id);
  g_assert_cmpint (after->state, ==, PLATFORM_ORDER_REFUNDED);
  g_assert_cmpint (after->refunded, ==, 1505);
  g_assert_cmpint (town_count (town, "SELECT sum(amount) FROM refunds WHERE state = 'pending'"), ==, 1505);

  /* Decided once, and for good. */
  g_assert_cmpint (decide (town, dispute, PLATFORM_PARTY_OPERATOR, 0), ==, RAMBLA_PROBLEM_CONFLICT);
  g_clear_pointer (&dispute, platform_dispute_free);
  g_assert_null (complain (town, "ana", order, &code));
  g_assert_cmpint (code, ==, RAMBLA_PROBLEM_NOT_DISPUTABLE);
  g_assert_false (platform_database_execute (town->database, "UPDATE disputes SET refunded = 1", NULL));
  g_assert_false (platform_database_execute (town->database, "DELETE FROM dispute_messages", NULL));
}

static void
test_part (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = dine (town, 3, 2);
  g_autoptr (PlatformOrder) after = NULL;
  g_autoptr (PlatformDispute) dispute = NULL;
  RamblaProblemCode code;

  dispute = complain (town, "ana", order, &code);
  g_assert_cmpint (dispute->amount, ==, 3010);
  assert_balances (town, -4515, 0, 0, 3010);
  /* 1505 of the first use, 495 of the second: 1010 are left of it, and 101 of them are commission. */
  g_assert_cmpint (decide (town, dispute, PLATFORM_PARTY_OPERATOR, 2000), ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpstr (dispute->outcome, ==, "partially_refunded");
  assert_balances (town, -2515, 909, 101, 0);
  after = town_get_order (town, order->id);
  g_assert_cmpint (after->state, ==, PLATFORM_ORDER_PARTIALLY_REFUNDED);
  g_assert_cmpint (after->refunded, ==, 2000);
}

static void
test_rejected (Town *town, gconstpointer data)
{
  static const PlatformParty parties[] = { PLATFORM_PARTY_OPERATOR, PLATFORM_PARTY_BUYER };
  static const char *const outcomes[] = { "rejected", "withdrawn" };

  for (guint i = 0; i < G_N_ELEMENTS (parties); i++)
    {
      g_autoptr (PlatformOrder) order = dine (town, 1, 1);
      g_autoptr (PlatformOrder) after = NULL;
      g_autoptr (PlatformDispute) dispute = NULL;
      RamblaProblemCode code;
      gint64 n = i + 1;

      dispute = complain (town, "ana", order, &code);
      g_assert_cmpint (decide (town, dispute, parties[i], 0), ==, RAMBLA_PROBLEM_NONE);
      g_assert_cmpstr (dispute->outcome, ==, outcomes[i]);
      assert_balances (town, -1505 * n, 1354 * n, 151 * n, 0);
      after = town_get_order (town, order->id);
      g_assert_cmpint (after->state, ==, PLATFORM_ORDER_COMPLETED);
    }
}

static void
test_who_and_when (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) unused = dine (town, 1, 0);
  g_autoptr (PlatformOrder) order = dine (town, 1, 1);
  g_autoptr (PlatformDispute) dispute = NULL;
  RamblaProblemCode code;
  gint64 until = 0;

  g_assert_null (complain (town, "bob", order, &code));
  g_assert_cmpint (code, ==, RAMBLA_PROBLEM_NOT_FOUND);
  g_assert_null (complain (town, "ana", unused, &code));
  g_assert_cmpint (code, ==, RAMBLA_PROBLEM_NOT_DISPUTABLE);
  platform_dispute_is_open_to (town->database, order->id, TOWN_NOW, &until, NULL);
  g_assert_cmpint (until, ==, TOWN_NOW + 7 * DAY);
  town_set_time (town, TOWN_NOW + 7 * DAY);
  g_assert_null (complain (town, "ana", order, &code));
  g_assert_cmpint (code, ==, RAMBLA_PROBLEM_NOT_DISPUTABLE);
  town_set_time (town, TOWN_NOW + 7 * DAY - 1);
  dispute = complain (town, "ana", order, &code);
  g_assert_nonnull (dispute);
  g_assert_null (complain (town, "ana", order, &code));
  g_assert_cmpint (code, ==, RAMBLA_PROBLEM_CONFLICT);
}

/* Who does not answer agrees; who has answered waits for the operator. */
static void
test_deadline (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) silent = dine (town, 1, 1);
  g_autoptr (PlatformOrder) spoken = dine (town, 1, 1);
  g_autoptr (PlatformDispute) first = NULL;
  g_autoptr (PlatformDispute) second = NULL;
  g_autoptr (PlatformDispute) now = NULL;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (GError) error = NULL;
  RamblaProblemCode code;

  first = complain (town, "ana", silent, &code);
  second = complain (town, "ana", spoken, &code);
  platform_dispute_say (town->database, town->trade, second, PLATFORM_PARTY_MERCHANT,
                        town_person (town, "keeper"), "It was warm", &refusal, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second->state, ==, "answered");

  town_set_time (town, first->answer_by - 1);
  platform_scheduler_run_once (town->trade);
  assert_balances (town, -3010, 0, 0, 3010);
  town_restart (town);
  town_set_time (town, first->answer_by);
  platform_scheduler_run_once (town->trade);
  platform_scheduler_run_once (town->trade);
  assert_balances (town, -1505, 0, 0, 1505);
  platform_dispute_storage_get (town->database, first->id, &now, &error);
  g_assert_cmpstr (now->decided_by, ==, "deadline");
  g_assert_cmpstr (now->outcome, ==, "refunded");
  /* Back again: what is decided stays. */
  town_set_time (town, TOWN_NOW);
  platform_scheduler_run_once (town->trade);
  assert_balances (town, -1505, 0, 0, 1505);
}

/* What the counter turned away is still in escrow, and can be disputed or taken back. */
static void
test_turned_away (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = dine (town, 1, 0);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  g_autoptr (PlatformDispute) dispute = NULL;
  g_autoptr (PlatformOrder) after = NULL;
  g_autoptr (PlatformCounterRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  RamblaProblemCode code;

  platform_turned_away_note (town->trade, vouchers->pdata[0], town_store ("pizza-1"), RAMBLA_PROBLEM_REVOKED);
  platform_turned_away_note (town->trade, vouchers->pdata[0], town_store ("pizza-1"),
                             RAMBLA_PROBLEM_WRONG_TIME);
  platform_scheduler_run_once (town->trade); /* the writer has done its work after that */
  while (town_count (town, "SELECT count(*) FROM counter_refusals") == 0)
    g_usleep (1000);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM counter_refusals"), ==, 1);
  platform_counter_refusal_storage_get (town->database, order->id, &refusal, &error);
  g_assert_cmpstr (refusal->code, ==, "wrong_time");

  dispute = complain (town, "ana", order, &code);
  g_assert_nonnull (dispute);
  assert_balances (town, -1505, 0, 0, 0);
  g_assert_cmpint (decide (town, dispute, PLATFORM_PARTY_MERCHANT, dispute->amount), ==, RAMBLA_PROBLEM_NONE);
  assert_balances (town, 0, 0, 0, 0);
  after = town_get_order (town, order->id);
  g_assert_cmpint (after->state, ==, PLATFORM_ORDER_REFUNDED);
}

static RamblaProblemCode
show (Town *town, const PlatformDispute *dispute, gconstpointer bytes, gsize length)
{
  g_autoptr (GBytes) picture = g_bytes_new (bytes, length);
  g_autoptr (PlatformDisputePicture) kept = NULL;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (GError) error = NULL;

  platform_dispute_show (town->database, town->trade, dispute, PLATFORM_PARTY_BUYER, picture, &kept, &refusal,
                         &error);
  g_assert_no_error (error);
  return refusal.code;
}

static void
test_pictures (Town *town, gconstpointer data)
{
  guint8 png[40] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13,
                     'I',  'H', 'D', 'R', 0,    0,    4,    0,    0, 0, 3, 0 };
  g_autoptr (PlatformOrder) order = dine (town, 1, 1);
  g_autoptr (PlatformDispute) dispute = NULL;
  g_autofree guint8 *large = g_malloc0 (PLATFORM_DISPUTE_MAX_PICTURE_BYTES + 1);
  RamblaProblemCode code;

  dispute = complain (town, "ana", order, &code);
  g_assert_cmpint (show (town, dispute, "<svg/>", 6), ==, RAMBLA_PROBLEM_INVALID_FIELD);
  memcpy (large, png, sizeof png);
  g_assert_cmpint (show (town, dispute, large, PLATFORM_DISPUTE_MAX_PICTURE_BYTES + 1), ==,
                   RAMBLA_PROBLEM_INVALID_FIELD);
  png[17] = 1; /* 65 thousand pixels more a line */
  g_assert_cmpint (show (town, dispute, png, sizeof png), ==, RAMBLA_PROBLEM_INVALID_FIELD);
  png[17] = 0;
  for (guint i = 0; i < PLATFORM_DISPUTE_MAX_PICTURES; i++)
    g_assert_cmpint (show (town, dispute, png, sizeof png), ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (show (town, dispute, png, sizeof png), ==, RAMBLA_PROBLEM_CONFLICT);
  g_assert_cmpint (town_count (town, "SELECT min(width) * 10000 + max(height) FROM dispute_pictures"), ==,
                   10240768);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/dispute/full", Town, NULL, town_set_up, test_full, town_tear_down);
  g_test_add ("/dispute/part", Town, NULL, town_set_up, test_part, town_tear_down);
  g_test_add ("/dispute/rejected", Town, NULL, town_set_up, test_rejected, town_tear_down);
  g_test_add ("/dispute/who-and-when", Town, NULL, town_set_up, test_who_and_when, town_tear_down);
  g_test_add ("/dispute/deadline", Town, NULL, town_set_up, test_deadline, town_tear_down);
  g_test_add ("/dispute/turned-away", Town, NULL, town_set_up, test_turned_away, town_tear_down);
  g_test_add ("/dispute/pictures", Town, NULL, town_set_up, test_pictures, town_tear_down);
  return g_test_run ();
}
