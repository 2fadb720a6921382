/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cheapest route at 32 connections, beside bare libmicrohttpd with the same threads and, where it is
 * installed, one worker of nginx, with the same bytes. They take turns, so that what else the machine does
 * hits all alike. */
#include "load.h"
#include "platform-fixture.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS 32
#define TURNS 5
#define SECONDS 1.0
#define BODY "{\"status\":\"ok\"}"

static const char request[] = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

static const char *
next_request (gpointer data, guint connection, gsize *length)
{
  *length = sizeof request - 1;
  return request;
}

static void
check_answer (gpointer data, guint connection, guint status)
{
  if (status != 200)
    g_error ("%u instead of 200", status);
}

static enum MHD_Result
on_bare_request (void *data,
                 struct MHD_Connection *connection,
                 const char *url,
                 const char *method,
                 const char *version,
                 const char *upload,
                 size_t *upload_size,
                 void **state)
{
  static int seen;

  if (*state == NULL)
    {
      *state = &seen;
      return MHD_YES;
    }
  *state = NULL;
  return MHD_queue_response (connection, 200, data);
}

/* In a process of its own, so that the load does not share its memory. Returns: its port */
static guint16
start_bare (GPid *pid)
{
  int ends[2];
  guint16 port = 0;

  g_assert_cmpint (pipe (ends), ==, 0);
  *pid = fork ();
  if (*pid == 0)
    {
      struct MHD_Response *response =
          MHD_create_response_from_buffer (strlen (BODY), (void *) BODY, MHD_RESPMEM_PERSISTENT);
      struct MHD_Daemon *daemon;

      MHD_add_response_header (response, "Content-Type", "application/json");
      daemon =
          MHD_start_daemon (MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO, 0, NULL, NULL, on_bare_request,
                            response, MHD_OPTION_THREAD_POOL_SIZE, MAX (2, g_get_num_processors ()),
                            MHD_OPTION_CONNECTION_LIMIT, 4096, MHD_OPTION_END);
      port = MHD_get_daemon_info (daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
      if (write (ends[1], &port, sizeof port) == sizeof port)
        pause ();
      _exit (0);
    }
  g_assert_cmpint (read (ends[0], &port, sizeof port), ==, sizeof port);
  close (ends[0]);
  close (ends[1]);
  return port;
}

/* nginx cannot pick a port itself. */
static guint16
find_free_port (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM, 0);

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &length), ==, 0);
  close (fd);
  return ntohs (address.sin_port);
}

static gboolean
is_listening (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  int fd = socket (AF_INET, SOCK_STREAM, 0);
  gboolean listening;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  listening = connect (fd, (struct sockaddr *) &address, sizeof address) == 0;
  close (fd);
  return listening;
}

/* Returns: its port, 0 if there is no nginx */
static guint16
start_nginx (const char *folder, GSubprocess **process)
{
  g_autofree char *program = g_find_program_in_path ("nginx");
  g_autofree char *path = g_build_filename (folder, "nginx.conf", NULL);
  g_autofree char *text = NULL;
  guint16 port = find_free_port ();

  if (program == NULL && g_file_test ("/usr/sbin/nginx", G_FILE_TEST_IS_EXECUTABLE))
    program = g_strdup ("/usr/sbin/nginx");
  if (program == NULL)
    return 0;
  text =
      g_strdup_printf ("daemon off; worker_processes 1; pid %s/pid; error_log stderr crit;\n"
                       "events { worker_connections 1024; }\n"
                       "http { access_log off; keepalive_requests 100000000; default_type application/json;\n"
                       "  client_body_temp_path %s/b; proxy_temp_path %s/p; fastcgi_temp_path %s/f;\n"
                       "  uwsgi_temp_path %s/u; scgi_temp_path %s/s;\n"
                       "  server { listen 127.0.0.1:%u; location / { return 200 '" BODY "'; } } }\n",
                       folder, folder, folder, folder, folder, folder, port);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  *process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, program, "-c", path, "-p", folder, NULL);
  g_assert_nonnull (*process);
  while (!is_listening (port))
    g_usleep (10000);
  return port;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return left < right ? -1 : left > right;
}

static double
median (double *values)
{
  qsort (values, TURNS, sizeof *values, compare_doubles);
  return values[TURNS / 2];
}

typedef struct
{
  guint16 port; /* 0: it is not here */
  int pid;
  double figures[TURNS]; /* requests a second */
  guint64 answers;
  double used; /* s */
} Server;

/* The processor's time tells what a server costs where the load, on the same processors, is what ends it. */
static void
print_result (const char *peer, Server *ours, Server *theirs)
{
  double own = ours->used * 1e6 / (double) ours->answers,
         other = theirs->used * 1e6 / (double) theirs->answers;

  g_print (
      "{\"name\":\"http-cheapest\",\"figure\":%.0f,\"unit\":\"req/s\",\"connections\":%d,\"peer\":\"%s\","
      "\"peer_figure\":%.0f,\"ratio\":%.3f}\n",
      median (ours->figures), CONNECTIONS, peer, median (theirs->figures),
      median (ours->figures) / median (theirs->figures));
  g_print (
      "{\"name\":\"http-cheapest-processor\",\"figure\":%.2f,\"unit\":\"us of processor time a request\","
      "\"connections\":%d,\"peer\":\"%s\",\"peer_figure\":%.2f,\"ratio\":%.3f}\n",
      own, CONNECTIONS, peer, other, own / other);
}

/* One worker does it all. Returns: its process */
static int
find_child (int parent)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", parent, parent);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpint (atoi (text), >, 0);
  return atoi (text);
}

int
main (int argc, char *argv[])
{
  g_autoptr (PlatformFixture) fixture = platform_fixture_new (NULL);
  g_autofree char *folder = g_dir_make_tmp ("rambla-bench-XXXXXX", NULL);
  g_autoptr (GSubprocess) nginx = NULL;
  GPid bare = 0;
  Server servers[3] = { { .port = platform_fixture_get_port (fixture),
                          .pid = platform_fixture_get_pid (fixture) },
                        { .port = start_bare (&bare) },
                        { .port = start_nginx (folder, &nginx) } };

  servers[1].pid = bare;
  if (nginx != NULL)
    servers[2].pid = find_child (atoi (g_subprocess_get_identifier (nginx)));
  for (int turn = -1; turn < TURNS; turn++) /* the first is for warming up */
    for (guint i = 0; i < G_N_ELEMENTS (servers); i++)
      {
        Server *server = &servers[i];
        double before;
        LoadResult result;

        if (server->port == 0)
          continue;
        before = load_get_processor_time (server->pid);
        load_run (server->port, CONNECTIONS, SECONDS, next_request, check_answer, NULL, &result);
        if (turn < 0)
          continue;
        server->figures[turn] = (double) result.answers / result.seconds;
        server->answers += result.answers;
        server->used += load_get_processor_time (server->pid) - before;
      }
  print_result ("libmicrohttpd", &servers[0], &servers[1]);
  if (nginx != NULL)
    {
      print_result ("nginx, 1 worker", &servers[0], &servers[2]);
      g_subprocess_send_signal (nginx, SIGTERM);
      g_subprocess_wait (nginx, NULL, NULL);
    }
  kill (bare, SIGTERM);
  platform_fixture_remove_folder (folder);
  return 0;
}
