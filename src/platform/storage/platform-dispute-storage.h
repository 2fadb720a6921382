/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/* A complaint about what was used, or not taken. Times are seconds since 1970, money is in minor units. */
typedef struct
{
  gint64 number;
  char *id; /* dsp_… */
  char *order_id;
  char *account_id; /* the buyer */
  char *merchant_id;
  char *store_id; /* where it happened */
  char *currency;
  gint64 amount;    /* what it is about; all that can be given back */
  char *reason;     /* "not_as_described", "refused", "quality", "other" */
  char *state;      /* "open": the merchant is to answer; "answered": the operator is to decide; "decided" */
  char *outcome;    /* NULL until then: "refunded", "partially_refunded", "rejected", "withdrawn" */
  char *decided_by; /* NULL until then: "operator", "deadline", "merchant", "buyer" */
  gint64 refunded;
  gint64 opened_at;
  gint64 answer_by;
  gint64 decided_at; /* 0: not yet */
} PlatformDispute;

void platform_dispute_free (PlatformDispute *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformDispute, platform_dispute_free)

/* One use of a voucher that a dispute is about. */
typedef struct
{
  char *voucher_id;
  gint64 round;
  gint64 amount;
  gint64 commission; /* part of @amount that came from the commission */
  gboolean held;     /* FALSE: still in escrow */
} PlatformDisputeVoucher;

void platform_dispute_voucher_free (PlatformDisputeVoucher *self);

/* Something said. */
typedef struct
{
  char *id;     /* msg_… */
  char *author; /* "buyer", "merchant", "operator" */
  char *text;
  gint64 created_at;
} PlatformDisputeMessage;

void platform_dispute_message_free (PlatformDisputeMessage *self);

/* Something shown. */
typedef struct
{
  char *id; /* pic_… */
  char *author;
  char *type; /* "image/png", "image/jpeg", "image/webp" */
  gint64 width;
  gint64 height;
  gint64 size; /* bytes */
  gint64 created_at;
  GBytes *bytes; /* NULL in lists */
} PlatformDisputePicture;

void platform_dispute_picture_free (PlatformDisputePicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformDisputePicture, platform_dispute_picture_free)

/**
 * platform_dispute_storage_insert:
 *
 * Adds an open dispute and sets its number. PLATFORM_STORAGE_ERROR_CONSTRAINT if the order has one that is
 * not decided.
 */
gboolean
platform_dispute_storage_insert (PlatformDatabase *database, PlatformDispute *dispute, GError **error);

gboolean platform_dispute_storage_add_voucher (PlatformDatabase *database,
                                               gint64 dispute,
                                               const PlatformDisputeVoucher *voucher,
                                               GError **error);

/**
 * platform_dispute_storage_list_vouchers:
 *
 * Returns: (transfer full) (element-type PlatformDisputeVoucher): what it is about
 */
GPtrArray *
platform_dispute_storage_list_vouchers (PlatformDatabase *database, gint64 dispute, GError **error);

/**
 * platform_dispute_storage_is_disputed:
 * @disputed: (out): whether that use of the voucher was ever disputed
 */
gboolean platform_dispute_storage_is_disputed (PlatformDatabase *database,
                                               const char *voucher_id,
                                               gint64 round,
                                               gboolean *disputed,
                                               GError **error);

/**
 * platform_dispute_storage_get:
 * @dispute: (out) (transfer full): the dispute; untouched if there is none
 */
PlatformStep platform_dispute_storage_get (PlatformDatabase *database,
                                           const char *id,
                                           PlatformDispute **dispute,
                                           GError **error);

/**
 * platform_dispute_storage_get_of_order:
 * @dispute: (out) (transfer full): the order's newest dispute; untouched if there is none
 */
PlatformStep platform_dispute_storage_get_of_order (PlatformDatabase *database,
                                                    const char *order_id,
                                                    PlatformDispute **dispute,
                                                    GError **error);

/**
 * platform_dispute_storage_list:
 * @merchant_id: (nullable): only this merchant's
 * @state: (nullable): only in this state
 * @before: only with a lower number; 0: from the newest
 *
 * Returns: (transfer full) (element-type PlatformDispute): newest first
 */
GPtrArray *platform_dispute_storage_list (PlatformDatabase *database,
                                          const char *merchant_id,
                                          const char *state,
                                          gint64 before,
                                          guint limit,
                                          GError **error);

/**
 * platform_dispute_storage_list_due:
 *
 * Returns: (transfer full) (element-type PlatformDispute): open ones whose answer was due at @now or before
 */
GPtrArray *
platform_dispute_storage_list_due (PlatformDatabase *database, gint64 now, guint limit, GError **error);

/**
 * platform_dispute_storage_set_answered:
 *
 * The merchant has answered; the operator is to decide. Nothing happens unless it was open.
 */
gboolean platform_dispute_storage_set_answered (PlatformDatabase *database, gint64 dispute, GError **error);

/**
 * platform_dispute_storage_decide:
 * @decided: (out): FALSE if it was decided before: then nothing has changed
 */
gboolean platform_dispute_storage_decide (PlatformDatabase *database,
                                          gint64 dispute,
                                          const char *outcome,
                                          const char *decided_by,
                                          gint64 refunded,
                                          gint64 now,
                                          gboolean *decided,
                                          GError **error);

/**
 * platform_dispute_storage_shift_deadlines:
 * @seconds: how far the clock was set forward; below zero: back
 *
 * Whoever has to answer keeps the time that was left.
 */
gboolean
platform_dispute_storage_shift_deadlines (PlatformDatabase *database, gint64 seconds, GError **error);

gboolean platform_dispute_storage_add_message (PlatformDatabase *database,
                                               gint64 dispute,
                                               const PlatformDisputeMessage *message,
                                               const char *account_id,
                                               GError **error);

/**
 * platform_dispute_storage_list_messages:
 *
 * Returns: (transfer full) (element-type PlatformDisputeMessage): in the order they were said
 */
GPtrArray *
platform_dispute_storage_list_messages (PlatformDatabase *database, gint64 dispute, GError **error);

gboolean platform_dispute_storage_add_picture (PlatformDatabase *database,
                                               gint64 dispute,
                                               const PlatformDisputePicture *picture,
                                               GError **error);

/**
 * platform_dispute_storage_list_pictures:
 *
 * Returns: (transfer full) (element-type PlatformDisputePicture): without their bytes
 */
GPtrArray *
platform_dispute_storage_list_pictures (PlatformDatabase *database, gint64 dispute, GError **error);

/**
 * platform_dispute_storage_get_picture:
 * @picture: (out) (transfer full): with its bytes; untouched if this dispute has none such
 */
PlatformStep platform_dispute_storage_get_picture (PlatformDatabase *database,
                                                   gint64 dispute,
                                                   const char *id,
                                                   PlatformDisputePicture **picture,
                                                   GError **error);

/* What a counter answered to a voucher that could still be used. */
typedef struct
{
  char *store_id;
  char *code; /* the problem's */
  gint64 at;
} PlatformCounterRefusal;

void platform_counter_refusal_free (PlatformCounterRefusal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformCounterRefusal, platform_counter_refusal_free)

gboolean platform_counter_refusal_storage_add (PlatformDatabase *database,
                                               const char *voucher_id,
                                               const char *merchant_id,
                                               const char *store_id,
                                               const char *code,
                                               gint64 at,
                                               GError **error);

/**
 * platform_counter_refusal_storage_get:
 * @refusal: (out) (transfer full): the newest of an order's vouchers that can still be used; untouched if
 *   there is none
 */
PlatformStep platform_counter_refusal_storage_get (PlatformDatabase *database,
                                                   const char *order_id,
                                                   PlatformCounterRefusal **refusal,
                                                   GError **error);

G_END_DECLS
