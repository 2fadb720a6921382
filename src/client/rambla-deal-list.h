/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-catalogue.h"
#include "rambla-event-stream.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_DEAL_LIST (rambla_deal_list_get_type ())
G_DECLARE_FINAL_TYPE (RamblaDealList, rambla_deal_list, RAMBLA, DEAL_LIST, GObject)

/**
 * rambla_deal_list_new:
 * @api: whom to ask
 *
 * The answer to a query as a GListModel of RamblaDeal that loads page after page while somebody looks at its
 * end. A new query cancels the old one, whose answer can therefore never appear; what was found stays until
 * the new answer is there.
 *
 * Properties: `loading` (boolean), `total` (int, how many there are, loaded or not). Signal `loaded`: the
 * first page of a query has come, or failed: see rambla_deal_list_get_error().
 */
RamblaDealList *rambla_deal_list_new (RamblaApi *api);

/** rambla_deal_list_set_events: once: offers of the answer that change are replaced where they stand, those
 * that end leave, and those that come on sale appear, all within a second. */
void rambla_deal_list_set_events (RamblaDealList *self, RamblaEventStream *events);

/** rambla_deal_list_set_query: asks anew; the same query again reloads. */
void rambla_deal_list_set_query (RamblaDealList *self, const RamblaDealQuery *query);

/** rambla_deal_list_get_query: (nullable) (transfer none): what is asked. */
const RamblaDealQuery *rambla_deal_list_get_query (RamblaDealList *self);

/** rambla_deal_list_load_more: fetches the next page, if there is one and it is not on its way. */
void rambla_deal_list_load_more (RamblaDealList *self);

/** rambla_deal_list_has_more: whether there are more pages. */
gboolean rambla_deal_list_has_more (RamblaDealList *self);

/** rambla_deal_list_get_loading: whether the first page of a query is on its way. */
gboolean rambla_deal_list_get_loading (RamblaDealList *self);

/** rambla_deal_list_get_total: how many offers match, as the platform estimates. */
int rambla_deal_list_get_total (RamblaDealList *self);

/** rambla_deal_list_get_corrected: (nullable): the words that were looked for instead of misspelt ones. */
const char *rambla_deal_list_get_corrected (RamblaDealList *self);

/** rambla_deal_list_get_relaxed: whether no offer has all the words, and these have some of them. */
gboolean rambla_deal_list_get_relaxed (RamblaDealList *self);

/** rambla_deal_list_get_facets: (nullable): category id → GINT_TO_POINTER (count) of the present answer. */
GHashTable *rambla_deal_list_get_facets (RamblaDealList *self);

/** rambla_deal_list_get_error: (nullable): why the present query has no answer. */
const GError *rambla_deal_list_get_error (RamblaDealList *self);

G_END_DECLS
