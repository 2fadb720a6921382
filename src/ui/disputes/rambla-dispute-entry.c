/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-dispute-entry.h"

#include <glib/gi18n-lib.h>

#define MAX_TEXT 1000

struct _RamblaDisputeEntry
{
  AdwBin parent_instance;

  GtkEntry *text;
};

G_DEFINE_FINAL_TYPE (RamblaDisputeEntry, rambla_dispute_entry, ADW_TYPE_BIN)

enum
{
  SAID,
  CHANGED,
  PICTURE_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_send (RamblaDisputeEntry *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->text));

  if (*text != '\0')
    g_signal_emit (self, signals[SAID], 0, text);
}

static void
on_changed (RamblaDisputeEntry *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_file_chosen (GtkNativeDialog *dialog, int response, RamblaDisputeEntry *self)
{
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL)
    g_signal_emit (self, signals[PICTURE_CHOSEN], 0, file);
  g_object_unref (dialog);
}

static void
on_picture_clicked (RamblaDisputeEntry *self)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("Add a picture"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_filter_add_mime_type (filter, "image/jpeg");
  gtk_file_filter_add_mime_type (filter, "image/webp");
  gtk_file_filter_set_name (filter, _ ("Pictures"));
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_file_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
rambla_dispute_entry_clear (RamblaDisputeEntry *self)
{
  g_return_if_fail (RAMBLA_IS_DISPUTE_ENTRY (self));

  gtk_editable_set_text (GTK_EDITABLE (self->text), "");
}

static void
rambla_dispute_entry_class_init (RamblaDisputeEntryClass *klass)
{
  signals[SAID] = g_signal_new ("said", RAMBLA_TYPE_DISPUTE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CHANGED] = g_signal_new ("changed", RAMBLA_TYPE_DISPUTE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[PICTURE_CHOSEN] = g_signal_new ("picture-chosen", RAMBLA_TYPE_DISPUTE_ENTRY, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);
}

static void
rambla_dispute_entry_init (RamblaDisputeEntry *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *picture = gtk_button_new_from_icon_name ("mail-attachment-symbolic");
  GtkWidget *send = gtk_button_new_with_label (_ ("Send"));

  self->text = GTK_ENTRY (gtk_entry_new ());
  gtk_entry_set_max_length (self->text, MAX_TEXT);
  gtk_entry_set_placeholder_text (self->text, _ ("Write a message"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Message"),
                                  -1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->text), TRUE);
  gtk_widget_set_tooltip_text (picture, _ ("Add a picture"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Add a picture"), -1);
  g_signal_connect_swapped (self->text, "activate", G_CALLBACK (on_send), self);
  g_signal_connect_swapped (self->text, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (send, "clicked", G_CALLBACK (on_send), self);
  g_signal_connect_swapped (picture, "clicked", G_CALLBACK (on_picture_clicked), self);
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->text));
  gtk_box_append (GTK_BOX (box), send);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
rambla_dispute_entry_new (void)
{
  return g_object_new (RAMBLA_TYPE_DISPUTE_ENTRY, NULL);
}
