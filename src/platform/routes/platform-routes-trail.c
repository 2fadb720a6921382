/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-trail.h"

#include <string.h>

#include "platform-account-storage.h"
#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-order-storage.h"
#include "platform-trail.h"
#include "rambla-id.h"
#include "rambla-json-writer.h"
#include "rambla-short-code.h"

/* "merchant:mer_…" → "merchant": whose it is, the trail says by itself. */
static void
write_account (RamblaJsonWriter *writer, const char *name, const char *account)
{
  g_autofree char *word = g_strndup (account, strcspn (account, ":"));

  rambla_json_writer_member_string (writer, name, word);
}

static void
write_entry (RamblaJsonWriter *writer, const PlatformTrailEntry *entry, const char *currency)
{
  g_autofree char *id = g_strdup_printf (RAMBLA_ID_LEDGER "%" G_GINT64_FORMAT, entry->number);

  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", id);
  rambla_json_writer_member_string (writer, "kind", entry->kind);
  write_account (writer, "from", entry->from_account);
  write_account (writer, "to", entry->to_account);
  rambla_json_writer_member_money (writer, "amount", rambla_money (entry->amount, currency));
  rambla_json_writer_end_object (writer);
}

static void
write_step (RamblaJsonWriter *writer,
            const PlatformTrailStep *step,
            const char *currency,
            PlatformParty party,
            const char *language)
{
  const PlatformTrailRow *row = step->row;
  g_autofree char *text = platform_trail_describe (row, language);

  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_time (writer, "at", row->at);
  rambla_json_writer_member_string (writer, "kind", row->kind);
  rambla_json_writer_member_string (writer, "text", text);
  if (row->amount != 0)
    rambla_json_writer_member_money (writer, "amount", rambla_money (row->amount, currency));
  if (row->voucher_id != NULL)
    rambla_json_writer_member_string (writer, "voucher_id", row->voucher_id);
  if (row->message != NULL && party != PLATFORM_PARTY_MERCHANT)
    rambla_json_writer_member_string (writer, "message", row->message);
  rambla_json_writer_name (writer, "entries");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; i < step->entries->len; i++)
    write_entry (writer, g_ptr_array_index (step->entries, i), currency);
  rambla_json_writer_end_array (writer);
  rambla_json_writer_end_object (writer);
}

static PlatformResponse *
answer (PlatformRequest *request,
        PlatformContext *context,
        PlatformDatabase *database,
        const char *order_id,
        PlatformParty party,
        GError **error)
{
  const char *language =
      platform_request_get_language (request, (const char *const *) context->trade->city->languages);
  g_autoptr (PlatformOrder) order = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  PlatformResponse *response;
  RamblaJsonWriter writer;

  if (platform_order_storage_get (database, order_id, NULL, &order, error) != PLATFORM_STEP_ROW)
    return NULL;
  steps = platform_trail_read (database, order_id, party, error);
  if (steps == NULL)
    return NULL;
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "order_id", order_id);
  rambla_json_writer_member_string (&writer, "you", platform_party_to_string (party));
  rambla_json_writer_member_string (&writer, "state", platform_order_state_to_string (order->state));
  rambla_json_writer_name (&writer, "steps");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; i < steps->len; i++)
    write_step (&writer, g_ptr_array_index (steps, i), order->currency, party, language);
  rambla_json_writer_end_array (&writer);
  rambla_json_writer_end_object (&writer);
  response = platform_response_new_json (200, g_steal_pointer (&body));
  platform_response_set_cache_control (response, "private, no-cache");
  return response;
}

/* One moment of the database for all that is read. */
static PlatformResponse *
read_trail (PlatformRequest *request, PlatformContext *context, PlatformParty party, GError **error)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  const char *id = platform_request_get_path_parameter (request, "id");
  const char *wanted = id != NULL ? id : platform_request_get_path_parameter (request, "code");
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  g_autoptr (PlatformOrder) own = NULL;
  g_autofree char *order_id = NULL;
  g_autofree char *merchant_id = NULL;
  PlatformResponse *response = NULL;
  char code[RAMBLA_SHORT_CODE_SIZE];
  gboolean allowed = FALSE;
  PlatformStep step;

  if (database == NULL || !platform_database_begin_read (database, error))
    return NULL;
  if (party == PLATFORM_PARTY_BUYER)
    {
      step = platform_order_storage_get (database, wanted, identity->account_id, &own, error);
      order_id = g_strdup (own != NULL ? own->id : NULL);
      allowed = own != NULL;
    }
  else
    {
      step = platform_trail_storage_find_order (
          database, rambla_short_code_parse (wanted, code) ? code : wanted, &order_id, &merchant_id, error);
      allowed = step == PLATFORM_STEP_ROW && party == PLATFORM_PARTY_OPERATOR;
      if (step == PLATFORM_STEP_ROW && !allowed &&
          !platform_account_storage_may_act_for (database, identity->account_id, merchant_id, &allowed,
                                                 error))
        step = PLATFORM_STEP_ERROR;
    }
  if (step != PLATFORM_STEP_ERROR)
    response = allowed
                   ? answer (request, context, database, order_id, party, error)
                   : platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "There is no such transaction");
  platform_database_end_read (database);
  return response;
}

static void
respond (PlatformRequest *request, PlatformContext *context, PlatformParty party)
{
  static const char *const known[] = { NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);

  if (response == NULL)
    response = read_trail (request, context, party, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

static void
on_buyer (PlatformRequest *request, gpointer context)
{
  respond (request, context, PLATFORM_PARTY_BUYER);
}

static void
on_merchant (PlatformRequest *request, gpointer context)
{
  respond (request, context, PLATFORM_PARTY_MERCHANT);
}

static void
on_operator (PlatformRequest *request, gpointer context)
{
  respond (request, context, PLATFORM_PARTY_OPERATOR);
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/orders/{id}/trail", on_buyer },
  { "GET", "/v1/merchant/trail/{code}", on_merchant },
  { "GET", "/v1/operator/trail/{code}", on_operator },
};

void
platform_routes_trail_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
