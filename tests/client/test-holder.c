/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * This device as the holder of vouchers, before the real program: with a network, without one, beside another
 * device, and when the platform's own key is stolen. */
#include <sodium.h>
#include <string.h>

#include "rambla-holder.h"
#include "rambla-http-api.h"
#include "shop-holder.h"

/* One device that is signed in. */
typedef struct
{
  SoupSession *soup;
  RamblaSession *session;
  RamblaApi *api;
  RamblaSecrets *secrets;
  RamblaWallet *wallet;
  RamblaHolder *holder;
  int took_over;
} Device;

typedef struct
{
  Shop shop;
  char *folder;
  guint8 platform_key[RAMBLA_ED25519_PUBLIC_SIZE];
} World;

typedef gboolean (*Holds) (gpointer data);

static void
wait_until (Holds holds, gpointer data)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (!holds (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

static void
on_redeem_code_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  rambla_session_redeem_code_finish (RAMBLA_SESSION (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_signed_in (gpointer data)
{
  return rambla_session_get_signed_in (((Device *) data)->session);
}

static void
on_took_over (RamblaHolder *holder, int n, Device *device)
{
  device->took_over += n;
}

static void
device_open (Device *device, World *world, const char *name, const char *code)
{
  g_autofree char *path = g_build_filename (world->folder, name, NULL);

  memset (device, 0, sizeof *device);
  device->soup = soup_session_new ();
  device->session = rambla_session_new (platform_fixture_get_uri (world->shop.fixture), device->soup, NULL);
  device->api = RAMBLA_API (rambla_http_api_new (device->session, device->soup));
  device->secrets = rambla_secrets_new (NULL, path);
  device->wallet = rambla_wallet_new (device->api, NULL);
  device->holder = rambla_holder_new (device->session, device->api, device->secrets, device->wallet);
  g_signal_connect (device->holder, "took-over", G_CALLBACK (on_took_over), device);
  rambla_session_redeem_code_async (device->session, code, NULL, on_redeem_code_ready, NULL);
  wait_until (is_signed_in, device);
}

static void
device_close (Device *device)
{
  g_clear_object (&device->holder);
  g_clear_object (&device->wallet);
  g_clear_object (&device->secrets);
  g_clear_object (&device->api);
  g_clear_object (&device->session);
  g_clear_object (&device->soup);
}

static gboolean
is_registered (gpointer data)
{
  return rambla_holder_get_registered (((Device *) data)->holder);
}

/* The first voucher as the device knows it. */
static RamblaVoucher *
get_voucher (Device *device)
{
  g_autoptr (RamblaVoucher) voucher = g_list_model_get_item (G_LIST_MODEL (device->wallet), 0);

  return voucher;
}

static gboolean
has_bound (gpointer data)
{
  Device *device = data;
  RamblaVoucher *voucher = get_voucher (device);

  rambla_wallet_refresh (device->wallet);
  return voucher != NULL && rambla_wallet_is_bound (device->wallet, voucher) &&
         !rambla_wallet_is_elsewhere (device->wallet, voucher);
}

static gboolean
has_lost (gpointer data)
{
  Device *device = data;

  rambla_wallet_refresh (device->wallet);
  return rambla_wallet_is_elsewhere (device->wallet, get_voucher (device));
}

static gboolean
is_offline (gpointer data)
{
  return rambla_wallet_get_offline (((Device *) data)->wallet);
}

static const guint8 *
find_key (const char *kid, gpointer user_data)
{
  return ((World *) user_data)->platform_key;
}

static void
set_up (World *world, gconstpointer data)
{
  guint8 secret_key[RAMBLA_ED25519_SECRET_SIZE];
  g_autofree char *kid = NULL;

  shop_set_up (&world->shop, NULL);
  world->folder = g_dir_make_tmp ("rambla-holder-XXXXXX", NULL);
  kid = shop_steal_key (&world->shop, secret_key);
  crypto_sign_ed25519_sk_to_pk (world->platform_key, secret_key);
}

static void
tear_down (World *world, gconstpointer data)
{
  shop_tear_down (&world->shop, NULL);
  platform_fixture_remove_folder (world->folder);
  g_free (world->folder);
}

/* A new start gives each device a code of its own. */
static char *
next_code (World *world)
{
  JsonObject *codes;

  platform_fixture_stop (world->shop.fixture);
  platform_fixture_start (world->shop.fixture);
  codes = json_object_get_object_member (platform_fixture_get_ready (world->shop.fixture), "sign_in");
  return g_strdup (json_object_get_string_member (codes, "consumer"));
}

static void
test_devices (World *world, gconstpointer data)
{
  Shop *shop = &world->shop;
  g_autofree char *store_id = NULL;
  g_autofree char *deal_id = shop_find_deal (shop, SHOP_SWIM, &store_id);
  g_autofree char *order_id = shop_buy (shop, SHOP_SWIM, 1);
  g_autofree char *code = next_code (world);
  g_autofree char *second_code = NULL;
  g_autofree char *third_code = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *later = NULL;
  g_autofree char *stale = NULL;
  g_autoptr (RamblaVoucherClaims) claims = NULL;
  g_autoptr (PlatformAnswer) accepted = NULL;
  g_autoptr (PlatformAnswer) refused = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  Device laptop;
  Device desktop;

  /* What was bought before comes to live here. */
  device_open (&laptop, world, "laptop.json", code);
  wait_until (has_bound, &laptop);
  g_assert_true (is_registered (&laptop));
  g_assert_cmpint (laptop.took_over, ==, 1);

  /* Without a network the proof goes on being fresh. */
  platform_fixture_stop (shop->fixture);
  rambla_wallet_refresh (laptop.wallet);
  wait_until (is_offline, &laptop);
  shown = rambla_wallet_dup_presentation (laptop.wallet, get_voucher (&laptop), now);
  later = rambla_wallet_dup_presentation (laptop.wallet, get_voucher (&laptop), now + 3600);
  g_assert_cmpint (rambla_voucher_presented_verify (shown, find_key, world, now, NULL, &claims, NULL), ==,
                   RAMBLA_VOUCHER_RESULT_GENUINE);
  g_assert_cmpint (rambla_voucher_presented_verify (later, find_key, world, now + 3600, NULL, NULL, NULL), ==,
                   RAMBLA_VOUCHER_RESULT_GENUINE);
  g_assert_cmpint (rambla_voucher_presented_verify (shown, find_key, world, now + 3600, NULL, NULL, NULL), ==,
                   RAMBLA_VOUCHER_RESULT_BINDING_STALE);
  device_close (&laptop);

  /* The next start has the same key: nothing moves. Its vouchers are kept in the platform's own words. */
  platform_fixture_start (shop->fixture);
  code = (g_free (code), next_code (world));
  device_open (&laptop, world, "laptop.json", code);
  wait_until (has_bound, &laptop);
  g_assert_cmpint (laptop.took_over, ==, 0);
  device_close (&laptop);

  /* Another device takes over; the first one sees it, and its QR code has nothing to say. */
  second_code = next_code (world);
  device_open (&desktop, world, "desktop.json", second_code);
  wait_until (has_bound, &desktop);
  g_assert_cmpint (desktop.took_over, ==, 1);
  g_assert_cmpint (rambla_voucher_get_generation (get_voucher (&desktop)), ==, 3);
  stale = rambla_wallet_dup_presentation (desktop.wallet, get_voucher (&desktop), now - 120);
  g_free (shop->merchant);
  shop->merchant = platform_fixture_sign_in (shop->fixture, "merchant");
  refused = shop_redeem (shop, stale, store_id, NULL);
  platform_answer_assert_problem (refused, 409, "binding_stale");
  shown = (g_free (shown), rambla_wallet_dup_presentation (desktop.wallet, get_voucher (&desktop),
                                                           g_get_real_time () / G_USEC_PER_SEC));
  accepted = shop_redeem (shop, shown, store_id, NULL);
  g_assert_cmpuint (accepted->status, ==, 201);

  /* Signed out, nothing stays. */
  rambla_session_sign_out (desktop.session);
  g_assert_null (rambla_wallet_dup_presentation (desktop.wallet, get_voucher (&desktop), now));
  device_close (&desktop);
}

static gboolean
has_new_key (gpointer data)
{
  Device *device = data;
  RamblaVoucher *voucher = get_voucher (device);

  return voucher != NULL && rambla_voucher_get_generation (voucher) == 3;
}

/* The wallet fetches what was issued anew by itself. */
static void
test_stolen_key (World *world, gconstpointer data)
{
  Shop *shop = &world->shop;
  g_autofree char *order_id = shop_buy (shop, SHOP_SWIM, 1);
  g_autofree char *code = next_code (world);
  g_autofree char *operator_token = platform_fixture_sign_in (shop->fixture, "operator");
  guint8 secret_key[RAMBLA_ED25519_SECRET_SIZE];
  g_autofree char *kid = shop_steal_key (shop, secret_key);
  g_autofree char *body = g_strdup_printf ("{\"stolen\":\"%s\"}", kid);
  g_autoptr (PlatformAnswer) rotated = NULL;
  Device laptop;

  device_open (&laptop, world, "laptop.json", code);
  wait_until (has_bound, &laptop);
  rambla_wallet_set_visible (laptop.wallet, TRUE);
  rotated = platform_fixture_post (shop->fixture, "/v1/operator/key-rotations", operator_token, "r", body);
  g_assert_cmpuint (rotated->status, ==, 201);
  wait_until (has_new_key, &laptop);
  g_assert_false (has_lost (&laptop));
  rambla_wallet_set_visible (laptop.wallet, FALSE);
  device_close (&laptop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/holder/devices", World, NULL, set_up, test_devices, tear_down);
  g_test_add ("/holder/stolen-key", World, NULL, set_up, test_stolen_key, tear_down);
  return g_test_run ();
}
