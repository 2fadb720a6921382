/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-clock.h"
#include "platform-database.h"
#include "platform-request.h"
#include "platform-response.h"
#include "platform-writer.h"

G_BEGIN_DECLS

/*
 * Who is asking. The table in platform-policy.c says which scopes a route needs and whose it must be; a token
 * carries the scopes that it was given.
 */
#define PLATFORM_SCOPE_CONSUMER "consumer"
#define PLATFORM_SCOPE_MERCHANT "merchant"
#define PLATFORM_SCOPE_KIOSK "kiosk"
#define PLATFORM_SCOPE_OPERATOR "operator"
/* Whoever is signed in. */
#define PLATFORM_SCOPE_ANY "any"

/**
 * PlatformAuth:
 *
 * What the authorizer works with. Read without locks.
 */
typedef struct
{
  PlatformDatabasePool *readers;
  PlatformClock *clock;
} PlatformAuth;

/**
 * PlatformIdentity:
 *
 * Who asks, on requests that platform_auth_authorize() let through: platform_request_get_identity().
 */
typedef struct
{
  char *account_id;
  char *session_id;
  char *scope; /* separated by single spaces */
} PlatformIdentity;

void platform_identity_free (PlatformIdentity *identity);

/**
 * platform_scope_allows:
 * @needed: scopes separated by spaces, of which one is enough; PLATFORM_SCOPE_ANY takes any
 * @granted: scopes that were given
 */
gboolean platform_scope_allows (const char *needed, const char *granted);

/**
 * platform_auth_authorize:
 * @auth: a #PlatformAuth
 *
 * A #PlatformAuthorizer: looks the bearer token up (RFC 6750), and whose it is that is asked for.
 *
 * Returns: (nullable) (transfer full): NULL, and the request has its identity; or 401 with WWW-Authenticate
 * if there is no token that lives, 403 if its scope does not do, 403 or 404 for what is somebody else's
 */
PlatformResponse *platform_auth_authorize (PlatformRequest *request, const char *scope, gpointer auth);

G_END_DECLS
