/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-json-writer.h"

#include "platform-context.h"

G_BEGIN_DECLS

/**
 * platform_routes_payments_open:
 * @context: set up as for platform_routes_open()
 *
 * Finds out who moves the money, and sets context->provider: with context->sandbox the sandbox provider,
 * which is started here; otherwise the one that `payments.conf` in the data directory names, if it is there:
 *
 *     [provider]
 *     url=https://api.stripe.com
 *     secret_key=sk_live_…
 *     webhook_secrets=whsec_…;
 *     session_min_s=1800
 *
 * Without either, only what needs no payment can be ordered.
 *
 * Returns: FALSE with @error set if the sandbox cannot start or the file makes no sense
 */
gboolean platform_routes_payments_open (PlatformContext *context, GError **error);

/**
 * platform_routes_payments_add:
 * @context: with context->trade set, if there is a trade
 *
 * Adds the provider's webhook and the page that buyers come back to.
 */
void platform_routes_payments_add (PlatformRouter *router, PlatformContext *context);

/**
 * platform_routes_payments_write_ready:
 *
 * Adds "payment_provider" with address and keys of the sandbox provider; nothing without it.
 */
void platform_routes_payments_write_ready (PlatformContext *context, RamblaJsonWriter *writer);

/**
 * platform_routes_payments_close:
 *
 * Ends what platform_routes_payments_open() began; after the trade has ended.
 */
void platform_routes_payments_close (PlatformContext *context);

G_END_DECLS
