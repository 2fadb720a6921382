/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-tile-store.h"
#include "tile-fixture.h"

static void
put_u32 (guchar *at, guint32 value)
{
  for (int i = 0; i < 4; i++)
    at[i] = (guchar) (value >> (24 - 8 * i));
}

static void
test_image (void)
{
  g_autoptr (GBytes) png = tile_fixture_make_png (256, 0x336699);
  g_autoptr (RamblaPicture) picture = NULL;
  g_autoptr (GError) error = NULL;

  picture = rambla_tile_image_decode (png, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (rambla_picture_get_width (picture), ==, 256);
  g_assert_cmphex (tile_fixture_get_pixel (picture), ==, 0x336699);
}

/* Whatever comes from the network: an error, never a crash, and never a huge image. */
static void
test_bad_images (void)
{
  g_autoptr (GBytes) png = tile_fixture_make_png (16, 0);
  g_autoptr (GBytes) large = tile_fixture_make_png (RAMBLA_TILE_MAX_SIDE + 1, 0);
  gsize length;
  const guchar *data = g_bytes_get_data (png, &length);
  g_autofree guchar *huge = g_memdup2 (data, length);
  static const guchar jpeg[] = { 0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0xff, 0xff, 0xff, 0xff, 3, 0, 0, 0, 0 };
  static const guchar odd_jpeg[] = { 0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff };
  GBytes *bad[8];

  put_u32 (huge + 16, 1000000);
  put_u32 (huge + 20, 1000000);
  bad[0] = g_bytes_new (NULL, 0);
  bad[1] = g_bytes_new ("<svg/>", 6);
  bad[2] = g_bytes_new (data, 20);
  bad[3] = g_bytes_new (data, length / 2);
  bad[4] = g_bytes_new (huge, length);
  bad[5] = g_bytes_new (jpeg, sizeof jpeg);
  bad[6] = g_bytes_new (odd_jpeg, sizeof odd_jpeg);
  bad[7] = g_bytes_ref (large);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (rambla_tile_image_decode (bad[i], i % 2 == 0, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_bytes_unref (bad[i]);
    }
}

/* One that breaks off anywhere is refused before it is decoded, which would leak it. */
static void
test_broken_off (void)
{
  g_autoptr (GBytes) png = tile_fixture_make_png (16, 0);

  for (gsize length = 0; length < g_bytes_get_size (png); length++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (png, 0, length);
      g_autoptr (GError) error = NULL;

      g_assert_null (rambla_tile_image_decode (part, FALSE, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      if (length >= 33)
        g_assert_cmpstr (error->message, ==, "Map tile breaks off");
    }
}

static void
test_dark (void)
{
  static const guint32 land = 0xf2efe9, water = 0xaad3df, text = 0x333333, park = 0xc8facc;
  guint32 colors[] = { 0xff000000 | land, 0xff000000 | water, 0xff000000 | text, 0xff000000 | park };
  g_autoptr (GBytes) png = tile_fixture_make_png (8, land);
  g_autoptr (RamblaPicture) picture = NULL;

  rambla_tile_image_darken ((guchar *) colors, G_N_ELEMENTS (colors));
  g_assert_cmpint (tile_fixture_get_lightness (colors[0]), <, 60);
  g_assert_cmpint (tile_fixture_get_lightness (colors[1]), <, 110);
  g_assert_cmpint (tile_fixture_get_lightness (colors[2]), >, 150);
  /* the sea stays blue and the park green */
  g_assert_cmpint (colors[1] & 0xff, >, colors[1] >> 16 & 0xff);
  g_assert_cmpint (colors[3] >> 8 & 0xff, >, colors[3] >> 16 & 0xff);
  g_assert_cmpint (colors[3] >> 8 & 0xff, >, colors[3] & 0xff);
  for (gsize i = 0; i < G_N_ELEMENTS (colors); i++)
    g_assert_cmphex (colors[i] >> 24, ==, 0xff);

  picture = rambla_tile_image_decode (png, TRUE, NULL);
  g_assert_cmphex (tile_fixture_get_pixel (picture), ==, colors[0] & 0xffffff);
}

static void
test_store (void)
{
  g_autofree char *folder = tile_fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "a", "14", "5", "7", NULL);
  g_autoptr (GBytes) image = tile_fixture_make_png (4, 0x00ff00);
  RamblaStoredTile tile = { image, (char *) "\"v1\"", 1234567890123 };
  g_autoptr (RamblaStoredTile) read = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (rambla_tile_store_read (path));
  g_assert_true (rambla_tile_store_write (path, &tile, &error));
  g_assert_no_error (error);
  read = rambla_tile_store_read (path);
  g_assert_nonnull (read);
  g_assert_true (g_bytes_equal (read->bytes, image));
  g_assert_cmpstr (read->etag, ==, "\"v1\"");
  g_assert_cmpint (read->expires, ==, tile.expires);

  /* a tag that would break the file's first line is left out */
  tile.etag = (char *) "\"a\nb\"";
  g_assert_true (rambla_tile_store_write (path, &tile, &error));
  g_clear_pointer (&read, rambla_stored_tile_free);
  read = rambla_tile_store_read (path);
  g_assert_null (read->etag);
  g_assert_true (g_bytes_equal (read->bytes, image));

  /* not one of ours */
  g_assert_true (g_file_set_contents (path, "something else\n", -1, NULL));
  g_assert_null (rambla_tile_store_read (path));
  g_assert_true (g_file_set_contents (path, "rambla-tile 1 5", -1, NULL));
  g_assert_null (rambla_tile_store_read (path));
  tile_fixture_remove_folder (folder);
}

static void
test_prune (void)
{
  g_autofree char *folder = tile_fixture_make_folder ();
  g_autofree char *content = g_malloc0 (1000);

  for (int i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);
      g_autofree char *parent = g_build_filename (folder, "set", "14", name, NULL);
      g_autofree char *path = g_build_filename (parent, "0", NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      g_mkdir_with_parents (parent, 0700);
      g_assert_true (g_file_set_contents (path, content, 1000, NULL));
      g_file_set_attribute_uint64 (file, G_FILE_ATTRIBUTE_TIME_MODIFIED, 1000000 + i, 0, NULL, NULL);
    }
  rambla_tile_store_prune (folder, 4500, NULL);
  for (int i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);
      g_autofree char *path = g_build_filename (folder, "set", "14", name, "0", NULL);

      g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, i >= 6);
    }
  tile_fixture_remove_folder (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/tiles/image", test_image);
  g_test_add_func ("/map/tiles/bad-images", test_bad_images);
  g_test_add_func ("/map/tiles/broken-off", test_broken_off);
  g_test_add_func ("/map/tiles/dark", test_dark);
  g_test_add_func ("/map/tiles/store", test_store);
  g_test_add_func ("/map/tiles/prune", test_prune);
  return g_test_run ();
}
