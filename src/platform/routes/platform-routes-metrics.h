/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/**
 * platform_routes_metrics_add:
 *
 * Adds GET /metrics, in Prometheus' text format 0.0.4. It answers programs of this machine that come without
 * a proxy, and operators; to everybody else it says 401 or 403.
 */
void platform_routes_metrics_add (PlatformRouter *router, PlatformContext *context);

/**
 * platform_routes_metrics_add_open:
 *
 * Adds GET /metrics and GET /healthz to the router of a server of their own, which nobody else reaches: there
 * is no question who asks.
 */
void platform_routes_metrics_add_open (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
