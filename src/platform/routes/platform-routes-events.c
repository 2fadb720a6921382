/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-events.h"

#include <string.h>

#include "platform-answer.h"
#include "platform-own-store.h"
#include "platform-parameters.h"
#include "platform-secret.h"

/* Longer than any of ours; a longer one is not looked at. */
#define MAX_POSITION 64

/* The account, if a token was sent. Returns: FALSE with @refusal or @error set */
static gboolean
read_account (PlatformRequest *request,
              PlatformContext *context,
              PlatformDatabase *database,
              PlatformSubscription *subscription,
              PlatformResponse **refusal,
              GError **error)
{
  const PlatformIdentity *identity;
  g_autoptr (PlatformToken) token = NULL;

  if (platform_request_get_header (request, "Authorization") == NULL)
    return TRUE;
  *refusal = platform_auth_authorize (request, PLATFORM_SCOPE_ANY, &context->auth);
  if (*refusal != NULL)
    return FALSE;
  identity = platform_request_get_identity (request);
  platform_secret_hash (platform_request_get_bearer_token (request), subscription->token_hash);
  if (platform_session_storage_get_token (database, subscription->token_hash, &token, error) ==
      PLATFORM_STEP_ERROR)
    return FALSE;
  subscription->account_id = g_strdup (identity->account_id);
  subscription->expires_at = token != NULL ? token->expires_at : 0;
  subscription->operators = platform_scope_allows (PLATFORM_SCOPE_OPERATOR, identity->scope);
  return TRUE;
}

/* The merchant's store, if one was named. Returns: FALSE with @refusal or @error set */
static gboolean
read_store (PlatformRequest *request,
            PlatformDatabase *database,
            PlatformSubscription *subscription,
            PlatformResponse **refusal,
            GError **error)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  const char *store_id = platform_request_get_query (request, "store_id");
  g_autoptr (PlatformStore) store = NULL;

  if (store_id == NULL)
    return TRUE;
  if (identity == NULL || !platform_scope_allows (PLATFORM_SCOPE_MERCHANT, identity->scope))
    {
      *refusal = platform_response_new_problem (identity == NULL ? RAMBLA_PROBLEM_UNAUTHORIZED
                                                                 : RAMBLA_PROBLEM_FORBIDDEN,
                                                "What happens at a store is for its merchant");
      if (identity == NULL)
        platform_response_set_header (*refusal, "WWW-Authenticate", "Bearer realm=\"rambla\"");
      return FALSE;
    }
  if (!platform_own_store_find (database, identity->account_id, store_id, "?store_id", &store, refusal,
                                error))
    return FALSE;
  subscription->merchant_id = g_strdup (store->merchant_id);
  subscription->store_id = g_strdup (store->id);
  return TRUE;
}

static gboolean
read_map (PlatformRequest *request, PlatformSubscription *subscription, PlatformResponse **refusal)
{
  const char *box = platform_request_get_query (request, "bbox");
  g_autoptr (GError) error = NULL;

  if (box == NULL && subscription->account_id == NULL)
    *refusal = platform_response_new_invalid_field ("?bbox", "Must be sent where there is no account");
  else if (box != NULL && !rambla_box_parse (box, &subscription->box, &error))
    *refusal = platform_response_new_invalid_field ("?bbox", error->message);
  subscription->has_box = box != NULL;
  return *refusal == NULL;
}

static void
read_position (PlatformRequest *request, PlatformSubscription *subscription)
{
  const char *position = platform_request_get_header (request, "Last-Event-ID");

  if (position == NULL)
    position = platform_request_get_query (request, "last_event_id");
  if (position != NULL && *position != '\0')
    subscription->position = g_strndup (position, MAX_POSITION);
}

static void
on_events (PlatformRequest *request, gpointer data)
{
  static const char *const known[] = { "bbox", "store_id", "last_event_id", NULL };
  PlatformContext *context = data;
  g_autoptr (PlatformSubscription) subscription = g_new0 (PlatformSubscription, 1);
  g_autoptr (GError) error = NULL;
  PlatformResponse *refusal = platform_request_check_query (request, known);
  PlatformDatabase *database = NULL;

  if (refusal == NULL && (database = platform_database_pool_get (context->readers, &error)) != NULL &&
      read_account (request, context, database, subscription, &refusal, &error) &&
      read_store (request, database, subscription, &refusal, &error) &&
      read_map (request, subscription, &refusal))
    {
      read_position (request, subscription);
      if (platform_request_get_method (request) != PLATFORM_METHOD_HEAD)
        {
          platform_event_feed_take (context->feed, request, g_steal_pointer (&subscription));
          return;
        }
      refusal = platform_response_new (200, "text/event-stream", NULL);
      platform_response_set_cache_control (refusal, "no-store");
    }
  platform_request_respond (request, refusal != NULL ? refusal : platform_answer_error (error));
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/events", on_events },
};

gboolean
platform_routes_events_open (PlatformRouter *router, PlatformContext *context, GError **error)
{
  context->feed =
      platform_event_feed_new (context->readers, context->writer, context->clock, context->city, error);
  if (context->feed == NULL)
    return FALSE;
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
  return TRUE;
}

void
platform_routes_events_close (PlatformContext *context)
{
  g_clear_pointer (&context->feed, platform_event_feed_free);
}
