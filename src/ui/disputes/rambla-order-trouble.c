/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-order-trouble.h"

#include <glib/gi18n-lib.h>

#include "rambla-api-error.h"
#include "rambla-dispute-page.h"
#include "rambla-dispute-words.h"
#include "rambla-disputes.h"
#include "rambla-navigation.h"
#include "rambla-purchases.h"

#define MAX_TEXT 1000

struct _RamblaOrderTrouble
{
  GtkBox parent_instance;

  GtkLabel *turned_away;
  GtkLabel *problem;
  GtkWidget *complain_button;
  GtkWidget *open_button;

  RamblaClient *client;
  GTimeZone *zone;
  RamblaOrder *order;
  GCancellable *cancellable;
  char *key; /* kept until the platform has answered */
  gboolean busy;

  /* While the question is on the screen. */
  GtkDropDown *reason;
  GtkEntry *text;
};

G_DEFINE_FINAL_TYPE (RamblaOrderTrouble, rambla_order_trouble, GTK_TYPE_BOX)

static const char *const reasons[] = { "not_as_described", "quality", "refused", "other" };

static const char *
describe_refusal (const char *code)
{
  if (g_str_equal (code, "wrong_branch"))
    return _ ("The counter did not take the voucher: it is not good at that branch.");
  if (g_str_equal (code, "wrong_day"))
    return _ ("The counter did not take the voucher: it is not good on that day.");
  if (g_str_equal (code, "wrong_time"))
    return _ ("The counter did not take the voucher: it is not good at that time of day.");
  return _ ("The counter did not take the voucher: it is not good yet.");
}

static void
show (RamblaOrderTrouble *self)
{
  const char *dispute = rambla_order_get_dispute_id (self->order);
  const char *code = rambla_order_get_turned_away_code (self->order);
  gboolean open = dispute != NULL && rambla_order_get_dispute_state (self->order) != RAMBLA_DISPUTE_DECIDED;
  gboolean disputable = rambla_order_get_disputable_until (self->order) > g_get_real_time () && !open;

  if (code != NULL)
    {
      g_autofree char *sentence =
          g_strdup_printf ("%s %s", describe_refusal (code),
                           _ ("You can use it another time, get your money back at once, or complain."));

      gtk_label_set_label (self->turned_away, sentence);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->turned_away), code != NULL);
  gtk_widget_set_visible (self->complain_button, disputable);
  gtk_widget_set_sensitive (self->complain_button, !self->busy);
  gtk_widget_set_visible (self->open_button, dispute != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), disputable || dispute != NULL || code != NULL);
}

static void
open_dispute (RamblaOrderTrouble *self, const char *id)
{
  RamblaNavigation *navigation = rambla_navigation_of (GTK_WIDGET (self));

  if (navigation != NULL)
    rambla_navigation_push (navigation, rambla_dispute_page_new (self->client, id, self->zone));
}

static void
on_open_clicked (RamblaOrderTrouble *self)
{
  open_dispute (self, rambla_order_get_dispute_id (self->order));
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaOrderTrouble) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDispute) dispute = rambla_disputes_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  show (self);
  if (dispute == NULL)
    {
      g_autofree char *sentence = rambla_api_error_describe (error);

      gtk_label_set_label (self->problem, sentence);
      gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
      if (!rambla_api_error_is_transient (error))
        g_clear_pointer (&self->key, g_free);
      return;
    }
  g_clear_pointer (&self->key, g_free);
  open_dispute (self, rambla_dispute_get_id (dispute));
}

static void
on_response (AdwMessageDialog *dialog, const char *response, RamblaOrderTrouble *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->text));

  if (!g_str_equal (response, "complain") || *text == '\0' || self->busy)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  self->busy = TRUE;
  show (self);
  if (self->key == NULL)
    self->key = rambla_purchases_new_key ();
  rambla_disputes_open_async (rambla_client_get_api (self->client), self->key,
                              rambla_order_get_id (self->order),
                              reasons[gtk_drop_down_get_selected (self->reason)], text, self->cancellable,
                              on_opened, g_object_ref (self));
}

static void
on_text_changed (RamblaOrderTrouble *self, GtkEditable *text)
{
  AdwMessageDialog *dialog =
      ADW_MESSAGE_DIALOG (gtk_widget_get_ancestor (GTK_WIDGET (text), ADW_TYPE_MESSAGE_DIALOG));

  if (dialog != NULL)
    adw_message_dialog_set_response_enabled (dialog, "complain", *gtk_editable_get_text (text) != '\0');
}

static GtkWidget *
new_question (RamblaOrderTrouble *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_autofree char *name = rambla_dispute_words_reason (reasons[i]);

      gtk_string_list_append (names, name);
    }
  self->reason = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reason), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason"),
                                  -1);
  self->text = GTK_ENTRY (gtk_entry_new ());
  gtk_entry_set_max_length (self->text, MAX_TEXT);
  gtk_entry_set_placeholder_text (self->text, _ ("What happened?"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What happened?"), -1);
  g_signal_connect_object (self->text, "changed", G_CALLBACK (on_text_changed), self, G_CONNECT_SWAPPED);
  if (rambla_order_get_turned_away_code (self->order) != NULL)
    gtk_drop_down_set_selected (self->reason, 2);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->reason));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->text));
  return box;
}

static void
on_complain_clicked (RamblaOrderTrouble *self)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                              _ ("Something was wrong?"),
                                              _ ("The platform holds the store's money until this is "
                                                 "settled. The store has three days to answer. You "
                                                 "can add pictures afterwards."));

  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), new_question (self));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("Not now"), "complain",
                                    _ ("Complain"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "complain",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "complain", FALSE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
rambla_order_trouble_set_order (RamblaOrderTrouble *self, RamblaOrder *order)
{
  g_return_if_fail (RAMBLA_IS_ORDER_TROUBLE (self));
  g_return_if_fail (RAMBLA_IS_ORDER (order));

  g_set_object (&self->order, order);
  show (self);
}

static void
rambla_order_trouble_dispose (GObject *object)
{
  RamblaOrderTrouble *self = RAMBLA_ORDER_TROUBLE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  g_clear_object (&self->order);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_order_trouble_parent_class)->dispose (object);
}

static void
rambla_order_trouble_finalize (GObject *object)
{
  RamblaOrderTrouble *self = RAMBLA_ORDER_TROUBLE (object);

  g_clear_object (&self->cancellable);
  g_free (self->key);
  G_OBJECT_CLASS (rambla_order_trouble_parent_class)->finalize (object);
}

static void
rambla_order_trouble_class_init (RamblaOrderTroubleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_order_trouble_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_order_trouble_finalize;
}

static GtkLabel *
add_label (RamblaOrderTrouble *self, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style);
  gtk_widget_set_visible (label, FALSE);
  gtk_box_append (GTK_BOX (self), label);
  return GTK_LABEL (label);
}

static void
rambla_order_trouble_init (RamblaOrderTrouble *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  self->turned_away = add_label (self, "body");
  self->problem = add_label (self, "heading");
  self->complain_button = gtk_button_new_with_label (_ ("Something was wrong"));
  self->open_button = gtk_button_new_with_label (_ ("Show the complaint"));
  g_signal_connect_swapped (self->complain_button, "clicked", G_CALLBACK (on_complain_clicked), self);
  g_signal_connect_swapped (self->open_button, "clicked", G_CALLBACK (on_open_clicked), self);
  gtk_box_append (GTK_BOX (self), self->complain_button);
  gtk_box_append (GTK_BOX (self), self->open_button);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
rambla_order_trouble_new (RamblaClient *client, GTimeZone *zone)
{
  RamblaOrderTrouble *self = g_object_new (RAMBLA_TYPE_ORDER_TROUBLE, NULL);

  self->client = g_object_ref (client);
  self->zone = g_time_zone_ref (zone);
  return GTK_WIDGET (self);
}
