/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes.h"

#include "platform-policy.h"
#include "platform-routes-catalogue.h"
#include "platform-routes-metrics.h"
#include "platform-routes-events.h"
#include "platform-routes-operation.h"
#include "platform-routes-payments.h"
#include "platform-routes-trade.h"

gboolean
platform_routes_open (PlatformRouter *router, PlatformContext *context, GError **error)
{
  platform_router_set_policy (router, platform_policy_find_scope);
  platform_routes_operation_add (router, context);
  platform_routes_metrics_add (router, context);
  if (!platform_routes_catalogue_open (context, error))
    return FALSE;
  platform_routes_catalogue_add (router, context);
  if (!platform_routes_payments_open (context, error))
    return FALSE;
  platform_routes_payments_add (router, context);
  return platform_routes_trade_open (router, context, error) &&
         (context->city == NULL || platform_routes_events_open (router, context, error));
}

void
platform_routes_write_ready (PlatformContext *context, RamblaJsonWriter *writer)
{
  platform_routes_payments_write_ready (context, writer);
  platform_routes_trade_write_ready (context, writer);
}

void
platform_routes_close (PlatformContext *context)
{
  platform_routes_events_close (context);
  platform_routes_trade_close (context);
  platform_routes_payments_close (context);
  platform_routes_catalogue_close (context);
}
