/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-picture.h"

G_BEGIN_DECLS

/** The most bytes that a tile may have. */
#define RAMBLA_TILE_MAX_BYTES (1024 * 1024)

/** The most pixels to a side that a tile may have. */
#define RAMBLA_TILE_MAX_SIDE 1024

/**
 * Decodes a tile, from any thread. Nothing about @bytes is trusted: only PNG and JPEG are taken, and their
 * size in bytes and pixels is looked at before they are decoded.
 * @dark: turn light into dark, see rambla_tile_image_darken()
 *
 * Returns: (transfer full): the pixels, or %NULL with %G_IO_ERROR_INVALID_DATA
 */
RamblaPicture *rambla_tile_image_decode (GBytes *bytes, gboolean dark, GError **error);

/**
 * Makes pixels of a light map into those of a calm dark one: lightness is turned over, hue stays, colours and
 * contrast are taken back a little.
 * @pixels: B8G8R8A8 (or A8R8G8B8 on big endian: #GDK_MEMORY_DEFAULT), changed in place
 * @n_pixels: how many
 */
void rambla_tile_image_darken (guchar *pixels, gsize n_pixels);

G_END_DECLS
