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
