/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "rambla-deal.h"
#include "rambla-money.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_REDEMPTION (rambla_redemption_get_type ())
G_DECLARE_FINAL_TYPE (RamblaRedemption, rambla_redemption, RAMBLA, REDEMPTION, GObject)

/**
 * rambla_redemption_from_json:
 * A voucher that was accepted at a counter.
 * It never changes; a newer state is a new object. Reading checks types, ranges, sizes and the schemes of
 * addresses, ignores members that it does not know, and makes %RAMBLA_JSON_ERROR of anything else. Any
 * thread.
 *
 * Returns: (transfer full): a new object, or %NULL with @error set
 */
RamblaRedemption *rambla_redemption_from_json (JsonNode *node, GError **error);

/** rambla_redemption_get_json: (transfer none): what it was read from, for keeping it. */
JsonNode *rambla_redemption_get_json (RamblaRedemption *self);

/** rambla_redemption_get_id: opaque id */
const char *rambla_redemption_get_id (RamblaRedemption *self);

/** rambla_redemption_get_voucher_id: what was redeemed */
const char *rambla_redemption_get_voucher_id (RamblaRedemption *self);

/** rambla_redemption_get_deal: what it was for */
RamblaDeal *rambla_redemption_get_deal (RamblaRedemption *self);

/** rambla_redemption_get_quantity: units */
int rambla_redemption_get_quantity (RamblaRedemption *self);

/** rambla_redemption_get_amount: what it was worth; not set when the platform did not say */
RamblaMoney rambla_redemption_get_amount (RamblaRedemption *self);

/** rambla_redemption_get_redeemed_at: microseconds since 1970 UTC */
gint64 rambla_redemption_get_redeemed_at (RamblaRedemption *self);

/** rambla_redemption_get_undone: whether it was taken back. */
gboolean rambla_redemption_get_undone (RamblaRedemption *self);

/** rambla_redemption_get_undo_until: until when it can be taken back, microseconds since 1970 UTC; 0: it
 * cannot. */
gint64 rambla_redemption_get_undo_until (RamblaRedemption *self);

/** rambla_redemption_get_handed_in: whether it was accepted in an outage and handed in later. */
gboolean rambla_redemption_get_handed_in (RamblaRedemption *self);

G_END_DECLS
