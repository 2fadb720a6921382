/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>

#include "rambla-tile-image.h"
#include "rambla-tile-source.h"
#include "rambla-tile-store.h"

static GBytes *
make_png (int side, guint32 color)
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

static guint32
get_pixel (RamblaPicture *picture)
{
  return rambla_picture_get_pixels (picture)[0] & 0xffffff;
}

static void
put_u32 (guchar *at, guint32 value)
{
  for (int i = 0; i < 4; i++)
    at[i] = (guchar) (value >> (24 - 8 * i));
}

static void
test_image (void)
{
  g_autoptr (GBytes) png = make_png (256, 0x336699);
  g_autoptr (RamblaPicture) picture = NULL;
  g_autoptr (GError) error = NULL;

  picture = rambla_tile_image_decode (png, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (rambla_picture_get_width (picture), ==, 256);
  g_assert_cmphex (get_pixel (picture), ==, 0x336699);
}

/* Whatever comes from the network: an error, never a crash, and never a huge image. */
static void
test_bad_images (void)
{
  g_autoptr (GBytes) png = make_png (16, 0);
  g_autoptr (GBytes) large = make_png (RAMBLA_TILE_MAX_SIDE + 1, 0);
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

static int
get_lightness (guint32 color)
{
  int r = color >> 16 & 0xff, g = color >> 8 & 0xff, b = color & 0xff;

  return (r * 77 + g * 150 + b * 29) >> 8;
}

static void
test_dark (void)
{
  static const guint32 land = 0xf2efe9, water = 0xaad3df, text = 0x333333, park = 0xc8facc;
  guint32 colors[] = { 0xff000000 | land, 0xff000000 | water, 0xff000000 | text, 0xff000000 | park };
  g_autoptr (GBytes) png = make_png (8, land);
  g_autoptr (RamblaPicture) picture = NULL;

  rambla_tile_image_darken ((guchar *) colors, G_N_ELEMENTS (colors));
  g_assert_cmpint (get_lightness (colors[0]), <, 60);
  g_assert_cmpint (get_lightness (colors[1]), <, 110);
  g_assert_cmpint (get_lightness (colors[2]), >, 150);
  /* the sea stays blue and the park green */
  g_assert_cmpint (colors[1] & 0xff, >, colors[1] >> 16 & 0xff);
  g_assert_cmpint (colors[3] >> 8 & 0xff, >, colors[3] >> 16 & 0xff);
  g_assert_cmpint (colors[3] >> 8 & 0xff, >, colors[3] & 0xff);
  for (gsize i = 0; i < G_N_ELEMENTS (colors); i++)
    g_assert_cmphex (colors[i] >> 24, ==, 0xff);

  picture = rambla_tile_image_decode (png, TRUE, NULL);
  g_assert_cmphex (get_pixel (picture), ==, colors[0] & 0xffffff);
}

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("rambla-tiles-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static void
test_store (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a", "14", "5", "7", NULL);
  g_autoptr (GBytes) image = make_png (4, 0x00ff00);
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
  remove_folder (folder);
}

static void
test_prune (void)
{
  g_autofree char *folder = make_folder ();
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
  remove_folder (folder);
}

/* A server of tiles that counts what is asked of it. */
typedef struct
{
  SoupServer *server;
  SoupSession *session;
  char *folder;
  char *template;
  char *hidpi_template;
  GBytes *image;
  guint n_requests;
  guint n_not_modified;
  guint status;
  guint n_held; /* answer nothing while not 0 */
  const char *cache_control;
  const char *etag;
  GPtrArray *paths;
  GPtrArray *held;
} Fixture;

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  Fixture *fixture = user_data;
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *response = soup_server_message_get_response_headers (message);
  const char *known = soup_message_headers_get_one (request, "If-None-Match");
  gsize length;
  const char *data = g_bytes_get_data (fixture->image, &length);

  fixture->n_requests++;
  g_ptr_array_add (fixture->paths, g_strdup (path));
  if (fixture->n_held > 0)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (fixture->held, g_object_ref (message));
    }
  if (fixture->cache_control != NULL)
    soup_message_headers_append (response, "Cache-Control", fixture->cache_control);
  if (fixture->etag != NULL)
    soup_message_headers_append (response, "ETag", fixture->etag);
  if (fixture->status != SOUP_STATUS_OK)
    {
      soup_server_message_set_status (message, fixture->status, NULL);
      return;
    }
  if (known != NULL && g_strcmp0 (known, fixture->etag) == 0)
    {
      fixture->n_not_modified++;
      soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
      return;
    }
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "image/png", SOUP_MEMORY_COPY, data, length);
}

static void
setup (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;
  g_autofree char *base = NULL;

  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, on_request, fixture, NULL);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->server);
  base = g_uri_to_string (uris->data);
  fixture->template = g_strconcat (base, "tiles/{z}/{x}/{y}.png", NULL);
  fixture->hidpi_template = g_strconcat (base, "tiles/{z}/{x}/{y}@2x.png", NULL);
  fixture->session = soup_session_new ();
  fixture->folder = make_folder ();
  fixture->image = make_png (256, 0x123456);
  fixture->status = SOUP_STATUS_OK;
  fixture->etag = "\"one\"";
  fixture->paths = g_ptr_array_new_with_free_func (g_free);
  fixture->held = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
teardown (Fixture *fixture, gconstpointer data)
{
  soup_session_abort (fixture->session);
  g_clear_object (&fixture->session);
  soup_server_disconnect (fixture->server);
  g_clear_object (&fixture->server);
  g_ptr_array_unref (fixture->paths);
  g_ptr_array_unref (fixture->held);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->template);
  g_free (fixture->hidpi_template);
  g_bytes_unref (fixture->image);
}

static RamblaTileSource *
make_source (Fixture *fixture, gboolean on_disk)
{
  const RamblaTileSet set = { .url_template = fixture->template,
                              .hidpi_template = fixture->hidpi_template,
                              .min_zoom = 3,
                              .max_zoom = 16 };
  g_autoptr (GError) error = NULL;
  RamblaTileSource *source =
      rambla_tile_source_new (fixture->session, on_disk ? fixture->folder : NULL, &set, &error);

  g_assert_no_error (error);
  return source;
}

static void
wait_until_settled (RamblaTileSource *source)
{
  while (!rambla_tile_source_is_settled (source))
    g_main_context_iteration (NULL, TRUE);
}

/* Until loads that nobody wants any more have come to their end. */
static void
drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static char owner, other_owner;

static void
test_fetch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaTileSource) source = make_source (fixture, TRUE);
  const RamblaTileId ids[] = {
    { 14, 5634, 9889 }, { 14, 5635, 9889 }, { 2, 0, 0 }, { 17, 0, 0 }, { 4, 16, 0 }
  };

  g_assert_null (rambla_tile_source_lookup (source, &ids[0], 1));
  rambla_tile_source_want (source, &owner, ids, G_N_ELEMENTS (ids), 1);
  g_assert_false (rambla_tile_source_is_settled (source));
  wait_until_settled (source);
  g_assert_nonnull (rambla_tile_source_lookup (source, &ids[0], 1));
  g_assert_cmphex (get_pixel (rambla_tile_source_lookup (source, &ids[1], 1)), ==, 0x123456);
  g_assert_cmpuint (rambla_tile_source_get_memory_use (source), ==, 2 * 256 * 256 * 4);
  /* neither beside the world nor beside the zoom levels */
  g_assert_cmpuint (fixture->n_requests, ==, 2);
  g_assert_true (
      g_ptr_array_find_with_equal_func (fixture->paths, "/tiles/14/5634/9889.png", g_str_equal, NULL));
  g_assert_false (rambla_tile_source_has_tile (source, &ids[2], 1));
  g_assert_false (rambla_tile_source_has_tile (source, &ids[4], 1));

  /* the same again: nothing to do */
  rambla_tile_source_want (source, &owner, ids, 2, 1);
  g_assert_true (rambla_tile_source_is_settled (source));
  /* finer ones have an address of their own */
  rambla_tile_source_want (source, &owner, ids, 1, 2);
  wait_until_settled (source);
  g_assert_cmpstr (fixture->paths->pdata[2], ==, "/tiles/14/5634/9889@2x.png");
  rambla_tile_source_forget (source, &owner);
}

/* A second start reads the disk; a stale tile is asked about with its tag; without a server the stale one
 * does. */
static void
test_disk (Fixture *fixture, gconstpointer data)
{
  const RamblaTileId id = { 14, 1, 2 };

  for (int round = 0; round < 5; round++)
    {
      g_autoptr (RamblaTileSource) source = make_source (fixture, TRUE);

      if (round == 3)
        fixture->status = SOUP_STATUS_INTERNAL_SERVER_ERROR;
      if (round == 4)
        soup_server_disconnect (fixture->server);
      fixture->cache_control = round == 0 ? "public, max-age=600" : "max-age=0";
      if (round == 2)
        {
          /* from now on what is stored is stale */
          g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, fixture->template, -1);
          g_autofree char *path = NULL;
          g_autoptr (RamblaStoredTile) tile = NULL;

          digest[16] = '\0';
          path = g_build_filename (fixture->folder, digest, "14", "1", "2", NULL);
          tile = rambla_tile_store_read (path);
          g_assert_nonnull (tile);
          tile->expires = 0;
          g_assert_true (rambla_tile_store_write (path, tile, NULL));
        }
      rambla_tile_source_want (source, &owner, &id, 1, 1);
      wait_until_settled (source);
      g_assert_nonnull (rambla_tile_source_lookup (source, &id, 1));
      rambla_tile_source_forget (source, &owner);
      drain ();
      if (round == 1)
        g_assert_cmpuint (fixture->n_requests, ==, 1);
      if (round == 2)
        g_assert_cmpuint (fixture->n_not_modified, ==, 1);
    }
  g_assert_cmpuint (fixture->n_requests, ==, 3);
}

static void
test_no_store (Fixture *fixture, gconstpointer data)
{
  const RamblaTileId id = { 14, 1, 2 };

  fixture->cache_control = "no-store";
  for (guint round = 1; round <= 2; round++)
    {
      g_autoptr (RamblaTileSource) source = make_source (fixture, TRUE);

      rambla_tile_source_want (source, &owner, &id, 1, 1);
      wait_until_settled (source);
      g_assert_nonnull (rambla_tile_source_lookup (source, &id, 1));
      g_assert_cmpuint (fixture->n_requests, ==, round);
      rambla_tile_source_forget (source, &owner);
    }
}

static void
on_changed (RamblaTileSource *source, guint *n)
{
  (*n)++;
}

/* What is not there is not asked for twice, and whoever waits is told. */
static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaTileSource) source = make_source (fixture, TRUE);
  const RamblaTileId id = { 14, 1, 2 };
  guint n_changes = 0;

  g_signal_connect (source, "tiles-changed", G_CALLBACK (on_changed), &n_changes);
  fixture->status = SOUP_STATUS_NOT_FOUND;
  g_assert_true (rambla_tile_source_has_tile (source, &id, 1));
  for (int i = 0; i < 3; i++)
    {
      rambla_tile_source_want (source, &owner, &id, 1, 1);
      wait_until_settled (source);
    }
  g_assert_false (rambla_tile_source_has_tile (source, &id, 1));
  g_assert_cmpuint (fixture->n_requests, ==, 1);
  g_assert_cmpuint (n_changes, ==, 1);
  rambla_tile_source_forget (source, &owner);
}

static void
test_bad_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaTileSource) source = make_source (fixture, TRUE);
  RamblaTileId id = { 14, 1, 2 };
  g_autofree char *much = g_malloc0 (RAMBLA_TILE_MAX_BYTES + 1);

  for (int i = 0; i < 3; i++)
    {
      g_clear_pointer (&fixture->image, g_bytes_unref);
      fixture->image = i == 0   ? g_bytes_new ("not an image", 12)
                       : i == 1 ? g_bytes_new (much, RAMBLA_TILE_MAX_BYTES + 1)
                                : make_png (4, 0);
      if (i == 2)
        fixture->status = SOUP_STATUS_BAD_GATEWAY;
      id.column++;
      rambla_tile_source_want (source, &owner, &id, 1, 1);
      wait_until_settled (source);
      g_assert_null (rambla_tile_source_lookup (source, &id, 1));
      /* it may come yet */
      g_assert_true (rambla_tile_source_has_tile (source, &id, 1));
    }
  rambla_tile_source_forget (source, &owner);
}

/* Only so many at once; what goes out of view is given up, unless somebody else looks at it. */
static void
test_bounded_and_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaTileSource) source = make_source (fixture, FALSE);
  RamblaTileId ids[40];
  const RamblaTileId later = { 15, 7, 7 };
  guint held;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = (RamblaTileId){ 14, i, 0 };
  fixture->n_held = 1;
  rambla_tile_source_want (source, &owner, ids, G_N_ELEMENTS (ids), 1);
  rambla_tile_source_want (source, &other_owner, ids, 1, 1);
  while (fixture->held->len < 2)
    g_main_context_iteration (NULL, TRUE);
  drain ();
  held = fixture->held->len;
  g_assert_cmpuint (held, <=, 8);

  fixture->n_held = 0;
  rambla_tile_source_want (source, &owner, &later, 1, 1);
  for (guint i = 0; i < held; i++)
    soup_server_message_unpause (fixture->held->pdata[i]);
  wait_until_settled (source);
  drain ();
  g_assert_nonnull (rambla_tile_source_lookup (source, &later, 1));
  g_assert_nonnull (rambla_tile_source_lookup (source, &ids[0], 1));
  g_assert_null (rambla_tile_source_lookup (source, &ids[1], 1));
  g_assert_cmpuint (fixture->n_requests, <=, held + 2);
  rambla_tile_source_forget (source, &owner);
  rambla_tile_source_forget (source, &other_owner);
}

static void
test_memory_limit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaTileSource) source = make_source (fixture, FALSE);
  const gsize size = 256 * 256 * 4;

  rambla_tile_source_set_memory_limit (source, 5 * size);
  for (guint i = 0; i < 20; i++)
    {
      const RamblaTileId ids[] = { { 14, i, 0 }, { 14, i + 1, 0 } };

      rambla_tile_source_want (source, &owner, ids, 2, 1);
      wait_until_settled (source);
      g_assert_nonnull (rambla_tile_source_lookup (source, &ids[0], 1));
      g_assert_nonnull (rambla_tile_source_lookup (source, &ids[1], 1));
      g_assert_cmpuint (rambla_tile_source_get_memory_use (source), <=, 5 * size);
    }
  /* the latest stay */
  g_assert_nonnull (rambla_tile_source_lookup (source, &(RamblaTileId){ 14, 18, 0 }, 1));
  g_assert_null (rambla_tile_source_lookup (source, &(RamblaTileId){ 14, 2, 0 }, 1));
  rambla_tile_source_forget (source, &owner);
}

static void
test_dark_source (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaTileSource) source = make_source (fixture, TRUE);
  const RamblaTileId id = { 14, 1, 2 };

  rambla_tile_source_want (source, &owner, &id, 1, 1);
  wait_until_settled (source);
  rambla_tile_source_set_dark (source, TRUE);
  g_assert_null (rambla_tile_source_lookup (source, &id, 1));
  wait_until_settled (source);
  g_assert_cmpint (get_lightness (get_pixel (rambla_tile_source_lookup (source, &id, 1))), >, 0x80);
  rambla_tile_source_set_dark (source, FALSE);
  g_assert_cmphex (get_pixel (rambla_tile_source_lookup (source, &id, 1)), ==, 0x123456);
  g_assert_cmpuint (fixture->n_requests, ==, 1);
  rambla_tile_source_forget (source, &owner);
}

/* Dropped in the middle of everything: no crash, no leak. */
static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  RamblaTileSource *source = make_source (fixture, TRUE);
  gpointer weak = source;
  RamblaTileId ids[12];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = (RamblaTileId){ 14, i, 0 };
  g_object_add_weak_pointer (G_OBJECT (source), &weak);
  rambla_tile_source_want (source, &owner, ids, G_N_ELEMENTS (ids), 1);
  while (fixture->n_requests < 3)
    g_main_context_iteration (NULL, TRUE);
  rambla_tile_source_forget (source, &owner);
  g_object_unref (source);
  while (weak != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_bad_sets (Fixture *fixture, gconstpointer data)
{
  const RamblaTileSet sets[] = {
    { .url_template = "ftp://example.org/{z}/{x}/{y}.png", .max_zoom = 5 },
    { .url_template = "file:///etc/{z}/{x}/{y}", .max_zoom = 5 },
    { .url_template = "/tiles/{z}/{x}/{y}.png", .max_zoom = 5 },
    { .url_template = "http:///{z}/{x}/{y}.png", .max_zoom = 5 },
    { .url_template = "https://example.org/{z}/{x}.png", .max_zoom = 5 },
    { .url_template = "https://example.org/{z}/{x}/{y}.png", .min_zoom = 6, .max_zoom = 5 },
    { .url_template = "https://example.org/{z}/{x}/{y}.png", .max_zoom = 60 },
    { .url_template = "https://example.org/{z}/{x}/{y}.png",
      .hidpi_template = "javascript:{z}{x}{y}",
      .max_zoom = 5 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (rambla_tile_source_new (fixture->session, NULL, &sets[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, setup, function, teardown)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/tiles/image", test_image);
  g_test_add_func ("/map/tiles/bad-images", test_bad_images);
  g_test_add_func ("/map/tiles/dark", test_dark);
  g_test_add_func ("/map/tiles/store", test_store);
  g_test_add_func ("/map/tiles/prune", test_prune);
  ADD ("/map/tiles/fetch", test_fetch);
  ADD ("/map/tiles/disk", test_disk);
  ADD ("/map/tiles/no-store", test_no_store);
  ADD ("/map/tiles/missing", test_missing);
  ADD ("/map/tiles/bad-answers", test_bad_answers);
  ADD ("/map/tiles/bounded-and-cancelled", test_bounded_and_cancelled);
  ADD ("/map/tiles/memory-limit", test_memory_limit);
  ADD ("/map/tiles/dark-source", test_dark_source);
  ADD ("/map/tiles/dropped", test_dropped);
  ADD ("/map/tiles/bad-sets", test_bad_sets);
  return g_test_run ();
}
