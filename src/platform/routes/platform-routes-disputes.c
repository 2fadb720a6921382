/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-disputes.h"

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-body.h"
#include "platform-dispute-json.h"
#include "platform-idempotency.h"
#include "platform-order-storage.h"
#include "rambla-json.h"

#include <string.h>

#define MAX_TEXT 4000 /* bytes of 1000 characters */
/* In base64, and the rest of the body. */
#define PICTURE_BODY (PLATFORM_DISPUTE_MAX_PICTURE_BYTES / 3 * 4 + 1024)

static const char *const reasons[] = { "not_as_described", "refused", "quality", "other", NULL };

/* One request's work. */
typedef struct
{
  PlatformContext *context;
  char *account_id;
  char *scope;
  char *id; /* an order's or a dispute's */
  char *picture_id;
  const char *language;
  JsonNode *body;
  const char *text; /* points into body */
  const char *reason;
  GBytes *bytes;
  RamblaMoney refund;
} DisputeJob;

static DisputeJob *
dispute_job_new (PlatformRequest *request, PlatformContext *context)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  DisputeJob *job = g_new0 (DisputeJob, 1);

  job->context = context;
  job->account_id = g_strdup (identity->account_id);
  job->scope = g_strdup (identity->scope);
  job->id = g_strdup (platform_request_get_path_parameter (request, "id"));
  job->picture_id = g_strdup (platform_request_get_path_parameter (request, "picture"));
  job->language =
      platform_request_get_language (request, (const char *const *) context->trade->city->languages);
  return job;
}

static void
dispute_job_free (DisputeJob *job)
{
  g_free (job->account_id);
  g_free (job->scope);
  g_free (job->id);
  g_free (job->picture_id);
  g_clear_pointer (&job->body, json_node_unref);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_free (job);
}

static PlatformResponse *
respond_private (unsigned int status, GString *body)
{
  PlatformResponse *response = platform_response_new_json (status, body);

  platform_response_set_cache_control (response, "private, no-cache");
  return response;
}

static PlatformResponse *
answer (PlatformDatabase *database,
        const DisputeJob *job,
        unsigned int status,
        const PlatformDispute *dispute,
        PlatformParty party,
        GError **error)
{
  g_autoptr (GString) body = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, body);
  if (!platform_dispute_json_load (&writer, database, job->context->trade, dispute, party, TRUE,
                                   job->language, error))
    return NULL;
  return respond_private (status, g_steal_pointer (&body));
}

/* The path's dispute and the caller's part in it. Whoever has none learns nothing of it. Returns: FALSE with
 * @refused or @error set */
static gboolean
find (PlatformDatabase *database,
      const DisputeJob *job,
      PlatformDispute **dispute,
      PlatformParty *party,
      PlatformResponse **refused,
      GError **error)
{
  PlatformStep step = platform_dispute_storage_get (database, job->id, dispute, error);

  *party = PLATFORM_PARTY_NONE;
  if (step == PLATFORM_STEP_ERROR ||
      (step == PLATFORM_STEP_ROW &&
       !platform_dispute_get_party (database, *dispute, job->account_id, job->scope, party, error)))
    return FALSE;
  if (*party != PLATFORM_PARTY_NONE)
    return TRUE;
  *refused = platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "There is no such dispute");
  return FALSE;
}

/* Runs @effect with the request's key. @job: (transfer full) */
static void
run (PlatformRequest *request, DisputeJob *job, PlatformEffect effect, GDestroyNotify committed)
{
  PlatformResponse *refusal = NULL;
  PlatformIdempotency *idempotency = platform_idempotency_new (request, job->body, TRUE, &refusal);

  if (idempotency != NULL)
    {
      platform_idempotency_run (idempotency, request, job->context->trade, effect, committed, job,
                                (GDestroyNotify) dispute_job_free);
      return;
    }
  platform_request_respond (request, refusal);
  dispute_job_free (job);
}

static void
refuse (PlatformRequest *request, DisputeJob *job, PlatformResponse *refusal)
{
  platform_request_respond (request, refusal);
  dispute_job_free (job);
}

static void
wake (gpointer data)
{
  DisputeJob *job = data;

  platform_trade_wake (job->context->trade);
}

/* --- Opening --- */

static PlatformResponse *
open_dispute (PlatformDatabase *database, gpointer data, GError **error)
{
  DisputeJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformDispute) dispute = NULL;

  if (!platform_dispute_open (database, job->context->trade, job->account_id, job->id, job->reason, job->text,
                              &dispute, &refusal, error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);
  return answer (database, job, 201, dispute, PLATFORM_PARTY_BUYER, error);
}

static void
on_open (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "reason", "text", NULL };
  DisputeJob *job = dispute_job_new (request, context);
  PlatformResponse *refusal = NULL;
  g_autoptr (GError) error = NULL;
  int reason = 0;

  job->body = platform_body_parse (request, known, FALSE, &refusal);
  if (job->body != NULL)
    {
      JsonObject *object = json_node_get_object (job->body);

      if (!rambla_json_get_enum (object, "reason", reasons, &reason, &error) ||
          !rambla_json_get_string (object, "text", MAX_TEXT, &job->text, &error))
        refusal = platform_response_new_problem_for_json (error);
      job->reason = reasons[reason];
    }
  if (refusal != NULL)
    refuse (request, job, refusal);
  else
    run (request, job, open_dispute, NULL);
}

static PlatformResponse *
get_of_order (const DisputeJob *job, GError **error)
{
  PlatformDatabase *database = platform_database_pool_get (job->context->readers, error);
  g_autoptr (PlatformDispute) dispute = NULL;
  g_autoptr (PlatformOrder) order = NULL;
  PlatformStep step = PLATFORM_STEP_ERROR;

  if (database != NULL)
    step = platform_order_storage_get (database, job->id, job->account_id, &order, error);
  if (step == PLATFORM_STEP_ROW)
    step = platform_dispute_storage_get_of_order (database, job->id, &dispute, error);
  if (step == PLATFORM_STEP_ERROR)
    return NULL;
  if (step == PLATFORM_STEP_DONE)
    return platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "There is no dispute about this order");
  return answer (database, job, 200, dispute, PLATFORM_PARTY_BUYER, error);
}

static PlatformResponse *
get_one (const DisputeJob *job, GError **error)
{
  PlatformDatabase *database = platform_database_pool_get (job->context->readers, error);
  g_autoptr (PlatformDispute) dispute = NULL;
  PlatformResponse *refused = NULL;
  PlatformParty party;

  if (database == NULL || !find (database, job, &dispute, &party, &refused, error))
    return refused;
  return answer (database, job, 200, dispute, party, error);
}

static PlatformResponse *
get_picture (const DisputeJob *job, GError **error)
{
  PlatformDatabase *database = platform_database_pool_get (job->context->readers, error);
  g_autoptr (PlatformDispute) dispute = NULL;
  g_autoptr (PlatformDisputePicture) picture = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  PlatformResponse *refused = NULL;
  RamblaJsonWriter writer;
  PlatformParty party;
  PlatformStep step;

  if (database == NULL || !find (database, job, &dispute, &party, &refused, error))
    return refused;
  step = platform_dispute_storage_get_picture (database, dispute->number, job->picture_id, &picture, error);
  if (step == PLATFORM_STEP_ERROR)
    return NULL;
  if (step == PLATFORM_STEP_DONE)
    return platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "There is no such picture");
  rambla_json_writer_init (&writer, body);
  platform_dispute_json_write_picture (&writer, picture);
  return respond_private (200, g_steal_pointer (&body));
}

/* Answers a request that only reads. */
static void
read_with (PlatformRequest *request,
           PlatformContext *context,
           PlatformResponse *(*read) (const DisputeJob *job, GError **error))
{
  static const char *const known[] = { NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);
  DisputeJob *job = dispute_job_new (request, context);

  if (response == NULL)
    response = read (job, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
  dispute_job_free (job);
}

static void
on_get_of_order (PlatformRequest *request, gpointer context)
{
  read_with (request, context, get_of_order);
}

static void
on_get (PlatformRequest *request, gpointer context)
{
  read_with (request, context, get_one);
}

static void
on_get_picture (PlatformRequest *request, gpointer context)
{
  read_with (request, context, get_picture);
}

/* --- Saying and showing --- */

static PlatformResponse *
say (PlatformDatabase *database, gpointer data, GError **error)
{
  DisputeJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformDispute) dispute = NULL;
  PlatformResponse *refused = NULL;
  PlatformParty party;

  if (!find (database, job, &dispute, &party, &refused, error))
    return refused;
  if (!platform_dispute_say (database, job->context->trade, dispute, party, job->account_id, job->text,
                             &refusal, error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);
  return answer (database, job, 201, dispute, party, error);
}

static void
on_say (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "text", NULL };
  DisputeJob *job = dispute_job_new (request, context);
  PlatformResponse *refusal = NULL;
  g_autoptr (GError) error = NULL;

  job->body = platform_body_parse (request, known, FALSE, &refusal);
  if (job->body != NULL &&
      !rambla_json_get_string (json_node_get_object (job->body), "text", MAX_TEXT, &job->text, &error))
    refusal = platform_response_new_problem_for_json (error);
  if (refusal != NULL)
    refuse (request, job, refusal);
  else
    run (request, job, say, NULL);
}

static PlatformResponse *
show (PlatformDatabase *database, gpointer data, GError **error)
{
  DisputeJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformDispute) dispute = NULL;
  g_autoptr (PlatformDisputePicture) picture = NULL;
  g_autoptr (GString) body = NULL;
  PlatformResponse *refused = NULL;
  RamblaJsonWriter writer;
  PlatformParty party;

  if (!find (database, job, &dispute, &party, &refused, error))
    return refused;
  if (!platform_dispute_show (database, job->context->trade, dispute, party, job->bytes, &picture, &refusal,
                              error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);
  /* Whoever sent it has it. */
  g_clear_pointer (&picture->bytes, g_bytes_unref);
  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  platform_dispute_json_write_picture (&writer, picture);
  return respond_private (201, g_steal_pointer (&body));
}

static void
on_show (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "data", NULL };
  DisputeJob *job = dispute_job_new (request, context);
  PlatformResponse *refusal = NULL;
  g_autoptr (GError) error = NULL;
  const char *data = NULL;

  job->body = platform_body_parse (request, known, FALSE, &refusal);
  if (job->body != NULL &&
      !rambla_json_get_string (json_node_get_object (job->body), "data", PICTURE_BODY, &data, &error))
    refusal = platform_response_new_problem_for_json (error);
  if (refusal == NULL && (job->bytes = platform_body_decode_base64 (data)) == NULL)
    refusal = platform_response_new_invalid_field ("/data", "Must be base64");
  if (refusal != NULL)
    refuse (request, job, refusal);
  else
    run (request, job, show, NULL);
}

/* --- Ending --- */

static PlatformResponse *
end (PlatformDatabase *database, DisputeJob *job, PlatformParty needed, GError **error)
{
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformDispute) dispute = NULL;
  PlatformResponse *refused = NULL;
  gint64 refund = 0;
  PlatformParty party;

  if (!find (database, job, &dispute, &party, &refused, error))
    return refused;
  if (party != needed)
    return platform_response_new_problem (RAMBLA_PROBLEM_FORBIDDEN, NULL);
  if (party == PLATFORM_PARTY_MERCHANT)
    refund = dispute->amount;
  if (party == PLATFORM_PARTY_OPERATOR)
    {
      if (g_strcmp0 (job->refund.currency, dispute->currency) != 0)
        return platform_response_new_invalid_field ("/refund/currency", "The order has another currency");
      refund = job->refund.amount;
      if (!platform_dispute_say (database, job->context->trade, dispute, party, job->account_id, job->text,
                                 &refusal, error))
        return NULL;
    }
  if (refusal.code == RAMBLA_PROBLEM_NONE &&
      !platform_dispute_decide (database, job->context->trade, dispute, party, refund, &refusal, error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);
  return answer (database, job, 201, dispute, party, error);
}

static PlatformResponse *
withdraw (PlatformDatabase *database, gpointer data, GError **error)
{
  return end (database, data, PLATFORM_PARTY_BUYER, error);
}

static PlatformResponse *
accept_claim (PlatformDatabase *database, gpointer data, GError **error)
{
  return end (database, data, PLATFORM_PARTY_MERCHANT, error);
}

static PlatformResponse *
decide (PlatformDatabase *database, gpointer data, GError **error)
{
  return end (database, data, PLATFORM_PARTY_OPERATOR, error);
}

static void
end_without_words (PlatformRequest *request, PlatformContext *context, PlatformEffect effect)
{
  static const char *const known[] = { NULL };
  DisputeJob *job = dispute_job_new (request, context);
  PlatformResponse *refusal = NULL;

  job->body = platform_body_parse (request, known, TRUE, &refusal);
  if (refusal != NULL)
    refuse (request, job, refusal);
  else
    run (request, job, effect, wake);
}

static void
on_withdraw (PlatformRequest *request, gpointer context)
{
  end_without_words (request, context, withdraw);
}

static void
on_accept (PlatformRequest *request, gpointer context)
{
  end_without_words (request, context, accept_claim);
}

static void
on_decide (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "refund", "text", NULL };
  DisputeJob *job = dispute_job_new (request, context);
  PlatformResponse *refusal = NULL;
  g_autoptr (GError) error = NULL;

  job->body = platform_body_parse (request, known, FALSE, &refusal);
  if (job->body != NULL)
    {
      JsonObject *object = json_node_get_object (job->body);

      if (!rambla_json_get_money (object, "refund", &job->refund, &error) ||
          !rambla_json_get_string (object, "text", MAX_TEXT, &job->text, &error))
        refusal = platform_response_new_problem_for_json (error);
    }
  if (refusal != NULL)
    refuse (request, job, refusal);
  else
    run (request, job, decide, wake);
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/orders/{id}/dispute", on_get_of_order, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
  { "POST", "/v1/orders/{id}/dispute", on_open, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
  { "GET", "/v1/disputes/{id}", on_get, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
  { "POST", "/v1/disputes/{id}/messages", on_say, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
  { "POST", "/v1/disputes/{id}/pictures", on_show, NULL, PLATFORM_ROUTE_DEFAULT, PICTURE_BODY },
  { "GET", "/v1/disputes/{id}/pictures/{picture}", on_get_picture, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
  { "POST", "/v1/disputes/{id}/withdraw", on_withdraw, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
  { "POST", "/v1/disputes/{id}/accept", on_accept, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
  { "POST", "/v1/operator/disputes/{id}/decision", on_decide, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
};

void
platform_routes_disputes_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
