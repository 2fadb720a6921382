/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-reviews.h"

#include "rambla-call-decode.h"
#include "rambla-json.h"

#define PAGE 100

static gpointer
decode_review (JsonNode *root, const char *etag, GError **error)
{
  return rambla_call_decode_object (root, error) != NULL ? rambla_review_from_json (root, error) : NULL;
}

/* @call: (transfer full); @key: (nullable); @body: (transfer full) (nullable) */
static void
send (RamblaApi *api,
      RamblaCall *call,
      const char *key,
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
  if (key != NULL)
    rambla_call_set_idempotency_key (call, key);
  rambla_call_send_own (api, call, decode_review, g_object_unref, cancellable, callback, user_data);
}

void
rambla_reviews_write_async (RamblaApi *api,
                            const char *key,
                            const char *voucher_id,
                            int rating,
                            const char *text,
                            gboolean named,
                            GPtrArray *pictures,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  JsonObject *body = json_object_new ();
  JsonArray *list = json_array_new ();

  json_object_set_int_member (body, "rating", rating);
  json_object_set_string_member (body, "text", text);
  json_object_set_boolean_member (body, "named", named);
  for (guint i = 0; i < pictures->len; i++)
    {
      JsonObject *picture = json_object_new ();
      gsize length = 0;
      gconstpointer bytes = g_bytes_get_data (pictures->pdata[i], &length);
      g_autofree char *data = g_base64_encode (bytes, length);

      json_object_set_string_member (picture, "data", data);
      json_array_add_object_element (list, picture);
    }
  json_object_set_array_member (body, "pictures", list);
  send (api, rambla_call_new_for ("POST", "/v1/vouchers/", voucher_id, "/review"), key, body, cancellable,
        callback, user_data);
}

void
rambla_reviews_reply_async (RamblaApi *api,
                            const char *key,
                            const char *id,
                            const char *text,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "text", text);
  send (api, rambla_call_new_for ("POST", "/v1/merchant/reviews/", id, "/reply"), key, body, cancellable,
        callback, user_data);
}

void
rambla_reviews_hide_async (RamblaApi *api,
                           const char *key,
                           const char *id,
                           const char *reason,
                           const char *text,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "reason", reason);
  json_object_set_string_member (body, "text", text);
  send (api, rambla_call_new_for ("POST", "/v1/operator/reviews/", id, "/tombstone"), key, body, cancellable,
        callback, user_data);
}

void
rambla_reviews_vote_async (RamblaApi *api,
                           const char *id,
                           gboolean helpful,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  send (api, rambla_call_new_for (helpful ? "PUT" : "DELETE", "/v1/reviews/", id, "/helpful"), NULL, NULL,
        cancellable, callback, user_data);
}

RamblaReview *
rambla_reviews_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

static gpointer
decode_votes (JsonNode *root, const char *etag, GError **error)
{
  JsonObject *object = rambla_call_decode_object (root, error);
  GStrv ids = NULL;

  if (object == NULL || !rambla_json_get_strv_or_null (object, "reviews", 10000, 64, &ids, error))
    return NULL;
  return ids != NULL ? ids : g_new0 (char *, 1);
}

void
rambla_reviews_list_votes_async (RamblaApi *api,
                                 const char *deal_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("GET", "/v1/me/helpful-reviews");

  rambla_call_add (call, "deal_id", deal_id);
  rambla_call_send_own (api, call, decode_votes, (GDestroyNotify) g_strfreev, cancellable, callback,
                        user_data);
}

GStrv
rambla_reviews_list_votes_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

static gpointer
decode_list (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (GPtrArray) reviews = g_ptr_array_new_with_free_func (g_object_unref);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *list;

  if (object == NULL || !rambla_json_get_array (object, "reviews", PAGE, &list, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      RamblaReview *review = rambla_review_from_json (json_array_get_element (list, i), error);

      if (review == NULL)
        {
          rambla_json_prefix_error (error, "/reviews/%u", i);
          return NULL;
        }
      g_ptr_array_add (reviews, review);
    }
  return g_steal_pointer (&reviews);
}

void
rambla_reviews_list_async (RamblaApi *api,
                           const char *store_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  RamblaCall *call =
      rambla_call_new ("GET", store_id != NULL ? "/v1/merchant/reviews" : "/v1/operator/reviews");

  rambla_call_add (call, "store_id", store_id);
  rambla_call_add_int (call, "limit", PAGE);
  rambla_call_send_own (api, call, decode_list, (GDestroyNotify) g_ptr_array_unref, cancellable, callback,
                        user_data);
}

GPtrArray *
rambla_reviews_list_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}
