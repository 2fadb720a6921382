/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-follow-toggle.h"

#include <glib/gi18n-lib.h>

struct _RamblaFollowToggle
{
  GtkButton parent_instance;

  RamblaFollows *follows;
  RamblaStore *store;
};

G_DEFINE_FINAL_TYPE (RamblaFollowToggle, rambla_follow_toggle, GTK_TYPE_BUTTON)

static gboolean
is_followed (RamblaFollowToggle *self)
{
  return rambla_follows_contain (self->follows, rambla_store_get_id (self->store));
}

static void
update (RamblaFollowToggle *self)
{
  gboolean followed = is_followed (self);

  gtk_button_set_label (GTK_BUTTON (self), followed ? _ ("Following") : C_ ("store", "Follow"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), followed
                                                      ? _ ("Do not tell me of new offers any more")
                                                      : _ ("Show this store’s new offers under “Saved”"));
}

static void
on_clicked (RamblaFollowToggle *self)
{
  if (is_followed (self))
    rambla_follows_remove (self->follows, rambla_store_get_id (self->store));
  else
    rambla_follows_add (self->follows, self->store);
}

static void
rambla_follow_toggle_dispose (GObject *object)
{
  RamblaFollowToggle *self = RAMBLA_FOLLOW_TOGGLE (object);

  g_clear_object (&self->follows);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (rambla_follow_toggle_parent_class)->dispose (object);
}

static void
rambla_follow_toggle_class_init (RamblaFollowToggleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_follow_toggle_dispose;
}

static void
rambla_follow_toggle_init (RamblaFollowToggle *self)
{
  g_signal_connect (self, "clicked", G_CALLBACK (on_clicked), NULL);
}

GtkWidget *
rambla_follow_toggle_new (RamblaFollows *follows, RamblaStore *store)
{
  RamblaFollowToggle *self = g_object_new (RAMBLA_TYPE_FOLLOW_TOGGLE, NULL);

  self->follows = g_object_ref (follows);
  self->store = g_object_ref (store);
  g_signal_connect_object (follows, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
