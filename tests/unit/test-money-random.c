/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Anything in any order: orders, payments told twice and late, uses, undone uses, refunds, complaints,
 * groups, days that pass and clocks that go back. After each step the books must be right. The seed is
 * printed; RAMBLA_TEST_SEED repeats a run, RAMBLA_TEST_ROUNDS makes it longer. */
#include <stdlib.h>

#include "platform-dispute.h"
#include "platform-redemption.h"
#include "platform-refund.h"
#include "platform-scheduler.h"
#include "platform-undo.h"
#include "trade-town.h"

#define STEPS 250
#define DAY G_GINT64_CONSTANT (86400)

typedef struct
{
  Town *town;
  GRand *random;
  gint64 now;
  GPtrArray *orders;   /* ids */
  GPtrArray *tries;    /* ids, with their amounts in the same place */
  GArray *amounts;     /* gint64 */
  GPtrArray *disputes; /* ids */
} Play;

static const char *
pick (Play *play, GPtrArray *from)
{
  return from->len > 0 ? g_ptr_array_index (from, g_rand_int_range (play->random, 0, (gint32) from->len))
                       : NULL;
}

static void
run_in_transaction (Play *play, gboolean keep)
{
  g_autoptr (GError) error = NULL;

  platform_database_execute (play->town->database, keep ? "COMMIT" : "ROLLBACK", &error);
  g_assert_no_error (error);
}

static void
begin (Play *play)
{
  g_autoptr (GError) error = NULL;

  platform_database_execute (play->town->database, "BEGIN IMMEDIATE", &error);
  g_assert_no_error (error);
}

static void
do_order (Play *play)
{
  static const char *const people[] = { "ana", "bob", "eva" };
  static const char *const deals[] = { "dinner", "lunch", "club", "free" };
  static const gint64 prices[] = { 1505, 1000, 1000, 0 };
  static const char *const stores[] = { "pizza-1", "pizza-1", "pizza-1", "hair-1" };
  int deal = g_rand_int_range (play->random, 0, 4);
  gint64 quantity = g_rand_int_range (play->random, 1, 4);
  g_autoptr (PlatformOrder) order =
      town_order (play->town, people[g_rand_int_range (play->random, 0, 3)], deals[deal], stores[deal],
                  quantity, prices[deal] * quantity, NULL, NULL);

  if (order == NULL)
    return;
  g_ptr_array_add (play->orders, g_strdup (order->id));
  if (order->total > 0)
    {
      g_ptr_array_add (play->tries, town_begin_payment (play->town, order));
      g_array_append_val (play->amounts, order->total);
    }
}

/* Said once, twice, late, wrongly. */
static void
do_tell (Play *play)
{
  static const PlatformPaymentState states[] = { PLATFORM_PAYMENT_SUCCEEDED, PLATFORM_PAYMENT_SUCCEEDED,
                                                 PLATFORM_PAYMENT_SUCCEEDED, PLATFORM_PAYMENT_PROCESSING,
                                                 PLATFORM_PAYMENT_DECLINED,  PLATFORM_PAYMENT_CANCELLED };
  guint which;
  gint64 amount;

  if (play->tries->len == 0)
    return;
  which = (guint) g_rand_int_range (play->random, 0, (gint32) play->tries->len);
  amount = g_array_index (play->amounts, gint64, which);
  if (g_rand_int_range (play->random, 0, 12) == 0)
    town_tell_lost (play->town, g_ptr_array_index (play->tries, which));
  else
    town_tell (play->town, g_ptr_array_index (play->tries, which),
               states[g_rand_int_range (play->random, 0, G_N_ELEMENTS (states))],
               amount + (g_rand_int_range (play->random, 0, 15) == 0));
}

static void
do_use (Play *play)
{
  const char *id = pick (play, play->orders);
  g_autoptr (GPtrArray) vouchers = id != NULL ? town_get_vouchers (play->town, id) : NULL;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_auto (PlatformPresented) presented = { "" };
  g_autoptr (PlatformRedemption) redemption = NULL;
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (GError) error = NULL;
  const PlatformVoucher *voucher;

  if (vouchers == NULL || vouchers->len == 0)
    return;
  voucher = pick (play, vouchers) != NULL
                ? g_ptr_array_index (vouchers, g_rand_int_range (play->random, 0, (gint32) vouchers->len))
                : NULL;
  platform_presented_read (&presented, play->town->trade->keys, voucher->code, play->now, &refusal);
  begin (play);
  platform_store_find (play->town->database, town_store ("pizza-1"), &store, &error);
  platform_redemption_redeem (play->town->database, play->town->trade, town_person (play->town, "keeper"),
                              &presented, store, "en", &redemption, &refusal, &error);
  g_assert_no_error (error);
  run_in_transaction (play, refusal.code == RAMBLA_PROBLEM_NONE);
  if (redemption == NULL || g_rand_int_range (play->random, 0, 4) != 0)
    return;
  begin (play);
  platform_undo_book (play->town->database, play->town->trade, town_person (play->town, "keeper"), redemption,
                      "wrong one", &refusal, &error);
  g_assert_no_error (error);
  run_in_transaction (play, refusal.code == RAMBLA_PROBLEM_NONE);
}

static void
do_refund (Play *play)
{
  const char *id = pick (play, play->orders);
  g_autoptr (PlatformOrder) order = id != NULL ? town_get_order (play->town, id) : NULL;
  g_autoptr (PlatformOrder) after = NULL;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (GError) error = NULL;
  gint64 amount = 0;

  if (order == NULL)
    return;
  begin (play);
  platform_refund_order (play->town->database, play->town->trade, order->account_id, id, NULL, &amount,
                         &after, &refusal, &error);
  g_assert_no_error (error);
  run_in_transaction (play, refusal.code == RAMBLA_PROBLEM_NONE);
}

static void
do_complain (Play *play)
{
  const char *id = pick (play, play->orders);
  g_autoptr (PlatformOrder) order = id != NULL ? town_get_order (play->town, id) : NULL;
  g_autoptr (PlatformDispute) dispute = NULL;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (GError) error = NULL;

  if (order == NULL)
    return;
  begin (play);
  platform_dispute_open (play->town->database, play->town->trade, order->account_id, id, "other", "x",
                         &dispute, &refusal, &error);
  g_assert_no_error (error);
  run_in_transaction (play, refusal.code == RAMBLA_PROBLEM_NONE);
  if (dispute != NULL)
    g_ptr_array_add (play->disputes, g_strdup (dispute->id));
}

static void
do_decide (Play *play)
{
  const char *id = pick (play, play->disputes);
  g_autoptr (PlatformDispute) dispute = NULL;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (GError) error = NULL;
  gint64 refund;

  if (id == NULL ||
      platform_dispute_storage_get (play->town->database, id, &dispute, &error) != PLATFORM_STEP_ROW)
    return;
  refund = dispute->amount > 0 ? g_rand_int_range (play->random, 0, (gint32) dispute->amount + 1) : 0;
  begin (play);
  platform_dispute_decide (play->town->database, play->town->trade, dispute, PLATFORM_PARTY_OPERATOR, refund,
                           &refusal, &error);
  g_assert_no_error (error);
  run_in_transaction (play, refusal.code == RAMBLA_PROBLEM_NONE);
}

/* Minutes or days pass; sometimes somebody sets the clock back; sometimes the platform starts anew. */
static void
do_time (Play *play)
{
  static const gint64 steps[] = { 60, 600, 3600, DAY, 3 * DAY, -3600, -2 * DAY };

  play->now = MAX (TOWN_NOW, play->now + steps[g_rand_int_range (play->random, 0, G_N_ELEMENTS (steps))]);
  town_set_time (play->town, play->now);
  if (g_rand_int_range (play->random, 0, 5) == 0)
    town_restart (play->town);
  platform_scheduler_run_once (play->town->trade);
}

/* What is true whatever happened. */
static void
assert_all (Play *play)
{
  town_assert_books (play->town);
  /* A merchant can owe: what was paid out is disputed when the clock has gone back. */
  g_assert_cmpint (town_count (play->town,
                               "SELECT count(*) FROM ledger_balances WHERE balance < 0 AND account NOT "
                               "GLOB 'buyer:*' AND account NOT GLOB 'merchant:*'"),
                   ==, 0);
  g_assert_cmpint (
      town_count (play->town,
                  "SELECT coalesce(sum(balance), 0) FROM ledger_balances WHERE account GLOB 'held:*'"),
      ==,
      town_count (play->town,
                  "SELECT coalesce(sum(v.amount), 0) FROM dispute_vouchers v JOIN disputes d ON d.number = "
                  "v.dispute WHERE v.held = 1 AND d.state <> 'decided'"));
  g_assert_cmpint (town_count (play->town,
                               "SELECT count(*) FROM orders o WHERE state IN ('paid', 'completed', "
                               "'partially_refunded', 'refunded') AND quantity <> (SELECT count(*) FROM "
                               "vouchers v WHERE v.order_id = o.id)"),
                   ==, 0);
  g_assert_cmpint (town_count (play->town,
                               "SELECT count(*) FROM vouchers v WHERE state = 'redeemed' AND NOT EXISTS "
                               "(SELECT 1 FROM redemptions r WHERE r.voucher_id = v.id AND r.round = "
                               "v.escrow_round)"),
                   ==, 0);
  /* What an order says was given back is what the ledger gave back, and what the provider was asked for. */
  g_assert_cmpint (town_count (play->town, "SELECT count(*) FROM orders o WHERE paid_at IS NOT NULL AND "
                                           "total - refunded <> (SELECT coalesce(sum("
                                           "iif (to_account = 'escrow', amount, -amount)), 0) FROM "
                                           "ledger_entries e WHERE e.order_id = o.id AND "
                                           "(e.from_account = 'buyer:' || o.account_id OR e.to_account = "
                                           "'buyer:' || o.account_id)) AND method <> "
                                           "'at_store'"),
                   ==, 0);
}

static void
play_once (guint32 seed, guint steps)
{
  static void (*const deeds[]) (Play * play) = { do_order,    do_order,  do_tell, do_tell,
                                                 do_tell,     do_use,    do_use,  do_use,
                                                 do_complain, do_decide, do_time, do_refund };
  Town town = { NULL };
  Play play = { .town = &town, .random = g_rand_new_with_seed (seed), .now = TOWN_NOW };

  g_test_message ("seed %u", seed);
  town_set_up (&town, NULL);
  play.orders = g_ptr_array_new_with_free_func (g_free);
  play.tries = g_ptr_array_new_with_free_func (g_free);
  play.disputes = g_ptr_array_new_with_free_func (g_free);
  play.amounts = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < steps; i++)
    {
      deeds[g_rand_int_range (play.random, 0, G_N_ELEMENTS (deeds))](&play);
      assert_all (&play);
    }
  g_ptr_array_unref (play.orders);
  g_ptr_array_unref (play.tries);
  g_ptr_array_unref (play.disputes);
  g_array_unref (play.amounts);
  g_rand_free (play.random);
  town_tear_down (&town, NULL);
}

static void
test_random (void)
{
  const char *seed = g_getenv ("RAMBLA_TEST_SEED");
  const char *rounds = g_getenv ("RAMBLA_TEST_ROUNDS");
  guint n = rounds != NULL ? (guint) MAX (1, atoi (rounds)) : 3;

  for (guint i = 0; i < n; i++)
    play_once (seed != NULL ? (guint32) strtoul (seed, NULL, 10) + i : g_random_int (), STEPS);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* Sums that nobody asked for are warned of, and told here on purpose. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_test_add_func ("/money/random", test_random);
  return g_test_run ();
}
