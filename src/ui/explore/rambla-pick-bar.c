/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-pick-bar.h"

#include <glib/gi18n-lib.h>

struct _RamblaPickBar
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkWidget *middle;
};

G_DEFINE_FINAL_TYPE (RamblaPickBar, rambla_pick_bar, ADW_TYPE_BIN)

enum
{
  MIDDLE,
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

gboolean
rambla_pick_bar_get_open (RamblaPickBar *self)
{
  g_return_val_if_fail (RAMBLA_IS_PICK_BAR (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}

void
rambla_pick_bar_open (RamblaPickBar *self)
{
  g_return_if_fail (RAMBLA_IS_PICK_BAR (self));

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  gtk_widget_grab_focus (self->middle);
}

void
rambla_pick_bar_close (RamblaPickBar *self)
{
  g_return_if_fail (RAMBLA_IS_PICK_BAR (self));

  if (!rambla_pick_bar_get_open (self))
    return;
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
on_middle_clicked (RamblaPickBar *self)
{
  g_signal_emit (self, signals[MIDDLE], 0);
}

static gboolean
on_key_pressed (RamblaPickBar *self, guint key)
{
  if (key != GDK_KEY_Escape || !rambla_pick_bar_get_open (self))
    return FALSE;
  rambla_pick_bar_close (self);
  return TRUE;
}

static void
rambla_pick_bar_class_init (RamblaPickBarClass *klass)
{
  signals[MIDDLE] =
      g_signal_new ("middle", RAMBLA_TYPE_PICK_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLOSED] =
      g_signal_new ("closed", RAMBLA_TYPE_PICK_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rambla_pick_bar_init (RamblaPickBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = gtk_label_new (_ ("Click where distances are to start"));
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Cancel"));
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  self->middle = gtk_button_new_with_label (_ ("Take the middle of the map"));
  g_signal_connect_swapped (self->middle, "clicked", G_CALLBACK (on_middle_clicked), self);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (rambla_pick_bar_close), self);
  gtk_box_append (GTK_BOX (buttons), self->middle);
  gtk_box_append (GTK_BOX (buttons), cancel);
  gtk_widget_set_halign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_widget_add_css_class (box, "place-card");
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_child (self->revealer, box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_margin_top (GTK_WIDGET (self), 12);
  gtk_widget_set_margin_start (GTK_WIDGET (self), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self), 12);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
rambla_pick_bar_new (void)
{
  return g_object_new (RAMBLA_TYPE_PICK_BAR, NULL);
}
