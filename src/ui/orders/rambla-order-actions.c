/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-order-actions.h"

#include <glib/gi18n-lib.h>

#include "rambla-order-words.h"
#include "rambla-purchases.h"

struct _RamblaOrderActions
{
  GtkBox parent_instance;

  GtkLabel *result;
  GtkWidget *pay_box;
  GtkWidget *pay_saved;
  GtkWidget *refund_button;

  RamblaClient *client;
  char *id;
  RamblaOrder *order;
  gboolean unused;
  GCancellable *cancellable;
  gboolean busy;
  char *pay_key;          /* kept until the platform has answered, so that a second try pays nothing twice */
  const char *pay_method; /* that goes with it */
  char *refund_key;       /* kept likewise */
};

G_DEFINE_FINAL_TYPE (RamblaOrderActions, rambla_order_actions, GTK_TYPE_BOX)

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
say (RamblaOrderActions *self, const char *sentence)
{
  gtk_label_set_label (self->result, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->result), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
show (RamblaOrderActions *self)
{
  gboolean pending =
      self->order != NULL && rambla_order_get_state (self->order) == RAMBLA_ORDER_PENDING_PAYMENT;
  gboolean any = pending || self->unused || gtk_widget_get_visible (GTK_WIDGET (self->result));

  gtk_widget_set_visible (self->pay_box, pending);
  gtk_widget_set_sensitive (self->pay_box, !self->busy);
  gtk_widget_set_visible (self->refund_button, self->unused);
  gtk_widget_set_sensitive (self->refund_button, !self->busy);
  gtk_widget_set_visible (GTK_WIDGET (self), any);
}

void
rambla_order_actions_set_order (RamblaOrderActions *self, RamblaOrder *order, gboolean unused)
{
  const char *message;

  g_return_if_fail (RAMBLA_IS_ORDER_ACTIONS (self));
  g_return_if_fail (RAMBLA_IS_ORDER (order));

  message = rambla_order_get_payment_message (order);
  self->unused = unused;
  /* Why the last payment failed is said once, with the state that says so. */
  if (g_set_object (&self->order, order) && message != NULL &&
      rambla_order_get_state (order) == RAMBLA_ORDER_PENDING_PAYMENT)
    say (self, message);
  show (self);
}

static void
set_busy (RamblaOrderActions *self, gboolean busy)
{
  self->busy = busy;
  show (self);
}

/* Says what went wrong; TRUE when the platform may have done it nevertheless, so that the key is kept. */
static gboolean
say_error (RamblaOrderActions *self, const GError *error)
{
  g_autofree char *sentence = rambla_api_error_describe (error);

  say (self, sentence);
  return rambla_api_error_is_transient (error);
}

static void
open_payment_page (RamblaOrderActions *self, const char *url)
{
  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), url, GDK_CURRENT_TIME);
}

static void
on_pay_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaOrderActions) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaPaymentResult) payment = rambla_purchases_pay_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (payment == NULL)
    {
      if (!say_error (self, error))
        g_clear_pointer (&self->pay_key, g_free);
      return;
    }
  g_clear_pointer (&self->pay_key, g_free);
  if (payment->url != NULL)
    open_payment_page (self, payment->url);
  else if (payment->message != NULL)
    say (self, payment->message);
  g_signal_emit (self, signals[DONE], 0);
}

static void
pay (RamblaOrderActions *self, const char *method)
{
  gtk_widget_set_visible (GTK_WIDGET (self->result), FALSE);
  if (g_strcmp0 (self->pay_method, method) != 0)
    g_clear_pointer (&self->pay_key, g_free);
  self->pay_method = method;
  if (self->pay_key == NULL)
    self->pay_key = rambla_purchases_new_key ();
  set_busy (self, TRUE);
  rambla_purchases_pay_async (rambla_client_get_api (self->client), self->pay_key, self->id, method,
                              self->cancellable, on_pay_ready, g_object_ref (self));
}

static void
on_pay_saved_clicked (RamblaOrderActions *self)
{
  pay (self, "saved");
}

static void
on_pay_hosted_clicked (RamblaOrderActions *self)
{
  const char *url = rambla_order_get_payment_url (self->order);

  if (url != NULL)
    open_payment_page (self, url);
  else
    pay (self, "hosted");
}

static void
on_refund_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaOrderActions) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree RamblaMoney *amount = rambla_purchases_refund_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (amount == NULL)
    {
      if (!say_error (self, error))
        g_clear_pointer (&self->refund_key, g_free);
    }
  else
    {
      g_autofree char *sum = rambla_money_format (*amount);
      g_autofree char *sentence =
          amount->amount > 0
              ? g_strdup_printf (_ ("%s is on its way back to you. The voucher is no longer good."), sum)
              : g_strdup (_ ("It was given back. The voucher is no longer good."));

      g_clear_pointer (&self->refund_key, g_free);
      say (self, sentence);
    }
  g_signal_emit (self, signals[DONE], 0);
}

static void
on_refund_response (AdwMessageDialog *dialog, const char *response, RamblaOrderActions *self)
{
  if (!g_str_equal (response, "refund") || self->busy)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->result), FALSE);
  if (self->refund_key == NULL)
    self->refund_key = rambla_purchases_new_key ();
  set_busy (self, TRUE);
  rambla_purchases_refund_async (rambla_client_get_api (self->client), self->refund_key, self->id,
                                 self->cancellable, on_refund_ready, g_object_ref (self));
}

static void
on_refund_clicked (RamblaOrderActions *self)
{
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Get your money back?"),
      _ ("What was not used becomes void, and its price goes back the way it came. This cannot be undone."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("Keep it"), "refund",
                                    _ ("Money back"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "refund",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_refund_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
rambla_order_actions_dispose (GObject *object)
{
  RamblaOrderActions *self = RAMBLA_ORDER_ACTIONS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  g_clear_object (&self->order);
  G_OBJECT_CLASS (rambla_order_actions_parent_class)->dispose (object);
}

static void
rambla_order_actions_finalize (GObject *object)
{
  RamblaOrderActions *self = RAMBLA_ORDER_ACTIONS (object);

  g_clear_object (&self->cancellable);
  g_free (self->id);
  g_free (self->pay_key);
  g_free (self->refund_key);
  G_OBJECT_CLASS (rambla_order_actions_parent_class)->finalize (object);
}

static void
rambla_order_actions_class_init (RamblaOrderActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_order_actions_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_order_actions_finalize;
  signals[DONE] = g_signal_new ("done", RAMBLA_TYPE_ORDER_ACTIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
rambla_order_actions_init (RamblaOrderActions *self)
{
  GtkWidget *result = gtk_label_new (NULL);
  GtkWidget *hosted = gtk_button_new_with_label (_ ("Pay in the browser"));

  self->cancellable = g_cancellable_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  self->result = GTK_LABEL (result);
  gtk_label_set_xalign (self->result, 0);
  gtk_label_set_wrap (self->result, TRUE);
  gtk_label_set_wrap_mode (self->result, PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (result, "heading");
  gtk_widget_set_visible (result, FALSE);
  self->pay_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  self->pay_saved = gtk_button_new_with_label (_ ("Pay with the saved card"));
  gtk_widget_add_css_class (self->pay_saved, "suggested-action");
  gtk_widget_add_css_class (self->pay_saved, "pill");
  gtk_widget_add_css_class (hosted, "pill");
  g_signal_connect_swapped (self->pay_saved, "clicked", G_CALLBACK (on_pay_saved_clicked), self);
  g_signal_connect_swapped (hosted, "clicked", G_CALLBACK (on_pay_hosted_clicked), self);
  gtk_box_append (GTK_BOX (self->pay_box), self->pay_saved);
  gtk_box_append (GTK_BOX (self->pay_box), hosted);
  self->refund_button = gtk_button_new_with_label (_ ("Get your money back"));
  g_signal_connect_swapped (self->refund_button, "clicked", G_CALLBACK (on_refund_clicked), self);
  gtk_box_append (GTK_BOX (self), result);
  gtk_box_append (GTK_BOX (self), self->pay_box);
  gtk_box_append (GTK_BOX (self), self->refund_button);
  show (self);
}

GtkWidget *
rambla_order_actions_new (RamblaClient *client, const char *id)
{
  RamblaOrderActions *self = g_object_new (RAMBLA_TYPE_ORDER_ACTIONS, NULL);
  RamblaCard *card = rambla_client_get_card (client);

  self->client = g_object_ref (client);
  self->id = g_strdup (id);
  gtk_widget_set_visible (self->pay_saved,
                          card != NULL && g_strv_contains (rambla_card_get_payment_methods (card), "saved"));
  return GTK_WIDGET (self);
}
