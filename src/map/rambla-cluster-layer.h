/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <shumate/shumate.h>

#include "rambla-cluster-index.h"
#include "rambla-mark-art.h"

G_BEGIN_DECLS

/**
 * SECTION: places on the map
 *
 * A layer that draws an index's clusters and places itself: discs with counts far out, pins with prices
 * nearer, dots where there is no room. It draws at most a few hundred marks, whatever the size of the index.
 *
 * Signals:
 * - "place-activated" (guint point): a place was clicked or touched
 * - "cluster-activated" (double x, double y, guint zoom, guint64 id): a cluster was; x and y are Mercator,
 * zoom is where it parts, RAMBLA_MERCATOR_MAX_ZOOM + 1 if it never does; its places are the index's leaves of
 * id
 * - "hover-changed" (guint point): the pointer is over this place, RAMBLA_CLUSTER_NO_POINT: over none
 */

#define RAMBLA_TYPE_CLUSTER_LAYER (rambla_cluster_layer_get_type ())
G_DECLARE_FINAL_TYPE (RamblaClusterLayer, rambla_cluster_layer, RAMBLA, CLUSTER_LAYER, ShumateLayer)

RamblaClusterLayer *rambla_cluster_layer_new (ShumateViewport *viewport);

/** What is shown. @index: (nullable) */
void rambla_cluster_layer_set_index (RamblaClusterLayer *self, RamblaClusterIndex *index);
/** Returns: (transfer none) (nullable) */
RamblaClusterIndex *rambla_cluster_layer_get_index (RamblaClusterLayer *self);

/** The place whose card is hovered or focused: its pin is filled, also where it is part of a cluster.
 * %RAMBLA_CLUSTER_NO_POINT: none. */
void rambla_cluster_layer_set_highlighted (RamblaClusterLayer *self, guint point);
guint rambla_cluster_layer_get_highlighted (RamblaClusterLayer *self);

/** The place whose page or card is open: its pin is filled and larger. %RAMBLA_CLUSTER_NO_POINT: none. */
void rambla_cluster_layer_set_selected (RamblaClusterLayer *self, guint point);
guint rambla_cluster_layer_get_selected (RamblaClusterLayer *self);

/** Shows a place as looked at before, as if its flags had %RAMBLA_CLUSTER_VISITED; forgotten with the index.
 */
void rambla_cluster_layer_add_visited (RamblaClusterLayer *self, guint point);

/** Colours for a dark map. */
void rambla_cluster_layer_set_dark (RamblaClusterLayer *self, gboolean dark);
gboolean rambla_cluster_layer_get_dark (RamblaClusterLayer *self);

/** How prices are written on pins; without it as plain numbers. Call again when the way to write them
 * changes. */
void rambla_cluster_layer_set_price_format (RamblaClusterLayer *self,
                                            RamblaPriceFormat format,
                                            gpointer user_data,
                                            GDestroyNotify destroy);

/** The symbolic icon and hue that stand for a category on pins of places without a price. */
void rambla_cluster_layer_set_category (RamblaClusterLayer *self,
                                        guint8 category,
                                        const char *icon_name,
                                        const GdkRGBA *color);

/** How many places lie in what is seen. */
guint rambla_cluster_layer_count_in_view (RamblaClusterLayer *self);

/** How many marks the last frame drew. */
guint rambla_cluster_layer_get_n_drawn (RamblaClusterLayer *self);

/**
 * What is drawn at a place of the widget.
 * @slop: how far off the mark's picture it may be, in logical pixels
 * @cluster: (out caller-allocates)
 *
 * Returns: %FALSE if there is nothing
 */
gboolean
rambla_cluster_layer_pick (RamblaClusterLayer *self, double x, double y, double slop, RamblaCluster *cluster);

G_END_DECLS
