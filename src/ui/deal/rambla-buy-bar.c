/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-buy-bar.h"

#include <glib/gi18n-lib.h>

#include "rambla-deal-words.h"
#include "rambla-place-time.h"
#include "rambla-section.h"

struct _RamblaBuyBar
{
  AdwBin parent_instance;

  GtkLabel *price;
  GtkLabel *old;
  GtkLabel *note;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (RamblaBuyBar, rambla_buy_bar, ADW_TYPE_BIN)

static const char *
name_button (RamblaDeal *deal, RamblaSlot *slot)
{
  switch (rambla_deal_get_kind (deal))
    {
    case RAMBLA_DEAL_BOOKING:
      return slot != NULL ? _ ("Book") : _ ("Choose a time");
    case RAMBLA_DEAL_GROUP:
      return _ ("Join");
    case RAMBLA_DEAL_COUPON:
      return _ ("Get coupon");
    case RAMBLA_DEAL_VOUCHER:
    default:
      return _ ("Buy");
    }
}

static char *
describe (RamblaDeal *deal, RamblaSlot *slot, GTimeZone *zone)
{
  const RamblaDealBooking *booking = rambla_deal_get_booking (deal);

  if (slot != NULL)
    {
      g_autoptr (GDateTime) start = rambla_place_time_new (zone, rambla_slot_get_starts_at (slot));

      return rambla_place_time_format (start);
    }
  if (booking != NULL && booking->pay == RAMBLA_DEAL_PAY_AT_STORE)
    return g_strdup (_ ("paid at the store"));
  if (booking != NULL && booking->pay == RAMBLA_DEAL_PAY_DEPOSIT)
    {
      g_autofree char *deposit = rambla_money_format (booking->deposit);

      return g_strdup_printf (_ ("%s now as a deposit"), deposit);
    }
  return rambla_deal_words_urgency (deal, g_get_real_time ());
}

gboolean
rambla_buy_bar_show (RamblaBuyBar *self, RamblaDeal *deal, RamblaSlot *slot, GTimeZone *zone)
{
  g_autofree char *price = rambla_deal_words_price (deal);
  g_autofree char *old = rambla_money_format (rambla_deal_get_regular_price (deal));
  g_autofree char *note = describe (deal, slot, zone);
  gboolean gone =
      rambla_deal_get_stock_left (deal) == 0 || rambla_deal_get_valid_until (deal) <= g_get_real_time ();

  g_return_val_if_fail (RAMBLA_IS_BUY_BAR (self), FALSE);

  gtk_label_set_label (self->price, price);
  gtk_label_set_label (self->old, old);
  gtk_widget_set_visible (
      GTK_WIDGET (self->old),
      rambla_money_compare (rambla_deal_get_price (deal), rambla_deal_get_regular_price (deal)) < 0);
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
  gtk_button_set_label (self->button, gone ? _ ("Not on sale") : name_button (deal, slot));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  return !gone && rambla_deal_get_whole (deal);
}

static void
rambla_buy_bar_class_init (RamblaBuyBarClass *klass)
{
}

static void
rambla_buy_bar_init (RamblaBuyBar *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "buy-bar");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
rambla_buy_bar_new (int width)
{
  RamblaBuyBar *self = g_object_new (RAMBLA_TYPE_BUY_BAR, NULL);
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *prices = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->price = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->price), "price");
  gtk_widget_add_css_class (GTK_WIDGET (self->price), "large");
  self->old = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->old), "price-old");
  self->note = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->note, 0);
  gtk_label_set_ellipsize (self->note, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "price-note");
  self->button = GTK_BUTTON (gtk_button_new ());
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "deal.buy");
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "buy-button");
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "suggested-action");
  gtk_box_append (GTK_BOX (prices), GTK_WIDGET (self->price));
  gtk_box_append (GTK_BOX (prices), GTK_WIDGET (self->old));
  gtk_box_append (GTK_BOX (texts), prices);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->note));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), texts);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->button));
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), width);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), width);
  adw_clamp_set_child (ADW_CLAMP (clamp), line);
  adw_bin_set_child (ADW_BIN (self), clamp);
  return GTK_WIDGET (self);
}
