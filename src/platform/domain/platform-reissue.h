/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-refusal.h"
#include "platform-trade.h"
#include "platform-voucher-storage.h"

G_BEGIN_DECLS

/*
 * A voucher is issued anew: its generation goes up by one, its code changes, and what was shown before is
 * worth nothing from the same commit on.
 */

/**
 * platform_reissue_refuse_over:
 * @voucher: one that cannot be used any more
 *
 * Refuses as already_redeemed, refunded or expired. Returns: TRUE
 */
gboolean platform_reissue_refuse_over (const PlatformVoucher *voucher, PlatformRefusal *refusal);

/**
 * platform_reissue_voucher:
 * @database: the writer's
 * @account_id: who must hold it
 * @session_id: the device that asks
 * @printed: TRUE: for paper, bound to no key; FALSE: for the device that asks, bound to its key if it has one
 * @voucher: (out) (transfer full): the voucher afterwards; untouched when refused
 * @refusal: not_found; already_redeemed, refunded or expired if it cannot be used any more
 */
gboolean platform_reissue_voucher (PlatformDatabase *database,
                                   const PlatformTrade *trade,
                                   const char *account_id,
                                   const char *session_id,
                                   const char *id,
                                   gboolean printed,
                                   PlatformVoucher **voucher,
                                   PlatformRefusal *refusal,
                                   GError **error);

/**
 * platform_reissue_to_device:
 * @database: the writer's
 * @key: base64url of the device's Ed25519 public key
 * @moved: (out): vouchers that were issued anew
 *
 * A device registers its key: the account's vouchers live on it from now on, but for those on paper.
 */
gboolean platform_reissue_to_device (PlatformDatabase *database,
                                     const PlatformTrade *trade,
                                     const char *account_id,
                                     const char *session_id,
                                     const char *key,
                                     gint64 *moved,
                                     GError **error);

/**
 * platform_reissue_to_account:
 * @database: the writer's
 * @voucher_id: an active voucher
 * @account_id: who holds it from now on; it is bound to the key of their device if they have one
 * @moved: (out): FALSE if it was not active: then nothing has changed
 */
gboolean platform_reissue_to_account (PlatformDatabase *database,
                                      const PlatformTrade *trade,
                                      const char *voucher_id,
                                      const char *account_id,
                                      gboolean *moved,
                                      GError **error);

G_END_DECLS
