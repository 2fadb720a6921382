/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-certification.h"

#include <string.h>

#include "rambla-call-decode.h"
#include "rambla-json.h"

#define MAX_KEYS 200

void
rambla_certification_free (RamblaCertification *self)
{
  g_clear_pointer (&self->certificate, rambla_certificate_free);
  g_free (self);
}

typedef struct
{
  char *merchant_id;
  char *token;
} Check;

static void
check_free (Check *check)
{
  g_free (check->merchant_id);
  g_free (check->token);
  g_free (check);
}

static gpointer
decode_token (JsonNode *root, const char *etag, GError **error)
{
  JsonObject *object = rambla_call_decode_object (root, error);
  const char *token;

  if (object == NULL ||
      !rambla_json_get_string (object, "certification", RAMBLA_CERTIFICATE_MAX, &token, error))
    return NULL;
  return g_strdup (token);
}

/* A JSON Web Key Set (RFC 7517, RFC 8037) as kid → 32 bytes. */
static gpointer
decode_keys (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *keys;

  if (object == NULL || !rambla_json_get_array (object, "keys", MAX_KEYS, &keys, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (keys); i++)
    {
      JsonObject *member = rambla_json_as_object (json_array_get_element (keys, i), error);
      g_autofree guint8 *key = NULL;
      const char *kid;
      const char *x;
      gsize length = 0;

      if (member == NULL || !rambla_json_get_string (member, "kid", 64, &kid, error) ||
          !rambla_json_get_string (member, "x", 64, &x, error))
        {
          rambla_json_prefix_error (error, "/keys/%u", i);
          return NULL;
        }
      key = rambla_base64url_decode (x, strlen (x), &length);
      /* A key of a kind that we do not know signs nothing that we know. */
      if (key != NULL && length == RAMBLA_ED25519_PUBLIC_SIZE)
        g_hash_table_replace (found, g_strdup (kid), g_steal_pointer (&key));
    }
  return g_steal_pointer (&found);
}

static const guint8 *
find_key (const char *kid, gpointer keys)
{
  return g_hash_table_lookup (keys, kid);
}

static RamblaCertification *
certification_new (RamblaCertificationState state)
{
  RamblaCertification *self = g_new0 (RamblaCertification, 1);

  self->state = state;
  self->checked_at = g_get_real_time ();
  return self;
}

static void
on_keys_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Check *check = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GHashTable) keys = rambla_api_call_finish (RAMBLA_API (source), result, &error);
  g_autoptr (RamblaCertification) found = NULL;

  if (keys == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  found = certification_new (RAMBLA_CERTIFICATION_FORGED);
  found->result = rambla_certificate_verify (check->token, find_key, keys, check->merchant_id,
                                             found->checked_at / G_USEC_PER_SEC, &found->certificate);
  if (found->result == RAMBLA_CERTIFICATE_GENUINE)
    found->state = RAMBLA_CERTIFICATION_GENUINE;
  else if (found->result == RAMBLA_CERTIFICATE_EXPIRED)
    found->state = RAMBLA_CERTIFICATION_EXPIRED;
  g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) rambla_certification_free);
}

static void
on_token_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RamblaApi *api = RAMBLA_API (source);
  Check *check = g_task_get_task_data (task);
  GError *error = NULL;

  check->token = rambla_api_call_finish (api, result, &error);
  if (check->token != NULL)
    {
      rambla_call_send_read (api, rambla_call_new ("GET", "/.well-known/jwks.json"), decode_keys,
                             (GDestroyNotify) g_hash_table_unref, g_task_get_cancellable (task),
                             on_keys_ready, g_object_ref (task));
      return;
    }
  if (g_strcmp0 (rambla_api_error_get_problem (error), "not_found") == 0)
    {
      g_error_free (error);
      g_task_return_pointer (task, certification_new (RAMBLA_CERTIFICATION_NONE),
                             (GDestroyNotify) rambla_certification_free);
      return;
    }
  g_task_return_error (task, error);
}

void
rambla_certification_check_async (RamblaApi *api,
                                  const char *store_id,
                                  const char *merchant_id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (api, cancellable, callback, user_data);
  Check *check = g_new0 (Check, 1);

  check->merchant_id = g_strdup (merchant_id);
  g_task_set_source_tag (task, rambla_certification_check_async);
  g_task_set_task_data (task, check, (GDestroyNotify) check_free);
  rambla_call_send_read (api, rambla_call_new_for ("GET", "/v1/stores/", store_id, "/certification"),
                         decode_token, g_free, cancellable, on_token_ready, g_steal_pointer (&task));
}

RamblaCertification *
rambla_certification_check_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, api), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
