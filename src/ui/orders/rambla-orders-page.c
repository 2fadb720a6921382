/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-orders-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-api-error.h"
#include "rambla-order-row.h"
#include "rambla-page-age.h"
#include "rambla-state-page.h"

#define WIDEST 640
#define REFRESH_SECONDS 5
#define AHEAD 600

struct _RamblaOrdersPage
{
  AdwBin parent_instance;

  RamblaPageAge *age;
  RamblaStatePage *state;

  RamblaOrderList *orders;
  GTimeZone *zone;
  guint refresh_source;
};

G_DEFINE_FINAL_TYPE (RamblaOrdersPage, rambla_orders_page, ADW_TYPE_BIN)

static void
show_state (RamblaOrdersPage *self)
{
  const GError *error = rambla_order_list_get_error (self->orders);
  gboolean known = rambla_order_list_get_known (self->orders);

  rambla_page_age_set (self->age, known && error != NULL && rambla_api_error_is_transient (error),
                       rambla_order_list_get_fetched_at (self->orders));
  if (g_list_model_get_n_items (G_LIST_MODEL (self->orders)) > 0)
    rambla_state_page_show_content (self->state);
  else if (known)
    rambla_state_page_show_empty (self->state, "empty-wallet", _ ("No orders yet"),
                                  _ ("Every purchase is listed here, with what became of it."),
                                  _ ("Explore offers"), "win.show-page::explore");
  else if (g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT))
    rambla_state_page_show_empty (self->state, "empty-wallet", _ ("Not signed in"),
                                  _ ("Orders belong to an account. Offers can be looked at without one."),
                                  _ ("Sign in"), "win.sign-in");
  else if (error != NULL)
    rambla_state_page_show_error (self->state, error);
  else
    rambla_state_page_show_loading (self->state, _ ("Fetching your orders…"));
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, RamblaOrdersPage *self)
{
  gtk_list_item_set_child (item, rambla_order_row_new (self->zone));
  gtk_list_item_set_selectable (item, FALSE);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, RamblaOrdersPage *self)
{
  rambla_order_row_set_order (RAMBLA_ORDER_ROW (gtk_list_item_get_child (item)),
                              gtk_list_item_get_item (item));
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, RamblaOrdersPage *self)
{
  rambla_order_row_set_order (RAMBLA_ORDER_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
on_activated (GtkListView *view, guint position, RamblaOrdersPage *self)
{
  g_autoptr (RamblaOrder) order = g_list_model_get_item (G_LIST_MODEL (self->orders), position);

  if (order != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-order", "s", rambla_order_get_id (order));
}

static void
on_scrolled (GtkAdjustment *adjustment, RamblaOrdersPage *self)
{
  double end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  if (gtk_adjustment_get_value (adjustment) > end - AHEAD)
    rambla_order_list_load_more (self->orders);
}

static GtkWidget *
new_list (RamblaOrdersPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkNoSelection *selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->orders)));
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_scrollable_new ();
  GtkWidget *view;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  view = gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory);
  g_signal_connect (view, "activate", G_CALLBACK (on_activated), self);
  gtk_widget_add_css_class (view, "deal-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Orders"), -1);
  adw_clamp_scrollable_set_maximum_size (ADW_CLAMP_SCROLLABLE (clamp), WIDEST);
  adw_clamp_scrollable_set_child (ADW_CLAMP_SCROLLABLE (clamp), view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  g_signal_connect (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)), "value-changed",
                    G_CALLBACK (on_scrolled), self);
  return scroller;
}

static gboolean
on_refresh_due (gpointer user_data)
{
  rambla_order_list_refresh (RAMBLA_ORDERS_PAGE (user_data)->orders);
  return G_SOURCE_CONTINUE;
}

static void
rambla_orders_page_map (GtkWidget *widget)
{
  RamblaOrdersPage *self = RAMBLA_ORDERS_PAGE (widget);

  GTK_WIDGET_CLASS (rambla_orders_page_parent_class)->map (widget);
  rambla_order_list_refresh (self->orders);
  self->refresh_source = g_timeout_add_seconds (REFRESH_SECONDS, on_refresh_due, self);
}

static void
rambla_orders_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&RAMBLA_ORDERS_PAGE (widget)->refresh_source, g_source_remove);
  GTK_WIDGET_CLASS (rambla_orders_page_parent_class)->unmap (widget);
}

static void
rambla_orders_page_dispose (GObject *object)
{
  RamblaOrdersPage *self = RAMBLA_ORDERS_PAGE (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  if (self->orders != NULL)
    g_signal_handlers_disconnect_by_data (self->orders, self);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->orders);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_orders_page_parent_class)->dispose (object);
}

static void
rambla_orders_page_class_init (RamblaOrdersPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_orders_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = rambla_orders_page_map;
  GTK_WIDGET_CLASS (klass)->unmap = rambla_orders_page_unmap;
}

static void
rambla_orders_page_init (RamblaOrdersPage *self)
{
}

GtkWidget *
rambla_orders_page_new (RamblaOrderList *orders, GTimeZone *zone)
{
  RamblaOrdersPage *self = g_object_new (RAMBLA_TYPE_ORDERS_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();

  self->orders = g_object_ref (orders);
  self->zone = g_time_zone_ref (zone);
  self->age = RAMBLA_PAGE_AGE (rambla_page_age_new ());
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (new_list (self)));
  gtk_widget_set_vexpand (GTK_WIDGET (self->state), TRUE);
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (rambla_order_list_refresh), orders);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (_ ("Orders"), NULL));
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->age));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_swapped (orders, "loaded", G_CALLBACK (show_state), self);
  g_signal_connect_swapped (orders, "items-changed", G_CALLBACK (show_state), self);
  show_state (self);
  return GTK_WIDGET (self);
}
