/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "rambla-deal.h"
#include "rambla-gift.h"
#include "rambla-slot.h"
#include "rambla-store.h"

G_BEGIN_DECLS

/* What can be done with a voucher: only an active one can be used. */
typedef enum
{
  RAMBLA_VOUCHER_ACTIVE,
  RAMBLA_VOUCHER_REDEEMED,
  RAMBLA_VOUCHER_REFUNDED,
  RAMBLA_VOUCHER_EXPIRED,
  RAMBLA_VOUCHER_GIVEN, /* to somebody else: neither code nor token are known here */
} RamblaVoucherState;

#define RAMBLA_TYPE_VOUCHER (rambla_voucher_get_type ())
G_DECLARE_FINAL_TYPE (RamblaVoucher, rambla_voucher, RAMBLA, VOUCHER, GObject)

/**
 * rambla_voucher_from_json:
 * A voucher in the wallet.
 * It never changes; a newer state is a new object. Reading checks types, ranges, sizes and the schemes of
 * addresses, ignores members that it does not know, and makes %RAMBLA_JSON_ERROR of anything else. Any
 * thread.
 *
 * Returns: (transfer full): a new object, or %NULL with @error set
 */
RamblaVoucher *rambla_voucher_from_json (JsonNode *node, GError **error);

/** rambla_voucher_get_json: (transfer none): what it was read from, for keeping it. */
JsonNode *rambla_voucher_get_json (RamblaVoucher *self);

/** rambla_voucher_get_id: opaque id */
const char *rambla_voucher_get_id (RamblaVoucher *self);

/** rambla_voucher_get_state: what can be done with it */
RamblaVoucherState rambla_voucher_get_state (RamblaVoucher *self);

/** rambla_voucher_get_code: (nullable): 12 characters, see rambla-short-code.h */
const char *rambla_voucher_get_code (RamblaVoucher *self);

/** rambla_voucher_get_token: (nullable): the signed voucher, see rambla-voucher-token.h */
const char *rambla_voucher_get_token (RamblaVoucher *self);

/** rambla_voucher_get_valid_from: microseconds since 1970 UTC */
gint64 rambla_voucher_get_valid_from (RamblaVoucher *self);

/** rambla_voucher_get_valid_until: microseconds since 1970 UTC */
gint64 rambla_voucher_get_valid_until (RamblaVoucher *self);

/** rambla_voucher_get_deal: what it is for */
RamblaDeal *rambla_voucher_get_deal (RamblaVoucher *self);

/** rambla_voucher_get_stores: where it can be used: list of RamblaStore */
GListModel *rambla_voucher_get_stores (RamblaVoucher *self);

/** rambla_voucher_get_rules_text: (nullable): the rules in words */
const char *const *rambla_voucher_get_rules_text (RamblaVoucher *self);

/** rambla_voucher_get_generation: raised whenever an older one dies */
int rambla_voucher_get_generation (RamblaVoucher *self);

/** rambla_voucher_get_order_id: which purchase it came from */
const char *rambla_voucher_get_order_id (RamblaVoucher *self);

/** rambla_voucher_get_quantity: units */
int rambla_voucher_get_quantity (RamblaVoucher *self);

/** rambla_voucher_get_slot: (nullable): when, for a booking */
RamblaSlot *rambla_voucher_get_slot (RamblaVoucher *self);

/** rambla_voucher_get_redeemed_at: microseconds since 1970 UTC; 0 when it is not */
gint64 rambla_voucher_get_redeemed_at (RamblaVoucher *self);

/** rambla_voucher_get_kept: what the store keeps of it since nobody came to the booked time; unset: nothing
 */
RamblaMoney rambla_voucher_get_kept (RamblaVoucher *self);

/** rambla_voucher_get_redeemed_store: (nullable): name of the place where it was used */
const char *rambla_voucher_get_redeemed_store (RamblaVoucher *self);

/** rambla_voucher_get_review_id: (nullable): the holder's review of its use */
const char *rambla_voucher_get_review_id (RamblaVoucher *self);

/** rambla_voucher_get_printed: whether it was issued for paper, as good as cash */
gboolean rambla_voucher_get_printed (RamblaVoucher *self);

/** rambla_voucher_get_gift: (nullable): it is on its way to a friend who has not claimed it yet */
const RamblaGift *rambla_voucher_get_gift (RamblaVoucher *self);

/** rambla_voucher_get_given_to: (nullable): whose it is now, when it was given away */
const char *rambla_voucher_get_given_to (RamblaVoucher *self);

/** rambla_voucher_get_given_at: microseconds since 1970 UTC; 0 when it was not */
gint64 rambla_voucher_get_given_at (RamblaVoucher *self);

/** rambla_voucher_get_received_from: (nullable): who gave it to this account */
const char *rambla_voucher_get_received_from (RamblaVoucher *self);

/** rambla_voucher_get_message: (nullable): what whoever gave it wrote */
const char *rambla_voucher_get_message (RamblaVoucher *self);

G_END_DECLS
