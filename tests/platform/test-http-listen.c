/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the server listens, and where it refuses to. */
#include "http-room.h"
#include "raw-exchange.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void
test_addresses (void)
{
  static const struct
  {
    const char *listen;
    PlatformServerError code;
  } bad[] = {
    { "", PLATFORM_SERVER_ERROR_BAD_ADDRESS },
    { "127.0.0.1", PLATFORM_SERVER_ERROR_BAD_ADDRESS },
    { "127.0.0.1:", PLATFORM_SERVER_ERROR_BAD_ADDRESS },
    { "127.0.0.1:65536", PLATFORM_SERVER_ERROR_BAD_ADDRESS },
    { "127.0.0.1:-1", PLATFORM_SERVER_ERROR_BAD_ADDRESS },
    { "127.0.0.1:80x", PLATFORM_SERVER_ERROR_BAD_ADDRESS },
    { "127.1:80", PLATFORM_SERVER_ERROR_BAD_ADDRESS },
    { "example.org:80", PLATFORM_SERVER_ERROR_BAD_ADDRESS },
    { "0.0.0.0:0", PLATFORM_SERVER_ERROR_BAD_ADDRESS },
    { "192.0.2.1:0", PLATFORM_SERVER_ERROR_BAD_ADDRESS },
    { "[::]:0", PLATFORM_SERVER_ERROR_BAD_ADDRESS },
    { "[::1:0", PLATFORM_SERVER_ERROR_BAD_ADDRESS },
    { "::1:0", PLATFORM_SERVER_ERROR_BAD_ADDRESS },
    { "unix:relative", PLATFORM_SERVER_ERROR_BAD_ADDRESS },
    { "unix:/no/such/folder/socket", PLATFORM_SERVER_ERROR_FAILED },
  };
  g_autoptr (PlatformServer) any = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const PlatformServerOptions options = { .listen = bad[i].listen };

      g_test_message ("%s", bad[i].listen);
      g_assert_null (platform_server_new (&options, &error));
      g_assert_error (error, PLATFORM_SERVER_ERROR, (int) bad[i].code);
      g_clear_error (&error);
    }
  any = platform_server_new (&(PlatformServerOptions){ .listen = "0.0.0.0:0", .behind_proxy = TRUE }, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (platform_server_get_uri (any), "http://0.0.0.0:"));
}

static void
test_in_use (HttpRoom *fixture, gconstpointer data)
{
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", fixture->port);
  const PlatformServerOptions options = { .listen = address };
  g_autoptr (GError) error = NULL;

  g_assert_null (platform_server_new (&options, &error));
  g_assert_error (error, PLATFORM_SERVER_ERROR, PLATFORM_SERVER_ERROR_IN_USE);
  /* And free again at once when it has stopped. */
  platform_server_stop (fixture->server, 0);
  {
    g_autoptr (PlatformServer) next = platform_server_new (&options, NULL);

    g_assert_nonnull (next);
  }
}

static void
test_unix (void)
{
  g_autofree char *folder = g_dir_make_tmp ("rambla-http-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "socket", NULL);
  g_autofree char *listen = g_strconcat ("unix:", path, NULL);
  const PlatformServerOptions options = { .listen = listen };
  g_autoptr (PlatformRouter) router = platform_router_new ();
  g_autoptr (PlatformServer) server = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = NULL;
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int left, fd;

  g_assert_cmpuint (strlen (path), <, sizeof address.sun_path);
  strcpy (address.sun_path, path);

  /* A file that a killed program left behind. */
  left = socket (AF_UNIX, SOCK_STREAM, 0);
  g_assert_cmpint (bind (left, (struct sockaddr *) &address, sizeof address), ==, 0);
  close (left);

  http_room_add_routes (NULL, router);
  server = platform_server_new (&options, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (platform_server_get_uri (server), ==, listen);
  g_assert_true (platform_server_start (server, router, NULL));
  g_assert_null (platform_server_new (&options, &error));
  g_assert_error (error, PLATFORM_SERVER_ERROR, PLATFORM_SERVER_ERROR_IN_USE);
  g_clear_error (&error);

  fd = socket (AF_UNIX, SOCK_STREAM, 0);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  raw_send (fd, GET ("/echo"), -1, FALSE);
  answer = raw_read_answer (fd, FALSE);
  g_assert_nonnull (strstr (answer, "from=unix "));
  close (fd);

  platform_server_stop (server, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  /* A file that is no socket is not ours to take away. */
  g_assert_true (g_file_set_contents (path, "precious", -1, NULL));
  g_assert_null (platform_server_new (&options, &error));
  g_assert_error (error, PLATFORM_SERVER_ERROR, PLATFORM_SERVER_ERROR_IN_USE);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_remove (path);
  g_rmdir (folder);
}

static void
test_ipv6 (void)
{
  const PlatformServerOptions options = { .listen = "[::1]:0" };
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformServer) server = platform_server_new (&options, &error);

  if (server == NULL)
    g_test_skip (error->message);
  else
    g_assert_true (g_str_has_prefix (platform_server_get_uri (server), "http://[::1]:"));
}

int
main (int argc, char *argv[])
{
  static const HttpRoomTest tests[] = {
    { "/http/in-use", test_in_use },
  };

  g_test_init (&argc, &argv, NULL);
  http_room_add_tests (tests, G_N_ELEMENTS (tests));
  g_test_add_func ("/http/addresses", test_addresses);
  g_test_add_func ("/http/unix", test_unix);
  g_test_add_func ("/http/ipv6", test_ipv6);
  return g_test_run ();
}
