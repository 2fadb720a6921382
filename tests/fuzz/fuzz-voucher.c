/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <sodium.h>

#include "rambla-scan.h"
#include "rambla-voucher-token.h"

static guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];

static const guint8 *
find_key (const char *kid, gpointer user_data)
{
  return public_key;
}

/* Nobody has the secret half of the key, so nothing is ever genuine. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static gsize prepared;
  g_autofree char *text = FUZZ_TEXT (data, size);
  g_autofree char *plain = NULL;
  g_autofree char *stripped = NULL;
  g_autoptr (RamblaVoucherClaims) claims = NULL;
  g_autoptr (RamblaVoucherClaims) read = NULL;
  g_autoptr (RamblaScan) scan = NULL;
  RamblaVoucherResult result;

  if (g_once_init_enter (&prepared))
    {
      guint8 secret_key[RAMBLA_ED25519_SECRET_SIZE];

      crypto_sign_keypair (public_key, secret_key);
      sodium_memzero (secret_key, sizeof secret_key);
      g_once_init_leave (&prepared, 1);
    }
  result = rambla_voucher_presented_verify (text, find_key, NULL, 1795000000, NULL, &claims, NULL);
  g_assert_cmpint (result, !=, RAMBLA_VOUCHER_RESULT_GENUINE);
  g_assert_null (claims);
  rambla_voucher_token_parse (text, &read);
  stripped = rambla_voucher_token_strip (text);
  plain = rambla_voucher_token_unpack (text);
  if (plain != NULL)
    {
      g_autofree char *packed = rambla_voucher_token_pack (plain);
      g_autofree char *again = rambla_voucher_token_unpack (packed);

      g_assert_cmpstr (again, ==, plain);
    }
  scan = rambla_scan_parse (text);
  g_assert_null (rambla_scan_verify (text, public_key));
  return 0;
}
