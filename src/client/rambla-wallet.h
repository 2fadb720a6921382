/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-cache.h"
#include "rambla-event-stream.h"
#include "rambla-voucher.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_WALLET (rambla_wallet_get_type ())
G_DECLARE_FINAL_TYPE (RamblaWallet, rambla_wallet, RAMBLA, WALLET, GObject)

/**
 * rambla_wallet_new:
 * @api: the platform
 * @cache: (nullable): where vouchers are kept for when there is no network
 *
 * The vouchers of whoever is signed in: a GListModel of RamblaVoucher, those that can be used first, by their
 * next use, then the others, the last used first. Shows what the cache has at once, and what the platform
 * says as soon as it answers.
 *
 * Properties: `fetched-at` (int64, microseconds since 1970 UTC: how old all of this is; 0 when unknown),
 * `offline` (boolean: the platform was not reached the last time), `loading` (boolean: nothing to show yet,
 * an answer is awaited). Signal `voucher-changed (RamblaVoucher)`, detailed by the voucher's id: there is a
 * newer state of it. Signal `loaded`: an answer or a failure came, see rambla_wallet_get_error().
 *
 * How it learns of changes is its own affair: whoever shows a voucher says so with rambla_wallet_watch().
 */
RamblaWallet *rambla_wallet_new (RamblaApi *api, RamblaCache *cache);

/** rambla_wallet_set_events: once, after it was made: hears of changes from @events instead of asking for
 * them again and again. */
void rambla_wallet_set_events (RamblaWallet *self, RamblaEventStream *events);

/** rambla_wallet_refresh: asks the platform for all vouchers now. */
void rambla_wallet_refresh (RamblaWallet *self);

/** rambla_wallet_set_visible: while the list is seen it is kept fresh. */
void rambla_wallet_set_visible (RamblaWallet *self, gboolean visible);

/** rambla_wallet_watch: while a voucher is shown, its state is known within a second. Counted: each watch
 * needs an unwatch. */
void rambla_wallet_watch (RamblaWallet *self, const char *id);

/** rambla_wallet_unwatch: the voucher is no longer shown. */
void rambla_wallet_unwatch (RamblaWallet *self, const char *id);

/** rambla_wallet_get_voucher: (transfer none) (nullable): the newest known state of a voucher. */
RamblaVoucher *rambla_wallet_get_voucher (RamblaWallet *self, const char *id);

/** rambla_wallet_get_error: (nullable): why the last answer did not come. */
const GError *rambla_wallet_get_error (RamblaWallet *self);

/** rambla_wallet_get_known: whether anything is known: an empty list then means an empty wallet. */
gboolean rambla_wallet_get_known (RamblaWallet *self);

/** rambla_wallet_get_offline: whether the platform was not reached the last time. */
gboolean rambla_wallet_get_offline (RamblaWallet *self);

/** rambla_wallet_get_fetched_at: how old it is: microseconds since 1970 UTC, 0 when unknown. */
gint64 rambla_wallet_get_fetched_at (RamblaWallet *self);

/** rambla_wallet_forget: somebody signed out: nothing stays, here and in the cache. */
void rambla_wallet_forget (RamblaWallet *self);

/** rambla_wallet_set_holder_key: the key of this device, of RAMBLA_ED25519_SECRET_SIZE bytes, for vouchers
 * that are bound to it; %NULL for none. */
void rambla_wallet_set_holder_key (RamblaWallet *self, const guint8 *secret_key);

/** rambla_wallet_is_bound: whether @voucher is bound to a device's key, this one's or another's. */
gboolean rambla_wallet_is_bound (RamblaWallet *self, RamblaVoucher *voucher);

/** rambla_wallet_is_elsewhere: whether @voucher is bound to another device's key, so that here only its code
 * can be used. */
gboolean rambla_wallet_is_elsewhere (RamblaWallet *self, RamblaVoucher *voucher);

/**
 * rambla_wallet_take:
 *
 * Somebody else asked the platform and got a newer state of a voucher, maybe a new one.
 */
void rambla_wallet_take (RamblaWallet *self, RamblaVoucher *voucher);

/**
 * rambla_wallet_dup_presentation:
 * @now: Unix seconds
 *
 * What the QR code of @voucher says at @now. A voucher that is bound to a key gets a fresh proof, good for
 * RAMBLA_VOUCHER_BINDING_MAX_AGE seconds: ask again every half of that.
 *
 * Returns: (transfer full) (nullable): %NULL when the voucher is bound to a key that is not on this device;
 * its code can still be used
 */
char *rambla_wallet_dup_presentation (RamblaWallet *self, RamblaVoucher *voucher, gint64 now);

G_END_DECLS
