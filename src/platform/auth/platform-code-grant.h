/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-authorization.h"
#include "platform-database.h"
#include "platform-sign-in.h"

G_BEGIN_DECLS

#define PLATFORM_AUTHORIZATION_CODE_SECONDS 60

/**
 * platform_code_grant_issue:
 * @database: the writer's
 * @account_id: who agreed
 * @now: seconds since 1970
 *
 * Returns: (transfer full): a code, good once for PLATFORM_AUTHORIZATION_CODE_SECONDS; NULL with @error
 */
char *platform_code_grant_issue (PlatformDatabase *database,
                                 const char *account_id,
                                 PlatformAuthorization *authorization,
                                 gint64 now,
                                 GError **error);

/**
 * platform_code_grant_trade:
 * @code: what a stranger sent
 * @redirect_uri: likewise; must be the one that the code was asked with
 * @verifier: likewise; must be the one that the challenge was made from
 * @tokens: (out caller-allocates): tokens of a new session, or failure "invalid_grant"
 *
 * Trades a code (RFC 6749, 4.1.3; RFC 7636, 4.5). Whatever is shown with it, a code is gone after it was
 * shown once; shown again, whatever came of it is revoked (RFC 6749, 4.1.2): commit then too.
 *
 * Returns: FALSE with @error if the database failed
 */
gboolean platform_code_grant_trade (PlatformDatabase *database,
                                    const char *code,
                                    const char *client_id,
                                    const char *redirect_uri,
                                    const char *verifier,
                                    gint64 now,
                                    PlatformTokens *tokens,
                                    GError **error);

G_END_DECLS
