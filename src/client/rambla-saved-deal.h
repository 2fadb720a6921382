/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-deal.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_SAVED_DEAL (rambla_saved_deal_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSavedDeal, rambla_saved_deal, RAMBLA, SAVED_DEAL, GObject)

/* The longest name of a list, in characters. */
#define RAMBLA_SAVED_LIST_MAX 60

/**
 * rambla_saved_deal_new:
 * @list: (nullable): name of the list that it is in
 * @saved_at: when somebody saved it, microseconds since 1970 UTC
 * @checked_at: when the platform last said that it is so
 *
 * An offer that somebody wants to find again, as it was last seen. Never changes.
 */
RamblaSavedDeal *
rambla_saved_deal_new (RamblaDeal *deal, const char *list, gint64 saved_at, gint64 checked_at);

/**
 * rambla_saved_deal_from_json:
 * @node: a GeoJSON feature (RFC 7946) as rambla_saved_deal_to_json() writes it
 *
 * Returns: (transfer full): %NULL with @error in %RAMBLA_JSON_ERROR
 */
RamblaSavedDeal *rambla_saved_deal_from_json (JsonNode *node, GError **error);

/** rambla_saved_deal_to_json: (transfer full): a GeoJSON feature: where the offer is, and what it was. */
JsonNode *rambla_saved_deal_to_json (RamblaSavedDeal *self);

RamblaDeal *rambla_saved_deal_get_deal (RamblaSavedDeal *self);
const char *rambla_saved_deal_get_list (RamblaSavedDeal *self);
gint64 rambla_saved_deal_get_saved_at (RamblaSavedDeal *self);
gint64 rambla_saved_deal_get_checked_at (RamblaSavedDeal *self);

G_END_DECLS
