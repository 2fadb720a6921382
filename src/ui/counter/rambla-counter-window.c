/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-counter-window.h"

#include <glib/gi18n-lib.h>

#include "rambla-cache.h"
#include "rambla-conflicts-page.h"
#include "rambla-counter-page.h"
#include "rambla-counter-settings-window.h"
#include "rambla-disputes-page.h"
#include "rambla-navigation.h"
#include "rambla-offers-page.h"
#include "rambla-review-desk.h"
#include "rambla-picture-source.h"
#include "rambla-questions-page.h"
#include "rambla-sign-in-dialog.h"
#include "rambla-special-days-window.h"
#include "rambla-state-page.h"
#include "rambla-store-chooser.h"

/* The kind of document that the store is kept as. */
#define PLACE "place"

struct _RamblaCounterWindow
{
  AdwApplicationWindow parent_instance;

  AdwViewSwitcherTitle *switcher_title;
  GtkLabel *store_name;
  GtkStack *stack;
  RamblaStatePage *connecting_page;
  AdwBin *chooser;
  AdwViewStack *views;

  GtkLabel *state;
  RamblaClient *client;
  RamblaStore *store;
  RamblaCounterQueue *queue;
  RamblaCache *place; /* where it stood last, so that it opens there without the platform */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaCounterWindow, rambla_counter_window, ADW_TYPE_APPLICATION_WINDOW)

static void
clear_views (RamblaCounterWindow *self)
{
  GtkWidget *page;

  while ((page = gtk_widget_get_first_child (GTK_WIDGET (self->views))) != NULL)
    adw_view_stack_remove (self->views, page);
}

static void
add_view (RamblaCounterWindow *self,
          GtkWidget *page,
          const char *name,
          const char *title,
          const char *icon_name)
{
  adw_view_stack_add_titled (self->views, page, name, title);
  adw_view_stack_page_set_icon_name (adw_view_stack_get_page (self->views, page), icon_name);
}

/* A complaint opens over the list. */
static GtkWidget *
new_disputes (RamblaCounterWindow *self, RamblaStore *store)
{
  GtkWidget *navigation = g_object_new (RAMBLA_TYPE_NAVIGATION, NULL);

  rambla_navigation_push (RAMBLA_NAVIGATION (navigation), rambla_disputes_page_new (self->client, store));
  return navigation;
}

/* What is unsent is always seen, and whether the platform is there. */
static void
show_state (RamblaCounterWindow *self)
{
  int unsent = self->queue != NULL ? rambla_counter_queue_get_unsent (self->queue) : 0;
  gboolean offline = self->queue != NULL && rambla_counter_queue_get_offline (self->queue);
  GtkWidget *label = GTK_WIDGET (self->state);
  g_autofree char *text = NULL;

  if (unsent > 0)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d unsent", "%d unsent", (gulong) unsent), unsent);
  else if (offline)
    text = g_strdup (_ ("Offline"));
  gtk_widget_set_visible (label, text != NULL);
  gtk_label_set_label (self->state, text != NULL ? text : "");
  if (unsent > 0)
    gtk_widget_add_css_class (label, "unsent");
  else
    gtk_widget_remove_css_class (label, "unsent");
  if (offline)
    gtk_widget_add_css_class (label, "offline");
  else
    gtk_widget_remove_css_class (label, "offline");
}

static void
drop_queue (RamblaCounterWindow *self)
{
  if (self->queue != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->queue, self);
      g_object_run_dispose (G_OBJECT (self->queue));
    }
  g_clear_object (&self->queue);
  g_clear_object (&self->store);
}

static void
stand_in (RamblaCounterWindow *self, RamblaStore *store)
{
  g_autofree char *path = rambla_client_build_state_path (self->client, "counter.db");
  GtkWidget *page;

  drop_queue (self);
  self->store = g_object_ref (store);
  self->queue =
      rambla_counter_queue_new (rambla_client_get_api (self->client), path, rambla_store_get_id (store));
  g_signal_connect_swapped (self->queue, "changed", G_CALLBACK (show_state), self);
  page = rambla_counter_page_new (self->client, store, self->queue);
  clear_views (self);
  add_view (self, page, "counter", _ ("Counter"), "rambla-counter-symbolic");
  add_view (self, rambla_offers_page_new (self->client, store), "offers", _ ("Offers"),
            "rambla-offer-symbolic");
  add_view (self, rambla_questions_page_new (self->client, store), "questions", _ ("Questions"),
            "dialog-question-symbolic");
  add_view (self, new_disputes (self, store), "disputes", _ ("Complaints"), "rambla-message-symbolic");
  add_view (self, rambla_review_desk_new (self->client, rambla_store_get_id (store)), "reviews",
            _ ("Reviews"), "rambla-star-symbolic");
  add_view (self, rambla_conflicts_page_new (self->client, store), "conflicts", _ ("Conflicts"),
            "dialog-warning-symbolic");
  rambla_counter_page_take_keys_from (RAMBLA_COUNTER_PAGE (page), GTK_WIDGET (self));
  adw_view_switcher_title_set_title (self->switcher_title, rambla_store_get_name (store));
  gtk_label_set_label (self->store_name, rambla_store_get_name (store));
  gtk_window_set_title (GTK_WINDOW (self), rambla_store_get_name (store));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "counter.change-store", TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "counter.settings", TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "counter.special-days", TRUE);
  show_state (self);
  gtk_stack_set_visible_child_name (self->stack, "counter");
}

static void
on_place_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!rambla_cache_replace_finish (RAMBLA_CACHE (source), result, &error))
    g_warning ("Where the counter stands could not be kept: %s", error->message);
}

/* @store: (nullable): none any more */
static void
keep_place (RamblaCounterWindow *self, RamblaStore *store)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) documents = g_ptr_array_new ();

  if (store != NULL)
    {
      g_ptr_array_add (ids, (gpointer) PLACE);
      g_ptr_array_add (documents, rambla_store_get_json (store));
    }
  rambla_cache_replace_async (self->place, PLACE, ids, documents, g_get_real_time (), NULL, on_place_kept,
                              NULL);
}

static void
on_chosen (RamblaCounterWindow *self, RamblaStore *store)
{
  keep_place (self, store);
  stand_in (self, store);
}

static void
ask_for_store (RamblaCounterWindow *self)
{
  GtkWidget *chooser = rambla_store_chooser_new (rambla_client_get_api (self->client));

  g_signal_connect_swapped (chooser, "chosen", G_CALLBACK (on_chosen), self);
  adw_bin_set_child (self->chooser, chooser);
  clear_views (self);
  drop_queue (self);
  show_state (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "counter.settings", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "counter.special-days", FALSE);
  adw_view_switcher_title_set_title (self->switcher_title, _ ("Counter"));
  gtk_label_set_label (self->store_name, "");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "counter.change-store", FALSE);
  gtk_stack_set_visible_child_name (self->stack, "chooser");
}

static GObject *
read_place (JsonNode *document, GError **error)
{
  return (GObject *) rambla_store_from_json (document, error);
}

static void
on_place_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaCachedList) list = rambla_cache_load_finish (RAMBLA_CACHE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (list == NULL)
    g_warning ("Where the counter stood cannot be read: %s", error->message);
  if (list != NULL && list->items->len > 0)
    stand_in (self, g_ptr_array_index (list->items, 0));
  else
    ask_for_store (self);
}

/* Behind the counter nothing goes without an account. */
static void
show_account (RamblaCounterWindow *self)
{
  g_autofree char *place = NULL;

  if (rambla_client_get_state (self->client) != RAMBLA_CLIENT_READY)
    return;
  if (rambla_session_get_signed_in (rambla_client_get_session (self->client)))
    {
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "counter.sign-out", TRUE);
      if (self->place != NULL)
        return; /* it stands there already, or is about to */
      place = rambla_client_build_state_path (self->client, "place.db");
      self->place = rambla_cache_new (place, rambla_client_get_identity (self->client));
      rambla_cache_load_async (self->place, PLACE, read_place, self->cancellable, on_place_ready,
                               g_object_ref (self));
      return;
    }
  g_clear_object (&self->place);
  drop_queue (self);
  show_state (self);
  clear_views (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "counter.settings", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "counter.special-days", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "counter.sign-out", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "counter.change-store", FALSE);
  rambla_state_page_show_empty (self->connecting_page, "kiosk-hand", _ ("Not signed in"),
                                _ ("The counter works for a shop, so it needs the shop's account."),
                                _ ("Sign in"), "counter.sign-in");
  gtk_stack_set_visible_child_name (self->stack, "connecting");
}

static void
on_sign_in (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RamblaCounterWindow *self = RAMBLA_COUNTER_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (rambla_sign_in_dialog_new (GTK_WINDOW (self), self->client)));
}

static void
on_change_store (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ask_for_store (RAMBLA_COUNTER_WINDOW (widget));
}

static void
on_settings (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RamblaCounterWindow *self = RAMBLA_COUNTER_WINDOW (widget);
  GtkWidget *settings = rambla_counter_settings_window_new (
      GTK_WINDOW (self), rambla_client_get_api (self->client), rambla_store_get_id (self->store));

  g_signal_connect_object (settings, "saved", G_CALLBACK (rambla_counter_queue_renew), self->queue,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (settings));
}

static void
on_special_days (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RamblaCounterWindow *self = RAMBLA_COUNTER_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (rambla_special_days_window_new (
      GTK_WINDOW (self), rambla_client_get_api (self->client), rambla_store_get_id (self->store))));
}

static void
on_sign_out_response (AdwMessageDialog *dialog, const char *response, RamblaCounterWindow *self)
{
  if (!g_str_equal (response, "sign-out"))
    return;
  keep_place (self, NULL);
  rambla_client_sign_out (self->client);
}

static void
on_sign_out (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RamblaCounterWindow *self = RAMBLA_COUNTER_WINDOW (widget);
  int unsent = self->queue != NULL ? rambla_counter_queue_get_unsent (self->queue) : 0;
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (self), _ ("Sign out?"),
      unsent > 0 ? _ ("What is unsent stays on this machine and is handed in when the shop signs in again.")
                 : NULL);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "stay", _ ("Stay"), "sign-out",
                                    _ ("Sign out"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "sign-out",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_sign_out_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_retry (RamblaCounterWindow *self)
{
  rambla_client_connect (self->client);
}

static void
on_state_changed (RamblaCounterWindow *self)
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
      show_account (self);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
rambla_counter_window_dispose (GObject *object)
{
  RamblaCounterWindow *self = RAMBLA_COUNTER_WINDOW (object);

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_cancellable_cancel (self->cancellable);
  drop_queue (self);
  g_clear_object (&self->place);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (rambla_counter_window_parent_class)->dispose (object);
}

static void
rambla_counter_window_finalize (GObject *object)
{
  g_object_unref (RAMBLA_COUNTER_WINDOW (object)->cancellable);
  G_OBJECT_CLASS (rambla_counter_window_parent_class)->finalize (object);
}

static void
rambla_counter_window_class_init (RamblaCounterWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (RAMBLA_TYPE_STATE_PAGE);
  G_OBJECT_CLASS (klass)->dispose = rambla_counter_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_counter_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rambla/Rambla/ui/rambla-counter-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterWindow, switcher_title);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterWindow, store_name);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterWindow, connecting_page);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterWindow, chooser);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterWindow, views);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterWindow, state);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
  gtk_widget_class_install_action (widget_class, "counter.change-store", NULL, on_change_store);
  gtk_widget_class_install_action (widget_class, "counter.sign-in", NULL, on_sign_in);
  gtk_widget_class_install_action (widget_class, "counter.settings", NULL, on_settings);
  gtk_widget_class_install_action (widget_class, "counter.special-days", NULL, on_special_days);
  gtk_widget_class_install_action (widget_class, "counter.sign-out", NULL, on_sign_out);
}

static void
rambla_counter_window_init (RamblaCounterWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "counter.change-store", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "counter.settings", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "counter.special-days", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "counter.sign-out", FALSE);
}

GtkWidget *
rambla_counter_window_new (GtkApplication *application, RamblaClient *client)
{
  RamblaCounterWindow *self = g_object_new (RAMBLA_TYPE_COUNTER_WINDOW, "application", application, NULL);

  self->client = g_object_ref (client);
  rambla_picture_source_provide (GTK_WINDOW (self), rambla_client_get_images (client));
  g_signal_connect_object (rambla_client_get_session (client), "notify::signed-in", G_CALLBACK (show_account),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (client, "notify::state", G_CALLBACK (on_state_changed), self);
  g_signal_connect_swapped (client, "notify::status", G_CALLBACK (on_state_changed), self);
  on_state_changed (self);
  return GTK_WIDGET (self);
}
