/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-me.h"
#include "rambla-money.h"
#include "rambla-order.h"
#include "rambla-voucher.h"

G_BEGIN_DECLS

/* Calls of the signed-in consumer. Every finish function gives errors of %RAMBLA_API_ERROR or
 * %G_IO_ERROR_CANCELLED. */

/** rambla_purchases_new_key: (transfer full): a fresh idempotency key, 128 random bits in hexadecimal. */
char *rambla_purchases_new_key (void);

/**
 * rambla_purchases_create_async:
 * @key: idempotency key; store it before the first try, and use it for every further one
 * @expected_total: what the buyer saw
 * @slot_id: (nullable): for a booking
 * @tracking: (nullable): what led to it, see rambla_activity_dup_tracking()
 */
void rambla_purchases_create_async (RamblaApi *api,
                                    const char *key,
                                    const char *deal_id,
                                    const char *store_id,
                                    int quantity,
                                    RamblaMoney expected_total,
                                    const char *slot_id,
                                    const char *tracking,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/** Returns: (transfer full) */
RamblaOrder *rambla_purchases_create_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/* How a payment went. @state: paid, pending_payment or unknown. @url: (nullable) the hosted page. @message:
 * (nullable) why a card was declined. */
typedef struct
{
  char *state;
  char *url;
  char *message;
} RamblaPaymentResult;

void rambla_payment_result_free (RamblaPaymentResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaPaymentResult, rambla_payment_result_free)

/** rambla_purchases_pay_async: pays; @method is saved, hosted or at_store. */
void rambla_purchases_pay_async (RamblaApi *api,
                                 const char *key,
                                 const char *order_id,
                                 const char *method,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/** Returns: (transfer full) */
RamblaPaymentResult *rambla_purchases_pay_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_purchases_get_order_async: one order. */
void rambla_purchases_get_order_async (RamblaApi *api,
                                       const char *id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/** Returns: (transfer full) */
RamblaOrder *rambla_purchases_get_order_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_purchases_cancel_async: gives the hold back before paying. */
void rambla_purchases_cancel_async (RamblaApi *api,
                                    const char *key,
                                    const char *order_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/** Returns: (transfer full) */
RamblaOrder *rambla_purchases_cancel_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_purchases_refund_async: takes the money of the unused vouchers back; the result is the amount. */
void rambla_purchases_refund_async (RamblaApi *api,
                                    const char *key,
                                    const char *order_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/** Returns: (transfer full): free with g_free() */
RamblaMoney *rambla_purchases_refund_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/* One page of orders or vouchers. */
typedef struct
{
  GPtrArray *items; /* of RamblaOrder or RamblaVoucher */
  char *next;       /* cursor of the next page, NULL at the end */
} RamblaPurchasePage;

void rambla_purchase_page_free (RamblaPurchasePage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaPurchasePage, rambla_purchase_page_free)

/** rambla_purchases_list_orders_async: own orders, newest first; @cursor is %NULL for the first page. */
void rambla_purchases_list_orders_async (RamblaApi *api,
                                         const char *cursor,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
/** Returns: (transfer full): of RamblaOrder */
RamblaPurchasePage *
rambla_purchases_list_orders_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_purchases_list_vouchers_async: the wallet, next to be used first; @cursor is %NULL for the first
 * page. */
void rambla_purchases_list_vouchers_async (RamblaApi *api,
                                           const char *cursor,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
/** Returns: (transfer full): of RamblaVoucher */
RamblaPurchasePage *
rambla_purchases_list_vouchers_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_purchases_get_voucher_async: one voucher, signed. */
void rambla_purchases_get_voucher_async (RamblaApi *api,
                                         const char *id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
/** Returns: (transfer full) */
RamblaVoucher *rambla_purchases_get_voucher_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_purchases_get_me_async: who is signed in. */
void rambla_purchases_get_me_async (RamblaApi *api,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/** Returns: (transfer full) */
RamblaMe *rambla_purchases_get_me_finish (RamblaApi *api, GAsyncResult *result, GError **error);

G_END_DECLS
