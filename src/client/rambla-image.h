/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** The most bytes that a picture from the network may have. */
#define RAMBLA_IMAGE_MAX_BYTES (4 * 1024 * 1024)

/** The most pixels, width times height, that a picture from the network may have. */
#define RAMBLA_IMAGE_MAX_PIXELS (16 * 1000 * 1000)

/**
 * RamblaImage:
 *
 * A decoded picture. Never changes; any thread.
 */
typedef struct _RamblaImage RamblaImage;

RamblaImage *rambla_image_ref (RamblaImage *self);
void rambla_image_unref (RamblaImage *self);

/** rambla_image_get_width: pixels, 1 or more. */
int rambla_image_get_width (RamblaImage *self);

/** rambla_image_get_height: pixels, 1 or more. */
int rambla_image_get_height (RamblaImage *self);

/** rambla_image_get_pixels: (transfer none): rows of 4 × width bytes without gaps; each pixel a native 32-bit
 * word, alpha at the top, then red, green and blue multiplied by it: what cairo and GDK draw as it is. */
GBytes *rambla_image_get_pixels (RamblaImage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaImage, rambla_image_unref)

/**
 * rambla_image_decode:
 * @bytes: a picture from anybody
 * @width: how many pixels wide it will be shown: a larger one is scaled down to that while it is decoded
 *
 * Decodes PNG and JPEG, and WebP where gdk-pixbuf has a loader for it, by what the bytes say and nobody
 * else; the right way up. Any thread.
 *
 * Returns: (transfer full): the picture; %NULL with %G_IO_ERROR_INVALID_DATA where it is none, broken, has
 * too many bytes or pixels, or moves
 */
RamblaImage *rambla_image_decode (GBytes *bytes, int width, GError **error);

G_END_DECLS
