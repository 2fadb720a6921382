/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From hand to hand: to a device's key, onto paper, to a friend; and when the platform's own key changes. */
#include "platform-gift.h"
#include "platform-holder-storage.h"
#include "platform-redemption.h"
#include "platform-refund.h"
#include "platform-reissue.h"
#include "platform-session-storage.h"
#include "rambla-id.h"
#include "trade-town.h"

#define DAY 86400

static const char *const NAMES[] = { "ana", "bea", "carla" };

/* All-or-nothing, as in the writer. */
static void
begin (Town *town)
{
  g_autoptr (GError) error = NULL;

  platform_database_execute (town->database, "BEGIN IMMEDIATE", &error);
  g_assert_no_error (error);
}

static RamblaProblemCode
end (Town *town, const PlatformRefusal *refusal)
{
  g_autoptr (GError) error = NULL;

  platform_database_execute (town->database, refusal->code == RAMBLA_PROBLEM_NONE ? "COMMIT" : "ROLLBACK",
                             &error);
  g_assert_no_error (error);
  return refusal->code;
}

/* A session of a person on a device. Returns: its id, interned */
static const char *
sign_in (Town *town, const char *person, const char *device)
{
  g_autofree char *name = g_strconcat (person, device, NULL);
  g_autofree char *id = rambla_id_derive (RAMBLA_ID_SESSION, name);
  g_autoptr (GError) error = NULL;

  platform_session_storage_insert (town->database, id, town_person (town, person), "rambla", "consumer",
                                   platform_clock_now (town->clock), &error);
  g_assert_no_error (error);
  return g_intern_string (id);
}

static gint64
put_key (Town *town, const char *person, const char *session, const char *key)
{
  g_autoptr (GError) error = NULL;
  gint64 moved = 0;

  platform_reissue_to_device (town->database, town->trade, town_person (town, person), session, key, &moved,
                              &error);
  g_assert_no_error (error);
  return moved;
}

static PlatformVoucher *
get (Town *town, const char *id)
{
  g_autoptr (GError) error = NULL;
  PlatformVoucher *voucher = NULL;

  g_assert_cmpint (platform_voucher_storage_get (town->database, id, NULL, &voucher, &error), ==,
                   PLATFORM_STEP_ROW);
  return voucher;
}

static RamblaProblemCode
reissue (Town *town, const char *person, const char *session, const char *id, gboolean printed)
{
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformVoucher) voucher = NULL;
  g_autoptr (GError) error = NULL;

  begin (town);
  platform_reissue_voucher (town->database, town->trade, town_person (town, person), session, id, printed,
                            &voucher, &refusal, &error);
  g_assert_no_error (error);
  return end (town, &refusal);
}

/* Returns: (transfer full): the code; NULL when refused */
static char *
give (Town *town, const char *person, const char *id, RamblaProblemCode expected)
{
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformGift) gift = NULL;
  g_autoptr (GError) error = NULL;

  begin (town);
  platform_gift_give (town->database, town->trade, town_person (town, person), id, "Happy birthday", &gift,
                      &refusal, &error);
  g_assert_no_error (error);
  g_assert_cmpint (end (town, &refusal), ==, expected);
  return gift != NULL ? g_strdup (gift->code) : NULL;
}

static RamblaProblemCode
withdraw (Town *town, const char *person, const char *id)
{
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (GError) error = NULL;

  begin (town);
  platform_gift_withdraw (town->database, town->trade, town_person (town, person), id, &refusal, &error);
  g_assert_no_error (error);
  return end (town, &refusal);
}

static RamblaProblemCode
claim (Town *town, const char *person, const char *code)
{
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformVoucher) voucher = NULL;
  g_autoptr (GError) error = NULL;

  begin (town);
  platform_gift_claim (town->database, town->trade, town_person (town, person), code, &voucher, &refusal,
                       &error);
  g_assert_no_error (error);
  return end (town, &refusal);
}

static RamblaProblemCode
refund (Town *town, const char *person, const char *order_id)
{
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformOrder) order = NULL;
  g_autoptr (GError) error = NULL;
  gint64 amount = 0;

  begin (town);
  platform_refund_order (town->database, town->trade, town_person (town, person), order_id, NULL, &amount,
                         &order, &refusal, &error);
  g_assert_no_error (error);
  return end (town, &refusal);
}

static RamblaProblemCode
redeem (Town *town, const char *text)
{
  const char *account = town_person (town, "counter");
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_auto (PlatformPresented) presented = { 0 };
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (PlatformRedemption) redemption = NULL;
  g_autoptr (GError) error = NULL;

  platform_database_execute (town->database,
                             "UPDATE accounts SET every_store = 1 WHERE email LIKE 'counter@%'", &error);
  g_assert_no_error (error);
  platform_presented_read (&presented, town->trade->keys, text, platform_clock_now (town->clock), &refusal);
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return refusal.code;
  begin (town);
  platform_redemption_find_store (town->database, account, town_store ("pizza-1"), "/store_id", &store,
                                  &refusal, &error);
  g_assert_no_error (error);
  platform_redemption_redeem (town->database, town->trade, account, &presented, store, "en", &redemption,
                              &refusal, &error);
  g_assert_no_error (error);
  return end (town, &refusal);
}

/* The token of a voucher without a holder's key. */
static char *
sign (Town *town, const PlatformVoucher *voucher)
{
  g_autoptr (RamblaVoucherClaims) claims = rambla_voucher_claims_new ();

  claims->id = g_strdup (voucher->id);
  claims->deal_id = g_strdup (voucher->deal_id);
  claims->merchant_id = g_strdup (voucher->merchant_id);
  claims->valid_until = voucher->valid_until;
  claims->generation = (guint) voucher->generation;
  claims->kid = g_strdup (voucher->kid);
  return platform_keys_sign (town->trade->keys, claims);
}

static void
test_device (Town *town, gconstpointer data)
{
  const char *laptop = sign_in (town, "ana", "laptop");
  const char *desktop = sign_in (town, "ana", "desktop");
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 2);
  g_autoptr (PlatformOrder) later = NULL;
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  g_autoptr (GPtrArray) more = NULL;
  const PlatformVoucher *first = vouchers->pdata[0];
  g_autoptr (PlatformVoucher) bound = NULL;
  g_autoptr (PlatformVoucher) moved = NULL;
  g_autoptr (PlatformVoucher) back = NULL;
  g_autofree char *bearer = sign (town, first);
  g_autoptr (GError) error = NULL;

  g_assert_null (first->holder_key);
  g_assert_cmpint (put_key (town, "ana", laptop, "key-of-the-laptop"), ==, 2);
  bound = get (town, first->id);
  g_assert_cmpstr (bound->holder_key, ==, "key-of-the-laptop");
  g_assert_cmpint (bound->generation, ==, 2);
  g_assert_cmpstr (bound->code, !=, first->code);
  g_assert_cmpint (redeem (town, bearer), ==, RAMBLA_PROBLEM_REVOKED);
  g_assert_cmpint (redeem (town, first->code), ==, RAMBLA_PROBLEM_REVOKED);
  /* The same device again: nothing to do. */
  g_assert_cmpint (put_key (town, "ana", laptop, "key-of-the-laptop"), ==, 0);

  later = town_buy (town, "ana", "dinner", "pizza-1", 1);
  more = town_get_vouchers (town, later->id);
  g_assert_cmpstr (((PlatformVoucher *) more->pdata[0])->holder_key, ==, "key-of-the-laptop");
  g_assert_cmpint (((PlatformVoucher *) more->pdata[0])->generation, ==, 1);

  /* Another device takes over, and one voucher goes back. */
  g_assert_cmpint (put_key (town, "ana", desktop, "key-of-the-desktop"), ==, 3);
  moved = get (town, first->id);
  g_assert_cmpstr (moved->holder_key, ==, "key-of-the-desktop");
  g_assert_cmpint (redeem (town, bound->code), ==, RAMBLA_PROBLEM_REVOKED);
  g_assert_cmpint (reissue (town, "ana", laptop, first->id, FALSE), ==, RAMBLA_PROBLEM_NONE);
  back = get (town, first->id);
  g_assert_cmpstr (back->holder_key, ==, "key-of-the-laptop");
  g_assert_cmpint (back->generation, ==, 4);

  /* A session that was ended holds nothing that is issued later. */
  platform_session_storage_revoke (town->database, desktop, TOWN_NOW, &error);
  g_assert_no_error (error);
  {
    g_autofree char *key = NULL;

    platform_holder_storage_get_of_account (town->database, town_person (town, "ana"), &key, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (key, ==, "key-of-the-laptop");
  }
  g_assert_cmpint (redeem (town, back->code), ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (reissue (town, "ana", laptop, first->id, FALSE), ==, RAMBLA_PROBLEM_ALREADY_REDEEMED);
  g_assert_cmpint (reissue (town, "bea", laptop, moved->id, FALSE), ==, RAMBLA_PROBLEM_NOT_FOUND);
  town_assert_books (town);
}

static void
test_paper (Town *town, gconstpointer data)
{
  const char *laptop = sign_in (town, "ana", "laptop");
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  const PlatformVoucher *first = vouchers->pdata[0];
  g_autoptr (PlatformVoucher) paper = NULL;
  g_autoptr (PlatformVoucher) device = NULL;
  g_autoptr (PlatformVoucher) again = NULL;
  g_autofree char *old = NULL;
  g_autofree char *token = NULL;

  put_key (town, "ana", laptop, "key");
  g_assert_cmpint (reissue (town, "ana", laptop, first->id, TRUE), ==, RAMBLA_PROBLEM_NONE);
  paper = get (town, first->id);
  old = sign (town, paper);
  g_assert_true (paper->printed);
  g_assert_null (paper->holder_key);
  /* A device that signs in later leaves paper alone. */
  g_assert_cmpint (put_key (town, "ana", sign_in (town, "ana", "desktop"), "other"), ==, 0);

  g_assert_cmpint (reissue (town, "ana", laptop, first->id, FALSE), ==, RAMBLA_PROBLEM_NONE);
  device = get (town, first->id);
  g_assert_false (device->printed);
  g_assert_cmpstr (device->holder_key, ==, "key");
  g_assert_cmpint (redeem (town, old), ==, RAMBLA_PROBLEM_REVOKED);
  g_assert_cmpint (redeem (town, paper->code), ==, RAMBLA_PROBLEM_REVOKED);

  g_assert_cmpint (reissue (town, "ana", laptop, first->id, TRUE), ==, RAMBLA_PROBLEM_NONE);
  again = get (town, first->id);
  token = sign (town, again);
  g_assert_cmpint (redeem (town, token), ==, RAMBLA_PROBLEM_NONE);
  town_assert_books (town);
}

static void
test_gift (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  const PlatformVoucher *first = vouchers->pdata[0];
  g_autofree char *old = sign (town, first);
  g_autofree char *code = NULL;
  g_autofree char *second = NULL;
  g_autofree char *onward = NULL;
  g_autofree char *token = NULL;
  g_autoptr (PlatformVoucher) given = NULL;
  g_autoptr (PlatformVoucher) last = NULL;
  PlatformWalletPosition position = { 0 };
  g_autoptr (GPtrArray) wallet = NULL;
  g_autoptr (GError) error = NULL;

  put_key (town, "bea", sign_in (town, "bea", "laptop"), "key-of-bea");
  g_assert_null (give (town, "bea", first->id, RAMBLA_PROBLEM_NOT_FOUND));
  code = give (town, "ana", first->id, RAMBLA_PROBLEM_NONE);
  g_assert_null (give (town, "ana", first->id, RAMBLA_PROBLEM_CONFLICT));
  g_assert_cmpint (claim (town, "ana", code), ==, RAMBLA_PROBLEM_OWN_GIFT);
  g_assert_cmpint (claim (town, "bea", "00000000000"), ==, RAMBLA_PROBLEM_NOT_FOUND);
  g_assert_cmpint (withdraw (town, "bea", first->id), ==, RAMBLA_PROBLEM_NOT_FOUND);

  /* Taken back: the code is dead, the voucher as it was. */
  g_assert_cmpint (withdraw (town, "ana", first->id), ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (withdraw (town, "ana", first->id), ==, RAMBLA_PROBLEM_GIFT_GONE);
  g_assert_cmpint (claim (town, "bea", code), ==, RAMBLA_PROBLEM_GIFT_GONE);
  g_assert_cmpint (((PlatformVoucher *) vouchers->pdata[0])->generation, ==, 1);

  second = give (town, "ana", first->id, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (claim (town, "bea", second), ==, RAMBLA_PROBLEM_NONE);
  given = get (town, first->id);
  g_assert_cmpstr (given->account_id, ==, town_person (town, "bea"));
  g_assert_cmpstr (given->holder_key, ==, "key-of-bea");
  g_assert_cmpint (given->generation, ==, 2);
  g_assert_cmpint (claim (town, "bea", second), ==, RAMBLA_PROBLEM_GIFT_GONE);
  g_assert_cmpint (claim (town, "carla", second), ==, RAMBLA_PROBLEM_GIFT_GONE);
  g_assert_cmpint (withdraw (town, "ana", first->id), ==, RAMBLA_PROBLEM_GIFT_GONE);
  g_assert_null (give (town, "ana", first->id, RAMBLA_PROBLEM_GIFT_GONE));
  g_assert_cmpint (redeem (town, old), ==, RAMBLA_PROBLEM_REVOKED);
  g_assert_cmpint (redeem (town, first->code), ==, RAMBLA_PROBLEM_REVOKED);
  g_assert_cmpint (reissue (town, "ana", "ses_none", first->id, TRUE), ==, RAMBLA_PROBLEM_REVOKED);
  /* Nobody takes a friend's voucher away by asking for the money. */
  g_assert_cmpint (refund (town, "ana", order->id), ==, RAMBLA_PROBLEM_NOT_REFUNDABLE);

  /* Onward, and each of them knows what became of it. */
  onward = give (town, "bea", first->id, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (claim (town, "carla", onward), ==, RAMBLA_PROBLEM_NONE);
  last = get (town, first->id);
  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    {
      position = (PlatformWalletPosition){ 0 };
      wallet = platform_voucher_storage_list_wallet (town->database, town_person (town, NAMES[i]), TOWN_NOW,
                                                     &position, 10, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (wallet->len, ==, 1);
      g_assert_cmpint (position.rank, ==, i < 2);
      g_clear_pointer (&wallet, g_ptr_array_unref);
    }
  token = sign (town, last);
  g_assert_cmpint (redeem (town, token), ==, RAMBLA_PROBLEM_NONE);
  town_assert_books (town);
}

/* Whatever ends the voucher first ends the gift. */
static void
test_gift_ends (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (PlatformOrder) other = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (PlatformOrder) third = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (GPtrArray) used = town_get_vouchers (town, order->id);
  g_autoptr (GPtrArray) refunded = town_get_vouchers (town, other->id);
  g_autoptr (GPtrArray) late = town_get_vouchers (town, third->id);
  const PlatformVoucher *voucher = late->pdata[0];
  g_autofree char *first = give (town, "ana", ((PlatformVoucher *) used->pdata[0])->id, RAMBLA_PROBLEM_NONE);
  g_autofree char *second =
      give (town, "ana", ((PlatformVoucher *) refunded->pdata[0])->id, RAMBLA_PROBLEM_NONE);
  g_autofree char *slow = give (town, "ana", voucher->id, RAMBLA_PROBLEM_NONE);
  g_autofree char *anew = NULL;
  g_autoptr (PlatformVoucher) held = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (redeem (town, ((PlatformVoucher *) used->pdata[0])->code), ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (refund (town, "ana", other->id), ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (claim (town, "bea", first), ==, RAMBLA_PROBLEM_GIFT_GONE);
  g_assert_cmpint (claim (town, "bea", second), ==, RAMBLA_PROBLEM_GIFT_GONE);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM gifts WHERE state = 'void'"), ==, 2);

  town_set_time (town, TOWN_NOW + PLATFORM_GIFT_SECONDS);
  g_assert_cmpint (claim (town, "bea", slow), ==, RAMBLA_PROBLEM_GIFT_GONE);
  anew = give (town, "ana", voucher->id, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (claim (town, "bea", anew), ==, RAMBLA_PROBLEM_NONE);

  /* Not used in time: the money goes back to whoever paid. */
  held = get (town, voucher->id);
  town_set_time (town, voucher->valid_until);
  begin (town);
  platform_refund_expired (town->database, town->trade, held, &error);
  g_assert_no_error (error);
  platform_database_execute (town->database, "COMMIT", &error);
  g_assert_no_error (error);
  g_assert_cmpint (town_count (town,
                               "SELECT count(*) FROM ledger_entries WHERE kind = 'refund' AND to_account <> "
                               "(SELECT 'buyer:' || id FROM accounts WHERE email = 'ana@example.org')"),
                   ==, 0);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM ledger_entries WHERE kind = 'refund'"), ==, 2);
  town_assert_books (town);
}

static void
test_stolen_key (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 2);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  const PlatformVoucher *first = vouchers->pdata[0];
  const PlatformVoucher *second = vouchers->pdata[1];
  g_autofree char *kid = g_strdup (first->kid);
  g_autofree char *old = sign (town, first);
  g_autofree char *invented = NULL;
  g_autofree char *token = NULL;
  g_autoptr (PlatformVoucher) after = NULL;
  g_autoptr (PlatformVoucher) invention = get (town, second->id);
  g_autoptr (GString) jwks = NULL;
  g_autofree char *again = NULL;

  g_free (invention->id);
  invention->id = rambla_id_derive (RAMBLA_ID_VOUCHER, "invented");
  invention->generation = 7;
  invented = sign (town, invention);

  g_assert_cmpint (town_rotate (town, kid), ==, 2);
  after = get (town, first->id);
  g_assert_cmpint (after->generation, ==, 2);
  g_assert_cmpstr (after->code, ==, first->code);
  g_assert_cmpstr (after->kid, ==, platform_keys_get_signing (town->trade->keys));
  for (guint run = 0; run < 2; run++)
    {
      g_assert_cmpint (redeem (town, old), ==, RAMBLA_PROBLEM_REVOKED);
      g_assert_cmpint (redeem (town, invented), ==, RAMBLA_PROBLEM_REVOKED);
      g_assert_null (platform_keys_find (kid, town->trade->keys));
      jwks = platform_keys_to_jwks (town->trade->keys);
      g_assert_null (strstr (jwks->str, kid));
      g_string_free (g_steal_pointer (&jwks), TRUE);
      town_restart (town);
    }
  token = sign (town, after);
  g_assert_cmpint (redeem (town, token), ==, RAMBLA_PROBLEM_NONE);
  /* Somebody has it on paper: the code goes on. */
  g_assert_cmpint (redeem (town, second->code), ==, RAMBLA_PROBLEM_NONE);
  /* Once more: a key that is known to be stolen has nothing left. */
  again = g_strdup (platform_keys_get_signing (town->trade->keys));
  g_assert_cmpint (town_rotate (town, kid), ==, 0);
  g_assert_cmpstr (platform_keys_get_signing (town->trade->keys), !=, again);
}

/* Retired keys are published while their vouchers live, and a new one comes by itself. */
static void
test_key_life (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  const char *first = platform_keys_get_signing (town->trade->keys);
  PlatformDatabase *reader;
  g_autoptr (GError) error = NULL;

  reader = platform_database_pool_get (town->trade->readers, &error);
  g_assert_no_error (error);
  for (gint64 day = 89; day <= 110; day++)
    {
      g_autoptr (GString) jwks = NULL;

      if (day == 95)
        g_assert_cmpint (redeem (town, ((PlatformVoucher *) vouchers->pdata[0])->code), ==,
                         RAMBLA_PROBLEM_EXPIRED);
      if (day == 96)
        {
          platform_database_execute (town->database, "UPDATE vouchers SET state = 'redeemed'", &error);
          g_assert_no_error (error);
        }
      town_set_time (town, TOWN_NOW + day * DAY);
      platform_keys_keep (town->trade->keys, reader, town->writer, TOWN_NOW + day * DAY, &error);
      g_assert_no_error (error);
      g_assert_true ((platform_keys_get_signing (town->trade->keys) == first) == (day < 90));
      jwks = platform_keys_to_jwks (town->trade->keys);
      g_assert_true ((strstr (jwks->str, first) != NULL) == (day < 96));
    }
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
  add ("/hands/device", test_device);
  add ("/hands/paper", test_paper);
  add ("/hands/gift", test_gift);
  add ("/hands/gift-ends", test_gift_ends);
  add ("/hands/stolen-key", test_stolen_key);
  add ("/hands/key-life", test_key_life);
  return g_test_run ();
}
