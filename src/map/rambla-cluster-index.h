/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "rambla-mercator.h"

G_BEGIN_DECLS

/**
 * SECTION: places on the map, aggregated for every zoom level
 *
 * The index holds points in Morton order (G. M. Morton, 1966) under a tree of the quadrants in which the
 * points part ways, so that a cell of the grid at any zoom level is one run of points with its count, mean
 * position and lowest price at hand. It never changes once built and may be read from any thread.
 *
 * A query walks the cells of the grid whose cells measure about as many pixels as the caller asks, then joins
 * two neighbouring cells' clusters when each is the other's nearest and both stand closer together than
 * a cell is wide. That joint depends on nothing but the points around it, hence clusters stay what they are
 * while the map is panned, and every point is in exactly one cluster at every zoom level.
 */

/** The price of a point that has none. */
#define RAMBLA_CLUSTER_NO_PRICE (-1)

/** No point. */
#define RAMBLA_CLUSTER_NO_POINT G_MAXUINT

/**
 * RamblaClusterFlags:
 * @RAMBLA_CLUSTER_AVAILABLE: there is something to be bought here now
 * @RAMBLA_CLUSTER_VISITED: the user has looked at it before
 * @RAMBLA_CLUSTER_SPONSORED: shown because somebody paid for it
 *
 * A cluster's flags are those that any of its points has.
 */
typedef enum
{
  RAMBLA_CLUSTER_AVAILABLE = 1 << 0,
  RAMBLA_CLUSTER_VISITED = 1 << 1,
  RAMBLA_CLUSTER_SPONSORED = 1 << 2
} RamblaClusterFlags;

/**
 * RamblaClusterPoint:
 * @longitude: degrees
 * @latitude: degrees, beyond ±85.0511 taken as that
 * @price: in minor units of the caller's currency, or %RAMBLA_CLUSTER_NO_PRICE
 * @category: the caller's number of a category
 * @flags: #RamblaClusterFlags
 *
 * What the caller hands in; a point's number is its place in the array.
 */
typedef struct
{
  double longitude;
  double latitude;
  gint64 price;
  guint8 category;
  guint8 flags;
} RamblaClusterPoint;

/**
 * RamblaCluster:
 * @id: stays the same while the map is panned and the same points stand in the same cells; ids of different
 *   zoom levels differ
 * @x: mean position of the points, Mercator
 * @y: mean position of the points, Mercator
 * @price: the lowest price among the points, or %RAMBLA_CLUSTER_NO_PRICE
 * @count: how many points
 * @point: number of the point that stands for them: the cheapest, the first of the run if none has a price
 * @category: of @point
 * @flags: of all points, or-ed
 *
 * One or more points that are shown as one at a zoom level.
 */
typedef struct
{
  guint64 id;
  double x;
  double y;
  gint64 price;
  guint count;
  guint point;
  guint8 category;
  guint8 flags;
} RamblaCluster;

typedef struct _RamblaClusterIndex RamblaClusterIndex;

#define RAMBLA_TYPE_CLUSTER_INDEX (rambla_cluster_index_get_type ())
GType rambla_cluster_index_get_type (void) G_GNUC_CONST;

/** Builds an index of @n_points points, which may be 0. Takes 10 to 20 µs for each 100 points. */
RamblaClusterIndex *rambla_cluster_index_new (const RamblaClusterPoint *points, gsize n_points);

/**
 * Builds an index on a worker thread.
 * @points: (element-type RamblaClusterPoint): not to be changed until @callback was called; the task holds a
 *   reference meanwhile
 */
void rambla_cluster_index_new_async (GArray *points,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/** Returns: (transfer full): the index, or %NULL with %G_IO_ERROR_CANCELLED. */
RamblaClusterIndex *rambla_cluster_index_new_finish (GAsyncResult *result, GError **error);

/**
 * Builds an index of those points of @self for which @keep is not 0. Points keep their numbers. Needs neither
 * projection nor sorting, some 10 to 20 ns for each point, so that a filter may be changed with every key.
 * @keep: as many bytes as the array that @self (or what it was made from) was built of had points
 */
RamblaClusterIndex *rambla_cluster_index_new_subset (RamblaClusterIndex *self, const guint8 *keep);

RamblaClusterIndex *rambla_cluster_index_ref (RamblaClusterIndex *self);
void rambla_cluster_index_unref (RamblaClusterIndex *self);

/** How many points the index holds. */
guint rambla_cluster_index_get_n_points (RamblaClusterIndex *self);

/** One more than the greatest number a point of the index can have. */
guint rambla_cluster_index_get_capacity (RamblaClusterIndex *self);

/** Bytes on the heap. */
gsize rambla_cluster_index_get_memory (RamblaClusterIndex *self);

/** Box around all points. Returns: %FALSE if there are none. */
gboolean rambla_cluster_index_get_bounds (RamblaClusterIndex *self, RamblaMapBox *bounds);

/**
 * The clusters whose mean position lies in @box.
 * @zoom: zoom level, may be fractional
 * @cell: what a cluster gathers, in logical pixels; the grid's cells measure between 0.71 and 1.41 times
 *   this, as grids halve from level to level
 * @clusters: (element-type RamblaCluster): emptied first, keep it from query to query
 *
 * Returns: how many points they hold together
 */
guint rambla_cluster_index_query (RamblaClusterIndex *self,
                                  const RamblaMapBox *box,
                                  double zoom,
                                  double cell,
                                  GArray *clusters);

/** How many points lie in @box. */
guint rambla_cluster_index_count (RamblaClusterIndex *self, const RamblaMapBox *box);

/** Which level of the grid a query of this zoom and cell size uses; clusters change only when it does. */
guint rambla_cluster_index_level (double zoom, double cell);

/**
 * Looks a point up by its number.
 * @point: (out caller-allocates): as a cluster of one, its id 0
 *
 * Returns: %FALSE if the index has no such point
 */
gboolean rambla_cluster_index_get_point (RamblaClusterIndex *self, guint number, RamblaCluster *point);

/** How many points a cluster of this id holds; 0 if there is none. */
guint rambla_cluster_index_get_cluster_size (RamblaClusterIndex *self, guint64 id);

/**
 * The points of a cluster, a page at a time, in an order that does not change.
 * @points: (out caller-allocates): room for @limit numbers
 *
 * Returns: how many were written; fewer than @limit at the end
 */
guint rambla_cluster_index_get_leaves (RamblaClusterIndex *self,
                                       guint64 id,
                                       guint offset,
                                       guint limit,
                                       guint *points);

/**
 * The lowest whole zoom level above @zoom at which a query with @cell shows the points of this cluster apart.
 *
 * Returns: the zoom level; RAMBLA_MERCATOR_MAX_ZOOM + 1 if they stand together at all of them
 */
guint
rambla_cluster_index_get_expansion_zoom (RamblaClusterIndex *self, guint64 id, double zoom, double cell);

/** Number of the point nearest to x, y (Mercator) that is no farther than @radius (Mercator units), or
 * %RAMBLA_CLUSTER_NO_POINT. */
guint rambla_cluster_index_nearest (RamblaClusterIndex *self, double x, double y, double radius);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaClusterIndex, rambla_cluster_index_unref)

G_END_DECLS
