/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-gift-storage.h"
#include "platform-refusal.h"
#include "platform-trade.h"
#include "platform-voucher-storage.h"

G_BEGIN_DECLS

/* How long a friend has time, in seconds; never beyond the voucher's own end. */
#define PLATFORM_GIFT_SECONDS (7 * G_GINT64_CONSTANT (86400))

/*
 * A voucher is given to a friend with a code that is good once. Until it is claimed it stays the giver's:
 * they can use it, take it back, have it refunded, and what of all that comes first ends the gift. The claim
 * moves it in one statement: the giver's code and token are worth nothing from that commit on, the friend's
 * from that commit on everything. There is no moment with two good ones and none without one.
 *
 * The money stays the payer's: if the friend lets the voucher expire, it goes back to whoever paid.
 */

/**
 * platform_gift_give:
 * @database: the writer's
 * @message: (nullable): for the friend
 * @gift: (out) (transfer full): the gift; untouched when refused
 * @refusal: not_found; already_redeemed, refunded or expired; conflict if it is on its way to somebody
 * already
 */
gboolean platform_gift_give (PlatformDatabase *database,
                             const PlatformTrade *trade,
                             const char *account_id,
                             const char *voucher_id,
                             const char *message,
                             PlatformGift **gift,
                             PlatformRefusal *refusal,
                             GError **error);

/**
 * platform_gift_withdraw:
 * @database: the writer's
 * @refusal: not_found; gift_gone if it was claimed, or nothing is on its way
 *
 * The giver takes it back: the code is good for nothing any more.
 */
gboolean platform_gift_withdraw (PlatformDatabase *database,
                                 const PlatformTrade *trade,
                                 const char *account_id,
                                 const char *voucher_id,
                                 PlatformRefusal *refusal,
                                 GError **error);

/**
 * platform_gift_look:
 * @account_id: who looks
 * @gift: (out) (transfer full): the gift; untouched when refused
 * @voucher: (out) (transfer full): what it is
 * @refusal: not_found; gift_gone, in words that say why; own_gift
 *
 * Could it be claimed now? Writes nothing.
 */
gboolean platform_gift_look (PlatformDatabase *database,
                             const PlatformTrade *trade,
                             const char *account_id,
                             const char *code,
                             PlatformGift **gift,
                             PlatformVoucher **voucher,
                             PlatformRefusal *refusal,
                             GError **error);

/**
 * platform_gift_claim:
 * @database: the writer's
 * @account_id: the friend
 * @voucher: (out) (transfer full): the voucher, theirs; untouched when refused
 * @refusal: as platform_gift_look()
 *
 * Takes it, whoever races: a redemption, a refund, the giver's second thought or another friend.
 */
gboolean platform_gift_claim (PlatformDatabase *database,
                              const PlatformTrade *trade,
                              const char *account_id,
                              const char *code,
                              PlatformVoucher **voucher,
                              PlatformRefusal *refusal,
                              GError **error);

G_END_DECLS
