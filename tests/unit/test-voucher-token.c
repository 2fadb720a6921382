/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-voucher-token.h"

#include <qrencode.h>
#include <sodium.h>
#include <string.h>

#include "rambla-id.h"

#define NOW G_GINT64_CONSTANT (1795291580)
#define HEADER "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"typ\":\"rambla-voucher+jws\"}"

typedef struct
{
  guint8 platform_public[32], platform_secret[64];
  guint8 other_public[32], other_secret[64];
  guint8 holder_public[32], holder_secret[64];
  guint8 thief_public[32], thief_secret[64];
  RamblaVoucherClaims *claims;
  char *token; /* with a holder's key */
  char *paper; /* without */
} Fixture;

static const guint8 *
find_key (const char *kid, gpointer user_data)
{
  Fixture *f = user_data;

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

static void
set_up (Fixture *f, gconstpointer data)
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
  f->claims->valid_until = NOW + 86400 * 60;
  f->claims->kid = g_strdup ("k1");
  f->paper = rambla_voucher_token_sign (f->claims, f->platform_secret);
  f->claims->has_holder_key = TRUE;
  memcpy (f->claims->holder_key, f->holder_public, 32);
  f->token = rambla_voucher_token_sign (f->claims, f->platform_secret);
  g_assert_nonnull (f->token);
  g_assert_nonnull (f->paper);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  rambla_voucher_claims_free (f->claims);
  g_free (f->token);
  g_free (f->paper);
}

static void
assert_result (RamblaVoucherResult result, RamblaVoucherResult expected)
{
  g_assert_cmpstr (rambla_voucher_result_to_string (result), ==, rambla_voucher_result_to_string (expected));
}

static RamblaVoucherResult
present (Fixture *f, const char *presented, gint64 now)
{
  return rambla_voucher_presented_verify (presented, find_key, f, now, NULL, NULL, NULL);
}

/* header.payload signed as they are. */
static char *
sign_raw (const char *header, const char *payload, const guint8 *secret_key)
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

static char *
payload_of (const char *token)
{
  g_auto (GStrv) parts = g_strsplit (token, ".", -1);
  gsize length;
  g_autofree guint8 *bytes = rambla_base64url_decode (parts[1], strlen (parts[1]), &length);

  return g_strndup ((const char *) bytes, length);
}

static void
test_form (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) parts = g_strsplit (f->token, ".", -1);
  g_autofree char *payload = payload_of (f->token);
  g_autofree char *x = rambla_base64url_encode (f->holder_public, 32);
  g_autofree char *expected = g_strdup_printf (
      "{\"vid\":\"vou_0123456789abcdef\",\"did\":\"dea_ghjkmnpqrstvwxyz\",\"mid\":\"mer_0000000000000001\","
      "\"exp\":%" G_GINT64_FORMAT ",\"cnf\":{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}}}",
      NOW + 86400 * 60, x);
  gsize length;
  g_autofree guint8 *header = rambla_base64url_decode (parts[0], strlen (parts[0]), &length);

  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  g_assert_cmpmem (header, length, HEADER, strlen (HEADER));
  g_assert_cmpstr (payload, ==, expected);
}

static void
test_round_trip (Fixture *f, gconstpointer data)
{
  static const char *const BRANCHES[] = { "sto_0000000000000001", "sto_zzzzzzzzzzzzzzzz", NULL };
  g_autofree char *token = NULL;
  g_autoptr (RamblaVoucherClaims) read = NULL;
  g_autoptr (RamblaVoucherClaims) copy = NULL;

  f->claims->branches = g_strdupv ((char **) BRANCHES);
  f->claims->valid_from = NOW - 5;
  f->claims->generation = 7;
  f->claims->quantity = 3;
  token = rambla_voucher_token_sign (f->claims, f->platform_secret);
  assert_result (rambla_voucher_token_verify (token, find_key, f, NOW, &read), RAMBLA_VOUCHER_RESULT_GENUINE);
  copy = rambla_voucher_claims_copy (read);
  g_assert_cmpstr (copy->id, ==, f->claims->id);
  g_assert_cmpstr (copy->deal_id, ==, f->claims->deal_id);
  g_assert_cmpstr (copy->merchant_id, ==, f->claims->merchant_id);
  g_assert_cmpstr (copy->kid, ==, "k1");
  g_assert_true (g_strv_equal ((const char *const *) copy->branches, BRANCHES));
  g_assert_cmpint (copy->valid_from, ==, NOW - 5);
  g_assert_cmpint (copy->valid_until, ==, NOW + 86400 * 60);
  g_assert_cmpuint (copy->generation, ==, 7);
  g_assert_cmpuint (copy->quantity, ==, 3);
  g_assert_true (copy->has_holder_key);
  g_assert_cmpmem (copy->holder_key, 32, f->holder_public, 32);
}

static void
test_validity (Fixture *f, gconstpointer data)
{
  g_autofree char *token = NULL;
  g_autoptr (RamblaVoucherClaims) claims = NULL;
  gint64 from = NOW, until = NOW + 100;

  f->claims->valid_from = from;
  f->claims->valid_until = until;
  token = rambla_voucher_token_sign (f->claims, f->platform_secret);
  assert_result (rambla_voucher_token_verify (token, find_key, f, from, NULL), RAMBLA_VOUCHER_RESULT_GENUINE);
  assert_result (rambla_voucher_token_verify (token, find_key, f, until - 1, NULL),
                 RAMBLA_VOUCHER_RESULT_GENUINE);
  assert_result (rambla_voucher_token_verify (token, find_key, f, from - 1, &claims),
                 RAMBLA_VOUCHER_RESULT_NOT_YET_VALID);
  g_assert_nonnull (claims);
  g_clear_pointer (&claims, rambla_voucher_claims_free);
  assert_result (rambla_voucher_token_verify (token, find_key, f, until, &claims),
                 RAMBLA_VOUCHER_RESULT_EXPIRED);
  g_assert_nonnull (claims);
}

static void
test_keys (Fixture *f, gconstpointer data)
{
  g_autofree char *wrong = NULL;
  g_autofree char *unknown = NULL;
  g_autofree char *second = NULL;
  g_autoptr (RamblaVoucherClaims) claims = NULL;

  wrong = rambla_voucher_token_sign (f->claims, f->other_secret);
  assert_result (rambla_voucher_token_verify (wrong, find_key, f, NOW, &claims),
                 RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE);
  g_assert_null (claims);
  g_free (f->claims->kid);
  f->claims->kid = g_strdup ("k2");
  second = rambla_voucher_token_sign (f->claims, f->other_secret);
  assert_result (rambla_voucher_token_verify (second, find_key, f, NOW, NULL), RAMBLA_VOUCHER_RESULT_GENUINE);
  g_free (f->claims->kid);
  f->claims->kid = g_strdup ("k3");
  unknown = rambla_voucher_token_sign (f->claims, f->platform_secret);
  assert_result (rambla_voucher_token_verify (unknown, find_key, f, NOW, &claims),
                 RAMBLA_VOUCHER_RESULT_UNKNOWN_KEY);
  g_assert_null (claims);
}

static void
test_unsound_claims (Fixture *f, gconstpointer data)
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
  f->claims->valid_until = NOW;
  f->claims->branches = g_new0 (char *, 34);
  g_assert_null (rambla_voucher_token_sign (f->claims, f->platform_secret));
  for (int i = 0; i < 32; i++)
    f->claims->branches[i] = rambla_id_new (RAMBLA_ID_STORE);
  {
    g_autofree char *largest = rambla_voucher_token_sign (f->claims, f->platform_secret);
    g_autofree char *bound = rambla_voucher_token_bind (largest, f->holder_secret, NOW, NULL);

    g_assert_nonnull (largest);
    g_assert_nonnull (bound);
    g_assert_cmpuint (strlen (bound), <=, RAMBLA_VOUCHER_TOKEN_MAX);
  }
  f->claims->branches[32] = rambla_id_new (RAMBLA_ID_STORE);
  g_assert_null (rambla_voucher_token_sign (f->claims, f->platform_secret));
  g_assert_null (rambla_voucher_token_sign (NULL, f->platform_secret));
}

/* Genuinely signed, but not in the form that is asked for. */
static void
test_malformed_but_signed (Fixture *f, gconstpointer data)
{
#define VID "\"vid\":\"vou_0123456789abcdef\""
#define DID "\"did\":\"dea_ghjkmnpqrstvwxyz\""
#define MID "\"mid\":\"mer_0000000000000001\""
#define EXP "\"exp\":1800000000"
#define REST VID "," DID "," MID "," EXP
#define X "\"x\":\"7UkoxijR8a6H4HcRwAJrYcnPmxNmdM4c2ZHnnLvoVzY\""
  static const char *const HEADERS[] = {
    "{\"alg\":\"none\",\"kid\":\"k1\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"HS256\",\"kid\":\"k1\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"eddsa\",\"kid\":\"k1\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"typ\":\"JWT\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"typ\":\"kb+jwt\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"typ\":\"application/rambla-voucher+jws\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"k1\"}",
    "{\"alg\":\"EdDSA\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"kid\":\"k1\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"k 1\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"../k1\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"k1\\u0000\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"012345678901234567890123456789012\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"kid\":\"k1\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"typ\":\"rambla-voucher+jws\",\"crit\":[\"exp\"]}",
    "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"typ\":\"rambla-voucher+jws\",\"jwk\":{}}",
    "{\"alg\":\"EdDSA\",\"b64\":false,\"kid\":\"k1\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"typ\":\"rambla-voucher+jws\",\"kid\":\"k1\",\"alg\":\"EdDSA\"}",
    "{ \"alg\":\"EdDSA\",\"kid\":\"k1\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"typ\":\"rambla-voucher+jws\"} ",
    "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"typ\":\"rambla-voucher+jws\"}{}",
    "[]",
    "{}",
    "null",
    "x",
  };
  static const char *const PAYLOADS[] = {
    "",
    " ",
    "{}",
    "[]",
    "null",
    "5",
    "\"x\"",
    "{" REST,
    "{" REST "}}",
    "{" REST "} x",
    "{" REST ",}",
    "{" DID "," MID "," EXP "}",
    "{" VID "," MID "," EXP "}",
    "{" VID "," DID "," EXP "}",
    "{" VID "," DID "," MID "}",
    "{" REST "," VID "}",
    "{" REST ",\"exp\":1900000000}",
    "{" REST ",\"\\u0065xp\":1900000000}",
    "{" REST ",\"admin\":true}",
    "{" REST ",\"iss\":\"x\"}",
    "{" REST ",\"Exp\":1}",
    "{\"vid\":5," DID "," MID "," EXP "}",
    "{\"vid\":\"\"," DID "," MID "," EXP "}",
    "{\"vid\":null," DID "," MID "," EXP "}",
    "{\"vid\":\"vou_a'; DROP\"," DID "," MID "," EXP "}",
    "{\"vid\":\"vou_\\u0000\"," DID "," MID "," EXP "}",
    "{\"vid\":\"../../etc\"," DID "," MID "," EXP "}",
    "{\"vid\":{}," DID "," MID "," EXP "}",
    "{\"vid\":\"01234567890123456789012345678901234567890\"," DID "," MID "," EXP "}",
    "{" VID "," DID "," MID ",\"exp\":\"1800000000\"}",
    "{" VID "," DID "," MID ",\"exp\":1800000000.5}",
    "{" VID "," DID "," MID ",\"exp\":1.8e9}",
    "{" VID "," DID "," MID ",\"exp\":0}",
    "{" VID "," DID "," MID ",\"exp\":-1}",
    "{" VID "," DID "," MID ",\"exp\":null}",
    "{" VID "," DID "," MID ",\"exp\":true}",
    "{" VID "," DID "," MID ",\"exp\":99999999999999999999}",
    "{" VID "," DID "," MID ",\"exp\":253402300800}",
    "{" REST ",\"nbf\":1800000000}",
    "{" REST ",\"nbf\":1900000000}",
    "{" REST ",\"nbf\":-1}",
    "{" REST ",\"nbf\":\"0\"}",
    "{" REST ",\"nbf\":null}",
    "{" REST ",\"gen\":0}",
    "{" REST ",\"gen\":-1}",
    "{" REST ",\"gen\":1.0}",
    "{" REST ",\"gen\":1000001}",
    "{" REST ",\"gen\":4294967297}",
    "{" REST ",\"gen\":null}",
    "{" REST ",\"qty\":0}",
    "{" REST ",\"qty\":1001}",
    "{" REST ",\"qty\":\"2\"}",
    "{" REST ",\"qty\":[2]}",
    "{" REST ",\"br\":[]}",
    "{" REST ",\"br\":\"sto_1\"}",
    "{" REST ",\"br\":[5]}",
    "{" REST ",\"br\":[\"\"]}",
    "{" REST ",\"br\":[\"a b\"]}",
    "{" REST ",\"br\":null}",
    "{" REST ",\"br\":[[\"sto_1\"]]}",
    "{" REST ",\"br\":{\"a\":\"sto_1\"}}",
    "{" REST ",\"cnf\":null}",
    "{" REST ",\"cnf\":{}}",
    "{" REST ",\"cnf\":[]}",
    "{" REST ",\"cnf\":\"x\"}",
    "{" REST ",\"cnf\":{\"jwk\":{}}}",
    "{" REST ",\"cnf\":{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}}}",
    "{" REST ",\"cnf\":{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"X25519\"," X "}}}",
    "{" REST ",\"cnf\":{\"jwk\":{\"kty\":\"EC\",\"crv\":\"Ed25519\"," X "}}}",
    "{" REST ",\"cnf\":{\"jwk\":{\"crv\":\"Ed25519\"," X "}}}",
    "{" REST ",\"cnf\":{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\"," X ",\"d\":\"secret\"}}}",
    "{" REST ",\"cnf\":{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\"," X "},\"kid\":\"x\"}}",
    "{" REST ",\"cnf\":{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}}}",
    "{" REST ",\"cnf\":{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":"
    "\"7UkoxijR8a6H4HcRwAJrYcnPmxNmdM4c2ZHnnLvoVzZ\"}}}",
    "{" REST ",\"cnf\":{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":"
    "\"7UkoxijR8a6H4HcRwAJrYcnPmxNmdM4c2ZHnnLvoVzY=\"}}}",
    "{" REST ",\"cnf\":{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":{\"y\":1}}}}",
    "{" REST ",\"cnf\":{\"jkt\":\"x\"}}",
    "// x\n{" REST "}",
    "{'vid':1}",
    "\xef\xbb\xbf{" REST "}",
    "{" REST ",\"\xff\":1}",
  };
  guint tried = 0;
  g_autofree char *good = sign_raw (HEADER, "{" REST "}", f->platform_secret);
  g_autofree char *spaced = sign_raw (HEADER, " {" EXP " , " MID "," DID "," VID "} ", f->platform_secret);

  /* The same hand makes good ones, so that the rest fails for the right reason. */
  assert_result (present (f, good, NOW), RAMBLA_VOUCHER_RESULT_GENUINE);
  assert_result (present (f, spaced, NOW), RAMBLA_VOUCHER_RESULT_GENUINE);

  for (gsize i = 0; i < G_N_ELEMENTS (HEADERS); i++, tried++)
    {
      g_autofree char *token = sign_raw (HEADERS[i], "{" REST "}", f->platform_secret);

      g_test_message ("header %s", HEADERS[i]);
      assert_result (present (f, token, NOW), RAMBLA_VOUCHER_RESULT_MALFORMED);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (PAYLOADS); i++, tried++)
    {
      g_autofree char *token = sign_raw (HEADER, PAYLOADS[i], f->platform_secret);
      RamblaVoucherClaims *claims = (gpointer) 1;

      g_test_message ("payload %s", PAYLOADS[i]);
      assert_result (present (f, token, NOW), RAMBLA_VOUCHER_RESULT_MALFORMED);
      assert_result (rambla_voucher_token_parse (token, &claims), RAMBLA_VOUCHER_RESULT_MALFORMED);
      g_assert_null (claims);
    }
  g_assert_cmpuint (tried, >=, 100);
}

/* Texts that are no tokens, or tokens with something done to them. */
static void
test_malformed_texts (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) p = g_strsplit (f->paper, ".", -1);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  GString *long_one = g_string_new (f->paper);
  guint8 padded_signature[65] = { 0 };
  gsize length;
  g_autofree guint8 *signature = rambla_base64url_decode (p[2], strlen (p[2]), &length);
  g_autofree char *longer = NULL;
  g_autofree char *shorter = rambla_base64url_encode (signature, 63);

  memcpy (padded_signature, signature, 64);
  longer = rambla_base64url_encode (padded_signature, 65);
#define ADD(...) g_ptr_array_add (texts, g_strdup_printf (__VA_ARGS__))
  ADD ("%s", "");
  ADD (".");
  ADD ("..");
  ADD ("...");
  ADD ("a.b.c");
  ADD ("~");
  ADD ("hello");
  ADD ("https://example.org/v?x=%s", f->paper);
  ADD ("0123-4567-89AB");
  ADD ("%s.%s", p[0], p[1]);
  ADD ("%s.%s.", p[0], p[1]);
  ADD ("%s..%s", p[0], p[2]);
  ADD (".%s.%s", p[1], p[2]);
  ADD ("%s.%s.%s.%s", p[0], p[1], p[2], p[2]);
  ADD ("%s.%s.%s.", p[0], p[1], p[2]);
  ADD (".%s", f->paper);
  ADD ("%s=", f->paper);
  ADD ("%s==", f->paper);
  ADD ("%s=.%s.%s", p[0], p[1], p[2]);
  ADD (" %s", f->paper);
  ADD ("%s ", f->paper);
  ADD ("%s\n", f->paper);
  ADD ("%s.\n%s.%s", p[0], p[1], p[2]);
  ADD ("%s+", f->paper);
  ADD ("%s/", f->paper);
  ADD ("%s%%", f->paper);
  ADD ("%s.%s.%s", p[0], p[1], longer);
  ADD ("%s.%s.%s", p[0], p[1], shorter);
  ADD ("%s.%s.A", p[0], p[1]);
  ADD ("%s~", f->token);
  ADD ("%s~~", f->token);
  ADD ("%s~.", f->token);
  ADD ("%s~..", f->token);
  ADD ("%s~%s", f->token, f->token);
  ADD ("%s~x", f->token);
  ADD ("~%s", f->token);
  ADD ("RV1");
  ADD ("RV1 ");
  ADD ("RV10");
  ADD ("RV100000000000000000000000000000");
  ADD ("RV2AAAA");
  ADD ("RV1UUUU");
#undef ADD
  while (long_one->len <= RAMBLA_VOUCHER_TOKEN_MAX)
    g_string_append (long_one, "A");
  g_ptr_array_add (texts, g_string_free (long_one, FALSE));

  for (guint i = 0; i < texts->len; i++)
    {
      const char *text = g_ptr_array_index (texts, i);
      g_autofree char *packed = strlen (text) < 3000 ? rambla_voucher_token_pack (text) : NULL;

      g_test_message ("text %u", i);
      assert_result (present (f, text, NOW), RAMBLA_VOUCHER_RESULT_MALFORMED);
      /* What is no token is not made into something else. */
      g_assert_cmpstr (packed, ==, text);
    }
  assert_result (present (f, NULL, NOW), RAMBLA_VOUCHER_RESULT_MALFORMED);
  g_assert_cmpuint (texts->len, >=, 40);
}

/* Every change of one character in a genuine text is refused; those that look alike in base64url too. */
static void
test_every_character (Fixture *f, gconstpointer data)
{
  static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~=+/ ";
  g_autofree char *bound = rambla_voucher_token_bind (f->token, f->holder_secret, NOW, NULL);
  g_autofree char *packed = rambla_voucher_token_pack (bound);
  guint tried = 0;

  assert_result (present (f, bound, NOW), RAMBLA_VOUCHER_RESULT_GENUINE);
  for (gsize i = 0; bound[i] != '\0'; i++)
    {
      char right = bound[i];

      for (int n = 0; n < 3; n++)
        {
          char wrong = LETTERS[g_test_rand_int_range (0, sizeof LETTERS - 1)];

          if (wrong == right)
            continue;
          bound[i] = wrong;
          g_assert_cmpint (present (f, bound, NOW), !=, RAMBLA_VOUCHER_RESULT_GENUINE);
          tried++;
        }
      bound[i] = '\0';
      g_assert_cmpint (present (f, bound, NOW), !=, RAMBLA_VOUCHER_RESULT_GENUINE);
      bound[i] = right;
    }
  for (gsize i = 0; packed[i] != '\0'; i++)
    {
      char right = packed[i];

      for (int n = 0; n < 3; n++)
        {
          packed[i] = LETTERS[g_test_rand_int_range (0, sizeof LETTERS - 1)];
          if (g_ascii_toupper (packed[i]) != right)
            g_assert_cmpint (present (f, packed, NOW), !=, RAMBLA_VOUCHER_RESULT_GENUINE);
        }
      packed[i] = '\0';
      g_assert_cmpint (present (f, packed, NOW), !=, RAMBLA_VOUCHER_RESULT_GENUINE);
      packed[i] = right;
    }
  g_assert_cmpuint (tried, >, 1500);
}

/* S and S + L verify alike in a careless Ed25519. */
static void
test_malleability (Fixture *f, gconstpointer data)
{
  static const guint8 L[32] = { 0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10 };
  g_auto (GStrv) p = g_strsplit (f->paper, ".", -1);
  gsize length;
  g_autofree guint8 *signature = rambla_base64url_decode (p[2], strlen (p[2]), &length);
  g_autofree char *third = NULL;
  g_autofree char *forged = NULL;
  guint carry = 0;

  for (int i = 0; i < 32; i++)
    {
      carry += (guint) signature[32 + i] + L[i];
      signature[32 + i] = (guint8) carry;
      carry >>= 8;
    }
  third = rambla_base64url_encode (signature, 64);
  forged = g_strdup_printf ("%s.%s.%s", p[0], p[1], third);
  assert_result (present (f, forged, NOW), RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE);

  /* No signature at all. */
  memset (signature, 0, 64);
  g_free (third);
  g_free (forged);
  third = rambla_base64url_encode (signature, 64);
  forged = g_strdup_printf ("%s.%s.%s", p[0], p[1], third);
  assert_result (present (f, forged, NOW), RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE);
}

/* Claims changed under an old signature. */
static void
test_forged_claims (Fixture *f, gconstpointer data)
{
  static const char *const CHANGES[][2] = { { "vou_0123456789abcdef", "vou_0123456789abcdeg" },
                                            { "mer_0000000000000001", "mer_0000000000000002" },
                                            { "dea_ghjkmnpqrstvwxyz", "dea_0000000000000000" },
                                            { "\"exp\":1", "\"exp\":2" },
                                            { "\"did\"", "\"gen\":2,\"did\"" },
                                            { "\"did\"", "\"qty\":9,\"did\"" } };
  g_auto (GStrv) p = g_strsplit (f->paper, ".", -1);
  g_autofree char *payload = payload_of (f->paper);

  for (gsize i = 0; i < G_N_ELEMENTS (CHANGES); i++)
    {
      g_auto (GStrv) pieces = g_strsplit (payload, CHANGES[i][0], 2);
      g_autofree char *changed = g_strjoinv (CHANGES[i][1], pieces);
      g_autofree char *second = rambla_base64url_encode ((const guint8 *) changed, strlen (changed));
      g_autofree char *forged = g_strdup_printf ("%s.%s.%s", p[0], second, p[2]);
      g_autofree char *resigned = sign_raw (HEADER, changed, f->thief_secret);

      g_assert_cmpstr (changed, !=, payload);
      assert_result (present (f, forged, NOW), RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE);
      assert_result (present (f, resigned, NOW), RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE);
    }

  /* A holder who takes the key out of the voucher, or puts another in. */
  {
    g_auto (GStrv) q = g_strsplit (f->token, ".", -1);
    g_autofree char *without = g_strdup_printf ("%s.%s.%s", q[0], p[1], q[2]);
    g_autofree char *token = NULL;

    assert_result (present (f, without, NOW), RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE);
    memcpy (f->claims->holder_key, f->thief_public, 32);
    token = rambla_voucher_token_sign (f->claims, f->thief_secret);
    assert_result (present (f, token, NOW), RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE);
  }
}

static void
test_binding (Fixture *f, gconstpointer data)
{
  g_autofree char *bound = rambla_voucher_token_bind (f->token, f->holder_secret, NOW, NULL);
  g_autofree char *stripped = rambla_voucher_token_strip (bound);
  g_autoptr (RamblaVoucherClaims) claims = NULL;
  gint64 bound_at = 5;

  assert_result (present (f, f->token, NOW), RAMBLA_VOUCHER_RESULT_BINDING_MISSING);
  assert_result (present (f, f->paper, NOW), RAMBLA_VOUCHER_RESULT_GENUINE);
  assert_result (rambla_voucher_presented_verify (bound, find_key, f, NOW, NULL, &claims, &bound_at),
                 RAMBLA_VOUCHER_RESULT_GENUINE);
  g_assert_cmpint (bound_at, ==, NOW);
  g_assert_cmpstr (claims->id, ==, f->claims->id);
  g_assert_cmpstr (stripped, ==, f->token);
  assert_result (rambla_voucher_token_verify (bound, find_key, f, NOW + 4000, NULL),
                 RAMBLA_VOUCHER_RESULT_GENUINE);
  assert_result (rambla_voucher_token_parse (bound, NULL), RAMBLA_VOUCHER_RESULT_GENUINE);

  assert_result (present (f, bound, NOW + 60), RAMBLA_VOUCHER_RESULT_GENUINE);
  assert_result (present (f, bound, NOW + 61), RAMBLA_VOUCHER_RESULT_BINDING_STALE);
  assert_result (present (f, bound, NOW - 30), RAMBLA_VOUCHER_RESULT_GENUINE);
  assert_result (present (f, bound, NOW - 31), RAMBLA_VOUCHER_RESULT_BINDING_STALE);
  /* Worse comes first. */
  assert_result (present (f, bound, f->claims->valid_until), RAMBLA_VOUCHER_RESULT_EXPIRED);

  g_assert_null (rambla_voucher_token_bind (f->token, f->thief_secret, NOW, NULL));
  g_assert_null (rambla_voucher_token_bind (f->paper, f->holder_secret, NOW, NULL));
  g_assert_null (rambla_voucher_token_bind (bound, f->holder_secret, NOW, NULL));
  g_assert_null (rambla_voucher_token_bind ("x", f->holder_secret, NOW, NULL));
  g_assert_null (rambla_voucher_token_bind (NULL, f->holder_secret, NOW, NULL));
  g_assert_null (rambla_voucher_token_bind (f->token, f->holder_secret, -1, NULL));
  g_assert_null (rambla_voucher_token_bind (f->token, f->holder_secret, NOW, "not base64url!"));
  g_assert_null (rambla_voucher_token_bind (f->token, f->holder_secret, NOW, ""));
}

static void
test_nonce (Fixture *f, gconstpointer data)
{
  g_autofree char *plain = rambla_voucher_token_bind (f->token, f->holder_secret, NOW, NULL);
  g_autofree char *with = rambla_voucher_token_bind (f->token, f->holder_secret, NOW, "aB3-_");

  assert_result (rambla_voucher_presented_verify (with, find_key, f, NOW, "aB3-_", NULL, NULL),
                 RAMBLA_VOUCHER_RESULT_GENUINE);
  assert_result (rambla_voucher_presented_verify (with, find_key, f, NOW, NULL, NULL, NULL),
                 RAMBLA_VOUCHER_RESULT_GENUINE);
  assert_result (rambla_voucher_presented_verify (with, find_key, f, NOW, "other", NULL, NULL),
                 RAMBLA_VOUCHER_RESULT_BINDING_STALE);
  assert_result (rambla_voucher_presented_verify (plain, find_key, f, NOW, "aB3-_", NULL, NULL),
                 RAMBLA_VOUCHER_RESULT_BINDING_STALE);
}

static void
test_forged_binding (Fixture *f, gconstpointer data)
{
  static const char *const BAD_PAYLOADS[] = { "{}",
                                              "{\"iat\":1795291580}",
                                              "{\"sd_hash\":\"%s\"}",
                                              "{\"iat\":\"1795291580\",\"sd_hash\":\"%s\"}",
                                              "{\"iat\":-1,\"sd_hash\":\"%s\"}",
                                              "{\"iat\":1795291580,\"iat\":1795291580,\"sd_hash\":\"%s\"}",
                                              "{\"iat\":1795291580,\"sd_hash\":\"%s\",\"aud\":\"x\"}",
                                              "{\"iat\":1795291580,\"sd_hash\":\"AAAA\"}",
                                              "{\"iat\":1795291580,\"sd_hash\":\"%s\",\"nonce\":5}",
                                              "{\"iat\":1795291580,\"sd_hash\":\"%s\",\"nonce\":\"\"}",
                                              "{\"iat\":1795291580,\"sd_hash\":[\"%s\"]}",
                                              "[1795291580]",
                                              "{\"iat\":1795291580.0,\"sd_hash\":\"%s\"}" };
  static const char *const BAD_HEADERS[] = { "{\"alg\":\"none\",\"typ\":\"kb+jwt\"}",
                                             "{\"alg\":\"EdDSA\"}",
                                             "{\"typ\":\"kb+jwt\",\"alg\":\"EdDSA\"}",
                                             "{\"alg\":\"EdDSA\",\"typ\":\"JWT\"}",
                                             "{\"alg\":\"EdDSA\",\"typ\":\"kb+jwt\",\"jwk\":{}}",
                                             "{\"alg\":\"EdDSA\",\"typ\":\"rambla-voucher+jws\"}" };
#define KB_HEADER "{\"alg\":\"EdDSA\",\"typ\":\"kb+jwt\"}"
  g_autofree char *input = g_strconcat (f->token, "~", NULL);
  g_autofree char *hash = NULL;
  g_autofree char *payload = NULL;
  guint8 digest[32];

  crypto_hash_sha256 (digest, (const guint8 *) input, strlen (input));
  hash = rambla_base64url_encode (digest, sizeof digest);
  payload = g_strdup_printf ("{\"iat\":%" G_GINT64_FORMAT ",\"sd_hash\":\"%s\"}", NOW, hash);

  {
    g_autofree char *proof = sign_raw (KB_HEADER, payload, f->holder_secret);
    g_autofree char *good = g_strconcat (input, proof, NULL);
    g_autofree char *by_thief_proof = sign_raw (KB_HEADER, payload, f->thief_secret);
    g_autofree char *by_thief = g_strconcat (input, by_thief_proof, NULL);
    g_autofree char *on_paper = g_strconcat (f->paper, "~", proof, NULL);
    g_autofree char *other_token = NULL;
    g_autofree char *transplanted = NULL;
    g_autofree char *re_bound = NULL;

    assert_result (present (f, good, NOW), RAMBLA_VOUCHER_RESULT_GENUINE);
    assert_result (present (f, by_thief, NOW), RAMBLA_VOUCHER_RESULT_BINDING_FORGED);
    assert_result (present (f, on_paper, NOW), RAMBLA_VOUCHER_RESULT_BINDING_FORGED);

    /* A proof made for another voucher of the same holder. */
    f->claims->id[19] = 'g';
    other_token = rambla_voucher_token_sign (f->claims, f->platform_secret);
    transplanted = g_strconcat (other_token, "~", proof, NULL);
    assert_result (present (f, transplanted, NOW), RAMBLA_VOUCHER_RESULT_BINDING_FORGED);
    re_bound = rambla_voucher_token_bind (other_token, f->holder_secret, NOW, NULL);
    assert_result (present (f, re_bound, NOW), RAMBLA_VOUCHER_RESULT_GENUINE);
  }

  for (gsize i = 0; i < G_N_ELEMENTS (BAD_PAYLOADS); i++)
    {
      g_auto (GStrv) pieces = g_strsplit (BAD_PAYLOADS[i], "%s", 2);
      g_autofree char *text = g_strjoinv (hash, pieces);
      g_autofree char *proof = sign_raw (KB_HEADER, text, f->holder_secret);
      g_autofree char *presented = g_strconcat (input, proof, NULL);

      g_test_message ("%s", text);
      assert_result (present (f, presented, NOW), RAMBLA_VOUCHER_RESULT_MALFORMED);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (BAD_HEADERS); i++)
    {
      g_autofree char *proof = sign_raw (BAD_HEADERS[i], payload, f->holder_secret);
      g_autofree char *presented = g_strconcat (input, proof, NULL);

      assert_result (present (f, presented, NOW), RAMBLA_VOUCHER_RESULT_MALFORMED);
    }
}

static void
assert_packs (Fixture *f, const char *text)
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
test_pack (Fixture *f, gconstpointer data)
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
      claims->valid_from = g_test_rand_bit () ? NOW - g_test_rand_int_range (0, 100000) : 0;
      claims->valid_until = NOW + g_test_rand_int_range (1, 10000000);
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
          g_autofree char *bound =
              rambla_voucher_token_bind (token, f->holder_secret, NOW, g_test_rand_bit () ? "nonce" : NULL);
          g_autofree char *packed = rambla_voucher_token_pack (bound);
          g_autofree char *stripped = rambla_voucher_token_strip (packed);

          assert_packs (f, bound);
          g_assert_cmpstr (stripped, ==, token);
          if (strcmp (claims->kid, "k1") == 0)
            assert_result (present (f, packed, NOW), RAMBLA_VOUCHER_RESULT_GENUINE);
        }
    }

  /* Another platform's ids or another order of claims: a good token that cannot be packed stays as it is. */
  {
    g_autofree char *foreign = sign_raw (
        HEADER, "{\"vid\":\"V-17\",\"did\":\"D-1\",\"mid\":\"M-1\",\"exp\":1800000000}", f->platform_secret);
    g_autofree char *spaced = sign_raw (HEADER,
                                        "{ "
                                        "\"vid\":\"vou_0123456789abcdef\",\"did\":\"dea_ghjkmnpqrstvwxyz\","
                                        "\"mid\":\"mer_0000000000000001\",\"exp\":1800000000}",
                                        f->platform_secret);
    g_autofree char *foreign_packed = rambla_voucher_token_pack (foreign);
    g_autofree char *spaced_packed = rambla_voucher_token_pack (spaced);

    assert_result (present (f, foreign, NOW), RAMBLA_VOUCHER_RESULT_GENUINE);
    g_assert_cmpstr (foreign_packed, ==, foreign);
    g_assert_cmpstr (spaced_packed, ==, spaced);
  }
}

/* Bytes at random behind the prefix never crash, and never verify. */
static void
test_pack_hostile (Fixture *f, gconstpointer data)
{
  g_autofree char *bound = rambla_voucher_token_bind (f->token, f->holder_secret, NOW, NULL);
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
      g_assert_cmpint (present (f, text, NOW), !=, RAMBLA_VOUCHER_RESULT_GENUINE);
    }
}

/* What is shown as a QR code at level M stays at version 16 or below. */
static void
test_sizes (Fixture *f, gconstpointer data)
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
      f->claims->valid_from = NOW;
      f->claims->generation = 2;
      f->claims->quantity = 2;
      if (CASES[i].n_branches > 0)
        f->claims->branches = g_new0 (char *, (gsize) CASES[i].n_branches + 1);
      for (int n = 0; n < CASES[i].n_branches; n++)
        f->claims->branches[n] = rambla_id_new (RAMBLA_ID_STORE);
      token = rambla_voucher_token_sign (f->claims, f->platform_secret);
      bound = rambla_voucher_token_bind (token, f->holder_secret, NOW, NULL);
      packed = rambla_voucher_token_pack (bound);
      code = QRcode_encodeString (packed, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
      g_assert_nonnull (code);
      g_test_message ("%d branches: %d characters as JWS~KB, %d as a QR code of version %d",
                      CASES[i].n_branches, (int) strlen (bound), (int) strlen (packed), code->version);
      g_assert_cmpint (code->version, <=, CASES[i].version);
      QRcode_free (code);
    }
}

static void
test_base64url (Fixture *f, gconstpointer data)
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
test_results (Fixture *f, gconstpointer data)
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
#define ADD(name, func) g_test_add ("/voucher-token/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("form", test_form);
  ADD ("round-trip", test_round_trip);
  ADD ("validity", test_validity);
  ADD ("keys", test_keys);
  ADD ("unsound-claims", test_unsound_claims);
  ADD ("malformed-but-signed", test_malformed_but_signed);
  ADD ("malformed-texts", test_malformed_texts);
  ADD ("every-character", test_every_character);
  ADD ("malleability", test_malleability);
  ADD ("forged-claims", test_forged_claims);
  ADD ("binding", test_binding);
  ADD ("nonce", test_nonce);
  ADD ("forged-binding", test_forged_binding);
  ADD ("pack", test_pack);
  ADD ("pack-hostile", test_pack_hostile);
  ADD ("sizes", test_sizes);
  ADD ("base64url", test_base64url);
  ADD ("results", test_results);
#undef ADD
  return g_test_run ();
}
