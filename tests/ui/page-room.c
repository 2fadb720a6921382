/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page-room.h"

#include "rambla-account-page.h"
#include "rambla-cache.h"
#include "rambla-catalogue.h"
#include "rambla-checkout-page.h"
#include "rambla-claim-sheet.h"
#include "rambla-compare-page.h"
#include "rambla-conflicts-page.h"
#include "rambla-counter-settings-window.h"
#include "rambla-deal-page.h"
#include "rambla-disputes-page.h"
#include "rambla-explore-page.h"
#include "rambla-gift-sheet.h"
#include "rambla-offers-page.h"
#include "rambla-order-page.h"
#include "rambla-orders-page.h"
#include "rambla-saved-page.h"
#include "rambla-sign-in-dialog.h"
#include "rambla-state-page.h"
#include "rambla-store-chooser.h"
#include "rambla-store-page.h"
#include "rambla-voucher-page.h"
#include "rambla-wallet-page.h"

#define PATIENCE 20

static GtkWidget *
make_explore (PageRoom *room)
{
  return rambla_explore_page_new (room->client);
}

static GtkWidget *
make_saved (PageRoom *room)
{
  return rambla_saved_page_new (room->client, room->saved, room->follows);
}

static GtkWidget *
make_wallet (PageRoom *room)
{
  return rambla_wallet_page_new (rambla_client_get_api (room->client), room->wallet, room->zone);
}

static GtkWidget *
make_orders (PageRoom *room)
{
  return rambla_orders_page_new (room->orders, room->zone);
}

static GtkWidget *
make_account (PageRoom *room)
{
  return rambla_account_page_new (room->client);
}

static GtkWidget *
make_deal (PageRoom *room)
{
  GtkWidget *page = rambla_deal_page_new (room->client, rambla_deal_get_id (room->deal), NULL);

  rambla_deal_page_set_saved (RAMBLA_DEAL_PAGE (page), room->saved);
  return page;
}

static GtkWidget *
make_store (PageRoom *room)
{
  return rambla_store_page_new (room->client, room->follows, rambla_store_get_id (room->store));
}

static GtkWidget *
make_compare (PageRoom *room)
{
  return rambla_compare_page_new (room->comparison, room->zone);
}

static GtkWidget *
make_checkout (PageRoom *room)
{
  return rambla_checkout_page_new (room->client, room->deal, room->store, NULL);
}

static GtkWidget *
make_order (PageRoom *room)
{
  return rambla_order_page_new (room->client, room->orders, room->wallet, room->order_id, room->zone);
}

static GtkWidget *
make_voucher (PageRoom *room)
{
  return rambla_voucher_page_new (rambla_client_get_api (room->client), room->wallet,
                                  rambla_voucher_get_id (room->voucher), room->zone);
}

static GtkWidget *
make_gift (PageRoom *room)
{
  return rambla_gift_sheet_new (GTK_WINDOW (room->window), rambla_client_get_api (room->client), room->wallet,
                                room->voucher, room->zone);
}

static GtkWidget *
make_claim (PageRoom *room)
{
  return rambla_claim_sheet_new (GTK_WINDOW (room->window), rambla_client_get_api (room->client),
                                 room->wallet, room->zone);
}

static GtkWidget *
make_sign_in (PageRoom *room)
{
  return rambla_sign_in_dialog_new (GTK_WINDOW (room->window), room->client);
}

static GtkWidget *
make_offers (PageRoom *room)
{
  return rambla_offers_page_new (room->merchant_client, room->store);
}

static GtkWidget *
make_conflicts (PageRoom *room)
{
  return rambla_conflicts_page_new (room->merchant_client, room->store);
}

static GtkWidget *
make_disputes (PageRoom *room)
{
  return rambla_disputes_page_new (room->merchant_client, room->store);
}

static GtkWidget *
make_store_chooser (PageRoom *room)
{
  return rambla_store_chooser_new (rambla_client_get_api (room->merchant_client));
}

static GtkWidget *
make_counter_settings (PageRoom *room)
{
  return rambla_counter_settings_window_new (GTK_WINDOW (room->window),
                                             rambla_client_get_api (room->merchant_client),
                                             rambla_store_get_id (room->store));
}

const PageKind page_kinds[] = {
  { "explore", make_explore },
  { "saved", make_saved },
  { "wallet", make_wallet },
  { "orders", make_orders },
  { "account", make_account },
  { "deal", make_deal },
  { "store", make_store },
  { "compare", make_compare },
  { "checkout", make_checkout },
  { "order", make_order },
  { "voucher", make_voucher },
  { "gift-sheet", make_gift },
  { "claim-sheet", make_claim },
  { "sign-in", make_sign_in },
  { "offers", make_offers },
  { "conflicts", make_conflicts },
  { "disputes", make_disputes },
  { "store-chooser", make_store_chooser },
  { "counter-settings", make_counter_settings },
  { NULL, NULL },
};

gboolean
page_room_wait (gboolean (*condition) (gpointer data), gpointer data, int seconds)
{
  gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;

  while (!condition (data))
    {
      if (g_get_monotonic_time () > end)
        return FALSE;
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
  return TRUE;
}

static void
must (gboolean (*condition) (gpointer data), gpointer data)
{
  g_assert_true (page_room_wait (condition, data, PATIENCE));
}

static gboolean
is_set (gpointer data)
{
  return *(gboolean *) data;
}

static gboolean
is_there (gpointer data)
{
  return *(gpointer *) data != NULL;
}

static gboolean
is_ready (gpointer data)
{
  return rambla_client_get_state (data) == RAMBLA_CLIENT_READY;
}

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  rambla_session_redeem_code_finish (RAMBLA_SESSION (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static RamblaClient *
connect_as (PageRoom *self, const char *role, char **token)
{
  PlatformFixture *fixture = self->shop.fixture;
  RamblaClient *client = rambla_client_new (platform_fixture_get_uri (fixture), role);
  JsonObject *codes = json_object_get_object_member (platform_fixture_get_ready (fixture), "sign_in");
  gboolean done = FALSE;

  rambla_client_connect (client);
  must (is_ready, client);
  rambla_session_redeem_code_async (rambla_client_get_session (client),
                                    json_object_get_string_member (codes, role), NULL, on_signed_in, &done);
  must (is_set, &done);
  *token = g_strdup (rambla_session_get_access_token (rambla_client_get_session (client)));
  return client;
}

static void
on_deal (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(RamblaDeal **) user_data = rambla_catalogue_get_deal_finish (RAMBLA_API (source), result, &error);
  g_assert_no_error (error);
}

static void
on_store (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(RamblaStore **) user_data = rambla_catalogue_get_store_finish (RAMBLA_API (source), result, &error);
  g_assert_no_error (error);
}

static RamblaDeal *
fetch_deal (PageRoom *self, gint64 price, char **store_id)
{
  g_autofree char *id = shop_find_deal (&self->shop, price, store_id);
  RamblaDeal *deal = NULL;

  rambla_catalogue_get_deal_async (rambla_client_get_api (self->client), id, NULL, NULL, on_deal, &deal);
  must (is_there, &deal);
  return deal;
}

static gboolean
has_voucher (gpointer data)
{
  return g_list_model_get_n_items (data) > 0;
}

static void
buy (PageRoom *self)
{
  g_autofree char *store_id = NULL;
  g_autofree char *other_store = NULL;
  g_autoptr (RamblaDeal) other = NULL;

  self->order_id = shop_buy (&self->shop, SHOP_SWIM, 1);
  self->deal = fetch_deal (self, SHOP_SWIM, &store_id);
  other = fetch_deal (self, SHOP_ONDA, &other_store);
  rambla_comparison_add (self->comparison, self->deal);
  rambla_comparison_add (self->comparison, other);
  rambla_catalogue_get_store_async (rambla_client_get_api (self->client), store_id, NULL, on_store,
                                    &self->store);
  must (is_there, &self->store);
  rambla_wallet_refresh (self->wallet);
  rambla_order_list_refresh (self->orders);
  must (has_voucher, self->wallet);
  must (has_voucher, self->orders);
  self->voucher = g_list_model_get_item (G_LIST_MODEL (self->wallet), 0);
  rambla_saved_add (self->saved, self->deal, NULL);
}

PageRoom *
page_room_new (void)
{
  PageRoom *self = g_new0 (PageRoom, 1);
  g_autofree char *city =
      g_build_filename (g_getenv ("RAMBLA_SOURCE_ROOT"), "tests", "platform", "cities", "tiny", NULL);
  const char *arguments[] = { "--sandbox", "--city", city, NULL };
  g_autofree char *saved = NULL;
  g_autofree char *follows = NULL;

  self->folder = g_dir_make_tmp ("rambla-pages-XXXXXX", NULL);
  g_setenv ("XDG_STATE_HOME", self->folder, TRUE);
  g_setenv ("XDG_CACHE_HOME", self->folder, TRUE);
  g_setenv ("XDG_DATA_HOME", self->folder, TRUE);
  self->shop.fixture = platform_fixture_new (arguments);
  self->client = connect_as (self, "consumer", &self->shop.consumer);
  self->merchant_client = connect_as (self, "merchant", &self->shop.merchant);
  self->wallet = rambla_wallet_new (rambla_client_get_api (self->client), NULL);
  self->orders = rambla_order_list_new (rambla_client_get_api (self->client), NULL);
  saved = g_build_filename (self->folder, "saved.geojson", NULL);
  self->saved = rambla_saved_new (saved);
  follows = g_build_filename (self->folder, "follows.json", NULL);
  self->follows =
      rambla_follows_new (rambla_client_get_api (self->client), rambla_client_get_session (self->client),
                          rambla_client_get_events (self->client), follows);
  self->comparison = rambla_comparison_new ();
  self->zone = g_time_zone_new_utc ();
  buy (self);
  page_room_set_size (self, 900, 700);
  return self;
}

/* A window of its own: without a window manager an old one does not shrink. */
void
page_room_set_size (PageRoom *self, int width, int height)
{
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  self->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, height);
  gtk_window_present (GTK_WINDOW (self->window));
}

void
page_room_free (PageRoom *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  rambla_saved_flush (self->saved);
  g_clear_object (&self->voucher);
  g_clear_object (&self->store);
  g_clear_object (&self->deal);
  g_clear_object (&self->comparison);
  g_clear_object (&self->saved);
  g_clear_object (&self->follows);
  g_clear_object (&self->orders);
  g_clear_object (&self->wallet);
  g_clear_object (&self->client);
  g_clear_object (&self->merchant_client);
  g_time_zone_unref (self->zone);
  g_free (self->order_id);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  shop_tear_down (&self->shop, NULL);
  platform_fixture_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self);
}

static gboolean
is_settled (gpointer data)
{
  const char *state =
      RAMBLA_IS_STATE_PAGE (data) ? rambla_state_page_get_state (RAMBLA_STATE_PAGE (data)) : NULL;

  if (state != NULL && gtk_widget_get_mapped (data) &&
      (g_str_equal (state, "waiting") || g_str_equal (state, "loading")))
    return FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (data); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!is_settled (child))
      return FALSE;
  return TRUE;
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  gtk_widget_queue_draw (widget);
  return --*(int *) user_data > 0;
}

static gboolean
is_zero (gpointer data)
{
  return *(int *) data == 0;
}

void
page_room_wait_for_frames (GtkWidget *widget, int n)
{
  gtk_widget_add_tick_callback (widget, on_frame, &n, NULL);
  must (is_zero, &n);
}

GtkWidget *
page_room_begin (PageRoom *self, const PageKind *kind)
{
  GtkWidget *page = kind->make (self);

  if (GTK_IS_WINDOW (page))
    gtk_window_present (GTK_WINDOW (page));
  else
    adw_window_set_content (ADW_WINDOW (self->window), page);
  return page;
}

GtkWidget *
page_room_open (PageRoom *self, const PageKind *kind)
{
  GtkWidget *page = page_room_begin (self, kind);

  page_room_wait_for_frames (page, 2);
  must (is_settled, page);
  page_room_wait_for_frames (page, 1);
  return page;
}

void
page_room_close (PageRoom *self, GtkWidget *page)
{
  if (GTK_IS_WINDOW (page))
    gtk_window_destroy (GTK_WINDOW (page));
  else
    adw_window_set_content (ADW_WINDOW (self->window), NULL);
}
