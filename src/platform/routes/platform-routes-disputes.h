/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"
#include "platform-router.h"

G_BEGIN_DECLS

/**
 * platform_routes_disputes_add:
 *
 * Adds what buyer, merchant and operator say and decide about an order that went wrong.
 */
void platform_routes_disputes_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
