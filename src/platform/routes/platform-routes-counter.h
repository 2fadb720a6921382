/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/**
 * platform_routes_counter_add:
 *
 * Adds what a counter needs to work without the platform: its document, what changed about vouchers, the
 * merchant's settings, and its key. Needs context->trade.
 */
void platform_routes_counter_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
