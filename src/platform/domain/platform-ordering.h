/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-order-storage.h"
#include "platform-refusal.h"
#include "platform-trade.h"
#include "rambla-money.h"

G_BEGIN_DECLS

/* What a buyer asks for. Texts may be anything a stranger wrote. */
typedef struct
{
  const char *deal_id;
  const char *store_id;
  gint64 quantity; /* 1 to 20 */
  RamblaMoney expected_total;
  const char *slot_id;  /* or NULL */
  const char *group_id; /* or NULL */
  const char *tracking; /* or NULL */
} PlatformNewOrder;

/**
 * platform_ordering_create:
 * @database: the writer's
 * @account_id: who buys
 * @order: (out) (transfer full): the order; untouched when refused
 * @refusal: not_found, not_on_sale, price_changed (only if it rose: whoever expected more pays less),
 *   out_of_stock, limit_reached, slot_full, slot_unavailable, invalid_field
 *
 * Checks price, stock, limit and slot, copies the terms and holds the stock for PLATFORM_HOLD_SECONDS. Every
 * check that others can race for is one conditional statement.
 *
 * Returns: FALSE with @error set if the database failed. When refused, undo what was written.
 */
gboolean platform_ordering_create (PlatformDatabase *database,
                                   const PlatformTrade *trade,
                                   const char *account_id,
                                   const PlatformNewOrder *wanted,
                                   PlatformOrder **order,
                                   PlatformRefusal *refusal,
                                   GError **error);

/**
 * platform_ordering_cancel:
 * @order: (out) (transfer full): the order afterwards; untouched when refused
 * @refusal: not_found, order_state
 *
 * Gives an unpaid order's hold back. Harmless when it is cancelled already. Refused while a payment is under
 * way.
 */
gboolean platform_ordering_cancel (PlatformDatabase *database,
                                   const PlatformTrade *trade,
                                   const char *account_id,
                                   const char *order_id,
                                   PlatformOrder **order,
                                   PlatformRefusal *refusal,
                                   GError **error);

/**
 * platform_ordering_expire:
 * @expired: (out): FALSE if the order does not wait for payment any more, or a payment is under way: then it
 *   becomes `unknown` until the provider's word
 *
 * Ends a hold that nobody paid for.
 */
gboolean platform_ordering_expire (PlatformDatabase *database,
                                   const PlatformTrade *trade,
                                   const char *order_id,
                                   gboolean *expired,
                                   GError **error);

/**
 * platform_ordering_release:
 * @quantity: units to give back, at most the order's
 *
 * Gives units back to the offer's stock, slot and group.
 */
gboolean platform_ordering_release (PlatformDatabase *database,
                                    const PlatformTrade *trade,
                                    const PlatformOrder *order,
                                    gint64 quantity,
                                    GError **error);

/**
 * platform_ordering_count_sold:
 * @quantity: units paid for; below zero: given back
 *
 * Counts what was sold of the order's offer.
 */
gboolean platform_ordering_count_sold (PlatformDatabase *database,
                                       const PlatformTrade *trade,
                                       const PlatformOrder *order,
                                       gint64 quantity,
                                       GError **error);

G_END_DECLS
