/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-request.h"

G_BEGIN_DECLS

/**
 * PlatformHandler:
 * @request: the request; take a reference to answer later
 * @context: what platform_router_add() was given
 *
 * Runs in one of the server's threads, several at once.
 */
typedef void (*PlatformHandler) (PlatformRequest *request, gpointer context);

/**
 * PlatformAuthorizer:
 * @scope: the route's scope text, never NULL
 *
 * Looks at who asks. On success it may leave an identity with platform_request_set_identity().
 *
 * Returns: (nullable) (transfer full): NULL to let the request through, or the answer that refuses it
 */
typedef PlatformResponse *(*PlatformAuthorizer) (PlatformRequest *request,
                                                 const char *scope,
                                                 gpointer user_data);

/**
 * PlatformRouterPolicy:
 * @scope: (out): the scopes that the route needs; NULL: it is open to everybody
 *
 * Returns: FALSE if nothing is said about that route
 */
typedef gboolean (*PlatformRouterPolicy) (const char *method, const char *pattern, const char **scope);

typedef enum
{
  PLATFORM_ROUTE_DEFAULT = 0,
  /* The body may be of any type (webhooks, forms); without it a body must be application/json, else 415. */
  PLATFORM_ROUTE_ANY_CONTENT_TYPE = 1 << 0,
  /* No body is taken: one that is sent is refused with 400. GET, HEAD and DELETE never take one. */
  PLATFORM_ROUTE_NO_BODY = 1 << 1,
} PlatformRouteFlags;

/**
 * PlatformRoute:
 * @method: "GET" (answers HEAD too), "POST", "PUT", "PATCH" or "DELETE"
 * @pattern: e.g. "/v1/deals/{id}/slots" or "/tiles/{z}/{x}/{y}.png": a name in braces takes one whole
 * segment, or what is left of it beside the fixed text. A fixed segment goes before a name.
 * @handler: what answers
 * @scope: (nullable): what the authorizer must agree to; NULL lets everybody in and does not ask it. With a
 *   #PlatformRouterPolicy it is left out here
 * @flags: see #PlatformRouteFlags
 * @body_limit: bytes; 0 takes the server's (64 KiB)
 *
 * One line in a table of routes. Tables are static: texts are not copied.
 */
typedef struct
{
  const char *method;
  const char *pattern;
  PlatformHandler handler;
  const char *scope;
  PlatformRouteFlags flags;
  gsize body_limit;
} PlatformRoute;

/**
 * PlatformRouter:
 *
 * Finds the route of a request. Filled by one thread before the server starts, only read after that.
 */
typedef struct _PlatformRouter PlatformRouter;

PlatformRouter *platform_router_new (void);
void platform_router_free (PlatformRouter *self);

/**
 * platform_router_add:
 * @routes: (array length=n_routes): a static table
 * @context: (nullable): what the handlers get
 *
 * Adds routes. The same method and pattern twice is a programmer's error.
 */
void
platform_router_add (PlatformRouter *self, const PlatformRoute *routes, gsize n_routes, gpointer context);

/**
 * platform_router_set_authorizer:
 *
 * Installs what is asked for routes with a scope. Without one they answer 401.
 */
void platform_router_set_authorizer (PlatformRouter *self, PlatformAuthorizer authorizer, gpointer user_data);

/**
 * platform_router_set_policy:
 *
 * From here on each route that is added has the scopes that @policy says. A route that it says nothing about,
 * or that names scopes itself, is a programmer's error: the program ends, and says which route it is.
 */
void platform_router_set_policy (PlatformRouter *self, PlatformRouterPolicy policy);

/**
 * PlatformMatch:
 * @route: (nullable): the route; NULL if none
 * @context: its context
 * @index: its place in the order of adding, for counters
 * @n_parameters: names in the pattern
 * @names: their names
 * @starts: where each value starts in the path
 * @lengths: how long each value is, in bytes
 * @allowed: (nullable): where the path exists but not with that method: the text of Allow
 */
#define PLATFORM_ROUTER_MAX_PARAMETERS 4

typedef struct
{
  const PlatformRoute *route;
  gpointer context;
  guint index;
  guint n_parameters;
  const char *names[PLATFORM_ROUTER_MAX_PARAMETERS];
  guint16 starts[PLATFORM_ROUTER_MAX_PARAMETERS];
  guint16 lengths[PLATFORM_ROUTER_MAX_PARAMETERS];
  const char *allowed;
} PlatformMatch;

/**
 * platform_router_match:
 * @method: the method's name
 * @path: a decoded path that starts with '/', shorter than 65,536 bytes
 * @match: (out caller-allocates): what was found
 *
 * Allocates nothing.
 *
 * Returns: TRUE if there is a route; FALSE with match->allowed set is 405, without it 404
 */
gboolean
platform_router_match (PlatformRouter *self, const char *method, const char *path, PlatformMatch *match);

/**
 * platform_router_authorize:
 *
 * Returns: (nullable) (transfer full): NULL if @route is open to this request, else the refusal
 */
PlatformResponse *
platform_router_authorize (PlatformRouter *self, const PlatformRoute *route, PlatformRequest *request);

guint platform_router_get_n_routes (PlatformRouter *self);

/**
 * platform_router_get_route:
 * @index: below platform_router_get_n_routes()
 */
const PlatformRoute *platform_router_get_route (PlatformRouter *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformRouter, platform_router_free)

G_END_DECLS
