/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-shares.h"

#include "rambla-call-decode.h"
#include "rambla-json.h"

#define MAX_PATH_BYTES 200

static gpointer
decode_path (JsonNode *root, const char *etag, GError **error)
{
  JsonObject *object = rambla_call_decode_object (root, error);
  const char *path;

  if (object == NULL || !rambla_json_get_string (object, "path", MAX_PATH_BYTES, &path, error))
    return NULL;
  if (g_str_has_prefix (path, "/d/"))
    return g_strdup (path);
  rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/path", "leads to no offer");
  return NULL;
}

void
rambla_shares_get_path_async (RamblaApi *api,
                              const char *deal_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  rambla_call_send_own (api, rambla_call_new_for ("PUT", "/v1/deals/", deal_id, "/share"), decode_path,
                        g_free, cancellable, callback, user_data);
}

char *
rambla_shares_get_path_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}
