/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-auth.h"
#include "platform-database.h"
#include "platform-request.h"
#include "platform-response.h"

G_BEGIN_DECLS

/*
 * Who may do what, in one table: platform-policy.c. It is the only place that says so; the router takes each
 * route's scopes from here, the authorizer works from it, and tests/platform/test-access-matrix.c runs every
 * role against every row, with what is its own and what is somebody else's.
 *
 * To add a route: write { "GET", "/v1/things/{id}", on_get } into your table of routes, without a scope, and
 * one row into platform-policy.c, in the order of the paths:
 *
 *     { "GET", "/v1/things/{id}", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
 *
 * The program does not start with a route that has no row, and says which. If {id} is a kind of thing that
 * the authorizer does not know (it knows orders, vouchers and stores), the domain has to answer 404 for what
 * is somebody else's, and test-access-matrix.c wants one line that says where to find one.
 */

/* Whose is it that a request asks for? */
typedef enum
{
  /* Everybody's; or what is guarded otherwise: by a signature, a secret in the address, a browser's cookie.
   */
  PLATFORM_WHOSE_EVERYBODYS,
  /* The account's that asks. Another account's order or voucher is not there at all: 404. */
  PLATFORM_WHOSE_ACCOUNTS,
  /* A shop's that the account may act for. A store_id of another shop is 403. */
  PLATFORM_WHOSE_SHOPS,
  /* Of all that have a part in it, each in his role: the domain decides. */
  PLATFORM_WHOSE_PARTIES,
  /* The platform's; the scope is enough. */
  PLATFORM_WHOSE_OPERATORS,
} PlatformWhose;

/* One row. */
typedef struct
{
  const char *method;  /* "GET" (also HEAD), "POST", "PUT", "PATCH" or "DELETE" */
  const char *pattern; /* as in the route: "/v1/orders/{id}" */
  const char *scopes;  /* separated by blanks, of which one is enough; NULL: no account is needed */
  PlatformWhose whose;
} PlatformPolicy;

/**
 * platform_policy_get_all:
 * @n_rows: (out): how many
 *
 * Returns: (transfer none) (array length=n_rows): the table
 */
const PlatformPolicy *platform_policy_get_all (gsize *n_rows);

/**
 * platform_policy_find:
 *
 * Returns: (nullable) (transfer none): the row of a route
 */
const PlatformPolicy *platform_policy_find (const char *method, const char *pattern);

/**
 * platform_policy_find_scope:
 *
 * A #PlatformRouterPolicy: what a route needs, by the table.
 */
gboolean platform_policy_find_scope (const char *method, const char *pattern, const char **scope);

/**
 * platform_policy_check_owner:
 * @identity: who asks; its scope does for this route already
 * @database: for reading
 * @refusal: (out) (transfer full): the answer for what is somebody else's; NULL: all is well, or the domain
 * has to find out
 *
 * Returns: FALSE with @error if the database failed
 */
gboolean platform_policy_check_owner (PlatformRequest *request,
                                      const PlatformIdentity *identity,
                                      PlatformDatabase *database,
                                      PlatformResponse **refusal,
                                      GError **error);

G_END_DECLS
