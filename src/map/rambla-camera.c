/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-camera.h"

#include <math.h>

#include "rambla-flight.h"
#include "rambla-view.h"

/* Durations of movements, in ms. */
#define FLY_TIME 330
#define PAN_TIME 140

/* A flight over more than this many views' widths would show nothing but tiles that are not there yet. */
#define FAR_VIEWS 4.0

/* Room around what is shown by rambla_map_fit(), and around a place by rambla_map_reveal(), in pixels. */
#define FIT_MARGIN 40.0
#define REVEAL_MARGIN 56.0

struct _RamblaCamera
{
  GtkWidget *widget; /* not owned */
  ShumateViewport *viewport;
  RamblaFlight *flight;
  int padding_top, padding_right, padding_bottom, padding_left;
  gboolean user_flight;
};

static void
get_view (RamblaCamera *self, RamblaView *view)
{
  rambla_view_init (view, self->viewport, self->widget);
}

/* Width of the world at a zoom level, as libshumate has it. */
static double
get_world (RamblaCamera *self, double zoom)
{
  ShumateMapSource *frame = shumate_viewport_get_reference_map_source (self->viewport);

  return shumate_map_source_get_tile_size_at_zoom (frame, zoom) * exp2 (floor (zoom));
}

static double
clamp_zoom (RamblaCamera *self, double zoom)
{
  return CLAMP (zoom, shumate_viewport_get_min_zoom_level (self->viewport),
                shumate_viewport_get_max_zoom_level (self->viewport));
}

/* From the middle of the widget to the middle of what is not covered. */
static void
get_offset (RamblaCamera *self, double *x, double *y)
{
  *x = (self->padding_left - self->padding_right) / 2.0;
  *y = (self->padding_top - self->padding_bottom) / 2.0;
}

/* Goes to where x, y (Mercator) is in the middle of what is not covered. */
void
rambla_camera_move (RamblaCamera *self, double x, double y, double zoom, guint duration, gboolean by_user)
{
  double offset_x, offset_y, world;

  zoom = clamp_zoom (self, zoom);
  world = get_world (self, zoom);
  get_offset (self, &offset_x, &offset_y);
  self->user_flight = by_user;
  rambla_flight_start (self->flight, x - offset_x / world, y - offset_y / world, zoom, duration);
}

/* Changes the zoom level while what is at a place of the widget stays there. */
void
rambla_camera_zoom_at (RamblaCamera *self, double at_x, double at_y, double zoom, guint duration)
{
  RamblaView view;
  double x, y, world;

  get_view (self, &view);
  zoom = clamp_zoom (self, zoom);
  world = get_world (self, zoom);
  rambla_view_from_widget (&view, at_x, at_y, &x, &y);
  self->user_flight = TRUE;
  rambla_flight_start (self->flight, x - (at_x - view.width / 2.0) / world,
                       y - (at_y - view.height / 2.0) / world, zoom, duration);
}

double
rambla_camera_get_target_zoom (RamblaCamera *self)
{
  double x, y, zoom;

  rambla_flight_get_target (self->flight, &x, &y, &zoom);
  return zoom;
}

void
rambla_camera_pan_by (RamblaCamera *self, double dx, double dy)
{
  double x, y, zoom, world;

  rambla_flight_get_target (self->flight, &x, &y, &zoom);
  world = get_world (self, zoom);
  self->user_flight = TRUE;
  rambla_flight_start (self->flight, x + dx / world, y + dy / world, zoom, PAN_TIME);
}

/* Flies, unless it is so far that there would be nothing to see on the way. */
void
rambla_camera_fly (RamblaCamera *self, double x, double y, double zoom)
{
  RamblaView view;
  double from_x, from_y, world;
  gboolean far;

  get_view (self, &view);
  zoom = clamp_zoom (self, zoom);
  rambla_view_from_widget (&view, view.width / 2.0, view.height / 2.0, &from_x, &from_y);
  world = MIN (view.world, get_world (self, zoom));
  far = hypot (x - from_x, y - from_y) * world > FAR_VIEWS * MAX (view.width, view.height);
  rambla_camera_move (self, x, y, zoom, far ? 0 : FLY_TIME, FALSE);
}

void
rambla_camera_fit (RamblaCamera *self,
                   double west,
                   double south,
                   double east,
                   double north,
                   double max_zoom,
                   gboolean animate)
{
  double width, height, zoom, x0, x1, y;

  g_return_if_fail (self != NULL);

  width = gtk_widget_get_width (self->widget) - self->padding_left - self->padding_right - 2.0 * FIT_MARGIN;
  height = gtk_widget_get_height (self->widget) - self->padding_top - self->padding_bottom - 2.0 * FIT_MARGIN;
  /* whole zoom levels: there tiles are sharp */
  zoom = floor (rambla_mercator_zoom_to_fit (west, south, east, north, MAX (width, 64.0), MAX (height, 64.0),
                                             max_zoom));
  x0 = rambla_mercator_x (west);
  x1 = rambla_mercator_x (east);
  if (x1 < x0)
    x1 += 1.0;
  y = (rambla_mercator_y (south) + rambla_mercator_y (north)) / 2.0;
  if (animate)
    rambla_camera_fly (self, (x0 + x1) / 2.0, y, zoom);
  else
    rambla_camera_move (self, (x0 + x1) / 2.0, y, zoom, 0, FALSE);
}

void
rambla_camera_reveal (RamblaCamera *self, double longitude, double latitude)
{
  double x = rambla_mercator_x (longitude), y = rambla_mercator_y (latitude);
  double at_x, at_y, shift_x, shift_y;
  RamblaView view;

  g_return_if_fail (self != NULL);

  get_view (self, &view);
  x += round (view.centre_x - x);
  rambla_view_to_widget (&view, x, y, &at_x, &at_y);
  shift_x = MIN (at_x - (self->padding_left + REVEAL_MARGIN), 0.0) +
            MAX (at_x - (view.width - self->padding_right - REVEAL_MARGIN), 0.0);
  shift_y = MIN (at_y - (self->padding_top + REVEAL_MARGIN), 0.0) +
            MAX (at_y - (view.height - self->padding_bottom - REVEAL_MARGIN), 0.0);
  if (shift_x == 0.0 && shift_y == 0.0)
    return;
  self->user_flight = FALSE;
  rambla_flight_start (self->flight, view.centre_x + shift_x / view.world,
                       view.centre_y + shift_y / view.world, shumate_viewport_get_zoom_level (self->viewport),
                       FLY_TIME);
}

void
rambla_camera_get_bounds (RamblaCamera *self, double *west, double *south, double *east, double *north)
{
  RamblaView view;
  double x0, y0, x1, y1;

  g_return_if_fail (self != NULL);

  get_view (self, &view);
  rambla_view_from_widget (&view, self->padding_left, self->padding_top, &x0, &y0);
  rambla_view_from_widget (&view, MAX (view.width - self->padding_right, self->padding_left),
                           MAX (view.height - self->padding_bottom, self->padding_top), &x1, &y1);
  *west = rambla_mercator_longitude (x0 - floor (x0));
  *east = rambla_mercator_longitude (x1 - floor (x1));
  if (x1 - x0 >= 1.0)
    {
      *west = -180.0;
      *east = 180.0;
    }
  *north = rambla_mercator_latitude (y0);
  *south = rambla_mercator_latitude (y1);
}

void
rambla_camera_zoom_by (RamblaCamera *self, int levels, guint duration)
{
  double offset_x, offset_y;

  g_return_if_fail (self != NULL);

  get_offset (self, &offset_x, &offset_y);
  rambla_camera_zoom_at (self, gtk_widget_get_width (self->widget) / 2.0 + offset_x,
                         gtk_widget_get_height (self->widget) / 2.0 + offset_y,
                         round (rambla_camera_get_target_zoom (self)) + levels, duration);
}

void
rambla_camera_get_target (RamblaCamera *self, double *x, double *y, double *zoom)
{
  double offset_x, offset_y, world;

  g_return_if_fail (self != NULL);

  rambla_flight_get_target (self->flight, x, y, zoom);
  world = get_world (self, *zoom);
  get_offset (self, &offset_x, &offset_y);
  *x += offset_x / world;
  *y += offset_y / world;
}

gboolean
rambla_camera_is_user (RamblaCamera *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (rambla_flight_is_steering (self->flight))
    return self->user_flight;
  rambla_flight_stop (self->flight);
  return TRUE;
}

void
rambla_camera_set_padding (RamblaCamera *self, int top, int right, int bottom, int left)
{
  g_return_if_fail (self != NULL);

  self->padding_top = top;
  self->padding_right = right;
  self->padding_bottom = bottom;
  self->padding_left = left;
}

RamblaCamera *
rambla_camera_new (GtkWidget *widget, ShumateViewport *viewport)
{
  RamblaCamera *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);

  self = g_new0 (RamblaCamera, 1);
  self->widget = widget;
  self->viewport = g_object_ref (viewport);
  self->flight = rambla_flight_new (widget, viewport);
  return self;
}

void
rambla_camera_free (RamblaCamera *self)
{
  rambla_flight_stop (self->flight);
  g_clear_object (&self->flight);
  g_clear_object (&self->viewport);
  g_free (self);
}
