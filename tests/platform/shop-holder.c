/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shop-holder.h"

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#include "rambla-holder-proof.h"

#define ALWAYS "4000000000"

void
shop_add_friends (Shop *shop, guint n)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *token = g_strdup_printf ("friend-%u", i);
      g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);

      g_string_append_printf (
          sql,
          "INSERT INTO accounts (id, email, name, scopes, created_at) VALUES ('usr_000000000000%04u', "
          "'friend-%u@example.org', 'Friend %u', 'consumer', 1);"
          "INSERT INTO sessions (id, account_id, client_id, scope, created_at) VALUES "
          "('ses_000000000000%04u', "
          "'usr_000000000000%04u', 'rambla', 'consumer', 1);"
          "INSERT INTO tokens (hash, session_id, kind, created_at, expires_at) VALUES (x'%s', "
          "'ses_000000000000%04u', 'access', 1, " ALWAYS ");",
          i, i, i, i, i, hash, i);
    }
  platform_fixture_stop (shop->fixture);
  shop_execute (shop, sql->str);
  platform_fixture_start (shop->fixture);
  shop_sign_in (shop);
}

void
shop_make_key (guint8 number, guint8 *secret_key)
{
  guint8 seed[crypto_sign_SEEDBYTES];
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];

  g_assert_cmpint (sodium_init (), >=, 0);
  memset (seed, number, sizeof seed);
  crypto_sign_seed_keypair (public_key, secret_key, seed);
}

PlatformAnswer *
shop_put_key (Shop *shop, const char *access_token, const guint8 *secret_key)
{
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];
  g_autofree char *proof = rambla_holder_proof_sign (secret_key, access_token);
  g_autofree char *authorization = g_strconcat ("Bearer ", access_token, NULL);
  g_autofree char *x = NULL;
  g_autofree char *body = NULL;

  crypto_sign_ed25519_sk_to_pk (public_key, secret_key);
  x = rambla_base64url_encode (public_key, sizeof public_key);
  body = g_strdup_printf ("{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"},\"proof\":\"%s\"}", x,
                          proof);
  return platform_fixture_call (shop->fixture, "PUT", "/v1/me/holder-key", body, "Authorization",
                                authorization, "Content-Type", "application/json", NULL);
}

char *
shop_steal_key (Shop *shop, guint8 *secret_key)
{
  g_autofree char *path =
      g_build_filename (platform_fixture_get_data_directory (shop->fixture), "platform.db", NULL);
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];
  sqlite3_stmt *statement;
  sqlite3 *database;
  char *kid;

  g_assert_cmpint (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database,
                                       "SELECT seed, kid FROM signing_keys WHERE retired_at IS NULL", -1,
                                       &statement, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  crypto_sign_seed_keypair (public_key, secret_key, sqlite3_column_blob (statement, 0));
  kid = g_strdup ((const char *) sqlite3_column_text (statement, 1));
  sqlite3_finalize (statement);
  sqlite3_close (database);
  return kid;
}

static PlatformAnswer *
post (Shop *shop, const char *token, const char *before, const char *id, const char *behind, const char *body)
{
  g_autofree char *path = g_strconcat (before, id, behind, NULL);
  g_autofree char *key = shop_new_key (shop);

  return platform_fixture_post (shop->fixture, path, token, key, body);
}

PlatformAnswer *
shop_reissue (Shop *shop, const char *token, const char *voucher_id, const char *form)
{
  g_autofree char *body = g_strdup_printf ("{\"form\":\"%s\"}", form);

  return post (shop, token, "/v1/vouchers/", voucher_id, "/reissue", body);
}

PlatformAnswer *
shop_give (Shop *shop, const char *token, const char *voucher_id)
{
  return post (shop, token, "/v1/vouchers/", voucher_id, "/gift", "{\"message\":\"For you\"}");
}

PlatformAnswer *
shop_claim (Shop *shop, const char *token, const char *code)
{
  return post (shop, token, "/v1/gifts/", code, "/claim", "{}");
}

const char *
shop_text (PlatformAnswer *answer, const char *member)
{
  return json_object_get_string_member (platform_answer_get_object (answer), member);
}
