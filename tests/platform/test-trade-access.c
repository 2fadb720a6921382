/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is somebody else's, paths whose query decides who may, and tokens. Every role at every path:
 * test-access-matrix.c. */
#include "trade-shop.h"

#include <string.h>

typedef enum
{
  NOBODY,
  CONSUMER,
  MERCHANT,
  KIOSK,
  OPERATOR,
  N_ROLES,
} Role;

static const char *const role_names[] = { NULL, "consumer", "merchant", "kiosk", "operator" };

/* Bits of the roles that are let in. */
#define LET(role) (1u << (role))
#define LET_ALL (LET (NOBODY) | LET (CONSUMER) | LET (MERCHANT) | LET (KIOSK) | LET (OPERATOR))

static const struct
{
  const char *method;
  const char *path;
  guint let;
} policy[] = {
  { "GET", "/v1/events?store_id=sto_x", LET (MERCHANT) },
  { "GET", "/v1/events?bbox=nowhere", LET_ALL },
};

static void
test_matrix (Shop *shop, gconstpointer data)
{
  char *tokens[N_ROLES] = { NULL, g_strdup (shop->consumer), g_strdup (shop->merchant) };

  for (Role role = KIOSK; role < N_ROLES; role++)
    tokens[role] = platform_fixture_sign_in (shop->fixture, role_names[role]);

  for (guint i = 0; i < G_N_ELEMENTS (policy); i++)
    for (Role role = NOBODY; role < N_ROLES; role++)
      {
        g_autofree char *authorization =
            tokens[role] != NULL ? g_strconcat ("Bearer ", tokens[role], NULL) : NULL;
        g_autoptr (PlatformAnswer) answer = platform_fixture_call (
            shop->fixture, policy[i].method, policy[i].path,
            g_str_equal (policy[i].method, "POST") ? "{}" : NULL, "Authorization", authorization, NULL);

        g_test_message ("%s %s as %s: %u", policy[i].method, policy[i].path,
                        role_names[role] != NULL ? role_names[role] : "nobody", answer->status);
        if ((policy[i].let & LET (role)) != 0)
          {
            g_assert_cmpuint (answer->status, !=, 401);
            g_assert_cmpuint (answer->status, !=, 403);
            g_assert_cmpuint (answer->status, <, 500);
          }
        else if (role == NOBODY)
          platform_answer_assert_problem (answer, 401, "unauthorized");
        else
          platform_answer_assert_problem (answer, 403, "forbidden");
      }
  for (Role role = CONSUMER; role < N_ROLES; role++)
    g_free (tokens[role]);
}

/* What belongs to somebody else is not there at all. */
static void
test_foreign (Shop *shop, gconstpointer data)
{
  static const char *const actions[] = { "payment", "cancel", "refunds" };
  g_autofree char *order_id = shop_buy (shop, SHOP_SWIM, 1);
  g_autoptr (PlatformAnswer) voucher = shop_get_voucher (shop, order_id, 0);
  g_autofree char *voucher_path = g_strdup_printf (
      "/v1/vouchers/%s", json_object_get_string_member (platform_answer_get_object (voucher), "id"));
  g_autoptr (PlatformAnswer) order = NULL;
  g_autoptr (PlatformAnswer) foreign_voucher = NULL;
  g_autoptr (PlatformAnswer) orders = NULL;
  g_autoptr (PlatformAnswer) vouchers = NULL;

  platform_fixture_stop (shop->fixture);
  shop_execute (shop, "INSERT INTO accounts (id, email, name, scopes, created_at) VALUES ('usr_other', "
                      "'other@example.org', 'Other', 'consumer', 0)");
  shop_execute (shop, "UPDATE orders SET account_id = 'usr_other'");
  shop_execute (shop, "UPDATE vouchers SET account_id = 'usr_other'");
  platform_fixture_start (shop->fixture);
  shop_sign_in (shop);

  order = shop_get_order (shop, order_id);
  platform_answer_assert_problem (order, 404, "not_found");
  foreign_voucher = platform_fixture_get (shop->fixture, voucher_path, shop->consumer);
  platform_answer_assert_problem (foreign_voucher, 404, "not_found");
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autofree char *path = g_strdup_printf ("/v1/orders/%s/%s", order_id, actions[i]);
      g_autofree char *key = shop_new_key (shop);
      g_autoptr (PlatformAnswer) answer = platform_fixture_post (shop->fixture, path, shop->consumer, key,
                                                                 i == 0 ? "{\"method\":\"saved\"}" : NULL);

      platform_answer_assert_problem (answer, 404, "not_found");
    }
  orders = platform_fixture_get (shop->fixture, "/v1/orders", shop->consumer);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (platform_answer_get_object (orders), "orders")),
      ==, 0);
  vouchers = platform_fixture_get (shop->fixture, "/v1/vouchers", shop->consumer);
  g_assert_cmpuint (json_array_get_length (
                        json_object_get_array_member (platform_answer_get_object (vouchers), "vouchers")),
                    ==, 0);
}

/* A merchant of one brand acts for its stores and for no others. */
static void
test_foreign_store (Shop *shop, gconstpointer data)
{
  g_autofree char *swim_store = NULL;
  g_autofree char *swim = shop_find_deal (shop, SHOP_SWIM, &swim_store);
  g_autofree char *onda_store = NULL;
  g_autofree char *onda = shop_find_deal (shop, SHOP_ONDA, &onda_store);
  g_autofree char *order_id = shop_buy (shop, SHOP_SWIM, 1);
  g_autoptr (PlatformAnswer) voucher = shop_get_voucher (shop, order_id, 0);
  const char *code = json_object_get_string_member (platform_answer_get_object (voucher), "code");
  g_autofree char *ledger = g_strconcat ("/v1/merchant/ledger?store_id=", swim_store, NULL);
  g_autofree char *own_ledger = g_strconcat ("/v1/merchant/ledger?store_id=", onda_store, NULL);
  g_autofree char *own = g_strdup_printf ("INSERT INTO account_merchants SELECT a.id, m.id FROM accounts a, "
                                          "merchants m JOIN stores s ON s.merchant = "
                                          "m.row WHERE a.email LIKE 'merchant@%%' AND s.id = '%s'",
                                          onda_store);
  g_autoptr (PlatformAnswer) all = NULL;
  g_autoptr (PlatformAnswer) stores = NULL;
  g_autoptr (PlatformAnswer) at_foreign = NULL;
  g_autoptr (PlatformAnswer) at_own = NULL;
  g_autoptr (PlatformAnswer) foreign_ledger = NULL;
  g_autoptr (PlatformAnswer) allowed_ledger = NULL;

  all = platform_fixture_get (shop->fixture, "/v1/merchant/stores?limit=100", shop->merchant);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (platform_answer_get_object (all), "features")), ==,
      12);

  platform_fixture_stop (shop->fixture);
  shop_execute (shop, "UPDATE accounts SET every_store = 0");
  shop_execute (shop, own);
  platform_fixture_start (shop->fixture);
  shop_sign_in (shop);

  stores = platform_fixture_get (shop->fixture, "/v1/merchant/stores", shop->merchant);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (platform_answer_get_object (stores), "features")),
      ==, 3);
  at_foreign = shop_redeem (shop, code, swim_store, NULL);
  platform_answer_assert_problem (at_foreign, 403, "forbidden");
  at_own = shop_redeem (shop, code, onda_store, NULL);
  platform_answer_assert_problem (at_own, 409, "wrong_merchant");
  foreign_ledger = platform_fixture_get (shop->fixture, ledger, shop->merchant);
  platform_answer_assert_problem (foreign_ledger, 403, "forbidden");
  allowed_ledger = platform_fixture_get (shop->fixture, own_ledger, shop->merchant);
  g_assert_cmpuint (allowed_ledger->status, ==, 200);
}

static PlatformAnswer *
ask_token (Shop *shop, const char *grant, const char *name, const char *value)
{
  g_autofree char *form = g_strdup_printf ("grant_type=%s&client_id=rambla&%s=%s", grant, name, value);

  return platform_fixture_post_form (shop->fixture, "/oauth/token", NULL, form);
}

static void
assert_oauth_error (PlatformAnswer *answer, const char *code)
{
  g_assert_cmpuint (answer->status, ==, 400);
  g_assert_cmpstr (json_object_get_string_member (platform_answer_get_object (answer), "error"), ==, code);
}

static guint
knock (Shop *shop, const char *token)
{
  g_autoptr (PlatformAnswer) answer = platform_fixture_get (shop->fixture, "/v1/me", token);

  return answer->status;
}

static void
test_codes (Shop *shop, gconstpointer data)
{
  JsonObject *codes = json_object_get_object_member (platform_fixture_get_ready (shop->fixture), "sign_in");
  g_autoptr (PlatformAnswer) used =
      ask_token (shop, "urn:rambla:sign-in-code", "code", json_object_get_string_member (codes, "consumer"));
  g_autoptr (PlatformAnswer) wrong = ask_token (shop, "urn:rambla:sign-in-code", "code", "guess");
  g_autoptr (PlatformAnswer) grant = ask_token (shop, "password", "password", "sandbox");
  g_autoptr (PlatformAnswer) twice = platform_fixture_post_form (
      shop->fixture, "/oauth/token", NULL,
      "grant_type=refresh_token&client_id=rambla&client_id=rambla&refresh_token=x");
  g_autoptr (PlatformAnswer) client = platform_fixture_post_form (
      shop->fixture, "/oauth/token", NULL, "grant_type=refresh_token&client_id=other&refresh_token=x");
  g_autoptr (PlatformAnswer) type = platform_fixture_call (shop->fixture, "POST", "/oauth/token", "{}", NULL);

  assert_oauth_error (used, "invalid_grant");
  assert_oauth_error (wrong, "invalid_grant");
  assert_oauth_error (grant, "unsupported_grant_type");
  assert_oauth_error (twice, "invalid_request");
  assert_oauth_error (client, "invalid_client");
  platform_answer_assert_problem (type, 415, "unsupported_media_type");
  g_assert_cmpuint (knock (shop, "guess"), ==, 401);
}

/* A program that comes later finds codes in demo.json, and they are fresh again when one was used. */
static void
test_demo_card (Shop *shop, gconstpointer data)
{
  g_autofree char *path =
      g_build_filename (platform_fixture_get_data_directory (shop->fixture), "demo.json", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  for (int round = 0; round < 2; round++)
    {
      g_autoptr (JsonNode) card = NULL;
      g_autoptr (PlatformAnswer) tokens = NULL;
      JsonObject *codes;

      g_clear_pointer (&before, g_free);
      g_file_get_contents (path, &before, NULL, &error);
      g_assert_no_error (error);
      card = json_from_string (before, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (json_object_get_string_member (json_node_get_object (card), "listening"), ==,
                       platform_fixture_get_uri (shop->fixture));
      codes = json_object_get_object_member (json_node_get_object (card), "sign_in");
      tokens = ask_token (shop, "urn:rambla:sign-in-code", "code",
                          json_object_get_string_member (codes, "merchant"));
      g_assert_cmpuint (tokens->status, ==, 200);

      for (int i = 0;; i++)
        {
          g_assert_cmpint (i, <, 500);
          g_clear_pointer (&after, g_free);
          g_file_get_contents (path, &after, NULL, &error);
          g_assert_no_error (error);
          if (g_strcmp0 (before, after) != 0)
            break;
          g_usleep (10000);
        }
    }
  platform_fixture_stop (shop->fixture);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  platform_fixture_start (shop->fixture);
}

static PlatformAnswer *
refresh (Shop *shop, PlatformAnswer *tokens)
{
  return ask_token (shop, "refresh_token", "refresh_token",
                    json_object_get_string_member (platform_answer_get_object (tokens), "refresh_token"));
}

static const char *
get_access (PlatformAnswer *tokens)
{
  return json_object_get_string_member (platform_answer_get_object (tokens), "access_token");
}

static void
test_refresh (Shop *shop, gconstpointer data)
{
  JsonObject *codes = json_object_get_object_member (platform_fixture_get_ready (shop->fixture), "sign_in");
  g_autoptr (PlatformAnswer) first =
      ask_token (shop, "urn:rambla:sign-in-code", "code", json_object_get_string_member (codes, "kiosk"));
  g_autoptr (PlatformAnswer) second = refresh (shop, first);
  g_autoptr (PlatformAnswer) lost = NULL;
  g_autoptr (PlatformAnswer) third = NULL;
  g_autoptr (PlatformAnswer) stolen = NULL;
  g_autoptr (PlatformAnswer) dead = NULL;

  g_assert_cmpuint (second->status, ==, 200);
  g_assert_cmpuint (knock (shop, get_access (second)), ==, 200);
  /* The answer may have been lost: once more is forgiven as long as nothing came of the first. */
  lost = refresh (shop, first);
  g_assert_cmpuint (lost->status, ==, 200);
  third = refresh (shop, second);
  g_assert_cmpuint (third->status, ==, 200);
  g_assert_cmpuint (knock (shop, get_access (third)), ==, 200);
  /* Now it is theft, and ends everything that came of that sign-in. */
  stolen = refresh (shop, first);
  assert_oauth_error (stolen, "invalid_grant");
  g_assert_cmpuint (knock (shop, get_access (third)), ==, 401);
  dead = refresh (shop, third);
  assert_oauth_error (dead, "invalid_grant");
  g_assert_cmpuint (knock (shop, shop->consumer), ==, 200);
}

static void
test_revoke (Shop *shop, gconstpointer data)
{
  g_autofree char *form = g_strdup_printf ("token=%s&client_id=rambla", shop->consumer);
  g_autoptr (PlatformAnswer) unknown =
      platform_fixture_post_form (shop->fixture, "/oauth/revoke", NULL, "token=guess");
  g_autoptr (PlatformAnswer) revoked =
      platform_fixture_post_form (shop->fixture, "/oauth/revoke", NULL, form);

  g_assert_cmpuint (unknown->status, ==, 200);
  g_assert_cmpuint (revoked->status, ==, 200);
  g_assert_cmpuint (knock (shop, shop->consumer), ==, 401);
  g_assert_cmpuint (knock (shop, shop->merchant), ==, 200);
}

static void
test_expiry (Shop *shop, gconstpointer data)
{
  g_autofree char *city =
      g_build_filename (g_getenv ("RAMBLA_SOURCE_ROOT"), "tests", "platform", "cities", "tiny", NULL);
  const char *later[] = { "--sandbox", "--city", city, "--clock-offset", "3601", NULL };

  platform_fixture_stop (shop->fixture);
  platform_fixture_start (shop->fixture);
  g_assert_cmpuint (knock (shop, shop->consumer), ==, 200);
  platform_fixture_stop (shop->fixture);
  platform_fixture_set_arguments (shop->fixture, later);
  platform_fixture_start (shop->fixture);
  g_assert_cmpuint (knock (shop, shop->consumer), ==, 401);
}

/* Without --sandbox there are no sample accounts, no codes and no such grant. */
static void
test_no_sandbox (void)
{
  g_autoptr (PlatformFixture) fixture = platform_fixture_new (NULL);
  g_autoptr (PlatformAnswer) answer = platform_fixture_post_form (
      fixture, "/oauth/token", NULL, "grant_type=urn:rambla:sign-in-code&client_id=rambla&code=x");
  g_autofree char *card = g_build_filename (platform_fixture_get_data_directory (fixture), "demo.json", NULL);

  assert_oauth_error (answer, "unsupported_grant_type");
  g_assert_false (json_object_has_member (platform_fixture_get_ready (fixture), "sign_in"));
  g_assert_false (g_file_test (card, G_FILE_TEST_EXISTS));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/access/matrix", Shop, NULL, shop_set_up, test_matrix, shop_tear_down);
  g_test_add ("/access/foreign", Shop, NULL, shop_set_up, test_foreign, shop_tear_down);
  g_test_add ("/access/foreign-store", Shop, NULL, shop_set_up, test_foreign_store, shop_tear_down);
  g_test_add ("/access/codes", Shop, NULL, shop_set_up, test_codes, shop_tear_down);
  g_test_add ("/access/demo-card", Shop, NULL, shop_set_up, test_demo_card, shop_tear_down);
  g_test_add ("/access/refresh", Shop, NULL, shop_set_up, test_refresh, shop_tear_down);
  g_test_add ("/access/revoke", Shop, NULL, shop_set_up, test_revoke, shop_tear_down);
  g_test_add ("/access/expiry", Shop, NULL, shop_set_up, test_expiry, shop_tear_down);
  g_test_add_func ("/access/no-sandbox", test_no_sandbox);
  return g_test_run ();
}
