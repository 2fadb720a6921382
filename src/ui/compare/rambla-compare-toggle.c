/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-compare-toggle.h"

#include <glib/gi18n-lib.h>

#include "rambla-comparison.h"
#include "rambla-window.h"

struct _RamblaCompareToggle
{
  AdwBin parent_instance;

  GtkToggleButton *button;
  char *deal_id;
  RamblaComparison *comparison; /* NULL while it is in no window */
};

G_DEFINE_FINAL_TYPE (RamblaCompareToggle, rambla_compare_toggle, ADW_TYPE_BIN)

static void
on_clicked (RamblaCompareToggle *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.compare-deal", "s", self->deal_id);
}

static void
on_comparison_changed (RamblaCompareToggle *self)
{
  gboolean in = rambla_comparison_contains (self->comparison, self->deal_id);

  gtk_toggle_button_set_active (self->button, in);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button),
                               in ? _ ("Take out of the comparison") : _ ("Compare with other offers"));
}

static void
leave (RamblaCompareToggle *self)
{
  if (self->comparison != NULL)
    g_signal_handlers_disconnect_by_data (self->comparison, self);
  g_clear_object (&self->comparison);
}

static void
rambla_compare_toggle_root (GtkWidget *widget)
{
  RamblaCompareToggle *self = RAMBLA_COMPARE_TOGGLE (widget);
  GtkRoot *root;

  GTK_WIDGET_CLASS (rambla_compare_toggle_parent_class)->root (widget);
  root = gtk_widget_get_root (widget);
  gtk_widget_set_visible (widget, RAMBLA_IS_WINDOW (root));
  if (!RAMBLA_IS_WINDOW (root))
    return;
  leave (self);
  self->comparison = g_object_ref (rambla_window_get_comparison (RAMBLA_WINDOW (root)));
  g_signal_connect_swapped (self->comparison, "items-changed", G_CALLBACK (on_comparison_changed), self);
  on_comparison_changed (self);
}

static void
rambla_compare_toggle_unroot (GtkWidget *widget)
{
  leave (RAMBLA_COMPARE_TOGGLE (widget));
  GTK_WIDGET_CLASS (rambla_compare_toggle_parent_class)->unroot (widget);
}

static void
rambla_compare_toggle_finalize (GObject *object)
{
  g_free (RAMBLA_COMPARE_TOGGLE (object)->deal_id);
  G_OBJECT_CLASS (rambla_compare_toggle_parent_class)->finalize (object);
}

static void
rambla_compare_toggle_class_init (RamblaCompareToggleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_compare_toggle_finalize;
  GTK_WIDGET_CLASS (klass)->root = rambla_compare_toggle_root;
  GTK_WIDGET_CLASS (klass)->unroot = rambla_compare_toggle_unroot;
}

static void
rambla_compare_toggle_init (RamblaCompareToggle *self)
{
  self->button = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
  gtk_button_set_icon_name (GTK_BUTTON (self->button), "rambla-compare-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Compare this offer"), -1);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_clicked), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
}

GtkWidget *
rambla_compare_toggle_new (const char *deal_id)
{
  RamblaCompareToggle *self = g_object_new (RAMBLA_TYPE_COMPARE_TOGGLE, NULL);

  self->deal_id = g_strdup (deal_id);
  return GTK_WIDGET (self);
}
