/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Purchases as the application makes them, with the real program. */
#include <string.h>

#include "rambla-catalogue.h"
#include "rambla-checkout.h"
#include "rambla-http-api.h"
#include "trade-shop.h"

#define PLATFORM "test"
#define CARD_GOOD "4242424242424242"
#define CARD_DECLINED "4000000000000002"

typedef struct
{
  Shop shop; /* its tokens stay empty: who buys here signs in by itself */
  char *folder;
  SoupSession *soup;
  RamblaSession *session;
  RamblaApi *api;
  RamblaDeal *deal;
  RamblaCheckout *checkout;
} Fixture;

/* --- the application's side --- */

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for_result (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
sign_in (Fixture *fixture)
{
  JsonObject *codes =
      json_object_get_object_member (platform_fixture_get_ready (fixture->shop.fixture), "sign_in");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fixture->soup = soup_session_new ();
  fixture->session =
      rambla_session_new (platform_fixture_get_uri (fixture->shop.fixture), fixture->soup, NULL);
  rambla_session_redeem_code_async (fixture->session, json_object_get_string_member (codes, "consumer"), NULL,
                                    on_result, &result);
  rambla_session_redeem_code_finish (fixture->session, wait_for_result (&result), &error);
  g_assert_no_error (error);
  fixture->api = RAMBLA_API (rambla_http_api_new (fixture->session, fixture->soup));
}

static void
find_deal (Fixture *fixture, gint64 price)
{
  g_autofree char *id = shop_find_deal (&fixture->shop, price, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  rambla_catalogue_get_deal_async (fixture->api, id, NULL, NULL, on_result, &result);
  fixture->deal = rambla_catalogue_get_deal_finish (fixture->api, wait_for_result (&result), &error);
  g_assert_no_error (error);
}

static void
start (Fixture *fixture)
{
  fixture->checkout = rambla_checkout_new (fixture->api, fixture->folder, PLATFORM, fixture->deal,
                                           rambla_deal_get_store (fixture->deal));
  rambla_checkout_set_ask_interval (fixture->checkout, 20);
}

static void
wait_for (RamblaCheckout *checkout, RamblaCheckoutState state)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (rambla_checkout_get_state (checkout) != state && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (rambla_checkout_get_state (checkout), ==, state);
}

static void
leave (Fixture *fixture)
{
  g_clear_object (&fixture->checkout);
  g_clear_object (&fixture->api);
  g_clear_object (&fixture->session);
  soup_session_abort (fixture->soup);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->soup);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *city =
      g_build_filename (g_getenv ("RAMBLA_SOURCE_ROOT"), "tests", "platform", "cities", "tiny", NULL);
  const char *arguments[] = { "--sandbox", "--city", city, NULL };
  g_autoptr (GError) error = NULL;

  memset (fixture, 0, sizeof *fixture);
  fixture->shop.fixture = platform_fixture_new (arguments);
  fixture->folder = g_dir_make_tmp ("rambla-checkout-XXXXXX", &error);
  g_assert_no_error (error);
  sign_in (fixture);
  find_deal (fixture, SHOP_SWIM);
  start (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  leave (fixture);
  g_clear_object (&fixture->deal);
  shop_assert_books (&fixture->shop);
  platform_fixture_free (fixture->shop.fixture);
  platform_fixture_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gint64
count_orders (Fixture *fixture)
{
  return shop_query (&fixture->shop, "SELECT count(*) FROM orders");
}

static gboolean
has_files (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);

  return g_dir_read_name (dir) != NULL;
}

/* --- the cases --- */

static void
test_saved (Fixture *fixture, gconstpointer data)
{
  RamblaOrder *order;

  rambla_checkout_set_quantity (fixture->checkout, 2);
  rambla_checkout_pay (fixture->checkout, "saved");
  g_assert_true (has_files (fixture));
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_PAID);
  order = rambla_checkout_get_order (fixture->checkout);
  g_assert_cmpuint (g_strv_length ((char **) rambla_order_get_voucher_ids (order)), ==, 2);
  g_assert_cmpint (rambla_order_get_total (order).amount, ==, 2 * SHOP_SWIM);
  g_assert_false (has_files (fixture));
}

static void
test_hosted (Fixture *fixture, gconstpointer data)
{
  rambla_checkout_pay (fixture->checkout, "hosted");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_WAITING);
  g_assert_nonnull (rambla_checkout_get_url (fixture->checkout));

  /* A declined card leaves the page open. */
  shop_fill_page (&fixture->shop, rambla_checkout_get_url (fixture->checkout), CARD_DECLINED);
  shop_fill_page (&fixture->shop, rambla_checkout_get_url (fixture->checkout), CARD_GOOD);
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_PAID);
  g_assert_cmpint (count_orders (fixture), ==, 1);
}

static void
restart (Fixture *fixture)
{
  leave (fixture);
  platform_fixture_start (fixture->shop.fixture);
  sign_in (fixture);
}

static void
test_declined (Fixture *fixture, gconstpointer data)
{
  platform_fixture_stop (fixture->shop.fixture);
  shop_execute (&fixture->shop, "UPDATE saved_cards SET provider_method = 'pm_card_chargeDeclined'");
  restart (fixture);
  start (fixture);
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_DECLINED);
  g_assert_nonnull (rambla_checkout_get_message (fixture->checkout));
  g_assert_true (has_files (fixture));

  /* Another way, the same order. */
  rambla_checkout_pay (fixture->checkout, "hosted");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_WAITING);
  shop_fill_page (&fixture->shop, rambla_checkout_get_url (fixture->checkout), CARD_GOOD);
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_PAID);
  g_assert_cmpint (count_orders (fixture), ==, 1);
  g_assert_false (has_files (fixture));
}

static void
test_out_of_stock (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->checkout);
  g_clear_object (&fixture->deal);
  find_deal (fixture, SHOP_RARE);
  start (fixture);
  rambla_checkout_set_quantity (fixture->checkout, 4);
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_FAILED);
  g_assert_true (rambla_api_error_is_problem (rambla_checkout_get_error (fixture->checkout), "out_of_stock"));
  rambla_checkout_choose_again (fixture->checkout);
  rambla_checkout_set_quantity (fixture->checkout, 3);
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_PAID);
}

static void
test_price_changed (Fixture *fixture, gconstpointer data)
{
  RamblaMoney fresh;

  platform_fixture_stop (fixture->shop.fixture);
  shop_execute (&fixture->shop, "UPDATE deals SET price = price + 1000 WHERE price = 110000");
  restart (fixture);
  start (fixture);
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_FAILED);
  g_assert_true (rambla_checkout_get_new_price (fixture->checkout, &fresh));
  g_assert_cmpint (fresh.amount, ==, SHOP_SWIM + 1000);
  rambla_checkout_accept_price (fixture->checkout);
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_PAID);
  g_assert_cmpint (rambla_order_get_total (rambla_checkout_get_order (fixture->checkout)).amount, ==,
                   SHOP_SWIM + 1000);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  rambla_checkout_pay (fixture->checkout, "hosted");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_WAITING);
  rambla_checkout_cancel (fixture->checkout);
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_OVER);
  g_assert_false (has_files (fixture));
}

/* Both sides die while the order is on its way; whatever had arrived, one order is paid once. */
static void
test_crash (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) resumed = NULL;

  rambla_checkout_pay (fixture->checkout, "saved");
  while (rambla_checkout_get_state (fixture->checkout) != RAMBLA_CHECKOUT_PAYING)
    g_main_context_iteration (NULL, TRUE);
  platform_fixture_kill (fixture->shop.fixture);
  restart (fixture);
  g_assert_true (has_files (fixture));
  resumed = rambla_checkout_resume_all (fixture->api, fixture->folder, PLATFORM);
  g_assert_cmpuint (resumed->len, ==, 1);
  rambla_checkout_set_ask_interval (g_ptr_array_index (resumed, 0), 20);
  wait_for (g_ptr_array_index (resumed, 0), RAMBLA_CHECKOUT_PAID);
  g_assert_cmpint (count_orders (fixture), ==, 1);
  g_assert_cmpint (shop_query (&fixture->shop, "SELECT count(*) FROM vouchers"), ==, 1);
  g_assert_false (has_files (fixture));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                                  \
  g_test_add ("/checkout-platform/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("saved", test_saved);
  ADD ("hosted", test_hosted);
  ADD ("declined", test_declined);
  ADD ("out-of-stock", test_out_of_stock);
  ADD ("price-changed", test_price_changed);
  ADD ("cancel", test_cancel);
  ADD ("crash", test_crash);
#undef ADD
  return g_test_run ();
}
