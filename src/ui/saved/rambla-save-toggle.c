/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-save-toggle.h"

#include <glib/gi18n-lib.h>

struct _RamblaSaveToggle
{
  AdwBin parent_instance;

  GtkButton *button;
  RamblaSaved *saved;
  RamblaDeal *deal;
};

G_DEFINE_FINAL_TYPE (RamblaSaveToggle, rambla_save_toggle, ADW_TYPE_BIN)

static gboolean
is_saved (RamblaSaveToggle *self)
{
  return self->deal != NULL && rambla_saved_get (self->saved, rambla_deal_get_id (self->deal)) != NULL;
}

static void
on_saved_changed (RamblaSaveToggle *self)
{
  gboolean saved = is_saved (self);
  const char *words = saved ? _ ("Forget this offer") : _ ("Save this offer");

  gtk_button_set_icon_name (self->button, saved ? "rambla-heart-symbolic" : "rambla-heart-outline-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), self->deal != NULL);
}

static void
on_clicked (RamblaSaveToggle *self)
{
  if (is_saved (self))
    rambla_saved_remove (self->saved, rambla_deal_get_id (self->deal));
  else
    rambla_saved_add (self->saved, self->deal, NULL);
}

void
rambla_save_toggle_set_deal (RamblaSaveToggle *self, RamblaDeal *deal)
{
  g_return_if_fail (RAMBLA_IS_SAVE_TOGGLE (self));

  g_set_object (&self->deal, deal);
  rambla_saved_update (self->saved, deal);
  on_saved_changed (self);
}

static void
rambla_save_toggle_dispose (GObject *object)
{
  RamblaSaveToggle *self = RAMBLA_SAVE_TOGGLE (object);

  if (self->saved != NULL)
    g_signal_handlers_disconnect_by_data (self->saved, self);
  g_clear_object (&self->saved);
  g_clear_object (&self->deal);
  G_OBJECT_CLASS (rambla_save_toggle_parent_class)->dispose (object);
}

static void
rambla_save_toggle_class_init (RamblaSaveToggleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_save_toggle_dispose;
}

static void
rambla_save_toggle_init (RamblaSaveToggle *self)
{
  self->button = GTK_BUTTON (gtk_button_new ());
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_clicked), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
}

GtkWidget *
rambla_save_toggle_new (RamblaSaved *saved)
{
  RamblaSaveToggle *self = g_object_new (RAMBLA_TYPE_SAVE_TOGGLE, NULL);

  self->saved = g_object_ref (saved);
  g_signal_connect_swapped (saved, "items-changed", G_CALLBACK (on_saved_changed), self);
  on_saved_changed (self);
  return GTK_WIDGET (self);
}
