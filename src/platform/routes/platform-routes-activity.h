/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"
#include "platform-router.h"

G_BEGIN_DECLS

/** platform_routes_activity_add: what people who agreed to it saw and did: `/v1/activity`. */
void platform_routes_activity_add (PlatformRouter *router, PlatformContext *context);

/** platform_routes_shares_add: links to offers that people pass on: `/v1/deals/{id}/share` and the page that
 * they lead to, `/d/{id}`. */
void platform_routes_shares_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
