/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-server-private.h"

#include "platform-counts.h"
#include "platform-listener.h"
#include "platform-request-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEFAULT_CONNECTIONS 4096
#define DEFAULT_TIMEOUT 30
#define OTHER_FILES 128
#define DEFAULT_BODY_LIMIT (64 * 1024)
/* For each connection, for all of a request but its body and for the answer's header. libmicrohttpd clears it
 * after each request, so larger costs time. */
#define CONNECTION_MEMORY (32 * 1024)
/* How long the last answers may take to leave after the grace. */
#define CLOSING_US (2 * G_USEC_PER_SEC)
#define POLL_US (10 * 1000)

struct _PlatformServer
{
  char *uri;
  gboolean behind_proxy;
  guint n_threads;
  guint max_connections;
  guint timeout_seconds;
  gsize body_limit;
  int listener; /* -1 once it was closed */
  PlatformRouter *router;
  struct MHD_Daemon *daemon;
  PlatformCounts *counts; /* NULL until it was started */
  PlatformServerGate gate;
  PlatformServerObserver observer;
  gpointer user_data;

  int stopping;   /* atomic */
  int closing;    /* atomic */
  int n_resuming; /* atomic */

  GMutex lock;
  GCond changed;
  PlatformRequest *waiting; /* a list; under the lock */
};

GQuark
platform_server_error_quark (void)
{
  return g_quark_from_static_string ("platform-server-error");
}

/* So many connections that the database and others still get their files. */
static guint
limit_connections (guint wanted)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return wanted;
  return limit.rlim_cur > 2 * OTHER_FILES ? (guint) MIN (wanted, limit.rlim_cur - OTHER_FILES)
                                          : MIN (wanted, OTHER_FILES);
}

PlatformServer *
platform_server_new (const PlatformServerOptions *options, GError **error)
{
  g_autofree char *uri = NULL;
  PlatformServer *self;
  int listener = platform_listener_open (options->listen, options->behind_proxy, &uri, error);

  if (listener < 0)
    return NULL;
  self = g_new0 (PlatformServer, 1);
  self->uri = g_steal_pointer (&uri);
  self->listener = listener;
  self->behind_proxy = options->behind_proxy;
  self->gate = options->gate;
  self->observer = options->observer;
  self->user_data = options->user_data;
  self->n_threads = options->n_threads != 0 ? options->n_threads : MAX (2, g_get_num_processors ());
  self->max_connections =
      limit_connections (options->max_connections != 0 ? options->max_connections : DEFAULT_CONNECTIONS);
  self->timeout_seconds = options->timeout_seconds != 0 ? options->timeout_seconds : DEFAULT_TIMEOUT;
  self->body_limit = options->body_limit != 0 ? options->body_limit : DEFAULT_BODY_LIMIT;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  return self;
}

static void
on_log (void *data, const char *format, va_list values)
{
  g_autofree char *text = NULL;

  /* Mostly what clients did wrong. */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  text = g_strdup_vprintf (format, values);
#pragma GCC diagnostic pop
  G_GNUC_END_IGNORE_DEPRECATIONS
  g_debug ("%s", g_strchomp (text));
}

/* The library gets texts as they came: unescaping is ours, so that both halves agree on it. */
static size_t
keep_escaped (void *data, struct MHD_Connection *connection, char *text)
{
  return strlen (text);
}

/* Who comes while it stops is turned away at once, instead of waiting for nobody. This and not
 * MHD_quiesce_daemon(): that takes the listener out of a worker's epoll set while the worker may be doing the
 * same, and the library ends the program when the second finds nothing (0.9.75). */
static enum MHD_Result
on_connect (void *data, const struct sockaddr *address, socklen_t length)
{
  return platform_server_is_stopping (data) ? MHD_NO : MHD_YES;
}

gboolean
platform_server_start (PlatformServer *self, PlatformRouter *router, GError **error)
{
  g_return_val_if_fail (self->daemon == NULL && self->listener >= 0, FALSE);

  self->router = router;
  self->counts = platform_counts_new (platform_router_get_n_routes (router));
  /* Not strict: what it would refuse besides is refused here, with a problem that says why. */
  self->daemon = MHD_start_daemon (
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO | MHD_USE_ERROR_LOG, 0,
      on_connect, self, platform_exchange_on_access, self, MHD_OPTION_EXTERNAL_LOGGER, on_log, self,
      MHD_OPTION_LISTEN_SOCKET, self->listener, MHD_OPTION_THREAD_POOL_SIZE, self->n_threads,
      MHD_OPTION_CONNECTION_LIMIT, self->max_connections, MHD_OPTION_CONNECTION_TIMEOUT,
      self->timeout_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) CONNECTION_MEMORY,
      MHD_OPTION_URI_LOG_CALLBACK, platform_exchange_on_target, self, MHD_OPTION_NOTIFY_COMPLETED,
      platform_exchange_on_completed, self, MHD_OPTION_UNESCAPE_CALLBACK, keep_escaped, self,
      MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_END);
  if (self->daemon != NULL)
    return TRUE;
  g_set_error (error, PLATFORM_SERVER_ERROR, PLATFORM_SERVER_ERROR_FAILED,
               "the HTTP server cannot be started: %s", g_strerror (errno));
  return FALSE;
}

/* Waits until no request runs; the lock is held. */
static void
wait_until_quiet (PlatformServer *self, gint64 deadline)
{
  while (platform_counts_get_running (self->counts) > 0 && g_get_monotonic_time () < deadline)
    g_cond_wait_until (&self->changed, &self->lock, g_get_monotonic_time () + POLL_US);
}

/* Wakes whoever still waits for an answer; the lock is held. */
static void
cancel_waiting (PlatformServer *self)
{
  while (self->waiting != NULL || __atomic_load_n (&self->n_resuming, __ATOMIC_ACQUIRE) > 0)
    {
      g_autoptr (PlatformRequest) request =
          self->waiting != NULL ? platform_request_ref (self->waiting) : NULL;

      g_mutex_unlock (&self->lock);
      if (request != NULL)
        platform_exchange_cancel (request);
      g_thread_yield ();
      g_mutex_lock (&self->lock);
    }
}

void
platform_server_stop (PlatformServer *self, guint grace_ms)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) grace_ms * 1000;

  if (self->daemon != NULL)
    {
      __atomic_store_n (&self->stopping, 1, __ATOMIC_SEQ_CST);
      g_mutex_lock (&self->lock);
      wait_until_quiet (self, deadline);
      __atomic_store_n (&self->closing, 1, __ATOMIC_SEQ_CST);
      cancel_waiting (self);
      wait_until_quiet (self, MAX (deadline, g_get_monotonic_time () + CLOSING_US));
      cancel_waiting (self);
      g_mutex_unlock (&self->lock);
      MHD_stop_daemon (self->daemon); /* closes the listener, too */
      self->daemon = NULL;
    }
  else if (self->listener >= 0)
    close (self->listener);
  if (self->listener >= 0 && g_str_has_prefix (self->uri, "unix:"))
    g_unlink (self->uri + strlen ("unix:"));
  self->listener = -1;
}

void
platform_server_free (PlatformServer *self)
{
  platform_server_stop (self, 0);
  g_clear_pointer (&self->counts, platform_counts_free);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self->uri);
  g_free (self);
}

const char *
platform_server_get_uri (PlatformServer *self)
{
  return self->uri;
}

PlatformRouter *
platform_server_get_router (PlatformServer *self)
{
  return self->router;
}

gboolean
platform_server_is_behind_proxy (PlatformServer *self)
{
  return self->behind_proxy;
}

gsize
platform_server_get_body_limit (PlatformServer *self)
{
  return self->body_limit;
}

gboolean
platform_server_is_stopping (PlatformServer *self)
{
  return __atomic_load_n (&self->stopping, __ATOMIC_RELAXED);
}

gboolean
platform_server_is_closing (PlatformServer *self)
{
  return __atomic_load_n (&self->closing, __ATOMIC_SEQ_CST);
}

void
platform_server_add_waiting (PlatformServer *self, PlatformRequest *request)
{
  g_mutex_lock (&self->lock);
  request->listed = TRUE;
  request->previous = NULL;
  request->next = self->waiting;
  if (self->waiting != NULL)
    self->waiting->previous = request;
  self->waiting = request;
  g_mutex_unlock (&self->lock);
}

void
platform_server_remove_waiting (PlatformServer *self, PlatformRequest *request)
{
  g_mutex_lock (&self->lock);
  if (request->listed)
    {
      if (request->previous != NULL)
        request->previous->next = request->next;
      else
        self->waiting = request->next;
      if (request->next != NULL)
        request->next->previous = request->previous;
      request->listed = FALSE;
    }
  g_mutex_unlock (&self->lock);
}

void
platform_server_begin_resume (PlatformServer *self)
{
  __atomic_add_fetch (&self->n_resuming, 1, __ATOMIC_ACQ_REL);
}

void
platform_server_end_resume (PlatformServer *self)
{
  __atomic_sub_fetch (&self->n_resuming, 1, __ATOMIC_ACQ_REL);
}

void
platform_server_count_begin (PlatformServer *self)
{
  platform_counts_begin (self->counts);
}

void
platform_server_count_end (PlatformServer *self)
{
  platform_counts_end (self->counts);
  if (platform_server_is_stopping (self))
    g_cond_signal (&self->changed);
}

void
platform_server_note_answer (PlatformServer *self,
                             PlatformRequest *request,
                             unsigned int status,
                             gint64 microseconds)
{
  const PlatformRoute *route = request->match.route;

  platform_counts_answer (self->counts, route != NULL ? 1 + request->match.index : 0, status, microseconds);
  if (self->observer != NULL)
    self->observer (request, route, status, microseconds, self->user_data);
}

PlatformResponse *
platform_server_ask_gate (PlatformServer *self, PlatformRequest *request, gboolean authorized)
{
  return self->gate != NULL ? self->gate (request, request->match.route, authorized, self->user_data) : NULL;
}

/* Reading the counts */

typedef struct
{
  PlatformServer *server;
  PlatformServerCount count;
  PlatformServerDuration duration;
  gpointer user_data;
} Reading;

static const PlatformRoute *
get_route (PlatformServer *self, guint row)
{
  return row > 0 ? platform_router_get_route (self->router, row - 1) : NULL;
}

static void
on_status (guint row, unsigned int status, guint64 count, guint64 microseconds, gpointer data)
{
  Reading *reading = data;

  reading->count (get_route (reading->server, row), status, count, microseconds, reading->user_data);
}

static void
on_duration (guint row, const guint64 *classes, guint64 microseconds, gpointer data)
{
  Reading *reading = data;

  reading->duration (get_route (reading->server, row), classes, microseconds, reading->user_data);
}

void
platform_server_foreach_count (PlatformServer *self, PlatformServerCount func, gpointer user_data)
{
  Reading reading = { .server = self, .count = func, .user_data = user_data };

  if (self->counts != NULL)
    platform_counts_foreach_status (self->counts, on_status, &reading);
}

void
platform_server_foreach_duration (PlatformServer *self, PlatformServerDuration func, gpointer user_data)
{
  Reading reading = { .server = self, .duration = func, .user_data = user_data };

  if (self->counts != NULL)
    platform_counts_foreach_duration (self->counts, on_duration, &reading);
}

guint
platform_server_get_n_connections (PlatformServer *self)
{
  const union MHD_DaemonInfo *info =
      self->daemon != NULL ? MHD_get_daemon_info (self->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS) : NULL;

  return info != NULL ? info->num_connections : 0;
}
