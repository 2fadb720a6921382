/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-catalogue.h"

G_BEGIN_DECLS

/* Time without a movement after which places are asked for, in milliseconds. */
#define RAMBLA_PLACE_FEED_SETTLE 150

/* How many places of a part of a large area come singly. */
#define RAMBLA_PLACE_FEED_MOST 4000

#define RAMBLA_TYPE_PLACE_FEED (rambla_place_feed_get_type ())
G_DECLARE_FINAL_TYPE (RamblaPlaceFeed, rambla_place_feed, RAMBLA, PLACE_FEED, GObject)

/**
 * rambla_place_feed_new:
 * @api: whom to ask
 *
 * The places for a map. It asks for all that match; when that is more than an answer tells singly, it asks
 * for what is seen and half as much on each side, again when what is seen leaves that, or when the zoom
 * changes by a level and there were groups. The last question's answer is the one that counts.
 *
 * Signals: `found ()`: take the new places; `failed (GError *error)`: the ones so far stay.
 */
RamblaPlaceFeed *rambla_place_feed_new (RamblaApi *api);

/** rambla_place_feed_set_query: what to look for; its place, order and area do not matter. */
void rambla_place_feed_set_query (RamblaPlaceFeed *self, const RamblaDealQuery *query);

/** rambla_place_feed_set_view: what is seen, in degrees, and its zoom level; as often as it changes. */
void rambla_place_feed_set_view (RamblaPlaceFeed *self, RamblaBox view, double zoom);

/** rambla_place_feed_refresh: asks again: something has changed. */
void rambla_place_feed_refresh (RamblaPlaceFeed *self);

/** rambla_place_feed_take: Returns: (transfer full) (nullable): the newest places; NULL when taken before */
RamblaMapPlaces *rambla_place_feed_take (RamblaPlaceFeed *self);

G_END_DECLS
