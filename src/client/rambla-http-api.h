/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-session.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_HTTP_API (rambla_http_api_get_type ())
G_DECLARE_FINAL_TYPE (RamblaHttpApi, rambla_http_api, RAMBLA, HTTP_API, GObject)

/**
 * rambla_http_api_new:
 * @session: who asks, and where
 * @soup: the connection pool
 *
 * Speaks the platform's contract over HTTP. Repeatable calls are tried up to four times, with exponential
 * backoff and jitter and as late as the platform's Retry-After says; a refused token is renewed once. Answers
 * are bounded, parsed and decoded on a worker thread.
 *
 * Property `offline` (boolean): the last call, with all its tries, did not reach the platform.
 */
RamblaHttpApi *rambla_http_api_new (RamblaSession *session, SoupSession *soup);

/** rambla_http_api_get_session: (transfer none): who asks. */
RamblaSession *rambla_http_api_get_session (RamblaHttpApi *self);

/**
 * rambla_http_api_keep_seen:
 * @folder: where
 *
 * From now on answers to what anybody may read are kept in @folder, and given again while the platform cannot
 * be reached; to be called before the first call, once.
 */
void rambla_http_api_keep_seen (RamblaHttpApi *self, const char *folder);

/** rambla_http_api_get_offline: whether the last call did not reach the platform. */
gboolean rambla_http_api_get_offline (RamblaHttpApi *self);

G_END_DECLS
