/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

typedef enum
{
  PLATFORM_REFUND_ROW_PENDING,   /* promised; the provider is asked until it answers */
  PLATFORM_REFUND_ROW_SUCCEEDED, /* given back */
  PLATFORM_REFUND_ROW_FAILED,    /* the provider refused for good: for the operator to settle */
} PlatformRefundRowState;

/* Money promised back. Times are seconds since 1970, money is in minor units. */
typedef struct
{
  char *id; /* ref_…, also the provider's idempotency key */
  char *order_id;
  char *payment_id; /* pay_…, the try that had paid */
  gint64 amount;
  char *currency;
  char *reason; /* in the buyer's words, or the platform's */
  PlatformRefundRowState state;
  char *provider_refund; /* re_…, or NULL */
  char *message;         /* what the provider said, or NULL */
  gint64 created_at;
  gint64 tried_at; /* 0: not yet */
  gint64 tries;
  char *provider_payment; /* read together with it: the try's pi_…, or NULL */
} PlatformRefundRow;

void platform_refund_row_free (PlatformRefundRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformRefundRow, platform_refund_row_free)

gboolean
platform_refund_storage_insert (PlatformDatabase *database, const PlatformRefundRow *row, GError **error);

/**
 * platform_refund_storage_list_pending:
 * @tried_before: only those not tried since
 *
 * Returns: (transfer full) (element-type PlatformRefundRow): refunds that the provider has not confirmed
 */
GPtrArray *platform_refund_storage_list_pending (PlatformDatabase *database,
                                                 gint64 tried_before,
                                                 guint limit,
                                                 GError **error);

/**
 * platform_refund_storage_set_tried:
 *
 * Notes that the provider is asked now.
 */
gboolean
platform_refund_storage_set_tried (PlatformDatabase *database, const char *id, gint64 at, GError **error);

/**
 * platform_refund_storage_settle:
 * @provider_refund: (nullable): re_…
 * @message: (nullable): what the provider said
 *
 * Writes how a pending refund ended; one that has ended stays as it is.
 */
gboolean platform_refund_storage_settle (PlatformDatabase *database,
                                         const char *id,
                                         PlatformRefundRowState state,
                                         const char *provider_refund,
                                         const char *message,
                                         GError **error);

G_END_DECLS
