/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

#define PLATFORM_CODE_SECONDS 300
#define PLATFORM_ACCESS_SECONDS 3600
#define PLATFORM_REFRESH_SECONDS (60 * 86400)
/* How long a refresh token that was traded can be traded again, for an answer that was lost. */
#define PLATFORM_REFRESH_GRACE_SECONDS 30

/* What a token request ends with. */
typedef struct
{
  const char *failure; /* NULL, or RFC 6749's error code (5.2), static */
  char *access_token;
  char *refresh_token;
  char *scope;
  char *session_id;
} PlatformTokens;

void platform_tokens_clear (PlatformTokens *tokens);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlatformTokens, platform_tokens_clear)

/**
 * platform_sign_in_begin_session:
 * @database: the writer's
 * @scope: what its tokens are good for
 * @tokens: (inout): cleared, then the first tokens of a new session
 *
 * Signs a program in: what every grant ends with.
 *
 * Returns: FALSE with @error if the database failed
 */
gboolean platform_sign_in_begin_session (PlatformDatabase *database,
                                         const char *account_id,
                                         const char *client_id,
                                         const char *scope,
                                         gint64 now,
                                         PlatformTokens *tokens,
                                         GError **error);

/**
 * platform_sign_in_issue_code:
 * @database: the writer's
 * @scope: what its tokens will be good for
 * @now: seconds since 1970
 *
 * Returns: (transfer full): a code, good once for PLATFORM_CODE_SECONDS; NULL with @error
 */
char *platform_sign_in_issue_code (PlatformDatabase *database,
                                   const char *account_id,
                                   const char *scope,
                                   gint64 now,
                                   GError **error);

/**
 * platform_sign_in_trade_code:
 * @database: the writer's
 * @code: what a stranger sent
 * @client_id: who asks
 * @tokens: (out caller-allocates): tokens of a new session, or failure "invalid_grant"
 *
 * Returns: FALSE with @error if the database failed
 */
gboolean platform_sign_in_trade_code (PlatformDatabase *database,
                                      const char *code,
                                      const char *client_id,
                                      gint64 now,
                                      PlatformTokens *tokens,
                                      GError **error);

/**
 * platform_sign_in_refresh:
 * @refresh_token: what a stranger sent
 *
 * Trades a refresh token for a new pair (rotation, RFC 9700 4.14.2). A token that was traded before is traded
 * again only within PLATFORM_REFRESH_GRACE_SECONDS and while nothing that came of it was traded: then the
 * answer was lost, and of the pairs that were given for it only one may ever be traded on. Anything else is
 * theft, and ends the session: commit then too.
 */
gboolean platform_sign_in_refresh (PlatformDatabase *database,
                                   const char *refresh_token,
                                   const char *client_id,
                                   gint64 now,
                                   PlatformTokens *tokens,
                                   GError **error);

/**
 * platform_sign_in_revoke:
 * @token: an access or refresh token, or anything else
 *
 * Ends the session that the token belongs to (RFC 7009). Unknown ones are no error.
 */
gboolean platform_sign_in_revoke (PlatformDatabase *database, const char *token, gint64 now, GError **error);

G_END_DECLS
