/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-catalogue.h"
#include "rambla-client.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_EXPLORE_MAP (rambla_explore_map_get_type ())
G_DECLARE_FINAL_TYPE (RamblaExploreMap, rambla_explore_map, RAMBLA, EXPLORE_MAP, AdwBin)

/**
 * rambla_explore_map_new:
 * @client: a connected platform
 *
 * The map of what is found, with the card of the place that was clicked and the offer to search what is seen.
 *
 * Signals: `search-area`: search what is seen; `store-pointed (const char *store_id)`: the pointer is over
 * this place, %NULL for none; `picked (RamblaPoint *point)`: chosen after rambla_explore_map_pick().
 */
GtkWidget *rambla_explore_map_new (RamblaClient *client);

/** rambla_explore_map_set_query: shows every place with a match; place, order and area of @query do not
 * matter. */
void rambla_explore_map_set_query (RamblaExploreMap *self, const RamblaDealQuery *query);

/** rambla_explore_map_light: lights the pin of the store; %NULL for none. */
void rambla_explore_map_light (RamblaExploreMap *self, const char *store_id);

/** rambla_explore_map_fly_to: goes there. */
void rambla_explore_map_fly_to (RamblaExploreMap *self, RamblaPoint point, double zoom);

/** rambla_explore_map_fit: shows the whole of @box. */
void rambla_explore_map_fit (RamblaExploreMap *self, RamblaBox box);

/** rambla_explore_map_show_store: goes to a store and opens its card. */
void rambla_explore_map_show_store (RamblaExploreMap *self,
                                    const char *store_id,
                                    const char *name,
                                    RamblaPoint point);

/** rambla_explore_map_get_bounds: what is seen. */
RamblaBox rambla_explore_map_get_bounds (RamblaExploreMap *self);

/** rambla_explore_map_get_centre: the middle of what is seen. */
RamblaPoint rambla_explore_map_get_centre (RamblaExploreMap *self);

/** rambla_explore_map_set_covered: how many pixels at the bottom are covered by a sheet. */
void rambla_explore_map_set_covered (RamblaExploreMap *self, int pixels);

/** rambla_explore_map_hide_search_area: what is seen has been searched. */
void rambla_explore_map_hide_search_area (RamblaExploreMap *self);

/** rambla_explore_map_set_here: marks where somebody is; @place: %NULL takes the mark away; @accuracy: metres
 * around it, 0 for none. */
void rambla_explore_map_set_here (RamblaExploreMap *self, const RamblaPoint *place, double accuracy);

/** rambla_explore_map_set_circle: the circle in which is searched; @radius: metres, 0 takes it away. */
void rambla_explore_map_set_circle (RamblaExploreMap *self, RamblaPoint centre, double radius);

/** rambla_explore_map_pick: lets somebody choose a point. */
void rambla_explore_map_pick (RamblaExploreMap *self);

G_END_DECLS
