/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-home.h"

#include <glib/gi18n-lib.h>

#include "rambla-account-page.h"
#include "rambla-breakpoint-bin.h"
#include "rambla-explore-page.h"
#include "rambla-orders-page.h"
#include "rambla-rail.h"
#include "rambla-saved-page.h"
#include "rambla-wallet-page.h"

struct _RamblaHome
{
  AdwBin parent_instance;

  RamblaBreakpointBin *bin;
  GtkBox *box;
  RamblaRail *rail;
  AdwViewStack *stack;

  RamblaClient *client;
  RamblaSaved *saved;
  RamblaFollows *follows;
  RamblaWallet *wallet;
  RamblaOrderList *orders;
  GTimeZone *zone;
};

G_DEFINE_FINAL_TYPE (RamblaHome, rambla_home, ADW_TYPE_BIN)

static void
on_narrow_changed (RamblaHome *self)
{
  gboolean narrow = rambla_breakpoint_bin_get_narrow (self->bin);
  GtkOrientation across = narrow ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->rail), across);
  gtk_box_set_homogeneous (GTK_BOX (self->rail), narrow);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_reorder_child_after (self->box, GTK_WIDGET (self->rail), narrow ? GTK_WIDGET (self->stack) : NULL);
}

void
rambla_home_show (RamblaHome *self, const char *name)
{
  g_return_if_fail (RAMBLA_IS_HOME (self));

  adw_view_stack_set_visible_child_name (self->stack, name);
}

static GtkWidget *
new_page (RamblaHome *self, const char *name)
{
  if (g_str_equal (name, "explore"))
    return rambla_explore_page_new (self->client);
  if (g_str_equal (name, "saved"))
    return rambla_saved_page_new (self->client, self->saved, self->follows);
  if (g_str_equal (name, "wallet"))
    return rambla_wallet_page_new (rambla_client_get_api (self->client), self->wallet, self->zone);
  if (g_str_equal (name, "orders"))
    return rambla_orders_page_new (self->orders, self->zone);
  return rambla_account_page_new (self->client);
}

/* A page is made when it is first looked at: nobody waits for the others at the start. */
static void
on_visible_page_changed (RamblaHome *self)
{
  GtkWidget *place = adw_view_stack_get_visible_child (self->stack);

  if (place != NULL && self->client != NULL && adw_bin_get_child (ADW_BIN (place)) == NULL)
    adw_bin_set_child (ADW_BIN (place), new_page (self, adw_view_stack_get_visible_child_name (self->stack)));
}

static void
add_place (RamblaHome *self, const char *name, const char *title, const char *icon_name)
{
  AdwViewStackPage *page = adw_view_stack_add_titled (self->stack, adw_bin_new (), name, title);

  adw_view_stack_page_set_icon_name (page, icon_name);
}

static void
rambla_home_dispose (GObject *object)
{
  RamblaHome *self = RAMBLA_HOME (object);

  g_clear_object (&self->client);
  g_clear_object (&self->saved);
  g_clear_object (&self->follows);
  g_clear_object (&self->wallet);
  g_clear_object (&self->orders);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_home_parent_class)->dispose (object);
}

static void
rambla_home_class_init (RamblaHomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rambla_home_dispose;
  g_type_ensure (RAMBLA_TYPE_BREAKPOINT_BIN);
  g_type_ensure (RAMBLA_TYPE_RAIL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/rambla/Rambla/ui/rambla-home.ui");
  gtk_widget_class_bind_template_child (widget_class, RamblaHome, bin);
  gtk_widget_class_bind_template_child (widget_class, RamblaHome, box);
  gtk_widget_class_bind_template_child (widget_class, RamblaHome, rail);
  gtk_widget_class_bind_template_child (widget_class, RamblaHome, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_narrow_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_visible_page_changed);
}

static void
rambla_home_init (RamblaHome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
rambla_home_new (RamblaClient *client,
                 RamblaSaved *saved,
                 RamblaFollows *follows,
                 RamblaWallet *wallet,
                 RamblaOrderList *orders,
                 GTimeZone *zone)
{
  RamblaHome *self = g_object_new (RAMBLA_TYPE_HOME, NULL);

  self->client = g_object_ref (client);
  self->saved = g_object_ref (saved);
  self->follows = g_object_ref (follows);
  self->wallet = g_object_ref (wallet);
  self->orders = g_object_ref (orders);
  self->zone = g_time_zone_ref (zone);
  add_place (self, "explore", _ ("Explore"), "rambla-explore-symbolic");
  add_place (self, "saved", _ ("Saved"), "rambla-heart-symbolic");
  add_place (self, "wallet", _ ("Wallet"), "rambla-wallet-symbolic");
  add_place (self, "orders", _ ("Orders"), "rambla-orders-symbolic");
  add_place (self, "account", _ ("Account"), "rambla-account-symbolic");
  return GTK_WIDGET (self);
}
