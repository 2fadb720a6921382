/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-explore-layout.h"

#include <glib/gi18n-lib.h>

#define SIDE_BY_SIDE_FROM 620
#define PANEL_SHARE 0.38
#define PANEL_NARROWEST 340
#define PANEL_WIDEST 460
#define ANIMATION_MS 180
/* Where the sheet comes to rest, as shares of the height: a peek, half, nearly all. */
#define N_RESTS 3

static const double rests[N_RESTS] = { 0.2, 0.5, 0.92 };

struct _RamblaExploreLayout
{
  GtkWidget parent_instance;

  GtkWidget *panel;
  GtkWidget *map;
  GtkWidget *sheet; /* holds handle and panel */
  GtkWidget *handle;
  double share; /* of the height that the sheet takes */
  double drag_share;
  int sheet_height;
  gboolean side_by_side;
  AdwAnimation *animation;
  guint notify_source;
};

G_DEFINE_FINAL_TYPE (RamblaExploreLayout, rambla_explore_layout, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_SHEET_HEIGHT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
on_notify (gpointer user_data)
{
  RamblaExploreLayout *self = user_data;

  self->notify_source = 0;
  gtk_widget_set_visible (self->handle, !self->side_by_side);
  if (self->side_by_side)
    gtk_widget_remove_css_class (self->sheet, "sheet");
  else
    gtk_widget_add_css_class (self->sheet, "sheet");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHEET_HEIGHT]);
  return G_SOURCE_REMOVE;
}

static void
rambla_explore_layout_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RamblaExploreLayout *self = RAMBLA_EXPLORE_LAYOUT (widget);
  gboolean side_by_side = width >= SIDE_BY_SIDE_FROM;
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation sheet = { 0, 0, width, height };
  GtkAllocation map = { 0, 0, width, height };
  int covered = 0;
  int minimum;

  if (side_by_side)
    {
      sheet.width = CLAMP ((int) (width * PANEL_SHARE), PANEL_NARROWEST, PANEL_WIDEST);
      map.width = width - sheet.width;
      sheet.x = rtl ? map.width : 0;
      map.x = rtl ? 0 : sheet.width;
    }
  else
    {
      gtk_widget_measure (self->sheet, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
      covered = MIN (height, (int) (height * self->share));
      sheet.y = height - covered;
      sheet.height = MAX (covered, minimum);
    }
  gtk_widget_measure (self->sheet, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  sheet.width = MAX (sheet.width, minimum);
  gtk_widget_size_allocate (self->map, &map, -1);
  gtk_widget_size_allocate (self->sheet, &sheet, -1);

  if (self->side_by_side != side_by_side || self->sheet_height != covered)
    {
      self->side_by_side = side_by_side;
      self->sheet_height = covered;
      if (self->notify_source == 0)
        self->notify_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_notify, self, NULL);
    }
}

static void
rambla_explore_layout_measure (GtkWidget *widget,
                               GtkOrientation orientation,
                               int for_size,
                               int *minimum,
                               int *natural,
                               int *minimum_baseline,
                               int *natural_baseline)
{
  RamblaExploreLayout *self = RAMBLA_EXPLORE_LAYOUT (widget);
  int sheet_minimum;
  int sheet_natural;

  gtk_widget_measure (self->sheet, orientation, -1, &sheet_minimum, &sheet_natural, NULL, NULL);
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? sheet_minimum : MAX (200, sheet_minimum);
  *natural = MAX (*minimum, 600);
  *minimum_baseline = *natural_baseline = -1;
}

static GtkSizeRequestMode
rambla_explore_layout_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
set_share (double share, gpointer user_data)
{
  RamblaExploreLayout *self = user_data;

  self->share = CLAMP (share, rests[0] / 2, rests[N_RESTS - 1]);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
settle (RamblaExploreLayout *self, double share)
{
  adw_timed_animation_set_value_from (ADW_TIMED_ANIMATION (self->animation), self->share);
  adw_timed_animation_set_value_to (ADW_TIMED_ANIMATION (self->animation), share);
  adw_animation_play (self->animation);
}

static double
nearest_rest (double share)
{
  double nearest = rests[0];

  for (int i = 1; i < N_RESTS; i++)
    if (ABS (rests[i] - share) < ABS (nearest - share))
      nearest = rests[i];
  return nearest;
}

static void
on_drag_begin (RamblaExploreLayout *self)
{
  adw_animation_pause (self->animation);
  self->drag_share = self->share;
}

static void
on_drag_update (RamblaExploreLayout *self, double x, double y)
{
  set_share (self->drag_share - y / MAX (1, gtk_widget_get_height (GTK_WIDGET (self))), self);
}

static void
on_drag_end (RamblaExploreLayout *self, double x, double y)
{
  settle (self, nearest_rest (self->share));
}

/* A click on the handle goes to the next larger rest, and from the largest back to the smallest. */
static void
on_handle_clicked (RamblaExploreLayout *self)
{
  double next = rests[0];

  for (int i = N_RESTS - 1; i >= 0; i--)
    if (rests[i] > self->share + 0.02)
      next = rests[i];
  settle (self, next);
}

void
rambla_explore_layout_lower_sheet (RamblaExploreLayout *self)
{
  g_return_if_fail (RAMBLA_IS_EXPLORE_LAYOUT (self));

  settle (self, rests[0]);
}

int
rambla_explore_layout_get_sheet_height (RamblaExploreLayout *self)
{
  g_return_val_if_fail (RAMBLA_IS_EXPLORE_LAYOUT (self), 0);

  return self->sheet_height;
}

static void
rambla_explore_layout_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SHEET_HEIGHT:
      g_value_set_int (value, RAMBLA_EXPLORE_LAYOUT (object)->sheet_height);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_explore_layout_dispose (GObject *object)
{
  RamblaExploreLayout *self = RAMBLA_EXPLORE_LAYOUT (object);

  g_clear_handle_id (&self->notify_source, g_source_remove);
  g_clear_object (&self->animation);
  g_clear_pointer (&self->map, gtk_widget_unparent);
  g_clear_pointer (&self->sheet, gtk_widget_unparent);
  G_OBJECT_CLASS (rambla_explore_layout_parent_class)->dispose (object);
}

static void
rambla_explore_layout_class_init (RamblaExploreLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = rambla_explore_layout_get_property;
  object_class->dispose = rambla_explore_layout_dispose;
  widget_class->size_allocate = rambla_explore_layout_size_allocate;
  widget_class->measure = rambla_explore_layout_measure;
  widget_class->get_request_mode = rambla_explore_layout_get_request_mode;
  properties[PROP_SHEET_HEIGHT] = g_param_spec_int ("sheet-height", NULL, NULL, 0, G_MAXINT, 0,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rambla_explore_layout_init (RamblaExploreLayout *self)
{
  self->share = rests[1];
  self->side_by_side = TRUE;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

static GtkWidget *
new_handle (RamblaExploreLayout *self)
{
  GtkWidget *handle = gtk_button_new ();
  GtkWidget *grip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_widget_add_css_class (grip, "sheet-handle");
  gtk_widget_set_halign (grip, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (grip, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (handle), grip);
  gtk_widget_add_css_class (handle, "flat");
  gtk_widget_add_css_class (handle, "sheet-grip");
  gtk_accessible_update_property (GTK_ACCESSIBLE (handle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Resize the list"), -1);
  g_signal_connect_swapped (handle, "clicked", G_CALLBACK (on_handle_clicked), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (handle, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_visible (handle, FALSE);
  return handle;
}

GtkWidget *
rambla_explore_layout_new (GtkWidget *panel, GtkWidget *map)
{
  RamblaExploreLayout *self = g_object_new (RAMBLA_TYPE_EXPLORE_LAYOUT, NULL);

  self->map = map;
  self->panel = panel;
  self->handle = new_handle (self);
  self->sheet = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->sheet, "background");
  gtk_widget_set_overflow (self->sheet, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_vexpand (panel, TRUE);
  gtk_box_append (GTK_BOX (self->sheet), self->handle);
  gtk_box_append (GTK_BOX (self->sheet), panel);
  gtk_widget_set_parent (self->map, GTK_WIDGET (self));
  gtk_widget_set_parent (self->sheet, GTK_WIDGET (self));
  self->animation = adw_timed_animation_new (GTK_WIDGET (self), self->share, self->share, ANIMATION_MS,
                                             adw_callback_animation_target_new (set_share, self, NULL));
  return GTK_WIDGET (self);
}
