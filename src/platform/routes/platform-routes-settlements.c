/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-settlements.h"

#include "platform-account-storage.h"
#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-body.h"
#include "platform-own-store.h"
#include "platform-page.h"
#include "platform-settlement-storage.h"
#include "rambla-id.h"
#include "rambla-json.h"

static void
write_settlement (RamblaJsonWriter *writer, const PlatformSettlement *settlement)
{
  const char *currency = settlement->currency;

  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", settlement->id);
  rambla_json_writer_member_time (writer, "at", settlement->created_at);
  rambla_json_writer_member_time (writer, "from", settlement->from_at);
  rambla_json_writer_member_time (writer, "until", settlement->until_at);
  rambla_json_writer_member_money (writer, "amount", rambla_money (settlement->amount, currency));
  rambla_json_writer_member_money (writer, "earned", rambla_money (settlement->earned, currency));
  rambla_json_writer_member_money (writer, "commission", rambla_money (settlement->commission, currency));
  rambla_json_writer_member_money (writer, "other", rambla_money (settlement->other, currency));
  rambla_json_writer_end_object (writer);
}

static PlatformResponse *
list (PlatformRequest *request, PlatformContext *context, GError **error)
{
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (GPtrArray) settlements = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *position = NULL;
  PlatformResponse *response;
  RamblaJsonWriter writer;
  gint64 before = 0;
  guint limit = 0;

  response = platform_page_read_number (request, &limit, &before);
  if (response != NULL)
    return response;
  if (database == NULL || !platform_own_store_find_queried (database, request, &store, &response, error))
    return response;
  settlements = platform_settlement_storage_list (database, store->merchant_id, before, limit + 1, error);
  if (settlements == NULL)
    return NULL;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_name (&writer, "settlements");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; i < MIN (settlements->len, limit); i++)
    write_settlement (&writer, g_ptr_array_index (settlements, i));
  rambla_json_writer_end_array (&writer);
  if (settlements->len > limit)
    position =
        g_strdup_printf ("%" G_GINT64_FORMAT, ((PlatformSettlement *) settlements->pdata[limit - 1])->number);
  return platform_page_answer (request, &writer, g_steal_pointer (&body), position);
}

static void
on_list (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "store_id", "cursor", "limit", NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);

  if (response == NULL)
    response = list (request, context, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

static void
write_row (RamblaJsonWriter *writer, const PlatformLedgerRow *row)
{
  g_autofree char *id = g_strdup_printf (RAMBLA_ID_LEDGER "%" G_GINT64_FORMAT, row->number);

  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", id);
  rambla_json_writer_member_time (writer, "at", row->at);
  rambla_json_writer_member_string (writer, "kind", row->kind);
  rambla_json_writer_member_money (writer, "amount", rambla_money (row->amount, row->currency));
  if (row->order_id != NULL)
    rambla_json_writer_member_string (writer, "order_id", row->order_id);
  if (row->voucher_id != NULL)
    rambla_json_writer_member_string (writer, "voucher_id", row->voucher_id);
  rambla_json_writer_end_object (writer);
}

static PlatformResponse *
get (PlatformRequest *request, PlatformContext *context, GError **error)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  g_autoptr (PlatformSettlement) settlement = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *position = NULL;
  PlatformResponse *response;
  RamblaJsonWriter writer;
  PlatformStep step;
  gboolean allowed = FALSE;
  gint64 after = 0;
  guint limit = 0;

  response = platform_page_read_number (request, &limit, &after);
  if (response != NULL)
    return response;
  if (database == NULL)
    return NULL;
  step = platform_settlement_storage_get (database, platform_request_get_path_parameter (request, "id"),
                                          &settlement, error);
  if (step == PLATFORM_STEP_ERROR ||
      (settlement != NULL && !platform_account_storage_may_act_for (
                                 database, identity->account_id, settlement->merchant_id, &allowed, error)))
    return NULL;
  if (!allowed)
    return platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "There is no such settlement");
  rows = platform_settlement_storage_list_rows (database, settlement, after, limit + 1, error);
  if (rows == NULL)
    return NULL;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_name (&writer, "settlement");
  write_settlement (&writer, settlement);
  rambla_json_writer_name (&writer, "entries");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; i < MIN (rows->len, limit); i++)
    write_row (&writer, g_ptr_array_index (rows, i));
  rambla_json_writer_end_array (&writer);
  if (rows->len > limit)
    position = g_strdup_printf ("%" G_GINT64_FORMAT, ((PlatformLedgerRow *) rows->pdata[limit - 1])->number);
  return platform_page_answer (request, &writer, g_steal_pointer (&body), position);
}

static void
on_get (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "cursor", "limit", NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);

  if (response == NULL)
    response = get (request, context, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

/* --- Terms --- */

typedef struct
{
  PlatformContext *context;
  PlatformRequest *request;
  PlatformMerchantTerms terms;
} TermsJob;

static void
terms_job_free (TermsJob *job)
{
  platform_request_unref (job->request);
  g_free (job);
}

static PlatformResponse *
describe_terms (const PlatformContext *context, const PlatformMerchantTerms *terms)
{
  GString *body = g_string_new (NULL);
  PlatformResponse *response;
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_int (&writer, "commission",
                                 terms->commission >= 0 ? terms->commission : context->trade->commission);
  rambla_json_writer_member_string (&writer, "settlement", terms->weekly ? "weekly" : "daily");
  rambla_json_writer_end_object (&writer);
  response = platform_response_new_json (200, body);
  platform_response_set_cache_control (response, "private, no-cache");
  return response;
}

static gboolean
set_terms (PlatformDatabase *database, gpointer data, GError **error)
{
  TermsJob *job = data;

  return platform_merchant_terms_set (database, platform_request_get_path_parameter (job->request, "id"),
                                      &job->terms, platform_clock_now (job->context->clock), error);
}

static void
on_terms_set (gpointer data, const GError *error)
{
  TermsJob *job = data;

  platform_request_respond (job->request, error != NULL ? platform_answer_error (error)
                                                        : describe_terms (job->context, &job->terms));
}

static void
on_set_terms (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "commission", "settlement", NULL };
  static const char *const periods[] = { "daily", "weekly", NULL };
  PlatformResponse *refusal = NULL;
  g_autoptr (JsonNode) body = platform_body_parse (request, known, FALSE, &refusal);
  g_autoptr (GError) error = NULL;
  PlatformMerchantTerms terms = { .commission = -1 };
  TermsJob *job;
  int period = 0;

  if (body != NULL &&
      (!rambla_json_get_int (json_node_get_object (body), "commission", 0, 10000, &terms.commission,
                             &error) ||
       !rambla_json_get_enum (json_node_get_object (body), "settlement", periods, &period, &error)))
    refusal = platform_response_new_problem_for_json (error);
  if (refusal == NULL && !rambla_id_is_valid (platform_request_get_path_parameter (request, "id")))
    refusal = platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "There is no such merchant");
  if (refusal != NULL)
    {
      platform_request_respond (request, refusal);
      return;
    }
  terms.weekly = period == 1;
  job = g_new0 (TermsJob, 1);
  job->context = context;
  job->request = platform_request_ref (request);
  job->terms = terms;
  if (platform_writer_push (job->context->writer, set_terms, on_terms_set, job,
                            (GDestroyNotify) terms_job_free, &error))
    return;
  on_terms_set (job, error);
  terms_job_free (job);
}

static void
on_get_terms (PlatformRequest *request, gpointer data)
{
  PlatformContext *context = data;
  g_autoptr (GError) error = NULL;
  PlatformDatabase *database = platform_database_pool_get (context->readers, &error);
  PlatformMerchantTerms terms;

  if (database != NULL && platform_merchant_terms_get (
                              database, platform_request_get_path_parameter (request, "id"), &terms, &error))
    platform_request_respond (request, describe_terms (context, &terms));
  else
    platform_request_respond (request, platform_answer_error (error));
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/merchant/settlements", on_list },
  { "GET", "/v1/merchant/settlements/{id}", on_get },
  { "GET", "/v1/operator/merchants/{id}/terms", on_get_terms },
  { "PUT", "/v1/operator/merchants/{id}/terms", on_set_terms },
};

void
platform_routes_settlements_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
