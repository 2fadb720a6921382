/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-mercator.h"

#include <math.h>

#define EARTH_RADIUS 6378137.0

/* The greatest double below one. */
#define BELOW_ONE (1.0 - 0x1p-53)

double
rambla_mercator_x (double longitude)
{
  double x;

  if (!isfinite (longitude))
    return 0.0;
  x = longitude / 360.0 + 0.5;
  x -= floor (x);
  return MIN (x, BELOW_ONE);
}

double
rambla_mercator_y (double latitude)
{
  double sine, y;

  if (isnan (latitude))
    return 0.5;
  latitude = CLAMP (latitude, -RAMBLA_MERCATOR_MAX_LATITUDE, RAMBLA_MERCATOR_MAX_LATITUDE);
  sine = sin (latitude * (G_PI / 180.0));
  y = 0.5 - log ((1.0 + sine) / (1.0 - sine)) / (4.0 * G_PI);
  return CLAMP (y, 0.0, BELOW_ONE);
}

double
rambla_mercator_longitude (double x)
{
  return CLAMP (x, 0.0, 1.0) * 360.0 - 180.0;
}

double
rambla_mercator_latitude (double y)
{
  return atan (sinh (G_PI * (1.0 - 2.0 * CLAMP (y, 0.0, 1.0)))) * (180.0 / G_PI);
}

double
rambla_mercator_world_size (double zoom)
{
  return RAMBLA_MERCATOR_TILE_SIZE * exp2 (zoom);
}

double
rambla_mercator_metres_per_pixel (double latitude, double zoom)
{
  latitude = CLAMP (latitude, -RAMBLA_MERCATOR_MAX_LATITUDE, RAMBLA_MERCATOR_MAX_LATITUDE);
  return cos (latitude * (G_PI / 180.0)) * 2.0 * G_PI * EARTH_RADIUS / rambla_mercator_world_size (zoom);
}

double
rambla_mercator_zoom_to_fit (double west,
                             double south,
                             double east,
                             double north,
                             double width,
                             double height,
                             double max_zoom)
{
  double span_x = rambla_mercator_x (east) - rambla_mercator_x (west);
  double span_y = rambla_mercator_y (south) - rambla_mercator_y (north);
  double zoom = max_zoom;

  if (span_x < 0.0)
    span_x += 1.0;
  if (span_x > 0.0)
    zoom = MIN (zoom, log2 (MAX (width, 1.0) / (RAMBLA_MERCATOR_TILE_SIZE * span_x)));
  if (span_y > 0.0)
    zoom = MIN (zoom, log2 (MAX (height, 1.0) / (RAMBLA_MERCATOR_TILE_SIZE * span_y)));
  return MAX (zoom, 0.0);
}
