/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-cluster-index.h"

G_BEGIN_DECLS

/* The grid's deepest level: 2^24 cells to a side, some 2 m at the equator. Coordinates have 32 bits. */
#define RAMBLA_CLUSTER_LEVELS 24

/* A quadrant in which points part ways. Nodes lie in preorder: the first child follows its parent, @skip is
 * what comes after the whole branch. */
typedef struct
{
  guint64 sum_x;
  guint64 sum_y;
  gint64 price;
  guint32 x; /* of the first point: which quadrant it is */
  guint32 y;
  guint32 first;
  guint32 count;
  guint32 skip;
  guint32 best; /* place of the point that stands for the others */
  guint8 level; /* all points lie in one cell of this level and of those above */
  guint8 flags;
  gboolean leaf : 1; /* has no children: read the points */
} RamblaClusterNode;

/* What is read of a point only when it is shown. */
typedef struct
{
  guint32 number;
  guint8 category;
  guint8 flags;
} RamblaClusterTag;

struct _RamblaClusterIndex
{
  gatomicrefcount ref_count;

  guint n_points;
  guint capacity;

  /* by place in Morton order */
  guint32 (*xy)[2];
  gint64 *prices;
  RamblaClusterTag *tags;

  /* by the caller's number: its place, or G_MAXUINT32 */
  guint32 *places;

  RamblaClusterNode *nodes;
  guint n_nodes;
};

/* Spreads 32 bits: bit i goes to bit 2i. */
static inline guint64
rambla_cluster_spread (guint32 bits)
{
  guint64 v = bits;

  v = (v | v << 16) & G_GUINT64_CONSTANT (0x0000ffff0000ffff);
  v = (v | v << 8) & G_GUINT64_CONSTANT (0x00ff00ff00ff00ff);
  v = (v | v << 4) & G_GUINT64_CONSTANT (0x0f0f0f0f0f0f0f0f);
  v = (v | v << 2) & G_GUINT64_CONSTANT (0x3333333333333333);
  v = (v | v << 1) & G_GUINT64_CONSTANT (0x5555555555555555);
  return v;
}

/* Takes every second bit back: bit 2i goes to bit i. */
static inline guint32
rambla_cluster_gather (guint64 v)
{
  v &= G_GUINT64_CONSTANT (0x5555555555555555);
  v = (v | v >> 1) & G_GUINT64_CONSTANT (0x3333333333333333);
  v = (v | v >> 2) & G_GUINT64_CONSTANT (0x0f0f0f0f0f0f0f0f);
  v = (v | v >> 4) & G_GUINT64_CONSTANT (0x00ff00ff00ff00ff);
  v = (v | v >> 8) & G_GUINT64_CONSTANT (0x0000ffff0000ffff);
  v = (v | v >> 16) & G_GUINT64_CONSTANT (0x00000000ffffffff);
  return (guint32) v;
}

/* The Morton number of a cell of any level, from its column and row. */
static inline guint64
rambla_cluster_key (guint32 column, guint32 row)
{
  return rambla_cluster_spread (column) | rambla_cluster_spread (row) << 1;
}

/* The Morton number of the cell of the deepest level in which a point lies. */
static inline guint64
rambla_cluster_key_at (const RamblaClusterIndex *self, guint place)
{
  return rambla_cluster_key (self->xy[place][0], self->xy[place][1]) >> (64 - 2 * RAMBLA_CLUSTER_LEVELS);
}

/* The column or row of the cell of a level in which a coordinate lies. */
static inline guint32
rambla_cluster_cell (guint32 fixed, guint level)
{
  return level == 0 ? 0 : fixed >> (32 - level);
}

/* Whether a point of this price stands for the others rather than the one so far. */
static inline gboolean
rambla_cluster_price_is_lower (gint64 price, gint64 than)
{
  return price != RAMBLA_CLUSTER_NO_PRICE && (than == RAMBLA_CLUSTER_NO_PRICE || price < than);
}

G_END_DECLS
