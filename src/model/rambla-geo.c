/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-geo.h"

#include <langinfo.h>
#include <math.h>
#include <string.h>

#include "rambla-json.h"
#include "rambla-language.h"

#define RADIANS(degrees) ((degrees) *G_PI / 180.0)
#define DEGREES(radians) ((radians) *180.0 / G_PI)
#define NO_BREAK_SPACE "\302\240"

G_DEFINE_QUARK (rambla_geo_error, rambla_geo_error)
G_DEFINE_BOXED_TYPE (RamblaPoint, rambla_point, rambla_point_copy, g_free)
G_DEFINE_BOXED_TYPE (RamblaBox, rambla_box, rambla_box_copy, g_free)

RamblaPoint *
rambla_point_copy (const RamblaPoint *point)
{
  return g_memdup2 (point, sizeof *point);
}

RamblaBox *
rambla_box_copy (const RamblaBox *box)
{
  return g_memdup2 (box, sizeof *box);
}

gboolean
rambla_point_is_valid (RamblaPoint point)
{
  /* A comparison with NaN is false. */
  return point.lon >= -180.0 && point.lon <= 180.0 && point.lat >= -90.0 && point.lat <= 90.0;
}

gboolean
rambla_box_is_valid (RamblaBox box)
{
  return rambla_point_is_valid ((RamblaPoint){ box.west, box.south }) &&
         rambla_point_is_valid ((RamblaPoint){ box.east, box.north }) && box.south <= box.north;
}

/* Any longitude into −180…180. */
static double
wrap_longitude (double lon)
{
  if (lon >= -180.0 && lon <= 180.0)
    return lon;

  lon = fmod (lon + 180.0, 360.0);
  return lon < 0.0 ? lon + 180.0 : lon - 180.0;
}

double
rambla_point_distance (RamblaPoint a, RamblaPoint b)
{
  double sin_lat = sin (RADIANS (b.lat - a.lat) / 2.0);
  double sin_lon = sin (RADIANS (b.lon - a.lon) / 2.0);
  double h = sin_lat * sin_lat + cos (RADIANS (a.lat)) * cos (RADIANS (b.lat)) * sin_lon * sin_lon;

  return 2.0 * RAMBLA_EARTH_RADIUS * asin (sqrt (CLAMP (h, 0.0, 1.0)));
}

double
rambla_point_bearing (RamblaPoint from, RamblaPoint to)
{
  double d_lon = RADIANS (to.lon - from.lon);
  double y = sin (d_lon) * cos (RADIANS (to.lat));
  double x = cos (RADIANS (from.lat)) * sin (RADIANS (to.lat)) -
             sin (RADIANS (from.lat)) * cos (RADIANS (to.lat)) * cos (d_lon);
  double bearing = fmod (DEGREES (atan2 (y, x)) + 360.0, 360.0);

  return bearing;
}

RamblaPoint
rambla_point_destination (RamblaPoint from, double bearing, double metres)
{
  double angle = metres / RAMBLA_EARTH_RADIUS;
  double lat = RADIANS (from.lat);
  double sin_to = sin (lat) * cos (angle) + cos (lat) * sin (angle) * cos (RADIANS (bearing));
  double to = asin (CLAMP (sin_to, -1.0, 1.0));
  double d_lon =
      atan2 (sin (RADIANS (bearing)) * sin (angle) * cos (lat), cos (angle) - sin (lat) * sin (to));

  return (RamblaPoint){ wrap_longitude (from.lon + DEGREES (d_lon)), DEGREES (to) };
}

RamblaBox
rambla_box_around (RamblaPoint centre, double radius_metres)
{
  double angle = MAX (radius_metres, 0.0) / RAMBLA_EARTH_RADIUS;
  double d_lat = DEGREES (angle);
  double south = centre.lat - d_lat;
  double north = centre.lat + d_lat;
  double ratio, d_lon;

  if (south <= -90.0 || north >= 90.0)
    return (RamblaBox){ -180.0, MAX (south, -90.0), 180.0, MIN (north, 90.0) };

  /* The meridians that touch the circle do so nearer to the pole than its centre. */
  ratio = sin (angle) / cos (RADIANS (centre.lat));
  d_lon = ratio >= 1.0 ? 180.0 : DEGREES (asin (ratio));
  if (d_lon >= 180.0)
    return (RamblaBox){ -180.0, south, 180.0, north };

  return (RamblaBox){ wrap_longitude (centre.lon - d_lon), south, wrap_longitude (centre.lon + d_lon),
                      north };
}

gboolean
rambla_box_contains (RamblaBox box, RamblaPoint point)
{
  if (!(point.lat >= box.south && point.lat <= box.north))
    return FALSE;

  if (box.west <= box.east)
    return point.lon >= box.west && point.lon <= box.east;
  return point.lon >= box.west || point.lon <= box.east;
}

static gboolean
ranges_meet (double a_from, double a_to, double b_from, double b_to)
{
  return a_from <= b_to && b_from <= a_to;
}

gboolean
rambla_box_intersects (RamblaBox a, RamblaBox b)
{
  if (!ranges_meet (a.south, a.north, b.south, b.north))
    return FALSE;

  if (a.west > a.east && b.west > b.east)
    return TRUE;
  if (a.west > a.east)
    return ranges_meet (a.west, 180.0, b.west, b.east) || ranges_meet (-180.0, a.east, b.west, b.east);
  if (b.west > b.east)
    return rambla_box_intersects (b, a);
  return ranges_meet (a.west, a.east, b.west, b.east);
}

RamblaPoint
rambla_box_centre (RamblaBox box)
{
  double east = box.west <= box.east ? box.east : box.east + 360.0;

  return (RamblaPoint){ wrap_longitude ((box.west + east) / 2.0), (box.south + box.north) / 2.0 };
}

/* Exactly @n plain decimal numbers between commas: a sign, up to 3 digits, up to 15 decimals. */
static gboolean
read_numbers (const char *text, guint n, double *out, GError **error)
{
  const char *at = text != NULL ? text : "";

  for (guint i = 0; i < n; i++)
    {
      const char *start = at;
      guint digits = 0, decimals = 0;

      if (*at == '-' || *at == '+')
        at++;
      for (; g_ascii_isdigit (*at); at++)
        digits++;
      if (digits > 0 && *at == '.')
        for (at++; g_ascii_isdigit (*at); at++)
          decimals++;

      if (digits == 0 || digits > 3 || decimals > 15 || at[-1] == '.' || *at != (i + 1 < n ? ',' : '\0'))
        {
          g_set_error (error, RAMBLA_GEO_ERROR, RAMBLA_GEO_ERROR_SYNTAX,
                       "Expected %u decimal numbers with commas between", n);
          return FALSE;
        }

      out[i] = g_ascii_strtod (start, NULL);
      at++;
    }

  return TRUE;
}

gboolean
rambla_point_parse (const char *text, RamblaPoint *out, GError **error)
{
  double numbers[2];
  RamblaPoint point;

  if (!read_numbers (text, 2, numbers, error))
    return FALSE;

  point = (RamblaPoint){ .lon = numbers[1], .lat = numbers[0] };
  if (!rambla_point_is_valid (point))
    {
      g_set_error_literal (error, RAMBLA_GEO_ERROR, RAMBLA_GEO_ERROR_RANGE,
                           "Expected a latitude from -90 to 90 and a longitude from -180 to 180");
      return FALSE;
    }

  *out = point;
  return TRUE;
}

gboolean
rambla_box_parse (const char *text, RamblaBox *out, GError **error)
{
  double numbers[4];
  RamblaBox box;

  if (!read_numbers (text, 4, numbers, error))
    return FALSE;

  box = (RamblaBox){ numbers[0], numbers[1], numbers[2], numbers[3] };
  if (!rambla_box_is_valid (box))
    {
      g_set_error_literal (error, RAMBLA_GEO_ERROR, RAMBLA_GEO_ERROR_RANGE,
                           "Expected west, south, east, north in degrees, south not above north");
      return FALSE;
    }

  *out = box;
  return TRUE;
}

static void
append_degrees (GString *out, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (buffer, sizeof buffer, "%.6f", value);
  g_string_append (out, buffer);
}

char *
rambla_point_to_query (RamblaPoint point)
{
  GString *out = g_string_new (NULL);

  append_degrees (out, point.lat);
  g_string_append_c (out, ',');
  append_degrees (out, point.lon);
  return g_string_free (out, FALSE);
}

char *
rambla_box_to_query (RamblaBox box)
{
  const double values[4] = { box.west, box.south, box.east, box.north };
  GString *out = g_string_new (NULL);

  for (int i = 0; i < 4; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_degrees (out, values[i]);
    }
  return g_string_free (out, FALSE);
}

static char *
format_distance (double metres, const char *decimal_sign)
{
  gint64 tenths;

  if (!(metres >= 0.0))
    metres = 0.0;
  metres = MIN (metres, 1e8);

  if (metres < 995.0)
    return g_strdup_printf ("%d" NO_BREAK_SPACE "m",
                            metres < 10.0 ? (int) (metres + 0.5) : (int) (metres / 10.0 + 0.5) * 10);

  tenths = (gint64) (metres / 100.0 + 0.5);
  if (tenths >= 100)
    return g_strdup_printf ("%d" NO_BREAK_SPACE "km", (int) (metres / 1000.0 + 0.5));
  if (tenths % 10 == 0)
    return g_strdup_printf ("%d" NO_BREAK_SPACE "km", (int) (tenths / 10));
  return g_strdup_printf ("%d%s%d" NO_BREAK_SPACE "km", (int) (tenths / 10), decimal_sign,
                          (int) (tenths % 10));
}

char *
rambla_distance_format (double metres)
{
  const char *radix = nl_langinfo (RADIXCHAR);

  return format_distance (metres, strcmp (radix, ",") == 0 ? "," : ".");
}

char *
rambla_distance_format_in (double metres, const char *language)
{
  return format_distance (metres, rambla_language_from_tag (language) == RAMBLA_LANGUAGE_ES ? "," : ".");
}

/* The numbers of an array of exactly @n. */
static gboolean
read_coordinates (JsonNode *node, guint n, double *out, GError **error)
{
  JsonArray *array = rambla_json_as_array (node, n, error);

  if (array == NULL)
    return FALSE;
  if (json_array_get_length (array) != n)
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, "", "must hold %u numbers", n);
      return FALSE;
    }

  for (guint i = 0; i < n; i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      GType type = JSON_NODE_HOLDS_VALUE (item) ? json_node_get_value_type (item) : G_TYPE_INVALID;

      if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
        {
          rambla_json_set_error (error, RAMBLA_JSON_ERROR_TYPE, "", "must hold numbers");
          return rambla_json_prefix_error (error, "/%u", i);
        }
      out[i] = json_node_get_double (item);
    }

  return TRUE;
}

gboolean
rambla_point_from_json (JsonNode *node, RamblaPoint *out, GError **error)
{
  static const char *const TYPES[] = { "Point", NULL };
  double numbers[2];
  RamblaPoint point;
  const char *where = "";

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      int type;

      if (!rambla_json_get_enum (object, "type", TYPES, &type, error))
        return FALSE;
      node = json_object_get_member (object, "coordinates");
      where = "/coordinates";
      if (node == NULL)
        {
          rambla_json_set_error (error, RAMBLA_JSON_ERROR_MISSING, where, "is missing");
          return FALSE;
        }
    }

  if (!read_coordinates (node, 2, numbers, error))
    return rambla_json_prefix_error (error, "%s", where);

  point = (RamblaPoint){ numbers[0], numbers[1] };
  if (!rambla_point_is_valid (point))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, where,
                             "must be a longitude and a latitude in degrees");
      return FALSE;
    }

  *out = point;
  return TRUE;
}

JsonNode *
rambla_point_to_json (RamblaPoint point)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *coordinates = json_array_new ();

  json_array_add_double_element (coordinates, point.lon);
  json_array_add_double_element (coordinates, point.lat);
  json_object_set_string_member (object, "type", "Point");
  json_object_set_array_member (object, "coordinates", coordinates);
  json_node_take_object (node, object);

  return node;
}

gboolean
rambla_box_from_json (JsonNode *node, RamblaBox *out, GError **error)
{
  double numbers[4];
  RamblaBox box;

  if (!read_coordinates (node, 4, numbers, error))
    return FALSE;

  box = (RamblaBox){ numbers[0], numbers[1], numbers[2], numbers[3] };
  if (!rambla_box_is_valid (box))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, "",
                             "must be west, south, east, north in degrees");
      return FALSE;
    }

  *out = box;
  return TRUE;
}
