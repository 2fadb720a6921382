/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-keys.h"

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-body.h"
#include "platform-idempotency.h"
#include "rambla-json.h"

#define MAX_KID 32

static void
on_keys (PlatformRequest *request, gpointer data)
{
  PlatformContext *context = data;
  PlatformResponse *response = platform_response_new_json (200, platform_keys_to_jwks (context->trade->keys));

  platform_response_set_cache_control (response, "public, max-age=300");
  platform_request_respond (request, response);
}

typedef struct
{
  PlatformContext *context;
  JsonNode *body;
  const char *stolen; /* points into body */
} RotationJob;

static void
rotation_job_free (RotationJob *job)
{
  g_clear_pointer (&job->body, json_node_unref);
  g_free (job);
}

static PlatformResponse *
rotate (PlatformDatabase *database, gpointer data, GError **error)
{
  RotationJob *job = data;
  const PlatformTrade *trade = job->context->trade;
  PlatformKeyRotation rotation;
  PlatformResponse *response;
  RamblaJsonWriter writer;
  GString *body;

  if (!platform_keys_rotate (trade->keys, database, job->stolen, platform_clock_now (trade->clock), &rotation,
                             error))
    return NULL;
  if (!rotation.known)
    return platform_response_new_invalid_field ("/stolen", "There is no such key");

  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "kid", rotation.kid);
  rambla_json_writer_member_int (&writer, "reissued", rotation.reissued);
  rambla_json_writer_end_object (&writer);
  response = platform_response_new_json (201, body);
  platform_response_set_cache_control (response, "no-store");
  return response;
}

static void
on_rotate (PlatformRequest *request, gpointer data)
{
  static const char *const known[] = { "stolen", NULL };
  PlatformContext *context = data;
  RotationJob *job = g_new0 (RotationJob, 1);
  PlatformIdempotency *idempotency = NULL;
  PlatformResponse *refusal = NULL;
  g_autoptr (GError) error = NULL;

  job->context = context;
  job->body = platform_body_parse (request, known, TRUE, &refusal);
  if (job->body != NULL && !rambla_json_get_string_or (json_node_get_object (job->body), "stolen", MAX_KID,
                                                       NULL, &job->stolen, &error))
    refusal = platform_response_new_problem_for_json (error);
  if (refusal == NULL)
    idempotency = platform_idempotency_new (request, job->body, FALSE, &refusal);
  if (idempotency != NULL && !platform_keys_prepare (context->trade->keys, context->writer,
                                                     platform_clock_now (context->clock), &error))
    {
      platform_idempotency_free (g_steal_pointer (&idempotency));
      refusal = platform_answer_error (error);
    }
  if (idempotency == NULL)
    {
      platform_request_respond (request, refusal);
      rotation_job_free (job);
      return;
    }
  platform_idempotency_run (idempotency, request, context->trade, rotate, NULL, job,
                            (GDestroyNotify) rotation_job_free);
}

static const PlatformRoute routes[] = {
  { "GET", "/.well-known/jwks.json", on_keys },
  { "POST", "/v1/operator/key-rotations", on_rotate },
};

void
platform_routes_keys_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
