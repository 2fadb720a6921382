/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-order-payment.h"

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-body.h"
#include "platform-idempotency.h"
#include "platform-paying.h"
#include "rambla-fault-point.h"
#include "rambla-json-writer.h"
#include "rambla-json.h"

/* The provider is not asked about the same payment more often than this by whoever looks at the order. */
#define ASK_AGAIN_SECONDS 1

/* A request to pay, from its arrival to its answer. */
typedef struct
{
  PlatformContext *context;
  PlatformRequest *request;
  PlatformIdempotency *idempotency;
  char *account_id;
  char *order_id;
  const char *language;
  PlatformPayMethod method;
  PlatformPaying paying;
  PlatformResponse *answer;
} PayJob;

static void
pay_job_free (PayJob *job)
{
  g_clear_pointer (&job->request, platform_request_unref);
  g_clear_pointer (&job->idempotency, platform_idempotency_free);
  g_clear_pointer (&job->answer, platform_response_unref);
  g_free (job->account_id);
  g_free (job->order_id);
  platform_paying_clear (&job->paying);
  g_free (job);
}

/* PaymentResult */
static PlatformResponse *
describe (const PlatformPaying *paying)
{
  GString *body;
  PlatformResponse *response;
  RamblaJsonWriter writer;

  if (paying->state != PLATFORM_ORDER_PAID && paying->state != PLATFORM_ORDER_COMPLETED &&
      paying->state != PLATFORM_ORDER_PENDING_PAYMENT && paying->state != PLATFORM_ORDER_UNKNOWN)
    return platform_response_new_problem (RAMBLA_PROBLEM_HOLD_EXPIRED,
                                          "The time to pay has run out; what was taken goes back");

  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (
      &writer, "state",
      paying->state == PLATFORM_ORDER_COMPLETED ? "paid" : platform_order_state_to_string (paying->state));
  if (paying->url != NULL)
    rambla_json_writer_member_string (&writer, "url", paying->url);
  if (paying->message != NULL)
    rambla_json_writer_member_string (&writer, "message", paying->message);
  rambla_json_writer_end_object (&writer);
  response = platform_response_new_json (201, body);
  platform_response_set_cache_control (response, "no-store");
  return response;
}

/* The second transaction: the provider's word is taken, now the answer. */
static gboolean
write_answer (PlatformDatabase *database, const GError *failure, gpointer data, GError **error)
{
  PayJob *job = data;
  g_auto (PlatformPaying) paying = { 0 };

  /* The first writing of it may have failed. */
  g_clear_pointer (&job->answer, platform_response_unref);
  if (!platform_paying_read (database, job->paying.try->id, &paying, error))
    return FALSE;
  if (failure != NULL && paying.state == PLATFORM_ORDER_PENDING_PAYMENT)
    job->answer = platform_response_new_problem (RAMBLA_PROBLEM_PROVIDER_UNAVAILABLE,
                                                 "Nothing was taken; try again in a moment");
  else
    job->answer = describe (&paying);
  return platform_idempotency_keep (job->idempotency, database, job->answer, error);
}

static void
on_answer_written (gpointer data, const GError *error)
{
  PayJob *job = data;

  rambla_fault_point ("pay.before-answer");
  platform_request_respond (job->request,
                            error != NULL ? platform_answer_error (error) : g_steal_pointer (&job->answer));
}

/* The first transaction. */
static gboolean
begin (PlatformDatabase *database, gpointer data, GError **error)
{
  PayJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;

  if (!platform_idempotency_take (job->idempotency, database, job->context->trade, &job->answer, error))
    return FALSE;
  if (job->answer != NULL)
    return TRUE;
  if (!platform_paying_begin (database, job->context->trade, job->account_id, job->order_id, job->method,
                              job->language, &job->paying, &refusal, error))
    return FALSE;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    job->answer = platform_answer_refusal (&refusal);
  else if (job->paying.try == NULL)
    job->answer = describe (&job->paying);
  return job->answer == NULL || platform_idempotency_keep (job->idempotency, database, job->answer, error);
}

/* @data is freed after this; what goes on takes over what it needs. */
static void
on_begun (gpointer data, const GError *error)
{
  PayJob *job = data;
  PlatformInquiryDetails details = { 0 };
  PayJob *rest;

  if (error != NULL || job->answer != NULL)
    {
      on_answer_written (job, error);
      return;
    }
  rambla_fault_point ("pay.begun");
  rest = g_memdup2 (job, sizeof *job);
  job->request = NULL;
  job->idempotency = NULL;
  job->account_id = NULL;
  job->order_id = NULL;
  job->paying = (PlatformPaying){ 0 };
  details.locale = rest->language;
  details.page_seconds = rest->paying.page_seconds;
  platform_inquiry_start (rest->context->trade, rest->paying.kind, rest->paying.try, &details, write_answer,
                          on_answer_written, rest, (GDestroyNotify) pay_job_free);
}

void
platform_order_payment_on_pay (PlatformRequest *request, gpointer data)
{
  static const char *const known[] = { "method", NULL };
  static const char *const methods[] = { "saved", "hosted", "at_store", NULL };
  PlatformContext *context = data;
  const PlatformIdentity *identity = platform_request_get_identity (request);
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (PlatformIdempotency) idempotency = NULL;
  g_autoptr (GError) error = NULL;
  PlatformResponse *refusal = NULL;
  PayJob *job;
  int method = 0;

  body = platform_body_parse (request, known, FALSE, &refusal);
  if (body != NULL && !rambla_json_get_enum (json_node_get_object (body), "method", methods, &method, &error))
    refusal = platform_response_new_problem_for_json (error);
  if (refusal == NULL)
    idempotency = platform_idempotency_new (request, body, TRUE, &refusal);
  if (refusal != NULL)
    {
      platform_request_respond (request, refusal);
      return;
    }

  job = g_new0 (PayJob, 1);
  job->context = context;
  job->request = platform_request_ref (request);
  job->idempotency = g_steal_pointer (&idempotency);
  job->account_id = g_strdup (identity->account_id);
  job->order_id = g_strdup (platform_request_get_path_parameter (request, "id"));
  job->language =
      platform_request_get_language (request, (const char *const *) context->trade->city->languages);
  job->method = platform_pay_method_from_string (methods[method]);
  if (platform_writer_push (context->writer, begin, on_begun, job, (GDestroyNotify) pay_job_free, &error))
    return;
  on_answer_written (job, error);
  pay_job_free (job);
}

/* --- Asking --- */

typedef struct
{
  PlatformContext *context;
  char *order_id;
  GPtrArray *claimed;
} AskJob;

static void
ask_job_free (AskJob *job)
{
  g_free (job->order_id);
  g_ptr_array_unref (job->claimed);
  g_free (job);
}

/* Whether the provider has a word about it that we have not heard, and was not asked a moment ago. */
static gboolean
is_to_be_asked (const PlatformTry *try, gint64 now)
{
  return try->state != PLATFORM_TRY_SUCCEEDED && try->state != PLATFORM_TRY_FAILED &&
         (try->state != PLATFORM_TRY_PENDING || try->provider_session != NULL ||
          try->provider_payment != NULL) &&
         try->asked_at <= now - ASK_AGAIN_SECONDS;
}

static gboolean
claim (PlatformDatabase *database, gpointer data, GError **error)
{
  AskJob *job = data;
  gint64 now = platform_clock_now (job->context->clock);
  g_autoptr (GPtrArray) tries = platform_payment_storage_list (database, job->order_id, error);

  if (tries == NULL)
    return FALSE;
  for (guint i = tries->len; i > 0; i--)
    {
      const PlatformTry *try = tries->pdata[i - 1];
      gboolean claimed = FALSE;

      if (!is_to_be_asked (try, now))
        continue;
      if (!platform_payment_storage_claim (database, try->id, now - ASK_AGAIN_SECONDS, now, &claimed, error))
        return FALSE;
      if (claimed)
        g_ptr_array_add (job->claimed, g_ptr_array_steal_index (tries, i - 1));
    }
  return TRUE;
}

/* In the writer's thread, with a connection for reading of that thread's own. */
static void
on_claimed (gpointer data, const GError *error)
{
  AskJob *job = data;
  g_autoptr (GError) failure = NULL;
  PlatformDatabase *database = platform_database_pool_get (job->context->readers, &failure);

  for (guint i = 0; error == NULL && database != NULL && i < job->claimed->len; i++)
    if (!platform_paying_ask_again (database, job->context->trade, job->claimed->pdata[i], &failure))
      break;
  if (failure != NULL)
    g_warning ("%s: the provider could not be asked: %s", job->order_id, failure->message);
}

/* The writer is not troubled by everybody who looks at an order. */
static gboolean
has_something_to_ask (PlatformContext *context, const char *order_id)
{
  PlatformDatabase *database = platform_database_pool_get (context->readers, NULL);
  g_autoptr (GPtrArray) tries =
      database != NULL ? platform_payment_storage_list (database, order_id, NULL) : NULL;
  gint64 now = platform_clock_now (context->clock);

  for (guint i = 0; tries != NULL && i < tries->len; i++)
    if (is_to_be_asked (tries->pdata[i], now))
      return TRUE;
  return FALSE;
}

void
platform_order_payment_ask (PlatformContext *context, const PlatformOrder *order)
{
  AskJob *job;

  if (context->trade->provider == NULL ||
      (order->state != PLATFORM_ORDER_PENDING_PAYMENT && order->state != PLATFORM_ORDER_UNKNOWN) ||
      !has_something_to_ask (context, order->id))
    return;
  job = g_new0 (AskJob, 1);
  job->context = context;
  job->order_id = g_strdup (order->id);
  job->claimed = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_try_free);
  if (!platform_writer_push (context->writer, claim, on_claimed, job, (GDestroyNotify) ask_job_free, NULL))
    ask_job_free (job);
}
