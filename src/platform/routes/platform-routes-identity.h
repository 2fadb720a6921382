/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/**
 * platform_routes_identity_add:
 *
 * Adds who is calling: all of /oauth, its metadata, /v1/me; and makes the router ask for tokens on every
 * route with a scope.
 */
void platform_routes_identity_add (PlatformRouter *router, PlatformContext *context);

/* Its parts, each called by the above. */
void platform_routes_authorize_add (PlatformRouter *router, PlatformContext *context);
void platform_routes_device_add (PlatformRouter *router, PlatformContext *context);
void platform_routes_sign_in_add (PlatformRouter *router, PlatformContext *context);
void platform_routes_token_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
