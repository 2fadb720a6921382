/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-special-days.h"

#include <stdio.h>

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-body.h"
#include "platform-idempotency.h"
#include "platform-own-store.h"
#include "platform-special-days-storage.h"
#include "rambla-day-hours.h"
#include "rambla-json.h"

#define MOST_DAYS 60

static PlatformResponse *
answer (GPtrArray *days, gint64 edition)
{
  g_autofree char *tag = g_strdup_printf ("d%" G_GINT64_FORMAT, edition);
  GString *body = g_string_new (NULL);
  PlatformResponse *response;
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_name (&writer, "special_days");
  rambla_day_hours_write (days, 0, &writer);
  rambla_json_writer_end_object (&writer);
  response = platform_response_new_json (200, body);
  platform_response_set_etag (response, tag);
  platform_response_set_cache_control (response, "private, no-cache");
  return response;
}

/* The path's store, if the account may act for it. Returns: FALSE with @refused or @error set */
static gboolean
find (PlatformDatabase *database,
      const char *account_id,
      const char *store_id,
      PlatformStore **store,
      PlatformResponse **refused,
      GError **error)
{
  return platform_own_store_find (database, account_id, store_id, "/store_id", store, refused, error);
}

static PlatformResponse *
get (PlatformRequest *request, PlatformContext *context, GError **error)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  PlatformResponse *refused = NULL;
  gint64 edition;

  if (database == NULL ||
      !find (database, identity->account_id, platform_request_get_path_parameter (request, "id"), &store,
             &refused, error))
    return refused;
  if (!platform_special_days_storage_get_edition (database, store->row, &edition, error))
    return NULL;
  return answer (store->special_days != NULL ? store->special_days : none, edition);
}

static void
on_get (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);

  if (response == NULL)
    response = get (request, context, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

typedef struct
{
  PlatformContext *context;
  GPtrArray *days;
  char *account_id;
  char *store_id;
  gint64 edition;
} SpecialDaysJob;

static void
special_days_job_free (SpecialDaysJob *job)
{
  g_clear_pointer (&job->days, g_ptr_array_unref);
  g_free (job->account_id);
  g_free (job->store_id);
  g_free (job);
}

static PlatformResponse *
set (PlatformDatabase *database, gpointer data, GError **error)
{
  SpecialDaysJob *job = data;
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  PlatformResponse *refused = NULL;
  RamblaJsonWriter writer;
  gboolean changed = FALSE;

  if (!find (database, job->account_id, job->store_id, &store, &refused, error))
    return refused;
  rambla_json_writer_init (&writer, text);
  rambla_day_hours_write (job->days, 0, &writer);
  if (!platform_special_days_storage_set (database, store->row, text->str, job->account_id,
                                          platform_clock_now (job->context->clock), &job->edition, &changed,
                                          error))
    return NULL;
  return changed ? answer (job->days, job->edition)
                 : platform_response_new_problem (RAMBLA_PROBLEM_PRECONDITION_FAILED,
                                                  "Somebody else has changed these days; look at them again");
}

/* Returns: FALSE with @error set */
static gboolean
read_days (JsonObject *object, GPtrArray **days, GError **error)
{
  JsonArray *array;

  if (!rambla_json_get_array (object, "special_days", MOST_DAYS, &array, error))
    return FALSE;
  *days = rambla_day_hours_from_json (json_object_get_member (object, "special_days"), TRUE, error);
  return *days != NULL || rambla_json_prefix_error (error, "/special_days");
}

static void
on_set (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "special_days", NULL };
  const PlatformIdentity *identity = platform_request_get_identity (request);
  const char *if_match = platform_request_get_header (request, "If-Match");
  PlatformResponse *refusal = NULL;
  g_autoptr (JsonNode) body = platform_body_parse (request, known, FALSE, &refusal);
  g_autoptr (GPtrArray) days = NULL;
  g_autoptr (GError) error = NULL;
  gint64 edition = 0;
  SpecialDaysJob *job;

  if (body != NULL && !read_days (json_node_get_object (body), &days, &error))
    refusal = platform_response_new_problem_for_json (error);
  else if (body != NULL && if_match == NULL)
    refusal = platform_response_new_problem (RAMBLA_PROBLEM_PRECONDITION_REQUIRED, NULL);
  else if (body != NULL && sscanf (if_match, " \"d%" G_GINT64_FORMAT "\"", &edition) != 1)
    refusal = platform_response_new_problem (RAMBLA_PROBLEM_PRECONDITION_FAILED, NULL);
  if (refusal != NULL)
    {
      platform_request_respond (request, refusal);
      return;
    }
  job = g_new0 (SpecialDaysJob, 1);
  job->context = context;
  job->days = g_steal_pointer (&days);
  job->account_id = g_strdup (identity->account_id);
  job->store_id = g_strdup (platform_request_get_path_parameter (request, "id"));
  job->edition = edition;
  platform_idempotency_run (NULL, request, job->context->trade, set, NULL, job,
                            (GDestroyNotify) special_days_job_free);
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/merchant/stores/{id}/special-days", on_get },
  { "PUT", "/v1/merchant/stores/{id}/special-days", on_set },
};

void
platform_routes_special_days_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
