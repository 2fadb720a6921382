/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "rambla-tile-image.h"

/* A picture of the map, from a store or the network. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  RamblaPicture *picture = rambla_tile_image_decode (bytes, size % 2 == 0, &error);

  g_assert_true ((picture != NULL) == (error == NULL));
  g_clear_pointer (&picture, rambla_picture_unref);
  return 0;
}
