/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-stores.h"

#include "rambla-call-decode.h"
#include "rambla-json.h"

#define MOST_BRANCHES 2000

static gpointer
decode_stores (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (GPtrArray) stores = g_ptr_array_new_with_free_func (g_object_unref);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *features;

  if (object == NULL || !rambla_json_get_array (object, "features", MOST_BRANCHES, &features, error))
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
rambla_stores_list_branches_async (RamblaApi *api,
                                   const char *store_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  rambla_call_send_read (api, rambla_call_new_for ("GET", "/v1/stores/", store_id, "/branches"),
                         decode_stores, (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
rambla_stores_list_branches_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

/* --- special days --- */

void
rambla_special_days_free (RamblaSpecialDays *self)
{
  g_ptr_array_unref (self->days);
  g_free (self->etag);
  g_free (self);
}

static gpointer
decode_special_days (JsonNode *root, const char *etag, GError **error)
{
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *array;
  GPtrArray *days;
  RamblaSpecialDays *self;

  if (object == NULL || !rambla_json_get_array (object, "special_days", RAMBLA_DAY_HOURS_MAX, &array, error))
    return NULL;
  days = rambla_day_hours_from_json (json_object_get_member (object, "special_days"), FALSE, error);
  if (days == NULL)
    {
      rambla_json_prefix_error (error, "/special_days");
      return NULL;
    }
  self = g_new0 (RamblaSpecialDays, 1);
  self->days = days;
  self->etag = g_strdup (etag);
  return self;
}

void
rambla_stores_get_special_days_async (RamblaApi *api,
                                      const char *store_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  rambla_call_send_own (api, rambla_call_new_for ("GET", "/v1/merchant/stores/", store_id, "/special-days"),
                        decode_special_days, (GDestroyNotify) rambla_special_days_free, cancellable, callback,
                        user_data);
}

void
rambla_stores_set_special_days_async (RamblaApi *api,
                                      const char *store_id,
                                      GPtrArray *days,
                                      const char *etag,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  RamblaCall *call = rambla_call_new_for ("PUT", "/v1/merchant/stores/", store_id, "/special-days");
  g_autoptr (GString) text = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, text);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_name (&writer, "special_days");
  rambla_day_hours_write (days, 0, &writer);
  rambla_json_writer_end_object (&writer);
  rambla_call_set_body (call, rambla_json_parse (text->str, (gssize) text->len, RAMBLA_JSON_MAX_BODY, NULL));
  rambla_call_set_if_match (call, etag);
  rambla_call_send_own (api, call, decode_special_days, (GDestroyNotify) rambla_special_days_free,
                        cancellable, callback, user_data);
}

RamblaSpecialDays *
rambla_stores_special_days_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}
