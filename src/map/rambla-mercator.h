/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SECTION: Web Mercator (EPSG:3857) on the unit square
 *
 * x grows eastward from longitude −180°, y grows southward from latitude +85.0511°; both lie in [0, 1).
 * One unit is the whole world, which at zoom level z is 256 × 2^z logical pixels wide.
 */

/** Latitude of the square's northern and southern edges, in degrees: atan (sinh (π)). */
#define RAMBLA_MERCATOR_MAX_LATITUDE 85.051128779806604

/** Width of a map tile in logical pixels; zoom levels count from one tile for the whole world. */
#define RAMBLA_MERCATOR_TILE_SIZE 256

/** Deepest zoom level that the map knows. */
#define RAMBLA_MERCATOR_MAX_ZOOM 20

/**
 * RamblaMapBox:
 * @x0: western edge
 * @y0: northern edge
 * @x1: eastern edge, not below @x0
 * @y1: southern edge, not below @y0
 *
 * A box in Mercator units. It holds what is at its western and northern edges, not what is at the others.
 */
typedef struct
{
  double x0;
  double y0;
  double x1;
  double y1;
} RamblaMapBox;

/** Longitude in degrees (any turn of the circle) to x in [0, 1). NaN gives 0. */
double rambla_mercator_x (double longitude);

/** Latitude in degrees, clamped to ±85.0511, to y in [0, 1). NaN gives the equator. */
double rambla_mercator_y (double latitude);

/** x, clamped to [0, 1], to a longitude in [−180, 180]. */
double rambla_mercator_longitude (double x);

/** y, clamped to [0, 1], to a latitude in ±85.0511. */
double rambla_mercator_latitude (double y);

/** Width of the whole world in logical pixels at a zoom level, which may be fractional. */
double rambla_mercator_world_size (double zoom);

/** Metres on the ground (sphere of 6,378,137 m) that one logical pixel spans at a latitude and zoom level. */
double rambla_mercator_metres_per_pixel (double latitude, double zoom);

/**
 * The deepest zoom level, at most @max_zoom, at which the box from west, south, east, north (degrees) fits
 * into @width × @height logical pixels. A box that crosses the 180th meridian has east < west.
 */
double rambla_mercator_zoom_to_fit (double west,
                                    double south,
                                    double east,
                                    double north,
                                    double width,
                                    double height,
                                    double max_zoom);

G_END_DECLS
