/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/**
 * platform_routes_vouchers_add:
 *
 * Adds the wallet and the keys that vouchers are signed with: /v1/vouchers, /.well-known/jwks.json. Needs
 * context->trade.
 */
void platform_routes_vouchers_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
