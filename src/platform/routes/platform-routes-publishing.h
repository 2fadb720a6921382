/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"
#include "platform-store-storage.h"
#include "rambla-json-writer.h"

G_BEGIN_DECLS

/**
 * platform_routes_publishing_add:
 *
 * Adds what a merchant does with its offers: list, publish, change, stop. Needs context->trade.
 */
void platform_routes_publishing_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
