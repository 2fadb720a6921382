/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-mark-layout.h"

#include <math.h>

/* Height of a price or glyph pin with its tail, and width of a glyph pin. */
#define PRICE_HEIGHT 30.0
#define GLYPH_HEIGHT 33.0
#define GLYPH_WIDTH 28.0

#define CLUSTER_RADIUS 17.0
#define DOT_RADIUS 5.0

/* Room between pins. */
#define GAP 2.0

typedef struct
{
  double x0, y0, x1, y1;
} Rect;

static const RamblaPlacedMark *
get_mark (const GArray *marks, guint i)
{
  return &g_array_index (marks, RamblaPlacedMark, i);
}

static gboolean
is_free (const GArray *taken, const Rect *rect)
{
  const Rect *rects = (const Rect *) (const void *) taken->data;

  for (guint i = 0; i < taken->len; i++)
    if (rects[i].x0 < rect->x1 && rects[i].x1 > rect->x0 && rects[i].y0 < rect->y1 && rects[i].y1 > rect->y0)
      return FALSE;
  return TRUE;
}

/* The dots at the bottom, then clusters, then pins; among pins the southern ones on top. */
static int
compare_drawing_order (gconstpointer a, gconstpointer b)
{
  static const int rank[] = {
    [RAMBLA_MARK_DOT] = 0, [RAMBLA_MARK_CLUSTER] = 1, [RAMBLA_MARK_PRICE] = 2, [RAMBLA_MARK_GLYPH] = 2
  };
  const RamblaPlacedMark *one = a, *other = b;

  if (rank[one->kind] != rank[other->kind])
    return rank[one->kind] - rank[other->kind];
  if (one->cluster.y != other->cluster.y)
    return one->cluster.y < other->cluster.y ? -1 : 1;
  return one->cluster.point < other->cluster.point ? -1 : one->cluster.point > other->cluster.point;
}

/* Clusters first, then places by number. */
static int
compare_claim (gconstpointer a, gconstpointer b)
{
  const RamblaPlacedMark *one = a, *other = b;
  gboolean one_is_cluster = one->cluster.count > 1, other_is_cluster = other->cluster.count > 1;

  if (one_is_cluster != other_is_cluster)
    return one_is_cluster ? -1 : 1;
  return one->cluster.point < other->cluster.point ? -1 : one->cluster.point > other->cluster.point;
}

void
rambla_mark_layout_place (const GArray *clusters, double world, RamblaMarkArt *art, GArray *marks)
{
  g_autoptr (GArray) taken = g_array_sized_new (FALSE, FALSE, sizeof (Rect), clusters->len);

  g_array_set_size (marks, 0);
  for (guint i = 0; i < clusters->len; i++)
    {
      const RamblaPlacedMark mark = { .cluster = g_array_index (clusters, RamblaCluster, i) };

      g_array_append_val (marks, mark);
    }
  g_array_sort (marks, compare_claim);

  for (guint i = 0; i < marks->len; i++)
    {
      RamblaPlacedMark *mark = &g_array_index (marks, RamblaPlacedMark, i);
      double x = mark->cluster.x * world, y = mark->cluster.y * world;
      double half_width = GLYPH_WIDTH / 2.0 + GAP, height = GLYPH_HEIGHT;
      Rect rect;

      if (mark->cluster.count > 1)
        {
          double radius = CLUSTER_RADIUS + 4.0 * log10 (mark->cluster.count);

          mark->kind = RAMBLA_MARK_CLUSTER;
          rect = (Rect){ x - radius, y - radius, x + radius, y + radius };
          g_array_append_val (taken, rect);
          continue;
        }
      mark->kind = RAMBLA_MARK_GLYPH;
      if (mark->cluster.price != RAMBLA_CLUSTER_NO_PRICE)
        {
          mark->kind = RAMBLA_MARK_PRICE;
          half_width = rambla_mark_art_get_price_width (art, mark->cluster.price) / 2.0 + GAP;
          height = PRICE_HEIGHT;
        }
      rect = (Rect){ x - half_width, y - height - GAP, x + half_width, y + GAP };
      if (!is_free (taken, &rect))
        {
          mark->kind = RAMBLA_MARK_DOT;
          rect = (Rect){ x - DOT_RADIUS, y - DOT_RADIUS, x + DOT_RADIUS, y + DOT_RADIUS };
        }
      g_array_append_val (taken, rect);
    }
  g_array_sort (marks, compare_drawing_order);
}

gboolean
rambla_mark_layout_part (GArray *marks, const GArray *before, double reach)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_int64_hash, g_int64_equal);
  gboolean moves = FALSE;

  for (guint i = 0; i < before->len; i++)
    g_hash_table_insert (known, (gpointer) &get_mark (before, i)->cluster.id,
                         (gpointer) get_mark (before, i));

  for (guint i = 0; i < marks->len; i++)
    {
      RamblaPlacedMark *mark = &g_array_index (marks, RamblaPlacedMark, i);
      const RamblaPlacedMark *same = g_hash_table_lookup (known, &mark->cluster.id);
      const RamblaPlacedMark *parent = NULL;
      double nearest = reach * reach;

      if (same != NULL)
        {
          mark->from_x = same->from_x;
          mark->from_y = same->from_y;
          moves |= mark->from_x != 0.0 || mark->from_y != 0.0;
          continue;
        }
      for (guint k = 0; k < before->len; k++)
        {
          const RamblaPlacedMark *candidate = get_mark (before, k);
          double dx = candidate->cluster.x - mark->cluster.x, dy = candidate->cluster.y - mark->cluster.y;

          if (candidate->cluster.count > mark->cluster.count && dx * dx + dy * dy < nearest)
            {
              nearest = dx * dx + dy * dy;
              parent = candidate;
            }
        }
      if (parent != NULL)
        {
          mark->from_x = parent->cluster.x - mark->cluster.x;
          mark->from_y = parent->cluster.y - mark->cluster.y;
          moves = TRUE;
        }
    }
  return moves;
}
