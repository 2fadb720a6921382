/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <qrencode.h>
#include <string.h>

#include "rambla-id.h"
#include "voucher-fixture.h"

static void
assert_packs (VoucherFixture *f, const char *text)
{
  g_autofree char *packed = rambla_voucher_token_pack (text);
  g_autofree char *back = rambla_voucher_token_unpack (packed);
  g_autofree char *lower = g_ascii_strdown (packed, -1);
  g_autofree char *from_lower = rambla_voucher_token_unpack (lower);
  g_autofree char *same = rambla_voucher_token_unpack (text);

  g_assert_true (g_str_has_prefix (packed, "RV1"));
  g_assert_cmpuint (strspn (packed, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"), ==, strlen (packed));
  g_assert_cmpstr (back, ==, text);
  g_assert_cmpstr (from_lower, ==, text);
  g_assert_cmpstr (same, ==, text);
}

static void
test_pack (VoucherFixture *f, gconstpointer data)
{
  for (int round = 0; round < 300; round++)
    {
      g_autoptr (RamblaVoucherClaims) claims = rambla_voucher_claims_new ();
      g_autofree char *token = NULL;
      int n_branches = g_test_rand_int_range (0, 5);

      claims->id = rambla_id_new (RAMBLA_ID_VOUCHER);
      claims->deal_id = rambla_id_new (RAMBLA_ID_DEAL);
      claims->merchant_id = rambla_id_new (RAMBLA_ID_MERCHANT);
      claims->kid = g_strdup (g_test_rand_bit () ? "k1" : "2026-11-key_of-the-platform");
      claims->valid_from = g_test_rand_bit () ? VOUCHER_FIXTURE_NOW - g_test_rand_int_range (0, 100000) : 0;
      claims->valid_until = VOUCHER_FIXTURE_NOW + g_test_rand_int_range (1, 10000000);
      claims->generation = g_test_rand_bit () ? 1 : (guint) g_test_rand_int_range (1, 1000001);
      claims->quantity = g_test_rand_bit () ? 1 : (guint) g_test_rand_int_range (1, 1001);
      claims->has_holder_key = g_test_rand_bit ();
      if (claims->has_holder_key)
        memcpy (claims->holder_key, f->holder_public, 32);
      if (n_branches > 0)
        claims->branches = g_new0 (char *, (gsize) n_branches + 1);
      for (int i = 0; i < n_branches; i++)
        claims->branches[i] = rambla_id_new (RAMBLA_ID_STORE);

      token = rambla_voucher_token_sign (claims, f->platform_secret);
      assert_packs (f, token);
      if (claims->has_holder_key)
        {
          g_autofree char *bound = rambla_voucher_token_bind (token, f->holder_secret, VOUCHER_FIXTURE_NOW,
                                                              g_test_rand_bit () ? "nonce" : NULL);
          g_autofree char *packed = rambla_voucher_token_pack (bound);
          g_autofree char *stripped = rambla_voucher_token_strip (packed);

          assert_packs (f, bound);
          g_assert_cmpstr (stripped, ==, token);
          if (strcmp (claims->kid, "k1") == 0)
            voucher_fixture_assert_result (voucher_fixture_present (f, packed, VOUCHER_FIXTURE_NOW),
                                           RAMBLA_VOUCHER_RESULT_GENUINE);
        }
    }

  /* Another platform's ids or another order of claims: a good token that cannot be packed stays as it is. */
  {
    g_autofree char *foreign = voucher_fixture_sign_raw (
        VOUCHER_FIXTURE_HEADER, "{\"vid\":\"V-17\",\"did\":\"D-1\",\"mid\":\"M-1\",\"exp\":1800000000}",
        f->platform_secret);
    g_autofree char *spaced =
        voucher_fixture_sign_raw (VOUCHER_FIXTURE_HEADER,
                                  "{ "
                                  "\"vid\":\"vou_0123456789abcdef\",\"did\":\"dea_ghjkmnpqrstvwxyz\","
                                  "\"mid\":\"mer_0000000000000001\",\"exp\":1800000000}",
                                  f->platform_secret);
    g_autofree char *foreign_packed = rambla_voucher_token_pack (foreign);
    g_autofree char *spaced_packed = rambla_voucher_token_pack (spaced);

    voucher_fixture_assert_result (voucher_fixture_present (f, foreign, VOUCHER_FIXTURE_NOW),
                                   RAMBLA_VOUCHER_RESULT_GENUINE);
    g_assert_cmpstr (foreign_packed, ==, foreign);
    g_assert_cmpstr (spaced_packed, ==, spaced);
  }
}

/* Bytes at random behind the prefix never crash, and never verify. */
static void
test_pack_hostile (VoucherFixture *f, gconstpointer data)
{
  g_autofree char *bound = rambla_voucher_token_bind (f->token, f->holder_secret, VOUCHER_FIXTURE_NOW, NULL);
  g_autofree char *good = rambla_voucher_token_pack (bound);
  gsize good_length;
  g_autofree guint8 *good_bytes = rambla_base32_decode (good + 3, strlen (good + 3), &good_length);

  for (int round = 0; round < 20000; round++)
    {
      guint8 bytes[400];
      gsize length = (gsize) g_test_rand_int_range (0, sizeof bytes);
      g_autofree char *letters = NULL;
      g_autofree char *text = NULL;

      for (gsize i = 0; i < length; i++)
        bytes[i] = (guint8) g_test_rand_int ();
      if (round % 2 == 0)
        {
          length = MIN (good_length, sizeof bytes);
          memcpy (bytes, good_bytes, length);
          bytes[g_test_rand_int_range (0, round % 4 == 0 ? 4 : (int) length)] ^=
              (guint8) g_test_rand_int_range (1, 256);
          if (round % 8 == 0)
            length = (gsize) g_test_rand_int_range (0, (int) length);
        }
      letters = rambla_base32_encode (bytes, length);
      text = g_strconcat ("RV1", letters, NULL);
      g_assert_cmpint (voucher_fixture_present (f, text, VOUCHER_FIXTURE_NOW), !=,
                       RAMBLA_VOUCHER_RESULT_GENUINE);
    }
}

/* What is shown as a QR code at level M stays at version 16 or below. */
static void
test_sizes (VoucherFixture *f, gconstpointer data)
{
  static const struct
  {
    int n_branches, version;
  } CASES[] = { { 0, 11 }, { 1, 12 }, { 3, 12 }, { 10, 15 }, { 14, 16 } };

  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *token = NULL;
      g_autofree char *bound = NULL;
      g_autofree char *packed = NULL;
      QRcode *code;

      g_clear_pointer (&f->claims->branches, g_strfreev);
      f->claims->valid_from = VOUCHER_FIXTURE_NOW;
      f->claims->generation = 2;
      f->claims->quantity = 2;
      if (CASES[i].n_branches > 0)
        f->claims->branches = g_new0 (char *, (gsize) CASES[i].n_branches + 1);
      for (int n = 0; n < CASES[i].n_branches; n++)
        f->claims->branches[n] = rambla_id_new (RAMBLA_ID_STORE);
      token = rambla_voucher_token_sign (f->claims, f->platform_secret);
      bound = rambla_voucher_token_bind (token, f->holder_secret, VOUCHER_FIXTURE_NOW, NULL);
      packed = rambla_voucher_token_pack (bound);
      code = QRcode_encodeString (packed, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
      g_assert_nonnull (code);
      g_test_message ("%d branches: %d characters as JWS~KB, %d as a QR code of version %d",
                      CASES[i].n_branches, (int) strlen (bound), (int) strlen (packed), code->version);
      g_assert_cmpint (code->version, <=, CASES[i].version);
      QRcode_free (code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                      \
  g_test_add ("/voucher-pack/" name, VoucherFixture, NULL, voucher_fixture_set_up, func,                     \
              voucher_fixture_tear_down)
  ADD ("pack", test_pack);
  ADD ("pack-hostile", test_pack_hostile);
  ADD ("sizes", test_sizes);
#undef ADD
  return g_test_run ();
}
