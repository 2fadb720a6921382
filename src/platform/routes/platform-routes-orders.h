/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/**
 * platform_routes_orders_add:
 *
 * Adds buying: orders, their payment, cancelling and refunds. Needs context->trade.
 */
void platform_routes_orders_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
