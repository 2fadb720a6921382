/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-checkout-done.h"

#include <glib/gi18n-lib.h>

#include "rambla-section.h"

/* More vouchers than these are looked for in the wallet. */
#define MOST_BUTTONS 4
#define CHECK_SIZE 112

static GtkWidget *
new_centred (const char *text, const char *css_class)
{
  GtkWidget *label = rambla_text_new (text, css_class);

  gtk_label_set_xalign (GTK_LABEL (label), 0.5);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  return label;
}

static GtkWidget *
new_voucher_button (const char *voucher_id, guint number, guint n)
{
  g_autofree char *label =
      n > 1 ? g_strdup_printf (_ ("Show voucher %u"), number) : g_strdup (_ ("Show voucher"));
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-voucher");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", voucher_id);
  gtk_widget_add_css_class (button, "pill");
  if (number == 1)
    gtk_widget_add_css_class (button, "suggested-action");
  return button;
}

static GtkWidget *
new_buttons (const char *const *vouchers)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *wallet = gtk_button_new_with_label (_ ("Wallet"));
  GtkWidget *explore = gtk_button_new_with_label (_ ("Look for more"));
  guint n = vouchers != NULL ? g_strv_length ((char **) vouchers) : 0;

  for (guint i = 0; i < MIN (n, MOST_BUTTONS); i++)
    gtk_box_append (GTK_BOX (box), new_voucher_button (vouchers[i], i + 1, n));
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (wallet), "win.show-page::wallet");
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (explore), "win.show-page::explore");
  gtk_widget_add_css_class (wallet, "pill");
  gtk_widget_add_css_class (explore, "pill");
  gtk_box_append (GTK_BOX (box), wallet);
  gtk_box_append (GTK_BOX (box), explore);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  return box;
}

GtkWidget *
rambla_checkout_done_new (RamblaCheckout *checkout)
{
  RamblaOrder *order = rambla_checkout_get_order (checkout);
  RamblaDeal *deal = rambla_checkout_get_deal (checkout);
  RamblaMoney total = rambla_checkout_get_total (checkout);
  gboolean at_store = g_strcmp0 (rambla_order_get_payment_method (order), "at_store") == 0;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  GtkWidget *check = gtk_image_new_from_icon_name ("rambla-check-circle-symbolic");
  g_autofree char *amount = rambla_money_format (total);
  g_autofree char *paid = total.amount == 0 ? g_strdup (_ ("It is free."))
                          : at_store        ? g_strdup_printf (_ ("You pay %s at the counter."), amount)
                                     /* Translators: an amount of money */
                                     : g_strdup_printf (_ ("%s is paid. The shop gets it only when you "
                                                           "have been there."),
                                                        amount);

  gtk_image_set_pixel_size (GTK_IMAGE (check), CHECK_SIZE);
  gtk_widget_add_css_class (check, "accepted-text");
  gtk_widget_set_margin_top (check, 16);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), new_centred (_ ("It is yours"), "title-1"));
  gtk_box_append (GTK_BOX (box), new_centred (rambla_deal_get_title (deal), "title-4"));
  gtk_box_append (GTK_BOX (box), new_centred (paid, "dimmer"));
  gtk_box_append (GTK_BOX (box), new_buttons (rambla_order_get_voucher_ids (order)));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}
