/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-gift.h"
#include "rambla-voucher.h"

G_BEGIN_DECLS

/* Calls by which vouchers go from hand to hand: to a device's key, onto paper, to a friend. Every finish
 * function gives errors of %RAMBLA_API_ERROR or %G_IO_ERROR_CANCELLED. @key: an idempotency key, the same for
 * every try. */

/**
 * rambla_hands_put_key_async:
 * @secret_key: RAMBLA_ED25519_SECRET_SIZE bytes: the device's
 * @access_token: what the session sends now; the proof is made for it
 *
 * Registers the public half: the account's vouchers live on this device from now on.
 */
void rambla_hands_put_key_async (RamblaApi *api,
                                 const guint8 *secret_key,
                                 const char *access_token,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/** @moved: (out): vouchers that were issued anew for it */
gboolean rambla_hands_put_key_finish (RamblaApi *api, GAsyncResult *result, int *moved, GError **error);

/** rambla_hands_reissue_async: @printed: for paper; otherwise for this device. What it was before is worth
 * nothing any more. */
void rambla_hands_reissue_async (RamblaApi *api,
                                 const char *key,
                                 const char *voucher_id,
                                 gboolean printed,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/** Returns: (transfer full): the voucher as it is now */
RamblaVoucher *rambla_hands_reissue_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_hands_give_async: @message: (nullable): for the friend, at most 250 characters. */
void rambla_hands_give_async (RamblaApi *api,
                              const char *key,
                              const char *voucher_id,
                              const char *message,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/** Returns: (transfer full) */
RamblaGift *rambla_hands_give_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_hands_withdraw_async: takes a gift back that nobody has claimed. */
void rambla_hands_withdraw_async (RamblaApi *api,
                                  const char *voucher_id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean rambla_hands_withdraw_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_hands_look_async: what a gift is; takes nothing. @code: see rambla-short-code.h */
void rambla_hands_look_async (RamblaApi *api,
                              const char *code,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/** Returns: (transfer full) */
RamblaGift *rambla_hands_look_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_hands_claim_async: takes it. */
void rambla_hands_claim_async (RamblaApi *api,
                               const char *key,
                               const char *code,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/** Returns: (transfer full): the voucher, this account's now */
RamblaVoucher *rambla_hands_claim_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/**
 * rambla_hands_dup_code:
 * @text: what somebody typed, pasted or scanned: a gift's code, or an address that ends with one
 *
 * Returns: (transfer full) (nullable): the code in its stored form, %NULL when there is none in it
 */
char *rambla_hands_dup_code (const char *text);

G_END_DECLS
