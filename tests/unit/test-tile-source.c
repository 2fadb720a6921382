/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libsoup/soup.h>

#include "rambla-tile-source.h"
#include "rambla-tile-store.h"
#include "tile-fixture.h"

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
  fixture->folder = tile_fixture_make_folder ();
  fixture->image = tile_fixture_make_png (256, 0x123456);
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
  tile_fixture_remove_folder (fixture->folder);
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
  g_assert_cmphex (tile_fixture_get_pixel (rambla_tile_source_lookup (source, &ids[1], 1)), ==, 0x123456);
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
                                : tile_fixture_make_png (4, 0);
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
  g_assert_cmpint (
      tile_fixture_get_lightness (tile_fixture_get_pixel (rambla_tile_source_lookup (source, &id, 1))), >,
      0x80);
  rambla_tile_source_set_dark (source, FALSE);
  g_assert_cmphex (tile_fixture_get_pixel (rambla_tile_source_lookup (source, &id, 1)), ==, 0x123456);
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
  ADD ("/map/tile-source/fetch", test_fetch);
  ADD ("/map/tile-source/disk", test_disk);
  ADD ("/map/tile-source/no-store", test_no_store);
  ADD ("/map/tile-source/missing", test_missing);
  ADD ("/map/tile-source/bad-answers", test_bad_answers);
  ADD ("/map/tile-source/bounded-and-cancelled", test_bounded_and_cancelled);
  ADD ("/map/tile-source/memory-limit", test_memory_limit);
  ADD ("/map/tile-source/dark-source", test_dark_source);
  ADD ("/map/tile-source/dropped", test_dropped);
  ADD ("/map/tile-source/bad-sets", test_bad_sets);
  return g_test_run ();
}
