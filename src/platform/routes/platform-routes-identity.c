/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-identity.h"

#include "platform-account-storage.h"
#include "platform-answer.h"
#include "platform-auth.h"
#include "rambla-json-writer.h"

/* Argon2id takes 64 MiB and a tenth of a second each; whoever comes after those is told to come again. */
#define PASSWORD_THREADS 2
#define MAX_PASSWORDS 40

static PlatformResponse *
describe_account (PlatformContext *context, const PlatformIdentity *identity, GError **error)
{
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  g_autoptr (PlatformAccount) account = NULL;
  g_autoptr (PlatformAccountCard) card = NULL;
  g_auto (GStrv) scopes = g_strsplit (identity->scope, " ", -1);
  PlatformResponse *response;
  RamblaJsonWriter writer;
  GString *body;
  PlatformStep step;

  if (database == NULL)
    return NULL;
  step = platform_account_storage_get (database, identity->account_id, &account, error);
  if (step == PLATFORM_STEP_DONE)
    return platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "This account is gone");
  if (step == PLATFORM_STEP_ERROR ||
      platform_account_storage_get_card (database, account->id, &card, error) == PLATFORM_STEP_ERROR)
    return NULL;

  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "id", account->id);
  rambla_json_writer_member_string (&writer, "email", account->email);
  rambla_json_writer_member_string (&writer, "name", account->name);
  rambla_json_writer_name (&writer, "scopes");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; scopes[i] != NULL; i++)
    rambla_json_writer_string (&writer, scopes[i]);
  rambla_json_writer_end_array (&writer);
  if (card != NULL)
    {
      rambla_json_writer_name (&writer, "saved_card");
      rambla_json_writer_begin_object (&writer);
      rambla_json_writer_member_string (&writer, "brand", card->brand);
      rambla_json_writer_member_string (&writer, "last4", card->last4);
      rambla_json_writer_member_string (&writer, "expires", card->expires);
      rambla_json_writer_end_object (&writer);
    }
  rambla_json_writer_end_object (&writer);
  response = platform_response_new_json (200, body);
  platform_response_set_cache_control (response, "private, no-cache");
  return response;
}

static void
on_me (PlatformRequest *request, gpointer data)
{
  static const char *const no_query[] = { NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, no_query);

  if (response == NULL)
    response = describe_account (data, platform_request_get_identity (request), &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/me", on_me },
};

void
platform_routes_identity_add (PlatformRouter *router, PlatformContext *context)
{
  context->passwords = platform_passwords_new (PASSWORD_THREADS, MAX_PASSWORDS);
  context->auth.readers = context->readers;
  context->auth.clock = context->clock;
  platform_router_set_authorizer (router, platform_auth_authorize, &context->auth);
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
  platform_routes_token_add (router, context);
  platform_routes_sign_in_add (router, context);
  platform_routes_authorize_add (router, context);
  platform_routes_device_add (router, context);
}
