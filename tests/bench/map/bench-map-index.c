/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Building and querying the map's index. One JSON object a line:
 *
 *   bench-map-index [POINTS…]         100000 and 1000000 if none are given
 *   bench-map-index --write FILE N    writes N points (longitude, latitude as doubles) for the peer to read
 *
 * The peer is npm's supercluster, see supercluster.mjs beside this file: it takes the same points and asks
 * for the same views. */

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "rambla-cluster-index.h"

#define CITIES 300
#define QUERIES 2000
#define ROUNDS 5

/* A country: cities of every size, denser towards their middles. */
static RamblaClusterPoint *
make_points (guint n)
{
  RamblaClusterPoint *points = g_new0 (RamblaClusterPoint, n);
  GRand *rand = g_rand_new_with_seed (11);
  double city[CITIES][2];

  for (guint i = 0; i < CITIES; i++)
    {
      city[i][0] = g_rand_double_range (rand, -65.0, -55.0);
      city[i][1] = g_rand_double_range (rand, -40.0, -30.0);
    }
  for (guint i = 0; i < n; i++)
    {
      guint which = (guint) (CITIES * pow (g_rand_double (rand), 3.0));
      double angle = g_rand_double_range (rand, 0.0, 2.0 * G_PI),
             reach = 0.12 * pow (g_rand_double (rand), 1.5);

      points[i].longitude = city[which][0] + reach * cos (angle);
      points[i].latitude = city[which][1] + reach * sin (angle);
      points[i].price = g_rand_int_range (rand, 0, 500000);
    }
  g_rand_free (rand);
  return points;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec * 1e6 + (double) time.tv_nsec / 1e3;
}

static void
report (const char *name, double figure, const char *unit, guint n)
{
  printf ("{\"name\": \"%s\", \"figure\": %.3f, \"unit\": \"%s\", \"points\": %u}\n", name, figure, unit, n);
  fflush (stdout);
}

/* Views of 1200 × 800 pixels around every so many points. */
static void
query (RamblaClusterIndex *index, const RamblaClusterPoint *points, guint n, guint zoom)
{
  g_autoptr (GArray) clusters = g_array_new (FALSE, FALSE, sizeof (RamblaCluster));
  double half_width = 600.0 / rambla_mercator_world_size (zoom),
         half_height = 400.0 / rambla_mercator_world_size (zoom);
  g_autofree double *times = g_new (double, QUERIES);
  g_autofree char *p50 = g_strdup_printf ("map.query.z%u.p50", zoom);
  g_autofree char *p99 = g_strdup_printf ("map.query.z%u.p99", zoom);

  for (guint i = 0; i < QUERIES; i++)
    {
      const RamblaClusterPoint *point = &points[(guint64) i * n / QUERIES];
      double x = rambla_mercator_x (point->longitude), y = rambla_mercator_y (point->latitude);
      const RamblaMapBox box = { x - half_width, y - half_height, x + half_width, y + half_height };
      double start = now ();

      rambla_cluster_index_query (index, &box, zoom, 64.0, clusters);
      times[i] = now () - start;
    }
  qsort (times, QUERIES, sizeof *times, compare_doubles);
  report (p50, times[QUERIES / 2], "us", n);
  report (p99, times[QUERIES * 99 / 100], "us", n);
}

static void
run (guint n)
{
  g_autofree RamblaClusterPoint *points = make_points (n);
  g_autoptr (RamblaClusterIndex) index = NULL;
  g_autofree guint8 *keep = g_new0 (guint8, n);
  g_autoptr (GArray) clusters = g_array_new (FALSE, FALSE, sizeof (RamblaCluster));
  double build = INFINITY, subset = INFINITY;

  for (guint i = 0; i < n; i += 2)
    keep[i] = 1;
  for (guint round = 0; round < ROUNDS; round++)
    {
      double start = now ();

      g_clear_pointer (&index, rambla_cluster_index_unref);
      index = rambla_cluster_index_new (points, n);
      build = MIN (build, now () - start);
      start = now ();
      rambla_cluster_index_unref (rambla_cluster_index_new_subset (index, keep));
      subset = MIN (subset, now () - start);
    }
  report ("map.index.build", build / 1000.0, "ms", n);
  report ("map.index.subset", subset / 1000.0, "ms", n);
  report ("map.index.memory", (double) rambla_cluster_index_get_memory (index) / n, "bytes/point", n);
  for (guint zoom = 5; zoom <= 17; zoom += 2)
    query (index, points, n, zoom);

  /* every point counted at every zoom level */
  for (guint zoom = 0; zoom <= RAMBLA_MERCATOR_MAX_ZOOM; zoom++)
    if (rambla_cluster_index_query (index, &(RamblaMapBox){ 0.0, 0.0, 1.0, 1.0 }, zoom, 64.0, clusters) != n)
      g_error ("Points are missing at zoom level %u", zoom);
}

static int
write_points (const char *path, guint n)
{
  g_autofree RamblaClusterPoint *points = make_points (n);
  FILE *file = fopen (path, "wb");

  if (file == NULL)
    {
      g_printerr ("Cannot write %s\n", path);
      return 1;
    }
  for (guint i = 0; i < n; i++)
    fwrite ((double[]){ points[i].longitude, points[i].latitude }, sizeof (double), 2, file);
  return fclose (file) == 0 ? 0 : 1;
}

int
main (int argc, char *argv[])
{
  if (argc == 4 && strcmp (argv[1], "--write") == 0)
    return write_points (argv[2], (guint) g_ascii_strtoull (argv[3], NULL, 10));
  for (int i = 1; i < argc; i++)
    run ((guint) g_ascii_strtoull (argv[i], NULL, 10));
  if (argc == 1)
    {
      run (100000);
      run (1000000);
    }
  return 0;
}
