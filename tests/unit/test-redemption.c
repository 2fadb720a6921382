/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may use a voucher, when and where; and that it is used once. */
#include "platform-redemption.h"

#include <sodium.h>
#include <string.h>

#include "platform-account-storage.h"
#include "platform-refund.h"
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

/* Shows @text at a store. Returns: why not, or RAMBLA_PROBLEM_NONE. @members: (out) (optional) (transfer
 * full) */
static RamblaProblemCode
show (Town *town, const char *text, const char *store_name, gboolean redeem, char **members)
{
  const char *account = counter (town);
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_auto (PlatformPresented) presented = { 0 };
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (PlatformRedemption) redemption = NULL;
  g_autoptr (PlatformVoucher) voucher = NULL;
  g_autoptr (GError) error = NULL;

  platform_redemption_find_store (town->database, account, town_store (store_name), "/store_id", &store,
                                  &refusal, &error);
  g_assert_no_error (error);
  g_assert_cmpint (refusal.code, ==, RAMBLA_PROBLEM_NONE);
  platform_presented_read (&presented, town->trade->keys, text, platform_clock_now (town->clock), &refusal);
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return refusal.code;
  if (redeem)
    platform_redemption_redeem (town->database, town->trade, account, &presented, store, "en", &redemption,
                                &refusal, &error);
  else
    platform_redemption_judge (town->database, town->trade, &presented, store,
                               platform_clock_now (town->clock), "en", &voucher, &refusal, &error);
  g_assert_no_error (error);
  if (redeem)
    g_assert_true ((redemption != NULL) == (refusal.code == RAMBLA_PROBLEM_NONE));
  if (members != NULL)
    *members = g_strdup (refusal.members != NULL ? refusal.members->str : "");
  return refusal.code;
}

/* Preview first, which must say the same. */
static RamblaProblemCode
present (Town *town, const char *text, const char *store_name)
{
  RamblaProblemCode preview = show (town, text, store_name, FALSE, NULL);
  RamblaProblemCode code = show (town, text, store_name, TRUE, NULL);

  g_assert_cmpint (preview, ==, code);
  return code;
}

static RamblaVoucherClaims *
new_claims (const PlatformVoucher *voucher)
{
  RamblaVoucherClaims *claims = rambla_voucher_claims_new ();

  claims->id = g_strdup (voucher->id);
  claims->deal_id = g_strdup (voucher->deal_id);
  claims->merchant_id = g_strdup (voucher->merchant_id);
  claims->valid_until = voucher->valid_until;
  claims->generation = (guint) voucher->generation;
  claims->kid = g_strdup (voucher->kid);
  return claims;
}

static void
test_redeem (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 2);
  g_autoptr (PlatformOrder) half = NULL;
  g_autoptr (PlatformOrder) whole = NULL;
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  const PlatformVoucher *first = vouchers->pdata[0];
  const PlatformVoucher *second = vouchers->pdata[1];
  g_autoptr (RamblaVoucherClaims) claims = new_claims (second);
  g_autofree char *token = platform_keys_sign (town->trade->keys, claims);
  g_autofree char *typed = rambla_short_code_format (first->code);
  g_autofree char *small = g_ascii_strdown (typed, -1);
  g_autofree char *members = NULL;

  g_assert_cmpint (present (town, small, "pizza-1"), ==, RAMBLA_PROBLEM_NONE);
  half = town_get_order (town, order->id);
  g_assert_cmpint (half->state, ==, PLATFORM_ORDER_PAID);
  town_assert_books (town);
  g_assert_cmpint (present (town, token, "pizza-2"), ==, RAMBLA_PROBLEM_NONE);
  whole = town_get_order (town, order->id);
  g_assert_cmpint (whole->state, ==, PLATFORM_ORDER_COMPLETED);
  town_assert_books (town);

  /* 1505 each: a tenth of it, rounded, is 151. */
  g_assert_cmpint (town_count (town, "SELECT balance FROM ledger_balances WHERE account = 'commission'"), ==,
                   302);
  g_assert_cmpint (town_count (town, "SELECT balance FROM ledger_balances WHERE account LIKE 'merchant:%'"),
                   ==, 3010 - 302);
  g_assert_cmpint (town_count (town, "SELECT balance FROM ledger_balances WHERE account = 'escrow'"), ==, 0);

  town_set_time (town, TOWN_NOW + 60);
  g_assert_cmpint (show (town, token, "pizza-1", TRUE, &members), ==, RAMBLA_PROBLEM_ALREADY_REDEEMED);
  g_assert_nonnull (strstr (members, "\"redeemed_at\":\"2026-11-18T15:00:00Z\""));
  g_assert_nonnull (strstr (members, town_store ("pizza-2")));
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM redemptions"), ==, 2);

  /* Another merchant learns nothing but that it is not theirs. */
  g_assert_cmpint (present (town, token, "hair-1"), ==, RAMBLA_PROBLEM_WRONG_MERCHANT);
  /* Used counts before too late. */
  town_set_time (town, TOWN_NOW + 60 * DAY);
  g_assert_cmpint (present (town, token, "pizza-1"), ==, RAMBLA_PROBLEM_ALREADY_REDEEMED);
}

static void
test_rules (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "lunch", "pizza-1", 1);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  const PlatformVoucher *voucher = vouchers->pdata[0];
  g_autoptr (RamblaVoucherClaims) claims = new_claims (voucher);
  g_autofree char *token = platform_keys_sign (town->trade->keys, claims);
  g_autofree char *members = NULL;

  g_assert_cmpint (present (town, token, "pizza-2"), ==, RAMBLA_PROBLEM_WRONG_BRANCH);
  town_set_time (town, TOWN_NOW + 5 * 3600); /* 17:00 */
  g_assert_cmpint (show (town, token, "pizza-1", TRUE, &members), ==, RAMBLA_PROBLEM_WRONG_TIME);
  g_assert_nonnull (strstr (members, "\"next_valid_at\":\"2026-11-19T14:00:00Z\""));
  town_set_time (town, TOWN_NOW + 3 * DAY); /* Saturday */
  g_assert_cmpint (present (town, token, "pizza-1"), ==, RAMBLA_PROBLEM_WRONG_DAY);
  town_set_time (town, voucher->valid_until);
  g_assert_cmpint (present (town, token, "pizza-1"), ==, RAMBLA_PROBLEM_EXPIRED);
  town_set_time (town, voucher->valid_from - 1);
  g_assert_cmpint (present (town, token, "pizza-1"), ==, RAMBLA_PROBLEM_NOT_YET_VALID);
  town_set_time (town, TOWN_NOW + DAY);
  g_assert_cmpint (present (town, token, "pizza-1"), ==, RAMBLA_PROBLEM_NONE);
}

/* The offer may change; what was agreed on stays. */
static void
test_terms_stay (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "lunch", "pizza-1", 1);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  g_autoptr (GError) error = NULL;

  platform_database_execute (town->database, "UPDATE deals SET price = 1, rules = '{\"weekdays\":[7]}'",
                             &error);
  g_assert_no_error (error);
  g_assert_cmpint (present (town, ((PlatformVoucher *) vouchers->pdata[0])->code, "pizza-1"), ==,
                   RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (town_count (town, "SELECT amount FROM redemptions"), ==, 1000);
}

static void
test_forged (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  const PlatformVoucher *voucher = vouchers->pdata[0];
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];
  guint8 secret_key[RAMBLA_ED25519_SECRET_SIZE];
  g_autoptr (RamblaVoucherClaims) claims = new_claims (voucher);
  g_autofree char *stranger = NULL;
  g_autofree char *future = NULL;
  g_autofree char *unknown = NULL;

  g_assert_cmpint (sodium_init (), >=, 0);
  crypto_sign_keypair (public_key, secret_key);
  stranger = rambla_voucher_token_sign (claims, secret_key);
  g_assert_cmpint (present (town, stranger, "pizza-1"), ==, RAMBLA_PROBLEM_FORGED);

  claims->generation = 2;
  future = platform_keys_sign (town->trade->keys, claims);
  g_assert_cmpint (present (town, future, "pizza-1"), ==, RAMBLA_PROBLEM_FORGED);

  g_free (claims->id);
  claims->id = g_strdup ("vou_0000000000000000");
  unknown = platform_keys_sign (town->trade->keys, claims);
  g_assert_cmpint (present (town, unknown, "pizza-1"), ==, RAMBLA_PROBLEM_UNKNOWN_VOUCHER);
  g_assert_cmpint (present (town, "0000-0000-0000", "pizza-1"), ==, RAMBLA_PROBLEM_UNKNOWN_VOUCHER);
  g_assert_cmpint (present (town, "good morning", "pizza-1"), ==, RAMBLA_PROBLEM_UNKNOWN_VOUCHER);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM redemptions"), ==, 0);
}

static void
test_generation (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  g_autoptr (RamblaVoucherClaims) claims = new_claims (vouchers->pdata[0]);
  g_autofree char *old = platform_keys_sign (town->trade->keys, claims);
  g_autofree char *newer = NULL;
  g_autoptr (GError) error = NULL;

  platform_database_execute (town->database, "UPDATE vouchers SET generation = 2", &error);
  g_assert_no_error (error);
  g_assert_cmpint (present (town, old, "pizza-1"), ==, RAMBLA_PROBLEM_REVOKED);
  claims->generation = 2;
  newer = platform_keys_sign (town->trade->keys, claims);
  g_assert_cmpint (present (town, newer, "pizza-1"), ==, RAMBLA_PROBLEM_NONE);
}

/* A voucher with the holder's key needs a fresh proof of it; its code does without. */
static void
test_binding (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  guint8 secret_key[RAMBLA_ED25519_SECRET_SIZE];
  g_autoptr (RamblaVoucherClaims) claims = new_claims (vouchers->pdata[0]);
  g_autofree char *bare = platform_keys_sign (town->trade->keys, claims);
  g_autofree char *token = NULL;
  g_autofree char *fresh = NULL;
  g_autofree char *stale = NULL;
  g_autofree char *packed = NULL;
  g_autofree char *key = NULL;
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (sodium_init (), >=, 0);
  crypto_sign_keypair (claims->holder_key, secret_key);
  claims->has_holder_key = TRUE;
  key = rambla_base64url_encode (claims->holder_key, sizeof claims->holder_key);
  sql = g_strdup_printf ("UPDATE vouchers SET holder_key = '%s'", key);
  platform_database_execute (town->database, sql, &error);
  g_assert_no_error (error);

  token = platform_keys_sign (town->trade->keys, claims);
  fresh = rambla_voucher_token_bind (token, secret_key, TOWN_NOW, NULL);
  stale = rambla_voucher_token_bind (token, secret_key, TOWN_NOW - 120, NULL);
  packed = rambla_voucher_token_pack (fresh);
  g_assert_cmpint (present (town, token, "pizza-1"), ==, RAMBLA_PROBLEM_BINDING_REQUIRED);
  g_assert_cmpint (present (town, bare, "pizza-1"), ==, RAMBLA_PROBLEM_BINDING_REQUIRED);
  g_assert_cmpint (present (town, stale, "pizza-1"), ==, RAMBLA_PROBLEM_BINDING_STALE);
  g_assert_cmpint (show (town, fresh, "pizza-1", FALSE, NULL), ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (show (town, ((PlatformVoucher *) vouchers->pdata[0])->code, "pizza-1", FALSE, NULL), ==,
                   RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (present (town, packed, "pizza-1"), ==, RAMBLA_PROBLEM_NONE);
}

static void
test_refunded (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 2);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  g_autoptr (PlatformOrder) after = NULL;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (GError) error = NULL;
  gint64 amount = 0;

  g_assert_cmpint (present (town, ((PlatformVoucher *) vouchers->pdata[0])->code, "pizza-1"), ==,
                   RAMBLA_PROBLEM_NONE);
  platform_refund_order (town->database, town->trade, order->account_id, order->id, "no time", &amount,
                         &after, &refusal, &error);
  g_assert_no_error (error);
  g_assert_cmpint (amount, ==, 1505);
  g_assert_cmpint (after->state, ==, PLATFORM_ORDER_PARTIALLY_REFUNDED);
  g_assert_cmpint (present (town, ((PlatformVoucher *) vouchers->pdata[1])->code, "pizza-1"), ==,
                   RAMBLA_PROBLEM_REFUNDED);
  town_assert_books (town);
}

static void
test_whose_store (Town *town, gconstpointer data)
{
  g_autofree char *pizza = NULL;
  const char *account = town_person (town, "waiter");
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (PlatformStore) other = NULL;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (GError) error = NULL;

  platform_redemption_find_store (town->database, account, town_store ("pizza-1"), "/store_id", &store,
                                  &refusal, &error);
  g_assert_no_error (error);
  g_assert_cmpint (refusal.code, ==, RAMBLA_PROBLEM_FORBIDDEN);

  platform_refusal_clear (&refusal);
  platform_store_find (town->database, town_store ("pizza-1"), &store, &error);
  g_assert_no_error (error);
  pizza = g_strdup (store->merchant_id);
  g_clear_pointer (&store, platform_store_free);
  platform_account_storage_add_merchant (town->database, account, pizza, &error);
  g_assert_no_error (error);
  platform_redemption_find_store (town->database, account, town_store ("pizza-2"), "/store_id", &store,
                                  &refusal, &error);
  g_assert_no_error (error);
  g_assert_nonnull (store);
  platform_redemption_find_store (town->database, account, town_store ("hair-1"), "/store_id", &other,
                                  &refusal, &error);
  g_assert_no_error (error);
  g_assert_cmpint (refusal.code, ==, RAMBLA_PROBLEM_FORBIDDEN);
}

/* After a change of keys old vouchers stay good. */
static void
test_key_rotation (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  g_autoptr (RamblaVoucherClaims) claims = new_claims (vouchers->pdata[0]);
  g_autofree char *token = platform_keys_sign (town->trade->keys, claims);
  g_autofree char *same = NULL;
  const char *old = platform_keys_get_signing (town->trade->keys);
  const guint8 *public_key = platform_keys_find (old, town->trade->keys);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) jwks = NULL;

  town_rotate (town, NULL);
  g_assert_cmpstr (platform_keys_get_signing (town->trade->keys), !=, old);
  g_assert_true (platform_keys_find (old, town->trade->keys) == public_key);
  same = platform_keys_sign (town->trade->keys, claims);
  g_assert_cmpstr (same, ==, token);
  jwks = platform_keys_to_jwks (town->trade->keys);
  g_assert_nonnull (strstr (jwks->str, old));
  g_assert_null (strstr (jwks->str, "\"d\""));
  town_restart (town);
  g_assert_cmpint (present (town, token, "pizza-1"), ==, RAMBLA_PROBLEM_NONE);
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
  add ("/redemption/redeem", test_redeem);
  add ("/redemption/rules", test_rules);
  add ("/redemption/terms-stay", test_terms_stay);
  add ("/redemption/forged", test_forged);
  add ("/redemption/generation", test_generation);
  add ("/redemption/binding", test_binding);
  add ("/redemption/refunded", test_refunded);
  add ("/redemption/whose-store", test_whose_store);
  add ("/redemption/key-rotation", test_key_rotation);
  return g_test_run ();
}
