/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-purchases.h"

#include <sodium.h>

#include "rambla-call-decode.h"
#include "rambla-json.h"

#define PAGE_LIMIT 100

char *
rambla_purchases_new_key (void)
{
  unsigned char random[16];
  char *key = g_malloc (2 * sizeof random + 1);

  randombytes_buf (random, sizeof random);
  return sodium_bin2hex (key, 2 * sizeof random + 1, random, sizeof random);
}

/* A POST to an order's own path, with a body that holds at most one member. */
static RamblaCall *
new_order_post (const char *order_id,
                const char *what,
                const char *key,
                const char *member,
                const char *value)
{
  RamblaCall *call = rambla_call_new_for ("POST", "/v1/orders/", order_id, what);
  JsonObject *body = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  if (member != NULL)
    json_object_set_string_member (body, member, value);
  json_node_take_object (node, body);
  rambla_call_set_body (call, node);
  rambla_call_set_idempotency_key (call, key);
  return call;
}

static gpointer
decode_order (JsonNode *root, const char *etag, GError **error)
{
  return rambla_call_decode_object (root, error) != NULL ? rambla_order_from_json (root, error) : NULL;
}

void
rambla_purchases_create_async (RamblaApi *api,
                               const char *key,
                               const char *deal_id,
                               const char *store_id,
                               int quantity,
                               RamblaMoney expected_total,
                               const char *slot_id,
                               const char *tracking,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("POST", "/v1/orders");
  JsonObject *body = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (body, "deal_id", deal_id);
  json_object_set_string_member (body, "store_id", store_id);
  json_object_set_int_member (body, "quantity", quantity);
  json_object_set_member (body, "expected_total", rambla_money_to_json (expected_total));
  if (slot_id != NULL)
    json_object_set_string_member (body, "slot_id", slot_id);
  if (tracking != NULL)
    json_object_set_string_member (body, "tracking", tracking);
  json_node_take_object (node, body);
  rambla_call_set_body (call, node);
  rambla_call_set_idempotency_key (call, key);
  rambla_call_send_own (api, call, decode_order, g_object_unref, cancellable, callback, user_data);
}

RamblaOrder *
rambla_purchases_create_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

void
rambla_payment_result_free (RamblaPaymentResult *result)
{
  g_free (result->state);
  g_free (result->url);
  g_free (result->message);
  g_free (result);
}

static gpointer
decode_payment (JsonNode *root, const char *etag, GError **error)
{
  static const char *const states[] = { "paid", "pending_payment", "unknown", NULL };
  JsonObject *object = rambla_call_decode_object (root, error);
  RamblaPaymentResult *result;
  const char *url;
  const char *message;
  int state;

  if (object == NULL || !rambla_json_get_enum (object, "state", states, &state, error) ||
      !rambla_json_get_url_or (object, "url", NULL, &url, error) ||
      !rambla_json_get_string_or (object, "message", 500, NULL, &message, error))
    return NULL;
  result = g_new0 (RamblaPaymentResult, 1);
  result->state = g_strdup (states[state]);
  result->url = g_strdup (url);
  result->message = g_strdup (message);
  return result;
}

void
rambla_purchases_pay_async (RamblaApi *api,
                            const char *key,
                            const char *order_id,
                            const char *method,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  rambla_call_send_own (api, new_order_post (order_id, "/payment", key, "method", method), decode_payment,
                        (GDestroyNotify) rambla_payment_result_free, cancellable, callback, user_data);
}

RamblaPaymentResult *
rambla_purchases_pay_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

void
rambla_purchases_get_order_async (RamblaApi *api,
                                  const char *id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  rambla_call_send_own (api, rambla_call_new_for ("GET", "/v1/orders/", id, NULL), decode_order,
                        g_object_unref, cancellable, callback, user_data);
}

RamblaOrder *
rambla_purchases_get_order_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

void
rambla_purchases_cancel_async (RamblaApi *api,
                               const char *key,
                               const char *order_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  RamblaCall *call = rambla_call_new_for ("POST", "/v1/orders/", order_id, "/cancel");

  rambla_call_set_idempotency_key (call, key);
  rambla_call_send_own (api, call, decode_order, g_object_unref, cancellable, callback, user_data);
}

RamblaOrder *
rambla_purchases_cancel_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

static gpointer
decode_refund (JsonNode *root, const char *etag, GError **error)
{
  JsonObject *object = rambla_call_decode_object (root, error);
  RamblaMoney amount;

  if (object == NULL || !rambla_json_get_money (object, "amount", &amount, error))
    return NULL;
  return rambla_money_copy (&amount);
}

void
rambla_purchases_refund_async (RamblaApi *api,
                               const char *key,
                               const char *order_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  rambla_call_send_own (api, new_order_post (order_id, "/refunds", key, NULL, NULL), decode_refund, g_free,
                        cancellable, callback, user_data);
}

RamblaMoney *
rambla_purchases_refund_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

void
rambla_purchase_page_free (RamblaPurchasePage *page)
{
  g_ptr_array_unref (page->items);
  g_free (page->next);
  g_free (page);
}

static gpointer
decode_page (JsonNode *root,
             const char *member,
             GObject *(*read_item) (JsonNode *, GError **),
             GError **error)
{
  g_autoptr (RamblaPurchasePage) page = g_new0 (RamblaPurchasePage, 1);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *items;
  const char *next;

  page->items = g_ptr_array_new_with_free_func (g_object_unref);
  if (object == NULL || !rambla_json_get_array (object, member, 1000, &items, error) ||
      !rambla_json_get_string_or (object, "next_cursor", 512, NULL, &next, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      GObject *item = read_item (json_array_get_element (items, i), error);

      if (item == NULL)
        {
          rambla_json_prefix_error (error, "/%s/%u", member, i);
          return NULL;
        }
      g_ptr_array_add (page->items, item);
    }
  page->next = g_strdup (next);
  return g_steal_pointer (&page);
}

static GObject *
read_order (JsonNode *node, GError **error)
{
  return (GObject *) rambla_order_from_json (node, error);
}

static GObject *
read_voucher (JsonNode *node, GError **error)
{
  return (GObject *) rambla_voucher_from_json (node, error);
}

static gpointer
decode_orders (JsonNode *root, const char *etag, GError **error)
{
  return decode_page (root, "orders", read_order, error);
}

static gpointer
decode_vouchers (JsonNode *root, const char *etag, GError **error)
{
  return decode_page (root, "vouchers", read_voucher, error);
}

static void
list_page (RamblaApi *api,
           const char *path,
           const char *cursor,
           RamblaDecode decode,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("GET", path);

  rambla_call_add (call, "cursor", cursor);
  rambla_call_add_int (call, "limit", PAGE_LIMIT);
  rambla_call_send_own (api, call, decode, (GDestroyNotify) rambla_purchase_page_free, cancellable, callback,
                        user_data);
}

void
rambla_purchases_list_orders_async (RamblaApi *api,
                                    const char *cursor,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  list_page (api, "/v1/orders", cursor, decode_orders, cancellable, callback, user_data);
}

RamblaPurchasePage *
rambla_purchases_list_orders_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

void
rambla_purchases_list_vouchers_async (RamblaApi *api,
                                      const char *cursor,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  list_page (api, "/v1/vouchers", cursor, decode_vouchers, cancellable, callback, user_data);
}

RamblaPurchasePage *
rambla_purchases_list_vouchers_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

static gpointer
decode_voucher (JsonNode *root, const char *etag, GError **error)
{
  return rambla_call_decode_object (root, error) != NULL ? rambla_voucher_from_json (root, error) : NULL;
}

void
rambla_purchases_get_voucher_async (RamblaApi *api,
                                    const char *id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  rambla_call_send_own (api, rambla_call_new_for ("GET", "/v1/vouchers/", id, NULL), decode_voucher,
                        g_object_unref, cancellable, callback, user_data);
}

RamblaVoucher *
rambla_purchases_get_voucher_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

static gpointer
decode_me (JsonNode *root, const char *etag, GError **error)
{
  return rambla_call_decode_object (root, error) != NULL ? rambla_me_from_json (root, error) : NULL;
}

void
rambla_purchases_get_me_async (RamblaApi *api,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  rambla_call_send_own (api, rambla_call_new ("GET", "/v1/me"), decode_me, (GDestroyNotify) rambla_me_free,
                        cancellable, callback, user_data);
}

RamblaMe *
rambla_purchases_get_me_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}
