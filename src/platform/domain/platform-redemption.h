/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-redemption-storage.h"
#include "platform-refusal.h"
#include "platform-store-storage.h"
#include "platform-trade.h"
#include "platform-voucher-storage.h"
#include "rambla-short-code.h"

G_BEGIN_DECLS

/**
 * PlatformPresented:
 * @code: the 12-character code in its stored form, or ""
 * @claims: (nullable): what a genuine token says
 *
 * What was scanned or typed at a counter, read.
 */
typedef struct
{
  char code[RAMBLA_SHORT_CODE_SIZE];
  RamblaVoucherClaims *claims;
} PlatformPresented;

/**
 * platform_presented_read:
 * @text: `JWS`, `JWS~KEY-BINDING`, the QR form of either, or a code however it was typed
 * @now: seconds since 1970
 * @refusal: unknown_voucher, forged, binding_required, binding_stale, revoked for what a stolen key signed
 *
 * Reads and verifies what needs no database. Any thread.
 */
void platform_presented_read (PlatformPresented *self,
                              PlatformKeys *keys,
                              const char *text,
                              gint64 now,
                              PlatformRefusal *refusal);
void platform_presented_clear (PlatformPresented *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlatformPresented, platform_presented_clear)

/**
 * platform_redemption_find_store:
 * @field: what to call it where there is no such store: "/store_id" in a body, "?store_id" in a query
 * @store: (out) (transfer full): the store; untouched when refused
 * @refusal: invalid_field, forbidden
 *
 * Finds a store that the account may act for.
 */
gboolean platform_redemption_find_store (PlatformDatabase *database,
                                         const char *account_id,
                                         const char *store_id,
                                         const char *field,
                                         PlatformStore **store,
                                         PlatformRefusal *refusal,
                                         GError **error);

/**
 * platform_redemption_judge:
 * @store: where it is shown
 * @at: when, seconds since 1970
 * @language: for the refusal's sentence
 * @voucher: (out) (transfer full): the voucher, also when it is refused for anything but unknown_voucher,
 *   forged and wrong_merchant
 * @refusal: unknown_voucher, forged, wrong_merchant, refunded, already_redeemed (with redeemed_at and store),
 *   revoked, expired, not_yet_valid, wrong_branch, wrong_day, wrong_time (with next_valid_at)
 *
 * Is it good there and then? Writes nothing. Used by the preview and by redeeming, so that they never
 * disagree.
 */
gboolean platform_redemption_judge (PlatformDatabase *database,
                                    const PlatformTrade *trade,
                                    const PlatformPresented *presented,
                                    const PlatformStore *store,
                                    gint64 at,
                                    const char *language,
                                    PlatformVoucher **voucher,
                                    PlatformRefusal *refusal,
                                    GError **error);

/**
 * platform_redemption_check_rules:
 * @refusal: expired, not_yet_valid, wrong_branch, wrong_day, wrong_time (with next_valid_at)
 *
 * The rules that were agreed on, at this branch and that minute, whatever became of the voucher.
 */
gboolean platform_redemption_check_rules (PlatformDatabase *database,
                                          const PlatformTrade *trade,
                                          const PlatformVoucher *voucher,
                                          const PlatformStore *store,
                                          gint64 at,
                                          const char *language,
                                          PlatformRefusal *refusal,
                                          GError **error);

/**
 * platform_redemption_book:
 * @database: the writer's
 * @voucher: one that was judged to be good
 * @redeemed_at: when it was used
 * @handed_in_at: 0, or when the platform heard of it
 * @redemption: (out) (transfer full): the redemption; untouched when refused
 * @refusal: conflict: somebody else was faster
 *
 * Uses the voucher up in one conditional statement, and moves its escrow to the merchant.
 */
gboolean platform_redemption_book (PlatformDatabase *database,
                                   const PlatformTrade *trade,
                                   const PlatformVoucher *voucher,
                                   const char *account_id,
                                   const char *store_id,
                                   gint64 redeemed_at,
                                   gint64 handed_in_at,
                                   PlatformRedemption **redemption,
                                   PlatformRefusal *refusal,
                                   GError **error);

/**
 * platform_redemption_redeem:
 * @database: the writer's
 * @account_id: who redeems
 * @redemption: (out) (transfer full): the redemption; untouched when refused
 *
 * Judges, then uses the voucher up in one conditional statement, and moves its escrow to the merchant.
 */
gboolean platform_redemption_redeem (PlatformDatabase *database,
                                     const PlatformTrade *trade,
                                     const char *account_id,
                                     const PlatformPresented *presented,
                                     const PlatformStore *store,
                                     const char *language,
                                     PlatformRedemption **redemption,
                                     PlatformRefusal *refusal,
                                     GError **error);

G_END_DECLS
