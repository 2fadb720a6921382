/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-cache.h"
#include "rambla-event-stream.h"
#include "rambla-order.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_ORDER_LIST (rambla_order_list_get_type ())
G_DECLARE_FINAL_TYPE (RamblaOrderList, rambla_order_list, RAMBLA, ORDER_LIST, GObject)

/**
 * rambla_order_list_new:
 * @api: the platform
 * @cache: (nullable): where orders are kept for when there is no network
 *
 * The orders of whoever is signed in, newest first: a GListModel of RamblaOrder that pages. Shows what the
 * cache has at once.
 *
 * Signal `loaded`: an answer or a failure came, see rambla_order_list_get_error(). Signal `order-changed
 * (RamblaOrder)`: there is a newer state of one.
 */
RamblaOrderList *rambla_order_list_new (RamblaApi *api, RamblaCache *cache);

/** rambla_order_list_set_events: once: hears from @events of orders that change, and asks for them. */
void rambla_order_list_set_events (RamblaOrderList *self, RamblaEventStream *events);

/** rambla_order_list_refresh: asks for the newest orders now; older pages are fetched again on scrolling. */
void rambla_order_list_refresh (RamblaOrderList *self);

/** rambla_order_list_load_more: fetches the next page, if there is one. */
void rambla_order_list_load_more (RamblaOrderList *self);

/** rambla_order_list_take: @order is newer than what the list has of it. */
void rambla_order_list_take (RamblaOrderList *self, RamblaOrder *order);

/** rambla_order_list_get_order: (transfer none) (nullable): the newest known state of an order. */
RamblaOrder *rambla_order_list_get_order (RamblaOrderList *self, const char *id);

/** rambla_order_list_get_error: (nullable): why the last answer did not come. */
const GError *rambla_order_list_get_error (RamblaOrderList *self);

/** rambla_order_list_get_known: whether anything is known: an empty list then means no orders. */
gboolean rambla_order_list_get_known (RamblaOrderList *self);

/** rambla_order_list_get_fetched_at: how old it is: microseconds since 1970 UTC, 0 when unknown. */
gint64 rambla_order_list_get_fetched_at (RamblaOrderList *self);

/** rambla_order_list_forget: somebody signed out: nothing stays here. */
void rambla_order_list_forget (RamblaOrderList *self);

G_END_DECLS
