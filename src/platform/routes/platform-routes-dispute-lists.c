/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-dispute-lists.h"

#include "platform-answer.h"
#include "platform-dispute-json.h"
#include "platform-own-store.h"
#include "platform-page.h"

static PlatformResponse *
list (PlatformRequest *request, PlatformContext *context, gboolean of_merchant, GError **error)
{
  static const char *const states[] = { "open", "answered", "decided", NULL };
  const PlatformTrade *trade = context->trade;
  const char *state = platform_request_get_query (request, "state");
  const char *language =
      platform_request_get_language (request, (const char *const *) trade->city->languages);
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (GPtrArray) disputes = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *position = NULL;
  PlatformResponse *response;
  RamblaJsonWriter writer;
  gint64 before = 0;
  guint limit = 0;

  if (state != NULL && !g_strv_contains (states, state))
    return platform_response_new_invalid_field ("?state", "Must be open, answered or decided");
  response = platform_page_read_number (request, &limit, &before);
  if (response != NULL)
    return response;
  if (database == NULL ||
      (of_merchant && !platform_own_store_find_queried (database, request, &store, &response, error)))
    return response;
  disputes = platform_dispute_storage_list (database, store != NULL ? store->merchant_id : NULL, state,
                                            before, limit + 1, error);
  if (disputes == NULL)
    return NULL;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_name (&writer, "disputes");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; i < MIN (disputes->len, limit); i++)
    if (!platform_dispute_json_load (&writer, database, trade, disputes->pdata[i],
                                     of_merchant ? PLATFORM_PARTY_MERCHANT : PLATFORM_PARTY_OPERATOR, FALSE,
                                     language, error))
      return NULL;
  rambla_json_writer_end_array (&writer);
  if (disputes->len > limit)
    position =
        g_strdup_printf ("%" G_GINT64_FORMAT, ((PlatformDispute *) disputes->pdata[limit - 1])->number);
  return platform_page_answer (request, &writer, g_steal_pointer (&body), position);
}

static void
on_merchant_list (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "store_id", "state", "cursor", "limit", NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);

  if (response == NULL)
    response = list (request, context, TRUE, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

static void
on_operator_list (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "state", "cursor", "limit", NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);

  if (response == NULL)
    response = list (request, context, FALSE, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/merchant/disputes", on_merchant_list },
  { "GET", "/v1/operator/disputes", on_operator_list },
};

void
platform_routes_dispute_lists_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
