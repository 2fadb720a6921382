/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-counter-offline.h"

#include "rambla-call-decode.h"
#include "rambla-time.h"
#include "rambla-voucher-token.h"

#define PAGE_LIMIT 100

/* An answer without an object in it is none, whatever its status says. */
static gpointer
decode_answer (JsonNode *root, const char *etag, GError **error)
{
  return rambla_call_decode_object (root, error) != NULL ? json_node_ref (root) : NULL;
}

static void
send (RamblaApi *api,
      RamblaCall *call,
      JsonObject *body,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  if (body != NULL)
    {
      JsonNode *node = json_node_new (JSON_NODE_OBJECT);

      json_node_take_object (node, body);
      rambla_call_set_body (call, node);
    }
  rambla_call_send_own (api, call, decode_answer, (GDestroyNotify) json_node_unref, cancellable, callback,
                        user_data);
}

void
rambla_counter_offline_get_document_async (RamblaApi *api,
                                           const char *store_id,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("GET", "/v1/merchant/counter");

  rambla_call_add (call, "store_id", store_id);
  send (api, call, NULL, cancellable, callback, user_data);
}

void
rambla_counter_offline_list_revocations_async (RamblaApi *api,
                                               const char *store_id,
                                               const char *cursor,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("GET", "/v1/merchant/revocations");

  rambla_call_add (call, "store_id", store_id);
  rambla_call_add (call, "cursor", cursor);
  rambla_call_add_int (call, "limit", PAGE_LIMIT);
  send (api, call, NULL, cancellable, callback, user_data);
}

void
rambla_counter_offline_register_async (RamblaApi *api,
                                       const char *device_id,
                                       const guint8 *public_key,
                                       const char *name,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  RamblaCall *call = rambla_call_new_for ("PUT", "/v1/merchant/devices/", device_id, NULL);
  g_autofree char *key = rambla_base64url_encode (public_key, RAMBLA_ED25519_PUBLIC_SIZE);
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "public_key", key);
  json_object_set_string_member (body, "name", name);
  send (api, call, body, cancellable, callback, user_data);
}

void
rambla_counter_offline_hand_in_async (RamblaApi *api,
                                      const char *device_id,
                                      GPtrArray *scans,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("POST", "/v1/merchant/redemptions/batch");
  g_autofree char *time = rambla_time_format (g_get_real_time ());
  JsonObject *body = json_object_new ();
  JsonArray *texts = json_array_new ();

  for (guint i = 0; i < scans->len; i++)
    json_array_add_string_element (texts, ((RamblaCounterScan *) g_ptr_array_index (scans, i))->text);
  json_object_set_string_member (body, "device_id", device_id);
  json_object_set_string_member (body, "sent_at", time);
  json_object_set_array_member (body, "scans", texts);
  send (api, call, body, cancellable, callback, user_data);
}
