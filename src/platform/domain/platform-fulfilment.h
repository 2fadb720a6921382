/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-order-storage.h"
#include "platform-payment-storage.h"
#include "platform-provider.h"
#include "platform-trade.h"

G_BEGIN_DECLS

/**
 * PlatformProviderWord:
 * @try_id: (nullable): our own try, where the word is an answer to it
 * @order_id: (nullable): the order, as the provider remembers it
 * @session: (nullable): cs_…
 * @payment: (nullable): pi_…
 * @state: how the payment stands
 * @lost: TRUE if the provider was asked to take money and its answer was lost; @state means nothing then
 * @amount: minor units; only looked at when @state is PLATFORM_PAYMENT_SUCCEEDED
 * @currency: (nullable): ISO 4217
 * @url: (nullable): where the buyer pays or confirms
 * @message: (nullable): why it failed, for people
 *
 * What the provider said about a payment, whoever heard it: the answer to our call, a webhook, a poll.
 */
typedef struct
{
  const char *try_id;
  const char *order_id;
  const char *session;
  const char *payment;
  PlatformPaymentState state;
  gboolean lost;
  gint64 amount;
  const char *currency;
  const char *url;
  const char *message;
} PlatformProviderWord;

/**
 * platform_provider_word_from_payment:
 * @word: (out caller-allocates): points into @payment; @try_id is NULL
 */
void platform_provider_word_from_payment (PlatformProviderWord *word, const PlatformPayment *payment);

/**
 * platform_provider_word_from_session:
 * @word: (out caller-allocates): points into @session; @try_id is NULL
 */
void platform_provider_word_from_session (PlatformProviderWord *word, const PlatformCheckoutSession *session);

/**
 * platform_fulfilment_apply:
 * @database: the writer's
 * @order_id: (out) (optional) (nullable) (transfer full): the order that it was about
 *
 * Takes the provider's word, and does what follows from it: a payment that came makes one voucher for each
 * unit and fills the escrow; a payment that came too late, or a second time, is promised back at once; a
 * failure lets the buyer try again.
 *
 * The one routine behind answer, webhook, return page, poll and restart. It may be called any number of
 * times, with old words after new ones: money counts once, and what is final stays.
 */
gboolean platform_fulfilment_apply (PlatformDatabase *database,
                                    const PlatformTrade *trade,
                                    const PlatformProviderWord *word,
                                    char **order_id,
                                    GError **error);

/**
 * platform_fulfilment_complete:
 * @order: an order that waits for payment
 * @payment_id: the try that paid; NULL if nothing is paid through the platform
 * @completed: (out): FALSE if it does not wait any more: then nothing has changed
 *
 * Makes an order paid and its vouchers.
 */
gboolean platform_fulfilment_complete (PlatformDatabase *database,
                                       const PlatformTrade *trade,
                                       const PlatformOrder *order,
                                       PlatformPayMethod method,
                                       const char *payment_id,
                                       gboolean *completed,
                                       GError **error);

G_END_DECLS
