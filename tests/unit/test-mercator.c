/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "rambla-mercator.h"

static void
test_known_places (void)
{
  /* Tile numbers of the "slippy map" convention: the same projection, from other programs. */
  static const struct
  {
    double longitude, latitude;
    int zoom, column, row;
  } places[] = {
    { -56.1913, -34.9059, 14, 5634, 9889 },
    { 0.0, 0.0, 1, 1, 1 },
    { -180.0, 85.0511, 10, 0, 0 },
    { 179.9999, -85.0511, 10, 1023, 1023 },
    { 13.37771496361961, 52.51628011262304, 17, 70406, 42987 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      double tiles = exp2 (places[i].zoom);

      g_assert_cmpint ((int) floor (rambla_mercator_x (places[i].longitude) * tiles), ==, places[i].column);
      g_assert_cmpint ((int) floor (rambla_mercator_y (places[i].latitude) * tiles), ==, places[i].row);
    }
}

static void
test_there_and_back (void)
{
  for (double longitude = -180.0; longitude < 180.0; longitude += 7.3)
    for (double latitude = -85.0; latitude <= 85.0; latitude += 3.7)
      {
        double x = rambla_mercator_x (longitude), y = rambla_mercator_y (latitude);

        g_assert_true (x >= 0.0 && x < 1.0 && y >= 0.0 && y < 1.0);
        g_assert_cmpfloat_with_epsilon (rambla_mercator_longitude (x), longitude, 1e-9);
        g_assert_cmpfloat_with_epsilon (rambla_mercator_latitude (y), latitude, 1e-9);
      }
}

static void
test_edges (void)
{
  static const double odd[] = { 180.0, -180.0, 540.0, 1e9, -1e9, INFINITY, -INFINITY, NAN, 90.0, -90.0 };

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      double x = rambla_mercator_x (odd[i]), y = rambla_mercator_y (odd[i]);

      g_assert_true (x >= 0.0 && x < 1.0);
      g_assert_true (y >= 0.0 && y < 1.0);
    }
  g_assert_cmpfloat_with_epsilon (rambla_mercator_x (190.0), rambla_mercator_x (-170.0), 1e-12);
  g_assert_cmpfloat (rambla_mercator_y (90.0), ==, rambla_mercator_y (RAMBLA_MERCATOR_MAX_LATITUDE));
  g_assert_cmpfloat_with_epsilon (rambla_mercator_latitude (-1.0), RAMBLA_MERCATOR_MAX_LATITUDE, 1e-9);
  g_assert_cmpfloat (rambla_mercator_longitude (7.0), ==, 180.0);
}

static void
test_scale (void)
{
  g_assert_cmpfloat_with_epsilon (rambla_mercator_metres_per_pixel (0.0, 0.0), 156543.03392804097, 1e-6);
  g_assert_cmpfloat_with_epsilon (rambla_mercator_metres_per_pixel (60.0, 10.0), 156543.03392804097 / 2048.0,
                                  1e-6);
  g_assert_cmpfloat (rambla_mercator_world_size (3.0), ==, 2048.0);
}

static void
test_zoom_to_fit (void)
{
  g_assert_cmpfloat_with_epsilon (rambla_mercator_zoom_to_fit (-180.0, -10.0, 0.0, 10.0, 512.0, 512.0, 20.0),
                                  2.0, 1e-9);
  /* Across the 180th meridian: 20 degrees, not 340. */
  g_assert_cmpfloat_with_epsilon (rambla_mercator_zoom_to_fit (170.0, 0.0, -170.0, 0.0, 256.0, 256.0, 20.0),
                                  log2 (18.0), 1e-9);
  /* A point fits at any zoom. */
  g_assert_cmpfloat (rambla_mercator_zoom_to_fit (5.0, 5.0, 5.0, 5.0, 100.0, 100.0, 17.0), ==, 17.0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/mercator/known-places", test_known_places);
  g_test_add_func ("/map/mercator/there-and-back", test_there_and_back);
  g_test_add_func ("/map/mercator/edges", test_edges);
  g_test_add_func ("/map/mercator/scale", test_scale);
  g_test_add_func ("/map/mercator/zoom-to-fit", test_zoom_to_fit);
  return g_test_run ();
}
