/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"
#include "platform-router.h"

G_BEGIN_DECLS

/**
 * platform_routes_trail_add:
 *
 * Adds one transaction's whole story, for buyer, merchant and operator.
 */
void platform_routes_trail_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
