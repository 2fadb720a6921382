/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-checkout-wait.h"

#include <glib/gi18n-lib.h>

#include "rambla-checkout-words.h"
#include "rambla-hold-clock.h"
#include "rambla-qr.h"
#include "rambla-section.h"

#define QR_SIZE 264

struct _RamblaCheckoutWait
{
  AdwBin parent_instance;

  GtkSpinner *spinner;
  GtkLabel *title;
  GtkLabel *words;
  GtkWidget *page; /* what belongs to the payment page */
  RamblaQr *qr;
  GtkButton *copy;
  RamblaHoldClock *clock;

  RamblaCheckout *checkout;
};

G_DEFINE_FINAL_TYPE (RamblaCheckoutWait, rambla_checkout_wait, ADW_TYPE_BIN)

static void
on_open_clicked (RamblaCheckoutWait *self)
{
  const char *url = rambla_checkout_get_url (self->checkout);

  if (url != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), url, GDK_CURRENT_TIME);
}

static void
on_copy_clicked (RamblaCheckoutWait *self)
{
  const char *url = rambla_checkout_get_url (self->checkout);

  if (url == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), url);
  gtk_button_set_label (self->copy, _ ("Link copied"));
}

void
rambla_checkout_wait_update (RamblaCheckoutWait *self)
{
  RamblaOrder *order = rambla_checkout_get_order (self->checkout);
  gboolean unknown = rambla_checkout_get_state (self->checkout) == RAMBLA_CHECKOUT_UNKNOWN;
  const char *url = unknown ? NULL : rambla_checkout_get_url (self->checkout);
  g_autofree char *words = rambla_checkout_words_describe (self->checkout);

  g_return_if_fail (RAMBLA_IS_CHECKOUT_WAIT (self));

  gtk_label_set_label (self->title, unknown       ? _ ("No answer yet")
                                    : url != NULL ? _ ("Pay on the payment page")
                                                  : _ ("The payment is on its way"));
  gtk_label_set_label (self->words, words != NULL ? words : "");
  gtk_widget_set_visible (self->page, url != NULL);
  if (g_strcmp0 (rambla_qr_get_text (self->qr), url) != 0)
    {
      rambla_qr_set_text (self->qr, url);
      gtk_button_set_label (self->copy, _ ("Copy link"));
    }
  rambla_hold_clock_set_end (self->clock,
                             order != NULL && !unknown ? rambla_order_get_expires_at (order) : 0);
}

static void
rambla_checkout_wait_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rambla_checkout_wait_parent_class)->map (widget);
  gtk_spinner_start (RAMBLA_CHECKOUT_WAIT (widget)->spinner);
}

static void
rambla_checkout_wait_unmap (GtkWidget *widget)
{
  gtk_spinner_stop (RAMBLA_CHECKOUT_WAIT (widget)->spinner);
  GTK_WIDGET_CLASS (rambla_checkout_wait_parent_class)->unmap (widget);
}

static void
rambla_checkout_wait_dispose (GObject *object)
{
  g_clear_object (&RAMBLA_CHECKOUT_WAIT (object)->checkout);
  G_OBJECT_CLASS (rambla_checkout_wait_parent_class)->dispose (object);
}

static void
rambla_checkout_wait_class_init (RamblaCheckoutWaitClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_checkout_wait_dispose;
  GTK_WIDGET_CLASS (klass)->map = rambla_checkout_wait_map;
  GTK_WIDGET_CLASS (klass)->unmap = rambla_checkout_wait_unmap;
}

static GtkWidget *
new_page (RamblaCheckoutWait *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *open = gtk_button_new_with_label (_ ("Open the page again"));

  self->qr = RAMBLA_QR (rambla_qr_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->qr), QR_SIZE, QR_SIZE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->qr), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Code of the payment page, to scan with a phone"), -1);
  gtk_widget_set_halign (GTK_WIDGET (self->qr), GTK_ALIGN_CENTER);
  g_signal_connect_swapped (open, "clicked", G_CALLBACK (on_open_clicked), self);
  self->copy = GTK_BUTTON (gtk_button_new_with_label (_ ("Copy link")));
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (on_copy_clicked), self);
  gtk_widget_set_halign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (buttons), open);
  gtk_box_append (GTK_BOX (buttons), GTK_WIDGET (self->copy));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->qr));
  gtk_box_append (GTK_BOX (box), buttons);
  return box;
}

static void
rambla_checkout_wait_init (RamblaCheckoutWait *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);

  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->spinner), 32, 32);
  self->title = GTK_LABEL (rambla_text_new (NULL, "title-1"));
  gtk_label_set_justify (self->title, GTK_JUSTIFY_CENTER);
  gtk_label_set_xalign (self->title, 0.5);
  self->words = GTK_LABEL (rambla_text_new (NULL, NULL));
  gtk_label_set_justify (self->words, GTK_JUSTIFY_CENTER);
  gtk_label_set_xalign (self->words, 0.5);
  gtk_label_set_max_width_chars (self->words, 60);
  self->page = new_page (self);
  self->clock = RAMBLA_HOLD_CLOCK (rambla_hold_clock_new ());
  gtk_widget_set_halign (GTK_WIDGET (self->clock), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->words));
  gtk_box_append (GTK_BOX (box), self->page);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->clock));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
rambla_checkout_wait_new (RamblaCheckout *checkout)
{
  RamblaCheckoutWait *self = g_object_new (RAMBLA_TYPE_CHECKOUT_WAIT, NULL);

  self->checkout = g_object_ref (checkout);
  return GTK_WIDGET (self);
}
