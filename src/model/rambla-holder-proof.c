/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-holder-proof.h"

#include <sodium.h>
#include <string.h>

#include "rambla-json.h"
#include "rambla-voucher-token-private.h"

#define PROOF_HEADER "{\"alg\":\"EdDSA\",\"typ\":\"holder-key+jwt\"}"

gboolean
rambla_holder_key_is_sound (const guint8 *public_key)
{
  return sodium_init () >= 0 && crypto_core_ed25519_is_valid_point (public_key) == 1;
}

gboolean
rambla_holder_key_from_jwk (JsonObject *jwk, guint8 *public_key)
{
  static const char *const members[] = { "kty", "crv", "x", NULL };
  g_autofree guint8 *key = NULL;
  const char *kty, *crv, *x;
  gsize length;

  if (!rambla_json_check_members (jwk, members, NULL) ||
      !rambla_json_get_string (jwk, "kty", 8, &kty, NULL) ||
      !rambla_json_get_string (jwk, "crv", 16, &crv, NULL) ||
      !rambla_json_get_string (jwk, "x", 43, &x, NULL) || strcmp (kty, "OKP") != 0 ||
      strcmp (crv, "Ed25519") != 0)
    return FALSE;

  key = rambla_base64url_decode (x, strlen (x), &length);
  if (key == NULL || length != RAMBLA_ED25519_PUBLIC_SIZE || !rambla_holder_key_is_sound (key))
    return FALSE;
  memcpy (public_key, key, length);
  return TRUE;
}

static char *
describe (const char *access_token)
{
  guint8 hash[crypto_hash_sha256_BYTES];
  g_autofree char *encoded = NULL;

  crypto_hash_sha256 (hash, (const unsigned char *) access_token, strlen (access_token));
  encoded = rambla_base64url_encode (hash, sizeof hash);
  return g_strconcat ("{\"ath\":\"", encoded, "\"}", NULL);
}

char *
rambla_holder_proof_sign (const guint8 *secret_key, const char *access_token)
{
  g_autofree char *claims = describe (access_token);

  return rambla_jws_sign (PROOF_HEADER, claims, secret_key);
}

gboolean
rambla_holder_proof_verify (const char *proof, const guint8 *public_key, const char *access_token)
{
  g_autofree char *claims = describe (access_token);
  g_auto (RamblaJws) jws = { NULL };

  return sodium_init () >= 0 && rambla_jws_parse (&jws, proof, strlen (proof)) &&
         strcmp (jws.header, PROOF_HEADER) == 0 && strcmp (jws.payload, claims) == 0 &&
         rambla_jws_verify (&jws, public_key);
}
