/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/**
 * platform_routes_redemptions_add:
 *
 * Adds the counter: preview, redeeming, and what was redeemed. Needs context->trade.
 */
void platform_routes_redemptions_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
