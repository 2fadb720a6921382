/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-dispute-storage.h"
#include "platform-gift-storage.h"
#include "platform-order-storage.h"
#include "platform-payment-storage.h"
#include "platform-redemption-storage.h"
#include "platform-terms.h"
#include "platform-trade.h"
#include "platform-voucher-storage.h"
#include "rambla-json-writer.h"

G_BEGIN_DECLS

/*
 * The trade's objects in the contract's form. Offers are told as they were agreed on, in one of the city's
 * languages. All of them write one value.
 */

/**
 * platform_trade_json_write_deal:
 * @currency: the order's
 * @store_id: the branch that is meant
 *
 * A DealSummary.
 */
void platform_trade_json_write_deal (RamblaJsonWriter *writer,
                                     const PlatformTerms *terms,
                                     const char *currency,
                                     const char *store_id,
                                     const char *language);

/**
 * platform_trade_json_write_due:
 * @unit_amount: the order's price of one unit
 *
 * The member "due_at_store", if something is left to be paid there.
 */
void platform_trade_json_write_due (RamblaJsonWriter *writer,
                                    const PlatformTerms *terms,
                                    gint64 unit_amount,
                                    const char *currency);

/* What went wrong with an order, and until when something can be done about it. */
typedef struct
{
  PlatformDispute *dispute;            /* the newest one, or NULL */
  PlatformCounterRefusal *turned_away; /* the newest one of what can still be used, or NULL */
  gint64 disputable_until;             /* 0: there is nothing to dispute */
} PlatformOrderTrouble;

/**
 * platform_trade_json_write_order:
 * @try: (nullable): the newest try to pay
 * @vouchers: (nullable) (element-type PlatformVoucher): the order's
 * @trouble: (nullable): what went wrong with it
 * @now: seconds since 1970
 */
void platform_trade_json_write_order (RamblaJsonWriter *writer,
                                      const PlatformTerms *terms,
                                      const PlatformOrder *order,
                                      const PlatformTry *try,
                                      GPtrArray *vouchers,
                                      const PlatformOrderTrouble *trouble,
                                      const char *language,
                                      gint64 now);

/**
 * platform_trade_json_load_order:
 *
 * Reads what belongs to an order and writes it.
 *
 * Returns: FALSE with @error set; then @writer has nothing new
 */
gboolean platform_trade_json_load_order (RamblaJsonWriter *writer,
                                         PlatformDatabase *database,
                                         const PlatformTrade *trade,
                                         const PlatformOrder *order,
                                         const char *language,
                                         GError **error);

/**
 * platform_trade_json_write_gift:
 * @gift: an open one, for whoever gives it
 */
void platform_trade_json_write_gift (RamblaJsonWriter *writer,
                                     const PlatformTrade *trade,
                                     const PlatformGift *gift);

/**
 * platform_trade_json_load_voucher:
 * @viewer_id: who looks: whoever holds it, or once gave it away and then sees neither code nor token
 *
 * Reads what belongs to a voucher, signs it and writes it.
 *
 * Returns: FALSE with @error set; then @writer has nothing new
 */
gboolean platform_trade_json_load_voucher (RamblaJsonWriter *writer,
                                           PlatformDatabase *database,
                                           const PlatformTrade *trade,
                                           const PlatformVoucher *voucher,
                                           const char *viewer_id,
                                           const char *language,
                                           GError **error);

/**
 * platform_trade_json_load_redemption:
 *
 * Reads what belongs to a redemption and writes it.
 *
 * Returns: FALSE with @error set; then @writer has nothing new
 */
gboolean platform_trade_json_load_redemption (RamblaJsonWriter *writer,
                                              PlatformDatabase *database,
                                              const PlatformTrade *trade,
                                              const PlatformRedemption *redemption,
                                              const char *language,
                                              GError **error);

G_END_DECLS
