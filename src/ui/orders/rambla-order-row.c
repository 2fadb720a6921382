/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-order-row.h"

#include <glib/gi18n-lib.h>

#include "rambla-deal-picture.h"
#include "rambla-order-words.h"
#include "rambla-voucher-words.h"

#define PICTURE 84

struct _RamblaOrderRow
{
  GtkButton parent_instance;

  RamblaDealPicture *picture;
  GtkLabel *title;
  GtkLabel *place;
  GtkLabel *state;
  GtkLabel *total;

  RamblaOrder *order;
  GTimeZone *zone;
  guint tick_source;
};

G_DEFINE_FINAL_TYPE (RamblaOrderRow, rambla_order_row, GTK_TYPE_BUTTON)

static void
show_state (RamblaOrderRow *self)
{
  gint64 now = g_get_real_time ();
  g_autofree char *state = rambla_order_words_state (self->order);
  g_autofree char *left = rambla_order_words_left (self->order, now);
  g_autofree char *text = left != NULL ? g_strdup_printf (_ ("Pay within %s"), left) : g_strdup (state);

  gtk_label_set_label (self->state, text);
  if (rambla_order_words_is_open (self->order))
    gtk_widget_add_css_class (GTK_WIDGET (self->state), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->state), "warning");
}

static gboolean
on_tick (gpointer user_data)
{
  show_state (user_data);
  return G_SOURCE_CONTINUE;
}

/* Counts only while somebody can see it. */
static void
plan_tick (RamblaOrderRow *self)
{
  gboolean counts = self->order != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
                    rambla_order_get_state (self->order) == RAMBLA_ORDER_PENDING_PAYMENT;

  if (counts && self->tick_source == 0)
    self->tick_source = g_timeout_add_seconds (1, on_tick, self);
  else if (!counts)
    g_clear_handle_id (&self->tick_source, g_source_remove);
}

void
rambla_order_row_set_order (RamblaOrderRow *self, RamblaOrder *order)
{
  g_autofree char *date = NULL;
  g_autofree char *place = NULL;
  g_autofree char *total = NULL;
  g_autofree char *state = NULL;
  g_autofree char *spoken = NULL;
  RamblaDeal *deal;

  g_return_if_fail (RAMBLA_IS_ORDER_ROW (self));

  if (!g_set_object (&self->order, order))
    return;
  plan_tick (self);
  rambla_deal_picture_set_deal (self->picture, order != NULL ? rambla_order_get_deal (order) : NULL);
  if (order == NULL)
    return;
  deal = rambla_order_get_deal (order);
  date = rambla_words_date (rambla_order_get_created_at (order), self->zone, g_get_real_time ());
  /* Translators: name of a shop · a date */
  place = g_strdup_printf (_ ("%s · %s"), rambla_store_get_name (rambla_order_get_store (order)), date);
  total = rambla_order_words_total (order);
  state = rambla_order_words_state (order);
  spoken = g_strdup_printf ("%s, %s, %s, %s", rambla_deal_get_title (deal), place, total, state);
  gtk_label_set_label (self->title, rambla_deal_get_title (deal));
  gtk_label_set_label (self->place, place);
  gtk_label_set_label (self->total, total);
  show_state (self);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", rambla_order_get_id (order));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.open-order");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
rambla_order_row_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rambla_order_row_parent_class)->map (widget);
  plan_tick (RAMBLA_ORDER_ROW (widget));
}

static void
rambla_order_row_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rambla_order_row_parent_class)->unmap (widget);
  plan_tick (RAMBLA_ORDER_ROW (widget));
}

static GtkLabel *
new_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, style);
  return GTK_LABEL (label);
}

static void
rambla_order_row_dispose (GObject *object)
{
  RamblaOrderRow *self = RAMBLA_ORDER_ROW (object);

  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_object (&self->order);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_order_row_parent_class)->dispose (object);
}

static void
rambla_order_row_class_init (RamblaOrderRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_order_row_dispose;
  GTK_WIDGET_CLASS (klass)->map = rambla_order_row_map;
  GTK_WIDGET_CLASS (klass)->unmap = rambla_order_row_unmap;
}

static void
rambla_order_row_init (RamblaOrderRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->picture = g_object_new (RAMBLA_TYPE_DEAL_PICTURE, "width-request", PICTURE, "height-request", PICTURE,
                                "valign", GTK_ALIGN_CENTER, NULL);
  self->title = new_label ("deal-title");
  self->place = new_label ("deal-store");
  self->state = new_label ("tag");
  self->total = new_label ("tabular");
  gtk_widget_add_css_class (GTK_WIDGET (self->total), "heading");
  gtk_widget_set_hexpand (GTK_WIDGET (self->total), TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self->total), GTK_ALIGN_END);
  gtk_widget_add_css_class (body, "deal-body");
  gtk_widget_set_hexpand (body, TRUE);
  gtk_widget_set_vexpand (line, TRUE);
  gtk_widget_set_valign (line, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->state));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->total));
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (self->place));
  gtk_box_append (GTK_BOX (body), line);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->picture));
  gtk_box_append (GTK_BOX (box), body);
  gtk_button_set_child (GTK_BUTTON (self), box);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "deal-card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
}

GtkWidget *
rambla_order_row_new (GTimeZone *zone)
{
  RamblaOrderRow *self = g_object_new (RAMBLA_TYPE_ORDER_ROW, NULL);

  self->zone = g_time_zone_ref (zone);
  return GTK_WIDGET (self);
}
