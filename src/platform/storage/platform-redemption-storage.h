/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/* A voucher that was used. Times are seconds since 1970, money is in minor units. */
typedef struct
{
  gint64 number; /* its place in the order of redeeming */
  char *id;      /* red_… */
  char *voucher_id;
  gint64 round; /* the voucher's escrow round */
  char *order_id;
  char *deal_id;
  char *merchant_id;
  char *store_id;
  char *account_id; /* who redeemed it */
  gint64 quantity;
  gint64 amount; /* what the merchant gets, commission included; or takes at the counter */
  char *currency;
  gint64 redeemed_at;
  gint64 handed_in_at; /* redeemed in an outage: when the platform heard of it; 0: it was asked */
  gint64 terms;        /* read together with it: the order's */
  gint64 undone_at;    /* likewise; 0: it stands */
  char *undo_reason;   /* likewise, or NULL */
} PlatformRedemption;

void platform_redemption_free (PlatformRedemption *redemption);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformRedemption, platform_redemption_free)

/**
 * platform_redemption_storage_insert:
 *
 * PLATFORM_STORAGE_ERROR_CONSTRAINT if the voucher was redeemed in this round before.
 */
gboolean platform_redemption_storage_insert (PlatformDatabase *database,
                                             const PlatformRedemption *redemption,
                                             GError **error);

/**
 * platform_redemption_storage_get:
 * @redemption: (out) (transfer full): the redemption; untouched if there is none
 *
 * Returns: PLATFORM_STEP_ROW, PLATFORM_STEP_DONE if there is none, PLATFORM_STEP_ERROR with @error
 */
PlatformStep platform_redemption_storage_get (PlatformDatabase *database,
                                              const char *id,
                                              PlatformRedemption **redemption,
                                              GError **error);

/**
 * platform_redemption_storage_get_of_voucher:
 * @round: the voucher's escrow round
 *
 * As platform_redemption_storage_get(), by what was redeemed.
 */
PlatformStep platform_redemption_storage_get_of_voucher (PlatformDatabase *database,
                                                         const char *voucher_id,
                                                         gint64 round,
                                                         PlatformRedemption **redemption,
                                                         GError **error);

/**
 * platform_redemption_storage_insert_undo:
 * @reason: 1 to 500 characters
 *
 * PLATFORM_STORAGE_ERROR_CONSTRAINT if it was undone before.
 */
gboolean platform_redemption_storage_insert_undo (PlatformDatabase *database,
                                                  const char *redemption_id,
                                                  const char *account_id,
                                                  const char *reason,
                                                  gint64 now,
                                                  GError **error);

/**
 * platform_redemption_storage_list:
 * @from: first second
 * @until: first second that is too late
 * @before: only redemptions with a lower number; 0: from the newest
 *
 * Returns: (transfer full) (element-type PlatformRedemption): what was redeemed at a store, newest first
 */
GPtrArray *platform_redemption_storage_list (PlatformDatabase *database,
                                             const char *store_id,
                                             gint64 from,
                                             gint64 until,
                                             gint64 before,
                                             guint limit,
                                             GError **error);

/**
 * platform_redemption_storage_sum:
 * @count: (out): redemptions at the store in that time that stand
 * @total: (out): their amounts
 */
gboolean platform_redemption_storage_sum (PlatformDatabase *database,
                                          const char *store_id,
                                          gint64 from,
                                          gint64 until,
                                          gint64 *count,
                                          gint64 *total,
                                          GError **error);

G_END_DECLS
