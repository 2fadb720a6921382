/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-flight.h"

#include <math.h>

#include "rambla-view.h"

struct _RamblaFlight
{
  GObject parent_instance;

  GtkWidget *widget; /* not owned */
  ShumateViewport *viewport;

  guint tick_id;
  gint64 start; /* frame time of the first tick, 0 before */
  gint64 duration;
  double from_x, from_y, from_zoom;
  double to_x, to_y, to_zoom;
  gboolean steering;
};

G_DEFINE_FINAL_TYPE (RamblaFlight, rambla_flight, G_TYPE_OBJECT)

static void
steer (RamblaFlight *self, double x, double y, double zoom)
{
  self->steering = TRUE;
  g_object_freeze_notify (G_OBJECT (self->viewport));
  shumate_viewport_set_zoom_level (self->viewport, zoom);
  shumate_location_set_location (SHUMATE_LOCATION (self->viewport), rambla_mercator_latitude (y),
                                 rambla_mercator_longitude (x - floor (x)));
  g_object_thaw_notify (G_OBJECT (self->viewport));
  self->steering = FALSE;
}

/* libshumate's width of the world: zoom levels between whole ones count linearly. */
static double
get_world (double zoom)
{
  return exp2 (floor (zoom)) * (1.0 + zoom - floor (zoom));
}

static double
get_zoom (double world)
{
  double whole = floor (log2 (world));

  return whole + world / exp2 (whole) - 1.0;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  RamblaFlight *self = user_data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double from_world = get_world (self->from_zoom), to_world = get_world (self->to_zoom);
  double passed, eased, moved, world;

  if (self->start == 0)
    self->start = now;
  passed = (double) (now - self->start) / (double) self->duration;
  if (passed >= 1.0)
    {
      self->tick_id = 0;
      steer (self, self->to_x, self->to_y, self->to_zoom);
      return G_SOURCE_REMOVE;
    }
  eased = 1.0 - pow (1.0 - passed, 3.0);
  world = from_world * pow (to_world / from_world, eased);
  /* The way that keeps one point of the map still while the scale changes. */
  moved = fabs (to_world / from_world - 1.0) < 1e-6
              ? eased
              : (1.0 - from_world / world) / (1.0 - from_world / to_world);
  steer (self, self->from_x + (self->to_x - self->from_x) * moved,
         self->from_y + (self->to_y - self->from_y) * moved, get_zoom (world));
  return G_SOURCE_CONTINUE;
}

void
rambla_flight_stop (RamblaFlight *self)
{
  g_return_if_fail (RAMBLA_IS_FLIGHT (self));

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (self->widget, self->tick_id);
  self->tick_id = 0;
}

void
rambla_flight_start (RamblaFlight *self, double x, double y, double zoom, guint duration)
{
  gboolean animate = FALSE;

  g_return_if_fail (RAMBLA_IS_FLIGHT (self));

  rambla_flight_stop (self);
  self->from_x = rambla_mercator_x (shumate_location_get_longitude (SHUMATE_LOCATION (self->viewport)));
  self->from_y = rambla_mercator_y (shumate_location_get_latitude (SHUMATE_LOCATION (self->viewport)));
  self->from_zoom = shumate_viewport_get_zoom_level (self->viewport);
  /* the shorter way around the world */
  self->to_x = x - round (x - self->from_x);
  self->to_y = CLAMP (y, 0.0, 1.0);
  self->to_zoom = CLAMP (zoom, shumate_viewport_get_min_zoom_level (self->viewport),
                         shumate_viewport_get_max_zoom_level (self->viewport));
  self->duration = (gint64) duration * 1000;
  self->start = 0;

  g_object_get (gtk_widget_get_settings (self->widget), "gtk-enable-animations", &animate, NULL);
  if (!animate || duration == 0 || !gtk_widget_get_mapped (self->widget))
    steer (self, self->to_x, self->to_y, self->to_zoom);
  else
    self->tick_id = gtk_widget_add_tick_callback (self->widget, on_tick, self, NULL);
}

void
rambla_flight_get_target (RamblaFlight *self, double *x, double *y, double *zoom)
{
  g_return_if_fail (RAMBLA_IS_FLIGHT (self));

  if (self->tick_id != 0)
    {
      *x = self->to_x;
      *y = self->to_y;
      *zoom = self->to_zoom;
      return;
    }
  *x = rambla_mercator_x (shumate_location_get_longitude (SHUMATE_LOCATION (self->viewport)));
  *y = rambla_mercator_y (shumate_location_get_latitude (SHUMATE_LOCATION (self->viewport)));
  *zoom = shumate_viewport_get_zoom_level (self->viewport);
}

gboolean
rambla_flight_is_steering (RamblaFlight *self)
{
  g_return_val_if_fail (RAMBLA_IS_FLIGHT (self), FALSE);

  return self->steering;
}

static void
rambla_flight_dispose (GObject *object)
{
  RamblaFlight *self = RAMBLA_FLIGHT (object);

  if (self->widget != NULL)
    rambla_flight_stop (self);
  g_clear_object (&self->viewport);

  G_OBJECT_CLASS (rambla_flight_parent_class)->dispose (object);
}

static void
rambla_flight_class_init (RamblaFlightClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_flight_dispose;
}

static void
rambla_flight_init (RamblaFlight *self)
{
}

RamblaFlight *
rambla_flight_new (GtkWidget *widget, ShumateViewport *viewport)
{
  RamblaFlight *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);

  self = g_object_new (RAMBLA_TYPE_FLIGHT, NULL);
  self->widget = widget;
  self->viewport = g_object_ref (viewport);
  return self;
}
