/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "voucher-fixture.h"

#include <sodium.h>
#include <string.h>

const guint8 *
voucher_fixture_find_key (const char *kid, gpointer user_data)
{
  VoucherFixture *f = user_data;

  if (strcmp (kid, "k1") == 0)
    return f->platform_public;
  return strcmp (kid, "k2") == 0 ? f->other_public : NULL;
}

static void
make_pair (guint8 seed_byte, guint8 *public_key, guint8 *secret_key)
{
  guint8 seed[32];

  memset (seed, seed_byte, sizeof seed);
  crypto_sign_seed_keypair (public_key, secret_key, seed);
}

void
voucher_fixture_set_up (VoucherFixture *f, gconstpointer data)
{
  g_assert_cmpint (sodium_init (), >=, 0);
  make_pair (1, f->platform_public, f->platform_secret);
  make_pair (2, f->other_public, f->other_secret);
  make_pair (3, f->holder_public, f->holder_secret);
  make_pair (4, f->thief_public, f->thief_secret);

  f->claims = rambla_voucher_claims_new ();
  f->claims->id = g_strdup ("vou_0123456789abcdef");
  f->claims->deal_id = g_strdup ("dea_ghjkmnpqrstvwxyz");
  f->claims->merchant_id = g_strdup ("mer_0000000000000001");
  f->claims->valid_until = VOUCHER_FIXTURE_NOW + 86400 * 60;
  f->claims->kid = g_strdup ("k1");
  f->paper = rambla_voucher_token_sign (f->claims, f->platform_secret);
  f->claims->has_holder_key = TRUE;
  memcpy (f->claims->holder_key, f->holder_public, 32);
  f->token = rambla_voucher_token_sign (f->claims, f->platform_secret);
  g_assert_nonnull (f->token);
  g_assert_nonnull (f->paper);
}

void
voucher_fixture_tear_down (VoucherFixture *f, gconstpointer data)
{
  rambla_voucher_claims_free (f->claims);
  g_free (f->token);
  g_free (f->paper);
}

void
voucher_fixture_assert_result (RamblaVoucherResult result, RamblaVoucherResult expected)
{
  g_assert_cmpstr (rambla_voucher_result_to_string (result), ==, rambla_voucher_result_to_string (expected));
}

RamblaVoucherResult
voucher_fixture_present (VoucherFixture *f, const char *presented, gint64 now)
{
  return rambla_voucher_presented_verify (presented, voucher_fixture_find_key, f, now, NULL, NULL, NULL);
}

char *
voucher_fixture_sign_raw (const char *header, const char *payload, const guint8 *secret_key)
{
  g_autofree char *first = rambla_base64url_encode ((const guint8 *) header, strlen (header));
  g_autofree char *second = rambla_base64url_encode ((const guint8 *) payload, strlen (payload));
  g_autofree char *input = g_strconcat (first, ".", second, NULL);
  g_autofree char *third = NULL;
  guint8 signature[64];

  crypto_sign_detached (signature, NULL, (const guint8 *) input, strlen (input), secret_key);
  third = rambla_base64url_encode (signature, sizeof signature);
  return g_strconcat (input, ".", third, NULL);
}

char *
voucher_fixture_payload_of (const char *token)
{
  g_auto (GStrv) parts = g_strsplit (token, ".", -1);
  gsize length;
  g_autofree guint8 *bytes = rambla_base64url_decode (parts[1], strlen (parts[1]), &length);

  return g_strndup ((const char *) bytes, length);
}
