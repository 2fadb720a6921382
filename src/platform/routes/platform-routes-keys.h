/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/**
 * platform_routes_keys_add:
 *
 * Adds the platform's signing keys, for everybody, and their change, for the operator.
 */
void platform_routes_keys_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
