/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-voucher-token.h"

G_BEGIN_DECLS

/* The key of a holder's device, and the proof that whoever registers it has its private half.
 *
 * The proof is a compact JWS (RFC 7515, 8037) by that key: header {"alg":"EdDSA","typ":"holder-key+jwt"},
 * claims {"ath":"…"}: base64url SHA-256 of the access token that the registration is sent with, as in
 * DPoP (RFC 9449, 4.2). So it is worth nothing with any other sign-in, and one that was overheard registers
 * nothing but the key that it names. */

/**
 * rambla_holder_key_is_sound:
 * @public_key: RAMBLA_ED25519_PUBLIC_SIZE bytes
 *
 * Returns: FALSE for what is no point of the curve's main subgroup in its one form: a key of small order
 *   would "sign" everything
 */
gboolean rambla_holder_key_is_sound (const guint8 *public_key);

/**
 * rambla_holder_key_from_jwk:
 * @jwk: {"kty":"OKP","crv":"Ed25519","x":"…"} and nothing else (RFC 8037, 2)
 * @public_key: (out): RAMBLA_ED25519_PUBLIC_SIZE bytes
 *
 * Returns: FALSE if it is not one, or not sound
 */
gboolean rambla_holder_key_from_jwk (JsonObject *jwk, guint8 *public_key);

/**
 * rambla_holder_proof_sign:
 * @secret_key: RAMBLA_ED25519_SECRET_SIZE bytes
 * @access_token: what the registration is sent with
 *
 * Returns: (transfer full): the compact JWS
 */
char *rambla_holder_proof_sign (const guint8 *secret_key, const char *access_token);

/**
 * rambla_holder_proof_verify:
 * @proof: what came
 * @public_key: the key that it must be by
 * @access_token: the one that it came with
 */
gboolean rambla_holder_proof_verify (const char *proof, const guint8 *public_key, const char *access_token);

G_END_DECLS
