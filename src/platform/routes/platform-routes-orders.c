/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-orders.h"

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-body.h"
#include "platform-idempotency.h"
#include "platform-order-storage.h"
#include "platform-ordering.h"
#include "platform-page.h"
#include "platform-paying.h"
#include "platform-order-payment.h"
#include "platform-refund.h"
#include "platform-trade-json.h"
#include "rambla-json.h"

#define MAX_QUANTITY 20
#define MAX_TRACKING 64
#define MAX_REASON 2000 /* bytes of 500 characters */

/* One request's work in the writer. */
typedef struct
{
  PlatformContext *context;
  char *account_id;
  char *order_id; /* NULL for a new one */
  const char *language;
  JsonNode *body;
  PlatformNewOrder wanted; /* points into body */
  const char *reason;      /* points into body */
} OrderJob;

static OrderJob *
order_job_new (PlatformRequest *request, PlatformContext *context)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  OrderJob *job = g_new0 (OrderJob, 1);

  job->context = context;
  job->account_id = g_strdup (identity->account_id);
  job->order_id = g_strdup (platform_request_get_path_parameter (request, "id"));
  job->language =
      platform_request_get_language (request, (const char *const *) context->trade->city->languages);
  return job;
}

static void
order_job_free (OrderJob *job)
{
  g_free (job->account_id);
  g_free (job->order_id);
  g_clear_pointer (&job->body, json_node_unref);
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
answer_order (PlatformDatabase *database,
              const OrderJob *job,
              unsigned int status,
              const PlatformOrder *order,
              GError **error)
{
  g_autoptr (GString) body = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, body);
  if (!platform_trade_json_load_order (&writer, database, job->context->trade, order, job->language, error))
    return NULL;
  return respond_private (status, g_steal_pointer (&body));
}

/* --- Create --- */

static PlatformResponse *
create (PlatformDatabase *database, gpointer data, GError **error)
{
  OrderJob *job = data;
  const PlatformTrade *trade = job->context->trade;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformOrder) order = NULL;
  g_autoptr (PlatformTerms) terms = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  RamblaJsonWriter writer;

  if (!platform_ordering_create (database, trade, job->account_id, &job->wanted, &order, &refusal, error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);

  /* Not out of the cache: until the commit these terms may still come to nothing. */
  text = platform_order_storage_get_terms (database, order->terms, error);
  terms = text != NULL ? platform_terms_parse (text, error) : NULL;
  if (terms == NULL)
    return NULL;
  rambla_json_writer_init (&writer, body);
  platform_trade_json_write_order (&writer, terms, order, NULL, NULL, NULL, job->language, order->created_at);
  return respond_private (201, g_steal_pointer (&body));
}

static gboolean
read_new_order (OrderJob *job, GError **error)
{
  JsonObject *object = json_node_get_object (job->body);
  PlatformNewOrder *wanted = &job->wanted;

  if (!rambla_json_get_id (object, "deal_id", NULL, &wanted->deal_id, error) ||
      !rambla_json_get_id (object, "store_id", NULL, &wanted->store_id, error) ||
      !rambla_json_get_int (object, "quantity", 1, MAX_QUANTITY, &wanted->quantity, error) ||
      !rambla_json_get_money (object, "expected_total", &wanted->expected_total, error) ||
      !rambla_json_get_id_or (object, "slot_id", NULL, NULL, &wanted->slot_id, error) ||
      !rambla_json_get_id_or (object, "group_id", NULL, NULL, &wanted->group_id, error) ||
      !rambla_json_get_string_or (object, "tracking", MAX_TRACKING, NULL, &wanted->tracking, error))
    return FALSE;
  return TRUE;
}

/* Runs @effect with the request's key. @job: (transfer full) */
static void
run (PlatformRequest *request,
     OrderJob *job,
     gboolean forever,
     PlatformEffect effect,
     GDestroyNotify committed)
{
  PlatformResponse *refusal = NULL;
  PlatformIdempotency *idempotency = platform_idempotency_new (request, job->body, forever, &refusal);

  if (idempotency == NULL)
    {
      platform_request_respond (request, refusal);
      order_job_free (job);
      return;
    }
  platform_idempotency_run (idempotency, request, job->context->trade, effect, committed, job,
                            (GDestroyNotify) order_job_free);
}

static void
wake (gpointer data)
{
  OrderJob *job = data;

  platform_trade_wake (job->context->trade);
}

static void
on_create (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "deal_id", "store_id", "quantity", "expected_total",
                                       "slot_id", "group_id", "tracking", NULL };
  OrderJob *job = order_job_new (request, context);
  PlatformResponse *refusal = NULL;
  g_autoptr (GError) error = NULL;

  job->body = platform_body_parse (request, known, FALSE, &refusal);
  if (job->body != NULL && !read_new_order (job, &error))
    refusal = platform_response_new_problem_for_json (error);
  if (refusal != NULL)
    {
      platform_request_respond (request, refusal);
      order_job_free (job);
      return;
    }
  run (request, job, TRUE, create, NULL);
}

/* --- Cancel, refund --- */

static PlatformResponse *
cancel (PlatformDatabase *database, gpointer data, GError **error)
{
  OrderJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformOrder) order = NULL;

  if (!platform_ordering_cancel (database, job->context->trade, job->account_id, job->order_id, &order,
                                 &refusal, error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);
  return answer_order (database, job, 201, order, error);
}

static void
on_cancel (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { NULL };
  OrderJob *job = order_job_new (request, context);
  PlatformResponse *refusal = NULL;

  job->body = platform_body_parse (request, known, TRUE, &refusal);
  if (refusal != NULL)
    {
      platform_request_respond (request, refusal);
      order_job_free (job);
      return;
    }
  run (request, job, FALSE, cancel, NULL);
}

static PlatformResponse *
refund (PlatformDatabase *database, gpointer data, GError **error)
{
  OrderJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformOrder) order = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  RamblaJsonWriter writer;
  gint64 amount = 0;

  if (!platform_refund_order (database, job->context->trade, job->account_id, job->order_id, job->reason,
                              &amount, &order, &refusal, error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "state", platform_order_state_to_string (order->state));
  rambla_json_writer_member_money (&writer, "amount", rambla_money (amount, order->currency));
  rambla_json_writer_end_object (&writer);
  return respond_private (201, g_steal_pointer (&body));
}

static void
on_refund (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "reason", NULL };
  OrderJob *job = order_job_new (request, context);
  PlatformResponse *refusal = NULL;
  g_autoptr (GError) error = NULL;

  job->body = platform_body_parse (request, known, TRUE, &refusal);
  if (job->body != NULL && !rambla_json_get_string_or (json_node_get_object (job->body), "reason", MAX_REASON,
                                                       NULL, &job->reason, &error))
    refusal = platform_response_new_problem_for_json (error);
  if (refusal != NULL)
    {
      platform_request_respond (request, refusal);
      order_job_free (job);
      return;
    }
  run (request, job, TRUE, refund, wake);
}

/* --- Read --- */

static PlatformResponse *
list (PlatformRequest *request, PlatformContext *context, GError **error)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  const PlatformTrade *trade = context->trade;
  const char *language =
      platform_request_get_language (request, (const char *const *) trade->city->languages);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GPtrArray) orders = NULL;
  g_autofree char *position = NULL;
  PlatformDatabase *database;
  PlatformResponse *response;
  RamblaJsonWriter writer;
  gint64 before = 0;
  guint limit = 0;

  response = platform_page_read_number (request, &limit, &before);
  if (response != NULL)
    return response;
  database = platform_database_pool_get (context->readers, error);
  if (database == NULL)
    return NULL;
  orders = platform_order_storage_list (database, identity->account_id, before, limit + 1, error);
  if (orders == NULL)
    return NULL;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_name (&writer, "orders");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; i < MIN (orders->len, limit); i++)
    if (!platform_trade_json_load_order (&writer, database, trade, orders->pdata[i], language, error))
      return NULL;
  rambla_json_writer_end_array (&writer);
  if (orders->len > limit)
    {
      const PlatformOrder *last = orders->pdata[limit - 1];

      position = g_strdup_printf ("%" G_GINT64_FORMAT, last->number);
    }
  return platform_page_answer (request, &writer, g_steal_pointer (&body), position);
}

static void
on_list (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "cursor", "limit", NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);

  if (response == NULL)
    response = list (request, context, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

static PlatformResponse *
get (PlatformRequest *request, PlatformContext *context, GError **error)
{
  OrderJob *job = order_job_new (request, context);
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  g_autoptr (PlatformOrder) order = NULL;
  PlatformResponse *response = NULL;
  PlatformStep step = PLATFORM_STEP_ERROR;

  if (database != NULL)
    step = platform_order_storage_get (database, job->order_id, job->account_id, &order, error);
  if (step == PLATFORM_STEP_DONE)
    response = platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "There is no such order");
  else if (step == PLATFORM_STEP_ROW)
    {
      platform_order_payment_ask (context, order);
      response = answer_order (database, job, 200, order, error);
    }
  order_job_free (job);
  return response;
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

static const PlatformRoute routes[] = {
  { "GET", "/v1/orders", on_list },
  { "POST", "/v1/orders", on_create },
  { "GET", "/v1/orders/{id}", on_get },
  { "POST", "/v1/orders/{id}/payment", platform_order_payment_on_pay },
  { "POST", "/v1/orders/{id}/cancel", on_cancel },
  { "POST", "/v1/orders/{id}/refunds", on_refund },
};

void
platform_routes_orders_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
