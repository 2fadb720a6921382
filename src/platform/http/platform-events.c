/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-events.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEFAULT_STREAMS 4096
#define DEFAULT_BEAT_MS 10000
#define DEFAULT_STALL_MS 20000
/* What the kernel keeps for one reader; without a limit it grows to megabytes for each that is slow. */
#define SOCKET_BUFFER (32 * 1024)
/* The shortest time between two wakings: a hundred commits are then read at once. */
#define WAKE_US 8000
#define BATCH 256

#define HEADER                                                                                               \
  "HTTP/1.1 200 OK\r\n"                                                                                      \
  "Date: %s\r\n"                                                                                             \
  "Content-Type: text/event-stream\r\n"                                                                      \
  "Cache-Control: no-store\r\n"                                                                              \
  "X-Content-Type-Options: nosniff\r\n"                                                                      \
  "X-Accel-Buffering: no\r\n"                                                                                \
  "Connection: close\r\n\r\n"

struct _PlatformEventStream
{
  PlatformEvents *events;
  int socket;
  gpointer data;
  GDestroyNotify destroy;
  GByteArray *waiting; /* (nullable): what the socket did not take */
  gint64 stalled;      /* since when it takes nothing; monotonic, µs */
  gint64 beat_at;
  GList beat_link; /* its place among all, the next beat first */
  gboolean ended;
};

struct _PlatformEvents
{
  const PlatformEventsListener *listener;
  gpointer listener_data;
  guint max_streams;
  gint64 beat_us;
  gint64 stall_us;
  GThread *thread;
  int epoll;
  int waker;
  int woken;    /* atomic: the waker was rung and not yet heard */
  int stopping; /* atomic */
  guint count;  /* atomic: open ones and those on their way */

  GMutex lock;
  GQueue taken; /* of PlatformEventStream, not yet in the thread; under the lock */

  /* Only the thread. */
  GQueue beats;
  GPtrArray *ended;
  gint64 next_wake;
};

static void
stream_free (PlatformEventStream *stream)
{
  close (stream->socket);
  g_clear_pointer (&stream->waiting, g_byte_array_unref);
  if (stream->destroy != NULL)
    stream->destroy (stream->data);
  g_free (stream);
}

gpointer
platform_event_stream_get_data (PlatformEventStream *self)
{
  return self->data;
}

void
platform_event_stream_end (PlatformEventStream *self)
{
  if (self->ended)
    return;
  self->ended = TRUE;
  g_ptr_array_add (self->events->ended, self);
}

static void
watch (PlatformEventStream *self, int operation)
{
  struct epoll_event event = { .events = EPOLLIN | EPOLLRDHUP | (self->waiting != NULL ? EPOLLOUT : 0),
                               .data.ptr = self };

  if (epoll_ctl (self->events->epoll, operation, self->socket, &event) != 0)
    platform_event_stream_end (self);
}

/* Returns: how much was taken; -1 if the reader has gone */
static gssize
write_some (PlatformEventStream *self, const char *text, gsize length)
{
  gssize written;

  do
    written = send (self->socket, text, length, MSG_NOSIGNAL | MSG_DONTWAIT);
  while (written < 0 && errno == EINTR);
  if (written < 0 && (errno == EAGAIN))
    return 0;
  if (written < 0)
    platform_event_stream_end (self);
  return written;
}

gboolean
platform_event_stream_send (PlatformEventStream *self, const char *text, gsize length)
{
  gssize written = 0;

  if (self->ended)
    return FALSE;
  if (self->waiting == NULL)
    written = write_some (self, text, length);
  if (written < 0)
    return FALSE;
  if ((gsize) written == length)
    return TRUE;
  if (self->waiting == NULL)
    {
      self->waiting = g_byte_array_new ();
      self->stalled = g_get_monotonic_time ();
      watch (self, EPOLL_CTL_MOD);
    }
  g_byte_array_append (self->waiting, (const guint8 *) text + written, (guint) (length - (gsize) written));
  return FALSE;
}

static void
drain (PlatformEventStream *self)
{
  gssize written = write_some (self, (const char *) self->waiting->data, self->waiting->len);

  if (written <= 0)
    return;
  self->stalled = g_get_monotonic_time ();
  g_byte_array_remove_range (self->waiting, 0, (guint) written);
  if (self->waiting->len > 0)
    return;
  g_clear_pointer (&self->waiting, g_byte_array_unref);
  watch (self, EPOLL_CTL_MOD);
  if (!self->ended)
    self->events->listener->drained (self, self->events->listener_data);
}

/* What a client sends after its request is nothing to us; that it ends is. */
static void
read_away (PlatformEventStream *self)
{
  char buffer[512];
  gssize length = recv (self->socket, buffer, sizeof buffer, MSG_DONTWAIT);

  if (length == 0 || (length < 0 && errno != EAGAIN && errno != EINTR))
    platform_event_stream_end (self);
}

static void
put_beat (PlatformEventStream *stream, gint64 now)
{
  stream->beat_at = now + stream->events->beat_us;
  g_queue_push_tail_link (&stream->events->beats, &stream->beat_link);
}

static void
send_header (PlatformEventStream *stream)
{
  /* RFC 9110, 5.6.7: not in the locale's words. */
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = g_strdup_printf (
      "%s, %02d %s %04d %02d:%02d:%02d GMT", days[g_date_time_get_day_of_week (now) - 1],
      g_date_time_get_day_of_month (now), months[g_date_time_get_month (now) - 1], g_date_time_get_year (now),
      g_date_time_get_hour (now), g_date_time_get_minute (now), g_date_time_get_second (now));
  g_autofree char *header = g_strdup_printf (HEADER, date);

  platform_event_stream_send (stream, header, strlen (header));
}

static void
begin_taken (PlatformEvents *self, gint64 now)
{
  PlatformEventStream *stream;

  for (;;)
    {
      g_mutex_lock (&self->lock);
      stream = g_queue_pop_head (&self->taken);
      g_mutex_unlock (&self->lock);
      if (stream == NULL)
        return;
      put_beat (stream, now);
      watch (stream, EPOLL_CTL_ADD);
      send_header (stream);
      self->listener->opened (stream, self->listener_data);
    }
}

static void
beat (PlatformEvents *self, gint64 now)
{
  while (self->beats.head != NULL)
    {
      PlatformEventStream *stream = self->beats.head->data;

      if (stream->beat_at > now)
        return;
      g_queue_unlink (&self->beats, &stream->beat_link);
      put_beat (stream, now);
      if (stream->waiting != NULL && now - stream->stalled >= self->stall_us)
        platform_event_stream_end (stream); /* nobody reads it */
      else if (stream->waiting == NULL)
        platform_event_stream_send (stream, ":\n\n", 3);
      if (!stream->ended)
        self->listener->beat (stream, self->listener_data);
    }
}

static void
bury (PlatformEvents *self)
{
  for (guint i = 0; i < self->ended->len; i++)
    {
      PlatformEventStream *stream = g_ptr_array_index (self->ended, i);

      g_queue_unlink (&self->beats, &stream->beat_link);
      /* Closing alone would not do: the server may not have let go of its own descriptor yet. */
      epoll_ctl (self->epoll, EPOLL_CTL_DEL, stream->socket, NULL);
      self->listener->closed (stream, self->listener_data);
      stream_free (stream);
      __atomic_sub_fetch (&self->count, 1, __ATOMIC_RELAXED);
    }
  g_ptr_array_set_size (self->ended, 0);
}

/* Milliseconds until something is due. */
static int
get_rest (PlatformEvents *self, gboolean is_woken, gint64 now)
{
  gint64 due = now + G_USEC_PER_SEC;

  if (self->beats.head != NULL)
    due = MIN (due, ((PlatformEventStream *) self->beats.head->data)->beat_at);
  if (is_woken)
    due = MIN (due, self->next_wake);
  return (int) ((MAX (due - now, 0) + 999) / 1000);
}

static void
handle (PlatformEventStream *stream, guint32 what)
{
  if (stream->ended)
    return;
  if ((what & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) != 0)
    platform_event_stream_end (stream);
  else if ((what & EPOLLIN) != 0)
    read_away (stream);
  if ((what & EPOLLOUT) != 0 && !stream->ended && stream->waiting != NULL)
    drain (stream);
}

static gpointer
run (gpointer data)
{
  PlatformEvents *self = data;
  struct epoll_event ready[BATCH];
  gboolean is_woken = FALSE;

  while (!__atomic_load_n (&self->stopping, __ATOMIC_ACQUIRE))
    {
      int n = epoll_wait (self->epoll, ready, BATCH, get_rest (self, is_woken, g_get_monotonic_time ()));
      gint64 now = g_get_monotonic_time ();

      for (int i = 0; i < n; i++)
        if (ready[i].data.ptr != NULL)
          handle (ready[i].data.ptr, ready[i].events);
        else
          {
            guint64 rings;

            is_woken |= read (self->waker, &rings, sizeof rings) == sizeof rings;
            __atomic_store_n (&self->woken, 0, __ATOMIC_SEQ_CST);
          }
      begin_taken (self, now);
      if (is_woken && now >= self->next_wake)
        {
          is_woken = FALSE;
          self->listener->woken (self->listener_data);
          self->next_wake = g_get_monotonic_time () + WAKE_US;
        }
      beat (self, now);
      bury (self);
    }
  begin_taken (self, g_get_monotonic_time ());
  for (GList *link = self->beats.head; link != NULL; link = link->next)
    platform_event_stream_end (link->data);
  bury (self);
  return NULL;
}

PlatformEvents *
platform_events_new (const PlatformEventsOptions *options,
                     const PlatformEventsListener *listener,
                     gpointer data,
                     GError **error)
{
  PlatformEvents *self = g_new0 (PlatformEvents, 1);
  struct epoll_event event = { .events = EPOLLIN };

  self->listener = listener;
  self->listener_data = data;
  self->max_streams = options->max_streams != 0 ? options->max_streams : DEFAULT_STREAMS;
  self->beat_us = 1000 * (gint64) (options->beat_ms != 0 ? options->beat_ms : DEFAULT_BEAT_MS);
  self->stall_us = 1000 * (gint64) (options->stall_ms != 0 ? options->stall_ms : DEFAULT_STALL_MS);
  g_mutex_init (&self->lock);
  g_queue_init (&self->taken);
  g_queue_init (&self->beats);
  self->ended = g_ptr_array_new ();
  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  self->waker = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (self->epoll < 0 || self->waker < 0 || epoll_ctl (self->epoll, EPOLL_CTL_ADD, self->waker, &event) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (code),
                   "event streams cannot be set up: %s", g_strerror (code));
      platform_events_free (self);
      return NULL;
    }
  self->thread = g_thread_new ("events", run, self);
  return self;
}

void
platform_events_free (PlatformEvents *self)
{
  __atomic_store_n (&self->stopping, 1, __ATOMIC_RELEASE);
  if (self->thread != NULL)
    {
      platform_events_wake (self);
      g_thread_join (self->thread);
    }
  if (self->epoll >= 0)
    close (self->epoll);
  if (self->waker >= 0)
    close (self->waker);
  g_ptr_array_unref (self->ended);
  g_mutex_clear (&self->lock);
  g_free (self);
}

gboolean
platform_events_take (PlatformEvents *self,
                      PlatformRequest *request,
                      gpointer stream_data,
                      GDestroyNotify destroy)
{
  const int buffer = SOCKET_BUFFER, yes = 1;
  PlatformEventStream *stream;
  int taken;

  if (__atomic_add_fetch (&self->count, 1, __ATOMIC_RELAXED) > self->max_streams ||
      (taken = platform_request_take_socket (request)) < 0)
    {
      __atomic_sub_fetch (&self->count, 1, __ATOMIC_RELAXED);
      return FALSE;
    }
  setsockopt (taken, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
  setsockopt (taken, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes); /* of no use on a Unix socket */
  stream = g_new0 (PlatformEventStream, 1);
  stream->events = self;
  stream->socket = taken;
  stream->data = stream_data;
  stream->destroy = destroy;
  stream->beat_link.data = stream;
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->taken, stream);
  g_mutex_unlock (&self->lock);
  platform_events_wake (self);
  return TRUE;
}

void
platform_events_wake (PlatformEvents *self)
{
  const guint64 ring = 1;

  /* It cannot be full: it is rung once until it is heard. */
  if (__atomic_exchange_n (&self->woken, 1, __ATOMIC_SEQ_CST) == 0 &&
      write (self->waker, &ring, sizeof ring) != sizeof ring)
    g_critical ("the event streams cannot be woken: %s", g_strerror (errno));
}

guint
platform_events_count (PlatformEvents *self)
{
  return __atomic_load_n (&self->count, __ATOMIC_RELAXED);
}
