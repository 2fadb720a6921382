/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/**
 * platform_routes_merchant_add:
 *
 * Adds what a merchant reads: its stores, the ledger. Needs context->trade.
 */
void platform_routes_merchant_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
