/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "rambla-deal.h"
#include "rambla-dispute.h"
#include "rambla-money.h"
#include "rambla-slot.h"
#include "rambla-store.h"

G_BEGIN_DECLS

/* Where an order stands; see the design's rules of the domain. */
typedef enum
{
  RAMBLA_ORDER_PENDING_PAYMENT,
  RAMBLA_ORDER_UNKNOWN,
  RAMBLA_ORDER_PAID,
  RAMBLA_ORDER_COMPLETED,
  RAMBLA_ORDER_CANCELLED,
  RAMBLA_ORDER_EXPIRED,
  RAMBLA_ORDER_REFUNDED,
  RAMBLA_ORDER_PARTIALLY_REFUNDED,
} RamblaOrderState;

#define RAMBLA_TYPE_ORDER (rambla_order_get_type ())
G_DECLARE_FINAL_TYPE (RamblaOrder, rambla_order, RAMBLA, ORDER, GObject)

/**
 * rambla_order_from_json:
 * A purchase.
 * It never changes; a newer state is a new object. Reading checks types, ranges, sizes and the schemes of
 * addresses, ignores members that it does not know, and makes %RAMBLA_JSON_ERROR of anything else. Any
 * thread.
 *
 * Returns: (transfer full): a new object, or %NULL with @error set
 */
RamblaOrder *rambla_order_from_json (JsonNode *node, GError **error);

/** rambla_order_get_json: (transfer none): what it was read from, for keeping it. */
JsonNode *rambla_order_get_json (RamblaOrder *self);

/** rambla_order_get_id: opaque id */
const char *rambla_order_get_id (RamblaOrder *self);

/** rambla_order_get_state: where it stands */
RamblaOrderState rambla_order_get_state (RamblaOrder *self);

/** rambla_order_get_total: all-in */
RamblaMoney rambla_order_get_total (RamblaOrder *self);

/** rambla_order_get_refunded: what went back; not set when nothing did */
RamblaMoney rambla_order_get_refunded (RamblaOrder *self);

/** rambla_order_get_quantity: units */
int rambla_order_get_quantity (RamblaOrder *self);

/** rambla_order_get_created_at: microseconds since 1970 UTC */
gint64 rambla_order_get_created_at (RamblaOrder *self);

/** rambla_order_get_expires_at: end of the hold, microseconds since 1970 UTC; 0 when there is none */
gint64 rambla_order_get_expires_at (RamblaOrder *self);

/** rambla_order_get_paid_at: microseconds since 1970 UTC; 0 when it is not paid */
gint64 rambla_order_get_paid_at (RamblaOrder *self);

/** rambla_order_get_deal: what was ordered */
RamblaDeal *rambla_order_get_deal (RamblaOrder *self);

/** rambla_order_get_store: where */
RamblaStore *rambla_order_get_store (RamblaOrder *self);

/** rambla_order_get_slot: (nullable): when, for a booking */
RamblaSlot *rambla_order_get_slot (RamblaOrder *self);

/** rambla_order_get_payment_method: (nullable): saved, hosted or at_store */
const char *rambla_order_get_payment_method (RamblaOrder *self);

/** rambla_order_get_payment_state: (nullable): pending, processing, requires_action, succeeded, failed or
 * unknown */
const char *rambla_order_get_payment_state (RamblaOrder *self);

/** rambla_order_get_payment_url: (nullable): the hosted page, http or https */
const char *rambla_order_get_payment_url (RamblaOrder *self);

/** rambla_order_get_payment_message: (nullable): why a payment failed, for people */
const char *rambla_order_get_payment_message (RamblaOrder *self);

/** rambla_order_get_voucher_ids: (nullable): ids of its vouchers */
const char *const *rambla_order_get_voucher_ids (RamblaOrder *self);

/** rambla_order_get_disputable_until: microseconds since 1970 UTC; 0 when there is nothing to dispute */
gint64 rambla_order_get_disputable_until (RamblaOrder *self);

/** rambla_order_get_dispute_id: (nullable): the newest dispute about it */
const char *rambla_order_get_dispute_id (RamblaOrder *self);

/** rambla_order_get_dispute_state: where that dispute stands */
RamblaDisputeState rambla_order_get_dispute_state (RamblaOrder *self);

/** rambla_order_get_turned_away_code: (nullable): why a counter did not take a voucher that can still be used
 */
const char *rambla_order_get_turned_away_code (RamblaOrder *self);

G_END_DECLS
