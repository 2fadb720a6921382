/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "rambla-image-guard.h"
#include "rambla-image-strip.h"
#include "rambla-image.h"

#define MAX_PIXELS (256 * 256)

/* A shop's picture: its head, what is taken out of it, and what a decoder makes of the rest. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GBytes) stripped = rambla_image_strip (bytes);
  g_autoptr (GError) error = NULL;
  RamblaImageHead head, again;
  RamblaImage *image;

  if (rambla_image_guard_check (data, size, MAX_PIXELS, &head) != RAMBLA_IMAGE_FINE)
    return 0;
  if (stripped != NULL)
    {
      g_assert_true (
          rambla_image_head_read (g_bytes_get_data (stripped, NULL), g_bytes_get_size (stripped), &again));
      g_assert_true (again.type == head.type && again.width == head.width && again.height == head.height);
    }
  image = rambla_image_decode (bytes, 64, &error);
  g_assert_true ((image != NULL) == (error == NULL));
  g_clear_pointer (&image, rambla_image_unref);
  return 0;
}
