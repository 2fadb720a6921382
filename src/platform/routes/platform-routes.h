/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-json-writer.h"

#include "platform-context.h"

G_BEGIN_DECLS

/* All that main() knows of the platform's rooms: each room that has routes, or work at the start and the end,
 * is called from here. */

/**
 * platform_routes_open:
 * @context: set up, with readers and writer at work
 *
 * Prepares what the routes need and adds all of them. Called before the first request.
 *
 * Returns: FALSE with @error set if the platform cannot start; platform_routes_close() is called then too
 */
gboolean platform_routes_open (PlatformRouter *router, PlatformContext *context, GError **error);

/**
 * platform_routes_write_ready:
 * @writer: within the object that says that the platform is ready
 *
 * Adds what the program that started us may need to know.
 */
void platform_routes_write_ready (PlatformContext *context, RamblaJsonWriter *writer);

/**
 * platform_routes_close:
 *
 * Ends what platform_routes_open() began. Called after the last request, while readers and writer still work.
 */
void platform_routes_close (PlatformContext *context);

G_END_DECLS
