/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_SESSION (rambla_session_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSession, rambla_session, RAMBLA, SESSION, GObject)

/**
 * rambla_session_new:
 * @base_url: where the platform is, without a slash at the end
 * @soup: the connection pool to use
 *
 * Who is signed in at one platform. Tokens are never logged. Its property `signed-in` says whether there is
 * an account.
 */
RamblaSession *rambla_session_new (const char *base_url, SoupSession *soup);

/** rambla_session_get_base_url: the platform's address, without a slash at the end. */
const char *rambla_session_get_base_url (RamblaSession *self);

/** rambla_session_get_access_token: (nullable): the token to send; %NULL when nobody is signed in. */
const char *rambla_session_get_access_token (RamblaSession *self);

/** rambla_session_get_signed_in: whether there is an account. */
gboolean rambla_session_get_signed_in (RamblaSession *self);

/**
 * rambla_session_redeem_code_async:
 * @code: a one-time sign-in code of a sandbox platform
 *
 * Exchanges @code for tokens. Errors are of %RAMBLA_API_ERROR or %G_IO_ERROR_CANCELLED.
 */
void rambla_session_redeem_code_async (RamblaSession *self,
                                       const char *code,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean rambla_session_redeem_code_finish (RamblaSession *self, GAsyncResult *result, GError **error);

/**
 * rambla_session_refresh_async:
 * @stale: the access token that was refused
 *
 * Gets a new access token (RFC 6749, 6). Callers that come while one refresh is under way share its outcome;
 * when @stale is no longer the current token, there is nothing to do. A refusal signs out.
 */
void rambla_session_refresh_async (RamblaSession *self,
                                   const char *stale,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean rambla_session_refresh_finish (RamblaSession *self, GAsyncResult *result, GError **error);

/** rambla_session_sign_out: forgets the tokens here and asks the platform to revoke them (RFC 7009), without
 * waiting. */
void rambla_session_sign_out (RamblaSession *self);

G_END_DECLS
