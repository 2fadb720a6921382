/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/**
 * platform_routes_gifts_add:
 *
 * Adds how a voucher changes hands: devices' keys, re-issue, gifts.
 */
void platform_routes_gifts_add (PlatformRouter *router, PlatformContext *context);

/**
 * platform_routes_gift_page_add:
 *
 * Adds the page that a gift's link leads to.
 */
void platform_routes_gift_page_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
