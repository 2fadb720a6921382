/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-disputes.h"

#include <string.h>

#include "rambla-call-decode.h"
#include "rambla-image-head.h"
#include "rambla-json.h"
#include "rambla-trail.h"

#define PAGE_LIMIT 100
#define MAX_PIXELS (16 * 1000 * 1000)

static gpointer
decode_dispute (JsonNode *root, const char *etag, GError **error)
{
  return rambla_call_decode_object (root, error) != NULL ? rambla_dispute_from_json (root, error) : NULL;
}

/* A POST with its key and members: names and texts in turn, up to NULL. */
static RamblaCall *
new_post (const char *before, const char *id, const char *behind, const char *key, JsonObject *body)
{
  RamblaCall *call = rambla_call_new_for ("POST", before, id, behind);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, body);
  rambla_call_set_body (call, node);
  rambla_call_set_idempotency_key (call, key);
  return call;
}

void
rambla_disputes_open_async (RamblaApi *api,
                            const char *key,
                            const char *order_id,
                            const char *reason,
                            const char *text,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "reason", reason);
  json_object_set_string_member (body, "text", text);
  rambla_call_send_own (api, new_post ("/v1/orders/", order_id, "/dispute", key, body), decode_dispute,
                        g_object_unref, cancellable, callback, user_data);
}

void
rambla_disputes_get_async (RamblaApi *api,
                           const char *id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  rambla_call_send_own (api, rambla_call_new_for ("GET", "/v1/disputes/", id, NULL), decode_dispute,
                        g_object_unref, cancellable, callback, user_data);
}

void
rambla_disputes_say_async (RamblaApi *api,
                           const char *key,
                           const char *id,
                           const char *text,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "text", text);
  rambla_call_send_own (api, new_post ("/v1/disputes/", id, "/messages", key, body), decode_dispute,
                        g_object_unref, cancellable, callback, user_data);
}

void
rambla_disputes_end_async (RamblaApi *api,
                           const char *key,
                           const char *id,
                           const char *how,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autofree char *behind = g_strconcat ("/", how, NULL);

  rambla_call_send_own (api, new_post ("/v1/disputes/", id, behind, key, json_object_new ()), decode_dispute,
                        g_object_unref, cancellable, callback, user_data);
}

void
rambla_disputes_decide_async (RamblaApi *api,
                              const char *key,
                              const char *id,
                              RamblaMoney refund,
                              const char *text,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  JsonObject *body = json_object_new ();

  json_object_set_member (body, "refund", rambla_money_to_json (refund));
  json_object_set_string_member (body, "text", text);
  rambla_call_send_own (api, new_post ("/v1/operator/disputes/", id, "/decision", key, body), decode_dispute,
                        g_object_unref, cancellable, callback, user_data);
}

RamblaDispute *
rambla_disputes_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

void
rambla_disputes_show_async (RamblaApi *api,
                            const char *key,
                            const char *id,
                            GBytes *picture,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  JsonObject *body = json_object_new ();
  gsize length = 0;
  gconstpointer bytes = g_bytes_get_data (picture, &length);
  g_autofree char *data = g_base64_encode (bytes, length);

  json_object_set_string_member (body, "data", data);
  rambla_call_send_own (api, new_post ("/v1/disputes/", id, "/pictures", key, body), NULL, NULL, cancellable,
                        callback, user_data);
}

gboolean
rambla_disputes_show_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  g_autoptr (JsonNode) answer = rambla_api_call_finish (api, result, error);

  return answer != NULL;
}

static gpointer
decode_picture (JsonNode *root, const char *etag, GError **error)
{
  JsonObject *object = rambla_call_decode_object (root, error);
  RamblaImageHead head;
  const char *data;
  gsize length = 0;
  guchar *bytes;

  if (object == NULL ||
      !rambla_json_get_string (object, "data", RAMBLA_DISPUTE_PICTURE_BYTES / 3 * 4 + 4, &data, error))
    return NULL;
  bytes = g_base64_decode (data, &length);
  if (rambla_image_head_read (bytes, length, &head) && (guint64) head.width * head.height <= MAX_PIXELS)
    return g_bytes_new_take (bytes, length);
  g_free (bytes);
  rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/data", "Not a picture that can be shown");
  return NULL;
}

void
rambla_disputes_get_picture_async (RamblaApi *api,
                                   const char *id,
                                   const char *picture_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autofree char *escaped = g_uri_escape_string (picture_id, NULL, FALSE);
  g_autofree char *behind = g_strconcat ("/pictures/", escaped, NULL);

  rambla_call_send_own (api, rambla_call_new_for ("GET", "/v1/disputes/", id, behind), decode_picture,
                        (GDestroyNotify) g_bytes_unref, cancellable, callback, user_data);
}

GBytes *
rambla_disputes_get_picture_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

static gpointer
decode_list (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *disputes;

  if (object == NULL || !rambla_json_get_array (object, "disputes", 1000, &disputes, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (disputes); i++)
    {
      RamblaDispute *dispute = rambla_dispute_from_json (json_array_get_element (disputes, i), error);

      if (dispute == NULL)
        {
          rambla_json_prefix_error (error, "/disputes/%u", i);
          return NULL;
        }
      g_ptr_array_add (list, dispute);
    }
  return g_steal_pointer (&list);
}

void
rambla_disputes_list_async (RamblaApi *api,
                            const char *store_id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  RamblaCall *call =
      rambla_call_new ("GET", store_id != NULL ? "/v1/merchant/disputes" : "/v1/operator/disputes");

  rambla_call_add (call, "store_id", store_id);
  rambla_call_add_int (call, "limit", PAGE_LIMIT);
  rambla_call_send_own (api, call, decode_list, (GDestroyNotify) g_ptr_array_unref, cancellable, callback,
                        user_data);
}

GPtrArray *
rambla_disputes_list_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

static gpointer
decode_trail (JsonNode *root, const char *etag, GError **error)
{
  return rambla_call_decode_object (root, error) != NULL ? rambla_trail_from_json (root, error) : NULL;
}

void
rambla_disputes_get_trail_async (RamblaApi *api,
                                 RamblaParty party,
                                 const char *what,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  RamblaCall *call;

  if (party == RAMBLA_PARTY_BUYER)
    call = rambla_call_new_for ("GET", "/v1/orders/", what, "/trail");
  else
    call = rambla_call_new_for (
        "GET", party == RAMBLA_PARTY_MERCHANT ? "/v1/merchant/trail/" : "/v1/operator/trail/", what, NULL);
  rambla_call_send_own (api, call, decode_trail, (GDestroyNotify) g_ptr_array_unref, cancellable, callback,
                        user_data);
}

GPtrArray *
rambla_disputes_get_trail_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}
