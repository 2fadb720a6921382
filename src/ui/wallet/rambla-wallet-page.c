/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-wallet-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-claim-sheet.h"
#include "rambla-page-age.h"
#include "rambla-state-page.h"
#include "rambla-ticket.h"

#define WIDEST 1320
#define MOST_COLUMNS 3

struct _RamblaWalletPage
{
  AdwBin parent_instance;

  RamblaPageAge *age;
  RamblaStatePage *state;

  RamblaApi *api;
  RamblaWallet *wallet;
  GTimeZone *zone;
};

G_DEFINE_FINAL_TYPE (RamblaWalletPage, rambla_wallet_page, ADW_TYPE_BIN)

static void
show_state (RamblaWalletPage *self)
{
  const GError *error = rambla_wallet_get_error (self->wallet);

  rambla_page_age_set (self->age,
                       rambla_wallet_get_offline (self->wallet) && rambla_wallet_get_known (self->wallet),
                       rambla_wallet_get_fetched_at (self->wallet));
  if (g_list_model_get_n_items (G_LIST_MODEL (self->wallet)) > 0)
    rambla_state_page_show_content (self->state);
  else if (rambla_wallet_get_known (self->wallet))
    rambla_state_page_show_empty (self->state, "empty-wallet", _ ("No vouchers yet"),
                                  _ ("What you buy waits here, ready to be shown at the counter."),
                                  _ ("Explore offers"), "win.show-page::explore");
  else if (g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT))
    rambla_state_page_show_empty (self->state, "empty-wallet", _ ("Not signed in"),
                                  _ ("Vouchers belong to an account. Offers can be looked at without one."),
                                  _ ("Sign in"), "win.sign-in");
  else if (error != NULL)
    rambla_state_page_show_error (self->state, error);
  else
    rambla_state_page_show_loading (self->state, _ ("Opening the wallet…"));
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, RamblaWalletPage *self)
{
  gtk_list_item_set_child (item, rambla_ticket_new (self->zone));
  gtk_list_item_set_selectable (item, FALSE);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, RamblaWalletPage *self)
{
  rambla_ticket_set_voucher (RAMBLA_TICKET (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
on_activated (GtkGridView *view, guint position, RamblaWalletPage *self)
{
  g_autoptr (RamblaVoucher) voucher = g_list_model_get_item (G_LIST_MODEL (self->wallet), position);

  if (voucher != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-voucher", "s", rambla_voucher_get_id (voucher));
}

static void
on_claim_clicked (RamblaWalletPage *self)
{
  gtk_window_present (GTK_WINDOW (rambla_claim_sheet_new (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->api, self->wallet, self->zone)));
}

static GtkWidget *
new_claim_button (RamblaWalletPage *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("rambla-gift-symbolic");

  gtk_widget_set_tooltip_text (button, _ ("Claim a gift"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Claim a gift"),
                                  -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_claim_clicked), self);
  return button;
}

static GtkWidget *
new_grid (RamblaWalletPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkNoSelection *selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->wallet)));
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_scrollable_new ();
  GtkWidget *grid;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  grid = gtk_grid_view_new (GTK_SELECTION_MODEL (selection), factory);
  gtk_grid_view_set_max_columns (GTK_GRID_VIEW (grid), MOST_COLUMNS);
  g_signal_connect (grid, "activate", G_CALLBACK (on_activated), self);
  gtk_widget_add_css_class (grid, "deal-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Vouchers"), -1);
  adw_clamp_scrollable_set_maximum_size (ADW_CLAMP_SCROLLABLE (clamp), WIDEST);
  adw_clamp_scrollable_set_tightening_threshold (ADW_CLAMP_SCROLLABLE (clamp), WIDEST);
  adw_clamp_scrollable_set_child (ADW_CLAMP_SCROLLABLE (clamp), grid);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  return scroller;
}

static void
rambla_wallet_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rambla_wallet_page_parent_class)->map (widget);
  rambla_wallet_set_visible (RAMBLA_WALLET_PAGE (widget)->wallet, TRUE);
}

static void
rambla_wallet_page_unmap (GtkWidget *widget)
{
  rambla_wallet_set_visible (RAMBLA_WALLET_PAGE (widget)->wallet, FALSE);
  GTK_WIDGET_CLASS (rambla_wallet_page_parent_class)->unmap (widget);
}

static void
rambla_wallet_page_dispose (GObject *object)
{
  RamblaWalletPage *self = RAMBLA_WALLET_PAGE (object);

  if (self->wallet != NULL)
    g_signal_handlers_disconnect_by_data (self->wallet, self);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->api);
  g_clear_object (&self->wallet);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_wallet_page_parent_class)->dispose (object);
}

static void
rambla_wallet_page_class_init (RamblaWalletPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_wallet_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = rambla_wallet_page_map;
  GTK_WIDGET_CLASS (klass)->unmap = rambla_wallet_page_unmap;
}

static void
rambla_wallet_page_init (RamblaWalletPage *self)
{
}

GtkWidget *
rambla_wallet_page_new (RamblaApi *api, RamblaWallet *wallet, GTimeZone *zone)
{
  RamblaWalletPage *self = g_object_new (RAMBLA_TYPE_WALLET_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();

  self->api = api != NULL ? g_object_ref (api) : NULL;
  self->wallet = g_object_ref (wallet);
  self->zone = g_time_zone_ref (zone);
  self->age = RAMBLA_PAGE_AGE (rambla_page_age_new ());
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (new_grid (self)));
  gtk_widget_set_vexpand (GTK_WIDGET (self->state), TRUE);
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (rambla_wallet_refresh), wallet);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (_ ("Wallet"), NULL));
  if (api != NULL)
    adw_header_bar_pack_end (ADW_HEADER_BAR (header), new_claim_button (self));
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->age));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_swapped (wallet, "loaded", G_CALLBACK (show_state), self);
  g_signal_connect_swapped (wallet, "items-changed", G_CALLBACK (show_state), self);
  g_signal_connect_swapped (wallet, "notify::offline", G_CALLBACK (show_state), self);
  show_state (self);
  return GTK_WIDGET (self);
}
