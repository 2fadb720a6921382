/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-inquiry.h"
#include "platform-order-storage.h"
#include "platform-payment-storage.h"
#include "platform-refusal.h"
#include "platform-trade.h"

G_BEGIN_DECLS

/**
 * PlatformPaying:
 * @state: how the order stands: paid, waiting or unknown
 * @url: (nullable): where the buyer pays or confirms
 * @message: (nullable): why not yet, for people
 * @try: (nullable): the provider has to be asked: pass it to platform_inquiry_start() once this is committed
 * @kind: with @try, what to ask
 * @page_seconds: with @try, how long the hold lasts
 *
 * How a payment went so far.
 */
typedef struct
{
  PlatformOrderState state;
  char *url;
  char *message;
  PlatformTry *try;
  PlatformInquiryKind kind;
  gint64 page_seconds;
} PlatformPaying;

void platform_paying_clear (PlatformPaying *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlatformPaying, platform_paying_clear)

/**
 * platform_paying_begin:
 * @database: the writer's
 * @language: for the description
 * @paying: (out caller-allocates): how it went; empty when refused
 * @refusal: not_found, order_state, hold_expired, conflict, invalid_field, provider_unavailable
 *
 * Begins to pay an order. What needs no provider (nothing to pay, or at the store) is done at once. While one
 * payment is under way no second one begins, and what is paid is not paid again: the answer then is how it
 * stands.
 */
gboolean platform_paying_begin (PlatformDatabase *database,
                                PlatformTrade *trade,
                                const char *account_id,
                                const char *order_id,
                                PlatformPayMethod method,
                                const char *language,
                                PlatformPaying *paying,
                                PlatformRefusal *refusal,
                                GError **error);

/**
 * platform_paying_read:
 * @try_id: the try that was begun
 * @paying: (out caller-allocates): how it stands now; @try is NULL
 */
gboolean
platform_paying_read (PlatformDatabase *database, const char *try_id, PlatformPaying *paying, GError **error);

/**
 * platform_paying_ask_again:
 * @try: a try that is not final
 *
 * Asks the provider how a try stands: of a charge whose answer was lost by repeating it with its key. The
 * page of an order that has ended is closed.
 *
 * Returns: FALSE with @error set if the order could not be read
 */
gboolean platform_paying_ask_again (PlatformDatabase *database,
                                    PlatformTrade *trade,
                                    const PlatformTry *try,
                                    GError **error);

/**
 * platform_paying_recover:
 *
 * For the program's start: whatever was being asked when the last run ended is `unknown` now.
 */
gboolean platform_paying_recover (PlatformDatabase *database, PlatformTrade *trade, GError **error);

G_END_DECLS
