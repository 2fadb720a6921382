/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <microhttpd.h>

#include "platform-response.h"
#include "platform-target.h"

G_BEGIN_DECLS

/* For the server only. */

/**
 * platform_response_matches:
 * @if_none_match: the value of If-None-Match (RFC 9110, 13.1.2)
 *
 * Returns: TRUE if it names this response's ETag; FALSE too if the response has none
 */
gboolean platform_response_matches (PlatformResponse *self, const char *if_none_match);

/**
 * platform_response_prepare_etag:
 *
 * Computes the ETag from the body, where the response may have one.
 */
void platform_response_prepare_etag (PlatformResponse *self);

/**
 * platform_response_queue:
 * @connection: whose turn it is
 * @not_modified: as a 304 without a body
 * @vary: (nullable): what Vary names
 * @close: close the connection after it
 * @others: more fields of the header
 * @n_others: how many; a sealed response does without
 *
 * Hands the response to libmicrohttpd. A sealed response was built before; others are built here.
 *
 * Returns: FALSE if it was not taken: the connection must be closed
 */
gboolean platform_response_queue (PlatformResponse *self,
                                  struct MHD_Connection *connection,
                                  gboolean not_modified,
                                  const char *vary,
                                  gboolean close,
                                  const PlatformTargetPair *others,
                                  guint n_others);

/**
 * platform_response_name_problem:
 * @request_id: what the problem can be found under in the logs
 *
 * Adds the member "request_id", where the response is a problem.
 */
void platform_response_name_problem (PlatformResponse *self, const char *request_id);

G_END_DECLS
