/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-counter.h"

#include <stdio.h>
#include <string.h>

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-body.h"
#include "platform-counter-json.h"
#include "platform-device-storage.h"
#include "platform-hand-in.h"
#include "platform-own-store.h"
#include "platform-page.h"
#include "platform-revocation-storage.h"
#include "rambla-id.h"
#include "rambla-json.h"

#define MAX_NAME 200

/* An answer that says what time it is, and has a tag that does not: @members is what it says besides. */
static PlatformResponse *
respond_with_time (PlatformContext *context, GString *members)
{
  g_autofree char *tag =
      g_compute_checksum_for_string (G_CHECKSUM_SHA256, members->str, (gssize) members->len);
  GString *body = g_string_new (NULL);
  PlatformResponse *response;
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_time (&writer, "server_time", platform_clock_now (context->clock));
  g_string_append_c (body, ',');
  g_string_append_len (body, members->str + 1, (gssize) members->len - 1);
  g_string_free (members, TRUE);
  response = platform_response_new_json (200, body);
  platform_response_set_cache_control (response, "private, no-cache");
  platform_response_set_etag (response, tag);
  return response;
}

/* --- What a counter must know --- */

static PlatformResponse *
get_document (PlatformRequest *request, PlatformContext *context, GError **error)
{
  const char *language =
      platform_request_get_language (request, (const char *const *) context->trade->city->languages);
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (GString) members = g_string_new (NULL);
  PlatformResponse *refused = NULL;
  RamblaJsonWriter writer;

  if (database == NULL || !platform_own_store_find_queried (database, request, &store, &refused, error))
    return refused;
  rambla_json_writer_init (&writer, members);
  rambla_json_writer_begin_object (&writer);
  if (!platform_counter_json_load_document (&writer, database, context->trade, store, language, error))
    return NULL;
  rambla_json_writer_end_object (&writer);
  return respond_with_time (context, g_steal_pointer (&members));
}

static void
on_document (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "store_id", NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);

  if (response == NULL)
    response = get_document (request, context, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

static gboolean
write_revocation (RamblaJsonWriter *writer,
                  PlatformDatabase *database,
                  const PlatformRevocation *revocation,
                  GError **error)
{
  g_autoptr (PlatformStore) store = NULL;

  if (revocation->store_id != NULL && !platform_store_find (database, revocation->store_id, &store, error))
    return FALSE;
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "voucher_id", revocation->voucher_id);
  rambla_json_writer_member_int (writer, "generation", revocation->generation);
  rambla_json_writer_member_string (writer, "state", revocation->state);
  rambla_json_writer_member_time (writer, "valid_until", revocation->valid_until);
  rambla_json_writer_member_time (writer, "changed_at", revocation->changed_at);
  if (revocation->redeemed_at != 0)
    rambla_json_writer_member_time (writer, "redeemed_at", revocation->redeemed_at);
  if (store != NULL)
    rambla_json_writer_member_string (writer, "store_name", store->name);
  rambla_json_writer_end_object (writer);
  return TRUE;
}

static PlatformResponse *
get_revocations (PlatformRequest *request, PlatformContext *context, GError **error)
{
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GString) members = g_string_new (NULL);
  g_autofree char *position = NULL;
  g_autofree char *cursor = NULL;
  PlatformResponse *refused = NULL;
  RamblaJsonWriter writer;
  gint64 after = 0;
  guint limit = 0;

  refused = platform_page_read_number (request, &limit, &after);
  if (refused != NULL)
    return refused;
  if (database == NULL || !platform_own_store_find_queried (database, request, &store, &refused, error))
    return refused;
  list = platform_revocation_storage_list (database, store->merchant_id, after, limit + 1, error);
  if (list == NULL)
    return NULL;

  rambla_json_writer_init (&writer, members);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_name (&writer, "revocations");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; i < MIN (list->len, limit); i++)
    {
      const PlatformRevocation *revocation = list->pdata[i];

      after = revocation->number;
      if (!write_revocation (&writer, database, revocation, error))
        return NULL;
    }
  rambla_json_writer_end_array (&writer);
  /* There is always a place to go on from; nobody heard anything yet: there is not. */
  if (after > 0)
    {
      position = g_strdup_printf ("%" G_GINT64_FORMAT, after);
      cursor = platform_page_make_cursor (position);
      rambla_json_writer_member_string (&writer, "cursor", cursor);
    }
  rambla_json_writer_member_bool (&writer, "more", list->len > limit);
  rambla_json_writer_end_object (&writer);
  return respond_with_time (context, g_steal_pointer (&members));
}

static void
on_revocations (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "store_id", "cursor", "limit", NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);

  if (response == NULL)
    response = get_revocations (request, context, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

/* --- Settings --- */

static PlatformResponse *
respond_settings (const PlatformMerchantSettings *settings, const char *currency, const char *language)
{
  g_autofree char *tag = g_strdup_printf ("s%" G_GINT64_FORMAT, settings->edition);
  GString *body = g_string_new (NULL);
  PlatformResponse *response;
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  platform_counter_json_write_offline (&writer, settings, currency, language);
  rambla_json_writer_member_int (&writer, "undo_seconds", settings->undo_seconds);
  rambla_json_writer_end_object (&writer);
  response = platform_response_new_json (200, body);
  platform_response_set_cache_control (response, "private, no-cache");
  platform_response_set_etag (response, tag);
  return response;
}

static PlatformResponse *
get_settings (PlatformRequest *request, PlatformContext *context, GError **error)
{
  const char *language =
      platform_request_get_language (request, (const char *const *) context->trade->city->languages);
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  g_autoptr (PlatformStore) store = NULL;
  PlatformMerchantSettings settings;
  PlatformResponse *refused = NULL;

  if (database == NULL || !platform_own_store_find_queried (database, request, &store, &refused, error))
    return refused;
  if (!platform_merchant_settings_get (database, store->merchant_id, &settings, error))
    return NULL;
  return respond_settings (&settings, context->trade->city->currency, language);
}

static void
on_settings (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "store_id", NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);

  if (response == NULL)
    response = get_settings (request, context, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

/* A write on its way through the writer. */
typedef struct
{
  PlatformContext *context;
  PlatformRequest *request;
  const char *language;
  PlatformMerchantSettings settings;
  PlatformDevice *device;
  PlatformResponse *answer;
} Change;

static void
change_free (Change *change)
{
  g_clear_pointer (&change->request, platform_request_unref);
  g_clear_pointer (&change->device, platform_device_free);
  g_clear_pointer (&change->answer, platform_response_unref);
  g_free (change);
}

static void
on_changed (gpointer data, const GError *error)
{
  Change *change = data;

  platform_request_respond (change->request, error == NULL ? g_steal_pointer (&change->answer)
                                                           : platform_answer_error (error));
}

/* Takes @change over. */
static void
push (Change *change, PlatformWriterJob job)
{
  g_autoptr (GError) error = NULL;

  if (platform_writer_push (change->context->writer, job, on_changed, change, (GDestroyNotify) change_free,
                            &error))
    return;
  on_changed (change, error);
  change_free (change);
}

static gboolean
change_settings (PlatformDatabase *database, gpointer data, GError **error)
{
  Change *change = data;
  const PlatformIdentity *identity = platform_request_get_identity (change->request);
  g_autoptr (PlatformStore) store = NULL;
  gboolean changed = FALSE;

  if (!platform_own_store_find_queried (database, change->request, &store, &change->answer, error))
    return change->answer != NULL;
  if (!platform_merchant_settings_set (database, store->merchant_id, identity->account_id, &change->settings,
                                       platform_clock_now (change->context->clock), &changed, error))
    return FALSE;
  change->answer =
      changed ? respond_settings (&change->settings, change->context->trade->city->currency, change->language)
              : platform_response_new_problem (RAMBLA_PROBLEM_PRECONDITION_FAILED, NULL);
  return TRUE;
}

static gboolean
read_settings (JsonObject *object, const char *currency, PlatformMerchantSettings *settings, GError **error)
{
  static const char *const known[] = { "accept", "limit", NULL };
  JsonObject *offline = NULL;
  RamblaMoney limit;

  if (!rambla_json_get_object (object, "offline", &offline, error) ||
      !rambla_json_get_int (object, "undo_seconds", 0, PLATFORM_MAX_UNDO_SECONDS, &settings->undo_seconds,
                            error))
    return FALSE;
  if (!rambla_json_check_members (offline, known, error) ||
      !rambla_json_get_bool (offline, "accept", &settings->offline, error) ||
      !rambla_json_get_money_strict (offline, "limit", &limit, error))
    return rambla_json_prefix_error (error, "/offline");
  if (limit.amount < 0 || limit.amount > PLATFORM_MAX_OFFLINE_LIMIT ||
      g_strcmp0 (limit.currency, currency) != 0)
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, "/offline/limit",
                             "must be from 0 to the highest limit, in the platform's currency");
      return FALSE;
    }
  settings->offline_limit = limit.amount;
  return TRUE;
}

static void
on_set_settings (PlatformRequest *request, gpointer data)
{
  static const char *const query[] = { "store_id", NULL };
  static const char *const known[] = { "offline", "undo_seconds", NULL };
  PlatformContext *context = data;
  const char *if_match = platform_request_get_header (request, "If-Match");
  PlatformResponse *refusal = platform_request_check_query (request, query);
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (GError) error = NULL;
  PlatformMerchantSettings settings = { 0 };
  Change *change;

  if (refusal == NULL)
    body = platform_body_parse (request, known, FALSE, &refusal);
  if (body != NULL &&
      !read_settings (json_node_get_object (body), context->trade->city->currency, &settings, &error))
    refusal = platform_response_new_problem_for_json (error);
  else if (body != NULL && if_match == NULL)
    refusal = platform_response_new_problem (RAMBLA_PROBLEM_PRECONDITION_REQUIRED, NULL);
  else if (body != NULL && sscanf (if_match, " \"s%" G_GINT64_FORMAT "\"", &settings.edition) != 1)
    refusal = platform_response_new_problem (RAMBLA_PROBLEM_PRECONDITION_FAILED, NULL);
  if (refusal != NULL)
    {
      platform_request_respond (request, refusal);
      return;
    }
  change = g_new0 (Change, 1);
  change->context = context;
  change->request = platform_request_ref (request);
  change->language =
      platform_request_get_language (request, (const char *const *) context->trade->city->languages);
  change->settings = settings;
  push (change, change_settings);
}

/* --- The counter's key --- */

static gboolean
register_device (PlatformDatabase *database, gpointer data, GError **error)
{
  Change *change = data;
  const PlatformIdentity *identity = platform_request_get_identity (change->request);
  g_autoptr (PlatformDevice) device = NULL;
  GString *body;
  RamblaJsonWriter writer;

  if (!platform_device_storage_put (database, change->device, identity->account_id,
                                    platform_clock_now (change->context->clock), error) ||
      platform_device_storage_get (database, change->device->id, &device, error) != PLATFORM_STEP_ROW)
    return FALSE;
  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "id", device->id);
  rambla_json_writer_member_string (&writer, "name", device->name);
  rambla_json_writer_member_int (&writer, "sequence", device->sequence);
  rambla_json_writer_end_object (&writer);
  change->answer = platform_response_new_json (200, body);
  platform_response_set_cache_control (change->answer, "no-store");
  return TRUE;
}

static PlatformDevice *
read_device (PlatformRequest *request, JsonObject *object, PlatformResponse **refusal)
{
  g_autoptr (PlatformDevice) device = g_new0 (PlatformDevice, 1);
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *key = NULL;
  const char *text = NULL;
  const char *name = NULL;
  gsize length = 0;

  if (!rambla_json_get_string (object, "public_key", 43, &text, &error) ||
      !rambla_json_get_string (object, "name", MAX_NAME, &name, &error))
    {
      *refusal = platform_response_new_problem_for_json (error);
      return NULL;
    }
  key = rambla_base64url_decode (text, strlen (text), &length);
  if (key == NULL || length != sizeof device->public_key)
    {
      *refusal = platform_response_new_invalid_field ("/public_key", "Must be an Ed25519 key in base64url");
      return NULL;
    }
  memcpy (device->public_key, key, length);
  device->id = rambla_scan_derive_device_id (device->public_key);
  device->name = g_strdup (name);
  device->head = rambla_scan_hash (device->id);
  if (g_strcmp0 (device->id, platform_request_get_path_parameter (request, "id")) != 0)
    {
      *refusal = platform_response_new_invalid_field ("/public_key", "Is not the key of that id");
      return NULL;
    }
  return g_steal_pointer (&device);
}

static void
on_register (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "public_key", "name", NULL };
  PlatformResponse *refusal = NULL;
  g_autoptr (JsonNode) body = platform_body_parse (request, known, FALSE, &refusal);
  PlatformDevice *device = body != NULL ? read_device (request, json_node_get_object (body), &refusal) : NULL;
  Change *change;

  if (device == NULL)
    {
      platform_request_respond (request, refusal);
      return;
    }
  change = g_new0 (Change, 1);
  change->context = context;
  change->request = platform_request_ref (request);
  change->device = device;
  push (change, register_device);
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/merchant/counter", on_document },      { "GET", "/v1/merchant/revocations", on_revocations },
  { "GET", "/v1/merchant/settings", on_settings },     { "PUT", "/v1/merchant/settings", on_set_settings },
  { "PUT", "/v1/merchant/devices/{id}", on_register },
};

void
platform_routes_counter_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
