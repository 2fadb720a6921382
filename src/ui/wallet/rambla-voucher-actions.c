/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-voucher-actions.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "rambla-gift-sheet.h"
#include "rambla-hands.h"
#include "rambla-purchases.h"
#include "rambla-voucher-paper.h"
#include "rambla-voucher-sort.h"

struct _RamblaVoucherActions
{
  GtkBox parent_instance;

  GtkLabel *where;
  GtkWidget *buttons;
  GtkWidget *here_button;
  GtkWidget *give_button;
  GtkWidget *print_button;
  GtkLabel *trouble;

  RamblaApi *api;
  RamblaWallet *wallet;
  GTimeZone *zone;
  RamblaVoucher *voucher;
  GCancellable *cancellable;
  char *key; /* kept until the platform has answered */
  gboolean for_paper;
};

G_DEFINE_FINAL_TYPE (RamblaVoucherActions, rambla_voucher_actions, GTK_TYPE_BOX)

static void
say (RamblaVoucherActions *self, const char *sentence)
{
  gtk_label_set_label (self->trouble, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), sentence != NULL);
}

static const char *
describe_where (RamblaVoucherActions *self)
{
  if (rambla_voucher_get_gift (self->voucher) != NULL)
    return _ ("It is on its way to a friend, and yours until it is claimed.");
  if (rambla_voucher_get_printed (self->voucher))
    return _ ("It is on paper: whoever has the sheet can use it, as if it were cash.");
  if (rambla_wallet_is_elsewhere (self->wallet, self->voucher))
    return _ ("It lives on another of your devices. Here only its code can be used.");
  if (rambla_wallet_is_bound (self->wallet, self->voucher))
    return _ (
        "It lives on this device. Its QR code changes every half minute, so that a picture of it is worth "
        "nothing.");
  return NULL;
}

static void
show (RamblaVoucherActions *self)
{
  gboolean usable = rambla_voucher_is_usable (self->voucher, g_get_real_time ()) && self->api != NULL;
  const RamblaGift *gift = rambla_voucher_get_gift (self->voucher);
  const char *where = describe_where (self);

  gtk_widget_set_visible (GTK_WIDGET (self), usable);
  gtk_label_set_label (self->where, where != NULL ? where : "");
  gtk_widget_set_visible (GTK_WIDGET (self->where), where != NULL);
  gtk_button_set_label (GTK_BUTTON (self->give_button),
                        gift != NULL ? _ ("Show the gift link") : _ ("Give to a friend"));
  gtk_button_set_label (GTK_BUTTON (self->print_button),
                        rambla_voucher_get_printed (self->voucher) ? _ ("Print again") : _ ("Print"));
  gtk_widget_set_visible (self->print_button, gift == NULL);
  gtk_widget_set_visible (self->here_button, rambla_voucher_get_printed (self->voucher) ||
                                                 rambla_wallet_is_elsewhere (self->wallet, self->voucher));
}

void
rambla_voucher_actions_set_voucher (RamblaVoucherActions *self, RamblaVoucher *voucher)
{
  g_return_if_fail (RAMBLA_IS_VOUCHER_ACTIONS (self));
  g_return_if_fail (RAMBLA_IS_VOUCHER (voucher));

  g_set_object (&self->voucher, voucher);
  show (self);
}

static GtkWindow *
get_window (RamblaVoucherActions *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
print (RamblaVoucherActions *self)
{
  g_autoptr (GtkPrintOperation) operation = rambla_voucher_paper_new (self->voucher, self->zone);
  g_autoptr (GError) error = NULL;

  gtk_print_operation_set_allow_async (operation, TRUE);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, get_window (self),
                               &error) == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      g_autofree char *sentence = rambla_api_error_describe (error);

      say (self, sentence);
    }
}

static void
on_reissue_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaVoucherActions) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaVoucher) voucher = rambla_hands_reissue_finish (RAMBLA_API (source), result, &error);
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->buttons, TRUE);
  if (voucher == NULL)
    {
      /* The platform may have done it nevertheless: then the same key gets the same answer. */
      if (!rambla_api_error_is_transient (error))
        g_clear_pointer (&self->key, g_free);
      sentence = rambla_api_error_describe (error);
      say (self, sentence);
      rambla_wallet_refresh (self->wallet);
      return;
    }
  g_clear_pointer (&self->key, g_free);
  rambla_voucher_actions_set_voucher (self, voucher);
  rambla_wallet_take (self->wallet, voucher);
  if (self->for_paper)
    print (self);
}

static void
reissue (RamblaVoucherActions *self, gboolean for_paper)
{
  say (self, NULL);
  gtk_widget_set_sensitive (self->buttons, FALSE);
  if (self->for_paper != for_paper)
    g_clear_pointer (&self->key, g_free);
  self->for_paper = for_paper;
  if (self->key == NULL)
    self->key = rambla_purchases_new_key ();
  rambla_hands_reissue_async (self->api, self->key, rambla_voucher_get_id (self->voucher), for_paper,
                              self->cancellable, on_reissue_ready, g_object_ref (self));
}

static void
on_here_clicked (RamblaVoucherActions *self)
{
  reissue (self, FALSE);
}

static void
on_give_clicked (RamblaVoucherActions *self)
{
  gtk_window_present (GTK_WINDOW (
      rambla_gift_sheet_new (get_window (self), self->api, self->wallet, self->voucher, self->zone)));
}

static void
on_print_response (AdwMessageDialog *dialog, const char *response, RamblaVoucherActions *self)
{
  if (g_str_equal (response, "print"))
    reissue (self, TRUE);
}

static void
on_print_clicked (RamblaVoucherActions *self)
{
  GtkWidget *dialog;

  if (rambla_voucher_get_printed (self->voucher))
    {
      print (self);
      return;
    }
  dialog = adw_message_dialog_new (get_window (self), _ ("Print this voucher?"),
                                   _ ("The sheet is as good as cash: whoever shows it uses it, also without "
                                      "a phone. What this device shows now "
                                      "is worth nothing from then on."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("Keep it here"), "print",
                                    _ ("Print"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "print", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_print_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
rambla_voucher_actions_dispose (GObject *object)
{
  RamblaVoucherActions *self = RAMBLA_VOUCHER_ACTIONS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->api);
  g_clear_object (&self->wallet);
  g_clear_object (&self->voucher);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_voucher_actions_parent_class)->dispose (object);
}

static void
rambla_voucher_actions_finalize (GObject *object)
{
  RamblaVoucherActions *self = RAMBLA_VOUCHER_ACTIONS (object);

  g_clear_object (&self->cancellable);
  g_free (self->key);
  G_OBJECT_CLASS (rambla_voucher_actions_parent_class)->finalize (object);
}

static void
rambla_voucher_actions_class_init (RamblaVoucherActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_voucher_actions_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_voucher_actions_finalize;
}

static GtkLabel *
new_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style);
  return GTK_LABEL (label);
}

static GtkWidget *
new_button (RamblaVoucherActions *self, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_flow_box_append (GTK_FLOW_BOX (self->buttons), button);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
  g_object_bind_property (button, "visible", gtk_widget_get_parent (button), "visible",
                          G_BINDING_SYNC_CREATE);
  return button;
}

static void
rambla_voucher_actions_init (RamblaVoucherActions *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  self->where = new_label ("dim-label");
  self->trouble = new_label ("error");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  self->buttons = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->buttons), GTK_SELECTION_NONE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->buttons), 8);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->buttons), 8);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->buttons), 3);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What can be done with it"), -1);
  self->here_button = new_button (self, _ ("Use it on this device"), G_CALLBACK (on_here_clicked));
  self->give_button = new_button (self, _ ("Give to a friend"), G_CALLBACK (on_give_clicked));
  self->print_button = new_button (self, _ ("Print"), G_CALLBACK (on_print_clicked));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->where));
  gtk_box_append (GTK_BOX (self), self->buttons);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->trouble));
}

GtkWidget *
rambla_voucher_actions_new (RamblaApi *api, RamblaWallet *wallet, GTimeZone *zone)
{
  RamblaVoucherActions *self = g_object_new (RAMBLA_TYPE_VOUCHER_ACTIONS, NULL);

  self->api = api != NULL ? g_object_ref (api) : NULL;
  self->wallet = g_object_ref (wallet);
  self->zone = g_time_zone_ref (zone);
  return GTK_WIDGET (self);
}
