/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-vouchers.h"

#include <stdio.h>

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-page.h"
#include "platform-trade-json.h"

static PlatformResponse *
respond_private (GString *body)
{
  PlatformResponse *response = platform_response_new_json (200, body);

  platform_response_set_cache_control (response, "private, no-cache");
  return response;
}

static gboolean
read_position (const char *text, PlatformWalletPosition *position)
{
  int end = 0;

  return sscanf (text, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %31[a-z0-9_]%n", &position->rank,
                 &position->key, position->id, &end) == 3 &&
         text[end] == '\0';
}

static PlatformResponse *
list (PlatformRequest *request, PlatformContext *context, GError **error)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  const PlatformTrade *trade = context->trade;
  const char *language =
      platform_request_get_language (request, (const char *const *) trade->city->languages);
  PlatformWalletPosition position = { 0 };
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GPtrArray) vouchers = NULL;
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;
  PlatformDatabase *database;
  PlatformResponse *response;
  RamblaJsonWriter writer;
  guint limit = 0;

  response = platform_page_read (request, &limit, &start);
  if (response == NULL && start != NULL && !read_position (start, &position))
    response = platform_response_new_problem (RAMBLA_PROBLEM_INVALID_CURSOR, NULL);
  if (response != NULL)
    return response;
  database = platform_database_pool_get (context->readers, error);
  if (database == NULL)
    return NULL;
  vouchers = platform_voucher_storage_list_wallet (
      database, identity->account_id, platform_clock_now (context->clock), &position, limit, error);
  if (vouchers == NULL)
    return NULL;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_name (&writer, "vouchers");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; i < vouchers->len; i++)
    if (!platform_trade_json_load_voucher (&writer, database, trade, vouchers->pdata[i], identity->account_id,
                                           language, error))
      return NULL;
  rambla_json_writer_end_array (&writer);
  /* A full page may be the last one: then the next is empty. */
  if (vouchers->len == limit)
    end = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", position.rank, position.key,
                           position.id);
  return platform_page_answer (request, &writer, g_steal_pointer (&body), end);
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
  const PlatformIdentity *identity = platform_request_get_identity (request);
  const char *language =
      platform_request_get_language (request, (const char *const *) context->trade->city->languages);
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  g_autoptr (PlatformVoucher) voucher = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  RamblaJsonWriter writer;
  PlatformStep step;

  if (database == NULL)
    return NULL;
  step = platform_voucher_storage_get (database, platform_request_get_path_parameter (request, "id"),
                                       identity->account_id, &voucher, error);
  if (step == PLATFORM_STEP_ERROR)
    return NULL;
  if (step == PLATFORM_STEP_DONE)
    return platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "There is no such voucher");
  rambla_json_writer_init (&writer, body);
  if (!platform_trade_json_load_voucher (&writer, database, context->trade, voucher, identity->account_id,
                                         language, error))
    return NULL;
  return respond_private (g_steal_pointer (&body));
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
  { "GET", "/v1/vouchers", on_list },
  { "GET", "/v1/vouchers/{id}", on_get },
};

void
platform_routes_vouchers_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
