/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tile-fixture.h"

#include <glib/gstdio.h>

GBytes *
tile_fixture_make_png (int side, guint32 color)
{
  g_autofree guint32 *pixels = g_new (guint32, (gsize) side * side);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  for (int i = 0; i < side * side; i++)
    pixels[i] = 0xff000000 | color;
  bytes = g_bytes_new (pixels, (gsize) side * side * 4);
  texture = gdk_memory_texture_new (side, side, GDK_MEMORY_DEFAULT, bytes, (gsize) side * 4);
  return gdk_texture_save_to_png_bytes (texture);
}

guint32
tile_fixture_get_pixel (RamblaPicture *picture)
{
  return rambla_picture_get_pixels (picture)[0] & 0xffffff;
}

int
tile_fixture_get_lightness (guint32 color)
{
  int r = color >> 16 & 0xff, g = color >> 8 & 0xff, b = color & 0xff;

  return (r * 77 + g * 150 + b * 29) >> 8;
}

char *
tile_fixture_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("rambla-tiles-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
tile_fixture_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        tile_fixture_remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}
