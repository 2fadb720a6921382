/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RamblaOauthError:
 * @RAMBLA_OAUTH_ERROR_METADATA: what the platform says of its sign-in cannot be trusted or used
 * @RAMBLA_OAUTH_ERROR_NO_DEVICE_GRANT: the platform has no sign-in for other devices
 * @RAMBLA_OAUTH_ERROR_REDIRECT: what came back from the browser is not what was asked for
 * @RAMBLA_OAUTH_ERROR_DENIED: the person said no (access_denied)
 * @RAMBLA_OAUTH_ERROR_EXPIRED: nobody said anything in time (expired_token)
 * @RAMBLA_OAUTH_ERROR_PENDING: nobody said anything yet (authorization_pending)
 * @RAMBLA_OAUTH_ERROR_SLOW_DOWN: the same, and it was asked too often (slow_down)
 * @RAMBLA_OAUTH_ERROR_REFUSED: the code or token is not good (any more) (invalid_grant), or another refusal
 *
 * Refusals of RFC 6749, 5.2 and 4.1.2.1, and RFC 8628, 3.5.
 */
typedef enum
{
  RAMBLA_OAUTH_ERROR_METADATA,
  RAMBLA_OAUTH_ERROR_NO_DEVICE_GRANT,
  RAMBLA_OAUTH_ERROR_REDIRECT,
  RAMBLA_OAUTH_ERROR_DENIED,
  RAMBLA_OAUTH_ERROR_EXPIRED,
  RAMBLA_OAUTH_ERROR_PENDING,
  RAMBLA_OAUTH_ERROR_SLOW_DOWN,
  RAMBLA_OAUTH_ERROR_REFUSED,
} RamblaOauthError;

#define RAMBLA_OAUTH_ERROR (rambla_oauth_error_quark ())
GQuark rambla_oauth_error_quark (void);

/** rambla_oauth_error_new: (transfer full): the error for a refusal's @code ("access_denied"). */
GError *rambla_oauth_error_new (const char *code);

/**
 * rambla_oauth_error_describe:
 *
 * Returns: (transfer full): a sentence for people, in their language, for an error of a sign-in of any domain
 */
char *rambla_oauth_error_describe (const GError *error);

G_END_DECLS
