/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-tile-image.h"

#include <string.h>

static guint
read_u16 (const guchar *at)
{
  return (guint) at[0] << 8 | at[1];
}

static guint
read_u32 (const guchar *at)
{
  return read_u16 (at) << 16 | read_u16 (at + 2);
}

/* Width and height from the header chunk, which comes first (PNG, third edition, 5.6 and 11.2.1). */
static gboolean
read_png_size (const guchar *data, gsize length, guint *width, guint *height)
{
  static const guchar signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n',
                                      0,    0,   0,   13,  'I',  'H',  'D',  'R' };

  if (length < 33 || memcmp (data, signature, sizeof signature) != 0)
    return FALSE;
  *width = read_u32 (data + 16);
  *height = read_u32 (data + 20);
  return TRUE;
}

/* Whether all chunks are there, up to the last one (5.3 and 11.2.5). GTK 4.8 never frees the rows of an image
 * that breaks off, some 200 KB each, and a bad line breaks off many. */
static gboolean
is_whole_png (const guchar *data, gsize length)
{
  gsize at = 8;

  while (length - at >= 12)
    {
      gsize chunk = (gsize) read_u32 (data + at) + 12;

      if (chunk > length - at)
        return FALSE;
      if (memcmp (data + at + 4, "IEND", 4) == 0)
        return TRUE;
      at += chunk;
    }
  return FALSE;
}

/* Width and height from the start-of-frame segment (ITU-T T.81, B.2.2). */
static gboolean
read_jpeg_size (const guchar *data, gsize length, guint *width, guint *height)
{
  gsize at = 2;

  if (length < 4 || data[0] != 0xff || data[1] != 0xd8)
    return FALSE;
  while (at + 9 < length && data[at] == 0xff)
    {
      guint marker = data[at + 1];

      if (marker == 0xff)
        {
          at++;
          continue;
        }
      /* C4, C8 and CC are tables, not frames */
      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
        {
          *height = read_u16 (data + at + 5);
          *width = read_u16 (data + at + 7);
          return TRUE;
        }
      at += 2 + read_u16 (data + at + 2);
    }
  return FALSE;
}

void
rambla_tile_image_darken (guchar *pixels, gsize n_pixels)
{
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  const int red = 2, green = 1, blue = 0;
#else
  const int red = 1, green = 2, blue = 3;
#endif

  for (gsize i = 0; i < n_pixels; i++)
    {
      guchar *p = pixels + 4 * i;
      int r = p[red], g = p[green], b = p[blue];
      int most = MAX (MAX (r, g), b), least = MIN (MIN (r, g), b);
      int turn = 255 - (most + least);
      int grey;

      /* With the lightness of HSL turned over, hue and chroma stay when the same is added to each channel. */
      r += turn;
      g += turn;
      b += turn;
      grey = (r * 77 + g * 150 + b * 29) >> 8;

      /* Three quarters of the colour; black becomes a dark slate, white a light grey. */
      p[red] = (guchar) (26 + (((r * 3 + grey) >> 2) * 196 >> 8));
      p[green] = (guchar) (29 + (((g * 3 + grey) >> 2) * 196 >> 8));
      p[blue] = (guchar) (34 + (((b * 3 + grey) >> 2) * 196 >> 8));
    }
}

/* Copies what was decoded into the one form that is drawn without being converted again. */
static RamblaPicture *
repack (GdkTexture *decoded, gboolean dark)
{
  int width = gdk_texture_get_width (decoded), height = gdk_texture_get_height (decoded);
  gsize n_pixels = (gsize) width * height;
  guint32 *pixels = g_new (guint32, n_pixels);
  guint32 alphas = 0xff000000;

  gdk_texture_download (decoded, (guchar *) pixels, (gsize) width * 4);
  if (dark)
    rambla_tile_image_darken ((guchar *) pixels, n_pixels);
  for (gsize i = 0; i < n_pixels; i++)
    alphas &= pixels[i];
  return rambla_picture_new_take ((guchar *) pixels, width, height, alphas == 0xff000000);
}

RamblaPicture *
rambla_tile_image_decode (GBytes *bytes, gboolean dark, GError **error)
{
  gsize length;
  const guchar *data = g_bytes_get_data (bytes, &length);
  guint width, height;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) reason = NULL;

  if (length > RAMBLA_TILE_MAX_BYTES)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Map tile of %" G_GSIZE_FORMAT " bytes",
                   length);
      return NULL;
    }
  if (read_png_size (data, length, &width, &height))
    {
      if (!is_whole_png (data, length))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Map tile breaks off");
          return NULL;
        }
    }
  else if (!read_jpeg_size (data, length, &width, &height))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Map tile is neither PNG nor JPEG");
      return NULL;
    }
  if (width < 1 || height < 1 || width > RAMBLA_TILE_MAX_SIDE || height > RAMBLA_TILE_MAX_SIDE)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Map tile of %u × %u pixels", width, height);
      return NULL;
    }
  texture = gdk_texture_new_from_bytes (bytes, &reason);
  if (texture == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Map tile: %s", reason->message);
      return NULL;
    }
  return repack (texture, dark);
}
