/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-merchant.h"

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-ledger-storage.h"
#include "platform-page.h"
#include "platform-redemption.h"
#include "rambla-json-writer.h"

static void
write_entry (RamblaJsonWriter *writer, const PlatformLedgerRow *row)
{
  g_autofree char *id = g_strdup_printf ("led_%" G_GINT64_FORMAT, row->number);

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

/* The query's store, if this account may act for it. Returns: FALSE with @refused or @error set */
static gboolean
find_store (PlatformRequest *request,
            PlatformDatabase *database,
            PlatformStore **store,
            PlatformResponse **refused,
            GError **error)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  const char *store_id = platform_request_get_query (request, "store_id");
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;

  if (store_id == NULL)
    {
      *refused = platform_response_new_invalid_field ("?store_id", "Must be sent");
      return FALSE;
    }
  if (!platform_redemption_find_store (database, identity->account_id, store_id, "?store_id", store, &refusal,
                                       error))
    return FALSE;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    *refused = platform_answer_refusal (&refusal);
  return *refused == NULL;
}

static PlatformResponse *
get_ledger (PlatformRequest *request, PlatformContext *context, GError **error)
{
  const char *currency = context->trade->city->currency;
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *account = NULL;
  g_autofree char *cursor = NULL;
  PlatformResponse *response;
  RamblaJsonWriter writer;
  gint64 before = 0;
  gint64 balance = 0;
  gint64 held = 0;
  guint limit = 0;

  response = platform_page_read_number (request, &limit, &before);
  if (response != NULL)
    return response;
  if (database == NULL || !find_store (request, database, &store, &response, error))
    return response;
  account = g_strconcat ("merchant:", store->merchant_id, NULL);
  rows = platform_ledger_storage_list (database, account, before, limit + 1, error);
  if (rows == NULL || !platform_ledger_storage_get_balance (database, account, currency, &balance, error) ||
      !platform_ledger_storage_get_held (database, store->merchant_id, currency, &held, error))
    return NULL;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_money (&writer, "balance", rambla_money (balance, currency));
  rambla_json_writer_member_money (&writer, "held", rambla_money (held, currency));
  rambla_json_writer_name (&writer, "entries");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; i < MIN (rows->len, limit); i++)
    write_entry (&writer, rows->pdata[i]);
  rambla_json_writer_end_array (&writer);
  if (rows->len > limit)
    {
      const PlatformLedgerRow *last = rows->pdata[limit - 1];
      g_autofree char *position = g_strdup_printf ("%" G_GINT64_FORMAT, last->number);

      cursor = platform_page_make_cursor (position);
      rambla_json_writer_member_string (&writer, "next_cursor", cursor);
    }
  rambla_json_writer_end_object (&writer);
  response = platform_response_new_json (200, g_steal_pointer (&body));
  platform_response_set_cache_control (response, "private, no-cache");
  if (cursor != NULL)
    platform_page_add_link (response, request, cursor);
  return response;
}

static void
on_ledger (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "store_id", "cursor", "limit", NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);

  if (response == NULL)
    response = get_ledger (request, context, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/merchant/ledger", on_ledger, PLATFORM_SCOPE_MERCHANT },
};

void
platform_routes_merchant_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
