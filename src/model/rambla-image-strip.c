/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-image-strip.h"

#include <string.h>

#include "rambla-image-head.h"

static guint32
get_be16 (const guint8 *at)
{
  return (guint32) at[0] << 8 | at[1];
}

static guint32
get_le16 (const guint8 *at)
{
  return (guint32) at[1] << 8 | at[0];
}

static guint32
get_be32 (const guint8 *at)
{
  return get_be16 (at) << 16 | get_be16 (at + 2);
}

static guint32
get_le32 (const guint8 *at)
{
  return get_le16 (at + 2) << 16 | get_le16 (at);
}

/* --- PNG (ISO/IEC 15948) --- */

static gboolean
is_png_chunk_kept (const guint8 *type)
{
  static const char *const kept[] = { "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA",
                                      "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs" };

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (memcmp (type, kept[i], 4) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
strip_png (const guint8 *bytes, gsize length, GByteArray *out)
{
  gsize at = 8;

  g_byte_array_append (out, bytes, 8);
  while (length - at >= 12)
    {
      gsize size = get_be32 (bytes + at);
      const guint8 *type = bytes + at + 4;

      if (size > length - at - 12)
        return FALSE;
      if (is_png_chunk_kept (type))
        g_byte_array_append (out, bytes + at, (guint) (12 + size));
      if (memcmp (type, "IEND", 4) == 0)
        return TRUE;
      at += 12 + size;
    }
  return FALSE;
}

/* --- JPEG (ITU-T T.81), Exif 2.32 --- */

/* The way up, 1 to 8, out of an Exif segment's TIFF; 1 where it does not say. */
static guint
read_orientation (const guint8 *tiff, gsize length)
{
  gboolean little;
  gsize at;
  guint n;

  if (length < 14 || (memcmp (tiff, "II*\0", 4) != 0 && memcmp (tiff, "MM\0*", 4) != 0))
    return 1;
  little = tiff[0] == 'I';
  at = little ? get_le32 (tiff + 4) : get_be32 (tiff + 4);
  if (at > length - 2)
    return 1;
  n = little ? get_le16 (tiff + at) : get_be16 (tiff + at);
  at += 2;
  for (guint i = 0; i < n && length - at >= 12; i++, at += 12)
    if ((little ? get_le16 (tiff + at) : get_be16 (tiff + at)) == 0x0112)
      {
        guint value = little ? get_le16 (tiff + at + 8) : get_be16 (tiff + at + 8);

        return value >= 1 && value <= 8 ? value : 1;
      }
  return 1;
}

static void
append_orientation (GByteArray *out, guint orientation)
{
  guint8 segment[] = { 0xff, 0xe1, 0, 34,   'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, '*', 0, 0, 0, 8,
                       0,    1,    1, 0x12, 0,   3,   0,   0,   0, 1, 0,   0,   0, 0,   0, 0, 0, 0 };

  segment[29] = (guint8) orientation;
  g_byte_array_append (out, segment, sizeof segment);
}

/* Frames, tables and scans stay; of the applications' segments only those that decide about colours. */
static gboolean
is_jpeg_segment_kept (guint marker, const guint8 *body, gsize size)
{
  switch (marker)
    {
    case 0xe0:
      return size >= 5 && memcmp (body, "JFIF", 5) == 0;
    case 0xe2:
      return size >= 12 && memcmp (body, "ICC_PROFILE", 12) == 0;
    case 0xee:
      return size >= 5 && memcmp (body, "Adobe", 5) == 0;
    default:
      return marker < 0xe0;
    }
}

/* The end of what follows a scan's header: the next marker that is no restart. */
static gsize
find_scan_end (const guint8 *bytes, gsize length, gsize at)
{
  for (; at + 1 < length; at++)
    if (bytes[at] == 0xff && bytes[at + 1] != 0 && bytes[at + 1] != 0xff &&
        !(bytes[at + 1] >= 0xd0 && bytes[at + 1] <= 0xd7))
      return at;
  return length;
}

static gboolean
strip_jpeg (const guint8 *bytes, gsize length, GByteArray *out)
{
  gsize at = 2;
  guint orientation = 1;

  g_byte_array_append (out, bytes, 2);
  while (length - at >= 2)
    {
      guint marker = bytes[at + 1];
      gsize size, end;

      if (bytes[at] != 0xff)
        return FALSE;
      if (marker == 0xff)
        {
          at++;
          continue;
        }
      if (marker == 0xd9)
        {
          g_byte_array_append (out, bytes + at, 2);
          return TRUE;
        }
      if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8) || length - at < 4)
        return FALSE;
      size = get_be16 (bytes + at + 2);
      if (size < 2 || size > length - at - 2)
        return FALSE;
      end = at + 2 + size;
      if (marker == 0xe1 && size >= 8 && memcmp (bytes + at + 4, "Exif\0", 6) == 0)
        orientation = read_orientation (bytes + at + 10, size - 8);
      /* Before the first table or frame, where JFIF is behind us. */
      if (orientation > 1 && marker < 0xe0)
        {
          append_orientation (out, orientation);
          orientation = 1;
        }
      if (marker == 0xda)
        end = find_scan_end (bytes, length, end);
      if (is_jpeg_segment_kept (marker, bytes + at + 4, size - 2))
        g_byte_array_append (out, bytes + at, (guint) (end - at));
      at = end;
    }
  return FALSE;
}

/* --- WebP (RFC 9649) --- */

#define WEBP_EXIF_XMP 0x0c

static gboolean
strip_webp (const guint8 *bytes, gsize length, GByteArray *out)
{
  static const char *const kept[] = { "VP8X", "VP8 ", "VP8L", "ALPH", "ICCP" };
  gsize end = (gsize) get_le32 (bytes + 4) + 8;
  gsize at = 12;
  guint32 inside;

  if (end < 12 || end > length)
    return FALSE;
  g_byte_array_append (out, bytes, 12);
  while (end - at >= 8)
    {
      gsize size = get_le32 (bytes + at + 4);
      gsize whole;
      gboolean keep = FALSE;

      if (size > end - at - 8)
        return FALSE;
      /* Padded to an even size; a last chunk without its byte is let pass. */
      whole = MIN (8 + size + (size & 1), end - at);
      for (guint i = 0; i < G_N_ELEMENTS (kept) && !keep; i++)
        keep = memcmp (bytes + at, kept[i], 4) == 0;
      if (keep)
        {
          guint start = out->len;

          g_byte_array_append (out, bytes + at, (guint) whole);
          if (memcmp (bytes + at, "VP8X", 4) == 0 && size > 0)
            out->data[start + 8] &= (guint8) ~WEBP_EXIF_XMP;
        }
      at += whole;
    }
  inside = GUINT32_TO_LE (out->len - 8);
  memcpy (out->data + 4, &inside, 4);
  return out->len > 20;
}

GBytes *
rambla_image_strip (GBytes *picture)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (picture, &length);
  g_autoptr (GByteArray) out = g_byte_array_sized_new ((guint) MIN (length, G_MAXINT32));
  RamblaImageHead head;
  gboolean fits;

  if (length > G_MAXINT32 || !rambla_image_head_read (bytes, length, &head))
    return NULL;
  switch (head.type)
    {
    case RAMBLA_IMAGE_PNG:
      fits = strip_png (bytes, length, out);
      break;
    case RAMBLA_IMAGE_JPEG:
      fits = strip_jpeg (bytes, length, out);
      break;
    case RAMBLA_IMAGE_WEBP:
    default:
      fits = strip_webp (bytes, length, out);
    }
  return fits ? g_byte_array_free_to_bytes (g_steal_pointer (&out)) : NULL;
}
