/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "platform-provider.h"

G_BEGIN_DECLS

/*
 * What the Stripe-compatible protocol writes, and what it means here. Pure: no I/O, any thread.
 */

/**
 * platform_stripe_amount_to_wire:
 * @amount: minor units of ISO 4217
 * @currency: ISO 4217, upper case
 * @wire: (out): the protocol's number
 *
 * The protocol's units are ISO's, but for ISK and UGX (written with two digits that are zero), MGA (without
 * digits), and the currencies of three digits (the last one must be zero).
 *
 * Returns: %FALSE if the protocol cannot say that amount exactly
 */
gboolean platform_stripe_amount_to_wire (gint64 amount, const char *currency, gint64 *wire);

/**
 * platform_stripe_amount_from_wire:
 *
 * The way back; @currency in either case.
 */
gboolean platform_stripe_amount_from_wire (gint64 wire, const char *currency, gint64 *amount);

/**
 * platform_stripe_read_payment:
 * @object: a `payment_intent`
 *
 * Returns: (nullable) (transfer full): the payment, or %NULL with %PLATFORM_PROVIDER_ERROR_PROTOCOL
 */
PlatformPayment *platform_stripe_read_payment (JsonObject *object, GError **error);

/* The same for a `checkout.session`, a `refund`, and an `event` (whole webhook body). */
PlatformCheckoutSession *platform_stripe_read_session (JsonObject *object, GError **error);
PlatformRefund *platform_stripe_read_refund (JsonObject *object, GError **error);
PlatformProviderEvent *platform_stripe_read_event (JsonObject *object, GError **error);

/* Takes decline_code and message of @payment from an object that tells why a charge was refused. */
void platform_stripe_read_refusal (JsonObject *refusal, PlatformPayment *payment);

/**
 * platform_stripe_read_cards:
 * @object: a `list` of `payment_method`; those that are no cards are left out
 *
 * Returns: (nullable) (transfer full) (element-type PlatformSavedCard): the cards
 */
GPtrArray *platform_stripe_read_cards (JsonObject *object, GError **error);

/**
 * platform_stripe_read_error:
 * @status: the answer's status, 400 or more
 * @object: (nullable): the answer's body, %NULL if it was no JSON object
 * @declined: (out) (optional) (transfer full) (nullable): for a declined card: what became of the payment
 * @error: always set, but when @declined is
 *
 * Tells what an answer that is no success means.
 */
void
platform_stripe_read_error (guint status, JsonObject *object, PlatformPayment **declined, GError **error);

G_END_DECLS
