/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "rambla-secrets.h"
#include "rambla-tokens.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_SESSION (rambla_session_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSession, rambla_session, RAMBLA, SESSION, GObject)

/**
 * rambla_session_new:
 * @base_url: (nullable): where the platform is, without a slash at the end; %NULL until it is known
 * @soup: the connection pool to use
 * @secrets: (nullable): where tokens are kept for the next start; %NULL for nowhere
 *
 * Who is signed in at one platform. Tokens are never logged. New tokens are kept before they are used, so
 * that a crash does not leave behind only such as are no longer good.
 *
 * Property `signed-in` (boolean): whether there is an account. Signal `refused`: the platform does not take
 * the tokens any more, so nobody is signed in now; not after rambla_session_sign_out(). Signal `moved`: the
 * platform has another address now.
 */
RamblaSession *rambla_session_new (const char *base_url, SoupSession *soup, RamblaSecrets *secrets);

/** rambla_session_get_base_url: (nullable): the platform's address, without a slash at the end. */
const char *rambla_session_get_base_url (RamblaSession *self);

/** rambla_session_set_base_url: the same platform has another address now; tokens stay. */
void rambla_session_set_base_url (RamblaSession *self, const char *base_url);

/** rambla_session_get_access_token: (nullable): the token to send; %NULL when nobody is signed in. */
const char *rambla_session_get_access_token (RamblaSession *self);

/** rambla_session_get_account: (nullable): the id of whoever is signed in; %NULL when nobody is, or the
 * platform did not say. */
const char *rambla_session_get_account (RamblaSession *self);

/** rambla_session_get_signed_in: whether there is an account. */
gboolean rambla_session_get_signed_in (RamblaSession *self);

/** rambla_session_restore_async: takes up the tokens that were kept at the last start, without asking the
 * platform. */
void rambla_session_restore_async (RamblaSession *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/** Returns: whether what is kept could be read, be it nothing; errors are those of RamblaSecrets */
gboolean rambla_session_restore_finish (RamblaSession *self, GAsyncResult *result, GError **error);

/** rambla_session_take_async: somebody has signed in: keeps @tokens, then uses them. */
void rambla_session_take_async (RamblaSession *self,
                                const RamblaTokens *tokens,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/** Returns: %FALSE with %G_IO_ERROR_CANCELLED when somebody signed out meanwhile. That tokens could not be
 * kept is no error: they are good until the program ends. */
gboolean rambla_session_take_finish (RamblaSession *self, GAsyncResult *result, GError **error);

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
 * when @stale is no longer the current token, there is nothing to do. When no answer comes it is asked again
 * with the same refresh token, for the platform may have answered; it allows that for a while. A refusal
 * signs out; that there is no answer does not. Errors are of %RAMBLA_API_ERROR or %G_IO_ERROR_CANCELLED.
 */
void rambla_session_refresh_async (RamblaSession *self,
                                   const char *stale,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean rambla_session_refresh_finish (RamblaSession *self, GAsyncResult *result, GError **error);

/** rambla_session_sign_out: forgets the tokens here at once and asks the platform to revoke them (RFC 7009),
 * without waiting; when it cannot be reached, again at the next start or rambla_session_revoke(). */
void rambla_session_sign_out (RamblaSession *self);

/** rambla_session_revoke: asks once more to revoke what could not be revoked before; nothing to do mostly. */
void rambla_session_revoke (RamblaSession *self);

G_END_DECLS
