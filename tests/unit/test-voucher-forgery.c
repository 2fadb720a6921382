/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sodium.h>
#include <string.h>

#include "voucher-fixture.h"

/* Genuinely signed, but not in the form that is asked for. */
static void
test_malformed_but_signed (VoucherFixture *f, gconstpointer data)
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
  g_autofree char *good = voucher_fixture_sign_raw (VOUCHER_FIXTURE_HEADER, "{" REST "}", f->platform_secret);
  g_autofree char *spaced = voucher_fixture_sign_raw (
      VOUCHER_FIXTURE_HEADER, " {" EXP " , " MID "," DID "," VID "} ", f->platform_secret);

  /* The same hand makes good ones, so that the rest fails for the right reason. */
  voucher_fixture_assert_result (voucher_fixture_present (f, good, VOUCHER_FIXTURE_NOW),
                                 RAMBLA_VOUCHER_RESULT_GENUINE);
  voucher_fixture_assert_result (voucher_fixture_present (f, spaced, VOUCHER_FIXTURE_NOW),
                                 RAMBLA_VOUCHER_RESULT_GENUINE);

  for (gsize i = 0; i < G_N_ELEMENTS (HEADERS); i++, tried++)
    {
      g_autofree char *token = voucher_fixture_sign_raw (HEADERS[i], "{" REST "}", f->platform_secret);

      g_test_message ("header %s", HEADERS[i]);
      voucher_fixture_assert_result (voucher_fixture_present (f, token, VOUCHER_FIXTURE_NOW),
                                     RAMBLA_VOUCHER_RESULT_MALFORMED);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (PAYLOADS); i++, tried++)
    {
      g_autofree char *token =
          voucher_fixture_sign_raw (VOUCHER_FIXTURE_HEADER, PAYLOADS[i], f->platform_secret);
      RamblaVoucherClaims *claims = (gpointer) 1;

      g_test_message ("payload %s", PAYLOADS[i]);
      voucher_fixture_assert_result (voucher_fixture_present (f, token, VOUCHER_FIXTURE_NOW),
                                     RAMBLA_VOUCHER_RESULT_MALFORMED);
      voucher_fixture_assert_result (rambla_voucher_token_parse (token, &claims),
                                     RAMBLA_VOUCHER_RESULT_MALFORMED);
      g_assert_null (claims);
    }
  g_assert_cmpuint (tried, >=, 100);
}

/* Texts that are no tokens, or tokens with something done to them. */
static void
test_malformed_texts (VoucherFixture *f, gconstpointer data)
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
      voucher_fixture_assert_result (voucher_fixture_present (f, text, VOUCHER_FIXTURE_NOW),
                                     RAMBLA_VOUCHER_RESULT_MALFORMED);
      /* What is no token is not made into something else. */
      g_assert_cmpstr (packed, ==, text);
    }
  voucher_fixture_assert_result (voucher_fixture_present (f, NULL, VOUCHER_FIXTURE_NOW),
                                 RAMBLA_VOUCHER_RESULT_MALFORMED);
  g_assert_cmpuint (texts->len, >=, 40);
}

/* Every change of one character in a genuine text is refused; those that look alike in base64url too. */
static void
test_every_character (VoucherFixture *f, gconstpointer data)
{
  static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~=+/ ";
  g_autofree char *bound = rambla_voucher_token_bind (f->token, f->holder_secret, VOUCHER_FIXTURE_NOW, NULL);
  g_autofree char *packed = rambla_voucher_token_pack (bound);
  guint tried = 0;

  voucher_fixture_assert_result (voucher_fixture_present (f, bound, VOUCHER_FIXTURE_NOW),
                                 RAMBLA_VOUCHER_RESULT_GENUINE);
  for (gsize i = 0; bound[i] != '\0'; i++)
    {
      char right = bound[i];

      for (int n = 0; n < 3; n++)
        {
          char wrong = LETTERS[g_test_rand_int_range (0, sizeof LETTERS - 1)];

          if (wrong == right)
            continue;
          bound[i] = wrong;
          g_assert_cmpint (voucher_fixture_present (f, bound, VOUCHER_FIXTURE_NOW), !=,
                           RAMBLA_VOUCHER_RESULT_GENUINE);
          tried++;
        }
      bound[i] = '\0';
      g_assert_cmpint (voucher_fixture_present (f, bound, VOUCHER_FIXTURE_NOW), !=,
                       RAMBLA_VOUCHER_RESULT_GENUINE);
      bound[i] = right;
    }
  for (gsize i = 0; packed[i] != '\0'; i++)
    {
      char right = packed[i];

      for (int n = 0; n < 3; n++)
        {
          packed[i] = LETTERS[g_test_rand_int_range (0, sizeof LETTERS - 1)];
          if (g_ascii_toupper (packed[i]) != right)
            g_assert_cmpint (voucher_fixture_present (f, packed, VOUCHER_FIXTURE_NOW), !=,
                             RAMBLA_VOUCHER_RESULT_GENUINE);
        }
      packed[i] = '\0';
      g_assert_cmpint (voucher_fixture_present (f, packed, VOUCHER_FIXTURE_NOW), !=,
                       RAMBLA_VOUCHER_RESULT_GENUINE);
      packed[i] = right;
    }
  g_assert_cmpuint (tried, >, 1500);
}

/* S and S + L verify alike in a careless Ed25519. */
static void
test_malleability (VoucherFixture *f, gconstpointer data)
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
  voucher_fixture_assert_result (voucher_fixture_present (f, forged, VOUCHER_FIXTURE_NOW),
                                 RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE);

  /* No signature at all. */
  memset (signature, 0, 64);
  g_free (third);
  g_free (forged);
  third = rambla_base64url_encode (signature, 64);
  forged = g_strdup_printf ("%s.%s.%s", p[0], p[1], third);
  voucher_fixture_assert_result (voucher_fixture_present (f, forged, VOUCHER_FIXTURE_NOW),
                                 RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE);
}

/* Claims changed under an old signature. */
static void
test_forged_claims (VoucherFixture *f, gconstpointer data)
{
  static const char *const CHANGES[][2] = { { "vou_0123456789abcdef", "vou_0123456789abcdeg" },
                                            { "mer_0000000000000001", "mer_0000000000000002" },
                                            { "dea_ghjkmnpqrstvwxyz", "dea_0000000000000000" },
                                            { "\"exp\":1", "\"exp\":2" },
                                            { "\"did\"", "\"gen\":2,\"did\"" },
                                            { "\"did\"", "\"qty\":9,\"did\"" } };
  g_auto (GStrv) p = g_strsplit (f->paper, ".", -1);
  g_autofree char *payload = voucher_fixture_payload_of (f->paper);

  for (gsize i = 0; i < G_N_ELEMENTS (CHANGES); i++)
    {
      g_auto (GStrv) pieces = g_strsplit (payload, CHANGES[i][0], 2);
      g_autofree char *changed = g_strjoinv (CHANGES[i][1], pieces);
      g_autofree char *second = rambla_base64url_encode ((const guint8 *) changed, strlen (changed));
      g_autofree char *forged = g_strdup_printf ("%s.%s.%s", p[0], second, p[2]);
      g_autofree char *resigned = voucher_fixture_sign_raw (VOUCHER_FIXTURE_HEADER, changed, f->thief_secret);

      g_assert_cmpstr (changed, !=, payload);
      voucher_fixture_assert_result (voucher_fixture_present (f, forged, VOUCHER_FIXTURE_NOW),
                                     RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE);
      voucher_fixture_assert_result (voucher_fixture_present (f, resigned, VOUCHER_FIXTURE_NOW),
                                     RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE);
    }

  /* A holder who takes the key out of the voucher, or puts another in. */
  {
    g_auto (GStrv) q = g_strsplit (f->token, ".", -1);
    g_autofree char *without = g_strdup_printf ("%s.%s.%s", q[0], p[1], q[2]);
    g_autofree char *token = NULL;

    voucher_fixture_assert_result (voucher_fixture_present (f, without, VOUCHER_FIXTURE_NOW),
                                   RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE);
    memcpy (f->claims->holder_key, f->thief_public, 32);
    token = rambla_voucher_token_sign (f->claims, f->thief_secret);
    voucher_fixture_assert_result (voucher_fixture_present (f, token, VOUCHER_FIXTURE_NOW),
                                   RAMBLA_VOUCHER_RESULT_BAD_SIGNATURE);
  }
}

static void
test_forged_binding (VoucherFixture *f, gconstpointer data)
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
  payload = g_strdup_printf ("{\"iat\":%" G_GINT64_FORMAT ",\"sd_hash\":\"%s\"}", VOUCHER_FIXTURE_NOW, hash);

  {
    g_autofree char *proof = voucher_fixture_sign_raw (KB_HEADER, payload, f->holder_secret);
    g_autofree char *good = g_strconcat (input, proof, NULL);
    g_autofree char *by_thief_proof = voucher_fixture_sign_raw (KB_HEADER, payload, f->thief_secret);
    g_autofree char *by_thief = g_strconcat (input, by_thief_proof, NULL);
    g_autofree char *on_paper = g_strconcat (f->paper, "~", proof, NULL);
    g_autofree char *other_token = NULL;
    g_autofree char *transplanted = NULL;
    g_autofree char *re_bound = NULL;

    voucher_fixture_assert_result (voucher_fixture_present (f, good, VOUCHER_FIXTURE_NOW),
                                   RAMBLA_VOUCHER_RESULT_GENUINE);
    voucher_fixture_assert_result (voucher_fixture_present (f, by_thief, VOUCHER_FIXTURE_NOW),
                                   RAMBLA_VOUCHER_RESULT_BINDING_FORGED);
    voucher_fixture_assert_result (voucher_fixture_present (f, on_paper, VOUCHER_FIXTURE_NOW),
                                   RAMBLA_VOUCHER_RESULT_BINDING_FORGED);

    /* A proof made for another voucher of the same holder. */
    f->claims->id[19] = 'g';
    other_token = rambla_voucher_token_sign (f->claims, f->platform_secret);
    transplanted = g_strconcat (other_token, "~", proof, NULL);
    voucher_fixture_assert_result (voucher_fixture_present (f, transplanted, VOUCHER_FIXTURE_NOW),
                                   RAMBLA_VOUCHER_RESULT_BINDING_FORGED);
    re_bound = rambla_voucher_token_bind (other_token, f->holder_secret, VOUCHER_FIXTURE_NOW, NULL);
    voucher_fixture_assert_result (voucher_fixture_present (f, re_bound, VOUCHER_FIXTURE_NOW),
                                   RAMBLA_VOUCHER_RESULT_GENUINE);
  }

  for (gsize i = 0; i < G_N_ELEMENTS (BAD_PAYLOADS); i++)
    {
      g_auto (GStrv) pieces = g_strsplit (BAD_PAYLOADS[i], "%s", 2);
      g_autofree char *text = g_strjoinv (hash, pieces);
      g_autofree char *proof = voucher_fixture_sign_raw (KB_HEADER, text, f->holder_secret);
      g_autofree char *presented = g_strconcat (input, proof, NULL);

      g_test_message ("%s", text);
      voucher_fixture_assert_result (voucher_fixture_present (f, presented, VOUCHER_FIXTURE_NOW),
                                     RAMBLA_VOUCHER_RESULT_MALFORMED);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (BAD_HEADERS); i++)
    {
      g_autofree char *proof = voucher_fixture_sign_raw (BAD_HEADERS[i], payload, f->holder_secret);
      g_autofree char *presented = g_strconcat (input, proof, NULL);

      voucher_fixture_assert_result (voucher_fixture_present (f, presented, VOUCHER_FIXTURE_NOW),
                                     RAMBLA_VOUCHER_RESULT_MALFORMED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                      \
  g_test_add ("/voucher-forgery/" name, VoucherFixture, NULL, voucher_fixture_set_up, func,                  \
              voucher_fixture_tear_down)
  ADD ("malformed-but-signed", test_malformed_but_signed);
  ADD ("malformed-texts", test_malformed_texts);
  ADD ("every-character", test_every_character);
  ADD ("malleability", test_malleability);
  ADD ("forged-claims", test_forged_claims);
  ADD ("forged-binding", test_forged_binding);
#undef ADD
  return g_test_run ();
}
