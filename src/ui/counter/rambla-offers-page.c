/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-offers-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-counter.h"
#include "rambla-deal-words.h"
#include "rambla-state-page.h"

struct _RamblaOffersPage
{
  AdwBin parent_instance;

  GtkListBox *list;
  RamblaStatePage *state;
  RamblaApi *api;
  RamblaStore *store;
  GCancellable *cancellable;
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

static GtkWidget *
new_row (RamblaCounterDeal *entry)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (rambla_deal_get_title (entry->deal), -1);
  g_autofree char *price = rambla_deal_words_price (entry->deal);
  g_autofree char *kind = rambla_deal_words_kind (entry->deal);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", kind, price);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             new_figure (rambla_deal_get_sold (entry->deal), _ ("sold")));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_figure (entry->held, _ ("to come")));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_figure (entry->redeemed, _ ("used")));
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
    gtk_list_box_append (self->list, new_row (g_ptr_array_index (deals, i)));
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
rambla_offers_page_new (RamblaApi *api, RamblaStore *store)
{
  RamblaOffersPage *self = g_object_new (RAMBLA_TYPE_OFFERS_PAGE, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  self->api = g_object_ref (api);
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
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->state));
  rambla_state_page_show_loading (self->state, NULL);
  return GTK_WIDGET (self);
}
