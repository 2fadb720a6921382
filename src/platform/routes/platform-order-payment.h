/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"
#include "platform-order-storage.h"

G_BEGIN_DECLS

/**
 * platform_order_payment_on_pay:
 * @context: a #PlatformContext
 *
 * Handler of POST /v1/orders/{id}/payment. Two transactions with the provider between them: the try and the
 * key as under way; then the provider's word, what follows from it, and the answer. A crash between them
 * leaves the try to be asked about at the next start.
 */
void platform_order_payment_on_pay (PlatformRequest *request, gpointer context);

/**
 * platform_order_payment_ask:
 *
 * Asks the provider about an order whose payment has no end yet, at most once a second. Returns at once.
 */
void platform_order_payment_ask (PlatformContext *context, const PlatformOrder *order);

G_END_DECLS
