/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "rambla-category.h"
#include "rambla-geo.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_CARD (rambla_card_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCard, rambla_card, RAMBLA, CARD, GObject)

/**
 * rambla_card_from_json:
 * What a platform says of itself.
 * It never changes; a newer state is a new object. Reading checks types, ranges, sizes and the schemes of
 * addresses, ignores members that it does not know, and makes %RAMBLA_JSON_ERROR of anything else. Any
 * thread.
 *
 * Returns: (transfer full): a new object, or %NULL with @error set
 */
RamblaCard *rambla_card_from_json (JsonNode *node, GError **error);

/** rambla_card_get_json: (transfer none): what it was read from, for keeping it. */
JsonNode *rambla_card_get_json (RamblaCard *self);

/** rambla_card_get_name: what the platform calls itself */
const char *rambla_card_get_name (RamblaCard *self);

/** rambla_card_get_currency: ISO 4217 */
const char *rambla_card_get_currency (RamblaCard *self);

/** rambla_card_get_timezone: IANA name of the time zone of its hours and rules */
const char *rambla_card_get_timezone (RamblaCard *self);

/** rambla_card_get_categories: list of RamblaCategory */
GListModel *rambla_card_get_categories (RamblaCard *self);

/** rambla_card_get_tiles: template of the tiles’ addresses with {z}, {x}, {y}: a path or a URL */
const char *rambla_card_get_tiles (RamblaCard *self);

/** rambla_card_get_tiles_hidpi: (nullable): the same for dense screens */
const char *rambla_card_get_tiles_hidpi (RamblaCard *self);

/** rambla_card_get_min_zoom: of the tiles */
int rambla_card_get_min_zoom (RamblaCard *self);

/** rambla_card_get_max_zoom: of the tiles */
int rambla_card_get_max_zoom (RamblaCard *self);

/** rambla_card_get_attribution: who made the map */
const char *rambla_card_get_attribution (RamblaCard *self);

/** rambla_card_get_attribution_url: (nullable): where that is explained */
const char *rambla_card_get_attribution_url (RamblaCard *self);

/** rambla_card_get_centre: where to look first */
RamblaPoint rambla_card_get_centre (RamblaCard *self);

/** rambla_card_get_zoom: how near, in the tiles’ zoom levels */
double rambla_card_get_zoom (RamblaCard *self);

/** rambla_card_get_sample_offers: whether offers are samples while places are real */
gboolean rambla_card_get_sample_offers (RamblaCard *self);

/** rambla_card_get_payment_methods: saved, hosted, at_store */
const char *const *rambla_card_get_payment_methods (RamblaCard *self);

/** rambla_card_get_store_count: how many places */
int rambla_card_get_store_count (RamblaCard *self);

/** rambla_card_get_deal_count: how many offers */
int rambla_card_get_deal_count (RamblaCard *self);

/** rambla_card_get_bounds: the part of the world that it covers. */
RamblaBox rambla_card_get_bounds (RamblaCard *self);

G_END_DECLS
