/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/**
 * platform_routes_catalogue_open:
 *
 * Imports the city that the operator named, if it is new, with its progress on standard error; reads it and
 * opens its map.
 *
 * Returns: FALSE with @error set, PLATFORM_CITY_ERROR if the city's files are not right
 */
gboolean platform_routes_catalogue_open (PlatformContext *context, GError **error);

/**
 * platform_routes_catalogue_close:
 *
 * Harmless if platform_routes_catalogue_open() failed.
 */
void platform_routes_catalogue_close (PlatformContext *context);

/**
 * platform_routes_catalogue_add:
 *
 * Adds all routes below.
 */
void platform_routes_catalogue_add (PlatformRouter *router, PlatformContext *context);

/**
 * platform_routes_card_add:
 *
 * Adds the platform's card and its categories: /v1, /v1/categories.
 */
void platform_routes_card_add (PlatformRouter *router, PlatformContext *context);

/**
 * platform_routes_stores_add:
 *
 * Adds /v1/stores and what is below it but reviews.
 */
void platform_routes_stores_add (PlatformRouter *router, PlatformContext *context);

/**
 * platform_routes_deals_add:
 *
 * Adds /v1/deals and what is below it but reviews.
 */
void platform_routes_deals_add (PlatformRouter *router, PlatformContext *context);

/**
 * platform_routes_reviews_add:
 *
 * Adds the reviews of stores and deals.
 */
void platform_routes_reviews_add (PlatformRouter *router, PlatformContext *context);

/**
 * platform_routes_suggest_add:
 *
 * Adds /v1/suggest.
 */
void platform_routes_suggest_add (PlatformRouter *router, PlatformContext *context);

/**
 * platform_routes_tiles_add:
 *
 * Adds the basemap: /tiles.
 */
void platform_routes_tiles_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
