/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"
#include "platform-router.h"

G_BEGIN_DECLS

/**
 * platform_routes_settlements_add:
 *
 * Adds what merchants were paid out and the rows each figure comes from, and what the operator agreed on with
 * them.
 */
void platform_routes_settlements_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
