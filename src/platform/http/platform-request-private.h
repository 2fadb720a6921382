/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <microhttpd.h>
#include <pthread.h>

#include "platform-request.h"
#include "platform-router.h"
#include "platform-server.h"
#include "platform-target.h"

G_BEGIN_DECLS

/* For the server only. */

#define PLATFORM_REQUEST_MAX_HEADERS 64
#define PLATFORM_REQUEST_ARENA 512
#define PLATFORM_REQUEST_ID_SIZE 65
#define PLATFORM_REQUEST_MAX_ANSWER_HEADERS 4

typedef enum
{
  PLATFORM_REQUEST_RUNNING,  /* being read, or its handler runs */
  PLATFORM_REQUEST_WAITING,  /* its connection sleeps until somebody answers */
  PLATFORM_REQUEST_ANSWERED, /* the answer is there */
} PlatformRequestState;

typedef struct _PlatformRequestBlock PlatformRequestBlock;

struct _PlatformRequest
{
  int references; /* atomic */

  /* Between the answering thread and the connection's: atomic. */
  int state;   /* PlatformRequestState */
  int claimed; /* 1 once somebody answers */
  int cancelled;
  PlatformResponse *response; /* written by who claimed it, before the state changes */

  /* Written by the connection's thread before the handler runs, then only read. */
  PlatformServer *server;
  struct MHD_Connection *connection;
  int socket; /* -1 until it waits */
  PlatformMethod method;
  const char *method_name;
  const char *raw_target; /* NULL: longer than we take */
  PlatformTarget target;
  guint n_headers;
  PlatformTargetPair headers[PLATFORM_REQUEST_MAX_HEADERS];
  const char *if_none_match;
  PlatformMatch match;
  const char *parameters[PLATFORM_ROUTER_MAX_PARAMETERS];
  char *body;
  gsize body_length;
  gsize body_allocated;
  gsize body_limit;
  gsize body_discarded;
  gboolean checked;          /* the header was looked at */
  gboolean counted;          /* among those that run */
  gboolean taken;            /* its handler took the socket */
  PlatformResponse *refusal; /* why its handler will not run */
  gint64 started;            /* monotonic, µs; 0 until the handler runs */
  pthread_t thread;          /* the handler's */
  gboolean varies_by_language;
  const char *remote_address;
  gpointer identity;
  GDestroyNotify identity_destroy;
  char id[PLATFORM_REQUEST_ID_SIZE];
  guint n_answer_headers;
  PlatformTargetPair answer_headers[PLATFORM_REQUEST_MAX_ANSWER_HEADERS];

  /* The server's list of those that wait; under its lock. */
  PlatformRequest *next;
  PlatformRequest *previous;
  gboolean listed;

  PlatformRequestBlock *blocks;
  gsize used;
  char arena[PLATFORM_REQUEST_ARENA] __attribute__ ((aligned (16)));
};

/**
 * platform_request_new:
 * @raw_target: path and query as sent; copied
 */
PlatformRequest *
platform_request_new (PlatformServer *server, struct MHD_Connection *connection, const char *raw_target);

/**
 * platform_request_read_header:
 * @method: the method as sent
 * @url: the path as libmicrohttpd has it
 * @version: e.g. "HTTP/1.1"
 * @malformed: (out): TRUE: where one message ends and the next begins is in doubt: answer at once and close
 *
 * Takes over all of the header, and checks what libmicrohttpd does not.
 *
 * Returns: (nullable) (transfer full): the refusal
 */
PlatformResponse *platform_request_read_header (PlatformRequest *self,
                                                const char *method,
                                                const char *url,
                                                const char *version,
                                                gboolean *malformed);

/**
 * platform_request_name:
 *
 * Gives it its id: the proxy's X-Request-Id, if there is a proxy, or one of our own.
 */
void platform_request_name (PlatformRequest *self);

/**
 * platform_request_set_current:
 * @self: (nullable): what this thread works on
 */
void platform_request_set_current (PlatformRequest *self);

/**
 * platform_request_resolve_remote_address:
 *
 * Finds the client's address, as long as its connection is there.
 */
void platform_request_resolve_remote_address (PlatformRequest *self);

G_END_DECLS
