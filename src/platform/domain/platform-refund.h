/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-order-storage.h"
#include "platform-refusal.h"
#include "platform-trade.h"
#include "platform-voucher-storage.h"

G_BEGIN_DECLS

/**
 * platform_refund_order:
 * @database: the writer's
 * @account_id: whose order it must be
 * @reason: (nullable): in the buyer's words
 * @amount: (out): what is given back now, minor units
 * @order: (out) (transfer full): the order afterwards; untouched when refused
 * @refusal: not_found; not_refundable when no voucher of it is unused, or a booking's limit has passed
 *
 * Takes every unused voucher of an order back: it can no longer be redeemed, its escrow goes back to the
 * buyer in the ledger, and the provider's refund is promised in the same transaction. What is promised is
 * sent by the scheduler until the provider has confirmed it.
 */
gboolean platform_refund_order (PlatformDatabase *database,
                                const PlatformTrade *trade,
                                const char *account_id,
                                const char *order_id,
                                const char *reason,
                                gint64 *amount,
                                PlatformOrder **order,
                                PlatformRefusal *refusal,
                                GError **error);

/**
 * platform_refund_expired:
 * @voucher: an active voucher whose validity has ended
 *
 * Ends a voucher that nobody used, and gives the money back.
 */
gboolean platform_refund_expired (PlatformDatabase *database,
                                  const PlatformTrade *trade,
                                  const PlatformVoucher *voucher,
                                  GError **error);

/**
 * platform_refund_take_back:
 * @state: PLATFORM_VOUCHER_REFUNDED or PLATFORM_VOUCHER_EXPIRED
 * @amount: (inout): what came out of escrow is added
 * @units: (inout): 1 is added if it was this call that ended the voucher
 *
 * Ends one active voucher; its escrow goes back to whoever paid. Then promise, and settle the order.
 */
gboolean platform_refund_take_back (PlatformDatabase *database,
                                    const PlatformOrder *order,
                                    const PlatformVoucher *voucher,
                                    PlatformVoucherState state,
                                    gint64 now,
                                    gint64 *amount,
                                    gint64 *units,
                                    GError **error);

/**
 * platform_refund_promise:
 * @amount: minor units, above 0
 * @reason: in the buyer's words, or the platform's
 *
 * Promises the provider's part of a refund; the scheduler sends it until it is confirmed.
 */
gboolean platform_refund_promise (PlatformDatabase *database,
                                  const PlatformOrder *order,
                                  gint64 amount,
                                  const char *reason,
                                  gint64 now,
                                  GError **error);

/**
 * platform_refund_settle_order:
 * @order: as it was before
 * @amount: minor units given back now
 *
 * Brings the order's own state in line with its vouchers and notes what was given back.
 */
gboolean platform_refund_settle_order (PlatformDatabase *database,
                                       const PlatformOrder *order,
                                       gint64 amount,
                                       GError **error);

G_END_DECLS
