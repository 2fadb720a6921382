/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "rambla-problem.h"

G_BEGIN_DECLS

/* Signed vouchers: compact JWS with EdDSA (RFC 7515, 8037), and proofs of possession beside them.
 *
 * The token. Header exactly {"alg":"EdDSA","kid":"…","typ":"rambla-voucher+jws"}. Claims, in this order,
 * defaults left out: vid  voucher's id            did  deal's id            mid  merchant's id br   branches'
 * ids (absent: every branch of the merchant) nbf  first good second (absent: at once)               exp first
 * second that is too late gen  generation (absent: 1)                            qty  units (absent: 1) cnf
 * {"jwk":{"kty":"OKP","crv":"Ed25519","x":"…"}} the holder's key (RFC 7800; absent: a bearer voucher, on
 * paper)
 *
 * The binding. "JWS~KB", as in SD-JWT (RFC 9901, 4.3): KB is a compact JWS by the holder's key, header
 * {"alg":"EdDSA","typ":"kb+jwt"}, claims iat, sd_hash (base64url SHA-256 of "JWS~") and, when asked for,
 * nonce.
 *
 * The QR form. "JWS~KB" has some 700 characters, too many for a small QR code, and its two signatures do not
 * compress. So the QR carries the same facts packed: "RV1" and Crockford base32 of the claims in binary and
 * the two signatures, some 350 letters and digits for QR's alphanumeric mode (version 11 at level M). It
 * unpacks to exactly the same text. Every function that takes something presented takes both forms. */

#define RAMBLA_VOUCHER_TOKEN_MAX 2048 /* bytes, each form, binding included */
#define RAMBLA_VOUCHER_MAX_BRANCHES 32
#define RAMBLA_VOUCHER_BINDING_MAX_AGE 60 /* seconds */
#define RAMBLA_VOUCHER_CLOCK_SKEW 30      /* seconds that the holder's clock may be ahead */
#define RAMBLA_ED25519_PUBLIC_SIZE 32
#define RAMBLA_ED25519_SECRET_SIZE 64 /* libsodium's form: seed and public key */

typedef struct
{
  char *id;
  char *deal_id;
  char *merchant_id;
  char **branches;    /* NULL: all of the merchant */
  gint64 valid_from;  /* Unix seconds; 0: at once */
  gint64 valid_until; /* Unix seconds, exclusive */
  guint generation;   /* 1…1,000,000 */
  guint quantity;     /* 1…1,000 */
  gboolean has_holder_key;
  guint8 holder_key[RAMBLA_ED25519_PUBLIC_SIZE];
  char *kid; /* 1…32 of A–Z a–z 0–9 _ - */
} RamblaVoucherClaims;

#define RAMBLA_TYPE_VOUCHER_CLAIMS (rambla_voucher_claims_get_type ())
GType rambla_voucher_claims_get_type (void) G_GNUC_CONST;

/* All empty, generation and quantity 1. Strings inside are freed with it. */
RamblaVoucherClaims *rambla_voucher_claims_new (void);
RamblaVoucherClaims *rambla_voucher_claims_copy (const RamblaVoucherClaims *self);
void rambla_voucher_claims_free (RamblaVoucherClaims *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaVoucherClaims, rambla_voucher_claims_free)

typedef enum
{
  RAMBLA_VOUCHER_RESULT_GENUINE,
  RAMBLA_VOUCHER_RESULT_MALFORMED,   /* not a token at all, or one that breaks a rule of form */
  RAMBLA_VOUCHER_RESULT_UNKNOWN_KEY, /* signed with a key that we do not have */
  RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE,
  RAMBLA_VOUCHER_RESULT_EXPIRED,
  RAMBLA_VOUCHER_RESULT_NOT_YET_VALID,
  RAMBLA_VOUCHER_RESULT_BINDING_MISSING, /* the voucher asks for one */
  RAMBLA_VOUCHER_RESULT_BINDING_STALE,   /* older than a minute, from the future, or another nonce */
  RAMBLA_VOUCHER_RESULT_BINDING_FORGED,  /* not by the holder's key, or for another token, or where none
                                            belongs */
} RamblaVoucherResult;

/* "bad_signature", stable, for logs. */
const char *rambla_voucher_result_to_string (RamblaVoucherResult result);
/* forged, expired, not_yet_valid, binding_required, binding_stale; unknown_voucher for MALFORMED; NONE for
 * GENUINE. */
RamblaProblemCode rambla_voucher_result_to_problem (RamblaVoucherResult result);

/* Finds the public key (32 bytes, owned by the set) for a kid; NULL when there is none. */
typedef const guint8 *(*RamblaVoucherKeyFunc) (const char *kid, gpointer user_data);

/* Signs. @secret_key: RAMBLA_ED25519_SECRET_SIZE bytes.
 * Returns: (transfer full) (nullable): the compact JWS; NULL when a claim is out of its bounds or the whole
 * over 2 KiB. */
char *rambla_voucher_token_sign (const RamblaVoucherClaims *claims, const guint8 *secret_key);
/* Reads without believing: form and bounds only, no signature. For showing one's own wallet.
 * @token: JWS, JWS~KB or the QR form. @claims: (out) (optional) (transfer full). Returns GENUINE or
 * MALFORMED. */
RamblaVoucherResult rambla_voucher_token_parse (const char *token, RamblaVoucherClaims **claims);
/* Everything about the JWS itself: form, key, signature, and at @now (Unix seconds) the validity; a binding
 * behind it is not looked at.
 * @claims: (out) (optional) (transfer full) (nullable): set when the signature is genuine, also when it is
 * EXPIRED or NOT_YET_VALID. */
RamblaVoucherResult rambla_voucher_token_verify (const char *token,
                                                 RamblaVoucherKeyFunc find_key,
                                                 gpointer user_data,
                                                 gint64 now,
                                                 RamblaVoucherClaims **claims);

/* Appends the holder's proof to a bare JWS. @holder_secret_key: RAMBLA_ED25519_SECRET_SIZE bytes. @nonce:
 * (nullable): 1…64 characters of base64url that the verifier gave. Returns: (transfer full) (nullable):
 * "JWS~KB"; NULL when @token is not a JWS with a holder's key, or when that key is another one. */
char *
rambla_voucher_token_bind (const char *token, const guint8 *holder_secret_key, gint64 now, const char *nonce);
/* The text with the binding cut off: "JWS". Works on the QR form too. Returns: (transfer full) (nullable) */
char *rambla_voucher_token_strip (const char *presented);

/* The whole check of something presented at a counter, in either form: the JWS as above, then the binding
 * where the voucher asks for one, at most 60 s old at @now. @nonce: (nullable): when given, the binding must
 * hold it.
 * @claims: as above. @bound_at: (out) (optional): the binding's iat, 0 when there is none. */
RamblaVoucherResult rambla_voucher_presented_verify (const char *presented,
                                                     RamblaVoucherKeyFunc find_key,
                                                     gpointer user_data,
                                                     gint64 now,
                                                     const char *nonce,
                                                     RamblaVoucherClaims **claims,
                                                     gint64 *bound_at);

/* To the QR form. Text that cannot be packed so that it comes back the same, is returned as it is. Returns:
 * (transfer full) */
char *rambla_voucher_token_pack (const char *text);
/* From either form to "JWS" or "JWS~KB". Returns: (transfer full) (nullable): NULL when it is neither. */
char *rambla_voucher_token_unpack (const char *presented);

/* base64url without padding (RFC 4648, 5). Decoding is strict: no padding, no white space, spare bits zero.
 */
char *rambla_base64url_encode (const guint8 *bytes, gsize length);
guint8 *rambla_base64url_decode (const char *text, gsize length, gsize *out_length);

G_END_DECLS
