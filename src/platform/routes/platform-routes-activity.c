/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Without an account on purpose: who tells what he looked at does not tell who he is. What is sent twice is
 * there once, so that it needs no key. */
#include "platform-routes-activity.h"

#include <string.h>

#include "platform-activity-storage.h"
#include "platform-body.h"
#include "platform-idempotency.h"
#include "rambla-id.h"
#include "rambla-json.h"

#define MOST_EVENTS 100
#define MOST_TRACKING 64
#define OLDEST_SECONDS (2 * 24 * 60 * 60)
#define KEPT_SECONDS (180 * 24 * 60 * 60)

static const char *const kinds[] = { "impression", "view", "click", NULL };
static const char *const channels[] = { "list", "map", "link", "saved", "similar", "other", NULL };

typedef struct
{
  PlatformContext *context;
  JsonNode *body;
  GArray *activities; /* of PlatformActivity; texts live as long as the body */
} ActivityJob;

static void
activity_job_free (ActivityJob *job)
{
  g_clear_pointer (&job->body, json_node_unref);
  g_array_unref (job->activities);
  g_free (job);
}

/* A shared link's code or nothing, a dot, and the device's code. */
static gboolean
is_tracking (const char *text)
{
  gsize link = strspn (text, "0123456789abcdefghijklmnopqrstuvwxyz");
  gsize device;

  if ((link != 0 && link != PLATFORM_SHARE_CODE_LENGTH) || text[link] != '.')
    return FALSE;
  device = strspn (text + link + 1, "0123456789abcdefghijklmnopqrstuvwxyz");
  return device >= 8 && device <= 32 && text[link + 1 + device] == '\0';
}

/* The device's clock is its own affair: what it calls tomorrow is now. */
static gboolean
read_activity (JsonNode *node, gint64 now, PlatformActivity *activity, GError **error)
{
  static const char *const members[] = { "kind", "deal_id", "tracking", "at", "channel", NULL };
  JsonObject *object = rambla_json_as_object (node, error);
  int kind, channel;
  gint64 at;

  if (object == NULL || !rambla_json_check_members (object, members, error) ||
      !rambla_json_get_enum (object, "kind", kinds, &kind, error) ||
      !rambla_json_get_enum (object, "channel", channels, &channel, error) ||
      !rambla_json_get_id (object, "deal_id", RAMBLA_ID_DEAL, &activity->deal_id, error) ||
      !rambla_json_get_string (object, "tracking", MOST_TRACKING, &activity->tracking, error) ||
      !rambla_json_get_time (object, "at", &at, error))
    return FALSE;
  if (!is_tracking (activity->tracking))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/tracking", "is no tracking code");
      return FALSE;
    }
  activity->kind = kinds[kind];
  activity->channel = channels[channel];
  activity->at = CLAMP (at / G_USEC_PER_SEC, now - OLDEST_SECONDS, now);
  return TRUE;
}

static gboolean
read_all (ActivityJob *job, GError **error)
{
  gint64 now = platform_clock_now (job->context->clock);
  JsonArray *array;

  if (!rambla_json_get_array (json_node_get_object (job->body), "events", MOST_EVENTS, &array, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      PlatformActivity activity = { 0 };

      if (!read_activity (json_array_get_element (array, i), now, &activity, error))
        return rambla_json_prefix_error (error, "/events/%u", i);
      g_array_append_val (job->activities, activity);
    }
  return TRUE;
}

static PlatformResponse *
add (PlatformDatabase *database, gpointer data, GError **error)
{
  ActivityJob *job = data;
  GString *body = g_string_new (NULL);
  RamblaJsonWriter writer;
  gint64 accepted = 0;

  for (guint i = 0; i < job->activities->len; i++)
    {
      gboolean added;

      if (!platform_activity_storage_add (database, &g_array_index (job->activities, PlatformActivity, i),
                                          &added, error))
        {
          g_string_free (body, TRUE);
          return NULL;
        }
      accepted += added ? 1 : 0;
    }
  if (!platform_activity_storage_trim (database, platform_clock_now (job->context->clock) - KEPT_SECONDS,
                                       error))
    {
      g_string_free (body, TRUE);
      return NULL;
    }
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_int (&writer, "accepted", accepted);
  rambla_json_writer_end_object (&writer);
  return platform_response_new_json (200, body);
}

static void
on_activity (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "events", NULL };
  PlatformResponse *refusal = NULL;
  JsonNode *body = platform_body_parse (request, known, FALSE, &refusal);
  g_autoptr (GError) error = NULL;
  ActivityJob *job;

  if (body == NULL)
    {
      platform_request_respond (request, refusal);
      return;
    }
  job = g_new0 (ActivityJob, 1);
  job->context = context;
  job->body = body;
  job->activities = g_array_new (FALSE, FALSE, sizeof (PlatformActivity));
  if (read_all (job, &error))
    {
      platform_idempotency_run (NULL, request, job->context->trade, add, NULL, job,
                                (GDestroyNotify) activity_job_free);
      return;
    }
  platform_request_respond (request, platform_response_new_problem_for_json (error));
  activity_job_free (job);
}

static const PlatformRoute routes[] = {
  { "POST", "/v1/activity", on_activity, NULL, PLATFORM_ROUTE_DEFAULT, 64 * 1024 },
};

void
platform_routes_activity_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
