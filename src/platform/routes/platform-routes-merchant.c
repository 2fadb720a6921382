/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-merchant.h"

#include "platform-account-storage.h"
#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-call.h"
#include "platform-catalogue-json.h"
#include "platform-ledger-storage.h"
#include "platform-own-store.h"
#include "platform-page.h"
#include "platform-parameters.h"
#include "platform-store-search.h"
#include "rambla-json-writer.h"

#define GEO_JSON "application/geo+json"

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

static PlatformResponse *
get_ledger (PlatformRequest *request, PlatformContext *context, GError **error)
{
  const char *currency = context->trade->city->currency;
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *account = NULL;
  g_autofree char *position = NULL;
  PlatformResponse *response;
  RamblaJsonWriter writer;
  gint64 before = 0;
  gint64 balance = 0;
  gint64 held = 0;
  guint limit = 0;

  response = platform_page_read_number (request, &limit, &before);
  if (response != NULL)
    return response;
  if (database == NULL || !platform_own_store_find_queried (database, request, &store, &response, error))
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

      position = g_strdup_printf ("%" G_GINT64_FORMAT, last->number);
    }
  return platform_page_answer (request, &writer, g_steal_pointer (&body), position);
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

/* --- Stores --- */

static void
begin_collection (PlatformCall *call)
{
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_string (&call->writer, "type", "FeatureCollection");
  rambla_json_writer_name (&call->writer, "features");
  rambla_json_writer_begin_array (&call->writer);
}

static void
end_collection (PlatformCall *call, const char *next_cursor)
{
  rambla_json_writer_end_array (&call->writer);
  if (next_cursor != NULL)
    rambla_json_writer_member_string (&call->writer, "next_cursor", next_cursor);
  rambla_json_writer_end_object (&call->writer);
  platform_call_respond (call, GEO_JSON, next_cursor);
}

static gboolean
write_store (PlatformCall *call, gint64 row, double distance, GError **error)
{
  g_autoptr (PlatformStore) store = NULL;

  if (!platform_store_get (call->database, row, &store, error))
    return FALSE;
  if (store == NULL)
    return TRUE;
  store->distance = distance;
  platform_json_write_store (&call->writer, call->city, store, call->local, -1, -1, NULL);
  return TRUE;
}

/* Whoever may act for every store searches among all of them. */
static void
list_all_stores (PlatformCall *call, const PlatformStoreQuery *query)
{
  g_autoptr (PlatformStorePage) page = NULL;
  GError *error = NULL;

  if (!platform_store_search (call->database, call->city, query, &page, &error))
    {
      platform_call_fail (call, error);
      return;
    }
  begin_collection (call);
  for (guint i = 0; i < page->hits->len; i++)
    {
      const PlatformStoreHit *hit = &g_array_index (page->hits, PlatformStoreHit, i);

      if (!write_store (call, hit->store, hit->distance, &error))
        {
          platform_call_fail (call, error);
          return;
        }
    }
  end_collection (call, page->next_cursor);
}

static void
list_own_stores (PlatformCall *call, const char *account_id, const PlatformStoreQuery *query, gint64 after)
{
  g_autofree char *cursor = NULL;
  g_autoptr (GArray) rows = NULL;
  GError *error = NULL;

  rows = platform_account_storage_list_stores (call->database, account_id, query->text, after,
                                               query->limit + 1, &error);
  if (rows == NULL)
    {
      platform_call_fail (call, error);
      return;
    }
  begin_collection (call);
  for (guint i = 0; i < MIN (rows->len, query->limit); i++)
    if (!write_store (call, g_array_index (rows, gint64, i), -1, &error))
      {
        platform_call_fail (call, error);
        return;
      }
  if (rows->len > query->limit)
    {
      g_autofree char *position =
          g_strdup_printf ("%" G_GINT64_FORMAT, g_array_index (rows, gint64, query->limit - 1));

      cursor = platform_page_make_cursor (position);
    }
  end_collection (call, cursor);
}

static void
on_stores (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "q", "near", "cursor", "limit", NULL };
  const PlatformIdentity *identity = platform_request_get_identity (request);
  g_auto (PlatformCall) call = { NULL };
  PlatformParameters parameters = { request, NULL };
  PlatformStoreQuery query = { .filter = PLATFORM_SEARCH_FILTER_INIT };
  g_autoptr (PlatformAccount) account = NULL;
  PlatformResponse *refusal;
  GError *error = NULL;
  gint64 after = 0;

  if (!platform_call_begin (&call, request, context, known))
    return;
  query.now = call.now;
  query.text = platform_parameters_get_text (&parameters, "q", 200);
  query.area.has_near = platform_parameters_get_near (&parameters, &query.area.near);
  query.limit = platform_parameters_get_limit (&parameters);
  query.cursor = platform_request_get_query (request, "cursor");
  if (!platform_parameters_end (&parameters))
    return;
  if (platform_account_storage_get (call.database, identity->account_id, &account, &error) ==
      PLATFORM_STEP_ERROR)
    {
      platform_call_fail (&call, error);
      return;
    }
  if (account != NULL && account->every_store)
    {
      list_all_stores (&call, &query);
      return;
    }
  refusal = platform_page_read_number (request, &query.limit, &after);
  if (refusal != NULL)
    platform_request_respond (request, refusal);
  else
    list_own_stores (&call, identity->account_id, &query, after);
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/merchant/stores", on_stores },
  { "GET", "/v1/merchant/ledger", on_ledger },
};

void
platform_routes_merchant_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
