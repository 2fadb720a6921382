/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-counter.h"

#include <string.h>

#include "rambla-call-decode.h"
#include "rambla-fault-point.h"
#include "rambla-json.h"

#define PAGE_LIMIT 100

static gpointer
decode_stores (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (GPtrArray) stores = g_ptr_array_new_with_free_func (g_object_unref);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *features;

  if (object == NULL || !rambla_json_get_array (object, "features", 1000, &features, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      RamblaStore *store = rambla_store_from_json (json_array_get_element (features, i), error);

      if (store == NULL)
        {
          rambla_json_prefix_error (error, "/features/%u", i);
          return NULL;
        }
      g_ptr_array_add (stores, store);
    }
  return g_steal_pointer (&stores);
}

void
rambla_counter_list_stores_async (RamblaApi *api,
                                  const char *text,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("GET", "/v1/merchant/stores");

  rambla_call_add (call, "q", text);
  rambla_call_add_int (call, "limit", PAGE_LIMIT);
  rambla_call_send_own (api, call, decode_stores, (GDestroyNotify) g_ptr_array_unref, cancellable, callback,
                        user_data);
}

GPtrArray *
rambla_counter_list_stores_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

static gpointer
decode_redemption (JsonNode *root, const char *etag, GError **error)
{
  return rambla_call_decode_object (root, error) != NULL ? rambla_redemption_from_json (root, error) : NULL;
}

void
rambla_counter_redeem_async (RamblaApi *api,
                             const char *key,
                             const char *presented,
                             const char *store_id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("POST", "/v1/merchant/redemptions");
  JsonObject *body = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (body, "presented", presented);
  json_object_set_string_member (body, "store_id", store_id);
  json_node_take_object (node, body);
  rambla_call_set_body (call, node);
  rambla_call_set_idempotency_key (call, key);
  rambla_call_send_own (api, call, decode_redemption, g_object_unref, cancellable, callback, user_data);
  rambla_fault_point ("counter.sent");
}

RamblaRedemption *
rambla_counter_redeem_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  rambla_fault_point ("counter.answered");
  return rambla_api_call_finish (api, result, error);
}

void
rambla_counter_undo_async (RamblaApi *api,
                           const char *key,
                           const char *id,
                           const char *reason,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  RamblaCall *call = rambla_call_new_for ("POST", "/v1/merchant/redemptions/", id, "/undo");
  JsonObject *body = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (body, "reason", reason);
  json_node_take_object (node, body);
  rambla_call_set_body (call, node);
  rambla_call_set_idempotency_key (call, key);
  rambla_call_send_own (api, call, decode_redemption, g_object_unref, cancellable, callback, user_data);
}

RamblaRedemption *
rambla_counter_undo_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

void
rambla_counter_settings_free (RamblaCounterSettings *settings)
{
  g_free (settings->statement);
  g_free (settings->etag);
  g_free (settings);
}

static gpointer
decode_settings (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (RamblaCounterSettings) settings = g_new0 (RamblaCounterSettings, 1);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonObject *offline;
  const char *statement;
  gint64 undo_seconds;

  if (object == NULL || !rambla_json_get_object (object, "offline", &offline, error) ||
      !rambla_json_get_bool (offline, "accept", &settings->accept, error) ||
      !rambla_json_get_money (offline, "limit", &settings->limit, error) ||
      !rambla_json_get_money (offline, "highest_limit", &settings->highest_limit, error) ||
      !rambla_json_get_string (offline, "statement", 4000, &statement, error) ||
      !rambla_json_get_int (object, "undo_seconds", 0, 86400, &undo_seconds, error))
    return NULL;
  settings->undo_seconds = (int) undo_seconds;
  settings->statement = g_strdup (statement);
  /* The tag itself, without its quotation marks. */
  if (etag != NULL && g_str_has_prefix (etag, "\"") && strlen (etag) >= 2)
    settings->etag = g_strndup (etag + 1, strlen (etag) - 2);
  return g_steal_pointer (&settings);
}

void
rambla_counter_get_settings_async (RamblaApi *api,
                                   const char *store_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("GET", "/v1/merchant/settings");

  rambla_call_add (call, "store_id", store_id);
  rambla_call_send_own (api, call, decode_settings, (GDestroyNotify) rambla_counter_settings_free,
                        cancellable, callback, user_data);
}

void
rambla_counter_set_settings_async (RamblaApi *api,
                                   const char *store_id,
                                   const RamblaCounterSettings *settings,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("PUT", "/v1/merchant/settings");
  JsonObject *body = json_object_new ();
  JsonObject *offline = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_boolean_member (offline, "accept", settings->accept);
  json_object_set_member (offline, "limit", rambla_money_to_json (settings->limit));
  json_object_set_object_member (body, "offline", offline);
  json_object_set_int_member (body, "undo_seconds", settings->undo_seconds);
  json_node_take_object (node, body);
  rambla_call_add (call, "store_id", store_id);
  rambla_call_set_body (call, node);
  rambla_call_set_if_match (call, settings->etag);
  rambla_call_send_own (api, call, decode_settings, (GDestroyNotify) rambla_counter_settings_free,
                        cancellable, callback, user_data);
}

RamblaCounterSettings *
rambla_counter_settings_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

void
rambla_counter_day_free (RamblaCounterDay *day)
{
  g_ptr_array_unref (day->redemptions);
  g_free (day);
}

static gpointer
decode_day (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (RamblaCounterDay) day = g_new0 (RamblaCounterDay, 1);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *redemptions;
  gint64 count;

  day->redemptions = g_ptr_array_new_with_free_func (g_object_unref);
  if (object == NULL || !rambla_json_get_array (object, "redemptions", 1000, &redemptions, error) ||
      !rambla_json_get_int (object, "count", 0, G_MAXINT, &count, error) ||
      !rambla_json_get_money (object, "total", &day->total, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (redemptions); i++)
    {
      RamblaRedemption *redemption =
          rambla_redemption_from_json (json_array_get_element (redemptions, i), error);

      if (redemption == NULL)
        {
          rambla_json_prefix_error (error, "/redemptions/%u", i);
          return NULL;
        }
      g_ptr_array_add (day->redemptions, redemption);
    }
  day->count = (int) count;
  return g_steal_pointer (&day);
}

void
rambla_counter_get_day_async (RamblaApi *api,
                              const char *store_id,
                              const char *date,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("GET", "/v1/merchant/redemptions");

  rambla_call_add (call, "store_id", store_id);
  rambla_call_add (call, "date", date);
  rambla_call_add_int (call, "limit", PAGE_LIMIT);
  rambla_call_send_own (api, call, decode_day, (GDestroyNotify) rambla_counter_day_free, cancellable,
                        callback, user_data);
}

RamblaCounterDay *
rambla_counter_get_day_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

static void
counter_deal_free (RamblaCounterDeal *entry)
{
  g_clear_object (&entry->deal);
  g_free (entry->etag);
  g_free (entry);
}

static gpointer
decode_deals (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) counter_deal_free);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *deals;

  if (object == NULL || !rambla_json_get_array (object, "deals", 1000, &deals, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (deals); i++)
    {
      JsonNode *node = json_array_get_element (deals, i);
      JsonObject *member = rambla_json_as_object (node, error);
      RamblaDeal *deal = member != NULL ? rambla_deal_from_json (node, error) : NULL;
      RamblaCounterDeal *entry;
      static const char *const states[] = { "on_sale", "stopped", NULL };
      const char *tag = NULL;
      int state = 0;
      gint64 redeemed;
      gint64 held;

      if (deal == NULL || !rambla_json_get_int (member, "redeemed", 0, G_MAXINT, &redeemed, error) ||
          !rambla_json_get_int (member, "held", 0, G_MAXINT, &held, error) ||
          !rambla_json_get_enum_or (member, "state", states, 0, &state, error) ||
          !rambla_json_get_string_or (member, "etag", 64, NULL, &tag, error))
        {
          g_clear_object (&deal);
          rambla_json_prefix_error (error, "/deals/%u", i);
          return NULL;
        }
      entry = g_new0 (RamblaCounterDeal, 1);
      entry->deal = deal;
      entry->redeemed = (int) redeemed;
      entry->held = (int) held;
      entry->stopped = state == 1;
      entry->etag = g_strdup (tag);
      g_ptr_array_add (list, entry);
    }
  return g_steal_pointer (&list);
}

void
rambla_counter_list_deals_async (RamblaApi *api,
                                 const char *store_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("GET", "/v1/merchant/deals");

  rambla_call_add (call, "store_id", store_id);
  rambla_call_send_own (api, call, decode_deals, (GDestroyNotify) g_ptr_array_unref, cancellable, callback,
                        user_data);
}

GPtrArray *
rambla_counter_list_deals_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

void
rambla_counter_change_deal_async (RamblaApi *api,
                                  const char *key,
                                  const char *store_id,
                                  const RamblaCounterDeal *offer,
                                  const RamblaCounterChange *change,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autofree char *path = g_strconcat ("/v1/merchant/deals/", rambla_deal_get_id (offer->deal), NULL);
  RamblaCall *call = rambla_call_new ("PATCH", path);
  JsonObject *body = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (body, "store_id", store_id);
  if (change->price_changed)
    {
      JsonObject *price = json_object_new ();

      json_object_set_int_member (price, "amount", change->price.amount);
      json_object_set_string_member (price, "currency", change->price.currency);
      json_object_set_object_member (body, "price", price);
    }
  if (change->stock_left != rambla_deal_get_stock_left (offer->deal))
    {
      if (change->stock_left >= 0)
        json_object_set_int_member (body, "stock_left", change->stock_left);
      else
        json_object_set_null_member (body, "stock_left");
    }
  if (change->stopped != offer->stopped)
    json_object_set_string_member (body, "state", change->stopped ? "stopped" : "on_sale");
  json_node_take_object (node, body);
  rambla_call_set_body (call, node);
  rambla_call_set_idempotency_key (call, key);
  rambla_call_set_if_match (call, offer->etag);
  rambla_call_send_own (api, call, NULL, NULL, cancellable, callback, user_data);
}

gboolean
rambla_counter_change_deal_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  g_autoptr (JsonNode) answer = rambla_api_call_finish (api, result, error);

  return answer != NULL;
}
