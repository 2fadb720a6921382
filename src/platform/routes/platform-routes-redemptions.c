/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-redemptions.h"

#include <stdio.h>

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-body.h"
#include "platform-idempotency.h"
#include "platform-own-store.h"
#include "platform-page.h"
#include "platform-redemption.h"
#include "platform-trade-json.h"
#include "platform-undo.h"
#include "rambla-json.h"
#include "rambla-time.h"

#define MAX_PRESENTED 4096

/* Something shown at a counter. */
typedef struct
{
  PlatformContext *context;
  char *account_id;
  char *store_id;
  const char *language;
  JsonNode *body;
  PlatformPresented presented;
  PlatformRefusal forged; /* what the text alone is refused for */
} CounterJob;

static void
counter_job_free (CounterJob *job)
{
  g_free (job->account_id);
  g_free (job->store_id);
  g_clear_pointer (&job->body, json_node_unref);
  platform_presented_clear (&job->presented);
  platform_refusal_clear (&job->forged);
  g_free (job);
}

/* Reads the body, and verifies what was presented as far as that needs no database: signatures are not for
 * the writer's thread. */
static CounterJob *
counter_job_new (PlatformRequest *request, PlatformContext *context, PlatformResponse **refusal)
{
  static const char *const known[] = { "presented", "store_id", NULL };
  const PlatformIdentity *identity = platform_request_get_identity (request);
  g_autoptr (JsonNode) body = platform_body_parse (request, known, FALSE, refusal);
  g_autoptr (GError) error = NULL;
  const char *presented = NULL;
  const char *store_id = NULL;
  CounterJob *job;

  if (body == NULL)
    return NULL;
  if (!rambla_json_get_string (json_node_get_object (body), "presented", MAX_PRESENTED, &presented, &error) ||
      !rambla_json_get_id (json_node_get_object (body), "store_id", NULL, &store_id, &error))
    {
      *refusal = platform_response_new_problem_for_json (error);
      return NULL;
    }
  job = g_new0 (CounterJob, 1);
  job->context = context;
  job->account_id = g_strdup (identity->account_id);
  job->store_id = g_strdup (store_id);
  job->language =
      platform_request_get_language (request, (const char *const *) context->trade->city->languages);
  platform_presented_read (&job->presented, context->trade->keys, presented,
                           platform_clock_now (context->clock), &job->forged);
  job->body = g_steal_pointer (&body);
  return job;
}

/* The store first: whoever may not act there learns nothing about the voucher. Returns: FALSE with @refused
 * or @error set */
static gboolean
find_store (PlatformDatabase *database,
            const CounterJob *job,
            PlatformStore **store,
            PlatformResponse **refused,
            GError **error)
{
  if (!platform_own_store_find (database, job->account_id, job->store_id, "/store_id", store, refused, error))
    return FALSE;
  if (job->forged.code == RAMBLA_PROBLEM_NONE)
    return TRUE;
  *refused = platform_answer_refusal (&job->forged);
  return FALSE;
}

static PlatformResponse *
redeem (PlatformDatabase *database, gpointer data, GError **error)
{
  CounterJob *job = data;
  const PlatformTrade *trade = job->context->trade;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (PlatformRedemption) redemption = NULL;
  g_autoptr (GString) body = NULL;
  PlatformResponse *refused = NULL;
  RamblaJsonWriter writer;

  if (!find_store (database, job, &store, &refused, error))
    return refused;
  if (!platform_redemption_redeem (database, trade, job->account_id, &job->presented, store, job->language,
                                   &redemption, &refusal, error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);

  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  if (!platform_trade_json_load_redemption (&writer, database, trade, redemption, job->language, error))
    return NULL;
  return platform_response_new_json (201, g_steal_pointer (&body));
}

static void
on_redeem (PlatformRequest *request, gpointer context)
{
  PlatformResponse *refusal = NULL;
  CounterJob *job = counter_job_new (request, context, &refusal);
  PlatformIdempotency *idempotency = NULL;

  if (job != NULL)
    idempotency = platform_idempotency_new (request, job->body, TRUE, &refusal);
  if (idempotency != NULL)
    {
      platform_idempotency_run (idempotency, request, job->context->trade, redeem, NULL, job,
                                (GDestroyNotify) counter_job_free);
      return;
    }
  platform_request_respond (request, refusal);
  g_clear_pointer (&job, counter_job_free);
}

/* --- Taking back --- */

typedef struct
{
  PlatformContext *context;
  char *account_id;
  char *redemption_id;
  const char *reason; /* in the body */
  const char *language;
  JsonNode *body;
} UndoJob;

static void
undo_job_free (UndoJob *job)
{
  g_free (job->account_id);
  g_free (job->redemption_id);
  g_clear_pointer (&job->body, json_node_unref);
  g_free (job);
}

static PlatformResponse *
undo (PlatformDatabase *database, gpointer data, GError **error)
{
  UndoJob *job = data;
  const PlatformTrade *trade = job->context->trade;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformRedemption) redemption = NULL;
  g_autoptr (GString) body = NULL;
  RamblaJsonWriter writer;

  if (!platform_undo_redemption (database, trade, job->account_id, job->redemption_id, job->reason,
                                 &redemption, &refusal, error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);
  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  if (!platform_trade_json_load_redemption (&writer, database, trade, redemption, job->language, error))
    return NULL;
  return platform_response_new_json (201, g_steal_pointer (&body));
}

static void
on_undo (PlatformRequest *request, gpointer data)
{
  static const char *const known[] = { "reason", NULL };
  const PlatformIdentity *identity = platform_request_get_identity (request);
  PlatformContext *context = data;
  PlatformResponse *refusal = NULL;
  PlatformIdempotency *idempotency = NULL;
  g_autoptr (JsonNode) body = platform_body_parse (request, known, FALSE, &refusal);
  g_autoptr (GError) error = NULL;
  const char *reason = NULL;
  UndoJob *job;

  if (body != NULL && !rambla_json_get_string (json_node_get_object (body), "reason",
                                               4 * PLATFORM_UNDO_MAX_REASON, &reason, &error))
    refusal = platform_response_new_problem_for_json (error);
  else if (body != NULL && g_utf8_strlen (reason, -1) > PLATFORM_UNDO_MAX_REASON)
    refusal = platform_response_new_invalid_field ("/reason", "Must have at most 500 characters");
  else if (body != NULL)
    idempotency = platform_idempotency_new (request, body, TRUE, &refusal);
  if (idempotency == NULL)
    {
      platform_request_respond (request, refusal);
      return;
    }
  job = g_new0 (UndoJob, 1);
  job->context = context;
  job->account_id = g_strdup (identity->account_id);
  job->redemption_id = g_strdup (platform_request_get_path_parameter (request, "id"));
  job->reason = reason;
  job->language =
      platform_request_get_language (request, (const char *const *) context->trade->city->languages);
  job->body = g_steal_pointer (&body);
  platform_idempotency_run (idempotency, request, context->trade, undo, NULL, job,
                            (GDestroyNotify) undo_job_free);
}

/* --- Looking --- */

static PlatformResponse *
preview (const CounterJob *job, GError **error)
{
  const PlatformTrade *trade = job->context->trade;
  PlatformDatabase *database = platform_database_pool_get (trade->readers, error);
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (PlatformVoucher) voucher = NULL;
  g_autoptr (PlatformTerms) terms = NULL;
  g_auto (GStrv) conditions = NULL;
  PlatformResponse *response = NULL;
  RamblaJsonWriter writer;
  GString *body;

  if (database == NULL || !find_store (database, job, &store, &response, error))
    return response;
  if (!platform_redemption_judge (database, trade, &job->presented, store, platform_clock_now (trade->clock),
                                  job->language, &voucher, &refusal, error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);
  terms = platform_terms_cache_get (trade->terms, database, voucher->terms, error);
  if (terms == NULL)
    return NULL;

  conditions = rambla_rules_describe (&terms->rules, job->language);
  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "voucher_id", voucher->id);
  rambla_json_writer_member_string (&writer, "state", "active");
  rambla_json_writer_name (&writer, "deal");
  platform_trade_json_write_deal (&writer, terms, voucher->currency, store->id, job->language);
  rambla_json_writer_member_int (&writer, "quantity", 1);
  rambla_json_writer_member_time (&writer, "valid_until", voucher->valid_until);
  platform_trade_json_write_due (&writer, terms, voucher->unit_amount, voucher->currency);
  rambla_json_writer_name (&writer, "conditions");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; conditions[i] != NULL; i++)
    rambla_json_writer_string (&writer, conditions[i]);
  rambla_json_writer_end_array (&writer);
  rambla_json_writer_end_object (&writer);
  response = platform_response_new_json (200, body);
  platform_response_set_cache_control (response, "no-store");
  return response;
}

static void
on_preview (PlatformRequest *request, gpointer context)
{
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = NULL;
  CounterJob *job = counter_job_new (request, context, &response);

  if (job != NULL)
    response = preview (job, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
  g_clear_pointer (&job, counter_job_free);
}

/* The parameter `date`, or today, as seconds from and until. */
static PlatformResponse *
read_day (PlatformRequest *request, const PlatformCity *city, gint64 now, gint64 *from, gint64 *until)
{
  const char *text = platform_request_get_query (request, "date");
  g_autoptr (GDateTime) local = platform_city_local_time (city, now);
  int year;
  int month;
  int day;
  int end = 0;
  gint64 days;

  g_date_time_get_ymd (local, &year, &month, &day);
  if (text != NULL && (sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || end != 10 ||
                       text[end] != '\0' || !rambla_date_is_valid (year, month, day)))
    return platform_response_new_invalid_field ("?date", "Must be a date like 2026-11-21");
  days = rambla_days_from_date (year, month, day);
  *from = rambla_schedule_instant (city->zone, days, 0);
  *until = rambla_schedule_instant (city->zone, days + 1, 0);
  return NULL;
}

static PlatformResponse *
list (PlatformRequest *request, PlatformContext *context, GError **error)
{
  const PlatformTrade *trade = context->trade;
  const char *language =
      platform_request_get_language (request, (const char *const *) trade->city->languages);
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (GPtrArray) redemptions = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *position = NULL;
  PlatformResponse *response;
  RamblaJsonWriter writer;
  gint64 from = 0;
  gint64 until = 0;
  gint64 before = 0;
  gint64 count = 0;
  gint64 total = 0;
  guint limit = 0;

  response = platform_page_read_number (request, &limit, &before);
  if (response == NULL)
    response = read_day (request, trade->city, platform_clock_now (context->clock), &from, &until);
  if (response != NULL)
    return response;
  if (database == NULL || !platform_own_store_find_queried (database, request, &store, &response, error))
    return response;
  redemptions = platform_redemption_storage_list (database, store->id, from, until, before, limit + 1, error);
  if (redemptions == NULL ||
      !platform_redemption_storage_sum (database, store->id, from, until, &count, &total, error))
    return NULL;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_name (&writer, "redemptions");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; i < MIN (redemptions->len, limit); i++)
    if (!platform_trade_json_load_redemption (&writer, database, trade, redemptions->pdata[i], language,
                                              error))
      return NULL;
  rambla_json_writer_end_array (&writer);
  rambla_json_writer_member_int (&writer, "count", count);
  rambla_json_writer_member_money (&writer, "total", rambla_money (total, trade->city->currency));
  if (redemptions->len > limit)
    {
      const PlatformRedemption *last = redemptions->pdata[limit - 1];

      position = g_strdup_printf ("%" G_GINT64_FORMAT, last->number);
    }
  return platform_page_answer (request, &writer, g_steal_pointer (&body), position);
}

static void
on_list (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "store_id", "date", "cursor", "limit", NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);

  if (response == NULL)
    response = list (request, context, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/merchant/redemptions", on_list },
  { "POST", "/v1/merchant/redemptions", on_redeem },
  { "POST", "/v1/merchant/redemptions/preview", on_preview },
  { "POST", "/v1/merchant/redemptions/{id}/undo", on_undo },
};

void
platform_routes_redemptions_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
