/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/**
 * platform_routes_operation_add:
 *
 * Adds what the operator and tools ask for: /healthz and /v1/openapi.yaml.
 */
void platform_routes_operation_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
