/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-sponsorship.h"

#include "platform-answer.h"
#include "platform-body.h"
#include "platform-outbox-storage.h"
#include "platform-sponsorship-storage.h"
#include "rambla-fault-point.h"
#include "rambla-json.h"

#define MICROSECONDS 1000000

typedef struct
{
  PlatformContext *context;
  PlatformRequest *request;
  gint64 until; /* seconds since 1970, 0: none */
  gint64 deal;  /* 0: there is none */
} SponsorshipJob;

static void
sponsorship_job_free (SponsorshipJob *job)
{
  platform_request_unref (job->request);
  g_free (job);
}

static gboolean
set_sponsorship (PlatformDatabase *database, gpointer data, GError **error)
{
  SponsorshipJob *job = data;
  PlatformOutboxEvent event = { .kind = "deal" };

  if (!platform_sponsorship_storage_set (database, platform_request_get_path_parameter (job->request, "id"),
                                         job->until, &job->deal, error))
    return FALSE;
  if (job->deal == 0)
    return TRUE;
  rambla_fault_point ("sponsorship.set");
  event.deal = job->deal;
  return platform_outbox_storage_append (database, &event, error);
}

static PlatformResponse *
describe (const SponsorshipJob *job)
{
  GString *body = g_string_new (NULL);
  PlatformResponse *response;
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "deal_id",
                                    platform_request_get_path_parameter (job->request, "id"));
  if (job->until != 0)
    rambla_json_writer_member_time (&writer, "until", job->until);
  else
    {
      rambla_json_writer_name (&writer, "until");
      rambla_json_writer_null (&writer);
    }
  rambla_json_writer_end_object (&writer);
  response = platform_response_new_json (200, body);
  platform_response_set_cache_control (response, "private, no-cache");
  return response;
}

static void
on_set_done (gpointer data, const GError *error)
{
  SponsorshipJob *job = data;
  PlatformResponse *response;

  if (error != NULL)
    response = platform_answer_error (error);
  else if (job->deal == 0)
    response = platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "There is no such offer");
  else
    response = describe (job);
  platform_request_respond (job->request, response);
}

/* Seconds since 1970 of the member `until`, 0 for null. */
static gboolean
read_until (JsonObject *body, gint64 now, gint64 *until, GError **error)
{
  gint64 time;

  *until = 0;
  if (json_object_has_member (body, "until") && json_object_get_null_member (body, "until"))
    return TRUE;
  if (!rambla_json_get_time (body, "until", &time, error))
    return FALSE;
  *until = time / MICROSECONDS;
  if (*until > now)
    return TRUE;
  rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, "/until", "has to be later than now");
  return FALSE;
}

static void
on_set (PlatformRequest *request, gpointer data)
{
  static const char *const known[] = { "until", NULL };
  PlatformContext *context = data;
  PlatformResponse *refusal = NULL;
  g_autoptr (JsonNode) body = platform_body_parse (request, known, FALSE, &refusal);
  g_autoptr (GError) error = NULL;
  SponsorshipJob *job;
  gint64 until = 0;

  if (body != NULL &&
      !read_until (json_node_get_object (body), platform_clock_now (context->clock), &until, &error))
    refusal = platform_response_new_problem_for_json (error);
  if (refusal != NULL)
    {
      platform_request_respond (request, refusal);
      return;
    }
  job = g_new0 (SponsorshipJob, 1);
  job->context = context;
  job->request = platform_request_ref (request);
  job->until = until;
  if (platform_writer_push (context->writer, set_sponsorship, on_set_done, job,
                            (GDestroyNotify) sponsorship_job_free, &error))
    return;
  on_set_done (job, error);
  sponsorship_job_free (job);
}

static const PlatformRoute routes[] = {
  { "PUT", "/v1/operator/deals/{id}/sponsorship", on_set },
};

void
platform_routes_sponsorship_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
