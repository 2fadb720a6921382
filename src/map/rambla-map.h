/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-cluster-index.h"
#include "rambla-cluster-layer.h"
#include "rambla-tile-source.h"

G_BEGIN_DECLS

/**
 * SECTION: the map as one widget
 *
 * Basemap, places, "you are here", zoom buttons and attribution. North is always up. The wheel and the
 * buttons go by whole zoom levels, at which tiles are sharp.
 *
 * Keys: arrows pan, with Shift by half a view; + and − zoom.
 *
 * Signals:
 * - "view-changed" (): something else is seen, for whatever reason; up to thrice a frame while it moves
 * - "moved-by-user" (): the user has panned or zoomed and is done; not after rambla_map_go_to() and the like
 * - "place-activated" (guint point): see RamblaClusterLayer
 * - "places-activated" (GArray *points): a cluster whose places never part; element-type guint
 * - "hover-changed" (guint point): see RamblaClusterLayer
 * - "ground-activated" (double longitude, double latitude): the map was clicked where there is no mark
 */

#define RAMBLA_TYPE_MAP (rambla_map_get_type ())
G_DECLARE_FINAL_TYPE (RamblaMap, rambla_map, RAMBLA, MAP, GtkWidget)

GtkWidget *rambla_map_new (void);

/** The basemap, with its zoom levels and attribution. @source: (nullable) */
void rambla_map_set_tile_source (RamblaMap *self, RamblaTileSource *source);
/** Returns: (transfer none) (nullable) */
RamblaTileSource *rambla_map_get_tile_source (RamblaMap *self);

/** The places. @index: (nullable) */
void rambla_map_set_index (RamblaMap *self, RamblaClusterIndex *index);
/** The layer that shows them, for prices' format, categories, highlighted, selected and visited places. */
RamblaClusterLayer *rambla_map_get_cluster_layer (RamblaMap *self);

/** Dark tiles and marks. */
void rambla_map_set_dark (RamblaMap *self, gboolean dark);
gboolean rambla_map_get_dark (RamblaMap *self);

/** What of the map is covered, by a sheet for example, in logical pixels: what is flown to appears in the
 * middle of the rest, and the buttons move there. */
void rambla_map_set_padding (RamblaMap *self, int top, int right, int bottom, int left);

/** Goes there at once. @zoom: below 0 keeps the zoom level */
void rambla_map_go_to (RamblaMap *self, double longitude, double latitude, double zoom);

/** Moves there within a third of a second, or at once if it is far or if animations are off. */
void rambla_map_fly_to (RamblaMap *self, double longitude, double latitude, double zoom);

/** Shows a box as large as it fits, with some room around, at most at @max_zoom. East is below west if it
 * crosses the 180th meridian. */
void rambla_map_fit (RamblaMap *self,
                     double west,
                     double south,
                     double east,
                     double north,
                     double max_zoom,
                     gboolean animate);

/** Moves the map just so far that a place is in what is not covered; not at all if it is there already. */
void rambla_map_reveal (RamblaMap *self, double longitude, double latitude);

/** The box that is seen and not covered, in degrees. East is below west if it crosses the 180th meridian. */
void rambla_map_get_bounds (RamblaMap *self, double *west, double *south, double *east, double *north);

/** The middle of what is not covered. Any of the arguments may be %NULL. */
void rambla_map_get_centre (RamblaMap *self, double *longitude, double *latitude, double *zoom);

/** Zooms by whole levels around the middle. */
void rambla_map_zoom_by (RamblaMap *self, int levels);

/** Where the user is. @accuracy: in metres, 0 for none */
void rambla_map_set_user_location (RamblaMap *self, double longitude, double latitude, double accuracy);
void rambla_map_clear_user_location (RamblaMap *self);

/** The circle in which is searched. @radius: in metres; 0 takes it away */
void rambla_map_set_search_circle (RamblaMap *self, double longitude, double latitude, double radius);

/** Whether a scale is shown; it is not at first. */
void rambla_map_set_show_scale (RamblaMap *self, gboolean show);

/** Whether the zoom buttons are shown; they are at first. */
void rambla_map_set_show_buttons (RamblaMap *self, gboolean show);

/** Whether all tiles of the view are there or known not to exist, and it has been drawn. */
gboolean rambla_map_is_settled (RamblaMap *self);

G_END_DECLS
