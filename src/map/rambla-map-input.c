/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-map-input.h"

#include <math.h>

#define ZOOM_TIME 220

/* How long a touchpad is still before the map goes to a whole zoom level, in ms. */
#define SETTLE_DELAY 300

#define KEY_STEP 96.0

/* Zoom levels for each pixel of a touchpad. */
#define TOUCHPAD_STEP 0.012

struct _RamblaMapInput
{
  GtkWidget *focus; /* not owned */
  GtkWidget *map;   /* not owned */
  RamblaCamera *camera;
  GtkEventController *key;
  GtkEventController *motion;
  GtkEventController *scroll;

  double wheel; /* part of a notch */
  double pointer_x, pointer_y;
  guint touchpad_id;
};

static gboolean
on_touchpad_timeout (gpointer user_data)
{
  RamblaMapInput *self = user_data;

  self->touchpad_id = 0;
  rambla_camera_zoom_at (self->camera, self->pointer_x, self->pointer_y,
                         round (rambla_camera_get_target_zoom (self->camera)), ZOOM_TIME);
  return G_SOURCE_REMOVE;
}

static gboolean
on_scroll (GtkEventControllerScroll *scroll, double dx, double dy, RamblaMapInput *self)
{
  if (gtk_event_controller_scroll_get_unit (scroll) == GDK_SCROLL_UNIT_WHEEL)
    {
      self->wheel += dy;
      if (fabs (self->wheel) >= 1.0)
        {
          double levels = trunc (self->wheel);

          self->wheel -= levels;
          rambla_camera_zoom_at (self->camera, self->pointer_x, self->pointer_y,
                                 round (rambla_camera_get_target_zoom (self->camera)) - levels, ZOOM_TIME);
        }
      return GDK_EVENT_STOP;
    }

  rambla_camera_zoom_at (self->camera, self->pointer_x, self->pointer_y,
                         rambla_camera_get_target_zoom (self->camera) - dy * TOUCHPAD_STEP, 0);
  g_clear_handle_id (&self->touchpad_id, g_source_remove);
  self->touchpad_id = g_timeout_add (SETTLE_DELAY, on_touchpad_timeout, self);
  return GDK_EVENT_STOP;
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, RamblaMapInput *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

static gboolean
on_key_pressed (GtkEventControllerKey *key,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                RamblaMapInput *self)
{
  double step_x = KEY_STEP, step_y = KEY_STEP;

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;
  if (state & GDK_SHIFT_MASK)
    {
      step_x = gtk_widget_get_width (self->map) / 2.0;
      step_y = gtk_widget_get_height (self->map) / 2.0;
    }
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      rambla_camera_pan_by (self->camera, -step_x, 0.0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      rambla_camera_pan_by (self->camera, step_x, 0.0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      rambla_camera_pan_by (self->camera, 0.0, -step_y);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      rambla_camera_pan_by (self->camera, 0.0, step_y);
      return GDK_EVENT_STOP;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      rambla_camera_zoom_by (self->camera, 1, ZOOM_TIME);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_underscore:
    case GDK_KEY_KP_Subtract:
      rambla_camera_zoom_by (self->camera, -1, ZOOM_TIME);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

RamblaMapInput *
rambla_map_input_new (GtkWidget *focus, GtkWidget *map, RamblaCamera *camera)
{
  RamblaMapInput *self;

  g_return_val_if_fail (GTK_IS_WIDGET (focus) && GTK_IS_WIDGET (map), NULL);
  g_return_val_if_fail (camera != NULL, NULL);

  self = g_new0 (RamblaMapInput, 1);
  self->focus = focus;
  self->map = map;
  self->camera = camera;
  self->key = gtk_event_controller_key_new ();
  self->motion = gtk_event_controller_motion_new ();
  self->scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  /* Before libshumate's map gets it: that one stops between zoom levels, where tiles are blurred. */
  gtk_event_controller_set_propagation_phase (self->scroll, GTK_PHASE_CAPTURE);
  g_signal_connect (self->scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (map, self->scroll);
  gtk_event_controller_set_propagation_phase (self->motion, GTK_PHASE_CAPTURE);
  g_signal_connect (self->motion, "motion", G_CALLBACK (on_motion), self);
  gtk_widget_add_controller (map, self->motion);
  g_signal_connect (self->key, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (focus, self->key);
  return self;
}

void
rambla_map_input_free (RamblaMapInput *self)
{
  g_clear_handle_id (&self->touchpad_id, g_source_remove);
  gtk_widget_remove_controller (self->map, self->scroll);
  gtk_widget_remove_controller (self->map, self->motion);
  gtk_widget_remove_controller (self->focus, self->key);
  g_free (self);
}
