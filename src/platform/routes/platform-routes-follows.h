/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/** platform_routes_follows_add: the stores that an account follows. */
void platform_routes_follows_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
