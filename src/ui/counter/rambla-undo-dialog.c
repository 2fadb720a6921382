/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-undo-dialog.h"

#include <glib/gi18n-lib.h>

#define MAX_REASON 500

struct _RamblaUndoDialog
{
  AdwMessageDialog parent_instance;

  GtkEntry *reason;
};

G_DEFINE_FINAL_TYPE (RamblaUndoDialog, rambla_undo_dialog, ADW_TYPE_MESSAGE_DIALOG)

enum
{
  CONFIRMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_reason_changed (RamblaUndoDialog *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason))));

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "undo", *text != '\0');
}

static void
rambla_undo_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  RamblaUndoDialog *self = RAMBLA_UNDO_DIALOG (dialog);
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason))));

  if (g_strcmp0 (response, "undo") == 0 && *reason != '\0')
    g_signal_emit (self, signals[CONFIRMED], 0, reason);
}

static void
rambla_undo_dialog_class_init (RamblaUndoDialogClass *klass)
{
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = rambla_undo_dialog_response;
  signals[CONFIRMED] = g_signal_new ("confirmed", RAMBLA_TYPE_UNDO_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
rambla_undo_dialog_init (RamblaUndoDialog *self)
{
}

GtkWidget *
rambla_undo_dialog_new (GtkWindow *parent, RamblaRedemption *redemption)
{
  RamblaUndoDialog *self =
      g_object_new (RAMBLA_TYPE_UNDO_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);

  adw_message_dialog_set_heading (dialog, _ ("Take this back?"));
  adw_message_dialog_format_body (
      dialog,
      /* Translators: name of an offer */
      _ ("“%s” can be used again. The money goes back to where it is held for the guest."),
      rambla_deal_get_title (rambla_redemption_get_deal (redemption)));
  self->reason = GTK_ENTRY (gtk_entry_new ());
  gtk_entry_set_max_length (self->reason, MAX_REASON);
  gtk_entry_set_placeholder_text (self->reason, _ ("Why? For example: scanned by mistake"));
  gtk_entry_set_activates_default (self->reason, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reason), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason"),
                                  -1);
  g_signal_connect_swapped (self->reason, "changed", G_CALLBACK (on_reason_changed), self);
  adw_message_dialog_set_extra_child (dialog, GTK_WIDGET (self->reason));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("Keep it"), "undo", _ ("Take back"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "undo", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "undo");
  adw_message_dialog_set_close_response (dialog, "cancel");
  on_reason_changed (self);
  return GTK_WIDGET (self);
}
