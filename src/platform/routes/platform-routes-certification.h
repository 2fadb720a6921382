/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/** platform_routes_certification_add: what the platform states about a store's merchant, signed; stating and
 * withdrawing it. */
void platform_routes_certification_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
