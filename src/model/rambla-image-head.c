/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-image-head.h"

#include <string.h>

static guint32
get_be16 (const guint8 *at)
{
  return (guint32) at[0] << 8 | at[1];
}

static guint32
get_be32 (const guint8 *at)
{
  return get_be16 (at) << 16 | get_be16 (at + 2);
}

static guint32
get_le24 (const guint8 *at)
{
  return (guint32) at[0] | (guint32) at[1] << 8 | (guint32) at[2] << 16;
}

static gboolean
finish (RamblaImageHead *head, RamblaImageType type, guint32 width, guint32 height)
{
  if (width == 0 || height == 0 || width > G_MAXINT32 || height > G_MAXINT32)
    return FALSE;
  *head = (RamblaImageHead){ type, width, height };
  return TRUE;
}

static gboolean
read_png (const guint8 *bytes, gsize length, RamblaImageHead *head)
{
  static const guint8 magic[] = {
    0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'
  };

  return length >= 33 && memcmp (bytes, magic, sizeof magic) == 0 &&
         finish (head, RAMBLA_IMAGE_PNG, get_be32 (bytes + 16), get_be32 (bytes + 20));
}

/* Segment after segment, until one begins a frame: SOF0 to SOF15 without DHT, JPG and DAC. */
static gboolean
read_jpeg (const guint8 *bytes, gsize length, RamblaImageHead *head)
{
  gsize at = 2;

  if (length < 4 || bytes[0] != 0xff || bytes[1] != 0xd8)
    return FALSE;
  while (at + 4 <= length)
    {
      guint8 marker = bytes[at + 1];
      gsize size;

      if (bytes[at] != 0xff)
        return FALSE;
      if (marker == 0xff) /* fill */
        {
          at++;
          continue;
        }
      size = get_be16 (bytes + at + 2);
      if (marker < 0xc0 || marker == 0xd9 || marker == 0xda || (marker >= 0xd0 && marker <= 0xd8) || size < 2)
        return FALSE;
      if (marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
        return at + 9 <= length && size >= 8 &&
               finish (head, RAMBLA_IMAGE_JPEG, get_be16 (bytes + at + 7), get_be16 (bytes + at + 5));
      at += 2 + size;
    }
  return FALSE;
}

static gboolean
read_webp (const guint8 *bytes, gsize length, RamblaImageHead *head)
{
  const guint8 *chunk = bytes + 12;

  if (length < 30 || memcmp (bytes, "RIFF", 4) != 0 || memcmp (bytes + 8, "WEBP", 4) != 0)
    return FALSE;
  if (memcmp (chunk, "VP8X", 4) == 0)
    return finish (head, RAMBLA_IMAGE_WEBP, get_le24 (chunk + 12) + 1, get_le24 (chunk + 15) + 1);
  if (memcmp (chunk, "VP8L", 4) == 0 && chunk[8] == 0x2f)
    {
      guint32 bits = get_le24 (chunk + 9) | (guint32) chunk[12] << 24;

      return finish (head, RAMBLA_IMAGE_WEBP, (bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
    }
  if (memcmp (chunk, "VP8 ", 4) == 0 && chunk[11] == 0x9d && chunk[12] == 0x01 && chunk[13] == 0x2a)
    return finish (head, RAMBLA_IMAGE_WEBP, ((guint32) chunk[14] | (guint32) chunk[15] << 8) & 0x3fff,
                   ((guint32) chunk[16] | (guint32) chunk[17] << 8) & 0x3fff);
  return FALSE;
}

gboolean
rambla_image_head_read (const guint8 *bytes, gsize length, RamblaImageHead *head)
{
  return read_png (bytes, length, head) || read_jpeg (bytes, length, head) || read_webp (bytes, length, head);
}

const char *
rambla_image_type_to_string (RamblaImageType type)
{
  switch (type)
    {
    case RAMBLA_IMAGE_PNG:
      return "image/png";
    case RAMBLA_IMAGE_JPEG:
      return "image/jpeg";
    case RAMBLA_IMAGE_WEBP:
    default:
      return "image/webp";
    }
}
