/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trade-shop.h"

#include <sqlite3.h>
#include <string.h>

void
shop_sign_in (Shop *shop)
{
  g_free (shop->consumer);
  g_free (shop->merchant);
  shop->consumer = platform_fixture_sign_in (shop->fixture, "consumer");
  shop->merchant = platform_fixture_sign_in (shop->fixture, "merchant");
}

void
shop_set_up (Shop *shop, gconstpointer data)
{
  g_autofree char *city =
      g_build_filename (g_getenv ("RAMBLA_SOURCE_ROOT"), "tests", "platform", "cities", "tiny", NULL);
  const char *arguments[] = { "--sandbox", "--city", city, NULL };

  memset (shop, 0, sizeof *shop);
  shop->fixture = platform_fixture_new (arguments);
  shop_sign_in (shop);
}

void
shop_tear_down (Shop *shop, gconstpointer data)
{
  platform_fixture_free (shop->fixture);
  g_free (shop->consumer);
  g_free (shop->merchant);
}

char *
shop_new_key (Shop *shop)
{
  return g_strdup_printf ("key-%u", ++shop->keys);
}

char *
shop_find_deal (Shop *shop, gint64 price, char **store_id)
{
  g_autoptr (PlatformAnswer) answer = platform_fixture_get (shop->fixture, "/v1/deals?limit=100", NULL);
  JsonArray *deals = json_object_get_array_member (platform_answer_get_object (answer), "deals");

  for (guint i = 0; i < json_array_get_length (deals); i++)
    {
      JsonObject *deal = json_array_get_object_element (deals, i);

      if (json_object_get_int_member (json_object_get_object_member (deal, "price"), "amount") != price)
        continue;
      if (store_id != NULL)
        *store_id =
            g_strdup (json_object_get_string_member (json_object_get_object_member (deal, "store"), "id"));
      return g_strdup (json_object_get_string_member (deal, "id"));
    }
  g_error ("The tiny city has no offer for %" G_GINT64_FORMAT, price);
}

char *
shop_describe_order (Shop *shop, gint64 price, gint64 quantity)
{
  g_autofree char *store_id = NULL;
  g_autofree char *deal_id = shop_find_deal (shop, price, &store_id);

  return g_strdup_printf ("{\"deal_id\":\"%s\",\"store_id\":\"%s\",\"quantity\":%" G_GINT64_FORMAT
                          ",\"expected_total\":{\"amount\":%" G_GINT64_FORMAT ",\"currency\":\"UYU\"}}",
                          deal_id, store_id, quantity, price * quantity);
}

char *
shop_order (Shop *shop, gint64 price, gint64 quantity)
{
  g_autofree char *body = shop_describe_order (shop, price, quantity);
  g_autofree char *key = shop_new_key (shop);
  g_autoptr (PlatformAnswer) answer =
      platform_fixture_post (shop->fixture, "/v1/orders", shop->consumer, key, body);

  g_assert_cmpuint (answer->status, ==, 201);
  return g_strdup (json_object_get_string_member (platform_answer_get_object (answer), "id"));
}

PlatformAnswer *
shop_pay (Shop *shop, const char *order_id, const char *method)
{
  g_autofree char *path = g_strdup_printf ("/v1/orders/%s/payment", order_id);
  g_autofree char *body = g_strdup_printf ("{\"method\":\"%s\"}", method);
  g_autofree char *key = shop_new_key (shop);

  return platform_fixture_post (shop->fixture, path, shop->consumer, key, body);
}

guint
shop_fill_page (Shop *shop, const char *url, const char *number)
{
  g_autoptr (PlatformAnswer) page = platform_fixture_get (shop->fixture, url, NULL);
  g_autofree char *html = g_strndup (g_bytes_get_data (page->body, NULL), g_bytes_get_size (page->body));
  g_autoptr (GRegex) regex = g_regex_new ("name=\"token\" value=\"([^\"]+)\"", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *token = NULL;
  g_autofree char *form = NULL;
  g_autoptr (PlatformAnswer) answer = NULL;

  g_assert_cmpuint (page->status, ==, 200);
  g_assert_true (g_regex_match (regex, html, 0, &match));
  token = g_match_info_fetch (match, 1);
  form = g_strdup_printf ("token=%s&number=%s&expiry=12/34&cvc=123&name=Ana", token, number);
  answer = platform_fixture_post_form (shop->fixture, url, NULL, form);
  return answer->status;
}

char *
shop_buy (Shop *shop, gint64 price, gint64 quantity)
{
  g_autofree char *order_id = shop_order (shop, price, quantity);
  g_autoptr (PlatformAnswer) answer = shop_pay (shop, order_id, "saved");

  g_assert_cmpuint (answer->status, ==, 201);
  g_assert_cmpstr (json_object_get_string_member (platform_answer_get_object (answer), "state"), ==, "paid");
  return g_steal_pointer (&order_id);
}

PlatformAnswer *
shop_get_order (Shop *shop, const char *order_id)
{
  g_autofree char *path = g_strdup_printf ("/v1/orders/%s", order_id);

  return platform_fixture_get (shop->fixture, path, shop->consumer);
}

char *
shop_get_state (Shop *shop, const char *order_id)
{
  g_autoptr (PlatformAnswer) answer = shop_get_order (shop, order_id);

  g_assert_cmpuint (answer->status, ==, 200);
  return g_strdup (json_object_get_string_member (platform_answer_get_object (answer), "state"));
}

void
shop_wait_for (Shop *shop, const char *order_id, const char *state)
{
  gint64 until = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;

  for (;;)
    {
      g_autofree char *now = shop_get_state (shop, order_id);

      if (g_str_equal (now, state))
        return;
      if (g_get_monotonic_time () > until)
        g_error ("%s is still %s, not %s", order_id, now, state);
      g_usleep (20000);
    }
}

PlatformAnswer *
shop_get_voucher (Shop *shop, const char *order_id, guint index)
{
  g_autoptr (PlatformAnswer) order = shop_get_order (shop, order_id);
  JsonArray *vouchers = json_object_get_array_member (platform_answer_get_object (order), "vouchers");
  g_autofree char *path = NULL;
  PlatformAnswer *answer;

  g_assert_cmpuint (json_array_get_length (vouchers), >, index);
  path =
      g_strdup_printf ("/v1/vouchers/%s",
                       json_object_get_string_member (json_array_get_object_element (vouchers, index), "id"));
  answer = platform_fixture_get (shop->fixture, path, shop->consumer);
  g_assert_cmpuint (answer->status, ==, 200);
  return answer;
}

PlatformAnswer *
shop_redeem (Shop *shop, const char *presented, const char *store_id, const char *key)
{
  g_autofree char *body = g_strdup_printf ("{\"presented\":\"%s\",\"store_id\":\"%s\"}", presented, store_id);
  g_autofree char *new_key = key == NULL ? shop_new_key (shop) : NULL;

  return platform_fixture_post (shop->fixture, "/v1/merchant/redemptions", shop->merchant,
                                key != NULL ? key : new_key, body);
}

static sqlite3 *
open_database (Shop *shop)
{
  g_autofree char *path =
      g_build_filename (platform_fixture_get_data_directory (shop->fixture), "platform.db", NULL);
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 5000);
  return database;
}

gint64
shop_query (Shop *shop, const char *sql)
{
  sqlite3 *database = open_database (shop);
  sqlite3_stmt *statement = NULL;
  gint64 number;

  g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);
  return number;
}

void
shop_execute (Shop *shop, const char *sql)
{
  sqlite3 *database = open_database (shop);

  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

void
shop_assert_books (Shop *shop)
{
  g_assert_cmpint (shop_query (shop, "SELECT total FROM ledger_check"), ==, 0);
  g_assert_cmpint (shop_query (shop, "SELECT escrow - owed_to_vouchers FROM ledger_check"), ==, 0);
  g_assert_cmpint (
      shop_query (shop, "SELECT count(*) FROM vouchers WHERE (state = 'redeemed') <> (SELECT count(*) FROM "
                        "redemptions r WHERE r.voucher_id = vouchers.id AND NOT EXISTS (SELECT 1 FROM "
                        "redemption_undos WHERE redemption_id = r.id))"),
      ==, 0);
  g_assert_cmpint (
      shop_query (shop,
                  "SELECT count(*) FROM orders WHERE state IN ('paid', 'completed') AND (SELECT count(*) "
                  "FROM vouchers WHERE order_id = orders.id) <> quantity"),
      ==, 0);
}
