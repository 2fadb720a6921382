/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-call-decode.h"

#include "rambla-json.h"

JsonObject *
rambla_call_decode_object (JsonNode *root, GError **error)
{
  if (root != NULL)
    return rambla_json_as_object (root, error);
  rambla_json_set_error (error, RAMBLA_JSON_ERROR_TYPE, "", "is empty");
  return NULL;
}

void
rambla_call_send_read (RamblaApi *api,
                       RamblaCall *call,
                       RamblaDecode decode,
                       GDestroyNotify destroy,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  rambla_call_set_decode (call, decode, destroy);
  rambla_api_call_async (api, call, cancellable, callback, user_data);
}

void
rambla_call_send_own (RamblaApi *api,
                      RamblaCall *call,
                      RamblaDecode decode,
                      GDestroyNotify destroy,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  rambla_call_set_authorized (call, TRUE);
  rambla_call_send_read (api, call, decode, destroy, cancellable, callback, user_data);
}
