/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "rambla-oauth-metadata.h"

G_BEGIN_DECLS

/**
 * rambla_oauth_discover_async:
 * @soup: the connection pool
 * @issuer: the platform's address, without a slash at the end
 *
 * Asks a platform how one signs in there (RFC 8414).
 */
void rambla_oauth_discover_async (SoupSession *soup,
                                  const char *issuer,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/** rambla_oauth_discover_finish: (transfer full): %NULL with an error of rambla_oauth_call_finish() or of
 * rambla_oauth_metadata_from_json(). */
RamblaOauthMetadata *rambla_oauth_discover_finish (SoupSession *soup, GAsyncResult *result, GError **error);

G_END_DECLS
