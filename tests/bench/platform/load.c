/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define BUFFER_SIZE 65536
#define MAX_EVENTS 64

typedef struct
{
  int fd;
  gint64 sent; /* µs; 0: nothing under way */
  gsize filled;
  gsize head, whole; /* of the answer before: the next is mostly as long */
  char *buffer;
} Connection;

static int
connect_to (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  const int on = 1;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  if (fd < 0 || connect (fd, (struct sockaddr *) &address, sizeof address) != 0)
    g_error ("cannot connect to port %u", port);
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

/* @since: when its time begins, µs; 0: now. Returns: FALSE when there is nothing more to send */
static gboolean
send_next (Connection *connection, guint index, gint64 since, LoadNext next, gpointer data)
{
  gsize length = 0;
  const char *bytes = next (data, index, &length);

  connection->sent = 0;
  if (bytes == NULL)
    return FALSE;
  connection->sent = since > 0 ? since : g_get_monotonic_time ();
  if (send (connection->fd, bytes, length, MSG_NOSIGNAL) != (gssize) length)
    g_error ("a request was not taken");
  return TRUE;
}

/* Returns: the status once the answer is whole, 0 until then */
static guint
read_more (Connection *connection)
{
  gssize got = recv (connection->fd, connection->buffer + connection->filled,
                     BUFFER_SIZE - 1 - connection->filled, MSG_DONTWAIT);
  const char *end, *length;
  gsize total;

  if (got <= 0)
    g_error ("a connection was closed, after: %.200s", connection->buffer);
  connection->filled += (gsize) got;
  connection->buffer[connection->filled] = '\0';
  /* What the load costs is not there for the server. */
  if (connection->filled == connection->whole &&
      memcmp (connection->buffer + connection->head - 4, "\r\n\r\n", 4) == 0)
    {
      connection->filled = 0;
      return (guint) strtoul (connection->buffer + strlen ("HTTP/1.1 "), NULL, 10);
    }
  end = strstr (connection->buffer, "\r\n\r\n");
  if (end == NULL)
    return 0;
  length = strcasestr (connection->buffer, "\r\nContent-Length: ");
  total = (gsize) (end + 4 - connection->buffer);
  if (length != NULL && length < end)
    total += strtoul (length + strlen ("\r\nContent-Length: "), NULL, 10);
  if (connection->filled < total)
    return 0;
  connection->head = (gsize) (end + 4 - connection->buffer);
  connection->whole = total;
  connection->filled = 0;
  return (guint) strtoul (connection->buffer + strlen ("HTTP/1.1 "), NULL, 10);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  guint32 left = *(const guint32 *) a, right = *(const guint32 *) b;

  return left < right ? -1 : left > right;
}

static void
close_all (Connection *all, guint connections, int epoll)
{
  for (guint i = 0; i < connections; i++)
    {
      close (all[i].fd);
      g_free (all[i].buffer);
    }
  close (epoll);
}

static void
sum_up (GArray *times, double seconds, LoadResult *result)
{
  g_array_sort (times, compare_times);
  result->answers = times->len;
  result->seconds = seconds;
  result->p50_ms = times->len > 0 ? g_array_index (times, guint32, times->len / 2) / 1000.0 : 0;
  result->p99_ms = times->len > 0 ? g_array_index (times, guint32, times->len * 99 / 100) / 1000.0 : 0;
}

void
load_run (guint16 port,
          guint connections,
          double seconds,
          LoadNext next,
          LoadAnswer answer,
          gpointer data,
          LoadResult *result)
{
  g_autofree Connection *all = g_new0 (Connection, connections);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (guint32));
  int epoll = epoll_create1 (EPOLL_CLOEXEC);
  gint64 start = g_get_monotonic_time (), now = start;
  guint busy = 0;

  for (guint i = 0; i < connections; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.u32 = i };

      all[i] = (Connection){ .fd = connect_to (port), .buffer = g_malloc (BUFFER_SIZE) };
      epoll_ctl (epoll, EPOLL_CTL_ADD, all[i].fd, &event);
      busy += send_next (&all[i], i, 0, next, data);
    }
  while (busy > 0)
    {
      struct epoll_event events[MAX_EVENTS];
      int n = epoll_wait (epoll, events, MAX_EVENTS, 10000);
      gboolean over;

      if (n <= 0)
        g_error ("no answer within ten seconds");
      now = g_get_monotonic_time ();
      over = seconds > 0 && now - start > seconds * G_USEC_PER_SEC;
      for (int i = 0; i < n; i++)
        {
          guint index = events[i].data.u32;
          guint status = read_more (&all[index]);
          guint32 taken = (guint32) (now - all[index].sent);

          if (status == 0)
            continue;
          g_array_append_val (times, taken);
          answer (data, index, status);
          if (over || !send_next (&all[index], index, 0, next, data))
            busy--;
        }
    }
  close_all (all, connections, epoll);
  sum_up (times, (double) (now - start) / G_USEC_PER_SEC, result);
}

/* Makes the timer's descriptor readable at @due, µs. */
static void
set_timer (int timer, gint64 due)
{
  const struct itimerspec when = { .it_value = { .tv_sec = due / G_USEC_PER_SEC,
                                                 .tv_nsec = due % G_USEC_PER_SEC * 1000 } };

  if (timerfd_settime (timer, TFD_TIMER_ABSTIME, &when, NULL) != 0)
    g_error ("no timer");
}

void
load_run_paced (guint16 port,
                guint connections,
                double rate,
                LoadNext next,
                LoadAnswer answer,
                gpointer data,
                LoadResult *result)
{
  g_autofree Connection *all = g_new0 (Connection, connections);
  g_autofree guint *idle = g_new (guint, connections);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (guint32));
  int epoll = epoll_create1 (EPOLL_CLOEXEC);
  int timer = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  struct epoll_event tick = { .events = EPOLLIN | EPOLLET, .data.u32 = G_MAXUINT32 };
  gint64 start, now;
  guint n_idle = 0;
  guint64 sent = 0;
  gboolean more = TRUE;

  for (guint i = 0; i < connections; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.u32 = i };

      all[i] = (Connection){ .fd = connect_to (port), .buffer = g_malloc (BUFFER_SIZE) };
      epoll_ctl (epoll, EPOLL_CTL_ADD, all[i].fd, &event);
      idle[n_idle++] = i;
    }
  epoll_ctl (epoll, EPOLL_CTL_ADD, timer, &tick);
  start = now = g_get_monotonic_time ();
  while (more || n_idle < connections)
    {
      struct epoll_event events[MAX_EVENTS];
      gint64 due = start + (gint64) ((double) sent * G_USEC_PER_SEC / rate);
      int n;

      while (more && n_idle > 0 && due <= now)
        {
          guint index = idle[--n_idle];

          more = send_next (&all[index], index, due, next, data);
          if (!more)
            idle[n_idle++] = index;
          sent++;
          due = start + (gint64) ((double) sent * G_USEC_PER_SEC / rate);
        }
      if (!more && n_idle == connections)
        break;
      if (more)
        set_timer (timer, due);
      n = epoll_wait (epoll, events, MAX_EVENTS, 10000);
      if (n <= 0)
        g_error ("no answer within ten seconds");
      now = g_get_monotonic_time ();
      for (int i = 0; i < n; i++)
        {
          guint index = events[i].data.u32;
          guint status = index != G_MAXUINT32 ? read_more (&all[index]) : 0;
          guint32 taken;

          if (status == 0)
            continue;
          taken = (guint32) (now - all[index].sent);
          g_array_append_val (times, taken);
          answer (data, index, status);
          idle[n_idle++] = index;
        }
    }
  close (timer);
  close_all (all, connections, epoll);
  sum_up (times, (double) (now - start) / G_USEC_PER_SEC, result);
}

double
load_get_processor_time (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  /* The name in brackets may hold spaces; after it come state, parent…, and utime and stime as the 12th and
   * 13th. */
  fields = g_strsplit (strrchr (text, ')') + 2, " ", 14);
  return (g_ascii_strtod (fields[11], NULL) + g_ascii_strtod (fields[12], NULL)) /
         (double) sysconf (_SC_CLK_TCK);
}
