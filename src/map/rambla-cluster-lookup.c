/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-cluster-index.h"

#include "rambla-cluster-index-private.h"

#include <math.h>

gboolean
rambla_cluster_index_get_point (RamblaClusterIndex *self, guint number, RamblaCluster *point)
{
  guint32 place;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (point != NULL, FALSE);

  if (number >= self->capacity || (place = self->places[number]) == G_MAXUINT32)
    return FALSE;
  *point = (RamblaCluster){ .x = self->xy[place][0] * 0x1p-32,
                            .y = self->xy[place][1] * 0x1p-32,
                            .price = self->prices[place],
                            .count = 1,
                            .point = number,
                            .category = self->tags[place].category,
                            .flags = self->tags[place].flags };
  return TRUE;
}

/* The quadrant of a node in Mercator units. */
static void
get_node_box (const RamblaClusterIndex *self, const RamblaClusterNode *node, RamblaMapBox *box)
{
  double side = exp2 (-(double) node->level);

  box->x0 = rambla_cluster_cell (node->x, node->level) * side;
  box->y0 = rambla_cluster_cell (node->y, node->level) * side;
  box->x1 = box->x0 + side;
  box->y1 = box->y0 + side;
}

guint
rambla_cluster_index_count (RamblaClusterIndex *self, const RamblaMapBox *box)
{
  guint i = 0, n = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (box != NULL, 0);

  while (i < self->n_nodes)
    {
      const RamblaClusterNode *node = &self->nodes[i];
      RamblaMapBox quadrant;

      get_node_box (self, node, &quadrant);
      if (quadrant.x0 >= box->x1 || quadrant.x1 <= box->x0 || quadrant.y0 >= box->y1 ||
          quadrant.y1 <= box->y0)
        i = node->skip;
      else if (quadrant.x0 >= box->x0 && quadrant.x1 <= box->x1 && quadrant.y0 >= box->y0 &&
               quadrant.y1 <= box->y1)
        {
          n += node->count;
          i = node->skip;
        }
      else if (node->leaf)
        {
          for (guint p = node->first; p < node->first + node->count; p++)
            {
              double x = self->xy[p][0] * 0x1p-32, y = self->xy[p][1] * 0x1p-32;

              n += x >= box->x0 && x < box->x1 && y >= box->y0 && y < box->y1;
            }
          i = node->skip;
        }
      else
        i++;
    }
  return n;
}

gboolean
rambla_cluster_index_get_bounds (RamblaClusterIndex *self, RamblaMapBox *bounds)
{
  guint32 x0 = G_MAXUINT32, y0 = G_MAXUINT32, x1 = 0, y1 = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bounds != NULL, FALSE);

  if (self->n_points == 0)
    return FALSE;
  for (guint i = 0; i < self->n_points; i++)
    {
      x0 = MIN (x0, self->xy[i][0]);
      y0 = MIN (y0, self->xy[i][1]);
      x1 = MAX (x1, self->xy[i][0]);
      y1 = MAX (y1, self->xy[i][1]);
    }
  bounds->x0 = x0 * 0x1p-32;
  bounds->y0 = y0 * 0x1p-32;
  bounds->x1 = (x1 + 1.0) * 0x1p-32;
  bounds->y1 = (y1 + 1.0) * 0x1p-32;
  return TRUE;
}

guint
rambla_cluster_index_nearest (RamblaClusterIndex *self, double x, double y, double radius)
{
  double best = radius * radius;
  guint found = RAMBLA_CLUSTER_NO_POINT;
  guint i = 0;

  g_return_val_if_fail (self != NULL, RAMBLA_CLUSTER_NO_POINT);

  while (i < self->n_nodes)
    {
      const RamblaClusterNode *node = &self->nodes[i];
      RamblaMapBox quadrant;
      double dx, dy;

      get_node_box (self, node, &quadrant);
      dx = MAX (MAX (quadrant.x0 - x, x - quadrant.x1), 0.0);
      dy = MAX (MAX (quadrant.y0 - y, y - quadrant.y1), 0.0);
      if (dx * dx + dy * dy > best)
        {
          i = node->skip;
          continue;
        }
      if (!node->leaf)
        {
          i++;
          continue;
        }
      for (guint p = node->first; p < node->first + node->count; p++)
        {
          double px = self->xy[p][0] * 0x1p-32 - x, py = self->xy[p][1] * 0x1p-32 - y;
          double distance = px * px + py * py;

          if (distance < best || (distance == best && found == RAMBLA_CLUSTER_NO_POINT))
            {
              best = distance;
              found = self->tags[p].number;
            }
        }
      i = node->skip;
    }
  return found;
}
