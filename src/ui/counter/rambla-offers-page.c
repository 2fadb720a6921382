/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-offers-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-counter.h"
#include "rambla-deal-words.h"
#include "rambla-offer-dialog.h"
#include "rambla-purchases.h"
#include "rambla-state-page.h"

/* Several changes are shown together. */
#define SETTLE_MS 250

struct _RamblaOffersPage
{
  AdwBin parent_instance;

  GtkListBox *list;
  RamblaStatePage *state;
  AdwToastOverlay *toasts;
  RamblaClient *client;
  RamblaApi *api;
  RamblaStore *store;
  GPtrArray *deals; /* of RamblaCounterDeal, in the order of the rows */
  GCancellable *cancellable;
  guint changed_source;
};

G_DEFINE_FINAL_TYPE (RamblaOffersPage, rambla_offers_page, ADW_TYPE_BIN)

static GtkWidget *
new_figure (int number, const char *name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *text = g_strdup_printf ("%d", number);
  GtkWidget *figure = gtk_label_new (text);
  GtkWidget *label = gtk_label_new (name);

  gtk_widget_add_css_class (figure, "heading");
  gtk_widget_add_css_class (figure, "tabular");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), figure);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

static void load (RamblaOffersPage *self);

static void
say (RamblaOffersPage *self, const char *words)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
on_changed_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaOffersPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (rambla_counter_change_deal_finish (RAMBLA_API (source), result, &error))
    say (self, _ ("The offer was changed."));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  else if (g_strcmp0 (rambla_api_error_get_problem (error), "precondition_failed") == 0)
    say (self, _ ("Somebody else has changed this offer meanwhile. Look at it again."));
  else
    {
      g_autofree char *words = rambla_api_error_describe (error);

      say (self, words);
    }
  load (self);
}

static RamblaCounterDeal *
find_deal (RamblaOffersPage *self, const char *id)
{
  for (guint i = 0; self->deals != NULL && i < self->deals->len; i++)
    {
      RamblaCounterDeal *entry = g_ptr_array_index (self->deals, i);

      if (g_str_equal (rambla_deal_get_id (entry->deal), id))
        return entry;
    }
  return NULL;
}

static void
on_response (RamblaOffersPage *self, const char *response, RamblaOfferDialog *dialog)
{
  RamblaCounterDeal *entry = find_deal (self, g_object_get_data (G_OBJECT (dialog), "deal-id"));
  g_autofree char *key = NULL;
  RamblaCounterChange change;

  if (!g_str_equal (response, "save") || entry == NULL)
    return;
  rambla_offer_dialog_get_change (dialog, &change);
  key = rambla_purchases_new_key ();
  rambla_counter_change_deal_async (self->api, key, rambla_store_get_id (self->store), entry, &change,
                                    self->cancellable, on_changed_ready, g_object_ref (self));
}

static void
on_edit (RamblaOffersPage *self, GtkButton *button)
{
  const char *id = g_object_get_data (G_OBJECT (button), "deal-id");
  RamblaCounterDeal *entry = find_deal (self, id);
  GtkWidget *dialog;

  if (entry == NULL)
    return;
  dialog = rambla_offer_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), entry);
  g_object_set_data_full (G_OBJECT (dialog), "deal-id", g_strdup (id), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
new_edit_button (RamblaOffersPage *self, RamblaDeal *deal)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("document-edit-symbolic");
  g_autofree char *name = g_strdup_printf (_ ("Change %s"), rambla_deal_get_title (deal));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Change this offer"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "deal-id", g_strdup (rambla_deal_get_id (deal)), g_free);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_edit), self);
  return button;
}

static char *
describe (const RamblaCounterDeal *entry)
{
  g_autofree char *price = rambla_deal_words_price (entry->deal);
  g_autofree char *kind = rambla_deal_words_kind (entry->deal);
  int left = rambla_deal_get_stock_left (entry->deal);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s · %s", kind, price);
  if (left >= 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("%d left", "%d left", (gulong) left), left);
    }
  if (entry->stopped)
    g_string_append_printf (text, " · %s", _ ("stopped"));
  return g_string_free (text, FALSE);
}

static GtkWidget *
new_row (RamblaOffersPage *self, RamblaCounterDeal *entry)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (rambla_deal_get_title (entry->deal), -1);
  g_autofree char *subtitle = describe (entry);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             new_figure (rambla_deal_get_sold (entry->deal), _ ("sold")));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_figure (entry->held, _ ("to come")));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_figure (entry->redeemed, _ ("used")));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_edit_button (self, entry->deal));
  return row;
}

static void
on_deals_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaOffersPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) deals = rambla_counter_list_deals_finish (RAMBLA_API (source), result, &error);
  GtkListBoxRow *row;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (deals == NULL)
    {
      rambla_state_page_show_error (self->state, error);
      return;
    }
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < deals->len; i++)
    gtk_list_box_append (self->list, new_row (self, g_ptr_array_index (deals, i)));
  g_clear_pointer (&self->deals, g_ptr_array_unref);
  self->deals = g_ptr_array_ref (deals);
  if (deals->len > 0)
    rambla_state_page_show_content (self->state);
  else
    rambla_state_page_show_empty (self->state, "empty-search", _ ("No offers"),
                                  _ ("This store offers nothing at the moment."), NULL, NULL);
}

static void
load (RamblaOffersPage *self)
{
  rambla_counter_list_deals_async (self->api, rambla_store_get_id (self->store), self->cancellable,
                                   on_deals_ready, g_object_ref (self));
}

static gboolean
on_changes_settled (gpointer user_data)
{
  RamblaOffersPage *self = user_data;

  self->changed_source = 0;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
  return G_SOURCE_REMOVE;
}

static void
on_changes (RamblaOffersPage *self)
{
  if (self->changed_source == 0)
    self->changed_source = g_timeout_add (SETTLE_MS, on_changes_settled, self);
}

static void
rambla_offers_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rambla_offers_page_parent_class)->map (widget);
  load (RAMBLA_OFFERS_PAGE (widget));
}

static void
rambla_offers_page_dispose (GObject *object)
{
  RamblaOffersPage *self = RAMBLA_OFFERS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->changed_source, g_source_remove);
  g_clear_pointer (&self->deals, g_ptr_array_unref);
  g_clear_object (&self->client);
  g_clear_object (&self->api);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (rambla_offers_page_parent_class)->dispose (object);
}

static void
rambla_offers_page_finalize (GObject *object)
{
  g_object_unref (RAMBLA_OFFERS_PAGE (object)->cancellable);
  G_OBJECT_CLASS (rambla_offers_page_parent_class)->finalize (object);
}

static void
rambla_offers_page_class_init (RamblaOffersPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_offers_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_offers_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = rambla_offers_page_map;
}

static void
rambla_offers_page_init (RamblaOffersPage *self)
{
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
rambla_offers_page_new (RamblaClient *client, RamblaStore *store)
{
  static const char *const kinds[] = { "event::deal", "event::order", "event::redemption", "refetch" };
  RamblaOffersPage *self = g_object_new (RAMBLA_TYPE_OFFERS_PAGE, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  self->client = g_object_ref (client);
  self->api = g_object_ref (rambla_client_get_api (client));
  self->store = g_object_ref (store);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_widget_set_margin_top (GTK_WIDGET (self->list), 12);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->list), 12);
  gtk_widget_set_margin_start (GTK_WIDGET (self->list), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->list), 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Offers"),
                                  -1);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 860);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (scroller));
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (load), self);
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->toasts, GTK_WIDGET (self->state));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->toasts));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_signal_connect_object (rambla_client_get_events (client), kinds[i], G_CALLBACK (on_changes), self,
                             G_CONNECT_SWAPPED);
  rambla_state_page_show_loading (self->state, NULL);
  return GTK_WIDGET (self);
}
