/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"
#include "platform-router.h"

G_BEGIN_DECLS

/** platform_routes_sponsorship_add: adds the operator's word on which offers are sponsored. */
void platform_routes_sponsorship_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
