/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forged vouchers at the real platform, some of them made by somebody who has its secret key: none is
 * accepted, none upsets it, and the genuine one is good afterwards. */
#include <sodium.h>
#include <string.h>
#include <time.h>

#include "shop-holder.h"

typedef struct
{
  Shop *shop;
  char *store_id;
  char *kid;
  guint8 platform_secret[RAMBLA_ED25519_SECRET_SIZE];
  guint8 holder_secret[RAMBLA_ED25519_SECRET_SIZE];
  guint8 thief_secret[RAMBLA_ED25519_SECRET_SIZE];
  RamblaVoucherClaims *claims; /* of the genuine one */
  char *token;
  char *other; /* another voucher of the same holder */
  GPtrArray *texts;
} Forgery;

static void
add (Forgery *f, char *text)
{
  g_ptr_array_add (f->texts, text);
}

/* header.payload, signed as they are. */
static char *
sign_raw (const char *header, const char *payload, const guint8 *secret_key)
{
  g_autofree char *first = rambla_base64url_encode ((const guint8 *) header, strlen (header));
  g_autofree char *second = rambla_base64url_encode ((const guint8 *) payload, strlen (payload));
  g_autofree char *input = g_strconcat (first, ".", second, NULL);
  g_autofree char *third = NULL;
  guint8 signature[crypto_sign_BYTES];

  crypto_sign_detached (signature, NULL, (const guint8 *) input, strlen (input), secret_key);
  third = rambla_base64url_encode (signature, sizeof signature);
  return g_strconcat (input, ".", third, NULL);
}

static char *
decode_part (const char *part)
{
  gsize length = 0;
  g_autofree guint8 *bytes = rambla_base64url_decode (part, strlen (part), &length);

  return g_strndup ((const char *) bytes, length);
}

/* Behind a JWS the holder's fresh proof, so that nothing but the JWS is wrong. */
static char *
prove (Forgery *f, const char *jws, const guint8 *secret_key, gint64 at)
{
  g_autofree char *input = g_strconcat (jws, "~", NULL);
  g_autofree char *hash = NULL;
  g_autofree char *payload = NULL;
  g_autofree char *proof = NULL;
  guint8 digest[crypto_hash_sha256_BYTES];

  crypto_hash_sha256 (digest, (const guint8 *) input, strlen (input));
  hash = rambla_base64url_encode (digest, sizeof digest);
  payload = g_strdup_printf ("{\"iat\":%" G_GINT64_FORMAT ",\"sd_hash\":\"%s\"}", at, hash);
  proof = sign_raw ("{\"alg\":\"EdDSA\",\"typ\":\"kb+jwt\"}", payload, secret_key);
  return g_strconcat (input, proof, NULL);
}

static void
add_proven (Forgery *f, char *jws)
{
  add (f, prove (f, jws, f->holder_secret, time (NULL)));
  add (f, jws);
}

/* By the platform's own key, in a form that it never signs. */
static void
forge_headers (Forgery *f, const char *payload)
{
  static const char *const headers[] = {
    "{\"alg\":\"none\",\"kid\":\"%s\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"None\",\"kid\":\"%s\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"JWT\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"kb+jwt\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"%s\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"x%s\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"../%s\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"%s' OR 1=1\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"rambla-voucher+jws\",\"crit\":[\"exp\"]}",
    "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"rambla-voucher+jws\",\"jwk\":{}}",
    "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"kid\":\"x\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"alg\":\"EdDSA\",\"b64\":false,\"kid\":\"%s\",\"typ\":\"rambla-voucher+jws\"}",
    "{\"typ\":\"rambla-voucher+jws\",\"kid\":\"%s\",\"alg\":\"EdDSA\"}",
    "[\"%s\"]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_auto (GStrv) pieces = g_strsplit (headers[i], "%s", 2);
      g_autofree char *header = g_strjoinv (f->kid, pieces);

      add_proven (f, sign_raw (header, payload, f->platform_secret));
    }
}

static void
forge_claims (Forgery *f, const char *header, const char *payload)
{
  static const char *const changes[][2] = {
    { "\"vid\"", "\"vid\":\"vou_0000000000000000\",\"vid\"" },
    { "\"exp\"", "\"exp\":1,\"exp\"" },
    { "\"mid\"", "\"\\u006did\":\"mer_0000000000000000\",\"mid\"" },
    { "\"exp\":", "\"exp\":-" },
    { "\"exp\":", "\"exp\":0.1e" },
    { "\"exp\":", "\"exp\":null,\"x\":" },
    { "\"cnf\":{", "\"cnf\":{\"kid\":\"x\"," },
    { "\"cnf\":{\"jwk\":{", "\"cnf\":{\"jwk\":{\"d\":\"x\"," },
    { "\"cnf\"", "\"admin\":true,\"cnf\"" },
    { "\"cnf\"", "\"gen\":0,\"cnf\"" },
    { "\"cnf\"", "\"qty\":0,\"cnf\"" },
    { "\"cnf\"", "\"br\":[],\"cnf\"" },
    { "\"cnf\"", "\"nbf\":4000000000,\"cnf\"" },
    { "{\"vid\"", " {\"vid\"" }, /* well-formed, but then the generation is another one: see below */
    { "\"OKP\"", "\"EC\"" },
    { "\"Ed25519\"", "\"X25519\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (GStrv) pieces = g_strsplit (payload, changes[i][0], 2);
      g_autofree char *changed = g_strjoinv (changes[i][1], pieces);

      g_assert_cmpstr (changed, !=, payload);
      if (changes[i][0][0] == '{')
        {
          g_auto (GStrv) older = g_strsplit (changed, "\"cnf\"", 2);
          g_autofree char *never = g_strjoinv ("\"gen\":900,\"cnf\"", older);

          add_proven (f, sign_raw (header, never, f->platform_secret));
          continue;
        }
      add_proven (f, sign_raw (header, changed, f->platform_secret));
    }
}

/* By others: what a thief without the key can do. */
static void
forge_signatures (Forgery *f, const char *header, const char *payload)
{
  static const guint8 order[32] = { 0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                    0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10 };
  g_auto (GStrv) parts = g_strsplit (f->token, ".", -1);
  guint8 platform_public[RAMBLA_ED25519_PUBLIC_SIZE];
  guint8 mac[crypto_auth_hmacsha256_BYTES];
  g_autofree char *input = g_strconcat (parts[0], ".", parts[1], NULL);
  g_autofree char *hmac = NULL;
  g_autofree char *hs_header =
      g_strdup_printf ("{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"rambla-voucher+jws\"}", f->kid);
  g_autofree char *hs_first = rambla_base64url_encode ((const guint8 *) hs_header, strlen (hs_header));
  g_autofree char *hs_input = g_strconcat (hs_first, ".", parts[1], NULL);
  gsize length = 0;
  g_autofree guint8 *signature = rambla_base64url_decode (parts[2], strlen (parts[2]), &length);
  crypto_auth_hmacsha256_state state;
  guint carry = 0;

  add_proven (f, sign_raw (header, payload, f->thief_secret));
  add_proven (f, sign_raw (header, payload, f->holder_secret));

  crypto_sign_ed25519_sk_to_pk (platform_public, f->platform_secret);
  crypto_auth_hmacsha256_init (&state, platform_public, sizeof platform_public);
  crypto_auth_hmacsha256_update (&state, (const guint8 *) hs_input, strlen (hs_input));
  crypto_auth_hmacsha256_final (&state, mac);
  hmac = rambla_base64url_encode (mac, sizeof mac);
  add_proven (f, g_strconcat (hs_input, ".", hmac, NULL));
  add_proven (f, g_strconcat (hs_input, ".", NULL));

  /* Every bit of the signature, and the same signature in another form. */
  for (guint bit = 0; bit < 512; bit += 17)
    {
      g_autofree char *third = NULL;

      signature[bit / 8] ^= (guint8) (1u << bit % 8);
      third = rambla_base64url_encode (signature, 64);
      signature[bit / 8] ^= (guint8) (1u << bit % 8);
      add_proven (f, g_strconcat (input, ".", third, NULL));
    }
  for (guint i = 0; i < 32; i++)
    {
      carry += (guint) signature[32 + i] + order[i];
      signature[32 + i] = (guint8) carry;
      carry >>= 8;
    }
  {
    g_autofree char *malleable = rambla_base64url_encode (signature, 64);
    guint8 zero[64] = { 0 };
    guint8 identity[64] = { 1 }; /* R the neutral element, S zero: good under a key of small order */
    g_autofree char *none = rambla_base64url_encode (zero, sizeof zero);
    g_autofree char *small = rambla_base64url_encode (identity, sizeof identity);

    add_proven (f, g_strconcat (input, ".", malleable, NULL));
    add_proven (f, g_strconcat (input, ".", none, NULL));
    add_proven (f, g_strconcat (input, ".", small, NULL));
  }
}

static void
forge_texts (Forgery *f)
{
  g_auto (GStrv) parts = g_strsplit (f->token, ".", -1);
  g_autofree char *fresh = rambla_voucher_token_bind (f->token, f->holder_secret, time (NULL), NULL);
  g_autofree char *packed = rambla_voucher_token_pack (fresh);

  add (f, g_strdup ("."));
  add (f, g_strdup (".."));
  add (f, g_strdup ("~"));
  add (f, g_strdup ("RV1"));
  add (f, g_strdup ("RV1ZZZZZZZZ"));
  add (f, g_strdup_printf ("%s.%s", parts[0], parts[1]));
  add (f, g_strdup_printf ("%s.%s.", parts[0], parts[1]));
  add (f, g_strdup_printf ("%s..%s", parts[0], parts[2]));
  add (f, g_strdup_printf (".%s.%s", parts[1], parts[2]));
  add (f, g_strdup_printf ("%s.", fresh));
  add (f, g_strdup_printf (".%s", fresh));
  add (f, g_strdup_printf ("%s.%s.%s.%s", parts[0], parts[1], parts[2], parts[2]));
  add (f, g_strdup_printf ("%s~", fresh));
  add (f, g_strdup_printf ("%s~~", f->token));
  add (f, g_strdup_printf ("%s=", fresh));
  add (f, g_strdup_printf ("x%s", fresh));
  add (f, g_strdup_printf ("%s%s", packed, "0"));
  for (gsize cut = 1; cut < strlen (fresh); cut += 41)
    add (f, g_strndup (fresh, cut));
  for (gsize cut = 4; cut < strlen (packed); cut += 37)
    add (f, g_strndup (packed, cut));
}

static void
forge_bindings (Forgery *f)
{
  gint64 now = time (NULL);
  g_autofree char *of_other = rambla_voucher_token_bind (f->other, f->holder_secret, now, NULL);
  const char *proof = strchr (of_other, '~');

  add (f, g_strdup (f->token));                              /* no proof at all */
  add (f, g_strconcat (f->token, proof, NULL));              /* another voucher's */
  add (f, prove (f, f->token, f->thief_secret, now));        /* another's key */
  add (f, prove (f, f->token, f->platform_secret, now));     /* the platform's */
  add (f, prove (f, f->token, f->holder_secret, now - 120)); /* a screenshot */
  add (f, prove (f, f->token, f->holder_secret, now - 86400));
  add (f, prove (f, f->token, f->holder_secret, now + 3600)); /* made in advance */
  add (f, prove (f, f->token, f->holder_secret, 0));
  add (f, g_strconcat (f->token, "~", f->token, NULL));

  /* By whoever has the platform's key: another cnf, or none, in the very generation that was issued. */
  {
    g_autoptr (RamblaVoucherClaims) swapped = rambla_voucher_claims_copy (f->claims);
    g_autofree char *theirs = NULL;
    g_autofree char *bare = NULL;

    crypto_sign_ed25519_sk_to_pk (swapped->holder_key, f->thief_secret);
    theirs = rambla_voucher_token_sign (swapped, f->platform_secret);
    add (f, prove (f, theirs, f->thief_secret, now));
    swapped->has_holder_key = FALSE;
    bare = rambla_voucher_token_sign (swapped, f->platform_secret);
    add (f, g_steal_pointer (&bare));
  }
}

static void
test_forged (Shop *shop, gconstpointer data)
{
  Forgery f = { .shop = shop, .texts = g_ptr_array_new_with_free_func (g_free) };
  g_autofree char *deal_id = shop_find_deal (shop, SHOP_SWIM, &f.store_id);
  g_autofree char *order_id = NULL;
  g_autofree char *header = NULL;
  g_autofree char *payload = NULL;
  g_autofree char *good = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (PlatformAnswer) put = NULL;
  g_autoptr (PlatformAnswer) voucher = NULL;
  g_autoptr (PlatformAnswer) other = NULL;
  g_autoptr (PlatformAnswer) accepted = NULL;
  guint answers[600] = { 0 };

  shop_make_key (3, f.holder_secret);
  shop_make_key (4, f.thief_secret);
  f.kid = shop_steal_key (shop, f.platform_secret);
  put = shop_put_key (shop, shop->consumer, f.holder_secret);
  g_assert_cmpuint (put->status, ==, 200);
  order_id = shop_buy (shop, SHOP_SWIM, 2);
  voucher = shop_get_voucher (shop, order_id, 0);
  other = shop_get_voucher (shop, order_id, 1);
  f.token = g_strdup (shop_text (voucher, "token"));
  f.other = g_strdup (shop_text (other, "token"));
  g_assert_cmpint (rambla_voucher_token_parse (f.token, &f.claims), ==, RAMBLA_VOUCHER_RESULT_GENUINE);
  g_assert_true (f.claims->has_holder_key);
  parts = g_strsplit (f.token, ".", -1);
  header = decode_part (parts[0]);
  payload = decode_part (parts[1]);
  /* The same hand makes the genuine one, so that the rest fails for the right reason. */
  {
    g_autofree char *same = sign_raw (header, payload, f.platform_secret);

    g_assert_cmpstr (same, ==, f.token);
  }

  forge_headers (&f, payload);
  forge_claims (&f, header, payload);
  forge_signatures (&f, header, payload);
  forge_texts (&f);
  forge_bindings (&f);
  g_assert_cmpuint (f.texts->len, >=, 150);

  for (guint i = 0; i < f.texts->len; i++)
    {
      g_autoptr (PlatformAnswer) refused =
          shop_redeem (shop, g_ptr_array_index (f.texts, i), f.store_id, NULL);

      if (refused->status != 404 && refused->status != 409 && refused->status != 422)
        g_error ("%u: %s", refused->status, (char *) g_ptr_array_index (f.texts, i));
      answers[refused->status]++;
    }
  g_test_message ("%u forged vouchers: %u unknown, %u refused by a rule, %u forged", f.texts->len,
                  answers[404], answers[409], answers[422]);
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM redemptions"), ==, 0);
  shop_assert_books (shop);

  good = rambla_voucher_token_bind (f.token, f.holder_secret, time (NULL), NULL);
  accepted = shop_redeem (shop, good, f.store_id, NULL);
  g_assert_cmpuint (accepted->status, ==, 201);

  g_ptr_array_unref (f.texts);
  rambla_voucher_claims_free (f.claims);
  g_free (f.token);
  g_free (f.other);
  g_free (f.kid);
  g_free (f.store_id);
}

/* A key is registered by whoever has it, and only by a sound one. */
static void
test_registration (Shop *shop, gconstpointer data)
{
  guint8 secret_key[RAMBLA_ED25519_SECRET_SIZE];
  guint8 thief_key[RAMBLA_ED25519_SECRET_SIZE];
  g_autofree char *authorization = g_strconcat ("Bearer ", shop->consumer, NULL);
  g_autoptr (PlatformAnswer) good = NULL;
  /* Points of small order, and encodings that are not the shortest. */
  static const guint8 small[][32] = {
    { 1 },
    { 0 },
    { 0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
      0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
    { 0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
      0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05 },
    { 0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
      0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
  };

  shop_make_key (7, secret_key);
  shop_make_key (8, thief_key);
  for (gsize i = 0; i < G_N_ELEMENTS (small); i++)
    {
      g_autofree char *x = rambla_base64url_encode (small[i], 32);
      g_autofree char *body = g_strdup_printf (
          "{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"},\"proof\":\"a.b.c\"}", x);
      g_autoptr (PlatformAnswer) refused =
          platform_fixture_call (shop->fixture, "PUT", "/v1/me/holder-key", body, "Authorization",
                                 authorization, "Content-Type", "application/json", NULL);

      platform_answer_assert_problem (refused, 422, "invalid_field");
    }
  {
    /* Another session's proof, sent with ours. */
    g_autofree char *input = g_strdup ("other-token");
    g_autoptr (PlatformAnswer) unknown = shop_put_key (shop, input, secret_key);

    g_assert_cmpuint (unknown->status, ==, 401);
  }
  good = shop_put_key (shop, shop->consumer, secret_key);
  g_assert_cmpuint (good->status, ==, 200);
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM holder_keys"), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/forged-vouchers/none-accepted", Shop, NULL, shop_set_up, test_forged, shop_tear_down);
  g_test_add ("/forged-vouchers/registration", Shop, NULL, shop_set_up, test_registration, shop_tear_down);
  return g_test_run ();
}
