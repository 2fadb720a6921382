/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "rambla-oauth-metadata.h"
#include "rambla-tokens.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_CODE_GRANT (rambla_code_grant_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCodeGrant, rambla_code_grant, RAMBLA, CODE_GRANT, GObject)

/**
 * rambla_code_grant_new:
 * @soup: the connection pool
 * @metadata: of the platform
 * @scope: consumer, merchant or kiosk
 *
 * One sign-in in a browser on this machine: authorization code with PKCE S256 and a redirect to a listener of
 * our own (RFC 6749, 7636, 8252, 9207). The link works on this machine only, and once.
 *
 * Returns: (transfer full): %NULL with a %G_IO_ERROR when there is no port to listen on
 */
RamblaCodeGrant *rambla_code_grant_new (SoupSession *soup,
                                        const RamblaOauthMetadata *metadata,
                                        const char *scope,
                                        GError **error);

/** rambla_code_grant_get_url: where the person signs in: to be opened in the browser. */
const char *rambla_code_grant_get_url (RamblaCodeGrant *self);

/** rambla_code_grant_run_async: waits for the browser, then exchanges its code for tokens; once. */
void rambla_code_grant_run_async (RamblaCodeGrant *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/** rambla_code_grant_run_finish: (transfer full): %NULL with an error of %RAMBLA_OAUTH_ERROR,
 * %RAMBLA_API_ERROR or %G_IO_ERROR_CANCELLED. */
RamblaTokens *rambla_code_grant_run_finish (RamblaCodeGrant *self, GAsyncResult *result, GError **error);

G_END_DECLS
