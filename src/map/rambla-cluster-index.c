/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-cluster-index.h"

#include "rambla-cluster-index-private.h"

#include <math.h>
#include <string.h>

/* Up to this many points are read faster than more nodes would be, and need less memory. */
#define LEAF_POINTS 24

#define RADIX_BITS 11
#define RADIX_SHIFT (64 - 2 * RAMBLA_CLUSTER_LEVELS)
#define RADIX_BUCKETS (1 << RADIX_BITS)
#define RADIX_PASSES ((2 * RAMBLA_CLUSTER_LEVELS + RADIX_BITS - 1) / RADIX_BITS)

G_DEFINE_BOXED_TYPE (RamblaClusterIndex,
                     rambla_cluster_index,
                     rambla_cluster_index_ref,
                     rambla_cluster_index_unref)

/* The key holds the whole of both coordinates; sorting looks at the deepest level's bits only. */
typedef struct
{
  guint64 key;
  guint32 number;
} SortItem;

static RamblaClusterIndex *
index_alloc (guint n_points, guint capacity)
{
  RamblaClusterIndex *self = g_new0 (RamblaClusterIndex, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->n_points = n_points;
  self->capacity = capacity;
  self->xy = g_malloc_n (MAX (n_points, 1), sizeof *self->xy);
  self->prices = g_new (gint64, MAX (n_points, 1));
  self->tags = g_new (RamblaClusterTag, MAX (n_points, 1));
  self->places = g_new (guint32, MAX (capacity, 1));
  memset (self->places, 0xff, capacity * sizeof *self->places);
  return self;
}

static guint32
to_fixed (double unit)
{
  return (guint32) (unit * 0x1p32);
}

/* Least significant digit first; a digit that all keys share costs no pass. Returns where the result is. */
static SortItem *
radix_sort (SortItem *items, SortItem *spare, gsize n)
{
  g_autofree guint32 *counts = g_new0 (guint32, RADIX_PASSES * RADIX_BUCKETS);

  for (gsize i = 0; i < n; i++)
    for (guint pass = 0; pass < RADIX_PASSES; pass++)
      counts[pass * RADIX_BUCKETS +
             (items[i].key >> (RADIX_SHIFT + pass * RADIX_BITS) & (RADIX_BUCKETS - 1))]++;

  for (guint pass = 0; pass < RADIX_PASSES; pass++)
    {
      guint32 *count = counts + pass * RADIX_BUCKETS;
      guint shift = RADIX_SHIFT + pass * RADIX_BITS;
      guint32 sum = 0;
      SortItem *sorted = spare;

      if (n == 0 || count[items[0].key >> shift & (RADIX_BUCKETS - 1)] == n)
        continue;
      for (guint b = 0; b < RADIX_BUCKETS; b++)
        {
          guint32 here = count[b];

          count[b] = sum;
          sum += here;
        }
      for (gsize i = 0; i < n; i++)
        sorted[count[items[i].key >> shift & (RADIX_BUCKETS - 1)]++] = items[i];
      spare = items;
      items = sorted;
    }
  return items;
}

/* First place in [first, end) whose key is not below @key. */
static guint
lower_bound (const RamblaClusterIndex *self, guint first, guint end, guint64 key)
{
  while (first < end)
    {
      guint middle = first + (end - first) / 2;

      if (rambla_cluster_key_at (self, middle) < key)
        first = middle + 1;
      else
        end = middle;
    }
  return first;
}

static void
sum_up_points (const RamblaClusterIndex *self, RamblaClusterNode *node)
{
  for (guint i = node->first; i < node->first + node->count; i++)
    {
      node->sum_x += self->xy[i][0];
      node->sum_y += self->xy[i][1];
      node->flags |= self->tags[i].flags;
      if (rambla_cluster_price_is_lower (self->prices[i], node->price))
        {
          node->price = self->prices[i];
          node->best = i;
        }
    }
}

/* Appends the branch that holds the points [first, end), of which there is at least one. */
static void
build_branch (const RamblaClusterIndex *self, GArray *nodes, guint first, guint end)
{
  guint64 first_key = rambla_cluster_key_at (self, first);
  guint64 parting = first_key ^ rambla_cluster_key_at (self, end - 1);
  guint node_at = nodes->len;
  guint shift;
  guint64 quadrant;
  RamblaClusterNode node = { .price = RAMBLA_CLUSTER_NO_PRICE,
                             .x = self->xy[first][0],
                             .y = self->xy[first][1],
                             .first = first,
                             .count = end - first,
                             .best = first,
                             .skip = node_at + 1,
                             .level = RAMBLA_CLUSTER_LEVELS };

  if (parting != 0)
    node.level = (guint) (__builtin_clzll (parting) - RADIX_SHIFT) / 2;
  node.leaf = node.count <= LEAF_POINTS || parting == 0;
  if (node.leaf)
    sum_up_points (self, &node);
  g_array_append_val (nodes, node);
  if (node.leaf)
    return;

  shift = 2 * (RAMBLA_CLUSTER_LEVELS - node.level - 1);
  quadrant = first_key >> shift & ~(guint64) 3;
  for (guint q = 0; q < 4; q++)
    {
      guint next = q == 3 ? end : lower_bound (self, first, end, (quadrant + q + 1) << shift);
      guint child_at = nodes->len;
      const RamblaClusterNode *child;

      if (next == first)
        continue;
      build_branch (self, nodes, first, next);
      child = &g_array_index (nodes, RamblaClusterNode, child_at);
      node.sum_x += child->sum_x;
      node.sum_y += child->sum_y;
      node.flags |= child->flags;
      if (rambla_cluster_price_is_lower (child->price, node.price))
        {
          node.price = child->price;
          node.best = child->best;
        }
      first = next;
    }
  node.skip = nodes->len;
  g_array_index (nodes, RamblaClusterNode, node_at) = node;
}

static void
build_tree (RamblaClusterIndex *self)
{
  GArray *nodes = g_array_sized_new (FALSE, FALSE, sizeof (RamblaClusterNode), self->n_points / 2 + 1);

  if (self->n_points > 0)
    build_branch (self, nodes, 0, self->n_points);
  self->n_nodes = nodes->len;
  self->nodes = (RamblaClusterNode *) (void *) g_array_free (nodes, FALSE);
  self->nodes = g_realloc_n (self->nodes, MAX (self->n_nodes, 1), sizeof *self->nodes);
}

RamblaClusterIndex *
rambla_cluster_index_new (const RamblaClusterPoint *points, gsize n_points)
{
  g_autofree SortItem *items = NULL;
  g_autofree SortItem *spare = NULL;
  RamblaClusterIndex *self;
  const SortItem *sorted;
  gsize n = 0;

  g_return_val_if_fail (points != NULL || n_points == 0, NULL);
  g_return_val_if_fail (n_points < G_MAXINT32, NULL);

  items = g_new (SortItem, MAX (n_points, 1));
  spare = g_new (SortItem, MAX (n_points, 1));
  for (gsize i = 0; i < n_points; i++)
    {
      if (!isfinite (points[i].longitude) || !isfinite (points[i].latitude))
        continue;
      items[n].key = rambla_cluster_key (to_fixed (rambla_mercator_x (points[i].longitude)),
                                         to_fixed (rambla_mercator_y (points[i].latitude)));
      items[n].number = i;
      n++;
    }
  sorted = radix_sort (items, spare, n);

  self = index_alloc (n, n_points);
  for (gsize i = 0; i < n; i++)
    {
      guint32 number = sorted[i].number;
      const RamblaClusterPoint *point = &points[number];

      self->xy[i][0] = rambla_cluster_gather (sorted[i].key);
      self->xy[i][1] = rambla_cluster_gather (sorted[i].key >> 1);
      self->prices[i] = point->price < 0 ? RAMBLA_CLUSTER_NO_PRICE : point->price;
      self->tags[i].category = point->category;
      self->tags[i].flags = point->flags;
      self->tags[i].number = number;
      self->places[number] = i;
    }
  build_tree (self);
  return self;
}

RamblaClusterIndex *
rambla_cluster_index_new_subset (RamblaClusterIndex *self, const guint8 *keep)
{
  RamblaClusterIndex *subset;
  guint n = 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (keep != NULL || self->capacity == 0, NULL);

  for (guint i = 0; i < self->n_points; i++)
    n += keep[self->tags[i].number] != 0;

  subset = index_alloc (n, self->capacity);
  n = 0;
  for (guint i = 0; i < self->n_points; i++)
    {
      if (keep[self->tags[i].number] == 0)
        continue;
      subset->xy[n][0] = self->xy[i][0];
      subset->xy[n][1] = self->xy[i][1];
      subset->prices[n] = self->prices[i];
      subset->tags[n] = self->tags[i];
      subset->places[self->tags[i].number] = n;
      n++;
    }
  build_tree (subset);
  return subset;
}

static void
build_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GArray *points = task_data;

  if (g_task_return_error_if_cancelled (task))
    return;
  g_task_return_pointer (
      task, rambla_cluster_index_new ((const RamblaClusterPoint *) (void *) points->data, points->len),
      (GDestroyNotify) rambla_cluster_index_unref);
}

void
rambla_cluster_index_new_async (GArray *points,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (points != NULL);
  g_return_if_fail (g_array_get_element_size (points) == sizeof (RamblaClusterPoint));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, rambla_cluster_index_new_async);
  g_task_set_task_data (task, g_array_ref (points), (GDestroyNotify) g_array_unref);
  g_task_run_in_thread (task, build_in_thread);
}

RamblaClusterIndex *
rambla_cluster_index_new_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, rambla_cluster_index_new_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

RamblaClusterIndex *
rambla_cluster_index_ref (RamblaClusterIndex *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
rambla_cluster_index_unref (RamblaClusterIndex *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->xy);
  g_free (self->prices);
  g_free (self->tags);
  g_free (self->places);
  g_free (self->nodes);
  g_free (self);
}

guint
rambla_cluster_index_get_n_points (RamblaClusterIndex *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_points;
}

guint
rambla_cluster_index_get_capacity (RamblaClusterIndex *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->capacity;
}

gsize
rambla_cluster_index_get_memory (RamblaClusterIndex *self)
{
  gsize per_point = sizeof *self->xy + sizeof *self->prices + sizeof *self->tags;

  g_return_val_if_fail (self != NULL, 0);

  return sizeof *self + self->n_points * per_point + self->capacity * sizeof *self->places +
         self->n_nodes * sizeof *self->nodes;
}
