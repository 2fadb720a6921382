/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/** platform_routes_special_days_add: a merchant says on which dates a store is open at other hours. */
void platform_routes_special_days_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
