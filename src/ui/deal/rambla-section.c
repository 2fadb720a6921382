/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-section.h"

#include <glib/gi18n-lib.h>

GtkWidget *
rambla_text_new (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

GtkWidget *
rambla_section_new (const char *title, GtkWidget *child)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *heading = rambla_text_new (title, "section-title");

  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), child);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_RELATION_LABELLED_BY, heading, NULL,
                                  -1);
  return box;
}

GtkWidget *
rambla_fact_new (const char *icon_name, const char *text)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = rambla_text_new (text, NULL);

  gtk_widget_add_css_class (row, "fact");
  if (icon_name != NULL)
    {
      GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);

      gtk_widget_add_css_class (icon, "fact-icon");
      gtk_widget_set_valign (icon, GTK_ALIGN_START);
      gtk_widget_set_margin_top (icon, 2);
      gtk_box_append (GTK_BOX (row), icon);
    }
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (row), label);
  return row;
}

/* What becomes of the money where somebody cannot come. */
static char *
describe_guarantee (const RamblaDealBooking *booking)
{
  if (booking == NULL)
    return g_strdup (
        _ ("Unused vouchers are refunded at any time with one click, and by themselves when they "
           "expire. The shop gets your money only when you have been there."));
  if (booking->pay == RAMBLA_DEAL_PAY_AT_STORE)
    return g_strdup (_ ("Nothing is paid in advance. If you cannot come, cancel with one click."));
  if (booking->cancel_hours > 0)
    return g_strdup_printf (
        g_dngettext (
            GETTEXT_PACKAGE,
            "Cancelled up to %d hour before, your money comes back with one click. If nobody comes and it "
            "was not cancelled in time, the store keeps what was paid.",
            "Cancelled up to %d hours before, your money comes back with one click. If nobody comes and it "
            "was not cancelled in time, the store keeps what was paid.",
            (gulong) booking->cancel_hours),
        booking->cancel_hours);
  return g_strdup (
      _ ("Cancelled before it begins, your money comes back with one click. If nobody comes, the store "
         "keeps what was paid."));
}

GtkWidget *
rambla_guarantee_new (const RamblaDealBooking *booking)
{
  g_autofree char *text = describe_guarantee (booking);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *icon = gtk_image_new_from_icon_name ("rambla-shield-symbolic");
  GtkWidget *label = rambla_text_new (text, NULL);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (row, "guarantee");
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), label);
  return row;
}

void
rambla_box_clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}
