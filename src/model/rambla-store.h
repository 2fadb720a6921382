/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "rambla-day-hours.h"
#include "rambla-geo.h"
#include "rambla-schedule.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_STORE (rambla_store_get_type ())
G_DECLARE_FINAL_TYPE (RamblaStore, rambla_store, RAMBLA, STORE, GObject)

/**
 * rambla_store_from_json:
 * A shop, restaurant, gym: read from a GeoJSON feature of the contract's Store, or from the short form
 * that offers, orders and vouchers carry.
 * It never changes; a newer state is a new object. Reading checks types, ranges, sizes and the schemes of
 * addresses, ignores members that it does not know, and makes %RAMBLA_JSON_ERROR of anything else. Any
 * thread.
 *
 * Returns: (transfer full): a new object, or %NULL with @error set
 */
RamblaStore *rambla_store_from_json (JsonNode *node, GError **error);

/** rambla_store_get_json: (transfer none): what it was read from, for keeping it. */
JsonNode *rambla_store_get_json (RamblaStore *self);

/** rambla_store_get_id: opaque id */
const char *rambla_store_get_id (RamblaStore *self);

/** rambla_store_get_name: what people call it */
const char *rambla_store_get_name (RamblaStore *self);

/** rambla_store_get_category: (nullable): id of its category */
const char *rambla_store_get_category (RamblaStore *self);

/** rambla_store_get_address: (nullable): street and number in one line */
const char *rambla_store_get_address (RamblaStore *self);

/** rambla_store_get_neighbourhood: (nullable): part of the town */
const char *rambla_store_get_neighbourhood (RamblaStore *self);

/** rambla_store_get_location: where it is */
RamblaPoint rambla_store_get_location (RamblaStore *self);

/** rambla_store_get_phone: (nullable): telephone number, as written */
const char *rambla_store_get_phone (RamblaStore *self);

/** rambla_store_get_website: (nullable): its address on the web, http or https */
const char *rambla_store_get_website (RamblaStore *self);

/** rambla_store_get_brand: (nullable): name of the chain it belongs to */
const char *rambla_store_get_brand (RamblaStore *self);

/** rambla_store_get_merchant_id: (nullable): id of whoever sells there; only a whole store has it */
const char *rambla_store_get_merchant_id (RamblaStore *self);

/** rambla_store_get_certified: whether the platform says that it checked who sells there; only a signed
 * statement proves it */
gboolean rambla_store_get_certified (RamblaStore *self);

/** rambla_store_get_schedule: (nullable): opening hours; %NULL when unknown */
const RamblaSchedule *rambla_store_get_schedule (RamblaStore *self);

/** rambla_store_get_special_days: (nullable) (transfer none) (element-type RamblaDayHours): the dates of the
 * next year that differ from its week; the schedule keeps to them */
GPtrArray *rambla_store_get_special_days (RamblaStore *self);

/** rambla_store_get_open_known: whether the platform said if it is open now */
gboolean rambla_store_get_open_known (RamblaStore *self);

/** rambla_store_get_open_now: whether it was open when the platform answered */
gboolean rambla_store_get_open_now (RamblaStore *self);

/** rambla_store_get_rating: average of the reviews, 1 to 5; negative when there are none */
double rambla_store_get_rating (RamblaStore *self);

/** rambla_store_get_review_count: how many reviews */
int rambla_store_get_review_count (RamblaStore *self);

/** rambla_store_get_deal_count: how many offers */
int rambla_store_get_deal_count (RamblaStore *self);

/** rambla_store_get_branch_count: how many branches its chain has */
int rambla_store_get_branch_count (RamblaStore *self);

/** rambla_store_get_distance: metres from the place asked about; negative when unknown */
int rambla_store_get_distance (RamblaStore *self);

/** rambla_store_get_stock_left: units left at this branch; negative for no limit */
int rambla_store_get_stock_left (RamblaStore *self);

/** rambla_store_get_illustration: (nullable): id of one of the client's drawings */
const char *rambla_store_get_illustration (RamblaStore *self);

/** rambla_store_get_picture: (nullable): address of its own picture: http, https, or a path on the
 * platform */
const char *rambla_store_get_picture (RamblaStore *self);

G_END_DECLS
