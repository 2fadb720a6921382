/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "rambla-api.h"

G_BEGIN_DECLS

/**
 * rambla_http_message_new:
 * @call: what is asked for
 * @base_url: (nullable): where the platform is, without a slash at the end
 * @token: (nullable): the access token; used for a call that needs an account only
 * @error: RAMBLA_API_ERROR: offline if there is no such address, signed_out if a token is needed
 *
 * Writes a call as an HTTP request: language, account, key of what is to be done once, precondition, body.
 *
 * Returns: (transfer full): the request, or NULL with @error
 */
SoupMessage *
rambla_http_message_new (RamblaCall *call, const char *base_url, const char *token, GError **error);

/**
 * rambla_http_message_is_from_platform:
 * @status: of an answer that is no success
 * @problem: (nullable): its body
 *
 * A refusal is an outcome, so it must be the platform's own: with its reason, not the page of a network that
 * wants one to sign in. That something failed or is too busy may be said by any server on the way.
 *
 * Returns: whether the answer can be believed
 */
gboolean rambla_http_message_is_from_platform (guint status, JsonNode *problem);

G_END_DECLS
