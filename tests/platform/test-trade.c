/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the order to the counter, over HTTP. */
#include "rambla-voucher-token.h"
#include "trade-shop.h"

#include <string.h>

static const char *
get_text (PlatformAnswer *answer, const char *member)
{
  return json_object_get_string_member (platform_answer_get_object (answer), member);
}

static gint64
get_amount (PlatformAnswer *answer, const char *member)
{
  return json_object_get_int_member (
      json_object_get_object_member (platform_answer_get_object (answer), member), "amount");
}

static void
test_journey (Shop *shop, gconstpointer data)
{
  g_autofree char *store_id = NULL;
  g_autofree char *deal_id = shop_find_deal (shop, SHOP_SWIM, &store_id);
  g_autofree char *order_id = shop_buy (shop, SHOP_SWIM, 2);
  g_autoptr (PlatformAnswer) order = shop_get_order (shop, order_id);
  g_autoptr (PlatformAnswer) voucher = shop_get_voucher (shop, order_id, 0);
  g_autoptr (PlatformAnswer) other = shop_get_voucher (shop, order_id, 1);
  g_autoptr (RamblaVoucherClaims) claims = NULL;
  g_autoptr (PlatformAnswer) redemption = NULL;
  g_autoptr (PlatformAnswer) again = NULL;
  g_autoptr (PlatformAnswer) used = NULL;
  g_autoptr (PlatformAnswer) day = NULL;
  g_autoptr (PlatformAnswer) ledger = NULL;
  g_autoptr (PlatformAnswer) deals = NULL;
  g_autoptr (PlatformAnswer) refund = NULL;
  g_autoptr (PlatformAnswer) refused = NULL;
  g_autofree char *redemptions = g_strconcat ("/v1/merchant/redemptions?store_id=", store_id, NULL);
  g_autofree char *books = g_strconcat ("/v1/merchant/ledger?store_id=", store_id, NULL);
  g_autofree char *offers = g_strconcat ("/v1/merchant/deals?store_id=", store_id, NULL);
  g_autofree char *refunds = g_strdup_printf ("/v1/orders/%s/refunds", order_id);

  g_assert_cmpstr (get_text (order, "state"), ==, "paid");
  g_assert_cmpint (get_amount (order, "total"), ==, 2 * SHOP_SWIM);
  g_assert_cmpstr (get_text (voucher, "state"), ==, "active");
  g_assert_cmpint (rambla_voucher_token_parse (get_text (voucher, "token"), &claims), ==,
                   RAMBLA_VOUCHER_RESULT_GENUINE);
  g_assert_cmpstr (claims->id, ==, get_text (voucher, "id"));
  g_assert_cmpstr (claims->deal_id, ==, deal_id);

  redemption = shop_redeem (shop, get_text (voucher, "token"), store_id, NULL);
  g_assert_cmpuint (redemption->status, ==, 201);
  g_assert_cmpstr (get_text (redemption, "voucher_id"), ==, get_text (voucher, "id"));
  again = shop_redeem (shop, get_text (voucher, "code"), store_id, NULL);
  platform_answer_assert_problem (again, 409, "already_redeemed");
  g_assert_cmpstr (get_text (again, "redeemed_at"), ==, get_text (redemption, "redeemed_at"));
  g_assert_cmpstr (json_object_get_string_member (
                       json_object_get_object_member (platform_answer_get_object (again), "store"), "id"),
                   ==, store_id);
  used = shop_get_voucher (shop, order_id, 0);
  g_assert_cmpstr (get_text (used, "state"), ==, "redeemed");

  day = platform_fixture_get (shop->fixture, redemptions, shop->merchant);
  g_assert_cmpint (json_object_get_int_member (platform_answer_get_object (day), "count"), ==, 1);
  g_assert_cmpint (get_amount (day, "total"), ==, SHOP_SWIM);
  ledger = platform_fixture_get (shop->fixture, books, shop->merchant);
  g_assert_cmpint (get_amount (ledger, "balance"), ==, SHOP_SWIM - SHOP_SWIM / 10);
  g_assert_cmpint (get_amount (ledger, "held"), ==, SHOP_SWIM);
  deals = platform_fixture_get (shop->fixture, offers, shop->merchant);
  g_assert_cmpuint (deals->status, ==, 200);

  refund =
      platform_fixture_post (shop->fixture, refunds, shop->consumer, "refund-1", "{\"reason\":\"rain\"}");
  g_assert_cmpuint (refund->status, ==, 201);
  g_assert_cmpstr (get_text (refund, "state"), ==, "partially_refunded");
  g_assert_cmpint (get_amount (refund, "amount"), ==, SHOP_SWIM);
  refused = shop_redeem (shop, get_text (other, "code"), store_id, NULL);
  platform_answer_assert_problem (refused, 409, "refunded");
  shop_assert_books (shop);
  for (int i = 0; shop_query (shop, "SELECT count(*) FROM refunds WHERE state = 'succeeded'") != 1; i++)
    {
      g_assert_cmpint (i, <, 500);
      g_usleep (20000);
    }
}

static void
test_preview (Shop *shop, gconstpointer data)
{
  g_autofree char *store_id = NULL;
  g_autofree char *deal_id = shop_find_deal (shop, SHOP_SWIM, &store_id);
  g_autofree char *order_id = shop_buy (shop, SHOP_SWIM, 1);
  g_autoptr (PlatformAnswer) voucher = shop_get_voucher (shop, order_id, 0);
  g_autofree char *body =
      g_strdup_printf ("{\"presented\":\"%s\",\"store_id\":\"%s\"}", get_text (voucher, "code"), store_id);

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (PlatformAnswer) preview = platform_fixture_post (
          shop->fixture, "/v1/merchant/redemptions/preview", shop->merchant, NULL, body);

      g_assert_cmpuint (preview->status, ==, 200);
      g_assert_cmpstr (get_text (preview, "voucher_id"), ==, get_text (voucher, "id"));
      g_assert_cmpstr (get_text (preview, "state"), ==, "active");
    }
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM redemptions"), ==, 0);
}

static void
assert_same (PlatformAnswer *a, PlatformAnswer *b)
{
  g_assert_cmpuint (a->status, ==, b->status);
  g_assert_cmpstr (a->type, ==, b->type);
  g_assert_true (g_bytes_equal (a->body, b->body));
}

static void
test_idempotency (Shop *shop, gconstpointer data)
{
  static const char *const bad_keys[] = {
    "key", "\"", "\"\"", "\"a", "a\"", "\"a\"b", "\"a\\b\"", "\"\x01\""
  };
  g_autofree char *body = shop_describe_order (shop, SHOP_SWIM, 1);
  g_autofree char *other = shop_describe_order (shop, SHOP_SWIM, 2);
  g_autofree char *spaced = g_strdup_printf ("{ \"quantity\" : 1,%s", strstr (body, "\"deal_id\""));
  g_autofree char *authorization = g_strconcat ("Bearer ", shop->consumer, NULL);
  char *quantity = strstr (spaced, ",\"quantity\":1");
  g_autoptr (PlatformAnswer) first = NULL;
  g_autoptr (PlatformAnswer) same = NULL;
  g_autoptr (PlatformAnswer) reordered = NULL;
  g_autoptr (PlatformAnswer) mismatch = NULL;
  g_autoptr (PlatformAnswer) missing = NULL;
  g_autoptr (PlatformAnswer) elsewhere = NULL;
  g_autoptr (PlatformAnswer) later = NULL;
  g_autoptr (PlatformAnswer) refused = NULL;
  g_autoptr (PlatformAnswer) still_refused = NULL;
  g_autofree char *rare = shop_describe_order (shop, SHOP_RARE, 4);
  g_autofree char *cancel = NULL;

  memmove (quantity, quantity + strlen (",\"quantity\":1"),
           strlen (quantity) - strlen (",\"quantity\":1") + 1);
  missing = platform_fixture_post (shop->fixture, "/v1/orders", shop->consumer, NULL, body);
  platform_answer_assert_problem (missing, 400, "idempotency_key_missing");
  for (guint i = 0; i < G_N_ELEMENTS (bad_keys) - 1; i++)
    {
      g_autoptr (PlatformAnswer) bad =
          platform_fixture_call (shop->fixture, "POST", "/v1/orders", body, "Authorization", authorization,
                                 "Idempotency-Key", bad_keys[i], NULL);

      platform_answer_assert_problem (bad, 400, "bad_request");
    }

  first = platform_fixture_post (shop->fixture, "/v1/orders", shop->consumer, "one", body);
  g_assert_cmpuint (first->status, ==, 201);
  same = platform_fixture_post (shop->fixture, "/v1/orders", shop->consumer, "one", body);
  assert_same (first, same);
  reordered = platform_fixture_post (shop->fixture, "/v1/orders", shop->consumer, "one", spaced);
  assert_same (first, reordered);
  mismatch = platform_fixture_post (shop->fixture, "/v1/orders", shop->consumer, "one", other);
  platform_answer_assert_problem (mismatch, 422, "idempotency_mismatch");
  cancel = g_strdup_printf ("/v1/orders/%s/cancel", get_text (first, "id"));
  elsewhere = platform_fixture_post (shop->fixture, cancel, shop->consumer, "one", NULL);
  platform_answer_assert_problem (elsewhere, 422, "idempotency_mismatch");

  /* A refusal is an answer too. */
  refused = platform_fixture_post (shop->fixture, "/v1/orders", shop->consumer, "rare", rare);
  platform_answer_assert_problem (refused, 409, "out_of_stock");
  still_refused = platform_fixture_post (shop->fixture, "/v1/orders", shop->consumer, "rare", rare);
  assert_same (refused, still_refused);

  /* The program may die: what it answered stays answered. */
  platform_fixture_kill (shop->fixture);
  platform_fixture_start (shop->fixture);
  shop_sign_in (shop);
  later = platform_fixture_post (shop->fixture, "/v1/orders", shop->consumer, "one", body);
  assert_same (first, later);
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM orders"), ==, 1);
}

static void
test_idempotent_redemption (Shop *shop, gconstpointer data)
{
  g_autofree char *store_id = NULL;
  g_autofree char *deal_id = shop_find_deal (shop, SHOP_SWIM, &store_id);
  g_autofree char *order_id = shop_buy (shop, SHOP_SWIM, 1);
  g_autoptr (PlatformAnswer) voucher = shop_get_voucher (shop, order_id, 0);
  g_autoptr (PlatformAnswer) first = shop_redeem (shop, get_text (voucher, "code"), store_id, "scan");
  g_autoptr (PlatformAnswer) same = shop_redeem (shop, get_text (voucher, "code"), store_id, "scan");
  g_autoptr (PlatformAnswer) later = NULL;

  g_assert_cmpuint (first->status, ==, 201);
  assert_same (first, same);
  platform_fixture_kill (shop->fixture);
  platform_fixture_start (shop->fixture);
  shop_sign_in (shop);
  later = shop_redeem (shop, get_text (voucher, "code"), store_id, "scan");
  assert_same (first, later);
}

static void
test_bad_orders (Shop *shop, gconstpointer data)
{
  static const struct
  {
    const char *body;
    guint status;
    const char *code;
  } cases[] = {
    { "", 400, "malformed_json" },
    { "{", 400, "malformed_json" },
    { "[]", 422, "invalid_field" },
    { "{}", 422, "invalid_field" },
    { "{\"deal_id\":1}", 422, "invalid_field" },
    { "{\"deal_id\":\"dea_0000000000000000\",\"store_id\":\"sto_0000000000000000\",\"quantity\":1,"
      "\"expected_total\":{\"amount\":1,\"currency\":\"UYU\"},\"tip\":1}",
      422, "invalid_field" },
    { "{\"deal_id\":\"dea_0000000000000000\",\"store_id\":\"sto_0000000000000000\",\"quantity\":21,"
      "\"expected_total\":{\"amount\":1,\"currency\":\"UYU\"}}",
      422, "invalid_field" },
    { "{\"deal_id\":\"dea_0000000000000000\",\"store_id\":\"sto_0000000000000000\",\"quantity\":0,"
      "\"expected_total\":{\"amount\":1,\"currency\":\"UYU\"}}",
      422, "invalid_field" },
    { "{\"deal_id\":\"dea_0000000000000000\",\"store_id\":\"sto_0000000000000000\",\"quantity\":1,"
      "\"expected_total\":{\"amount\":1.5,\"currency\":\"UYU\"}}",
      422, "invalid_field" },
    { "{\"deal_id\":\"dea_0000000000000000\",\"store_id\":\"sto_0000000000000000\",\"quantity\":1,"
      "\"expected_total\":{\"amount\":1,\"currency\":\"UYU\"}}",
      404, "not_found" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *key = shop_new_key (shop);
      g_autoptr (PlatformAnswer) answer =
          platform_fixture_post (shop->fixture, "/v1/orders", shop->consumer, key, cases[i].body);

      platform_answer_assert_problem (answer, cases[i].status, cases[i].code);
    }
}

static void
test_price_changed (Shop *shop, gconstpointer data)
{
  g_autofree char *body = shop_describe_order (shop, SHOP_SWIM, 1);
  char *amount = strstr (body, "110000");
  g_autoptr (PlatformAnswer) answer = NULL;

  memcpy (amount, "100000", 6);
  answer = platform_fixture_post (shop->fixture, "/v1/orders", shop->consumer, "cheap", body);
  platform_answer_assert_problem (answer, 409, "price_changed");
  g_assert_cmpint (get_amount (answer, "price"), ==, SHOP_SWIM);
}

static void
test_hold_ends (Shop *shop, gconstpointer data)
{
  g_autofree char *city =
      g_build_filename (g_getenv ("RAMBLA_SOURCE_ROOT"), "tests", "platform", "cities", "tiny", NULL);
  const char *later[] = { "--sandbox", "--city", city, "--clock-offset", "901", NULL };
  g_autofree char *order_id = shop_order (shop, SHOP_RARE, 3);
  g_autofree char *body = shop_describe_order (shop, SHOP_RARE, 1);
  g_autoptr (PlatformAnswer) none_left = NULL;
  g_autoptr (PlatformAnswer) late = NULL;
  g_autoptr (PlatformAnswer) again = NULL;

  none_left = platform_fixture_post (shop->fixture, "/v1/orders", shop->consumer, "greedy", body);
  platform_answer_assert_problem (none_left, 409, "out_of_stock");
  platform_fixture_stop (shop->fixture);
  platform_fixture_set_arguments (shop->fixture, later);
  platform_fixture_start (shop->fixture);
  shop_sign_in (shop);
  shop_wait_for (shop, order_id, "expired");
  late = shop_pay (shop, order_id, "saved");
  platform_answer_assert_problem (late, 409, "hold_expired");
  again = platform_fixture_post (shop->fixture, "/v1/orders", shop->consumer, "patient", body);
  g_assert_cmpuint (again->status, ==, 201);
}

static void
test_cancel (Shop *shop, gconstpointer data)
{
  g_autofree char *order_id = shop_order (shop, SHOP_RARE, 3);
  g_autofree char *path = g_strdup_printf ("/v1/orders/%s/cancel", order_id);
  g_autoptr (PlatformAnswer) first =
      platform_fixture_post (shop->fixture, path, shop->consumer, "cancel", NULL);
  g_autoptr (PlatformAnswer) same =
      platform_fixture_post (shop->fixture, path, shop->consumer, "cancel", NULL);
  g_autoptr (PlatformAnswer) paid = shop_pay (shop, order_id, "saved");
  g_autofree char *again = shop_order (shop, SHOP_RARE, 3);

  g_assert_cmpuint (first->status, ==, 201);
  g_assert_cmpstr (get_text (first, "state"), ==, "cancelled");
  assert_same (first, same);
  platform_answer_assert_problem (paid, 409, "order_state");
}

/* Vouchers and orders page by page: each once, and none left out. */
static void
test_pages (Shop *shop, gconstpointer data)
{
  static const char *const lists[] = { "orders", "vouchers" };
  g_autofree char *first = shop_buy (shop, SHOP_SWIM, 2);
  g_autofree char *second = shop_buy (shop, SHOP_SWIM, 2);
  g_autofree char *third = shop_buy (shop, SHOP_SWIM, 1);

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autofree char *path = g_strdup_printf ("/v1/%s?limit=2", lists[i]);
      g_autofree char *bad_path = g_strdup_printf ("/v1/%s?cursor=%%21", lists[i]);
      g_autoptr (PlatformAnswer) bad = platform_fixture_get (shop->fixture, bad_path, shop->consumer);

      platform_answer_assert_problem (bad, 400, "invalid_cursor");
      while (path != NULL)
        {
          g_autoptr (PlatformAnswer) page = platform_fixture_get (shop->fixture, path, shop->consumer);
          JsonArray *items = json_object_get_array_member (platform_answer_get_object (page), lists[i]);

          g_assert_cmpuint (page->status, ==, 200);
          for (guint k = 0; k < json_array_get_length (items); k++)
            g_assert_true (g_hash_table_add (seen, g_strdup (json_object_get_string_member (
                                                       json_array_get_object_element (items, k), "id"))));
          g_clear_pointer (&path, g_free);
          if (page->link != NULL)
            path = g_strndup (page->link + 1, strcspn (page->link + 1, ">"));
        }
      g_assert_cmpuint (g_hash_table_size (seen), ==, i == 0 ? 3 : 5);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/trade/journey", Shop, NULL, shop_set_up, test_journey, shop_tear_down);
  g_test_add ("/trade/preview", Shop, NULL, shop_set_up, test_preview, shop_tear_down);
  g_test_add ("/trade/idempotency", Shop, NULL, shop_set_up, test_idempotency, shop_tear_down);
  g_test_add ("/trade/idempotent-redemption", Shop, NULL, shop_set_up, test_idempotent_redemption,
              shop_tear_down);
  g_test_add ("/trade/bad-orders", Shop, NULL, shop_set_up, test_bad_orders, shop_tear_down);
  g_test_add ("/trade/price-changed", Shop, NULL, shop_set_up, test_price_changed, shop_tear_down);
  g_test_add ("/trade/hold-ends", Shop, NULL, shop_set_up, test_hold_ends, shop_tear_down);
  g_test_add ("/trade/cancel", Shop, NULL, shop_set_up, test_cancel, shop_tear_down);
  g_test_add ("/trade/pages", Shop, NULL, shop_set_up, test_pages, shop_tear_down);
  return g_test_run ();
}
