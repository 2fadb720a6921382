/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "rambla-deal-query.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_SAVED_SEARCH (rambla_saved_search_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSavedSearch, rambla_saved_search, RAMBLA, SAVED_SEARCH, GObject)

/**
 * rambla_saved_search_new:
 * @name: what somebody calls it
 * @query: what it asks
 * @place: (nullable): the name of the place that it starts at
 *
 * A search that somebody wants to make again, and which offers it has found so far. Property `n-new` (uint):
 * how many it found since somebody looked last.
 */
RamblaSavedSearch *
rambla_saved_search_new (const char *name, const RamblaDealQuery *query, const char *place);

/** rambla_saved_search_from_json: (nullable) (transfer full): as rambla_saved_search_to_json() wrote it. */
RamblaSavedSearch *rambla_saved_search_from_json (JsonNode *node, GError **error);
/** Returns: (transfer full) */
JsonNode *rambla_saved_search_to_json (RamblaSavedSearch *self);

const char *rambla_saved_search_get_id (RamblaSavedSearch *self);
const char *rambla_saved_search_get_name (RamblaSavedSearch *self);
void rambla_saved_search_set_name (RamblaSavedSearch *self, const char *name);
const RamblaDealQuery *rambla_saved_search_get_query (RamblaSavedSearch *self);
/** Returns: (nullable) */
const char *rambla_saved_search_get_place (RamblaSavedSearch *self);

/** rambla_saved_search_get_alert: whether new matches are to be told. */
gboolean rambla_saved_search_get_alert (RamblaSavedSearch *self);
void rambla_saved_search_set_alert (RamblaSavedSearch *self, gboolean alert);

/** rambla_saved_search_get_n_new: matches that nobody has seen yet. */
guint rambla_saved_search_get_n_new (RamblaSavedSearch *self);

/** rambla_saved_search_knows: whether the offer @id was found before. */
gboolean rambla_saved_search_knows (RamblaSavedSearch *self, const char *id);

/**
 * rambla_saved_search_take:
 * @ids: (element-type utf8): offers that it finds now
 *
 * The first time all of them are known; later those that were not are new.
 *
 * Returns: how many are new and were not before
 */
guint rambla_saved_search_take (RamblaSavedSearch *self, GPtrArray *ids);

/** rambla_saved_search_look: somebody looks: nothing is new any more. */
void rambla_saved_search_look (RamblaSavedSearch *self);

G_END_DECLS
