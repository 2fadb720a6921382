/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* WGS 84 degrees, in GeoJSON's order (RFC 7946): longitude −180…180, latitude −90…90. */
typedef struct
{
  double lon;
  double lat;
} RamblaPoint;

/* As a GeoJSON bbox (RFC 7946, 5): west > east means that the box crosses the antimeridian. */
typedef struct
{
  double west;
  double south;
  double east;
  double north;
} RamblaBox;

#define RAMBLA_TYPE_POINT (rambla_point_get_type ())
GType rambla_point_get_type (void) G_GNUC_CONST;
#define RAMBLA_TYPE_BOX (rambla_box_get_type ())
GType rambla_box_get_type (void) G_GNUC_CONST;

#define RAMBLA_GEO_ERROR (rambla_geo_error_quark ())
GQuark rambla_geo_error_quark (void);

typedef enum
{
  RAMBLA_GEO_ERROR_SYNTAX, /* not numbers in the expected form */
  RAMBLA_GEO_ERROR_RANGE,  /* numbers, but not on the globe, or south above north */
} RamblaGeoError;

/* Mean radius of the earth in metres (IUGG). */
#define RAMBLA_EARTH_RADIUS 6371008.8

/* Heap copies for boxed values; free with g_free(). */
RamblaPoint *rambla_point_copy (const RamblaPoint *point);
RamblaBox *rambla_box_copy (const RamblaBox *box);

/* TRUE when both are finite and in range. */
gboolean rambla_point_is_valid (RamblaPoint point);
gboolean rambla_box_is_valid (RamblaBox box);

/* Great-circle distance in metres (haversine; within 0.6 % of the ellipsoid). */
double rambla_point_distance (RamblaPoint a, RamblaPoint b);
/* Initial bearing from one to the other, degrees clockwise from north, 0 ≤ b < 360. */
double rambla_point_bearing (RamblaPoint from, RamblaPoint to);
/* The point at @metres from @from in direction @bearing (degrees). */
RamblaPoint rambla_point_destination (RamblaPoint from, double bearing, double metres);

/* The smallest box that holds the circle; it reaches over the poles and the antimeridian as needed. */
RamblaBox rambla_box_around (RamblaPoint centre, double radius_metres);
/* Edges count as inside. */
gboolean rambla_box_contains (RamblaBox box, RamblaPoint point);
/* TRUE when the boxes share at least a point. */
gboolean rambla_box_intersects (RamblaBox a, RamblaBox b);
RamblaPoint rambla_box_centre (RamblaBox box);

/* The contract's `near`: "lat,lon", latitude first as people write it. Decimal points only, no blanks, no
 * exponent. */
gboolean rambla_point_parse (const char *text, RamblaPoint *out, GError **error);
/* The contract's `bbox`: "west,south,east,north". */
gboolean rambla_box_parse (const char *text, RamblaBox *out, GError **error);
/* The same texts, six decimals, independent of the locale. Returns: (transfer full) */
char *rambla_point_to_query (RamblaPoint point);
char *rambla_box_to_query (RamblaBox box);

/* For people: "350 m" (whole tens under 1 km), "1,2 km", "14 km"; decimal sign by LC_NUMERIC, or by
 * @language. The space is U+00A0. Returns: (transfer full) */
char *rambla_distance_format (double metres);
char *rambla_distance_format_in (double metres, const char *language);

/* Reads {"type": "Point", "coordinates": [lon, lat]} or a bare [lon, lat]; RAMBLA_JSON_ERROR otherwise. */
gboolean rambla_point_from_json (JsonNode *node, RamblaPoint *out, GError **error);
/* A GeoJSON Point. Returns: (transfer full) */
JsonNode *rambla_point_to_json (RamblaPoint point);
/* Reads [west, south, east, north]. */
gboolean rambla_box_from_json (JsonNode *node, RamblaBox *out, GError **error);

G_END_DECLS
