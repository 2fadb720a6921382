/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-logs.h"

#include "platform-call.h"
#include "platform-deal-storage.h"
#include "platform-log.h"
#include "platform-page.h"
#include "platform-parameters.h"

static PlatformLog
get_log (PlatformRequest *request)
{
  return g_str_has_prefix (platform_request_get_path (request), "/v1/prices/") ? PLATFORM_LOG_PRICES
                                                                               : PLATFORM_LOG_REVIEWS;
}

/* --- Entries --- */

static gboolean
write_entries (PlatformCall *call, GPtrArray *entries, guint limit, const char *next, GError **error)
{
  g_autofree char *name = NULL;

  if (!platform_log_storage_get_name (call->database, get_log (call->request), &name, error))
    return FALSE;
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_string (&call->writer, "log", name);
  rambla_json_writer_name (&call->writer, "entries");
  rambla_json_writer_begin_array (&call->writer);
  for (guint i = 0; i < entries->len && i < limit; i++)
    {
      const PlatformLogEntry *entry = g_ptr_array_index (entries, i);

      rambla_json_writer_begin_object (&call->writer);
      rambla_json_writer_member_int (&call->writer, "number", entry->number);
      rambla_json_writer_member_string (&call->writer, "entry", entry->entry);
      rambla_json_writer_end_object (&call->writer);
    }
  rambla_json_writer_end_array (&call->writer);
  if (next != NULL)
    rambla_json_writer_member_string (&call->writer, "next_cursor", next);
  rambla_json_writer_end_object (&call->writer);
  return TRUE;
}

/* The offer that the query names. Returns: FALSE if there is none: then the request was answered */
static gboolean
find_deal (PlatformCall *call, gint64 *row)
{
  const char *id = platform_request_get_query (call->request, "deal_id");
  g_autoptr (PlatformDeal) deal = NULL;
  GError *error = NULL;

  *row = 0;
  if (id == NULL)
    return TRUE;
  if (!platform_deal_find (call->database, call->city, id, call->language, &deal, &error))
    platform_call_fail (call, error);
  else if (deal == NULL)
    platform_call_not_found (call, "There is no such offer");
  else
    *row = deal->row;
  return *row != 0;
}

static void
on_entries (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "deal_id", "cursor", "limit", NULL };
  g_auto (PlatformCall) call = { NULL };
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *next = NULL;
  PlatformResponse *refusal;
  GError *error = NULL;
  gint64 after = 0;
  gint64 deal;
  guint limit = 0;

  if (!platform_call_begin (&call, request, context, known))
    return;
  refusal = platform_page_read_number (request, &limit, &after);
  if (refusal != NULL)
    {
      platform_request_respond (request, refusal);
      return;
    }
  if (!find_deal (&call, &deal))
    return;
  if (!platform_log_storage_list (call.database, get_log (request), deal, after, limit + 1, &entries, &error))
    {
      platform_call_fail (&call, error);
      return;
    }
  if (entries->len > limit)
    {
      const PlatformLogEntry *last = g_ptr_array_index (entries, limit - 1);
      g_autofree char *position = g_strdup_printf ("%" G_GINT64_FORMAT, last->number);

      next = platform_page_make_cursor (position);
    }
  if (write_entries (&call, entries, limit, next, &error))
    platform_call_respond (&call, NULL, next);
  else
    platform_call_fail (&call, error);
}

/* --- The head --- */

static void
on_head (PlatformRequest *request, gpointer data)
{
  static const char *const known[] = { NULL };
  const PlatformContext *context = data;
  g_auto (PlatformCall) call = { NULL };
  g_autofree char *head = NULL;
  PlatformResponse *response;
  GError *error = NULL;

  if (!platform_call_begin (&call, request, context, known))
    return;
  if (!platform_log_build_head (call.database, context->trade->keys, get_log (request), call.now, &head,
                                &error))
    {
      platform_call_fail (&call, error);
      return;
    }
  rambla_json_writer_begin_object (&call.writer);
  rambla_json_writer_member_string (&call.writer, "head", head);
  rambla_json_writer_end_object (&call.writer);
  response = platform_response_new_json (200, g_steal_pointer (&call.out));
  platform_response_set_cache_control (response, "no-cache");
  platform_request_respond (request, response);
}

/* --- Proofs --- */

static void
write_proof (PlatformCall *call, const char *what, gint64 number, gint64 size, const GArray *proof)
{
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_int (&call->writer, what, number);
  rambla_json_writer_member_int (&call->writer, "size", size);
  rambla_json_writer_name (&call->writer, "proof");
  rambla_json_writer_begin_array (&call->writer);
  for (guint i = 0; i < proof->len; i++)
    {
      g_autofree char *hash = rambla_log_hash_to_hex (&g_array_index (proof, RamblaLogHash, i));

      rambla_json_writer_string (&call->writer, hash);
    }
  rambla_json_writer_end_array (&call->writer);
  rambla_json_writer_end_object (&call->writer);
}

static void
on_proof (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "number", "first", "size", NULL };
  g_auto (PlatformCall) call = { NULL };
  g_autoptr (GArray) proof = NULL;
  PlatformParameters parameters = { request, NULL };
  PlatformLog log = get_log (request);
  GError *error = NULL;
  gint64 number, first, size, there = 0;
  gboolean done;

  if (!platform_call_begin (&call, request, context, known))
    return;
  size = platform_parameters_get_int (&parameters, "size", 1, G_MAXINT64, 0);
  number = platform_parameters_get_int (&parameters, "number", 1, G_MAXINT64, 0);
  first = platform_parameters_get_int (&parameters, "first", 0, G_MAXINT64, -1);
  if (parameters.problem == NULL && (number != 0) == (first >= 0))
    platform_parameters_refuse (&parameters, "number", "Either this or first must be sent");
  if (parameters.problem == NULL && (size == 0 || MAX (number, first) > size))
    platform_parameters_refuse (&parameters, "size", "Must be sent, and not be smaller");
  if (!platform_parameters_end (&parameters))
    return;
  if (!platform_log_storage_get_size (call.database, log, &there, &error))
    {
      platform_call_fail (&call, error);
      return;
    }
  if (size > there)
    {
      platform_call_not_found (&call, "The log has not so many entries");
      return;
    }
  done = number != 0 ? platform_log_prove_inclusion (call.database, log, number, size, &proof, &error)
                     : platform_log_prove_consistency (call.database, log, first, size, &proof, &error);
  if (!done)
    {
      platform_call_fail (&call, error);
      return;
    }
  write_proof (&call, number != 0 ? "number" : "first", number != 0 ? number : first, size, proof);
  platform_call_respond (&call, NULL, NULL);
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/reviews/log", on_entries },     { "GET", "/v1/reviews/log/head", on_head },
  { "GET", "/v1/reviews/log/proof", on_proof }, { "GET", "/v1/prices/log", on_entries },
  { "GET", "/v1/prices/log/head", on_head },    { "GET", "/v1/prices/log/proof", on_proof },
};

void
platform_routes_logs_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
