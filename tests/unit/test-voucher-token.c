/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sodium.h>
#include <string.h>

#include "rambla-id.h"
#include "voucher-fixture.h"

static void
test_form (VoucherFixture *f, gconstpointer data)
{
  g_auto (GStrv) parts = g_strsplit (f->token, ".", -1);
  g_autofree char *payload = voucher_fixture_payload_of (f->token);
  g_autofree char *x = rambla_base64url_encode (f->holder_public, 32);
  g_autofree char *expected = g_strdup_printf (
      "{\"vid\":\"vou_0123456789abcdef\",\"did\":\"dea_ghjkmnpqrstvwxyz\",\"mid\":\"mer_0000000000000001\","
      "\"exp\":%" G_GINT64_FORMAT ",\"cnf\":{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}}}",
      VOUCHER_FIXTURE_NOW + 86400 * 60, x);
  gsize length;
  g_autofree guint8 *header = rambla_base64url_decode (parts[0], strlen (parts[0]), &length);

  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  g_assert_cmpmem (header, length, VOUCHER_FIXTURE_HEADER, strlen (VOUCHER_FIXTURE_HEADER));
  g_assert_cmpstr (payload, ==, expected);
}

static void
test_round_trip (VoucherFixture *f, gconstpointer data)
{
  static const char *const BRANCHES[] = { "sto_0000000000000001", "sto_zzzzzzzzzzzzzzzz", NULL };
  g_autofree char *token = NULL;
  g_autoptr (RamblaVoucherClaims) read = NULL;
  g_autoptr (RamblaVoucherClaims) copy = NULL;

  f->claims->branches = g_strdupv ((char **) BRANCHES);
  f->claims->valid_from = VOUCHER_FIXTURE_NOW - 5;
  f->claims->generation = 7;
  f->claims->quantity = 3;
  token = rambla_voucher_token_sign (f->claims, f->platform_secret);
  voucher_fixture_assert_result (
      rambla_voucher_token_verify (token, voucher_fixture_find_key, f, VOUCHER_FIXTURE_NOW, &read),
      RAMBLA_VOUCHER_RESULT_GENUINE);
  copy = rambla_voucher_claims_copy (read);
  g_assert_cmpstr (copy->id, ==, f->claims->id);
  g_assert_cmpstr (copy->deal_id, ==, f->claims->deal_id);
  g_assert_cmpstr (copy->merchant_id, ==, f->claims->merchant_id);
  g_assert_cmpstr (copy->kid, ==, "k1");
  g_assert_true (g_strv_equal ((const char *const *) copy->branches, BRANCHES));
  g_assert_cmpint (copy->valid_from, ==, VOUCHER_FIXTURE_NOW - 5);
  g_assert_cmpint (copy->valid_until, ==, VOUCHER_FIXTURE_NOW + 86400 * 60);
  g_assert_cmpuint (copy->generation, ==, 7);
  g_assert_cmpuint (copy->quantity, ==, 3);
  g_assert_true (copy->has_holder_key);
  g_assert_cmpmem (copy->holder_key, 32, f->holder_public, 32);
}

static void
test_validity (VoucherFixture *f, gconstpointer data)
{
  g_autofree char *token = NULL;
  g_autoptr (RamblaVoucherClaims) claims = NULL;
  gint64 from = VOUCHER_FIXTURE_NOW, until = VOUCHER_FIXTURE_NOW + 100;

  f->claims->valid_from = from;
  f->claims->valid_until = until;
  token = rambla_voucher_token_sign (f->claims, f->platform_secret);
  voucher_fixture_assert_result (rambla_voucher_token_verify (token, voucher_fixture_find_key, f, from, NULL),
                                 RAMBLA_VOUCHER_RESULT_GENUINE);
  voucher_fixture_assert_result (
      rambla_voucher_token_verify (token, voucher_fixture_find_key, f, until - 1, NULL),
      RAMBLA_VOUCHER_RESULT_GENUINE);
  voucher_fixture_assert_result (
      rambla_voucher_token_verify (token, voucher_fixture_find_key, f, from - 1, &claims),
      RAMBLA_VOUCHER_RESULT_NOT_YET_VALID);
  g_assert_nonnull (claims);
  g_clear_pointer (&claims, rambla_voucher_claims_free);
  voucher_fixture_assert_result (
      rambla_voucher_token_verify (token, voucher_fixture_find_key, f, until, &claims),
      RAMBLA_VOUCHER_RESULT_EXPIRED);
  g_assert_nonnull (claims);
}

static void
test_keys (VoucherFixture *f, gconstpointer data)
{
  g_autofree char *wrong = NULL;
  g_autofree char *unknown = NULL;
  g_autofree char *second = NULL;
  g_autoptr (RamblaVoucherClaims) claims = NULL;

  wrong = rambla_voucher_token_sign (f->claims, f->other_secret);
  voucher_fixture_assert_result (
      rambla_voucher_token_verify (wrong, voucher_fixture_find_key, f, VOUCHER_FIXTURE_NOW, &claims),
      RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE);
  g_assert_null (claims);
  g_free (f->claims->kid);
  f->claims->kid = g_strdup ("k2");
  second = rambla_voucher_token_sign (f->claims, f->other_secret);
  voucher_fixture_assert_result (
      rambla_voucher_token_verify (second, voucher_fixture_find_key, f, VOUCHER_FIXTURE_NOW, NULL),
      RAMBLA_VOUCHER_RESULT_GENUINE);
  g_free (f->claims->kid);
  f->claims->kid = g_strdup ("k3");
  unknown = rambla_voucher_token_sign (f->claims, f->platform_secret);
  voucher_fixture_assert_result (
      rambla_voucher_token_verify (unknown, voucher_fixture_find_key, f, VOUCHER_FIXTURE_NOW, &claims),
      RAMBLA_VOUCHER_RESULT_UNKNOWN_KEY);
  g_assert_null (claims);
}

static void
test_unsound_claims (VoucherFixture *f, gconstpointer data)
{
  char **ids[] = { &f->claims->id, &f->claims->deal_id, &f->claims->merchant_id };
  static const char *const BAD_IDS[] = { "",  "a\"b", "a b",
                                         "ñ", "a.b",  "0123456789012345678901234567890123456789x" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    for (gsize j = 0; j <= G_N_ELEMENTS (BAD_IDS); j++)
      {
        char *kept = *ids[i];

        *ids[i] = j < G_N_ELEMENTS (BAD_IDS) ? (char *) BAD_IDS[j] : NULL;
        g_assert_null (rambla_voucher_token_sign (f->claims, f->platform_secret));
        *ids[i] = kept;
      }

  f->claims->generation = 0;
  g_assert_null (rambla_voucher_token_sign (f->claims, f->platform_secret));
  f->claims->generation = 1000001;
  g_assert_null (rambla_voucher_token_sign (f->claims, f->platform_secret));
  f->claims->generation = 1;
  f->claims->quantity = 0;
  g_assert_null (rambla_voucher_token_sign (f->claims, f->platform_secret));
  f->claims->quantity = 1;
  f->claims->valid_from = f->claims->valid_until;
  g_assert_null (rambla_voucher_token_sign (f->claims, f->platform_secret));
  f->claims->valid_from = -1;
  g_assert_null (rambla_voucher_token_sign (f->claims, f->platform_secret));
  f->claims->valid_from = 0;
  f->claims->valid_until = G_MAXINT64;
  g_assert_null (rambla_voucher_token_sign (f->claims, f->platform_secret));
  f->claims->valid_until = VOUCHER_FIXTURE_NOW;
  f->claims->branches = g_new0 (char *, 34);
  g_assert_null (rambla_voucher_token_sign (f->claims, f->platform_secret));
  for (int i = 0; i < 32; i++)
    f->claims->branches[i] = rambla_id_new (RAMBLA_ID_STORE);
  {
    g_autofree char *largest = rambla_voucher_token_sign (f->claims, f->platform_secret);
    g_autofree char *bound = rambla_voucher_token_bind (largest, f->holder_secret, VOUCHER_FIXTURE_NOW, NULL);

    g_assert_nonnull (largest);
    g_assert_nonnull (bound);
    g_assert_cmpuint (strlen (bound), <=, RAMBLA_VOUCHER_TOKEN_MAX);
  }
  f->claims->branches[32] = rambla_id_new (RAMBLA_ID_STORE);
  g_assert_null (rambla_voucher_token_sign (f->claims, f->platform_secret));
  g_assert_null (rambla_voucher_token_sign (NULL, f->platform_secret));
}

static void
test_binding (VoucherFixture *f, gconstpointer data)
{
  g_autofree char *bound = rambla_voucher_token_bind (f->token, f->holder_secret, VOUCHER_FIXTURE_NOW, NULL);
  g_autofree char *stripped = rambla_voucher_token_strip (bound);
  g_autoptr (RamblaVoucherClaims) claims = NULL;
  gint64 bound_at = 5;

  voucher_fixture_assert_result (voucher_fixture_present (f, f->token, VOUCHER_FIXTURE_NOW),
                                 RAMBLA_VOUCHER_RESULT_BINDING_MISSING);
  voucher_fixture_assert_result (voucher_fixture_present (f, f->paper, VOUCHER_FIXTURE_NOW),
                                 RAMBLA_VOUCHER_RESULT_GENUINE);
  voucher_fixture_assert_result (rambla_voucher_presented_verify (bound, voucher_fixture_find_key, f,
                                                                  VOUCHER_FIXTURE_NOW, NULL, &claims,
                                                                  &bound_at),
                                 RAMBLA_VOUCHER_RESULT_GENUINE);
  g_assert_cmpint (bound_at, ==, VOUCHER_FIXTURE_NOW);
  g_assert_cmpstr (claims->id, ==, f->claims->id);
  g_assert_cmpstr (stripped, ==, f->token);
  voucher_fixture_assert_result (
      rambla_voucher_token_verify (bound, voucher_fixture_find_key, f, VOUCHER_FIXTURE_NOW + 4000, NULL),
      RAMBLA_VOUCHER_RESULT_GENUINE);
  voucher_fixture_assert_result (rambla_voucher_token_parse (bound, NULL), RAMBLA_VOUCHER_RESULT_GENUINE);

  voucher_fixture_assert_result (voucher_fixture_present (f, bound, VOUCHER_FIXTURE_NOW + 60),
                                 RAMBLA_VOUCHER_RESULT_GENUINE);
  voucher_fixture_assert_result (voucher_fixture_present (f, bound, VOUCHER_FIXTURE_NOW + 61),
                                 RAMBLA_VOUCHER_RESULT_BINDING_STALE);
  voucher_fixture_assert_result (voucher_fixture_present (f, bound, VOUCHER_FIXTURE_NOW - 30),
                                 RAMBLA_VOUCHER_RESULT_GENUINE);
  voucher_fixture_assert_result (voucher_fixture_present (f, bound, VOUCHER_FIXTURE_NOW - 31),
                                 RAMBLA_VOUCHER_RESULT_BINDING_STALE);
  /* Worse comes first. */
  voucher_fixture_assert_result (voucher_fixture_present (f, bound, f->claims->valid_until),
                                 RAMBLA_VOUCHER_RESULT_EXPIRED);

  g_assert_null (rambla_voucher_token_bind (f->token, f->thief_secret, VOUCHER_FIXTURE_NOW, NULL));
  g_assert_null (rambla_voucher_token_bind (f->paper, f->holder_secret, VOUCHER_FIXTURE_NOW, NULL));
  g_assert_null (rambla_voucher_token_bind (bound, f->holder_secret, VOUCHER_FIXTURE_NOW, NULL));
  g_assert_null (rambla_voucher_token_bind ("x", f->holder_secret, VOUCHER_FIXTURE_NOW, NULL));
  g_assert_null (rambla_voucher_token_bind (NULL, f->holder_secret, VOUCHER_FIXTURE_NOW, NULL));
  g_assert_null (rambla_voucher_token_bind (f->token, f->holder_secret, -1, NULL));
  g_assert_null (
      rambla_voucher_token_bind (f->token, f->holder_secret, VOUCHER_FIXTURE_NOW, "not base64url!"));
  g_assert_null (rambla_voucher_token_bind (f->token, f->holder_secret, VOUCHER_FIXTURE_NOW, ""));
}

static void
test_nonce (VoucherFixture *f, gconstpointer data)
{
  g_autofree char *plain = rambla_voucher_token_bind (f->token, f->holder_secret, VOUCHER_FIXTURE_NOW, NULL);
  g_autofree char *with =
      rambla_voucher_token_bind (f->token, f->holder_secret, VOUCHER_FIXTURE_NOW, "aB3-_");

  voucher_fixture_assert_result (rambla_voucher_presented_verify (with, voucher_fixture_find_key, f,
                                                                  VOUCHER_FIXTURE_NOW, "aB3-_", NULL, NULL),
                                 RAMBLA_VOUCHER_RESULT_GENUINE);
  voucher_fixture_assert_result (rambla_voucher_presented_verify (with, voucher_fixture_find_key, f,
                                                                  VOUCHER_FIXTURE_NOW, NULL, NULL, NULL),
                                 RAMBLA_VOUCHER_RESULT_GENUINE);
  voucher_fixture_assert_result (rambla_voucher_presented_verify (with, voucher_fixture_find_key, f,
                                                                  VOUCHER_FIXTURE_NOW, "other", NULL, NULL),
                                 RAMBLA_VOUCHER_RESULT_BINDING_STALE);
  voucher_fixture_assert_result (rambla_voucher_presented_verify (plain, voucher_fixture_find_key, f,
                                                                  VOUCHER_FIXTURE_NOW, "aB3-_", NULL, NULL),
                                 RAMBLA_VOUCHER_RESULT_BINDING_STALE);
}

static void
test_base64url (VoucherFixture *f, gconstpointer data)
{
  static const char *const BAD[] = { "A",     "AB", "AAB", "AA==",  "AA=", "A A",
                                     "AAA\n", "+A", "/A",  "AAAAA", "ñA" };
  gsize length;

  for (gsize i = 0; i < G_N_ELEMENTS (BAD); i++)
    {
      g_autofree guint8 *bytes = rambla_base64url_decode (BAD[i], strlen (BAD[i]), &length);

      g_assert_null (bytes);
    }
  for (int round = 0; round < 3000; round++)
    {
      guint8 bytes[70];
      gsize n = (gsize) g_test_rand_int_range (0, sizeof bytes);
      g_autofree char *text = NULL;
      g_autofree char *peer = NULL;
      g_autofree guint8 *back = NULL;

      for (gsize i = 0; i < n; i++)
        bytes[i] = (guint8) g_test_rand_int ();
      text = rambla_base64url_encode (bytes, n);
      peer = g_malloc (sodium_base64_ENCODED_LEN (n, sodium_base64_VARIANT_URLSAFE_NO_PADDING));
      sodium_bin2base64 (peer, sodium_base64_ENCODED_LEN (n, sodium_base64_VARIANT_URLSAFE_NO_PADDING), bytes,
                         n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
      g_assert_cmpstr (text, ==, peer);
      back = rambla_base64url_decode (text, strlen (text), &length);
      g_assert_cmpmem (back, length, bytes, n);
    }
}

static void
test_results (VoucherFixture *f, gconstpointer data)
{
  g_assert_cmpint (rambla_voucher_result_to_problem (RAMBLA_VOUCHER_RESULT_GENUINE), ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (rambla_voucher_result_to_problem (RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE), ==,
                   RAMBLA_PROBLEM_FORGED);
  g_assert_cmpint (rambla_voucher_result_to_problem (RAMBLA_VOUCHER_RESULT_UNKNOWN_KEY), ==,
                   RAMBLA_PROBLEM_FORGED);
  g_assert_cmpint (rambla_voucher_result_to_problem (RAMBLA_VOUCHER_RESULT_BINDING_MISSING), ==,
                   RAMBLA_PROBLEM_BINDING_REQUIRED);
  g_assert_cmpint (rambla_voucher_result_to_problem (RAMBLA_VOUCHER_RESULT_BINDING_STALE), ==,
                   RAMBLA_PROBLEM_BINDING_STALE);
  g_assert_cmpstr (rambla_voucher_result_to_string ((RamblaVoucherResult) 99), ==, "unknown");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                      \
  g_test_add ("/voucher-token/" name, VoucherFixture, NULL, voucher_fixture_set_up, func,                    \
              voucher_fixture_tear_down)
  ADD ("form", test_form);
  ADD ("round-trip", test_round_trip);
  ADD ("validity", test_validity);
  ADD ("keys", test_keys);
  ADD ("unsound-claims", test_unsound_claims);
  ADD ("binding", test_binding);
  ADD ("nonce", test_nonce);
  ADD ("base64url", test_base64url);
  ADD ("results", test_results);
#undef ADD
  return g_test_run ();
}
