/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/** The application's name at every platform: a public client (RFC 6749, 2.1). */
#define RAMBLA_OAUTH_CLIENT "rambla"

/**
 * rambla_oauth_call_async:
 * @soup: the connection pool
 * @url: where to
 * @form: (nullable) (transfer full): the encoded form to post, %NULL to get
 *
 * One exchange with an authorization server: bounded, and never redirected, for a redirect would carry the
 * secrets along. A refusal that says why is an error of %RAMBLA_OAUTH_ERROR; what else may go wrong is of
 * %RAMBLA_API_ERROR or %G_IO_ERROR_CANCELLED. An error of %RAMBLA_API_ERROR means that nobody knows whether
 * the server has done what it was asked to do.
 */
void rambla_oauth_call_async (SoupSession *soup,
                              const char *url,
                              char *form,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/** rambla_oauth_call_finish: (transfer full): the JSON object that came; an empty one where the answer had no
 * body; %NULL with @error set. */
JsonNode *rambla_oauth_call_finish (SoupSession *soup, GAsyncResult *result, GError **error);

G_END_DECLS
