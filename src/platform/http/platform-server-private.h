/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <microhttpd.h>

#include "platform-request.h"
#include "platform-server.h"

G_BEGIN_DECLS

/* Between the server and its requests. */

PlatformRouter *platform_server_get_router (PlatformServer *self);
gboolean platform_server_is_behind_proxy (PlatformServer *self);
gsize platform_server_get_body_limit (PlatformServer *self);

/**
 * platform_server_is_stopping:
 *
 * Returns: TRUE once connections should be closed after their answer
 */
gboolean platform_server_is_stopping (PlatformServer *self);

/**
 * platform_server_is_closing:
 *
 * Returns: TRUE once nothing may wait for an answer any more
 */
gboolean platform_server_is_closing (PlatformServer *self);

/* The requests that wait for an answer from elsewhere. */
void platform_server_add_waiting (PlatformServer *self, PlatformRequest *request);
void platform_server_remove_waiting (PlatformServer *self, PlatformRequest *request);

/* Around waking a connection, so that stopping does not pull the ground away. */
void platform_server_begin_resume (PlatformServer *self);
void platform_server_end_resume (PlatformServer *self);

/* Counting, in the connection's thread. */
void platform_server_count_begin (PlatformServer *self);
void platform_server_count_end (PlatformServer *self);

/**
 * platform_server_note_answer:
 *
 * Counts an answer and tells the observer, in the connection's thread.
 */
void platform_server_note_answer (PlatformServer *self,
                                  PlatformRequest *request,
                                  unsigned int status,
                                  gint64 microseconds);

/**
 * platform_server_ask_gate:
 *
 * Returns: (nullable) (transfer full): the refusal of #PlatformServerOptions.gate
 */
PlatformResponse *
platform_server_ask_gate (PlatformServer *self, PlatformRequest *request, gboolean authorized);

/* libmicrohttpd's callbacks; see platform-exchange.c. */
void *platform_exchange_on_target (void *data, const char *target, struct MHD_Connection *connection);
enum MHD_Result platform_exchange_on_access (void *data,
                                             struct MHD_Connection *connection,
                                             const char *url,
                                             const char *method,
                                             const char *version,
                                             const char *upload,
                                             size_t *upload_size,
                                             void **state);
void platform_exchange_on_completed (void *data,
                                     struct MHD_Connection *connection,
                                     void **state,
                                     enum MHD_RequestTerminationCode code);

/**
 * platform_exchange_cancel:
 *
 * Answers a waiting request with 503, unless somebody else just answers it.
 */
void platform_exchange_cancel (PlatformRequest *request);

G_END_DECLS
