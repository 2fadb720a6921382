/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-identity.h"

#include <string.h>

#include "platform-account-storage.h"
#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-sign-in.h"
#include "rambla-json-writer.h"

#define CODE_GRANT "urn:rambla:sign-in-code"
#define REFRESH_GRANT "refresh_token"
/* The one client there is; it has no secret to prove itself with (RFC 6749, 2.1). */
#define CLIENT "rambla"

/* RFC 6749, 5.2 */
static PlatformResponse *
refuse (const char *code, const char *description)
{
  GString *body = g_string_new (NULL);
  PlatformResponse *response;
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "error", code);
  rambla_json_writer_member_string (&writer, "error_description", description);
  rambla_json_writer_end_object (&writer);
  response = platform_response_new_json (400, body);
  platform_response_set_cache_control (response, "no-store");
  return response;
}

/* Reads application/x-www-form-urlencoded; a parameter that comes twice is an error (RFC 6749, 3.2). */
static GHashTable *
read_form (PlatformRequest *request, PlatformResponse **refusal)
{
  const char *type = platform_request_get_header (request, "Content-Type");
  g_autoptr (GHashTable) form = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gsize type_length = type != NULL ? strcspn (type, "; \t") : 0;
  GUriParamsIter iterator;
  const char *body;
  gsize length;
  char *name;
  char *value;

  if (type_length != strlen ("application/x-www-form-urlencoded") ||
      g_ascii_strncasecmp (type, "application/x-www-form-urlencoded", type_length) != 0)
    {
      *refusal = platform_response_new_problem (RAMBLA_PROBLEM_UNSUPPORTED_MEDIA_TYPE,
                                                "The body must be application/x-www-form-urlencoded");
      return NULL;
    }
  body = platform_request_get_body (request, &length);
  g_uri_params_iter_init (&iterator, body, (gssize) length, "&", G_URI_PARAMS_WWW_FORM);
  for (;;)
    {
      g_autoptr (GError) error = NULL;

      if (!g_uri_params_iter_next (&iterator, &name, &value, &error))
        {
          if (error == NULL)
            return g_steal_pointer (&form);
          *refusal = refuse ("invalid_request", "The form is not well-formed");
          return NULL;
        }
      if (!g_hash_table_insert (form, name, value))
        {
          *refusal = refuse ("invalid_request", "A parameter came twice");
          return NULL;
        }
    }
}

typedef struct
{
  PlatformContext *context;
  PlatformRequest *request;
  GHashTable *form;
  gboolean is_code;
  PlatformTokens tokens;
} TokenJob;

static void
token_job_free (TokenJob *job)
{
  platform_request_unref (job->request);
  g_hash_table_unref (job->form);
  platform_tokens_clear (&job->tokens);
  g_free (job);
}

static gboolean
trade_in_writer (PlatformDatabase *database, gpointer data, GError **error)
{
  TokenJob *job = data;
  gint64 now = platform_clock_now (job->context->clock);

  if (job->is_code)
    return platform_sign_in_trade_code (database, g_hash_table_lookup (job->form, "code"), CLIENT, now,
                                        &job->tokens, error);
  return platform_sign_in_refresh (database, g_hash_table_lookup (job->form, "refresh_token"), CLIENT, now,
                                   &job->tokens, error);
}

static void
on_traded (gpointer data, const GError *error)
{
  TokenJob *job = data;
  PlatformResponse *response;
  GString *body;
  RamblaJsonWriter writer;

  if (error != NULL)
    {
      platform_request_respond (job->request, platform_answer_error (error));
      return;
    }
  if (job->tokens.failure != NULL)
    {
      platform_request_respond (job->request,
                                refuse (job->tokens.failure, "It is not known, was used, or is too old"));
      return;
    }
  if (job->is_code && job->context->sample_accounts != NULL)
    platform_sample_accounts_renew (job->context->sample_accounts);

  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "access_token", job->tokens.access_token);
  rambla_json_writer_member_string (&writer, "token_type", "Bearer");
  rambla_json_writer_member_int (&writer, "expires_in", PLATFORM_ACCESS_SECONDS);
  rambla_json_writer_member_string (&writer, "refresh_token", job->tokens.refresh_token);
  rambla_json_writer_member_string (&writer, "scope", job->tokens.scope);
  rambla_json_writer_end_object (&writer);
  response = platform_response_new_json (200, body);
  platform_response_set_cache_control (response, "no-store");
  platform_request_respond (job->request, response);
}

/* What is wrong with a token request, if anything. */
static PlatformResponse *
check_grant (PlatformContext *context, GHashTable *form, gboolean *is_code)
{
  const char *grant = g_hash_table_lookup (form, "grant_type");
  const char *client = g_hash_table_lookup (form, "client_id");
  const char *needed;

  if (grant == NULL)
    return refuse ("invalid_request", "grant_type is missing");
  if (client == NULL)
    return refuse ("invalid_request", "client_id is missing");
  if (!g_str_equal (client, CLIENT))
    return refuse ("invalid_client", "This client is not known");
  *is_code = context->sandbox && g_str_equal (grant, CODE_GRANT);
  if (!*is_code && !g_str_equal (grant, REFRESH_GRANT))
    return refuse ("unsupported_grant_type", "This grant is not offered");
  needed = g_hash_table_lookup (form, *is_code ? "code" : "refresh_token");
  if (needed == NULL || *needed == '\0')
    return refuse ("invalid_request", *is_code ? "code is missing" : "refresh_token is missing");
  return NULL;
}

static void
on_token (PlatformRequest *request, gpointer data)
{
  PlatformContext *context = data;
  PlatformResponse *refusal = NULL;
  g_autoptr (GHashTable) form = read_form (request, &refusal);
  g_autoptr (GError) error = NULL;
  gboolean is_code = FALSE;
  TokenJob *job;

  if (form != NULL)
    refusal = check_grant (context, form, &is_code);
  if (refusal != NULL)
    {
      platform_request_respond (request, refusal);
      return;
    }
  job = g_new0 (TokenJob, 1);
  job->context = context;
  job->request = platform_request_ref (request);
  job->form = g_steal_pointer (&form);
  job->is_code = is_code;
  if (platform_writer_push (context->writer, trade_in_writer, on_traded, job, (GDestroyNotify) token_job_free,
                            &error))
    return;
  on_traded (job, error);
  token_job_free (job);
}

static gboolean
revoke_in_writer (PlatformDatabase *database, gpointer data, GError **error)
{
  TokenJob *job = data;

  return platform_sign_in_revoke (database, g_hash_table_lookup (job->form, "token"),
                                  platform_clock_now (job->context->clock), error);
}

static void
on_revoked (gpointer data, const GError *error)
{
  TokenJob *job = data;

  platform_request_respond (job->request, error != NULL ? platform_answer_error (error)
                                                        : platform_response_new (200, NULL, NULL));
}

static void
on_revoke (PlatformRequest *request, gpointer data)
{
  PlatformContext *context = data;
  PlatformResponse *refusal = NULL;
  g_autoptr (GHashTable) form = read_form (request, &refusal);
  g_autoptr (GError) error = NULL;
  TokenJob *job;

  if (form != NULL && g_hash_table_lookup (form, "token") == NULL)
    refusal = refuse ("invalid_request", "token is missing");
  if (refusal != NULL)
    {
      platform_request_respond (request, refusal);
      return;
    }
  job = g_new0 (TokenJob, 1);
  job->context = context;
  job->request = platform_request_ref (request);
  job->form = g_steal_pointer (&form);
  if (platform_writer_push (context->writer, revoke_in_writer, on_revoked, job,
                            (GDestroyNotify) token_job_free, &error))
    return;
  on_revoked (job, error);
  token_job_free (job);
}

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
  { "POST", "/oauth/token", on_token, NULL, PLATFORM_ROUTE_ANY_CONTENT_TYPE },
  { "POST", "/oauth/revoke", on_revoke, NULL, PLATFORM_ROUTE_ANY_CONTENT_TYPE },
  { "GET", "/v1/me", on_me, PLATFORM_SCOPE_ANY },
};

void
platform_routes_identity_add (PlatformRouter *router, PlatformContext *context)
{
  context->auth.readers = context->readers;
  context->auth.clock = context->clock;
  platform_router_set_authorizer (router, platform_auth_authorize, &context->auth);
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
