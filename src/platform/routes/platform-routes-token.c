/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What programs ask for by themselves: tokens (RFC 6749), a device's codes (RFC 8628), revocation (RFC 7009).
 */
#include "platform-routes-identity.h"

#include <string.h>

#include "platform-answer.h"
#include "platform-authorization.h"
#include "platform-code-grant.h"
#include "platform-device-grant.h"
#include "platform-secret.h"
#include "platform-session-storage.h"
#include "platform-throttle.h"
#include "rambla-fault-point.h"
#include "rambla-json-writer.h"

#define FORM_TYPE "application/x-www-form-urlencoded"

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

static PlatformFields *
read_form (PlatformRequest *request, PlatformResponse **refusal)
{
  const char *type = platform_request_get_header (request, "Content-Type");
  gsize type_length = type != NULL ? strcspn (type, "; \t") : 0;
  g_autoptr (PlatformFields) form = NULL;
  const char *body;
  gsize length;

  if (type_length != strlen (FORM_TYPE) || g_ascii_strncasecmp (type, FORM_TYPE, type_length) != 0)
    {
      *refusal = platform_response_new_problem (RAMBLA_PROBLEM_UNSUPPORTED_MEDIA_TYPE,
                                                "The body must be " FORM_TYPE);
      return NULL;
    }
  body = platform_request_get_body (request, &length);
  form = platform_fields_parse (body, length);
  if (form == NULL)
    *refusal = refuse ("invalid_request", "The form is not well-formed");
  else if (g_hash_table_size (form->doubled) > 0)
    *refusal = refuse ("invalid_request", "A parameter came twice");
  return *refusal == NULL ? g_steal_pointer (&form) : NULL;
}

typedef struct
{
  PlatformContext *context;
  PlatformRequest *request;
  PlatformFields *form;
  const struct _Grant *grant;
  PlatformTokens tokens;
  char *scope;
  char *account_id; /* whose the tokens are */
  PlatformDeviceCodes codes;
  gint64 wait;
} TokenJob;

typedef gboolean (*Trade) (TokenJob *job, PlatformDatabase *database, gint64 now, GError **error);

/* What a grant_type needs, and what it does. */
typedef struct _Grant
{
  const char *name;
  gboolean sandbox_only;
  const char *needed[4];
  Trade trade;
} Grant;

static void
token_job_free (TokenJob *job)
{
  platform_request_unref (job->request);
  platform_fields_free (job->form);
  platform_tokens_clear (&job->tokens);
  platform_device_codes_clear (&job->codes);
  g_free (job->scope);
  g_free (job->account_id);
  g_free (job);
}

static void
run_job (PlatformContext *context,
         PlatformRequest *request,
         PlatformFields *form,
         TokenJob *job,
         PlatformWriterJob work,
         PlatformWriterDone done)
{
  g_autoptr (GError) error = NULL;

  job->context = context;
  job->request = platform_request_ref (request);
  job->form = form;
  if (platform_writer_push (context->writer, work, done, job, (GDestroyNotify) token_job_free, &error))
    return;
  done (job, error);
  token_job_free (job);
}

static gboolean
trade_sign_in_code (TokenJob *job, PlatformDatabase *database, gint64 now, GError **error)
{
  return platform_sign_in_trade_code (database, platform_fields_get (job->form, "code"), PLATFORM_CLIENT_ID,
                                      now, &job->tokens, error);
}

static gboolean
trade_authorization_code (TokenJob *job, PlatformDatabase *database, gint64 now, GError **error)
{
  return platform_code_grant_trade (database, platform_fields_get (job->form, "code"), PLATFORM_CLIENT_ID,
                                    platform_fields_get (job->form, "redirect_uri"),
                                    platform_fields_get (job->form, "code_verifier"), now, &job->tokens,
                                    error);
}

static gboolean
trade_device_code (TokenJob *job, PlatformDatabase *database, gint64 now, GError **error)
{
  return platform_device_grant_trade (database, platform_fields_get (job->form, "device_code"),
                                      PLATFORM_CLIENT_ID, now, &job->tokens, error);
}

static gboolean
trade_refresh_token (TokenJob *job, PlatformDatabase *database, gint64 now, GError **error)
{
  return platform_sign_in_refresh (database, platform_fields_get (job->form, "refresh_token"),
                                   PLATFORM_CLIENT_ID, now, &job->tokens, error);
}

static const Grant grants[] = {
  { "authorization_code", FALSE, { "code", "redirect_uri", "code_verifier" }, trade_authorization_code },
  { "refresh_token", FALSE, { "refresh_token" }, trade_refresh_token },
  { "urn:ietf:params:oauth:grant-type:device_code", FALSE, { "device_code" }, trade_device_code },
  { "urn:rambla:sign-in-code", TRUE, { "code" }, trade_sign_in_code },
};

static gboolean
trade_in_writer (PlatformDatabase *database, gpointer data, GError **error)
{
  TokenJob *job = data;
  g_autoptr (PlatformToken) token = NULL;
  guint8 hash[PLATFORM_SECRET_HASH_SIZE];

  if (!job->grant->trade (job, database, platform_clock_now (job->context->clock), error))
    return FALSE;
  if (job->tokens.failure != NULL)
    return TRUE;
  platform_secret_hash (job->tokens.access_token, hash);
  if (platform_session_storage_get_token (database, hash, &token, error) != PLATFORM_STEP_ROW)
    return FALSE;
  job->account_id = g_strdup (token->account_id);
  return TRUE;
}

static const char *
describe_failure (const char *failure)
{
  if (g_str_equal (failure, "authorization_pending"))
    return "Nobody has decided yet";
  if (g_str_equal (failure, "slow_down"))
    return "Ask less often: five seconds more between two questions";
  if (g_str_equal (failure, "access_denied"))
    return "It was not allowed";
  if (g_str_equal (failure, "expired_token"))
    return "The code is too old; begin anew";
  return "It is not known, was used, or is too old";
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
                                refuse (job->tokens.failure, describe_failure (job->tokens.failure)));
      return;
    }
  rambla_fault_point ("tokens.before-answer");
  if (job->grant->sandbox_only && job->context->sample_accounts != NULL)
    platform_sample_accounts_renew (job->context->sample_accounts);

  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "access_token", job->tokens.access_token);
  rambla_json_writer_member_string (&writer, "token_type", "Bearer");
  rambla_json_writer_member_int (&writer, "expires_in", PLATFORM_ACCESS_SECONDS);
  rambla_json_writer_member_string (&writer, "refresh_token", job->tokens.refresh_token);
  rambla_json_writer_member_string (&writer, "scope", job->tokens.scope);
  rambla_json_writer_member_string (&writer, "account_id", job->account_id);
  rambla_json_writer_end_object (&writer);
  response = platform_response_new_json (200, body);
  platform_response_set_cache_control (response, "no-store");
  platform_request_respond (job->request, response);
}

/* Public clients: who asks is only said (RFC 6749, 3.2.1). */
static PlatformResponse *
check_client (PlatformFields *form)
{
  const char *client = platform_fields_get (form, "client_id");

  if (client == NULL)
    return refuse ("invalid_request", "client_id is missing");
  if (!g_str_equal (client, PLATFORM_CLIENT_ID))
    return refuse ("invalid_client", "This client is not known");
  return NULL;
}

/* What is wrong with a token request, if anything. */
static PlatformResponse *
check_grant (PlatformContext *context, PlatformFields *form, const Grant **grant)
{
  const char *name = platform_fields_get (form, "grant_type");
  PlatformResponse *refusal;

  if (name == NULL)
    return refuse ("invalid_request", "grant_type is missing");
  refusal = check_client (form);
  if (refusal != NULL)
    return refusal;
  for (guint i = 0; i < G_N_ELEMENTS (grants); i++)
    if (g_str_equal (grants[i].name, name) && (context->sandbox || !grants[i].sandbox_only))
      *grant = &grants[i];
  if (*grant == NULL)
    return refuse ("unsupported_grant_type", "This grant is not offered");
  for (guint i = 0; i < G_N_ELEMENTS ((*grant)->needed) && (*grant)->needed[i] != NULL; i++)
    if (platform_fields_get (form, (*grant)->needed[i]) == NULL)
      {
        g_autofree char *description = g_strconcat ((*grant)->needed[i], " is missing", NULL);

        return refuse ("invalid_request", description);
      }
  return NULL;
}

static void
on_token (PlatformRequest *request, gpointer data)
{
  PlatformContext *context = data;
  PlatformResponse *refusal = NULL;
  g_autoptr (PlatformFields) form = read_form (request, &refusal);
  const Grant *grant = NULL;
  TokenJob *job;

  if (form != NULL)
    refusal = check_grant (context, form, &grant);
  if (refusal != NULL)
    {
      platform_request_respond (request, refusal);
      return;
    }
  job = g_new0 (TokenJob, 1);
  job->grant = grant;
  run_job (context, request, g_steal_pointer (&form), job, trade_in_writer, on_traded);
}

/* A device's codes */

static gboolean
begin_device (PlatformDatabase *database, gpointer data, GError **error)
{
  TokenJob *job = data;
  gint64 now = platform_clock_now (job->context->clock);
  g_autofree char *subject = platform_throttle_make_subject (
      PLATFORM_THROTTLE_DEVICE, platform_request_get_remote_address (job->request));

  if (!platform_throttle_take (database, PLATFORM_THROTTLE_DEVICE, subject, now, &job->wait, error))
    return FALSE;
  return job->wait > 0 ||
         platform_device_grant_begin (database, PLATFORM_CLIENT_ID, job->scope, now, &job->codes, error);
}

static PlatformResponse *
refuse_device (gint64 wait)
{
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, wait);
  PlatformResponse *response =
      platform_response_new_problem (RAMBLA_PROBLEM_RATE_LIMITED, "Too many codes were asked for from there");

  platform_response_set_header (response, "Retry-After", seconds);
  return response;
}

static void
on_device_begun (gpointer data, const GError *error)
{
  TokenJob *job = data;
  g_autofree char *address = g_strconcat (job->context->base_uri, "/oauth/device", NULL);
  g_autofree char *complete = NULL;
  PlatformResponse *response;
  GString *body;
  RamblaJsonWriter writer;

  if (error != NULL || job->wait > 0)
    {
      platform_request_respond (job->request,
                                error != NULL ? platform_answer_error (error) : refuse_device (job->wait));
      return;
    }
  complete = g_strconcat (address, "?user_code=", job->codes.user_code, NULL);
  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "device_code", job->codes.device_code);
  rambla_json_writer_member_string (&writer, "user_code", job->codes.user_code);
  rambla_json_writer_member_string (&writer, "verification_uri", address);
  rambla_json_writer_member_string (&writer, "verification_uri_complete", complete);
  rambla_json_writer_member_int (&writer, "expires_in", PLATFORM_DEVICE_SECONDS);
  rambla_json_writer_member_int (&writer, "interval", PLATFORM_DEVICE_INTERVAL);
  rambla_json_writer_end_object (&writer);
  response = platform_response_new_json (200, body);
  platform_response_set_cache_control (response, "no-store");
  platform_request_respond (job->request, response);
}

static void
on_device_authorization (PlatformRequest *request, gpointer data)
{
  PlatformResponse *refusal = NULL;
  g_autoptr (PlatformFields) form = read_form (request, &refusal);
  g_autofree char *scope = NULL;
  TokenJob *job;

  if (form != NULL)
    refusal = check_client (form);
  if (refusal == NULL)
    {
      scope = platform_scope_normalize (platform_fields_get (form, "scope"));
      if (scope == NULL)
        refusal = refuse ("invalid_scope", "scope names one that is not known");
    }
  if (refusal != NULL)
    {
      platform_request_respond (request, refusal);
      return;
    }
  job = g_new0 (TokenJob, 1);
  job->scope = g_steal_pointer (&scope);
  run_job (data, request, g_steal_pointer (&form), job, begin_device, on_device_begun);
}

/* Revocation */

static gboolean
revoke_in_writer (PlatformDatabase *database, gpointer data, GError **error)
{
  TokenJob *job = data;

  return platform_sign_in_revoke (database, platform_fields_get (job->form, "token"),
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
  PlatformResponse *refusal = NULL;
  g_autoptr (PlatformFields) form = read_form (request, &refusal);

  if (form != NULL && platform_fields_get (form, "token") == NULL)
    refusal = refuse ("invalid_request", "token is missing");
  if (refusal != NULL)
    platform_request_respond (request, refusal);
  else
    run_job (data, request, g_steal_pointer (&form), g_new0 (TokenJob, 1), revoke_in_writer, on_revoked);
}

static const PlatformRoute routes[] = {
  { "POST", "/oauth/token", on_token, NULL, PLATFORM_ROUTE_ANY_CONTENT_TYPE },
  { "POST", "/oauth/device_authorization", on_device_authorization, NULL, PLATFORM_ROUTE_ANY_CONTENT_TYPE },
  { "POST", "/oauth/revoke", on_revoke, NULL, PLATFORM_ROUTE_ANY_CONTENT_TYPE },
};

void
platform_routes_token_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
