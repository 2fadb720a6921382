/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-offer-dialog.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_UNITS 1000000
#define PRICE_WIDTH 9 /* characters */

struct _RamblaOfferDialog
{
  AdwMessageDialog parent_instance;

  GtkSpinButton *price;
  AdwExpanderRow *limited;
  GtkSpinButton *stock;
  GtkSwitch *on_sale;
  RamblaMoney old_price;
};

G_DEFINE_FINAL_TYPE (RamblaOfferDialog, rambla_offer_dialog, ADW_TYPE_MESSAGE_DIALOG)

static double
get_scale (RamblaMoney money)
{
  return pow (10, rambla_money_minor_digits (money.currency));
}

/* A row with @control at its end, which also gets the row's name. */
static GtkWidget *
new_row (const char *title, const char *subtitle, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  return row;
}

static void
on_price_changed (RamblaOfferDialog *self)
{
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "save",
                                           gtk_spin_button_get_value (self->price) > 0 ||
                                               self->old_price.amount == 0);
}

static GtkWidget *
new_form (RamblaOfferDialog *self, const RamblaCounterDeal *offer)
{
  GtkWidget *group = adw_preferences_group_new ();
  RamblaMoney regular = rambla_deal_get_regular_price (offer->deal);
  double scale = get_scale (self->old_price);
  int left = rambla_deal_get_stock_left (offer->deal);
  g_autofree char *most = rambla_money_format (regular);
  g_autofree char *hint = g_strdup_printf (_ ("At most the regular price, %s"), most);

  self->price = GTK_SPIN_BUTTON (
      gtk_spin_button_new_with_range (0, MAX (regular.amount, self->old_price.amount) / scale, 1));
  gtk_spin_button_set_digits (self->price, rambla_money_minor_digits (self->old_price.currency));
  gtk_spin_button_set_value (self->price, self->old_price.amount / scale);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->price), PRICE_WIDTH);
  g_signal_connect_swapped (self->price, "value-changed", G_CALLBACK (on_price_changed), self);
  /* A group's price follows from its tiers, a coupon is free. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->price),
                            rambla_deal_get_kind (offer->deal) != RAMBLA_DEAL_GROUP &&
                                self->old_price.amount > 0);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             new_row (_ ("Price"), hint, GTK_WIDGET (self->price)));

  self->stock = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (0, MOST_UNITS, 1));
  gtk_spin_button_set_value (self->stock, MAX (left, 0));
  self->limited = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->limited), _ ("Limited number"));
  adw_expander_row_set_show_enable_switch (self->limited, TRUE);
  adw_expander_row_set_enable_expansion (self->limited, left >= 0);
  adw_expander_row_set_expanded (self->limited, left >= 0);
  adw_expander_row_add_row (self->limited, new_row (_ ("Left"), NULL, GTK_WIDGET (self->stock)));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->limited));

  self->on_sale = GTK_SWITCH (gtk_switch_new ());
  gtk_switch_set_active (self->on_sale, !offer->stopped);
  adw_preferences_group_add (
      ADW_PREFERENCES_GROUP (group),
      new_row (_ ("On sale"), _ ("What was bought stays good"), GTK_WIDGET (self->on_sale)));
  return group;
}

static void
rambla_offer_dialog_class_init (RamblaOfferDialogClass *klass)
{
}

static void
rambla_offer_dialog_init (RamblaOfferDialog *self)
{
}

GtkWidget *
rambla_offer_dialog_new (GtkWindow *parent, const RamblaCounterDeal *offer)
{
  RamblaOfferDialog *self =
      g_object_new (RAMBLA_TYPE_OFFER_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);

  self->old_price = rambla_deal_get_price (offer->deal);
  adw_message_dialog_set_heading (dialog, rambla_deal_get_title (offer->deal));
  adw_message_dialog_set_body (dialog, _ ("Everybody who looks at the offer sees the change at once."));
  adw_message_dialog_add_response (dialog, "cancel", _ ("Cancel"));
  adw_message_dialog_add_response (dialog, "save", _ ("Save"));
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save");
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_extra_child (dialog, new_form (self, offer));
  return GTK_WIDGET (self);
}

void
rambla_offer_dialog_get_change (RamblaOfferDialog *self, RamblaCounterChange *change)
{
  double price = gtk_spin_button_get_value (self->price);

  change->price = rambla_money (llround (price * get_scale (self->old_price)), self->old_price.currency);
  change->price_changed = change->price.amount != self->old_price.amount;
  change->stock_left = adw_expander_row_get_enable_expansion (self->limited)
                           ? gtk_spin_button_get_value_as_int (self->stock)
                           : -1;
  change->stopped = !gtk_switch_get_active (self->on_sale);
}
