/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * rambla_image_strip:
 * @picture: a PNG, JPEG or WebP picture, as rambla_image_guard_check() lets through
 *
 * Takes out of a picture what does not belong to its pixels and may tell of people: where and when it was
 * taken, with which device, thumbnails, comments, whatever lies behind its end. Colour profiles stay, and
 * so does the way up (Exif's orientation, in an entry of its own).
 *
 * Returns: (transfer full) (nullable): the picture without; %NULL when its parts do not fit together
 */
GBytes *rambla_image_strip (GBytes *picture);

G_END_DECLS
