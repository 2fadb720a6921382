/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-hand-in.h"

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-body.h"
#include "platform-counter-json.h"
#include "platform-hand-in.h"
#include "platform-own-store.h"
#include "platform-page.h"
#include "rambla-fault-point.h"
#include "rambla-json.h"

#define MAX_SCANS 50

/* A batch on its way through the writer. */
typedef struct
{
  PlatformContext *context;
  PlatformRequest *request;
  const char *language;
  char *device_id;
  gint64 clock_offset;
  GPtrArray *items; /* of PlatformHandedIn, in the order of the chain */
  PlatformResponse *answer;
} Batch;

static void
batch_free (Batch *batch)
{
  g_clear_pointer (&batch->request, platform_request_unref);
  g_free (batch->device_id);
  g_clear_pointer (&batch->items, g_ptr_array_unref);
  g_clear_pointer (&batch->answer, platform_response_unref);
  g_free (batch);
}

/* What was not even taken: it can be handed in again, by somebody who may. */
static void
write_not_taken (RamblaJsonWriter *writer, const PlatformHandedIn *item, const PlatformRefusal *refusal)
{
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "hash", item->hash);
  if (item->scan != NULL)
    rambla_json_writer_member_int (writer, "sequence", item->scan->sequence);
  rambla_json_writer_member_string (writer, "verdict", "not_taken");
  rambla_json_writer_name (writer, "flags");
  rambla_json_writer_begin_array (writer);
  rambla_json_writer_end_array (writer);
  rambla_json_writer_member_string (writer, "code", rambla_problem_code_to_string (refusal->code));
  rambla_json_writer_member_string (writer, "detail", refusal->detail);
  rambla_json_writer_end_object (writer);
}

static gboolean
take (Batch *batch,
      PlatformDatabase *database,
      PlatformDevice *device,
      const PlatformHandedIn *item,
      RamblaJsonWriter *writer,
      GError **error)
{
  const PlatformTrade *trade = batch->context->trade;
  const PlatformIdentity *identity = platform_request_get_identity (batch->request);
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformScan) scan = NULL;

  if (!platform_hand_in_take (database, trade, device, identity->account_id, batch->clock_offset, item,
                              batch->language, &scan, &refusal, error))
    return FALSE;
  rambla_fault_point ("hand-in.scan");
  if (scan != NULL)
    return platform_counter_json_load_verdict (writer, database, trade, scan, batch->language, error);
  write_not_taken (writer, item, &refusal);
  return TRUE;
}

/* All of it in one transaction: what was answered is on the disk, and what was not can be handed in again. */
static gboolean
take_all (PlatformDatabase *database, gpointer data, GError **error)
{
  Batch *batch = data;
  g_autoptr (PlatformDevice) device = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  RamblaJsonWriter writer;

  if (platform_device_storage_get (database, batch->device_id, &device, error) != PLATFORM_STEP_ROW)
    return FALSE;
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_time (&writer, "server_time", platform_clock_now (batch->context->clock));
  rambla_json_writer_name (&writer, "verdicts");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; i < batch->items->len; i++)
    if (!take (batch, database, device, batch->items->pdata[i], &writer, error))
      return FALSE;
  rambla_json_writer_end_array (&writer);
  rambla_json_writer_end_object (&writer);
  batch->answer = platform_response_new_json (200, g_steal_pointer (&body));
  platform_response_set_cache_control (batch->answer, "no-store");
  return TRUE;
}

static void
on_taken (gpointer data, const GError *error)
{
  Batch *batch = data;

  platform_request_respond (batch->request,
                            error == NULL ? g_steal_pointer (&batch->answer) : platform_answer_error (error));
}

/* Signatures are not for the writer's thread. */
static gboolean
read_scans (Batch *batch, JsonArray *scans, const PlatformDevice *device, PlatformResponse **refusal)
{
  for (guint i = 0; i < json_array_get_length (scans); i++)
    {
      JsonNode *node = json_array_get_element (scans, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        {
          g_autofree char *pointer = g_strdup_printf ("/scans/%u", i);

          *refusal = platform_response_new_invalid_field (pointer, "Must be a signed scan");
          return FALSE;
        }
      g_ptr_array_add (batch->items, platform_handed_in_new (json_node_get_string (node), device,
                                                             batch->context->trade->keys));
    }
  return TRUE;
}

static gboolean
read_batch (Batch *batch, JsonObject *object, PlatformResponse **refusal, GError **error)
{
  PlatformDatabase *database = platform_database_pool_get (batch->context->readers, error);
  g_autoptr (PlatformDevice) device = NULL;
  g_autoptr (GError) json_error = NULL;
  JsonArray *scans = NULL;
  const char *device_id = NULL;
  gint64 sent_at = 0;
  PlatformStep step;

  if (database == NULL)
    return FALSE;
  if (!rambla_json_get_id (object, "device_id", NULL, &device_id, &json_error) ||
      !rambla_json_get_time (object, "sent_at", &sent_at, &json_error) ||
      !rambla_json_get_array (object, "scans", MAX_SCANS, &scans, &json_error))
    {
      *refusal = platform_response_new_problem_for_json (json_error);
      return FALSE;
    }
  step = platform_device_storage_get (database, device_id, &device, error);
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (step == PLATFORM_STEP_DONE)
    {
      *refusal = platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "This counter is not registered");
      return FALSE;
    }
  batch->device_id = g_strdup (device_id);
  batch->clock_offset = sent_at / G_USEC_PER_SEC - platform_clock_now (batch->context->clock);
  return read_scans (batch, scans, device, refusal);
}

static void
on_batch (PlatformRequest *request, gpointer data)
{
  static const char *const known[] = { "device_id", "sent_at", "scans", NULL };
  PlatformContext *context = data;
  PlatformResponse *refusal = NULL;
  g_autoptr (JsonNode) body = platform_body_parse (request, known, FALSE, &refusal);
  g_autoptr (GError) error = NULL;
  Batch *batch;

  if (body == NULL)
    {
      platform_request_respond (request, refusal);
      return;
    }
  batch = g_new0 (Batch, 1);
  batch->context = context;
  batch->request = platform_request_ref (request);
  batch->language =
      platform_request_get_language (request, (const char *const *) context->trade->city->languages);
  batch->items = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_handed_in_free);
  if (read_batch (batch, json_node_get_object (body), &refusal, &error) &&
      platform_writer_push (context->writer, take_all, on_taken, batch, (GDestroyNotify) batch_free, &error))
    return;
  platform_request_respond (request, refusal != NULL ? refusal : platform_answer_error (error));
  batch_free (batch);
}

/* --- Conflicts --- */

static PlatformResponse *
list_conflicts (PlatformRequest *request, PlatformContext *context, GError **error)
{
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (GPtrArray) conflicts = NULL;
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
  conflicts =
      platform_conflict_storage_list (database, store->merchant_id, store->id, before, limit + 1, error);
  if (conflicts == NULL)
    return NULL;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_name (&writer, "conflicts");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; i < MIN (conflicts->len, limit); i++)
    if (!platform_counter_json_load_conflict (&writer, database, conflicts->pdata[i], error))
      return NULL;
  rambla_json_writer_end_array (&writer);
  if (conflicts->len > limit)
    {
      const PlatformConflict *last = conflicts->pdata[limit - 1];

      position = g_strdup_printf ("%" G_GINT64_FORMAT, last->number);
    }
  return platform_page_answer (request, &writer, g_steal_pointer (&body), position);
}

static void
on_conflicts (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "store_id", "cursor", "limit", NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);

  if (response == NULL)
    response = list_conflicts (request, context, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

static const PlatformRoute routes[] = {
  { "POST", "/v1/merchant/redemptions/batch", on_batch },
  { "GET", "/v1/merchant/conflicts", on_conflicts },
};

void
platform_routes_hand_in_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
