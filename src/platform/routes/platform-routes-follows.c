/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-follows.h"

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-call.h"
#include "platform-catalogue-json.h"
#include "platform-follow-storage.h"
#include "platform-idempotency.h"

static gboolean
write_follows (PlatformCall *call, GError **error)
{
  const PlatformIdentity *identity = platform_request_get_identity (call->request);
  g_autoptr (GArray) follows = platform_follow_storage_list (call->database, identity->account_id, error);

  if (follows == NULL)
    return FALSE;
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_name (&call->writer, "follows");
  rambla_json_writer_begin_array (&call->writer);
  for (guint i = 0; i < follows->len; i++)
    {
      const PlatformFollow *follow = &g_array_index (follows, PlatformFollow, i);
      g_autoptr (PlatformStore) store = NULL;

      if (!platform_store_get (call->database, follow->store, &store, error))
        return FALSE;
      if (store == NULL)
        continue;
      rambla_json_writer_begin_object (&call->writer);
      rambla_json_writer_name (&call->writer, "store");
      platform_json_write_store_ref (&call->writer, call->city, store, call->local);
      rambla_json_writer_member_time (&call->writer, "followed_at", follow->followed_at);
      rambla_json_writer_end_object (&call->writer);
    }
  rambla_json_writer_end_array (&call->writer);
  rambla_json_writer_end_object (&call->writer);
  return TRUE;
}

static void
on_list (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { NULL };
  g_auto (PlatformCall) call = { NULL };
  PlatformResponse *response;
  GError *error = NULL;

  if (!platform_call_begin (&call, request, context, known))
    return;
  if (!write_follows (&call, &error))
    {
      platform_call_fail (&call, error);
      return;
    }
  response = platform_response_new_json (200, g_steal_pointer (&call.out));
  platform_response_set_cache_control (response, "private, no-cache");
  platform_request_respond (request, response);
}

typedef struct
{
  PlatformContext *context;
  char *account_id;
  char *store_id;
} FollowJob;

static void
follow_job_free (FollowJob *job)
{
  g_free (job->account_id);
  g_free (job->store_id);
  g_free (job);
}

static PlatformResponse *
follow (PlatformDatabase *database, gpointer data, GError **error)
{
  FollowJob *job = data;
  g_autoptr (PlatformStore) store = NULL;
  gboolean added = FALSE;

  if (!platform_store_find (database, job->store_id, &store, error))
    return NULL;
  if (store == NULL)
    return platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "There is no such store");
  if (!platform_follow_storage_add (database, job->account_id, store->id,
                                    platform_clock_now (job->context->clock), &added, error))
    return NULL;
  return added ? platform_response_new (204, NULL, NULL)
               : platform_response_new_problem (RAMBLA_PROBLEM_LIMIT_REACHED,
                                                "So many stores cannot be followed");
}

static PlatformResponse *
unfollow (PlatformDatabase *database, gpointer data, GError **error)
{
  FollowJob *job = data;
  gboolean removed = FALSE;

  if (!platform_follow_storage_remove (database, job->account_id, job->store_id, &removed, error))
    return NULL;
  return removed ? platform_response_new (204, NULL, NULL)
                 : platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "This store is not followed");
}

static void
run (PlatformRequest *request, PlatformContext *context, PlatformEffect effect)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  FollowJob *job = g_new0 (FollowJob, 1);

  job->context = context;
  job->account_id = g_strdup (identity->account_id);
  job->store_id = g_strdup (platform_request_get_path_parameter (request, "id"));
  platform_idempotency_run (NULL, request, context->trade, effect, NULL, job,
                            (GDestroyNotify) follow_job_free);
}

static void
on_follow (PlatformRequest *request, gpointer context)
{
  run (request, context, follow);
}

static void
on_unfollow (PlatformRequest *request, gpointer context)
{
  run (request, context, unfollow);
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/me/follows", on_list },
  { "PUT", "/v1/me/follows/{id}", on_follow },
  { "DELETE", "/v1/me/follows/{id}", on_unfollow },
};

void
platform_routes_follows_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
