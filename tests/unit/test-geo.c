/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-geo.h"

#include <math.h>

#include "rambla-json.h"

static const RamblaPoint MONTEVIDEO = { -56.1913, -34.9059 };
static const RamblaPoint BUENOS_AIRES = { -58.3816, -34.6037 };

static void
test_distance (void)
{
  RamblaPoint north = { MONTEVIDEO.lon, MONTEVIDEO.lat + 1.0 };

  g_assert_cmpfloat_with_epsilon (rambla_point_distance (MONTEVIDEO, MONTEVIDEO), 0.0, 1e-9);
  /* A degree of a great circle: 2πR ÷ 360. */
  g_assert_cmpfloat_with_epsilon (rambla_point_distance (MONTEVIDEO, north), 111195.08, 0.01);
  g_assert_cmpfloat_with_epsilon (rambla_point_distance (MONTEVIDEO, BUENOS_AIRES), 202900.0, 700.0);
  g_assert_cmpfloat_with_epsilon (rambla_point_distance ((RamblaPoint){ 0, 90 }, (RamblaPoint){ 77, -90 }),
                                  G_PI * RAMBLA_EARTH_RADIUS, 0.01);
  g_assert_cmpfloat_with_epsilon (
      rambla_point_distance ((RamblaPoint){ 179.5, 0 }, (RamblaPoint){ -179.5, 0 }), 111195.08, 0.01);
}

static void
test_bearing (void)
{
  RamblaPoint origin = { 0, 0 };

  g_assert_cmpfloat_with_epsilon (rambla_point_bearing (origin, (RamblaPoint){ 0, 1 }), 0.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (rambla_point_bearing (origin, (RamblaPoint){ 1, 0 }), 90.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (rambla_point_bearing (origin, (RamblaPoint){ 0, -1 }), 180.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (rambla_point_bearing (origin, (RamblaPoint){ -1, 0 }), 270.0, 1e-9);
}

/* Going somewhere and measuring gives back how far and whither, and the box around the start holds it. */
static void
test_destination (void)
{
  for (int i = 0; i < 20000; i++)
    {
      RamblaPoint from = { g_test_rand_double_range (-180, 180), g_test_rand_double_range (-89.9, 89.9) };
      double bearing = g_test_rand_double_range (0, 360);
      double metres = g_test_rand_double_range (1, i % 2 == 0 ? 5000 : 5000000);
      RamblaPoint to = rambla_point_destination (from, bearing, metres);
      RamblaBox box = rambla_box_around (from, metres * 1.0000001 + 0.001);

      g_assert_true (rambla_point_is_valid (to));
      g_assert_cmpfloat_with_epsilon (rambla_point_distance (from, to), metres, 0.01);
      g_assert_true (rambla_box_is_valid (box));
      g_assert_true (rambla_box_contains (box, to));
      g_assert_true (rambla_box_contains (box, from));
    }
}

static void
test_box (void)
{
  RamblaBox city = { -56.45, -34.95, -56.0, -34.7 };
  RamblaBox pacific = { 170, -20, -170, 20 };
  RamblaBox around = rambla_box_around (MONTEVIDEO, 1000);

  g_assert_true (rambla_box_contains (city, MONTEVIDEO));
  g_assert_false (rambla_box_contains (city, BUENOS_AIRES));
  g_assert_true (rambla_box_contains (pacific, (RamblaPoint){ 175, 0 }));
  g_assert_true (rambla_box_contains (pacific, (RamblaPoint){ -175, 0 }));
  g_assert_false (rambla_box_contains (pacific, (RamblaPoint){ 0, 0 }));
  g_assert_false (rambla_box_contains (city, (RamblaPoint){ -56.2, NAN }));
  g_assert_true (rambla_box_intersects (city, around));
  g_assert_false (rambla_box_intersects (city, pacific));
  g_assert_true (rambla_box_intersects (pacific, (RamblaBox){ -175, 0, -100, 5 }));
  g_assert_true (rambla_box_intersects ((RamblaBox){ 100, 0, 171, 5 }, pacific));
  g_assert_true (rambla_box_intersects (pacific, (RamblaBox){ 179, 0, 10, 5 }));
  g_assert_false (rambla_box_intersects (pacific, (RamblaBox){ 175, 30, 176, 40 }));
  g_assert_cmpfloat_with_epsilon (rambla_box_centre (pacific).lon, 180.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (rambla_box_centre (city).lat, -34.825, 1e-9);
  /* Not wider than it must be. */
  g_assert_cmpfloat_with_epsilon (
      rambla_point_distance (MONTEVIDEO, (RamblaPoint){ MONTEVIDEO.lon, around.north }), 1000, 0.1);
  g_assert_cmpfloat_with_epsilon (
      rambla_point_distance (MONTEVIDEO, (RamblaPoint){ around.east, MONTEVIDEO.lat }), 1000, 0.1);
  g_assert_true (rambla_box_around ((RamblaPoint){ 179.99, 0 }, 5000).west >
                 rambla_box_around ((RamblaPoint){ 179.99, 0 }, 5000).east);
  g_assert_cmpfloat (rambla_box_around ((RamblaPoint){ 10, 89.99 }, 5000).west, ==, -180.0);
  g_assert_cmpfloat (rambla_box_around (MONTEVIDEO, 1e9).north, ==, 90.0);
}

static void
test_parse (void)
{
  static const char *const BAD_SYNTAX[] = { "",        "1",        "1,",    ",1",      "1,2,3", " 1,2",
                                            "1 ,2",    "1,2 ",     "a,b",   "1;2",     "1e1,2", "nan,0",
                                            "inf,0",   "0x1,2",    "1.,2",  ".5,2",    "--1,2", "1,2,",
                                            "1000,2",  "1,-",      "+,1",   "1.1.1,2", "1,2\n", "٣,٤",
                                            "1,2e400", "-34.9059", "1\t,2", "1,2,3,4" };
  static const char *const BAD_RANGE[] = { "91,0", "-91,0", "0,181", "0,-180.000001", "90.000001,0" };
  RamblaPoint point = { 0, 0 };
  RamblaBox box;

  g_assert_true (rambla_point_parse ("-34.9059,-56.1913", &point, NULL));
  g_assert_cmpfloat (point.lat, ==, -34.9059);
  g_assert_cmpfloat (point.lon, ==, -56.1913);
  g_assert_true (rambla_point_parse ("90,-180", &point, NULL));
  g_assert_true (rambla_point_parse ("+1,2", &point, NULL));
  g_assert_false (rambla_point_parse (NULL, &point, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (BAD_SYNTAX); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (rambla_point_parse (BAD_SYNTAX[i], &point, &error));
      g_assert_error (error, RAMBLA_GEO_ERROR, RAMBLA_GEO_ERROR_SYNTAX);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (BAD_RANGE); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (rambla_point_parse (BAD_RANGE[i], &point, &error));
      g_assert_error (error, RAMBLA_GEO_ERROR, RAMBLA_GEO_ERROR_RANGE);
    }

  g_assert_true (rambla_box_parse ("-56.45,-34.95,-56,-34.7", &box, NULL));
  g_assert_cmpfloat (box.west, ==, -56.45);
  g_assert_cmpfloat (box.south, ==, -34.95);
  g_assert_cmpfloat (box.east, ==, -56.0);
  g_assert_cmpfloat (box.north, ==, -34.7);
  g_assert_true (rambla_box_parse ("170,-20,-170,20", &box, NULL));
  g_assert_false (rambla_box_parse ("0,10,1,9", &box, NULL));
  g_assert_false (rambla_box_parse ("0,0,181,9", &box, NULL));
  g_assert_false (rambla_box_parse ("0,0,1", &box, NULL));
  g_assert_false (rambla_box_parse ("0,0,1,1,1", &box, NULL));
  g_assert_false (rambla_box_parse ("'; DROP TABLE stores", &box, NULL));
}

static void
test_query (void)
{
  g_autofree char *near = rambla_point_to_query (MONTEVIDEO);
  g_autofree char *bbox = rambla_box_to_query ((RamblaBox){ -56.45, -34.95, -56.0, -34.7 });

  g_assert_cmpstr (near, ==, "-34.905900,-56.191300");
  g_assert_cmpstr (bbox, ==, "-56.450000,-34.950000,-56.000000,-34.700000");
}

static void
test_format (void)
{
  static const struct
  {
    double metres;
    const char *english, *spanish;
  } CASES[] = {
    { 0, "0 m", "0 m" },          { 4.4, "4 m", "4 m" },
    { 9.6, "10 m", "10 m" },      { 347, "350 m", "350 m" },
    { 994, "990 m", "990 m" },    { 996, "1 km", "1 km" },
    { 1049, "1 km", "1 km" },     { 1151, "1.2 km", "1,2 km" },
    { 9940, "9.9 km", "9,9 km" }, { 9960, "10 km", "10 km" },
    { 14400, "14 km", "14 km" },  { -5, "0 m", "0 m" },
    { NAN, "0 m", "0 m" },        { INFINITY, "100000 km", "100000 km" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *english = rambla_distance_format_in (CASES[i].metres, "en");
      g_autofree char *spanish = rambla_distance_format_in (CASES[i].metres, "es-UY");
      g_auto (GStrv) a = g_strsplit (CASES[i].english, " ", -1);
      g_auto (GStrv) b = g_strsplit (CASES[i].spanish, " ", -1);
      g_autofree char *expected_english = g_strjoinv ("\302\240", a);
      g_autofree char *expected_spanish = g_strjoinv ("\302\240", b);

      g_assert_cmpstr (english, ==, expected_english);
      g_assert_cmpstr (spanish, ==, expected_spanish);
    }
}

static void
test_json (void)
{
  static const char *const GOOD[] = { "[-56.1913,-34.9059]",
                                      "{\"type\":\"Point\",\"coordinates\":[-56.1913,-34.9059]}",
                                      "{\"coordinates\":[-56.1913,-34.9059],\"type\":\"Point\",\"more\":1}" };
  static const struct
  {
    const char *json, *pointer;
  } BAD[] = {
    { "[1]", "" },
    { "[1,2,3]", "" },
    { "[181,0]", "" },
    { "[0,91]", "" },
    { "[\"1\",2]", "/0" },
    { "[1,null]", "/1" },
    { "\"1,2\"", "" },
    { "{\"type\":\"Polygon\",\"coordinates\":[1,2]}", "/type" },
    { "{\"coordinates\":[1,2]}", "/type" },
    { "{\"type\":\"Point\"}", "/coordinates" },
    { "{\"type\":\"Point\",\"coordinates\":[1,[2]]}", "/coordinates/1" },
    { "{\"type\":\"Point\",\"coordinates\":[1e300,2]}", "/coordinates" },
  };
  g_autoptr (JsonNode) made = rambla_point_to_json (MONTEVIDEO);
  g_autoptr (JsonNode) box_node = rambla_json_parse ("[-56.4,-35,-56,-34.7]", -1, 100, NULL);
  RamblaPoint point;
  RamblaBox box;

  g_assert_true (rambla_point_from_json (made, &point, NULL));
  g_assert_cmpfloat (point.lat, ==, MONTEVIDEO.lat);
  for (gsize i = 0; i < G_N_ELEMENTS (GOOD); i++)
    {
      g_autoptr (JsonNode) node = rambla_json_parse (GOOD[i], -1, 1000, NULL);

      g_assert_true (rambla_point_from_json (node, &point, NULL));
      g_assert_cmpfloat (point.lon, ==, MONTEVIDEO.lon);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (BAD); i++)
    {
      g_autoptr (JsonNode) node = rambla_json_parse (BAD[i].json, -1, 1000, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (rambla_point_from_json (node, &point, &error));
      g_assert_cmpstr (rambla_json_error_get_pointer (error), ==, BAD[i].pointer);
    }
  g_assert_true (rambla_box_from_json (box_node, &box, NULL));
  g_assert_cmpfloat (box.north, ==, -34.7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geo/distance", test_distance);
  g_test_add_func ("/geo/bearing", test_bearing);
  g_test_add_func ("/geo/destination", test_destination);
  g_test_add_func ("/geo/box", test_box);
  g_test_add_func ("/geo/parse", test_parse);
  g_test_add_func ("/geo/query", test_query);
  g_test_add_func ("/geo/format", test_format);
  g_test_add_func ("/geo/json", test_json);
  return g_test_run ();
}
