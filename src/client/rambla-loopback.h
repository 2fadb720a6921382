/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_LOOPBACK (rambla_loopback_get_type ())
G_DECLARE_FINAL_TYPE (RamblaLoopback, rambla_loopback, RAMBLA, LOOPBACK, GObject)

/**
 * rambla_loopback_new:
 * @state: what the redirect must bring back
 * @issuer: who the redirect must come from, when it says so
 * @names_issuer: whether it must say so (RFC 9207)
 *
 * A listener on 127.0.0.1 that waits for the one redirect of a sign-in in the browser (RFC 8252, 7.3),
 * answers it with a page for the person and stops. Requests are bounded in number, size and time; one that
 * does not bring @state is refused and changes nothing, for anybody on this machine may send it.
 *
 * Returns: (transfer full): %NULL with a %G_IO_ERROR when no port could be had
 */
RamblaLoopback *
rambla_loopback_new (const char *state, const char *issuer, gboolean names_issuer, GError **error);

/** rambla_loopback_get_redirect_uri: where the browser should be sent. */
const char *rambla_loopback_get_redirect_uri (RamblaLoopback *self);

/** rambla_loopback_wait_async: waits for the redirect, once; after ten minutes it gives up. */
void rambla_loopback_wait_async (RamblaLoopback *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * rambla_loopback_wait_finish:
 *
 * Returns: (transfer full): the authorization code; %NULL with a %RAMBLA_OAUTH_ERROR or
 * %G_IO_ERROR_CANCELLED
 */
char *rambla_loopback_wait_finish (RamblaLoopback *self, GAsyncResult *result, GError **error);

G_END_DECLS
