/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers that come later or from elsewhere, and a server that stops meanwhile. */
#include "http-room.h"
#include "raw-exchange.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void
test_defer (HttpRoom *fixture, gconstpointer data)
{
  for (int i = 0; i < 50; i++)
    {
      int fd = raw_connect (fixture->port);
      g_autofree char *answer = NULL;
      g_autofree char *next = NULL;
      g_autoptr (PlatformRequest) request = NULL;

      raw_send (fd, GET ("/defer"), -1, FALSE);
      request = http_room_take_deferred (fixture);
      g_assert_false (platform_request_is_cancelled (request));
      platform_request_respond (request, platform_response_new_json (200, g_string_new ("{\"late\":true}")));
      answer = raw_read_answer (fd, FALSE);
      g_assert_cmpstr (raw_get_body (answer), ==, "{\"late\":true}");
      /* What it knew stays known after its end. */
      g_assert_cmpstr (platform_request_get_header (request, "host"), ==, "x");
      g_assert_cmpstr (platform_request_get_remote_address (request), ==, "127.0.0.1");
      raw_send (fd, GET ("/hello"), -1, FALSE);
      next = raw_read_answer (fd, FALSE);
      g_assert_cmpuint (raw_get_status (next), ==, 200);
      close (fd);
    }
}

/* Called with the server's lock held, which a connection needs to go to sleep: so it is answered on its way
 * there. */
static void
answer_meanwhile (const PlatformRoute *route,
                  unsigned int status,
                  guint64 count,
                  guint64 microseconds,
                  gpointer user_data)
{
  HttpRoom *fixture = user_data;
  g_autoptr (PlatformRequest) request = NULL;

  if (fixture->raced)
    return;
  fixture->raced = TRUE;
  raw_send (fixture->race_fd, GET ("/defer"), -1, FALSE);
  request = http_room_take_deferred (fixture);
  g_usleep (1000); /* mostly it has got to the lock by then; if not, it is answered a little earlier */
  platform_request_respond (request, platform_response_new_json (200, g_string_new ("{\"raced\":true}")));
}

static void
test_race (HttpRoom *fixture, gconstpointer data)
{
  g_autofree char *first = raw_exchange (fixture->port, GET ("/hello"),
                                         -1); /* so that there is a count, and its thread is known */
  int fd = raw_connect (fixture->port);

  for (int i = 0; i < 30; i++)
    {
      g_autofree char *answer = NULL;

      fixture->race_fd = fd;
      fixture->raced = FALSE;
      platform_server_foreach_count (fixture->server, answer_meanwhile, fixture);
      answer = raw_read_answer (fd, FALSE);
      g_assert_cmpstr (raw_get_body (answer), ==, "{\"raced\":true}");
    }
  close (fd);
}

/* Several sleep at once, and are woken in another order. */
static void
test_defer_many (HttpRoom *fixture, gconstpointer data)
{
  int fds[32];
  PlatformRequest *requests[G_N_ELEMENTS (fds)];

  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      fds[i] = raw_connect (fixture->port);
      raw_send (fds[i], GET ("/defer"), -1, FALSE);
      requests[i] = http_room_take_deferred (fixture);
    }
  for (guint i = G_N_ELEMENTS (fds); i-- > 0;)
    {
      g_autofree char *body = g_strdup_printf ("%u", i);

      platform_request_respond (requests[i], platform_response_new_json (200, g_string_new (body)));
      platform_request_unref (requests[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      g_autofree char *answer = raw_read_answer (fds[i], FALSE);

      g_assert_cmpint (atoi (raw_get_body (answer)), ==, i);
      close (fds[i]);
    }
}

static void
test_client_gone (HttpRoom *fixture, gconstpointer data)
{
  int fd = raw_connect (fixture->port);
  g_autoptr (PlatformRequest) request = NULL;
  g_autofree char *answer = NULL;

  raw_send (fd, GET ("/defer"), -1, FALSE);
  request = http_room_take_deferred (fixture);
  close (fd);
  while (!platform_request_is_cancelled (request))
    g_thread_yield ();
  platform_request_respond (request, platform_response_new_json (200, g_string_new ("{}")));
  /* The server goes on. */
  answer = raw_exchange (fixture->port, GET ("/hello"), -1);
  g_assert_cmpuint (raw_get_status (answer), ==, 200);
}

static gpointer
stop_server (gpointer data)
{
  HttpRoom *fixture = data;

  platform_server_stop (fixture->server, 30000);
  return NULL;
}

/* A request that runs when the server is told to stop is answered as if nothing were. */
static void
test_stop_waits (HttpRoom *fixture, gconstpointer data)
{
  int fd = raw_connect (fixture->port);
  int idle = raw_connect (fixture->port);
  g_autoptr (PlatformRequest) request = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *rest = NULL;
  GThread *thread;

  raw_send (fd, GET ("/defer"), -1, FALSE);
  request = http_room_take_deferred (fixture);
  thread = g_thread_new ("stop", stop_server, fixture);
  g_assert_false (platform_request_is_cancelled (request));
  platform_request_respond (request, platform_response_new_json (200, g_string_new ("{\"late\":true}")));
  answer = raw_read_to_end (fd);
  g_assert_cmpstr (raw_get_body (answer), ==, "{\"late\":true}");
  g_thread_join (thread);
  rest = raw_read_to_end (idle);
  g_assert_cmpstr (rest, ==, "");
  close (fd);
  close (idle);
}

/* One that nobody answers does not hold it up for ever. */
static void
test_stop_cancels (HttpRoom *fixture, gconstpointer data)
{
  int fd = raw_connect (fixture->port);
  int half = raw_connect (fixture->port);
  g_autoptr (PlatformRequest) request = NULL;
  g_autofree char *answer = NULL;

  raw_send (half, "GET /hello HTTP/1.1\r\nHo", -1, FALSE);
  raw_send (fd, GET ("/defer"), -1, FALSE);
  request = http_room_take_deferred (fixture);
  platform_server_stop (fixture->server, 50);
  answer = raw_read_to_end (fd);
  http_room_assert_problem (answer, 503, "unavailable");
  g_assert_true (platform_request_is_cancelled (request));
  /* Too late, and harmless. */
  platform_request_respond (request, platform_response_new_json (200, g_string_new ("{}")));
  platform_server_stop (fixture->server, 0);
  close (fd);
  close (half);
}

/* Clients of all kinds that do not notice that the server stops. */
static gpointer
run_client (gpointer data)
{
  static const char *const requests[] = { GET ("/hello"),
                                          GET ("/defer"),
                                          POST ("/echo", "Content-Length: 2\r\n", "hi"),
                                          GET ("/defer") GET ("/hello"),
                                          GET ("/no"),
                                          POST ("/echo", "Content-Length: 20\r\n", "half") };
  HttpRoom *fixture = data;
  GRand *random =
      g_rand_new_with_seed ((guint32) __atomic_add_fetch (&fixture->n_clients, 1, __ATOMIC_RELAXED));

  while (!__atomic_load_n (&fixture->ended, __ATOMIC_ACQUIRE))
    {
      int fd = raw_try_connect (fixture->port);

      if (fd < 0)
        break;
      for (int i = g_rand_int_range (random, 0, 5); i > 0; i--)
        {
          char byte;

          raw_send (fd, requests[g_rand_int_range (random, 0, G_N_ELEMENTS (requests))], -1, TRUE);
          if (g_rand_boolean (random) && recv (fd, &byte, 1, MSG_DONTWAIT) == 0)
            break;
        }
      close (fd);
    }
  g_rand_free (random);
  return NULL;
}

/* Answers what was deferred, sooner or later, until nothing more can come. */
static gpointer
run_answerer (gpointer data)
{
  HttpRoom *fixture = data;
  guint n = 0;

  g_mutex_lock (&fixture->lock);
  for (;;)
    {
      PlatformRequest *request;

      while (fixture->deferred.length == 0 && !__atomic_load_n (&fixture->ended, __ATOMIC_ACQUIRE))
        g_cond_wait_until (&fixture->changed, &fixture->lock, g_get_monotonic_time () + 1000);
      request = g_queue_pop_head (&fixture->deferred);
      if (request == NULL)
        break;
      g_mutex_unlock (&fixture->lock);
      if (n++ % 16 == 0)
        g_usleep (200);
      platform_request_is_cancelled (request);
      platform_request_respond (request, platform_response_new_json (200, g_string_new ("{}")));
      platform_request_unref (request);
      g_mutex_lock (&fixture->lock);
    }
  g_mutex_unlock (&fixture->lock);
  return NULL;
}

static void
test_stop_under_load (HttpRoom *fixture, gconstpointer data)
{
  for (int round = 0; round < 6; round++)
    {
      GThread *clients[6], *answerers[2];
      gint64 start;

      if (round > 0)
        {
          http_room_tear_down (fixture, data);
          memset (fixture, 0, sizeof *fixture);
          http_room_set_up (fixture, data);
        }
      for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
        clients[i] = g_thread_new ("client", run_client, fixture);
      for (guint i = 0; i < G_N_ELEMENTS (answerers); i++)
        answerers[i] = g_thread_new ("answerer", run_answerer, fixture);
      g_usleep (20000 + 5000 * (gulong) round);
      start = g_get_monotonic_time ();
      platform_server_stop (fixture->server, round % 2 == 0 ? 0 : 30);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 9 * G_USEC_PER_SEC);
      __atomic_store_n (&fixture->ended, 1, __ATOMIC_RELEASE);
      for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
        g_thread_join (clients[i]);
      for (guint i = 0; i < G_N_ELEMENTS (answerers); i++)
        g_thread_join (answerers[i]);
    }
}

static void
test_answered_twice (HttpRoom *fixture, gconstpointer data)
{
  int fd = raw_connect (fixture->port);
  g_autoptr (PlatformRequest) request = NULL;
  g_autofree char *answer = NULL;

  raw_send (fd, GET ("/defer"), -1, FALSE);
  request = http_room_take_deferred (fixture);
  platform_request_respond (request, platform_response_new_json (200, g_string_new ("{\"n\":1}")));
  g_test_expect_message ("platform-http", G_LOG_LEVEL_CRITICAL, "*answered twice*");
  platform_request_respond (request, platform_response_new_json (200, g_string_new ("{\"n\":2}")));
  g_test_assert_expected_messages ();
  answer = raw_read_answer (fd, FALSE);
  g_assert_cmpstr (raw_get_body (answer), ==, "{\"n\":1}");
  close (fd);
}

int
main (int argc, char *argv[])
{
  static const PlatformServerOptions one_thread = { .listen = "127.0.0.1:0", .n_threads = 1 };
  static const HttpRoomTest tests[] = {
    { "/http/defer", test_defer },
    { "/http/defer-many", test_defer_many },
    { "/http/race", test_race, &one_thread },
    { "/http/client-gone", test_client_gone },
    { "/http/stop-waits", test_stop_waits },
    { "/http/stop-cancels", test_stop_cancels },
    { "/http/stop-under-load", test_stop_under_load },
    { "/http/answered-twice", test_answered_twice },
  };

  g_test_init (&argc, &argv, NULL);
  http_room_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
