/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-pkce.h"

#include <sodium.h>

#include "rambla-voucher-token.h"

#define RANDOM_BYTES 32

char *
rambla_pkce_new_verifier (void)
{
  guint8 random[RANDOM_BYTES];

  randombytes_buf (random, sizeof random);
  return rambla_base64url_encode (random, sizeof random);
}

char *
rambla_pkce_build_challenge (const char *verifier)
{
  guint8 hash[crypto_hash_sha256_BYTES];

  crypto_hash_sha256 (hash, (const guint8 *) verifier, strlen (verifier));
  return rambla_base64url_encode (hash, sizeof hash);
}
