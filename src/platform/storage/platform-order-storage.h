/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

typedef enum
{
  PLATFORM_ORDER_PENDING_PAYMENT,    /* holds stock until expires_at */
  PLATFORM_ORDER_UNKNOWN,            /* the provider was asked to take money and its answer was lost */
  PLATFORM_ORDER_PAID,               /* has vouchers */
  PLATFORM_ORDER_COMPLETED,          /* all vouchers used */
  PLATFORM_ORDER_CANCELLED,          /* given back before payment */
  PLATFORM_ORDER_EXPIRED,            /* not paid in time */
  PLATFORM_ORDER_REFUNDED,           /* no voucher left, some or all of the money given back */
  PLATFORM_ORDER_PARTIALLY_REFUNDED, /* some vouchers given back, others left or used */
} PlatformOrderState;

/* Ways to pay. */
typedef enum
{
  PLATFORM_METHOD_NONE,     /* not chosen yet */
  PLATFORM_METHOD_SAVED,    /* the account's card, off session */
  PLATFORM_METHOD_HOSTED,   /* the provider's page */
  PLATFORM_METHOD_AT_STORE, /* at the counter, or nothing to pay */
} PlatformPayMethod;

/**
 * platform_order_state_to_string:
 *
 * Returns: (transfer none): the contract's word, such as "pending_payment"
 */
const char *platform_order_state_to_string (PlatformOrderState state);

/**
 * platform_pay_method_to_string:
 *
 * Returns: (transfer none) (nullable): "saved", "hosted", "at_store", or NULL for PLATFORM_METHOD_NONE
 */
const char *platform_pay_method_to_string (PlatformPayMethod method);

/**
 * platform_pay_method_from_string:
 * @text: (nullable): the contract's word
 *
 * Returns: the method; PLATFORM_METHOD_NONE if it is none of them
 */
PlatformPayMethod platform_pay_method_from_string (const char *text);

/* One order. Times are seconds since 1970, money is in minor units of its currency. */
typedef struct
{
  gint64 number; /* its place in the order of creation */
  char *id;      /* ord_… */
  char *account_id;
  char *deal_id;
  char *store_id;
  char *merchant_id;
  char *slot_id;      /* or NULL: no booking */
  gint64 slot_starts; /* with a slot: its start and end */
  gint64 slot_ends;
  char *group_id; /* or NULL */
  char *tracking; /* or NULL */
  gint64 quantity;
  gint64 unit_amount;
  gint64 total;
  char *currency;
  gint64 terms;      /* see platform_order_storage_get_terms() */
  gint64 commission; /* ten-thousandths of what is redeemed */
  PlatformOrderState state;
  gint64 created_at;
  gint64 expires_at; /* end of the hold */
  gint64 paid_at;    /* 0: not paid */
  char *payment_id;  /* the try that paid, or NULL */
  PlatformPayMethod method;
  gint64 refunded;     /* given back so far */
  gboolean stock_held; /* its units are taken from the offer's stock */
} PlatformOrder;

void platform_order_free (PlatformOrder *order);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformOrder, platform_order_free)

/**
 * platform_order_storage_put_terms:
 * @body: what is agreed, as canonical JSON
 * @number: (out): the terms' number; equal terms have the same
 */
gboolean platform_order_storage_put_terms (PlatformDatabase *database,
                                           const char *body,
                                           gint64 *number,
                                           GError **error);

/**
 * platform_order_storage_get_terms:
 *
 * Returns: (transfer full): the body that platform_order_storage_put_terms() got, or NULL with @error
 */
char *platform_order_storage_get_terms (PlatformDatabase *database, gint64 number, GError **error);

/**
 * platform_order_storage_insert:
 * @per_person: units that one account may have of the deal; 0: no limit
 * @inserted: (out): FALSE if the limit forbids it
 *
 * Adds an order, in one statement with the check of the limit. Cancelled, expired and refunded orders do not
 * count.
 */
gboolean platform_order_storage_insert (PlatformDatabase *database,
                                        const PlatformOrder *order,
                                        gint64 per_person,
                                        gboolean *inserted,
                                        GError **error);

/**
 * platform_order_storage_get:
 * @account_id: (nullable): whose it must be; NULL: anybody's
 * @order: (out) (transfer full): the order; untouched if there is none
 *
 * Returns: PLATFORM_STEP_ROW, PLATFORM_STEP_DONE if there is none, PLATFORM_STEP_ERROR with @error
 */
PlatformStep platform_order_storage_get (PlatformDatabase *database,
                                         const char *id,
                                         const char *account_id,
                                         PlatformOrder **order,
                                         GError **error);

/**
 * platform_order_storage_list:
 * @before: only orders with a lower number; 0: from the newest
 *
 * Returns: (transfer full) (element-type PlatformOrder): an account's orders, newest first
 */
GPtrArray *platform_order_storage_list (PlatformDatabase *database,
                                        const char *account_id,
                                        gint64 before,
                                        guint limit,
                                        GError **error);

/**
 * platform_order_storage_move:
 * @from: states that may be left: an OR of `1 << PlatformOrderState`
 * @to: the state to enter
 * @moved: (out): FALSE if the order was in none of them
 *
 * Changes the state in one conditional statement; who gets @moved TRUE does what belongs to the change.
 */
gboolean platform_order_storage_move (PlatformDatabase *database,
                                      const char *id,
                                      guint from,
                                      PlatformOrderState to,
                                      gboolean *moved,
                                      GError **error);

/**
 * platform_order_storage_is:
 * @states: one bit for each state, `1u << state`
 * @is: (out): whether the order is in one of them
 */
gboolean platform_order_storage_is (PlatformDatabase *database,
                                    const char *id,
                                    guint states,
                                    gboolean *is,
                                    GError **error);

/**
 * platform_order_storage_set_paid:
 *
 * @payment_id: (nullable): the try that paid
 *
 * Notes when and how an order was paid.
 */
gboolean platform_order_storage_set_paid (PlatformDatabase *database,
                                          const char *id,
                                          PlatformPayMethod method,
                                          const char *payment_id,
                                          gint64 paid_at,
                                          GError **error);

/**
 * platform_order_storage_set_ended:
 *
 * Notes when an order ended unpaid.
 */
gboolean platform_order_storage_set_ended (PlatformDatabase *database,
                                           const char *id,
                                           gint64 ended_at,
                                           GError **error);

/**
 * platform_order_storage_add_refunded:
 * @amount: minor units given back now
 */
gboolean platform_order_storage_add_refunded (PlatformDatabase *database,
                                              const char *id,
                                              gint64 amount,
                                              GError **error);

/**
 * platform_order_storage_drop_hold:
 * @dropped: (out): TRUE for whoever has to give the stock back: once for each order
 */
gboolean platform_order_storage_drop_hold (PlatformDatabase *database,
                                           const char *id,
                                           gboolean *dropped,
                                           GError **error);

/**
 * platform_order_storage_list_due:
 *
 * Returns: (transfer full) (element-type utf8): ids of orders that wait for payment and whose hold ended at
 *   @now or before, the oldest first, at most @limit
 */
GPtrArray *
platform_order_storage_list_due (PlatformDatabase *database, gint64 now, guint limit, GError **error);

/**
 * platform_order_storage_get_next_due:
 * @at: (out): when the next hold ends; G_MAXINT64 if there is none
 */
gboolean platform_order_storage_get_next_due (PlatformDatabase *database, gint64 *at, GError **error);

/**
 * platform_order_storage_shift_holds:
 * @seconds: how far the clock was set forward; below zero: back
 *
 * Moves the end of every hold with the clock, so that each keeps the time that it had left.
 */
gboolean platform_order_storage_shift_holds (PlatformDatabase *database, gint64 seconds, GError **error);

G_END_DECLS
