/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"
#include "rambla-json-writer.h"

G_BEGIN_DECLS

/**
 * platform_routes_trade_open:
 * @context: with city and provider set
 *
 * Sets up who may call and what the trade works with, adds their routes, and starts the scheduler. Without a
 * city there is nothing to trade: then only identity.
 *
 * Returns: FALSE with @error set; platform_routes_trade_close() is called then too
 */
gboolean platform_routes_trade_open (PlatformRouter *router, PlatformContext *context, GError **error);

/**
 * platform_routes_trade_write_ready:
 *
 * With the sandbox: the member "sign_in" with one code for each sample account.
 */
void platform_routes_trade_write_ready (PlatformContext *context, RamblaJsonWriter *writer);

/**
 * platform_routes_trade_close:
 *
 * Ends the scheduler and waits for what is under way with the provider.
 */
void platform_routes_trade_close (PlatformContext *context);

G_END_DECLS
