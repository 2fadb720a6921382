/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

typedef enum
{
  PLATFORM_GIFT_OPEN,      /* may be claimed, until it expires */
  PLATFORM_GIFT_CLAIMED,   /* the voucher is the taker's */
  PLATFORM_GIFT_WITHDRAWN, /* the giver took it back */
  PLATFORM_GIFT_VOID,      /* the voucher was used, refunded or expired before */
} PlatformGiftState;

/* A voucher on its way to a friend. Times are seconds since 1970. */
typedef struct
{
  char *code; /* as a voucher's short code, but good once and only for claiming */
  char *voucher_id;
  char *giver_id;
  char *taker_id; /* NULL until it is claimed */
  char *message;  /* for the friend, or NULL */
  PlatformGiftState state;
  gint64 created_at;
  gint64 expires_at; /* exclusive */
  gint64 ended_at;   /* 0 while it is open */
  char *giver_name;  /* read together with it */
  char *taker_name;
} PlatformGift;

void platform_gift_free (PlatformGift *gift);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformGift, platform_gift_free)

/**
 * platform_gift_state_to_string:
 *
 * Returns: (transfer none): the contract's word, such as "open"
 */
const char *platform_gift_state_to_string (PlatformGiftState state);

/**
 * platform_gift_storage_insert:
 *
 * Adds an open gift. PLATFORM_STORAGE_ERROR_CONSTRAINT if the voucher has one that is open.
 */
gboolean platform_gift_storage_insert (PlatformDatabase *database, const PlatformGift *gift, GError **error);

/**
 * platform_gift_storage_get:
 * @gift: (out) (transfer full): the gift; untouched if there is none
 *
 * Returns: PLATFORM_STEP_ROW, PLATFORM_STEP_DONE if there is none, PLATFORM_STEP_ERROR with @error
 */
PlatformStep
platform_gift_storage_get (PlatformDatabase *database, const char *code, PlatformGift **gift, GError **error);

/**
 * platform_gift_storage_find:
 * @account_id: who looks
 * @gift: (out) (transfer full): the voucher's last gift, open or claimed, that the account gave or took;
 *   untouched if there is none
 */
PlatformStep platform_gift_storage_find (PlatformDatabase *database,
                                         const char *voucher_id,
                                         const char *account_id,
                                         PlatformGift **gift,
                                         GError **error);

/**
 * platform_gift_storage_claim:
 * @claimed: (out): FALSE if the gift is not open, has expired, is @taker_id's own, or its voucher is not
 *   the giver's to give any more: then nothing has changed
 *
 * One conditional statement. The voucher itself is not touched: reissue it in the same transaction.
 */
gboolean platform_gift_storage_claim (PlatformDatabase *database,
                                      const char *code,
                                      const char *taker_id,
                                      gint64 now,
                                      gboolean *claimed,
                                      GError **error);

/**
 * platform_gift_storage_withdraw:
 * @expired_only: TRUE: only if its time has passed
 * @withdrawn: (out): FALSE if the voucher has no open gift of @giver_id's
 */
gboolean platform_gift_storage_withdraw (PlatformDatabase *database,
                                         const char *voucher_id,
                                         const char *giver_id,
                                         gboolean expired_only,
                                         gint64 now,
                                         gboolean *withdrawn,
                                         GError **error);

G_END_DECLS
