/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-view.h"

#include <math.h>

void
rambla_view_init (RamblaView *self, ShumateViewport *viewport, GtkWidget *widget)
{
  ShumateMapSource *source = shumate_viewport_get_reference_map_source (viewport);
  double zoom = shumate_viewport_get_zoom_level (viewport);

  self->centre_x = rambla_mercator_x (shumate_location_get_longitude (SHUMATE_LOCATION (viewport)));
  self->centre_y = rambla_mercator_y (shumate_location_get_latitude (SHUMATE_LOCATION (viewport)));
  if (source != NULL)
    self->world = shumate_map_source_get_tile_size_at_zoom (source, zoom) * exp2 (floor (zoom));
  else
    self->world = rambla_mercator_world_size (zoom);
  self->zoom = log2 (self->world / RAMBLA_MERCATOR_TILE_SIZE);
  self->rotation = shumate_viewport_get_rotation (viewport);
  self->width = gtk_widget_get_width (widget);
  self->height = gtk_widget_get_height (widget);
  self->scale = gtk_widget_get_scale_factor (widget);
  self->origin_x = round ((self->width / 2.0 - self->centre_x * self->world) * self->scale) / self->scale;
  self->origin_y = round ((self->height / 2.0 - self->centre_y * self->world) * self->scale) / self->scale;
}

static void
turn (double *x, double *y, double about_x, double about_y, double angle)
{
  double dx = *x - about_x, dy = *y - about_y;

  *x = about_x + dx * cos (angle) - dy * sin (angle);
  *y = about_y + dx * sin (angle) + dy * cos (angle);
}

void
rambla_view_to_widget (const RamblaView *self, double x, double y, double *widget_x, double *widget_y)
{
  *widget_x = x * self->world + self->origin_x;
  *widget_y = y * self->world + self->origin_y;
  if (self->rotation != 0.0)
    turn (widget_x, widget_y, self->width / 2.0, self->height / 2.0, self->rotation);
}

void
rambla_view_from_widget (const RamblaView *self, double widget_x, double widget_y, double *x, double *y)
{
  if (self->rotation != 0.0)
    turn (&widget_x, &widget_y, self->width / 2.0, self->height / 2.0, -self->rotation);
  *x = (widget_x - self->origin_x) / self->world;
  *y = (widget_y - self->origin_y) / self->world;
}

void
rambla_view_get_box (const RamblaView *self, double margin, RamblaMapBox *box)
{
  double half_width = self->width / 2.0, half_height = self->height / 2.0;

  if (self->rotation != 0.0)
    {
      double c = fabs (cos (self->rotation)), s = fabs (sin (self->rotation));
      double turned_width = half_width * c + half_height * s;

      half_height = half_width * s + half_height * c;
      half_width = turned_width;
    }
  half_width = (half_width + margin) / self->world;
  half_height = (half_height + margin) / self->world;
  box->x0 = self->centre_x - half_width;
  box->x1 = self->centre_x + half_width;
  box->y0 = self->centre_y - half_height;
  box->y1 = self->centre_y + half_height;
}

void
rambla_view_get_area (const RamblaView *self, graphene_rect_t *area)
{
  float spare = self->rotation != 0.0 ? (float) (MAX (self->width, self->height) / 2) : 0.f;

  graphene_rect_init (area, -spare, -spare, (float) self->width + 2.f * spare,
                      (float) self->height + 2.f * spare);
}
