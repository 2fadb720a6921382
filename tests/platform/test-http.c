/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the http room adds to answers, counts and believes. */
#include "http-room.h"
#include "raw-exchange.h"

#include <string.h>
#include <unistd.h>

static void
test_etag (HttpRoom *fixture, gconstpointer data)
{
  static const char *const paths[] = { "/hello", "/sealed", "/tagged" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *get = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: x\r\n\r\n", paths[i]);
      g_autofree char *first = raw_exchange (fixture->port, get, -1);
      g_autofree char *second = raw_exchange (fixture->port, get, -1);
      g_autofree char *tag = raw_get_header (first, "ETag");
      g_autofree char *again = raw_get_header (second, "ETag");
      g_autofree char *length = raw_get_header (first, "Content-Length");
      char *lists[] = { g_strdup (tag), g_strdup_printf ("\"x\", W/%s", tag), g_strdup ("*"), NULL };

      g_assert_nonnull (tag);
      g_assert_cmpstr (tag, ==, again);
      g_assert_true (tag[0] == '"' && tag[strlen (tag) - 1] == '"');
      for (guint j = 0; lists[j] != NULL; j++)
        {
          g_autofree char *conditional =
              g_strdup_printf ("%.*sIf-None-Match: %s\r\n\r\n", (int) strlen (get) - 2, get, lists[j]);
          g_autofree char *answer = raw_exchange (fixture->port, conditional, -1);
          g_autofree char *now = raw_get_header (answer, "ETag");
          g_autofree char *told = raw_get_header (answer, "Content-Length");

          g_assert_cmpuint (raw_get_status (answer), ==, 304);
          g_assert_cmpstr (now, ==, tag);
          g_assert_cmpstr (told, ==, length);
          g_assert_cmpstr (raw_get_body (answer), ==, "");
          g_free (lists[j]);
        }
      {
        g_autofree char *other =
            g_strdup_printf ("%.*sIf-None-Match: \"x\", %.3s\r\n\r\n", (int) strlen (get) - 2, get, tag);
        g_autofree char *answer = raw_exchange (fixture->port, other, -1);

        g_assert_cmpuint (raw_get_status (answer), ==, 200);
      }
    }
}

static void
test_headers (HttpRoom *fixture, gconstpointer data)
{
  g_autofree char *html = raw_exchange (fixture->port, GET ("/headers"), -1);
  g_autofree char *json = raw_exchange (fixture->port, GET ("/hello"), -1);
  g_autofree char *tagged = raw_exchange (fixture->port, GET ("/tagged"), -1);
  g_autofree char *echo = raw_exchange (fixture->port, GET ("/echo"), -1);
  g_autofree char *missing = raw_exchange (fixture->port, GET ("/missing"), -1);
  g_autofree char *method = raw_exchange (fixture->port, "PUT /hello HTTP/1.1\r\nHost: x\r\n\r\n", -1);
  g_autofree char *date = raw_get_header (json, "Date");

  http_room_assert_header (html, "Content-Type", "text/html; charset=utf-8");
  http_room_assert_header (html, "X-One", "b");
  http_room_assert_header (html, "X-Content-Type-Options", "nosniff");
  http_room_assert_header (html, "X-Frame-Options", "DENY");
  http_room_assert_header (html, "Cache-Control", "no-store");
  http_room_assert_header (html, "ETag", NULL);
  g_assert_nonnull (strstr (html, "default-src 'none'"));
  g_assert_nonnull (strstr (html, "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n"));
  http_room_assert_header (json, "Content-Type", "application/json");
  http_room_assert_header (json, "Cache-Control", "no-cache");
  http_room_assert_header (json, "Vary", NULL);
  g_assert_nonnull (date);
  http_room_assert_header (tagged, "ETag", "\"v7\"");
  http_room_assert_header (tagged, "Cache-Control", "private, max-age=5");
  http_room_assert_header (echo, "Vary", "Accept-Language");
  http_room_assert_header (missing, "ETag", NULL);
  http_room_assert_header (missing, "Cache-Control", "no-store");
  http_room_assert_header (method, "Allow", "OPTIONS, GET, HEAD, DELETE");
}

static void
test_head (HttpRoom *fixture, gconstpointer data)
{
  int fd = raw_connect (fixture->port);
  g_autofree char *answer = NULL;
  g_autofree char *next = NULL;

  raw_send (fd, "HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n", -1, FALSE);
  answer = raw_read_answer (fd, TRUE);
  g_assert_cmpuint (raw_get_status (answer), ==, 200);
  http_room_assert_header (answer, "Content-Length", "17");
  g_assert_cmpstr (raw_get_body (answer), ==, "");
  /* The connection goes on. */
  raw_send (fd, GET ("/hello"), -1, FALSE);
  next = raw_read_answer (fd, FALSE);
  g_assert_cmpstr (raw_get_body (next), ==, "{\"hello\":\"world\"}");
  close (fd);
}

typedef struct
{
  guint64 hello;
  guint64 missing;
  guint64 not_modified;
} Counts;

static void
add_count (const PlatformRoute *route,
           unsigned int status,
           guint64 count,
           guint64 microseconds,
           gpointer user_data)
{
  Counts *counts = user_data;

  if (route != NULL && strcmp (route->pattern, "/hello") == 0 && status == 200)
    counts->hello += count;
  if (route != NULL && status == 304)
    counts->not_modified += count;
  if (route == NULL && status == 404)
    counts->missing += count;
}

static void
test_counts (HttpRoom *fixture, gconstpointer data)
{
  Counts counts = { 0 };

  for (int i = 0; i < 20; i++)
    {
      g_autofree char *hello = raw_exchange (fixture->port, GET ("/hello"), -1);
      g_autofree char *missing = raw_exchange (fixture->port, GET ("/none"), -1);
      g_autofree char *neither = raw_exchange (fixture->port, GET ("/neither"), -1);
      g_autofree char *same = raw_exchange (
          fixture->port, "GET /tagged HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"v7\"\r\n\r\n", -1);
    }
  platform_server_foreach_count (fixture->server, add_count, &counts);
  g_assert_cmpuint (counts.hello, ==, 20);
  g_assert_cmpuint (counts.missing, ==, 40);
  g_assert_cmpuint (counts.not_modified, ==, 20);
}

static void
test_timeout (HttpRoom *fixture, gconstpointer data)
{
  int fd = raw_connect (fixture->port);
  int half = raw_connect (fixture->port);
  g_autofree char *answer = NULL;
  g_autofree char *rest = NULL;

  raw_send (half, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n1", -1, FALSE);
  answer = raw_read_to_end (fd);
  g_assert_cmpstr (answer, ==, "");
  rest = raw_read_to_end (half);
  g_assert_cmpstr (rest, ==, "");
  close (fd);
  close (half);
}

static void
test_proxy (HttpRoom *fixture, gconstpointer data)
{
  static const struct
  {
    const char *value;
    const char *expected;
  } forwarded[] = {
    { "203.0.113.7", "from=203.0.113.7 " },
    { "1.2.3.4, 203.0.113.7", "from=203.0.113.7 " },
    { "203.0.113.7, 2001:db8::1", "from=2001:db8::1 " },
    { "nonsense", "from=127.0.0.1 " },
    { "", "from=127.0.0.1 " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forwarded); i++)
    {
      g_autofree char *bytes = g_strdup_printf (
          "GET /echo HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: %s\r\n\r\n", forwarded[i].value);
      g_autofree char *answer = raw_exchange (fixture->port, bytes, -1);

      g_assert_nonnull (strstr (answer, forwarded[i].expected));
    }
}

static void
test_not_behind_proxy (HttpRoom *fixture, gconstpointer data)
{
  g_autofree char *answer = raw_exchange (
      fixture->port, "GET /echo HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n", -1);

  g_assert_nonnull (strstr (answer, "from=127.0.0.1 "));
}

int
main (int argc, char *argv[])
{
  static const PlatformServerOptions short_timeout = { .listen = "127.0.0.1:0", .timeout_seconds = 1 };
  static const PlatformServerOptions behind_proxy = { .listen = "127.0.0.1:0", .behind_proxy = TRUE };
  static const HttpRoomTest tests[] = {
    { "/http/etag", test_etag },
    { "/http/headers", test_headers },
    { "/http/head", test_head },
    { "/http/counts", test_counts },
    { "/http/timeout", test_timeout, &short_timeout },
    { "/http/proxy", test_proxy, &behind_proxy },
    { "/http/not-behind-proxy", test_not_behind_proxy },
  };

  g_test_init (&argc, &argv, NULL);
  http_room_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
