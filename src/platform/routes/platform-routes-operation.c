/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-operation.h"

#include "platform-routes-resources.h"

#define CONTRACT "/org/rambla/platform/openapi.yaml"

/* The same for everybody for as long as the program runs, so they are built once. */
static PlatformResponse *health;
static PlatformResponse *contract;

static void
on_health (PlatformRequest *request, gpointer context)
{
  platform_request_respond (request, platform_response_ref (health));
}

static void
on_contract (PlatformRequest *request, gpointer context)
{
  platform_request_respond (request, platform_response_ref (contract));
}

static const PlatformRoute routes[] = {
  { "GET", "/healthz", on_health },
  { "GET", "/v1/openapi.yaml", on_contract },
};

static void
build_responses (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text = g_resource_lookup_data (platform_routes_get_resource (), CONTRACT, 0, &error);

  if (text == NULL)
    g_error ("the contract is not in the program: %s", error->message);
  contract = platform_response_new (200, "application/yaml", text);
  platform_response_set_cache_control (contract, "public, max-age=300");
  platform_response_seal (contract);

  health = platform_response_new_json (200, g_string_new ("{\"status\":\"ok\"}"));
  platform_response_set_cache_control (health, "no-store");
  platform_response_seal (health);
}

void
platform_routes_operation_add (PlatformRouter *router, PlatformContext *context)
{
  if (health == NULL)
    build_responses ();
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
