/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger's rules, as the database enforces them. */
#include "platform-ledger-storage.h"
#include "trade-town.h"

static gboolean
post (Town *town, PlatformLedgerEntry entry)
{
  g_autoptr (GError) error = NULL;

  entry.at = TOWN_NOW;
  if (entry.currency == NULL)
    entry.currency = "UYU";
  if (platform_ledger_storage_post (town->database, &entry, &error))
    return TRUE;
  g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CONSTRAINT);
  return FALSE;
}

static PlatformLedgerEntry
pay_in (const char *voucher, gint64 round, gint64 amount)
{
  return (PlatformLedgerEntry){ .kind = PLATFORM_LEDGER_PAYMENT,
                                .from_account = "buyer:a",
                                .to_account = PLATFORM_LEDGER_ESCROW,
                                .amount = amount,
                                .voucher_id = voucher,
                                .escrow_round = round };
}

static PlatformLedgerEntry
pay_out (const char *voucher, gint64 round, gint64 amount)
{
  return (PlatformLedgerEntry){ .kind = PLATFORM_LEDGER_REDEMPTION,
                                .from_account = PLATFORM_LEDGER_ESCROW,
                                .to_account = "merchant:m",
                                .amount = amount,
                                .voucher_id = voucher,
                                .escrow_round = round };
}

static gint64
balance (Town *town, const char *account)
{
  g_autoptr (GError) error = NULL;
  gint64 amount = -1;

  platform_ledger_storage_get_balance (town->database, account, "UYU", &amount, &error);
  g_assert_no_error (error);
  return amount;
}

static void
test_moves (Town *town, gconstpointer data)
{
  g_assert_true (post (town, pay_in ("vou_1", 1, 1000)));
  g_assert_true (post (town, pay_out ("vou_1", 1, 1000)));
  g_assert_cmpint (balance (town, "buyer:a"), ==, -1000);
  g_assert_cmpint (balance (town, PLATFORM_LEDGER_ESCROW), ==, 0);
  g_assert_cmpint (balance (town, "merchant:m"), ==, 1000);
  g_assert_cmpint (balance (town, "merchant:nobody"), ==, 0);
  town_assert_books (town);
}

static void
test_escrow_leaves_once (Town *town, gconstpointer data)
{
  PlatformLedgerEntry back = pay_out ("vou_1", 1, 1000);

  g_assert_true (post (town, pay_in ("vou_1", 1, 1000)));
  g_assert_true (post (town, pay_in ("vou_2", 1, 1000)));
  g_assert_false (post (town, pay_in ("vou_1", 1, 1000)));
  g_assert_true (post (town, pay_out ("vou_1", 1, 1000)));
  g_assert_false (post (town, pay_out ("vou_1", 1, 1000)));
  back.kind = PLATFORM_LEDGER_REFUND;
  back.to_account = "buyer:a";
  g_assert_false (post (town, back));
  g_assert_cmpint (balance (town, PLATFORM_LEDGER_ESCROW), ==, 1000);

  /* Put back, it may leave once more. */
  g_assert_true (post (town, pay_in ("vou_1", 2, 1000)));
  g_assert_true (post (town, pay_out ("vou_1", 2, 1000)));
  g_assert_false (post (town, pay_out ("vou_1", 2, 1000)));
}

static void
test_refusals (Town *town, gconstpointer data)
{
  PlatformLedgerEntry nameless = pay_in (NULL, 0, 10);
  PlatformLedgerEntry same = pay_in ("vou_1", 1, 10);

  g_assert_false (post (town, pay_out ("vou_1", 1, 1))); /* escrow has nothing */
  g_assert_false (post (town, pay_in ("vou_1", 1, 0)));
  g_assert_false (post (town, pay_in ("vou_1", 1, -5)));
  g_assert_false (post (town, nameless));
  same.from_account = PLATFORM_LEDGER_ESCROW;
  g_assert_false (post (town, same));
  g_assert_true (post (town, pay_in ("vou_1", 1, 10)));
  g_assert_false (post (town, pay_out ("vou_1", 1, 11)));
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM ledger_entries"), ==, 1);
  g_assert_cmpint (town_count (town, "SELECT sum(balance) FROM ledger_balances"), ==, 0);
}

/* Money only goes where its kind can send it. */
static void
test_kinds (Town *town, gconstpointer data)
{
  static const struct
  {
    PlatformLedgerKind kind;
    const char *from;
    const char *to;
    gboolean fits;
  } cases[] = {
    { PLATFORM_LEDGER_PAYMENT, "merchant:m", "escrow", FALSE },
    { PLATFORM_LEDGER_PAYMENT, "buyer:a", "merchant:m", FALSE },
    { PLATFORM_LEDGER_REDEMPTION, "buyer:a", "merchant:m", FALSE },
    { PLATFORM_LEDGER_COMMISSION_TAKEN, "buyer:a", "commission", FALSE },
    { PLATFORM_LEDGER_COMMISSION_TAKEN, "merchant:m", "commission", TRUE },
    { PLATFORM_LEDGER_REFUND, "merchant:m", "buyer:a", FALSE },
    { PLATFORM_LEDGER_REFUND, "guarantee", "buyer:a", TRUE },
    { PLATFORM_LEDGER_SETTLEMENT, "merchant:m", "settlement:n", FALSE },
    { PLATFORM_LEDGER_SETTLEMENT, "merchant:m", "settlement:m", TRUE },
    { PLATFORM_LEDGER_UNDO, "commission", "merchant:m", TRUE },
    { PLATFORM_LEDGER_UNDO, "buyer:a", "escrow", FALSE },
    { PLATFORM_LEDGER_DISPUTE_HOLD, "buyer:a", "held:m", FALSE },
    { PLATFORM_LEDGER_DISPUTE_HOLD, "merchant:m", "held:m", TRUE },
    { PLATFORM_LEDGER_DISPUTE_RELEASE, "held:m", "merchant:n", FALSE },
    { PLATFORM_LEDGER_DISPUTE_RELEASE, "held:m", "merchant:m", TRUE },
    { PLATFORM_LEDGER_DISPUTE_RELEASE, "held:m", "merchant:m", FALSE }, /* nothing is held any more */
    { PLATFORM_LEDGER_GUARANTEE, "guarantee", "merchant:m", TRUE },
    { PLATFORM_LEDGER_GUARANTEE, "escrow", "merchant:m", FALSE },
    { PLATFORM_LEDGER_ADJUSTMENT, "merchant:m", "commission", TRUE },
    { PLATFORM_LEDGER_ADJUSTMENT, "merchant:m", "buyer:a", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PlatformLedgerEntry entry = { .kind = cases[i].kind,
                                    .from_account = cases[i].from,
                                    .to_account = cases[i].to,
                                    .amount = 7,
                                    .payment_id = "pay_1" };

      g_assert_true (post (town, entry) == cases[i].fits);
    }
  g_assert_cmpint (town_count (town, "SELECT total FROM ledger_check"), ==, 0);
}

static void
test_escrow_leaves_whole (Town *town, gconstpointer data)
{
  PlatformLedgerEntry dollars = pay_out ("vou_1", 1, 1000);
  PlatformLedgerEntry stray = { .kind = PLATFORM_LEDGER_REFUND,
                                .from_account = PLATFORM_LEDGER_ESCROW,
                                .to_account = "buyer:a",
                                .amount = 10,
                                .payment_id = "pay_1" };

  dollars.currency = "USD";
  g_assert_true (post (town, pay_in ("vou_1", 1, 1000)));
  g_assert_true (post (town, pay_in ("vou_2", 1, 1000)));
  g_assert_false (post (town, pay_out ("vou_1", 1, 999)));
  g_assert_false (post (town, pay_out ("vou_1", 1, 1001)));
  g_assert_false (post (town, pay_out ("vou_1", 2, 1000)));
  g_assert_false (post (town, dollars));
  g_assert_false (post (town, stray));
  g_assert_cmpint (balance (town, PLATFORM_LEDGER_ESCROW), ==, 2000);
}

/* What no rule of the trade does, and the database refuses as well. */
static void
test_states (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) paid = town_buy (town, "ana", "dinner", "pizza-1", 2);
  g_autoptr (PlatformOrder) open = town_order (town, "ana", "dinner", "pizza-1", 1, 1505, NULL, NULL);
  static const char *const forbidden[] = {
    "UPDATE orders SET state = 'paid' WHERE state = 'pending_payment'", /* without vouchers */
    "UPDATE orders SET state = 'completed' WHERE state = 'pending_payment'",
    "UPDATE orders SET state = 'pending_payment' WHERE state = 'paid'",
    "UPDATE orders SET total = 1, unit_amount = 1",
    "UPDATE orders SET commission = 0",
    "DELETE FROM orders",
    "DELETE FROM vouchers",
    "UPDATE vouchers SET amount = 1",
    "UPDATE vouchers SET merchant_id = 'mer_x'",
    "UPDATE vouchers SET generation = 0",
    "UPDATE payments SET state = 'failed' WHERE state = 'succeeded'",
    "INSERT INTO ledger_entries (at, kind, from_account, to_account, amount, currency, voucher_id, "
    "escrow_round) "
    "SELECT 1, 'redemption', 'escrow', 'merchant:x', amount, currency, id, 1 FROM vouchers LIMIT 1",
  };
  static const char *const endings[] = {
    "UPDATE vouchers SET state = 'refunded'",
    "UPDATE vouchers SET state = 'active', escrow_round = 2",
    "UPDATE orders SET state = 'cancelled' WHERE state = 'pending_payment'",
    "UPDATE orders SET state = 'pending_payment' WHERE state = 'cancelled'",
  };

  for (guint i = 0; i < G_N_ELEMENTS (forbidden); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", forbidden[i]);
      g_assert_false (platform_database_execute (town->database, forbidden[i], &error));
      g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CONSTRAINT);
    }
  town_assert_books (town);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", endings[i]);
      g_assert_true (platform_database_execute (town->database, endings[i], &error) == (i % 2 == 0));
    }
}

static void
test_append_only (Town *town, gconstpointer data)
{
  static const char *const changes[] = {
    "UPDATE ledger_entries SET amount = 1",
    "DELETE FROM ledger_entries",
    "UPDATE ledger_entries SET to_account = 'buyer:b' WHERE number = 1",
  };

  g_assert_true (post (town, pay_in ("vou_1", 1, 1000)));
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (platform_database_execute (town->database, changes[i], &error));
      g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CONSTRAINT);
    }
  g_assert_cmpint (town_count (town, "SELECT amount FROM ledger_entries"), ==, 1000);
}

static void
test_list (Town *town, gconstpointer data)
{
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  g_autoptr (GError) error = NULL;
  gint64 sum = 0;

  for (int i = 1; i <= 5; i++)
    {
      g_autofree char *voucher = g_strdup_printf ("vou_%d", i);
      PlatformLedgerEntry commission = { .kind = PLATFORM_LEDGER_COMMISSION_TAKEN,
                                         .from_account = "merchant:m",
                                         .to_account = PLATFORM_LEDGER_COMMISSION,
                                         .amount = 10 * i };

      g_assert_true (post (town, pay_in (voucher, 1, 100 * i)));
      g_assert_true (post (town, pay_out (voucher, 1, 100 * i)));
      g_assert_true (post (town, commission));
    }

  first = platform_ledger_storage_list (town->database, "merchant:m", 0, 6, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (first->len, ==, 6);
  second = platform_ledger_storage_list (town->database, "merchant:m",
                                         ((PlatformLedgerRow *) first->pdata[5])->number, 6, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (second->len, ==, 4);
  for (guint i = 0; i < 10; i++)
    {
      const PlatformLedgerRow *row = i < 6 ? first->pdata[i] : second->pdata[i - 6];

      sum += row->amount;
      g_assert_cmpstr (row->kind, ==, i % 2 == 0 ? "commission" : "redemption");
    }
  g_assert_cmpint (sum, ==, balance (town, "merchant:m"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/ledger/moves", Town, NULL, town_set_up, test_moves, town_tear_down);
  g_test_add ("/ledger/escrow-leaves-once", Town, NULL, town_set_up, test_escrow_leaves_once, town_tear_down);
  g_test_add ("/ledger/refusals", Town, NULL, town_set_up, test_refusals, town_tear_down);
  g_test_add ("/ledger/kinds", Town, NULL, town_set_up, test_kinds, town_tear_down);
  g_test_add ("/ledger/escrow-leaves-whole", Town, NULL, town_set_up, test_escrow_leaves_whole,
              town_tear_down);
  g_test_add ("/ledger/states", Town, NULL, town_set_up, test_states, town_tear_down);
  g_test_add ("/ledger/append-only", Town, NULL, town_set_up, test_append_only, town_tear_down);
  g_test_add ("/ledger/list", Town, NULL, town_set_up, test_list, town_tear_down);
  return g_test_run ();
}
