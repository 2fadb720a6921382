/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-city-storage.h"

G_BEGIN_DECLS

/**
 * PlatformTiles:
 *
 * The basemap, out of the operator's MBTiles files (MBTiles 1.3), which are only read. Any thread.
 *
 * Where a file keeps pictures apart from places (tables `map` and `images`) and names plain ones "land" and
 * "sea", a missing tile below a plain one is that plain one. What the file of double density does not have,
 * the other one answers: the client draws it on the same square.
 */
typedef struct _PlatformTiles PlatformTiles;

/**
 * platform_tiles_new:
 * @city: says where the files lie
 * @tiles: (out) (nullable) (transfer full): NULL if the city has no map
 *
 * Returns: FALSE with @error set if a file is not an MBTiles file
 */
gboolean platform_tiles_new (const PlatformCity *city, PlatformTiles **tiles, GError **error);
void platform_tiles_free (PlatformTiles *self);

int platform_tiles_get_min_zoom (const PlatformTiles *self);
int platform_tiles_get_max_zoom (const PlatformTiles *self);

/**
 * platform_tiles_has_hidpi:
 *
 * Returns: TRUE if there are tiles of double density
 */
gboolean platform_tiles_has_hidpi (const PlatformTiles *self);

/**
 * platform_tiles_get:
 * @hidpi: double density
 * @z: zoom, 0 to 22
 * @x: column from the west, 0 to 2^z - 1
 * @y: row from the north, 0 to 2^z - 1
 * @tile: (out) (nullable) (transfer full): the picture, NULL beyond the zooms or far from the city
 */
gboolean
platform_tiles_get (PlatformTiles *self, gboolean hidpi, int z, int x, int y, GBytes **tile, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformTiles, platform_tiles_free)

G_END_DECLS
