/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wallet and the orders before the real program: bought, shown, used, given back, and without it. */
#include <glib/gstdio.h>
#include <string.h>

#include "rambla-http-api.h"
#include "rambla-order-list.h"
#include "rambla-purchases.h"
#include "rambla-wallet.h"
#include "trade-shop.h"

typedef struct
{
  Shop shop;
  SoupSession *soup;
  RamblaSession *session;
  RamblaApi *api;
  char *folder;
  RamblaCache *cache;
  RamblaWallet *wallet;
  RamblaOrderList *orders;
  gboolean done;
} Fixture;

static void
wait_until (Fixture *fixture, gboolean (*holds) (Fixture *), int seconds)
{
  gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;

  while (!holds (fixture))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

static gboolean
is_done (Fixture *fixture)
{
  return fixture->done;
}

static void
on_redeem_code_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  rambla_session_redeem_code_finish (RAMBLA_SESSION (source), result, &error);
  g_assert_no_error (error);
  ((Fixture *) user_data)->done = TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *city =
      g_build_filename (g_getenv ("RAMBLA_SOURCE_ROOT"), "tests", "platform", "cities", "tiny", NULL);
  const char *arguments[] = { "--sandbox", "--city", city, NULL };
  g_autofree char *path = NULL;
  JsonObject *codes;

  memset (fixture, 0, sizeof *fixture);
  fixture->shop.fixture = platform_fixture_new (arguments);
  fixture->soup = soup_session_new ();
  fixture->session =
      rambla_session_new (platform_fixture_get_uri (fixture->shop.fixture), fixture->soup, NULL);
  codes = json_object_get_object_member (platform_fixture_get_ready (fixture->shop.fixture), "sign_in");
  rambla_session_redeem_code_async (fixture->session, json_object_get_string_member (codes, "consumer"), NULL,
                                    on_redeem_code_ready, fixture);
  wait_until (fixture, is_done, 10);
  fixture->shop.consumer = g_strdup (rambla_session_get_access_token (fixture->session));
  fixture->shop.merchant = platform_fixture_sign_in (fixture->shop.fixture, "merchant");
  fixture->api = RAMBLA_API (rambla_http_api_new (fixture->session, fixture->soup));
  fixture->folder = g_dir_make_tmp ("rambla-wallet-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "cache.db", NULL);
  fixture->cache = rambla_cache_new (path, "test");
}

static void
drop (Fixture *fixture)
{
  RamblaCache *cache = fixture->cache;

  g_object_add_weak_pointer (G_OBJECT (cache), (gpointer *) &cache);
  g_clear_object (&fixture->wallet);
  g_clear_object (&fixture->orders);
  g_clear_object (&fixture->cache);
  while (cache != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  drop (fixture);
  g_clear_object (&fixture->api);
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->soup);
  platform_fixture_free (fixture->shop.fixture);
  g_free (fixture->shop.consumer);
  g_free (fixture->shop.merchant);
  platform_fixture_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static guint
count (Fixture *fixture, RamblaVoucherState state)
{
  GListModel *model = G_LIST_MODEL (fixture->wallet);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (RamblaVoucher) voucher = g_list_model_get_item (model, i);

      n += rambla_voucher_get_state (voucher) == state;
    }
  return n;
}

static gboolean
has_three (Fixture *fixture)
{
  return count (fixture, RAMBLA_VOUCHER_ACTIVE) == 3 &&
         g_list_model_get_n_items (G_LIST_MODEL (fixture->orders)) == 1;
}

static gboolean
has_used (Fixture *fixture)
{
  return count (fixture, RAMBLA_VOUCHER_REDEEMED) == 1;
}

static gboolean
has_returned (Fixture *fixture)
{
  return count (fixture, RAMBLA_VOUCHER_REFUNDED) == 2;
}

static gboolean
is_offline (Fixture *fixture)
{
  return rambla_wallet_get_offline (fixture->wallet) && rambla_wallet_get_known (fixture->wallet);
}

static void
on_refund_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree RamblaMoney *amount = rambla_purchases_refund_finish (RAMBLA_API (source), result, &error);

  g_assert_no_error (error);
  g_assert_cmpint (amount->amount, ==, 2 * SHOP_SWIM);
  ((Fixture *) user_data)->done = TRUE;
}

static void
test_life (Fixture *fixture, gconstpointer data)
{
  g_autofree char *order_id = shop_buy (&fixture->shop, SHOP_SWIM, 3);
  g_autofree char *presented = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "cache.db", NULL);
  g_autoptr (PlatformAnswer) redeemed = NULL;
  g_autoptr (RamblaVoucher) voucher = NULL;
  g_autoptr (RamblaStore) store = NULL;
  gint64 start;
  gint64 fetched_at;

  fixture->wallet = rambla_wallet_new (fixture->api, fixture->cache);
  fixture->orders = rambla_order_list_new (fixture->api, fixture->cache);
  rambla_order_list_refresh (fixture->orders);
  wait_until (fixture, has_three, 10);
  g_assert_nonnull (rambla_order_list_get_order (fixture->orders, order_id));

  /* What the QR code says is what the counter takes, and the wallet knows within a second. */
  voucher = g_list_model_get_item (G_LIST_MODEL (fixture->wallet), 0);
  store = g_list_model_get_item (rambla_voucher_get_stores (voucher), 0);
  g_assert_cmpstr (rambla_voucher_get_order_id (voucher), ==, order_id);
  presented = rambla_wallet_dup_presentation (fixture->wallet, voucher, g_get_real_time () / G_USEC_PER_SEC);
  g_assert_true (g_str_has_prefix (presented, "RV1"));
  rambla_wallet_watch (fixture->wallet, rambla_voucher_get_id (voucher));
  redeemed = shop_redeem (&fixture->shop, presented, rambla_store_get_id (store), NULL);
  g_assert_cmpuint (redeemed->status, ==, 201);
  start = g_get_monotonic_time ();
  wait_until (fixture, has_used, 10);
  g_test_message ("used after %d ms", (int) ((g_get_monotonic_time () - start) / 1000));
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  g_assert_cmpstr (rambla_voucher_get_redeemed_store (
                       rambla_wallet_get_voucher (fixture->wallet, rambla_voucher_get_id (voucher))),
                   ==, rambla_store_get_name (store));
  rambla_wallet_unwatch (fixture->wallet, rambla_voucher_get_id (voucher));

  fixture->done = FALSE;
  rambla_purchases_refund_async (fixture->api, "refund-1", order_id, NULL, on_refund_ready, fixture);
  wait_until (fixture, is_done, 10);
  rambla_wallet_refresh (fixture->wallet);
  wait_until (fixture, has_returned, 10);
  fetched_at = rambla_wallet_get_fetched_at (fixture->wallet);

  /* Without the platform, and after a start, everything is still known, with its age. */
  platform_fixture_stop (fixture->shop.fixture);
  drop (fixture);
  fixture->cache = rambla_cache_new (path, "test");
  fixture->wallet = rambla_wallet_new (fixture->api, fixture->cache);
  wait_until (fixture, is_offline, 30);
  g_assert_cmpuint (count (fixture, RAMBLA_VOUCHER_REDEEMED), ==, 1);
  g_assert_cmpuint (count (fixture, RAMBLA_VOUCHER_REFUNDED), ==, 2);
  g_assert_cmpint (rambla_wallet_get_fetched_at (fixture->wallet), <=, fetched_at);
  g_assert_cmpint (rambla_wallet_get_fetched_at (fixture->wallet), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/wallet-platform/life", Fixture, NULL, set_up, test_life, tear_down);
  return g_test_run ();
}
