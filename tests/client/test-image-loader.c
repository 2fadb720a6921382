/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures from a server that lies, dawdles and never ends. */
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>

#include "rambla-image-fetch.h"
#include "rambla-image-loader.h"

typedef struct
{
  GSocketService *service;
  SoupSession *session;
  RamblaImageLoader *loader;
  char *origin;
  char *folder;
  GBytes *jpeg; /* 800 by 500 */
  GBytes *png;  /* 300 by 200, with holes */
  GHashTable *counts;
  GMutex mutex;
  int open;        /* connections that are being answered */
  guint64 endless; /* bytes that an endless answer has sent */
} Fixture;

static GBytes *
paint (int width, int height, gboolean alpha, const char *type)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, alpha, 8, width, height);
  char *buffer;
  gsize length;

  gdk_pixbuf_fill (pixbuf, 0xff000080);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &length, type, NULL, NULL));
  return g_bytes_new_take (buffer, length);
}

static guint
count (Fixture *fixture, const char *path)
{
  guint n;

  g_mutex_lock (&fixture->mutex);
  n = GPOINTER_TO_UINT (g_hash_table_lookup (fixture->counts, path));
  g_mutex_unlock (&fixture->mutex);
  return n;
}

static void
send (GOutputStream *out, const char *head, GBytes *body, gsize length)
{
  const char *data = body != NULL ? g_bytes_get_data (body, NULL) : "";

  g_output_stream_write_all (out, head, strlen (head), NULL, NULL, NULL);
  g_output_stream_write_all (out, data, length, NULL, NULL, NULL);
}

static void
send_whole (GOutputStream *out, const char *type, GBytes *body)
{
  g_autofree char *head =
      g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT
                       "\r\nConnection: close\r\n\r\n",
                       type, g_bytes_get_size (body));

  send (out, head, body, g_bytes_get_size (body));
}

static void
send_endless (Fixture *fixture, GOutputStream *out)
{
  g_autofree char *chunk = g_strnfill (65536, 'x');
  gsize sent = 0;

  send (out, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\n\r\n", fixture->png, 100);
  while (sent < 512 * 1024 * 1024 && g_output_stream_write_all (out, chunk, 65536, NULL, NULL, NULL))
    sent += 65536;
  g_mutex_lock (&fixture->mutex);
  fixture->endless = sent;
  g_mutex_unlock (&fixture->mutex);
}

static GBytes *
make_bomb (void)
{
  static const guint8 bomb[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0,    0,    13, 'I',
                                 'H',  'D', 'R', 0,   1,    0x86, 0xa0, 0,    1, 0x86, 0xa0, 8,  2,
                                 0,    0,   0,   1,   2,    3,    4,    0,    0, 0,    0 };

  return g_bytes_new_static (bomb, sizeof bomb);
}

static GBytes *
make_moving (void)
{
  static const guint8 webp[] = { 'R', 'I', 'F', 'F', 22, 0, 0, 0, 'W', 'E',  'B', 'P', 'V',  'P', '8',
                                 'X', 10,  0,   0,   0,  2, 0, 0, 0,   0x7f, 2,   0,   0xdf, 1,   0 };

  return g_bytes_new_static (webp, sizeof webp);
}

/* As a camera held upright writes it. */
static GBytes *
make_turned (GBytes *jpeg)
{
  static const guint8 exif[] = "\xff\xe1\0\x22"
                               "Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0";
  const guint8 *data = g_bytes_get_data (jpeg, NULL);
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, data, 2);
  g_byte_array_append (bytes, exif, sizeof exif);
  g_byte_array_append (bytes, data + 2, (guint) g_bytes_get_size (jpeg) - 2);
  return g_byte_array_free_to_bytes (bytes);
}

/* A JPEG in which a scan follows upon a scan, for ever. */
static GBytes *
make_scans (GBytes *jpeg)
{
  GByteArray *bytes = g_bytes_unref_to_array (g_bytes_ref (jpeg));

  for (guint i = 0; i < 200; i++)
    g_byte_array_append (bytes, (const guint8 *) "\xff\xda\0\x08\x01\x01\0\0\x3f\0", 10);
  return g_byte_array_free_to_bytes (bytes);
}

static void
answer (Fixture *fixture, const char *path, GOutputStream *out)
{
  g_autoptr (GBytes) body = NULL;

  if (g_str_has_prefix (path, "/jpeg"))
    send_whole (out, "image/jpeg", fixture->jpeg);
  else if (g_str_equal (path, "/turned"))
    send_whole (out, "image/jpeg", body = make_turned (fixture->jpeg));
  else if (g_str_equal (path, "/png"))
    send_whole (out, "text/html", fixture->png);
  else if (g_str_equal (path, "/svg"))
    send_whole (out, "image/png",
                body = g_bytes_new_static ("<svg xmlns='http://www.w3.org/2000/svg'/>", 41));
  else if (g_str_equal (path, "/bomb"))
    send_whole (out, "image/png", body = make_bomb ());
  else if (g_str_equal (path, "/moving"))
    send_whole (out, "image/webp", body = make_moving ());
  else if (g_str_equal (path, "/scans"))
    send_whole (out, "image/jpeg", body = make_scans (fixture->jpeg));
  else if (g_str_equal (path, "/half"))
    send_whole (out, "image/png",
                body = g_bytes_new_from_bytes (fixture->png, 0, g_bytes_get_size (fixture->png) / 2));
  else if (g_str_equal (path, "/cut"))
    send (out, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 90000\r\n\r\n", fixture->png,
          60);
  else if (g_str_equal (path, "/claims"))
    send (out, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 99000000\r\n\r\n", fixture->png,
          60);
  else if (g_str_equal (path, "/endless"))
    send_endless (fixture, out);
  else if (g_str_equal (path, "/away"))
    send (out, "HTTP/1.1 302 Found\r\nLocation: /jpeg-away\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
          NULL, 0);
  else if (g_str_equal (path, "/slow") || g_str_equal (path, "/later"))
    {
      send (out, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\n\r\n", fixture->png, 20);
      g_usleep (g_str_equal (path, "/slow") ? 1500 * 1000 : 300 * 1000);
      g_output_stream_write_all (out, (const char *) g_bytes_get_data (fixture->png, NULL) + 20,
                                 g_bytes_get_size (fixture->png) - 20, NULL, NULL, NULL);
    }
  else
    send (out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", NULL, 0);
}

static gboolean
on_run (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GDataInputStream) in =
      g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;

  g_atomic_int_inc (&fixture->open);
  line = g_data_input_stream_read_line (in, NULL, NULL, NULL);
  words = g_strsplit (line != NULL ? line : "", " ", 3);
  if (g_strv_length (words) == 3)
    {
      g_autofree char *rest = NULL;

      while ((rest = g_data_input_stream_read_line (in, NULL, NULL, NULL)) != NULL && strlen (rest) > 1)
        g_clear_pointer (&rest, g_free);
      g_mutex_lock (&fixture->mutex);
      g_hash_table_insert (
          fixture->counts, g_strdup (words[1]),
          GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (fixture->counts, words[1])) + 1));
      g_mutex_unlock (&fixture->mutex);
      answer (fixture, words[1], g_io_stream_get_output_stream (G_IO_STREAM (connection)));
    }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_atomic_int_add (&fixture->open, -1);
  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  guint16 port;

  g_mutex_init (&fixture->mutex);
  fixture->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  fixture->jpeg = paint (800, 500, FALSE, "jpeg");
  fixture->png = paint (300, 200, TRUE, "png");
  fixture->service = g_threaded_socket_service_new (16);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (fixture->service), NULL, NULL);
  g_signal_connect (fixture->service, "run", G_CALLBACK (on_run), fixture);
  g_socket_service_start (fixture->service);
  fixture->origin = g_strdup_printf ("http://127.0.0.1:%u", port);
  fixture->folder = g_dir_make_tmp ("rambla-pictures-XXXXXX", NULL);
  fixture->session = soup_session_new ();
  fixture->loader = rambla_image_loader_new (fixture->session, fixture->folder);
  rambla_image_loader_set_origin (fixture->loader, fixture->origin);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_clear_object (&fixture->loader);
  soup_session_abort (fixture->session);
  g_clear_object (&fixture->session);
  while (g_main_context_iteration (NULL, FALSE) || g_atomic_int_get (&fixture->open) > 0)
    continue;
  g_socket_service_stop (fixture->service);
  g_socket_listener_close (G_SOCKET_LISTENER (fixture->service));
  g_clear_object (&fixture->service);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->origin);
  g_hash_table_unref (fixture->counts);
  g_bytes_unref (fixture->jpeg);
  g_bytes_unref (fixture->png);
  g_mutex_clear (&fixture->mutex);
}

typedef struct
{
  gboolean done;
  RamblaImage *image;
  GError *error;
} Outcome;

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  g_assert_false (outcome->done);
  outcome->image = rambla_image_loader_load_finish (RAMBLA_IMAGE_LOADER (source), result, &outcome->error);
  g_assert_true ((outcome->image == NULL) == (outcome->error != NULL));
  outcome->done = TRUE;
}

static void
wait_for (Outcome *outcome)
{
  while (!outcome->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
clear (Outcome *outcome)
{
  g_clear_pointer (&outcome->image, rambla_image_unref);
  g_clear_error (&outcome->error);
  outcome->done = FALSE;
}

static void
load (RamblaImageLoader *loader, const char *url, int width, Outcome *outcome)
{
  *outcome = (Outcome){ FALSE, NULL, NULL };
  rambla_image_loader_load_async (loader, url, width, NULL, on_loaded, outcome);
  wait_for (outcome);
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  Outcome outcome;
  const guint32 *pixels;

  load (fixture->loader, "/jpeg", 150, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpint (rambla_image_get_width (outcome.image), ==, 160);
  g_assert_cmpint (rambla_image_get_height (outcome.image), ==, 100);
  clear (&outcome);
  load (fixture->loader, "/jpeg", 1900, &outcome);
  g_assert_cmpint (rambla_image_get_width (outcome.image), ==, 800);
  clear (&outcome);
  load (fixture->loader, "/turned", 1900, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpint (rambla_image_get_width (outcome.image), ==, 500);
  clear (&outcome);
  /* What it is says the picture and nobody else; half of a red that is half there. */
  load (fixture->loader, "/png", 400, &outcome);
  g_assert_no_error (outcome.error);
  pixels = g_bytes_get_data (rambla_image_get_pixels (outcome.image), NULL);
  g_assert_cmphex (pixels[0], ==, 0x80800000);
  clear (&outcome);
  /* The second size came out of the folder. */
  g_assert_cmpuint (count (fixture, "/jpeg"), ==, 1);
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    int code; /* of G_IO_ERROR; -1: any */
  } cases[] = {
    { "/svg", G_IO_ERROR_INVALID_DATA },    { "/bomb", G_IO_ERROR_INVALID_DATA },
    { "/moving", G_IO_ERROR_INVALID_DATA }, { "/scans", G_IO_ERROR_INVALID_DATA },
    { "/half", G_IO_ERROR_INVALID_DATA },   { "/cut", -1 },
    { "/claims", G_IO_ERROR_INVALID_DATA }, { "/endless", G_IO_ERROR_INVALID_DATA },
    { "/away", G_IO_ERROR_FAILED },         { "/none", G_IO_ERROR_NOT_FOUND },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Outcome outcome;

      load (fixture->loader, cases[i].path, 200, &outcome);
      g_test_message ("%s: %s", cases[i].path, outcome.error != NULL ? outcome.error->message : "a picture");
      g_assert_null (outcome.image);
      if (cases[i].code != -1)
        g_assert_error (outcome.error, G_IO_ERROR, cases[i].code);
      clear (&outcome);
      /* Not asked for again at once. */
      load (fixture->loader, cases[i].path, 200, &outcome);
      g_assert_null (outcome.image);
      clear (&outcome);
      g_assert_cmpuint (count (fixture, cases[i].path), ==, 1);
    }
  g_assert_cmpuint (count (fixture, "/jpeg-away"), ==, 0);
  g_assert_cmpuint (rambla_image_loader_get_memory (fixture->loader), ==, 0);
  while (g_atomic_int_get (&fixture->open) > 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (fixture->endless, <, 64 * 1024 * 1024);
}

static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autofree char *host = g_strconcat (fixture->origin, "0/jpeg", NULL);
  g_autofree char *user = g_strconcat (fixture->origin, "@127.0.0.1/jpeg", NULL);
  g_autofree char *own = g_strconcat (fixture->origin, "/jpeg", NULL);
  const char *const urls[] = { host, user, "//127.0.0.1/jpeg", "file:///etc/hostname",
                               "http://127.0.0.1/jpeg" };
  Outcome outcome;

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      load (fixture->loader, urls[i], 200, &outcome);
      g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
      clear (&outcome);
    }
  load (fixture->loader, own, 200, &outcome);
  g_assert_no_error (outcome.error);
  clear (&outcome);
}

/* Many who ask at once share one exchange; who leaves does not take it from the others. */
static void
test_shared (Fixture *fixture, gconstpointer data)
{
  Outcome outcomes[6] = { 0 };
  g_autoptr (GCancellable) leaving = g_cancellable_new ();

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    rambla_image_loader_load_async (fixture->loader, "/later", 200, i == 0 || i == 3 ? leaving : NULL,
                                    on_loaded, &outcomes[i]);
  while (count (fixture, "/later") == 0)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (leaving);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      wait_for (&outcomes[i]);
      if (i == 0 || i == 3)
        g_assert_error (outcomes[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_no_error (outcomes[i].error);
      clear (&outcomes[i]);
    }
  g_assert_cmpuint (count (fixture, "/later"), ==, 1);
}

/* When all have left it ends; who comes then gets it all the same. */
static void
test_left (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) leaving = g_cancellable_new ();
  Outcome first = { 0 }, second = { 0 };

  rambla_image_loader_load_async (fixture->loader, "/later", 200, leaving, on_loaded, &first);
  while (count (fixture, "/later") == 0)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (leaving);
  rambla_image_loader_load_async (fixture->loader, "/later", 200, NULL, on_loaded, &second);
  wait_for (&first);
  wait_for (&second);
  g_assert_error (first.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_no_error (second.error);
  clear (&first);
  clear (&second);
}

/* What was fetched is there at the next start without a network; a file that broke is fetched again. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaImageLoader) next = rambla_image_loader_new (fixture->session, fixture->folder);
  g_autoptr (RamblaImage) peeked = NULL;
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "/jpeg", -1);
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  Outcome outcome;

  g_assert_null (rambla_image_loader_peek (fixture->loader, "/jpeg", 200));
  load (fixture->loader, "/jpeg", 200, &outcome);
  g_assert_no_error (outcome.error);
  clear (&outcome);
  peeked = rambla_image_loader_peek (fixture->loader, "/jpeg", 200);
  g_assert_nonnull (peeked);
  load (next, "/jpeg", 300, &outcome);
  g_assert_no_error (outcome.error);
  clear (&outcome);
  g_assert_cmpuint (count (fixture, "/jpeg"), ==, 1);
  g_assert_true (g_file_set_contents (path, "rubbish", -1, NULL));
  load (fixture->loader, "/jpeg", 640, &outcome);
  g_assert_no_error (outcome.error);
  clear (&outcome);
  g_assert_cmpuint (count (fixture, "/jpeg"), ==, 2);
}

static void
test_bounded (Fixture *fixture, gconstpointer data)
{
  /* 1.6 MB each. */
  for (guint i = 0; i < 24; i++)
    {
      g_autofree char *url = g_strdup_printf ("/jpeg-%u", i);
      Outcome outcome;

      load (fixture->loader, url, 900, &outcome);
      g_assert_no_error (outcome.error);
      clear (&outcome);
      g_assert_cmpuint (rambla_image_loader_get_memory (fixture->loader), <=, 24 * 1024 * 1024);
    }
  g_assert_cmpuint (rambla_image_loader_get_memory (fixture->loader), >, 20 * 1024 * 1024);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  g_assert_null (rambla_image_fetch_finish (result, &outcome->error));
  outcome->done = TRUE;
}

static void
test_slow (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = g_strconcat (fixture->origin, "/slow", NULL);
  Outcome outcome = { 0 };

  rambla_image_fetch_async (fixture->session, url, 1, NULL, on_fetched, &outcome);
  wait_for (&outcome);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  clear (&outcome);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/image-loader/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("sizes", test_sizes);
  ADD ("refusals", test_refusals);
  ADD ("elsewhere", test_elsewhere);
  ADD ("shared", test_shared);
  ADD ("left", test_left);
  ADD ("kept", test_kept);
  ADD ("bounded", test_bounded);
  ADD ("slow", test_slow);
  return g_test_run ();
}
