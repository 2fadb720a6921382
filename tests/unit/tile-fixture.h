/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-tile-image.h"

/* A square of one colour, 0xrrggbb. Returns: (transfer full) */
GBytes *tile_fixture_make_png (int side, guint32 color);

/* The colour of the first pixel. */
guint32 tile_fixture_get_pixel (RamblaPicture *picture);

/* How light a colour is to the eye, 0 to 255. */
int tile_fixture_get_lightness (guint32 color);

/* A new one. Free with g_free(). */
char *tile_fixture_make_folder (void);

/* With all that is in it. */
void tile_fixture_remove_folder (const char *folder);
