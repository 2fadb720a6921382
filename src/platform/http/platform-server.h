/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-router.h"

G_BEGIN_DECLS

#define PLATFORM_SERVER_ERROR (platform_server_error_quark ())

typedef enum
{
  PLATFORM_SERVER_ERROR_FAILED,
  PLATFORM_SERVER_ERROR_BAD_ADDRESS, /* not understood, or not loopback without behind_proxy */
  PLATFORM_SERVER_ERROR_IN_USE,      /* another program listens there */
} PlatformServerError;

GQuark platform_server_error_quark (void);

/**
 * PlatformServerGate:
 * @route: (nullable): where it goes to; NULL where nothing is
 * @authorized: FALSE before it is known who asks, TRUE once more after that where the route has a scope
 *
 * Decides whether a request comes in at all. Runs in the connection's thread, several at once.
 *
 * Returns: (nullable) (transfer full): NULL to let it through, or the answer that refuses it
 */
typedef PlatformResponse *(*PlatformServerGate) (PlatformRequest *request,
                                                 const PlatformRoute *route,
                                                 gboolean authorized,
                                                 gpointer user_data);

/**
 * PlatformServerObserver:
 * @route: (nullable): where it went to; NULL where nothing is
 * @status: the answer's
 * @microseconds: from the last byte of the request to the answer's queueing
 *
 * Told about each answer, in the connection's thread, several at once.
 */
typedef void (*PlatformServerObserver) (PlatformRequest *request,
                                        const PlatformRoute *route,
                                        unsigned int status,
                                        gint64 microseconds,
                                        gpointer user_data);

/**
 * PlatformServerOptions:
 * @listen: "127.0.0.1:PORT", "[::1]:PORT" (port 0 picks a free one) or "unix:/path"
 * @behind_proxy: allows other addresses than loopback, and believes X-Forwarded-For
 * @n_threads: threads; 0 takes one a core, at least 2
 * @max_connections: at once; 0 takes 4096; less where the process may not open so many files
 * @timeout_seconds: of silence before a connection is closed; 0 takes 30
 * @body_limit: bytes of a body where the route says nothing; 0 takes 64 KiB
 * @gate: (nullable): asked before each request runs
 * @observer: (nullable): told about each answer
 * @user_data: for both
 */
typedef struct
{
  const char *listen;
  gboolean behind_proxy;
  guint n_threads;
  guint max_connections;
  guint timeout_seconds;
  gsize body_limit;
  PlatformServerGate gate;
  PlatformServerObserver observer;
  gpointer user_data;
} PlatformServerOptions;

/**
 * PlatformServer:
 *
 * The HTTP server: binds first, answers once it was started, and ends running requests before it stops.
 */
typedef struct _PlatformServer PlatformServer;

/**
 * platform_server_new:
 *
 * Binds the address, so that a port in use is known before anything else is touched. Connections wait until
 * platform_server_start().
 *
 * Returns: (nullable) (transfer full): a server, or NULL with @error in PLATFORM_SERVER_ERROR
 */
PlatformServer *platform_server_new (const PlatformServerOptions *options, GError **error);

/**
 * platform_server_start:
 * @router: (transfer none): must outlive the server and not change any more
 *
 * Returns: FALSE with @error set if the threads could not be started
 */
gboolean platform_server_start (PlatformServer *self, PlatformRouter *router, GError **error);

/**
 * platform_server_stop:
 * @grace_ms: how long running requests may take to end
 *
 * Takes no more connections, lets running requests end, answers those that are still deferred after @grace_ms
 * with 503, and ends the threads. Blocks; call it from the main thread, not from a handler. Harmless when
 * called twice.
 */
void platform_server_stop (PlatformServer *self, guint grace_ms);

/**
 * platform_server_free:
 *
 * Stops without grace if it still runs.
 */
void platform_server_free (PlatformServer *self);

/**
 * platform_server_get_uri:
 *
 * Returns: where it listens: "http://127.0.0.1:PORT" or "unix:/path"
 */
const char *platform_server_get_uri (PlatformServer *self);

/**
 * PlatformServerCount:
 * @route: (nullable): the route; NULL counts what matched none
 * @status: the answer's status
 * @count: answers so far
 * @microseconds: sum of the time from the last byte of the request to the answer's queueing
 */
typedef void (*PlatformServerCount) (const PlatformRoute *route,
                                     unsigned int status,
                                     guint64 count,
                                     guint64 microseconds,
                                     gpointer user_data);

/**
 * platform_server_foreach_count:
 *
 * Adds up what each thread counted and calls @func for each route and status that occurred. Any thread.
 */
void platform_server_foreach_count (PlatformServer *self, PlatformServerCount func, gpointer user_data);

/* Upper ends of the durations' classes, in µs. */
#define PLATFORM_SERVER_N_DURATIONS 12
extern const guint32 platform_server_durations[PLATFORM_SERVER_N_DURATIONS];

/**
 * PlatformServerDuration:
 * @route: (nullable): the route; NULL for what matched none
 * @classes: answers within each of %platform_server_durations and not within the one before; the last, one
 * more, those that took longer
 * @microseconds: the sum of all their times
 */
typedef void (*PlatformServerDuration) (const PlatformRoute *route,
                                        const guint64 *classes,
                                        guint64 microseconds,
                                        gpointer user_data);

/**
 * platform_server_foreach_duration:
 *
 * Calls @func for each route that was asked for. Any thread.
 */
void platform_server_foreach_duration (PlatformServer *self, PlatformServerDuration func, gpointer user_data);

/**
 * platform_server_get_n_connections:
 *
 * Returns: how many clients are connected; any thread
 */
guint platform_server_get_n_connections (PlatformServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformServer, platform_server_free)

G_END_DECLS
