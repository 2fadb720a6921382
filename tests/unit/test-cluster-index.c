/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "rambla-cluster-index.h"

static const RamblaMapBox world = { 0.0, 0.0, 1.0, 1.0 };

/* Half of the points spread over a city, half in knots, some of them exactly on top of one another. */
static RamblaClusterPoint *
make_points (guint n, guint32 seed)
{
  GRand *rand = g_rand_new_with_seed (seed);
  RamblaClusterPoint *points = g_new0 (RamblaClusterPoint, n);
  double longitude = 0.0, latitude = 0.0;

  for (guint i = 0; i < n; i++)
    {
      if (i % 50 == 0)
        {
          longitude = g_rand_double_range (rand, -56.25, -56.08);
          latitude = g_rand_double_range (rand, -34.945, -34.84);
        }
      if (i % 2 == 0)
        {
          points[i].longitude = g_rand_double_range (rand, -56.25, -56.08);
          points[i].latitude = g_rand_double_range (rand, -34.945, -34.84);
        }
      else
        {
          points[i].longitude = longitude + (i % 3 == 0 ? 0.0 : g_rand_double_range (rand, -0.002, 0.002));
          points[i].latitude = latitude + (i % 3 == 0 ? 0.0 : g_rand_double_range (rand, -0.002, 0.002));
        }
      points[i].price = i % 5 == 0 ? RAMBLA_CLUSTER_NO_PRICE : g_rand_int_range (rand, 0, 500000);
      points[i].category = i % 11;
      points[i].flags = i % 7 == 0 ? RAMBLA_CLUSTER_AVAILABLE : 0;
    }
  g_rand_free (rand);
  return points;
}

static GArray *
new_clusters (void)
{
  return g_array_new (FALSE, FALSE, sizeof (RamblaCluster));
}

/* Every point in exactly one cluster, and each cluster's figures right by counting them over. */
static void
check_partition (RamblaClusterIndex *index,
                 const RamblaClusterPoint *points,
                 guint n,
                 double zoom,
                 double cell)
{
  g_autoptr (GArray) clusters = new_clusters ();
  g_autoptr (GHashTable) ids = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree guint8 *seen = g_new0 (guint8, n + 1);
  g_autofree guint *leaves = g_new (guint, n + 1);

  g_assert_cmpuint (rambla_cluster_index_query (index, &world, zoom, cell, clusters), ==, n);
  for (guint i = 0; i < clusters->len; i++)
    {
      RamblaCluster *cluster = &g_array_index (clusters, RamblaCluster, i);
      double x = 0.0, y = 0.0;
      gint64 price = RAMBLA_CLUSTER_NO_PRICE;
      guint flags = 0, half = cluster->count / 2;
      gboolean has_point = FALSE;

      g_assert_true (g_hash_table_add (ids, &cluster->id));
      g_assert_cmpuint (rambla_cluster_index_get_cluster_size (index, cluster->id), ==, cluster->count);
      /* in two pages */
      g_assert_cmpuint (rambla_cluster_index_get_leaves (index, cluster->id, 0, half, leaves), ==, half);
      g_assert_cmpuint (
          rambla_cluster_index_get_leaves (index, cluster->id, half, n + 1 - half, leaves + half), ==,
          cluster->count - half);
      for (guint k = 0; k < cluster->count; k++)
        {
          const RamblaClusterPoint *point = &points[leaves[k]];

          g_assert_cmpuint (leaves[k], <, n);
          g_assert_cmpuint (seen[leaves[k]]++, ==, 0);
          x += rambla_mercator_x (point->longitude) / cluster->count;
          y += rambla_mercator_y (point->latitude) / cluster->count;
          if (point->price >= 0 && (price < 0 || point->price < price))
            price = point->price;
          flags |= point->flags;
          has_point |= leaves[k] == cluster->point;
        }
      g_assert_cmpfloat_with_epsilon (cluster->x, x, 1e-9);
      g_assert_cmpfloat_with_epsilon (cluster->y, y, 1e-9);
      g_assert_cmpint (cluster->price, ==, price);
      g_assert_cmpuint (cluster->flags, ==, flags);
      g_assert_true (has_point);
      g_assert_cmpint (points[cluster->point].price, ==, price);
      g_assert_cmpuint (points[cluster->point].category, ==, cluster->category);
    }
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (seen[i], ==, 1);
}

static void
test_every_zoom (void)
{
  const guint n = 3000;
  g_autofree RamblaClusterPoint *points = make_points (n, 1);
  g_autoptr (RamblaClusterIndex) index = rambla_cluster_index_new (points, n);

  for (guint zoom = 0; zoom <= RAMBLA_MERCATOR_MAX_ZOOM; zoom++)
    {
      check_partition (index, points, n, zoom, 64.0);
      check_partition (index, points, n, zoom + 0.37, 40.0);
    }
}

static void
test_sizes (void)
{
  static const guint sizes[] = { 0, 1, 2, 3, 7, 8, 9, 17, 64, 65, 1000 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree RamblaClusterPoint *points = make_points (sizes[i], sizes[i]);
      g_autoptr (RamblaClusterIndex) index = rambla_cluster_index_new (points, sizes[i]);

      g_assert_cmpuint (rambla_cluster_index_get_n_points (index), ==, sizes[i]);
      check_partition (index, points, sizes[i], 0.0, 64.0);
      check_partition (index, points, sizes[i], 13.0, 64.0);
      check_partition (index, points, sizes[i], 20.0, 32.0);
    }
}

/* However the world is cut into viewports, each cluster is in one of them, and the same one. */
static void
test_viewports_agree (void)
{
  const guint n = 5000;
  g_autofree RamblaClusterPoint *points = make_points (n, 2);
  g_autoptr (RamblaClusterIndex) index = rambla_cluster_index_new (points, n);
  g_autoptr (GArray) clusters = new_clusters ();
  g_autoptr (GArray) all = new_clusters ();
  RamblaMapBox bounds;
  GRand *rand = g_rand_new_with_seed (3);

  g_assert_true (rambla_cluster_index_get_bounds (index, &bounds));
  for (guint zoom = 11; zoom <= 17; zoom += 2)
    {
      double cut_x = g_rand_double_range (rand, bounds.x0, bounds.x1);
      double cut_y = g_rand_double_range (rand, bounds.y0, bounds.y1);
      const RamblaMapBox boxes[4] = { { bounds.x0, bounds.y0, cut_x, cut_y },
                                      { cut_x, bounds.y0, bounds.x1, cut_y },
                                      { bounds.x0, cut_y, cut_x, bounds.y1 },
                                      { cut_x, cut_y, bounds.x1, bounds.y1 } };
      g_autoptr (GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
      guint sum = 0, n_clusters = 0;

      g_assert_cmpuint (rambla_cluster_index_query (index, &world, zoom, 64.0, all), ==, n);
      for (guint i = 0; i < all->len; i++)
        g_hash_table_insert (by_id, &g_array_index (all, RamblaCluster, i).id,
                             &g_array_index (all, RamblaCluster, i));
      for (guint b = 0; b < 4; b++)
        {
          sum += rambla_cluster_index_query (index, &boxes[b], zoom, 64.0, clusters);
          n_clusters += clusters->len;
          for (guint i = 0; i < clusters->len; i++)
            {
              const RamblaCluster *cluster = &g_array_index (clusters, RamblaCluster, i);
              const RamblaCluster *same = g_hash_table_lookup (by_id, &cluster->id);

              g_assert_nonnull (same);
              g_assert_cmpfloat (same->x, ==, cluster->x);
              g_assert_cmpuint (same->count, ==, cluster->count);
            }
        }
      g_assert_cmpuint (sum, ==, n);
      g_assert_cmpuint (n_clusters, ==, all->len);
    }
  g_rand_free (rand);
}

/* Joining neighbours must leave few clusters that would be drawn over one another. */
static void
test_few_close_pairs (void)
{
  const guint n = 5000;
  g_autofree RamblaClusterPoint *points = make_points (n, 4);
  g_autoptr (RamblaClusterIndex) index = rambla_cluster_index_new (points, n);
  g_autoptr (GArray) clusters = new_clusters ();
  double pixels = rambla_mercator_world_size (13.0);
  guint close = 0;

  rambla_cluster_index_query (index, &world, 13.0, 64.0, clusters);
  for (guint i = 0; i < clusters->len; i++)
    for (guint j = 0; j < i; j++)
      {
        const RamblaCluster *a = &g_array_index (clusters, RamblaCluster, i);
        const RamblaCluster *b = &g_array_index (clusters, RamblaCluster, j);

        close += hypot (a->x - b->x, a->y - b->y) * pixels < 32.0;
      }
  g_assert_cmpuint (clusters->len, >, 50);
  g_assert_cmpuint (close, <=, clusters->len / 100);
}

/* At the expansion zoom the points stand apart, just above it they do not. */
static void
test_expansion (void)
{
  const guint n = 2000;
  g_autofree RamblaClusterPoint *points = make_points (n, 5);
  g_autoptr (RamblaClusterIndex) index = rambla_cluster_index_new (points, n);
  g_autoptr (GArray) clusters = new_clusters ();
  guint never = 0;

  rambla_cluster_index_query (index, &world, 12.0, 64.0, clusters);
  for (guint i = 0; i < clusters->len; i++)
    {
      const RamblaCluster *cluster = &g_array_index (clusters, RamblaCluster, i);
      guint zoom = rambla_cluster_index_get_expansion_zoom (index, cluster->id, 12.0, 64.0);

      g_assert_cmpuint (zoom, >, 12);
      g_assert_cmpuint (zoom, <=, RAMBLA_MERCATOR_MAX_ZOOM + 1);
      if (cluster->count == 1)
        g_assert_cmpuint (zoom, ==, RAMBLA_MERCATOR_MAX_ZOOM + 1);
      for (guint z = 13; z <= MIN (zoom, RAMBLA_MERCATOR_MAX_ZOOM); z++)
        {
          g_autoptr (GArray) deeper = new_clusters ();
          g_autofree guint *leaves = g_new (guint, cluster->count);
          g_autofree guint *others = g_new (guint, n);
          gboolean together = FALSE;

          rambla_cluster_index_get_leaves (index, cluster->id, 0, cluster->count, leaves);
          rambla_cluster_index_query (index, &world, z, 64.0, deeper);
          for (guint d = 0; d < deeper->len; d++)
            {
              guint held = 0;
              guint m = rambla_cluster_index_get_leaves (index, g_array_index (deeper, RamblaCluster, d).id,
                                                         0, n, others);

              for (guint a = 0; a < m; a++)
                for (guint b = 0; b < cluster->count; b++)
                  held += others[a] == leaves[b];
              together |= held == cluster->count;
            }
          g_assert_cmpint (together, ==, z < zoom);
        }
      never += zoom > RAMBLA_MERCATOR_MAX_ZOOM && cluster->count > 1;
      if (i > 40)
        break;
    }
  g_test_message ("%u clusters never part", never);
}

static void
test_same_place (void)
{
  RamblaClusterPoint points[100] = { 0 };
  g_autoptr (RamblaClusterIndex) index = NULL;
  g_autoptr (GArray) clusters = new_clusters ();

  for (guint i = 0; i < 100; i++)
    points[i] = (RamblaClusterPoint){ -56.19, -34.9, 100 + (99 - i), 0, 0 };
  index = rambla_cluster_index_new (points, 100);
  for (guint zoom = 0; zoom <= RAMBLA_MERCATOR_MAX_ZOOM; zoom++)
    {
      rambla_cluster_index_query (index, &world, zoom, 16.0, clusters);
      g_assert_cmpuint (clusters->len, ==, 1);
    }
  g_assert_cmpuint (g_array_index (clusters, RamblaCluster, 0).point, ==, 99);
  g_assert_cmpint (g_array_index (clusters, RamblaCluster, 0).price, ==, 100);
  g_assert_cmpuint (rambla_cluster_index_get_expansion_zoom (
                        index, g_array_index (clusters, RamblaCluster, 0).id, 3.0, 64.0),
                    ==, RAMBLA_MERCATOR_MAX_ZOOM + 1);
}

static void
test_subset (void)
{
  const guint n = 4000;
  g_autofree RamblaClusterPoint *points = make_points (n, 6);
  g_autofree RamblaClusterPoint *kept = g_new (RamblaClusterPoint, n);
  g_autofree guint8 *keep = g_new0 (guint8, n);
  g_autoptr (RamblaClusterIndex) index = rambla_cluster_index_new (points, n);
  g_autoptr (RamblaClusterIndex) subset = NULL;
  g_autoptr (RamblaClusterIndex) again = NULL;
  g_autoptr (RamblaClusterIndex) fresh = NULL;
  g_autoptr (GArray) a = new_clusters ();
  g_autoptr (GArray) b = new_clusters ();
  RamblaCluster point;
  guint n_kept = 0;

  for (guint i = 0; i < n; i++)
    if (points[i].category == 3 || points[i].category == 7)
      {
        keep[i] = 1;
        kept[n_kept++] = points[i];
      }
  subset = rambla_cluster_index_new_subset (index, keep);
  fresh = rambla_cluster_index_new (kept, n_kept);
  g_assert_cmpuint (rambla_cluster_index_get_n_points (subset), ==, n_kept);
  for (guint zoom = 10; zoom < 18; zoom++)
    {
      g_assert_cmpuint (rambla_cluster_index_query (subset, &world, zoom, 64.0, a), ==, n_kept);
      rambla_cluster_index_query (fresh, &world, zoom, 64.0, b);
      g_assert_cmpuint (a->len, ==, b->len);
      for (guint i = 0; i < a->len; i++)
        {
          g_assert_cmpuint (g_array_index (a, RamblaCluster, i).id, ==,
                            g_array_index (b, RamblaCluster, i).id);
          g_assert_cmpuint (g_array_index (a, RamblaCluster, i).category % 4, ==, 3);
        }
    }
  g_assert_true (rambla_cluster_index_get_point (subset, 3, &point));
  g_assert_cmpint (point.price, ==, points[3].price);
  g_assert_false (rambla_cluster_index_get_point (subset, 4, &point));
  g_assert_false (rambla_cluster_index_get_point (subset, n, &point));

  memset (keep, 0, n);
  again = rambla_cluster_index_new_subset (subset, keep);
  g_assert_cmpuint (rambla_cluster_index_get_n_points (again), ==, 0);
  g_assert_cmpuint (rambla_cluster_index_query (again, &world, 5.0, 64.0, a), ==, 0);
}

static void
test_nearest_and_count (void)
{
  const guint n = 2500;
  g_autofree RamblaClusterPoint *points = make_points (n, 7);
  g_autoptr (RamblaClusterIndex) index = rambla_cluster_index_new (points, n);
  GRand *rand = g_rand_new_with_seed (8);
  RamblaMapBox bounds;

  g_assert_true (rambla_cluster_index_get_bounds (index, &bounds));
  g_assert_cmpuint (rambla_cluster_index_count (index, &bounds), ==, n);
  for (guint round = 0; round < 200; round++)
    {
      double x = g_rand_double_range (rand, bounds.x0, bounds.x1),
             y = g_rand_double_range (rand, bounds.y0, bounds.y1);
      double radius = (bounds.x1 - bounds.x0) * g_rand_double_range (rand, 0.0, 0.02);
      RamblaMapBox box = { x - 3 * radius, y - radius, x + radius, y + 2 * radius };
      guint found = rambla_cluster_index_nearest (index, x, y, radius);
      double best = INFINITY;
      guint in_box = 0;

      for (guint i = 0; i < n; i++)
        {
          double px = rambla_mercator_x (points[i].longitude), py = rambla_mercator_y (points[i].latitude);

          best = MIN (best, hypot (px - x, py - y));
          in_box += px >= box.x0 && px < box.x1 && py >= box.y0 && py < box.y1;
        }
      g_assert_cmpuint (rambla_cluster_index_count (index, &box), ==, in_box);
      if (best > radius)
        g_assert_cmpuint (found, ==, RAMBLA_CLUSTER_NO_POINT);
      else
        g_assert_cmpfloat_with_epsilon (hypot (rambla_mercator_x (points[found].longitude) - x,
                                               rambla_mercator_y (points[found].latitude) - y),
                                        best, 1e-9);
    }
  g_rand_free (rand);
}

static void
test_bad_input (void)
{
  const RamblaClusterPoint points[] = { { NAN, 0.0, 1, 0, 0 },
                                        { 0.0, INFINITY, 1, 0, 0 },
                                        { 1000.0, 95.0, -77, 0, 0 },
                                        { 180.0, -95.0, G_MAXINT64, 255, 255 } };
  g_autoptr (RamblaClusterIndex) index = rambla_cluster_index_new (points, G_N_ELEMENTS (points));
  g_autoptr (GArray) clusters = new_clusters ();
  const RamblaMapBox odd[] = { { NAN, 0.0, 1.0, 1.0 },
                               { 1.0, 1.0, 0.0, 0.0 },
                               { -9.0, -9.0, -8.0, -8.0 },
                               { 2.0, 2.0, 3.0, 3.0 },
                               { 0.5, 0.5, 0.5, 0.5 } };
  guint leaf;

  g_assert_cmpuint (rambla_cluster_index_get_n_points (index), ==, 2);
  g_assert_cmpuint (
      rambla_cluster_index_query (index, &(RamblaMapBox){ -5.0, -5.0, 5.0, 5.0 }, 20.0, 64.0, clusters), ==,
      2);
  g_assert_cmpint (g_array_index (clusters, RamblaCluster, 0).price, ==, RAMBLA_CLUSTER_NO_PRICE);
  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    g_assert_cmpuint (rambla_cluster_index_query (index, &odd[i], 5.0, 64.0, clusters), ==, 0);
  rambla_cluster_index_query (index, &world, NAN, NAN, clusters);
  rambla_cluster_index_query (index, &world, 1e300, 0.0, clusters);
  g_assert_cmpuint (rambla_cluster_index_get_leaves (index, G_MAXUINT64, 0, 1, &leaf), ==, 0);
  for (guint64 id = 1; id != 0; id <<= 1)
    rambla_cluster_index_get_cluster_size (index, id - 1);
}

static void
on_built (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out = user_data;

  *out = g_object_ref (result);
}

static void
test_async (void)
{
  const guint n = 1000;
  g_autofree RamblaClusterPoint *points = make_points (n, 9);
  GArray *array = g_array_new (FALSE, FALSE, sizeof (RamblaClusterPoint));

  g_array_append_vals (array, points, n);
  for (guint cancelled = 0; cancelled < 2; cancelled++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (RamblaClusterIndex) index = NULL;
      g_autoptr (GError) error = NULL;

      rambla_cluster_index_new_async (array, cancellable, on_built, &result);
      if (cancelled)
        g_cancellable_cancel (cancellable);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      index = rambla_cluster_index_new_finish (result, &error);
      if (cancelled)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        check_partition (index, points, n, 14.0, 64.0);
    }
  g_array_unref (array);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/cluster-index/every-zoom", test_every_zoom);
  g_test_add_func ("/map/cluster-index/sizes", test_sizes);
  g_test_add_func ("/map/cluster-index/viewports-agree", test_viewports_agree);
  g_test_add_func ("/map/cluster-index/few-close-pairs", test_few_close_pairs);
  g_test_add_func ("/map/cluster-index/expansion", test_expansion);
  g_test_add_func ("/map/cluster-index/same-place", test_same_place);
  g_test_add_func ("/map/cluster-index/subset", test_subset);
  g_test_add_func ("/map/cluster-index/nearest-and-count", test_nearest_and_count);
  g_test_add_func ("/map/cluster-index/bad-input", test_bad_input);
  g_test_add_func ("/map/cluster-index/async", test_async);
  return g_test_run ();
}
