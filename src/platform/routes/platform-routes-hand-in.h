/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/**
 * platform_routes_hand_in_add:
 *
 * Adds what counters hand in after an outage, and what came of it. Needs context->trade.
 */
void platform_routes_hand_in_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
