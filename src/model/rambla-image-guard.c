/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-image-guard.h"

#include <string.h>

/* Encoders write about ten; each one costs a walk over all pixels, and may take no more than a few bytes. */
#define MAX_SCANS 100

#define WEBP_ANIMATION 0x02

static guint
count_scans (const guint8 *bytes, gsize length)
{
  const guint8 *at = bytes, *end = bytes + length;
  guint scans = 0;

  while ((at = memchr (at, 0xff, (gsize) (end - at))) != NULL && at + 1 < end)
    {
      if (at[1] == 0xda)
        scans++;
      at++;
    }
  return scans;
}

/* An APNG says so before its first pixels (PNG, third edition, 5.6). */
static gboolean
has_png_frames (const guint8 *bytes, gsize length)
{
  gsize at = 8;

  while (at + 12 <= length)
    {
      guint32 size = (guint32) bytes[at] << 24 | (guint32) bytes[at + 1] << 16 |
                     (guint32) bytes[at + 2] << 8 | bytes[at + 3];

      if (memcmp (bytes + at + 4, "acTL", 4) == 0)
        return TRUE;
      if (memcmp (bytes + at + 4, "IDAT", 4) == 0 || size > length - at - 12)
        return FALSE;
      at += 12 + (gsize) size;
    }
  return FALSE;
}

RamblaImageFault
rambla_image_guard_check (const guint8 *bytes, gsize length, guint64 max_pixels, RamblaImageHead *head)
{
  RamblaImageHead read;

  if (!rambla_image_head_read (bytes, length, &read))
    return RAMBLA_IMAGE_UNKNOWN;
  if ((guint64) read.width * read.height > max_pixels)
    return RAMBLA_IMAGE_TOO_LARGE;
  switch (read.type)
    {
    case RAMBLA_IMAGE_PNG:
      if (has_png_frames (bytes, length))
        return RAMBLA_IMAGE_ANIMATED;
      break;
    case RAMBLA_IMAGE_WEBP:
      if (memcmp (bytes + 12, "VP8X", 4) == 0 && (bytes[20] & WEBP_ANIMATION) != 0)
        return RAMBLA_IMAGE_ANIMATED;
      break;
    case RAMBLA_IMAGE_JPEG:
    default:
      if (count_scans (bytes, length) > MAX_SCANS)
        return RAMBLA_IMAGE_TOO_COMPLEX;
    }
  *head = read;
  return RAMBLA_IMAGE_FINE;
}
