/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-cluster-index.h"
#include "rambla-mark-art.h"

G_BEGIN_DECLS

/**
 * RamblaPlacedMark:
 * @cluster: what it stands for, with its position
 * @from_x: where it comes from while marks part, as an offset in Mercator units; 0 once it has arrived
 * @from_y: the same
 * @kind: how it is shown
 *
 * A mark on the map.
 */
typedef struct
{
  RamblaCluster cluster;
  double from_x;
  double from_y;
  RamblaMarkKind kind;
} RamblaPlacedMark;

/**
 * Chooses how each cluster and place is shown, so that no pin covers another or a cluster: clusters first,
 * then places by their number (the caller's order: the better result gets the room), with a price or glyph
 * where there is room for one, else as a dot.
 * @clusters: (element-type RamblaCluster)
 * @world: width of the world in logical pixels
 * @marks: (element-type RamblaPlacedMark): emptied first; then in the order in which they are to be drawn
 */
void rambla_mark_layout_place (const GArray *clusters, double world, RamblaMarkArt *art, GArray *marks);

/**
 * Lets marks that were not in @before start from the cluster that they were part of.
 * @before: (element-type RamblaPlacedMark): what was shown until now
 * @reach: how far away such a cluster may have stood, in Mercator units
 *
 * Returns: whether anything has to move
 */
gboolean rambla_mark_layout_part (GArray *marks, const GArray *before, double reach);

G_END_DECLS
