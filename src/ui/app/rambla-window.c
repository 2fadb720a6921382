/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-window.h"

#include <glib/gi18n-lib.h>

#include "rambla-api-error.h"
#include "rambla-cache.h"
#include "rambla-catalogue.h"
#include "rambla-checkout-page.h"
#include "rambla-checkout-words.h"
#include "rambla-compare-bar.h"
#include "rambla-compare-page.h"
#include "rambla-deal-card.h"
#include "rambla-deal-page.h"
#include "rambla-holder.h"
#include "rambla-home.h"
#include "rambla-navigation.h"
#include "rambla-order-page.h"
#include "rambla-picture-source.h"
#include "rambla-share-link.h"
#include "rambla-sign-in-dialog.h"
#include "rambla-shelf.h"
#include "rambla-state-page.h"
#include "rambla-store-page.h"
#include "rambla-voucher-page.h"

/* Long enough to read and reach, short enough not to lie over the bar that buys something else. */
#define WAITING_TOAST_SECONDS 12

struct _RamblaWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  RamblaStatePage *connecting_page;
  RamblaNavigation *navigation;
  RamblaCompareBar *compare_bar;
  GtkWidget *offline_note;

  RamblaClient *client;
  RamblaPurchaseWatch *watch;
  RamblaHome *home; /* owned by the navigation; NULL until connected */
  RamblaWallet *wallet;
  RamblaHolder *holder;
  RamblaOrderList *orders;
  RamblaSaved *saved;
  RamblaFollows *follows;
  GCancellable *cancellable;
  GTimeZone *zone; /* of the platform's town */
  char *link;      /* to be opened once there is a platform */
};

G_DEFINE_FINAL_TYPE (RamblaWindow, rambla_window, ADW_TYPE_APPLICATION_WINDOW)

static void
on_retry (RamblaWindow *self)
{
  rambla_client_connect (self->client);
}

/* --- whoever is signed in --- */

static void
on_signed_in_changed (RamblaSession *session, GParamSpec *pspec, RamblaWindow *self)
{
  if (!rambla_session_get_signed_in (session))
    {
      rambla_wallet_forget (self->wallet);
      rambla_order_list_forget (self->orders);
      rambla_purchase_watch_forget (self->watch);
    }
  /* Signed out, both say so. */
  rambla_wallet_refresh (self->wallet);
  rambla_order_list_refresh (self->orders);
  rambla_purchase_watch_resume (self->watch, self->client);
}

/* The answer to a question of one's own. */
static void
on_question_event (RamblaWindow *self, const char *kind, JsonObject *data)
{
  const char *deal_id = json_object_get_string_member_with_default (data, "deal_id", NULL);
  AdwToast *toast;

  if (deal_id == NULL ||
      g_strcmp0 (json_object_get_string_member_with_default (data, "state", NULL), "answered") != 0)
    return;
  toast = adw_toast_new (_ ("The shop has answered your question"));
  adw_toast_set_button_label (toast, C_ ("answer", "Read"));
  adw_toast_set_action_name (toast, "win.open-deal");
  adw_toast_set_action_target (toast, "s", deal_id);
  adw_toast_set_timeout (toast, WAITING_TOAST_SECONDS);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_refused (RamblaWindow *self)
{
  AdwToast *toast = adw_toast_new (_ ("The platform does not know this sign-in any more"));

  adw_toast_set_button_label (toast, _ ("Sign in"));
  adw_toast_set_action_name (toast, "win.sign-in");
  adw_toast_set_timeout (toast, WAITING_TOAST_SECONDS);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_sign_in (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaWindow *self = RAMBLA_WINDOW (widget);

  if (!rambla_session_get_signed_in (rambla_client_get_session (self->client)))
    gtk_window_present (GTK_WINDOW (rambla_sign_in_dialog_new (GTK_WINDOW (self), self->client)));
}

static void
on_sign_out (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaWindow *self = RAMBLA_WINDOW (widget);

  rambla_client_sign_out (self->client);
  rambla_navigation_pop_to_root (self->navigation);
  rambla_window_toast (self, _ ("Signed out. Vouchers, orders and purchases are no longer on this device."));
}

/* --- the network --- */

static void
on_offline_changed (RamblaWindow *self)
{
  gboolean offline = rambla_client_get_offline (self->client);

  gtk_widget_set_visible (self->offline_note, offline);
  if (offline || self->home == NULL)
    return;
  rambla_window_refresh_purchases (self);
  rambla_state_page_retry_all (GTK_WIDGET (self->navigation));
}

static void
on_took_over (RamblaHolder *holder, int n, RamblaWindow *self)
{
  g_autofree char *words = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "A voucher now lives on this device; elsewhere it is worth nothing",
                   "%d vouchers now live on this device; elsewhere they are worth nothing", (gulong) n),
      n);

  rambla_window_toast (self, words);
}

static void
on_saved_failed (RamblaWindow *self, const char *reason)
{
  /* Translators: why */
  g_autofree char *words = g_strdup_printf (_ ("What you saved could not be kept: %s"), reason);

  rambla_window_toast (self, words);
}

/* Who looks at the window sees the count beside the search. */
static void
on_search_found (RamblaWindow *self, RamblaSavedSearch *search, guint n_new)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autofree char *words = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u new match", "%u new matches", (gulong) n_new), n_new);
  g_autoptr (GNotification) note = g_notification_new (rambla_saved_search_get_name (search));

  if (application == NULL || gtk_window_is_active (GTK_WINDOW (self)))
    return;
  g_notification_set_body (note, words);
  g_application_send_notification (G_APPLICATION (application), rambla_saved_search_get_id (search), note);
}

static void
open_home (RamblaWindow *self)
{
  RamblaApi *api = rambla_client_get_api (self->client);
  g_autofree char *path = rambla_client_build_state_path (self->client, "cache.db");
  g_autofree char *follows_path = rambla_client_build_state_path (self->client, "follows.json");
  g_autofree char *saved_path = rambla_client_build_state_path (self->client, "saved.geojson");
  g_autoptr (RamblaCache) cache = rambla_cache_new (path, rambla_client_get_identity (self->client));
  const RamblaBox bounds = rambla_card_get_bounds (rambla_client_get_card (self->client));

  self->zone = g_time_zone_new_identifier (rambla_card_get_timezone (rambla_client_get_card (self->client)));
  if (self->zone == NULL)
    self->zone = g_time_zone_new_local ();
  self->saved = rambla_saved_new (saved_path);
  g_signal_connect_object (self->saved, "failed", G_CALLBACK (on_saved_failed), self, G_CONNECT_SWAPPED);
  self->follows = rambla_follows_new (api, rambla_client_get_session (self->client),
                                      rambla_client_get_events (self->client), follows_path);
  self->wallet = rambla_wallet_new (api, cache);
  self->orders = rambla_order_list_new (api, cache);
  rambla_event_stream_set_area (rambla_client_get_events (self->client), &bounds);
  rambla_wallet_set_events (self->wallet, rambla_client_get_events (self->client));
  rambla_order_list_set_events (self->orders, rambla_client_get_events (self->client));
  self->holder = rambla_holder_new (rambla_client_get_session (self->client), api,
                                    rambla_client_get_secrets (self->client), self->wallet);
  g_signal_connect_object (self->holder, "took-over", G_CALLBACK (on_took_over), self, 0);
  g_signal_connect_object (rambla_client_get_session (self->client), "notify::signed-in",
                           G_CALLBACK (on_signed_in_changed), self, 0);
  g_signal_connect_object (rambla_client_get_session (self->client), "refused", G_CALLBACK (on_refused), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (rambla_shelf_get_searches (self->client), "found", G_CALLBACK (on_search_found),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rambla_shelf_get_searches (self->client), "failed", G_CALLBACK (on_saved_failed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rambla_client_get_events (self->client), "event::question",
                           G_CALLBACK (on_question_event), self, G_CONNECT_SWAPPED);
  self->home = RAMBLA_HOME (
      rambla_home_new (self->client, self->saved, self->follows, self->wallet, self->orders, self->zone));
  rambla_navigation_push (self->navigation, GTK_WIDGET (self->home));
  rambla_purchase_watch_resume (self->watch, self->client);
}

static void
on_state_changed (RamblaWindow *self)
{
  switch (rambla_client_get_state (self->client))
    {
    case RAMBLA_CLIENT_CONNECTING:
      rambla_state_page_show_loading (self->connecting_page, rambla_client_get_status (self->client));
      gtk_stack_set_visible_child_name (self->stack, "connecting");
      break;
    case RAMBLA_CLIENT_FAILED:
      rambla_state_page_show_error (self->connecting_page, rambla_client_get_error (self->client));
      gtk_stack_set_visible_child_name (self->stack, "connecting");
      break;
    case RAMBLA_CLIENT_READY:
      if (self->home == NULL)
        open_home (self);
      gtk_stack_set_visible_child_name (self->stack, "main");
      if (self->link != NULL)
        {
          g_autofree char *link = g_steal_pointer (&self->link);

          gtk_widget_activate_action (GTK_WIDGET (self), "win.open-link", "s", link);
        }
      break;
    default:
      g_assert_not_reached ();
    }
}

/* --- purchases that nobody looks at --- */

static void
on_purchase_ended (RamblaWindow *self, RamblaCheckout *checkout)
{
  g_autofree char *words = rambla_checkout_words_end (checkout);
  g_autofree char *escaped = words != NULL ? g_markup_escape_text (words, -1) : NULL;
  AdwToast *toast;

  rambla_window_refresh_purchases (self);
  if (words == NULL)
    return;
  toast = adw_toast_new (escaped);
  if (rambla_checkout_get_state (checkout) == RAMBLA_CHECKOUT_PAID)
    {
      adw_toast_set_button_label (toast, _ ("Wallet"));
      adw_toast_set_detailed_action_name (toast, "win.show-page::wallet");
    }
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_purchase_waiting (RamblaWindow *self, RamblaCheckout *checkout)
{
  g_autofree char *name = rambla_checkout_words_name (checkout);
  /* Translators: what is being bought */
  g_autofree char *words = g_strdup_printf (_ ("“%s” is held for you and not paid yet"), name);
  g_autofree char *escaped = g_markup_escape_text (words, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_button_label (toast, _ ("Go on"));
  adw_toast_set_action_name (toast, "win.continue-purchase");
  adw_toast_set_action_target (toast, "s", rambla_order_get_id (rambla_checkout_get_order (checkout)));
  adw_toast_set_timeout (toast, WAITING_TOAST_SECONDS);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_continue_purchase (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaWindow *self = RAMBLA_WINDOW (widget);
  g_autoptr (RamblaCheckout) checkout =
      rambla_purchase_watch_take (self->watch, g_variant_get_string (parameter, NULL));

  if (checkout != NULL)
    rambla_navigation_push (self->navigation, rambla_checkout_page_new_for (self->client, checkout));
}

void
rambla_window_refresh_purchases (RamblaWindow *self)
{
  g_return_if_fail (RAMBLA_IS_WINDOW (self));

  if (self->home == NULL)
    return;
  rambla_wallet_refresh (self->wallet);
  rambla_order_list_refresh (self->orders);
}

RamblaPurchaseWatch *
rambla_window_get_watch (RamblaWindow *self)
{
  g_return_val_if_fail (RAMBLA_IS_WINDOW (self), NULL);

  return self->watch;
}

/* --- pages --- */

/* A card that was clicked has the focus and knows something of its offer already. */
static void
on_open_deal (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaWindow *self = RAMBLA_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  RamblaDeal *deal =
      RAMBLA_IS_DEAL_CARD (focus) ? rambla_deal_card_get_deal (RAMBLA_DEAL_CARD (focus)) : NULL;
  GtkWidget *page;

  if (self->home == NULL)
    return;
  if (deal != NULL && !g_str_equal (rambla_deal_get_id (deal), id))
    deal = NULL;
  page = rambla_deal_page_new (self->client, id, deal);
  rambla_deal_page_set_saved (RAMBLA_DEAL_PAGE (page), self->saved);
  rambla_navigation_push (self->navigation, page);
}

/* A link to an offer, from a browser or another program. */
static void
open_link (RamblaWindow *self, const char *link)
{
  g_autofree char *deal_id = NULL;
  g_autofree char *code = NULL;

  if (!rambla_share_link_parse (link, rambla_client_get_base_url (self->client), &deal_id, &code))
    {
      rambla_window_toast (self, _ ("This link leads to no offer of this platform"));
      return;
    }
  if (code != NULL)
    rambla_activity_follow (rambla_client_get_activity (self->client), deal_id, code);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-deal", "s", deal_id);
}

static void
on_open_link (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaWindow *self = RAMBLA_WINDOW (widget);

  if (self->home != NULL)
    {
      open_link (self, g_variant_get_string (parameter, NULL));
      return;
    }
  g_free (self->link);
  self->link = g_variant_dup_string (parameter, NULL);
}

/* That it failed is said by the signal. */
static void
on_saved_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaWindow) self = user_data;

  if (rambla_saved_wait_finish (RAMBLA_SAVED (source), result, NULL))
    /* Translators: it was just done */
    rambla_window_toast (self, C_ ("done", "Saved"));
}

static void
on_open_store (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaWindow *self = RAMBLA_WINDOW (widget);

  if (self->home != NULL)
    rambla_navigation_push (self->navigation, rambla_store_page_new (self->client, self->follows,
                                                                     g_variant_get_string (parameter, NULL)));
}

static void
on_deal_to_save_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDeal) deal = rambla_catalogue_get_deal_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (deal == NULL)
    {
      g_autofree char *sentence = rambla_api_error_describe (error);

      rambla_window_toast (self, sentence);
    }
  else if (rambla_saved_add (self->saved, deal, NULL))
    rambla_saved_wait_async (self->saved, self->cancellable, on_saved_kept, g_object_ref (self));
  else
    rambla_window_toast (self, _ ("So many offers cannot be saved"));
}

static void
on_save_deal (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaWindow *self = RAMBLA_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  RamblaPoint centre;

  if (self->home == NULL)
    return;
  if (rambla_saved_get (self->saved, id) != NULL)
    {
      rambla_saved_remove (self->saved, id);
      rambla_window_toast (self, _ ("Forgotten"));
      return;
    }
  centre = rambla_card_get_centre (rambla_client_get_card (self->client));
  rambla_catalogue_get_deal_async (rambla_client_get_api (self->client), id, &centre, self->cancellable,
                                   on_deal_to_save_ready, g_object_ref (self));
}

static void
on_compare_deal (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaWindow *self = RAMBLA_WINDOW (widget);

  if (self->home != NULL)
    rambla_compare_bar_toggle (self->compare_bar, self->client, g_variant_get_string (parameter, NULL));
}

/* Where a choice was made already, or is being made, nothing else is to be chosen. */
static void
on_page_shown (RamblaWindow *self)
{
  GtkWidget *page = rambla_navigation_get_visible (self->navigation);

  gtk_widget_set_visible (GTK_WIDGET (self->compare_bar), !RAMBLA_IS_COMPARE_PAGE (page) &&
                                                              !RAMBLA_IS_CHECKOUT_PAGE (page) &&
                                                              !RAMBLA_IS_VOUCHER_PAGE (page));
}

static void
on_compare (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaWindow *self = RAMBLA_WINDOW (widget);

  if (self->home != NULL)
    rambla_navigation_push (self->navigation,
                            rambla_compare_page_new (rambla_window_get_comparison (self), self->zone));
}

RamblaComparison *
rambla_window_get_comparison (RamblaWindow *self)
{
  g_return_val_if_fail (RAMBLA_IS_WINDOW (self), NULL);

  return rambla_compare_bar_get_comparison (self->compare_bar);
}

RamblaClient *
rambla_window_get_client (RamblaWindow *self)
{
  g_return_val_if_fail (RAMBLA_IS_WINDOW (self), NULL);

  return self->client;
}

void
rambla_window_toast (RamblaWindow *self, const char *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  g_return_if_fail (RAMBLA_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

void
rambla_window_show_page (RamblaWindow *self, const char *name)
{
  g_return_if_fail (RAMBLA_IS_WINDOW (self));

  if (self->home == NULL)
    return;
  rambla_navigation_pop_to_root (self->navigation);
  rambla_home_show (self->home, name);
}

static void
on_show_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  rambla_window_show_page (RAMBLA_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
on_show_voucher (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaWindow *self = RAMBLA_WINDOW (widget);

  if (self->home != NULL)
    rambla_navigation_push (self->navigation,
                            rambla_voucher_page_new (rambla_client_get_api (self->client), self->wallet,
                                                     g_variant_get_string (parameter, NULL), self->zone));
}

static void
on_open_order (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaWindow *self = RAMBLA_WINDOW (widget);

  if (self->home != NULL)
    rambla_navigation_push (self->navigation,
                            rambla_order_page_new (self->client, self->orders, self->wallet,
                                                   g_variant_get_string (parameter, NULL), self->zone));
}

static void
rambla_window_dispose (GObject *object)
{
  RamblaWindow *self = RAMBLA_WINDOW (object);

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  if (self->client != NULL && self->home != NULL)
    {
      rambla_saved_searches_flush (rambla_shelf_get_searches (self->client));
      rambla_history_flush (rambla_shelf_get_history (self->client));
    }
  g_clear_object (&self->client);
  g_clear_object (&self->holder);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->saved != NULL)
    rambla_saved_flush (self->saved);
  g_clear_object (&self->saved);
  g_clear_object (&self->follows);
  g_clear_object (&self->wallet);
  g_clear_object (&self->orders);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  if (self->watch != NULL)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  g_clear_object (&self->watch);
  g_clear_pointer (&self->link, g_free);
  G_OBJECT_CLASS (rambla_window_parent_class)->dispose (object);
}

static void
rambla_window_class_init (RamblaWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (RAMBLA_TYPE_COMPARE_BAR);
  g_type_ensure (RAMBLA_TYPE_NAVIGATION);
  g_type_ensure (RAMBLA_TYPE_STATE_PAGE);
  G_OBJECT_CLASS (klass)->dispose = rambla_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/rambla/Rambla/ui/rambla-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RamblaWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, RamblaWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, RamblaWindow, connecting_page);
  gtk_widget_class_bind_template_child (widget_class, RamblaWindow, navigation);
  gtk_widget_class_bind_template_child (widget_class, RamblaWindow, compare_bar);
  gtk_widget_class_bind_template_callback (widget_class, rambla_window_toast);
  gtk_widget_class_bind_template_child (widget_class, RamblaWindow, offline_note);
  gtk_widget_class_bind_template_callback (widget_class, on_page_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", on_show_page);
  gtk_widget_class_install_action (widget_class, "win.show-voucher", "s", on_show_voucher);
  gtk_widget_class_install_action (widget_class, "win.open-order", "s", on_open_order);
  gtk_widget_class_install_action (widget_class, "win.open-deal", "s", on_open_deal);
  gtk_widget_class_install_action (widget_class, "win.open-link", "s", on_open_link);
  gtk_widget_class_install_action (widget_class, "win.open-store", "s", on_open_store);
  gtk_widget_class_install_action (widget_class, "win.save-deal", "s", on_save_deal);
  gtk_widget_class_install_action (widget_class, "win.compare-deal", "s", on_compare_deal);
  gtk_widget_class_install_action (widget_class, "win.compare", NULL, on_compare);
  gtk_widget_class_install_action (widget_class, "win.continue-purchase", "s", on_continue_purchase);
  gtk_widget_class_install_action (widget_class, "win.sign-in", NULL, on_sign_in);
  gtk_widget_class_install_action (widget_class, "win.sign-out", NULL, on_sign_out);
}

static void
rambla_window_init (RamblaWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->watch = rambla_purchase_watch_new ();
  g_signal_connect_swapped (self->watch, "ended", G_CALLBACK (on_purchase_ended), self);
  g_signal_connect_swapped (self->watch, "waiting", G_CALLBACK (on_purchase_waiting), self);
}

GtkWidget *
rambla_window_new (GtkApplication *application, RamblaClient *client)
{
  RamblaWindow *self = g_object_new (RAMBLA_TYPE_WINDOW, "application", application, NULL);

  self->client = g_object_ref (client);
  rambla_picture_source_provide (GTK_WINDOW (self), rambla_client_get_images (client));
  g_signal_connect_swapped (client, "notify::state", G_CALLBACK (on_state_changed), self);
  g_signal_connect_swapped (client, "notify::status", G_CALLBACK (on_state_changed), self);
  g_signal_connect_swapped (client, "notify::offline", G_CALLBACK (on_offline_changed), self);
  on_state_changed (self);
  return GTK_WIDGET (self);
}
