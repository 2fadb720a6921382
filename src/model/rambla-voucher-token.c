/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-voucher-token.h"

#include <sodium.h>
#include <string.h>

#include "rambla-json.h"
#include "rambla-time.h"
#include "rambla-voucher-token-private.h"

#define HEADER_BEFORE_KID "{\"alg\":\"EdDSA\",\"kid\":\""
#define HEADER_BEHIND_KID "\",\"typ\":\"rambla-voucher+jws\"}"

/* --- Results --- */

const char *
rambla_voucher_result_to_string (RamblaVoucherResult result)
{
  static const char *const NAMES[] = {
    "genuine",       "malformed",       "unknown_key",   "bad_signature",  "expired",
    "not_yet_valid", "binding_missing", "binding_stale", "binding_forged",
  };

  return (guint) result < G_N_ELEMENTS (NAMES) ? NAMES[result] : "unknown";
}

RamblaProblemCode
rambla_voucher_result_to_problem (RamblaVoucherResult result)
{
  switch (result)
    {
    case RAMBLA_VOUCHER_RESULT_GENUINE:
      return RAMBLA_PROBLEM_NONE;
    case RAMBLA_VOUCHER_RESULT_MALFORMED:
      return RAMBLA_PROBLEM_UNKNOWN_VOUCHER;
    case RAMBLA_VOUCHER_RESULT_EXPIRED:
      return RAMBLA_PROBLEM_EXPIRED;
    case RAMBLA_VOUCHER_RESULT_NOT_YET_VALID:
      return RAMBLA_PROBLEM_NOT_YET_VALID;
    case RAMBLA_VOUCHER_RESULT_BINDING_MISSING:
      return RAMBLA_PROBLEM_BINDING_REQUIRED;
    case RAMBLA_VOUCHER_RESULT_BINDING_STALE:
      return RAMBLA_PROBLEM_BINDING_STALE;
    case RAMBLA_VOUCHER_RESULT_UNKNOWN_KEY:
    case RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE:
    case RAMBLA_VOUCHER_RESULT_BINDING_FORGED:
    default:
      return RAMBLA_PROBLEM_FORGED;
    }
}

/* --- The voucher --- */

char *
rambla_voucher_header (const char *kid)
{
  return g_strconcat (HEADER_BEFORE_KID, kid, HEADER_BEHIND_KID, NULL);
}

char *
rambla_voucher_header_get_kid (const char *header)
{
  g_autofree char *kid = NULL;

  if (!g_str_has_prefix (header, HEADER_BEFORE_KID) || !g_str_has_suffix (header, HEADER_BEHIND_KID) ||
      strlen (header) <= strlen (HEADER_BEFORE_KID) + strlen (HEADER_BEHIND_KID))
    return NULL;

  kid = g_strndup (header + strlen (HEADER_BEFORE_KID),
                   strlen (header) - strlen (HEADER_BEFORE_KID) - strlen (HEADER_BEHIND_KID));
  return rambla_voucher_is_kid (kid) ? g_steal_pointer (&kid) : NULL;
}

RamblaVoucherClaims *
rambla_voucher_jws_read (const RamblaJws *jws)
{
  g_autofree char *kid = rambla_voucher_header_get_kid (jws->header);

  return kid != NULL ? rambla_voucher_claims_read (jws->payload, jws->payload_length, kid) : NULL;
}

char *
rambla_voucher_token_sign (const RamblaVoucherClaims *claims, const guint8 *secret_key)
{
  g_autoptr (GString) payload = NULL;
  g_autofree char *header = NULL;
  g_autofree char *token = NULL;

  if (claims == NULL || secret_key == NULL || !rambla_voucher_claims_are_sound (claims) || sodium_init () < 0)
    return NULL;

  header = rambla_voucher_header (claims->kid);
  payload = g_string_new (NULL);
  rambla_voucher_claims_write (claims, payload);
  token = rambla_jws_sign (header, payload->str, secret_key);

  return strlen (token) <= RAMBLA_VOUCHER_TOKEN_MAX ? g_steal_pointer (&token) : NULL;
}

/* The length of the voucher's part of "JWS" or "JWS~KB"; *binding is what stands behind the tilde, or NULL.
 */
static gsize
split (const char *text, const char **binding)
{
  const char *tilde = strchr (text, '~');

  *binding = tilde != NULL ? tilde + 1 : NULL;
  return tilde != NULL ? (gsize) (tilde - text) : strlen (text);
}

RamblaVoucherResult
rambla_voucher_token_parse (const char *token, RamblaVoucherClaims **claims)
{
  g_autofree char *text = rambla_voucher_token_unpack (token);
  g_autoptr (RamblaVoucherClaims) found = NULL;
  g_auto (RamblaJws) jws = { NULL };
  const char *binding;

  if (claims != NULL)
    *claims = NULL;
  if (text == NULL || !rambla_jws_parse (&jws, text, split (text, &binding)))
    return RAMBLA_VOUCHER_RESULT_MALFORMED;

  found = rambla_voucher_jws_read (&jws);
  if (found == NULL)
    return RAMBLA_VOUCHER_RESULT_MALFORMED;

  if (claims != NULL)
    *claims = g_steal_pointer (&found);
  return RAMBLA_VOUCHER_RESULT_GENUINE;
}

/* @claims is set when the signature is good. */
static RamblaVoucherResult
verify_jws (const char *text,
            gsize length,
            RamblaVoucherKeyFunc find_key,
            gpointer user_data,
            gint64 now,
            RamblaVoucherClaims **claims)
{
  g_auto (RamblaJws) jws = { NULL };
  g_autoptr (RamblaVoucherClaims) found = NULL;
  const guint8 *key;

  if (sodium_init () < 0 || !rambla_jws_parse (&jws, text, length))
    return RAMBLA_VOUCHER_RESULT_MALFORMED;
  found = rambla_voucher_jws_read (&jws);
  if (found == NULL)
    return RAMBLA_VOUCHER_RESULT_MALFORMED;

  key = find_key (found->kid, user_data);
  if (key == NULL)
    return RAMBLA_VOUCHER_RESULT_UNKNOWN_KEY;
  if (!rambla_jws_verify (&jws, key))
    return RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE;

  *claims = g_steal_pointer (&found);
  if (now >= (*claims)->valid_until)
    return RAMBLA_VOUCHER_RESULT_EXPIRED;
  return now < (*claims)->valid_from ? RAMBLA_VOUCHER_RESULT_NOT_YET_VALID : RAMBLA_VOUCHER_RESULT_GENUINE;
}

RamblaVoucherResult
rambla_voucher_token_verify (const char *token,
                             RamblaVoucherKeyFunc find_key,
                             gpointer user_data,
                             gint64 now,
                             RamblaVoucherClaims **claims)
{
  g_autofree char *text = rambla_voucher_token_unpack (token);
  g_autoptr (RamblaVoucherClaims) found = NULL;
  RamblaVoucherResult result = RAMBLA_VOUCHER_RESULT_MALFORMED;
  const char *binding;

  if (text != NULL)
    result = verify_jws (text, split (text, &binding), find_key, user_data, now, &found);
  if (claims != NULL)
    *claims = g_steal_pointer (&found);
  return result;
}

/* --- The binding --- */

void
rambla_voucher_hash (const char *token, gsize length, guint8 hash[RAMBLA_VOUCHER_HASH_SIZE])
{
  crypto_hash_sha256_state state;

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, (const unsigned char *) token, length);
  crypto_hash_sha256_update (&state, (const unsigned char *) "~", 1);
  crypto_hash_sha256_final (&state, hash);
}

void
rambla_voucher_binding_clear (RamblaVoucherBinding *self)
{
  g_clear_pointer (&self->nonce, g_free);
}

void
rambla_voucher_binding_write (const RamblaVoucherBinding *self, GString *out)
{
  g_autofree char *hash = rambla_base64url_encode (self->hash, sizeof self->hash);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, out);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_int (&writer, "iat", self->issued_at);
  rambla_json_writer_member_string (&writer, "sd_hash", hash);
  if (self->nonce != NULL)
    rambla_json_writer_member_string (&writer, "nonce", self->nonce);
  rambla_json_writer_end_object (&writer);
}

gboolean
rambla_voucher_binding_read (RamblaVoucherBinding *self, const RamblaJws *jws)
{
  static const char *const MEMBERS[] = { "iat", "sd_hash", "nonce", NULL };
  g_autoptr (JsonNode) node = NULL;
  g_autofree guint8 *hash = NULL;
  JsonObject *claims;
  const char *text, *nonce = NULL;
  gsize length;

  memset (self, 0, sizeof *self);
  if (strcmp (jws->header, RAMBLA_VOUCHER_BINDING_HEADER) != 0)
    return FALSE;

  node = rambla_json_parse_bounded (jws->payload, (gssize) jws->payload_length, RAMBLA_VOUCHER_TOKEN_MAX, 1,
                                    NULL);
  claims = node != NULL ? rambla_json_as_object (node, NULL) : NULL;
  if (claims == NULL || !rambla_json_check_members (claims, MEMBERS, NULL) ||
      !rambla_json_get_int (claims, "iat", 0, RAMBLA_TIME_MAX / G_USEC_PER_SEC, &self->issued_at, NULL) ||
      !rambla_json_get_string (claims, "sd_hash", 43, &text, NULL))
    return FALSE;
  if (json_object_has_member (claims, "nonce") &&
      (!rambla_json_get_string (claims, "nonce", RAMBLA_VOUCHER_MAX_NONCE, &nonce, NULL) ||
       !rambla_voucher_is_nonce (nonce)))
    return FALSE;

  hash = rambla_base64url_decode (text, strlen (text), &length);
  if (hash == NULL || length != sizeof self->hash)
    return FALSE;

  memcpy (self->hash, hash, sizeof self->hash);
  self->nonce = g_strdup (nonce);
  return TRUE;
}

char *
rambla_voucher_token_bind (const char *token, const guint8 *holder_secret_key, gint64 now, const char *nonce)
{
  g_auto (RamblaJws) jws = { NULL };
  g_autoptr (RamblaVoucherClaims) claims = NULL;
  g_autoptr (GString) payload = NULL;
  g_autofree char *proof = NULL;
  RamblaVoucherBinding binding = { 0 };
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];

  if (token == NULL || holder_secret_key == NULL || sodium_init () < 0 ||
      (nonce != NULL && !rambla_voucher_is_nonce (nonce)) || now < 0 ||
      now > RAMBLA_TIME_MAX / G_USEC_PER_SEC || strlen (token) > RAMBLA_VOUCHER_TOKEN_MAX ||
      !rambla_jws_parse (&jws, token, strlen (token)))
    return NULL;

  claims = rambla_voucher_jws_read (&jws);
  crypto_sign_ed25519_sk_to_pk (public_key, holder_secret_key);
  if (claims == NULL || !claims->has_holder_key ||
      memcmp (public_key, claims->holder_key, sizeof public_key) != 0)
    return NULL;

  binding.issued_at = now;
  binding.nonce = (char *) nonce;
  rambla_voucher_hash (token, strlen (token), binding.hash);
  payload = g_string_new (NULL);
  rambla_voucher_binding_write (&binding, payload);
  proof = rambla_jws_sign (RAMBLA_VOUCHER_BINDING_HEADER, payload->str, holder_secret_key);
  if (strlen (token) + 1 + strlen (proof) > RAMBLA_VOUCHER_TOKEN_MAX)
    return NULL;

  return g_strconcat (token, "~", proof, NULL);
}

char *
rambla_voucher_token_strip (const char *presented)
{
  g_autofree char *text = rambla_voucher_token_unpack (presented);
  const char *binding;

  return text != NULL ? g_strndup (text, split (text, &binding)) : NULL;
}

/* @text is "JWS~proof"; the JWS has been found genuine. */
static RamblaVoucherResult
verify_binding (const char *text,
                gsize token_length,
                const char *proof,
                const RamblaVoucherClaims *claims,
                gint64 now,
                const char *nonce,
                gint64 *bound_at)
{
  g_auto (RamblaJws) jws = { NULL };
  g_auto (RamblaVoucherBinding) binding = { 0 };
  guint8 hash[RAMBLA_VOUCHER_HASH_SIZE];

  if (!claims->has_holder_key)
    return proof == NULL ? RAMBLA_VOUCHER_RESULT_GENUINE : RAMBLA_VOUCHER_RESULT_BINDING_FORGED;
  if (proof == NULL)
    return RAMBLA_VOUCHER_RESULT_BINDING_MISSING;
  if (!rambla_jws_parse (&jws, proof, strlen (proof)) || !rambla_voucher_binding_read (&binding, &jws))
    return RAMBLA_VOUCHER_RESULT_MALFORMED;

  rambla_voucher_hash (text, token_length, hash);
  if (memcmp (hash, binding.hash, sizeof hash) != 0 || !rambla_jws_verify (&jws, claims->holder_key))
    return RAMBLA_VOUCHER_RESULT_BINDING_FORGED;

  if (bound_at != NULL)
    *bound_at = binding.issued_at;
  /* Both differences are of numbers from 0 to the year 9999, or @now is the caller's own clock. */
  if (now - binding.issued_at > RAMBLA_VOUCHER_BINDING_MAX_AGE ||
      binding.issued_at - now > RAMBLA_VOUCHER_CLOCK_SKEW)
    return RAMBLA_VOUCHER_RESULT_BINDING_STALE;
  if (nonce != NULL && g_strcmp0 (nonce, binding.nonce) != 0)
    return RAMBLA_VOUCHER_RESULT_BINDING_STALE;

  return RAMBLA_VOUCHER_RESULT_GENUINE;
}

RamblaVoucherResult
rambla_voucher_presented_verify (const char *presented,
                                 RamblaVoucherKeyFunc find_key,
                                 gpointer user_data,
                                 gint64 now,
                                 const char *nonce,
                                 RamblaVoucherClaims **claims,
                                 gint64 *bound_at)
{
  g_autofree char *text = rambla_voucher_token_unpack (presented);
  g_autoptr (RamblaVoucherClaims) found = NULL;
  RamblaVoucherResult result = RAMBLA_VOUCHER_RESULT_MALFORMED;
  const char *proof;
  gsize length;

  if (bound_at != NULL)
    *bound_at = 0;
  if (text != NULL)
    {
      length = split (text, &proof);
      result = verify_jws (text, length, find_key, user_data, now, &found);
      if (result == RAMBLA_VOUCHER_RESULT_GENUINE)
        result = verify_binding (text, length, proof, found, now, nonce, bound_at);
    }

  if (claims != NULL)
    *claims = g_steal_pointer (&found);
  return result;
}
