/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-certification.h"

#include <string.h>

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-body.h"
#include "platform-call.h"
#include "platform-certification-storage.h"
#include "platform-idempotency.h"
#include "rambla-json.h"

#define DAY G_GINT64_CONSTANT (86400)
#define MAX_DAYS 1100
#define MAX_REASON 500

/* --- Reading --- */

/* Returns: (transfer full) (nullable): the statement, signed with today's key */
static char *
sign (const PlatformContext *context, RamblaCertificate *certificate)
{
  g_free (certificate->issuer);
  certificate->issuer = g_strdup (context->base_uri);
  return platform_keys_sign_certificate (context->trade->keys, certificate);
}

static void
on_get (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { NULL };
  g_auto (PlatformCall) call = { NULL };
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (RamblaCertificate) certificate = NULL;
  g_autofree char *token = NULL;
  PlatformStep step = PLATFORM_STEP_DONE;
  GError *error = NULL;

  if (!platform_call_begin (&call, request, context, known))
    return;
  if (!platform_store_find (call.database, platform_request_get_path_parameter (request, "id"), &store,
                            &error))
    step = PLATFORM_STEP_ERROR;
  else if (store != NULL)
    step = platform_certification_storage_get (call.database, store->merchant_id, &certificate, &error);
  if (step == PLATFORM_STEP_ERROR)
    {
      platform_call_fail (&call, error);
      return;
    }
  token = certificate != NULL ? sign (context, certificate) : NULL;
  if (token == NULL)
    {
      platform_call_not_found (&call, store != NULL ? "The platform states nothing about this store"
                                                    : "There is no such store");
      return;
    }
  rambla_json_writer_begin_object (&call.writer);
  rambla_json_writer_member_string (&call.writer, "certification", token);
  rambla_json_writer_end_object (&call.writer);
  platform_call_respond (&call, NULL, NULL);
}

/* --- Stating and withdrawing --- */

typedef struct
{
  PlatformContext *context;
  JsonNode *body;
  char *account_id;
  char *merchant_id;
} CertificationJob;

static void
certification_job_free (CertificationJob *job)
{
  g_clear_pointer (&job->body, json_node_unref);
  g_free (job->account_id);
  g_free (job->merchant_id);
  g_free (job);
}

static PlatformResponse *
answer (const char *token)
{
  GString *body = g_string_new (NULL);
  PlatformResponse *response;
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  if (token != NULL)
    rambla_json_writer_member_string (&writer, "certification", token);
  else
    rambla_json_writer_member_bool (&writer, "withdrawn", TRUE);
  rambla_json_writer_end_object (&writer);
  response = platform_response_new_json (201, body);
  platform_response_set_cache_control (response, "private, no-cache");
  return response;
}

/* What a stranger's body is wrong in is his to hear; all else is ours. */
static PlatformResponse *
answer_error (GError **error)
{
  PlatformResponse *response;

  if ((*error)->domain != RAMBLA_JSON_ERROR)
    return NULL;
  response = platform_response_new_problem_for_json (*error);
  g_clear_error (error);
  return response;
}

static gboolean
read_statement (JsonObject *object, gint64 now, RamblaCertificate *certificate, GError **error)
{
  const char *by;
  gint64 days;

  if (!rambla_json_get_strv_or_null (object, "checked", RAMBLA_CERTIFICATE_MAX_CHECKED,
                                     RAMBLA_CERTIFICATE_MAX_TEXT, &certificate->checked, error) ||
      !rambla_json_get_string (object, "checked_by", RAMBLA_CERTIFICATE_MAX_TEXT, &by, error) ||
      !rambla_json_get_int (object, "days", 1, MAX_DAYS, &days, error))
    return FALSE;
  if (certificate->checked == NULL || certificate->checked[0] == NULL ||
      g_strv_contains ((const char *const *) certificate->checked, ""))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/checked", "must say what was looked at");
      return FALSE;
    }
  if (*by == '\0')
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/checked_by", "must say who looked");
      return FALSE;
    }
  certificate->checked_by = g_strdup (by);
  certificate->issued_at = now;
  certificate->expires_at = now + days * DAY;
  return TRUE;
}

static PlatformResponse *
issue (PlatformDatabase *database, gpointer data, GError **error)
{
  CertificationJob *job = data;
  g_autoptr (RamblaCertificate) certificate = g_new0 (RamblaCertificate, 1);
  g_autofree char *token = NULL;

  if (!read_statement (json_node_get_object (job->body), platform_clock_now (job->context->clock),
                       certificate, error))
    return answer_error (error);
  if (!platform_certification_storage_get_name (database, job->merchant_id, &certificate->name, error))
    return NULL;
  if (certificate->name == NULL)
    return platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "There is no such merchant");
  certificate->merchant_id = g_strdup (job->merchant_id);
  if (!platform_certification_storage_issue (database, certificate, job->account_id, error))
    return NULL;
  token = sign (job->context, certificate);
  return token != NULL
             ? answer (token)
             : platform_response_new_problem (RAMBLA_PROBLEM_INVALID_FIELD, "It says too much to be signed");
}

static PlatformResponse *
withdraw (PlatformDatabase *database, gpointer data, GError **error)
{
  CertificationJob *job = data;
  gboolean withdrawn = FALSE;
  const char *reason;

  if (!rambla_json_get_string (json_node_get_object (job->body), "reason", MAX_REASON, &reason, error))
    return answer_error (error);
  if (*reason == '\0')
    return platform_response_new_invalid_field ("/reason", "Must say why");
  if (!platform_certification_storage_withdraw (database, job->merchant_id, reason,
                                                platform_clock_now (job->context->clock), &withdrawn, error))
    return NULL;
  return withdrawn ? answer (NULL)
                   : platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND,
                                                    "Nothing is stated about this merchant");
}

static void
run (PlatformRequest *request, PlatformContext *context, const char *const *known, PlatformEffect effect)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  PlatformResponse *refusal = NULL;
  PlatformIdempotency *idempotency = NULL;
  CertificationJob *job = g_new0 (CertificationJob, 1);

  job->context = context;
  job->account_id = g_strdup (identity->account_id);
  job->merchant_id = g_strdup (platform_request_get_path_parameter (request, "id"));
  job->body = platform_body_parse (request, known, FALSE, &refusal);
  if (job->body != NULL)
    idempotency = platform_idempotency_new (request, job->body, FALSE, &refusal);
  if (idempotency != NULL)
    {
      platform_idempotency_run (idempotency, request, context->trade, effect, NULL, job,
                                (GDestroyNotify) certification_job_free);
      return;
    }
  platform_request_respond (request, refusal);
  certification_job_free (job);
}

static void
on_issue (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "checked", "checked_by", "days", NULL };

  run (request, context, known, issue);
}

static void
on_withdraw (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "reason", NULL };

  run (request, context, known, withdraw);
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/stores/{id}/certification", on_get },
  { "POST", "/v1/operator/merchants/{id}/certification", on_issue },
  { "POST", "/v1/operator/merchants/{id}/certification/withdrawal", on_withdraw },
};

void
platform_routes_certification_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
