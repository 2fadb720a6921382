/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"
#include "platform-router.h"

G_BEGIN_DECLS

/**
 * platform_routes_pictures_add:
 *
 * `/v1/pictures/{id}`, and what a merchant does with the pictures of offers and stores.
 */
void platform_routes_pictures_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
