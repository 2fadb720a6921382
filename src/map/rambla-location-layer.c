/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-location-layer.h"

#include <math.h>

#include "rambla-view.h"

#define DOT_RADIUS 7.0
#define DOT_RING 3.0

/* Blue: neither an offer, nor accepted, nor refused. */
static const GdkRGBA blue = { 0.13f, 0.42f, 0.90f, 1.f };
static const GdkRGBA blue_area = { 0.13f, 0.42f, 0.90f, 0.13f };
static const GdkRGBA blue_edge = { 0.13f, 0.42f, 0.90f, 0.45f };
static const GdkRGBA white = { 1.f, 1.f, 1.f, 1.f };
static const GdkRGBA shade = { 0.f, 0.f, 0.f, 0.22f };

typedef struct
{
  gboolean is_set;
  double longitude;
  double latitude;
  double radius; /* metres */
} Place;

struct _RamblaLocationLayer
{
  ShumateLayer parent_instance;

  Place place;
  Place circle;
};

G_DEFINE_FINAL_TYPE (RamblaLocationLayer, rambla_location_layer, SHUMATE_TYPE_LAYER)

static void
append_disc (GtkSnapshot *snapshot, double x, double y, double radius, const GdkRGBA *color)
{
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) (x - radius), (float) (y - radius),
                                                     (float) (2.0 * radius), (float) (2.0 * radius));
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &bounds, (float) radius);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, color, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
append_ring (GtkSnapshot *snapshot, double x, double y, double radius, float width, const GdkRGBA *color)
{
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) (x - radius), (float) (y - radius),
                                                     (float) (2.0 * radius), (float) (2.0 * radius));
  const float widths[4] = { width, width, width, width };
  const GdkRGBA colors[4] = { *color, *color, *color, *color };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &bounds, (float) radius);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

/* Position on the widget, and radius in pixels. */
static double
locate (const Place *place, const RamblaView *view, double *x, double *y)
{
  double mercator_x = rambla_mercator_x (place->longitude);

  rambla_view_to_widget (view, mercator_x + round (view->centre_x - mercator_x),
                         rambla_mercator_y (place->latitude), x, y);
  return place->radius / rambla_mercator_metres_per_pixel (place->latitude, view->zoom);
}

static gboolean
is_in_view (const RamblaView *view, double x, double y, double radius)
{
  return x + radius > 0.0 && y + radius > 0.0 && x - radius < view->width && y - radius < view->height;
}

static void
rambla_location_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RamblaLocationLayer *self = RAMBLA_LOCATION_LAYER (widget);
  double x, y, radius;
  RamblaView view;

  rambla_view_init (&view, shumate_layer_get_viewport (SHUMATE_LAYER (self)), widget);
  if (self->circle.is_set)
    {
      radius = locate (&self->circle, &view, &x, &y);
      if (is_in_view (&view, x, y, radius) && radius > 4.0)
        append_ring (snapshot, x, y, radius, 1.5f, &blue_edge);
    }
  if (!self->place.is_set)
    return;
  radius = locate (&self->place, &view, &x, &y);
  if (radius > DOT_RADIUS + DOT_RING && is_in_view (&view, x, y, radius))
    {
      append_disc (snapshot, x, y, radius, &blue_area);
      append_ring (snapshot, x, y, radius, 1.f, &blue_edge);
    }
  if (!is_in_view (&view, x, y, DOT_RADIUS + DOT_RING))
    return;
  append_disc (snapshot, x, y + 1.0, DOT_RADIUS + DOT_RING + 0.5, &shade);
  append_disc (snapshot, x, y, DOT_RADIUS + DOT_RING, &white);
  append_disc (snapshot, x, y, DOT_RADIUS, &blue);
}

void
rambla_location_layer_set_place (RamblaLocationLayer *self,
                                 double longitude,
                                 double latitude,
                                 double accuracy)
{
  g_return_if_fail (RAMBLA_IS_LOCATION_LAYER (self));

  self->place = (Place){ TRUE, longitude, latitude, isfinite (accuracy) ? MAX (accuracy, 0.0) : 0.0 };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
rambla_location_layer_clear_place (RamblaLocationLayer *self)
{
  g_return_if_fail (RAMBLA_IS_LOCATION_LAYER (self));

  self->place.is_set = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
rambla_location_layer_set_circle (RamblaLocationLayer *self, double longitude, double latitude, double radius)
{
  g_return_if_fail (RAMBLA_IS_LOCATION_LAYER (self));

  self->circle = (Place){ radius > 0.0 && isfinite (radius), longitude, latitude, radius };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
rambla_location_layer_constructed (GObject *object)
{
  RamblaLocationLayer *self = RAMBLA_LOCATION_LAYER (object);

  G_OBJECT_CLASS (rambla_location_layer_parent_class)->constructed (object);

  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (self)), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
rambla_location_layer_class_init (RamblaLocationLayerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = rambla_location_layer_constructed;
  widget_class->snapshot = rambla_location_layer_snapshot;
  gtk_widget_class_set_css_name (widget_class, "map-location");
}

static void
rambla_location_layer_init (RamblaLocationLayer *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

RamblaLocationLayer *
rambla_location_layer_new (ShumateViewport *viewport)
{
  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);

  return g_object_new (RAMBLA_TYPE_LOCATION_LAYER, "viewport", viewport, NULL);
}
