/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-hold-clock.h"

#include <glib/gi18n-lib.h>

#define URGENT_SECONDS 120

struct _RamblaHoldClock
{
  AdwBin parent_instance;

  GtkLabel *label;
  gint64 end;
  guint tick_source;
};

G_DEFINE_FINAL_TYPE (RamblaHoldClock, rambla_hold_clock, ADW_TYPE_BIN)

static void
update (RamblaHoldClock *self)
{
  gint64 left = MAX (0, (self->end - g_get_real_time ()) / G_USEC_PER_SEC);
  /* Translators: minutes and seconds that are left */
  g_autofree char *text =
      g_strdup_printf (_ ("Held for you for %d:%02d"), (int) (left / 60), (int) (left % 60));

  gtk_label_set_label (self->label, text);
  if (left < URGENT_SECONDS)
    gtk_widget_add_css_class (GTK_WIDGET (self->label), "urgent");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->label), "urgent");
}

static gboolean
on_tick (gpointer user_data)
{
  update (user_data);
  return G_SOURCE_CONTINUE;
}

void
rambla_hold_clock_set_end (RamblaHoldClock *self, gint64 end)
{
  g_return_if_fail (RAMBLA_IS_HOLD_CLOCK (self));

  self->end = end;
  gtk_widget_set_visible (GTK_WIDGET (self), end != 0);
  if (end == 0)
    {
      g_clear_handle_id (&self->tick_source, g_source_remove);
      return;
    }
  update (self);
  if (self->tick_source == 0)
    self->tick_source = g_timeout_add_seconds (1, on_tick, self);
}

static void
rambla_hold_clock_dispose (GObject *object)
{
  g_clear_handle_id (&RAMBLA_HOLD_CLOCK (object)->tick_source, g_source_remove);
  G_OBJECT_CLASS (rambla_hold_clock_parent_class)->dispose (object);
}

static void
rambla_hold_clock_class_init (RamblaHoldClockClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_hold_clock_dispose;
}

static void
rambla_hold_clock_init (RamblaHoldClock *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "countdown");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->label));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
rambla_hold_clock_new (void)
{
  return g_object_new (RAMBLA_TYPE_HOLD_CLOCK, NULL);
}
