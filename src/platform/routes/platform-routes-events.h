/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/**
 * platform_routes_events_open:
 * @context: with a city
 *
 * Sets context->feed up and adds `GET /v1/events`.
 *
 * Returns: FALSE with @error set
 */
gboolean platform_routes_events_open (PlatformRouter *router, PlatformContext *context, GError **error);

/**
 * platform_routes_events_close:
 *
 * Ends all streams. The server has stopped, the writer still runs.
 */
void platform_routes_events_close (PlatformContext *context);

G_END_DECLS
