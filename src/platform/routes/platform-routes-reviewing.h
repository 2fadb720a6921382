/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/** platform_routes_reviewing_add: writing reviews, replying, hiding, voting, and the lists for it. */
void platform_routes_reviewing_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
