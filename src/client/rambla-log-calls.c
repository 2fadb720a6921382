/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-log-calls.h"

#include <string.h>

#include "rambla-call-decode.h"
#include "rambla-json.h"
#include "rambla-log-head.h"
#include "rambla-review-log.h"

#define MAX_KEYS 100
#define PAGE 100

static RamblaCall *
new_call (const char *log, const char *behind)
{
  g_autofree char *path = g_strconcat ("/v1/", log, "/log", behind, NULL);

  return rambla_call_new ("GET", path);
}

/* --- Entries --- */

static void
log_entry_free (RamblaLogEntry *entry)
{
  g_free (entry->text);
  g_free (entry);
}

void
rambla_log_page_free (RamblaLogPage *page)
{
  if (page == NULL)
    return;
  g_ptr_array_unref (page->entries);
  g_free (page->next);
  g_free (page);
}

static gpointer
decode_page (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (RamblaLogPage) page = g_new0 (RamblaLogPage, 1);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *entries;
  const char *next;

  page->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) log_entry_free);
  if (object == NULL || !rambla_json_get_array (object, "entries", PAGE, &entries, error) ||
      !rambla_json_get_string_or (object, "next_cursor", 2000, NULL, &next, error))
    return NULL;
  page->next = g_strdup (next);
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *told = rambla_json_as_object (json_array_get_element (entries, i), error);
      RamblaLogEntry *entry = g_new0 (RamblaLogEntry, 1);
      const char *text;

      g_ptr_array_add (page->entries, entry);
      if (told == NULL ||
          !rambla_json_get_int (told, "number", 1, (gint64) RAMBLA_LOG_SIZE_MAX, &entry->number, error) ||
          !rambla_json_get_string (told, "entry", RAMBLA_REVIEW_ENTRY_MAX, &text, error))
        {
          rambla_json_prefix_error (error, "/entries/%u", i);
          return NULL;
        }
      entry->text = g_strdup (text);
    }
  return g_steal_pointer (&page);
}

void
rambla_log_calls_list_async (RamblaApi *api,
                             const char *log,
                             const char *deal_id,
                             const char *cursor,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  RamblaCall *call = new_call (log, NULL);

  rambla_call_add (call, "deal_id", deal_id);
  rambla_call_add_int (call, "limit", PAGE);
  rambla_call_add (call, "cursor", cursor);
  rambla_call_send_read (api, call, decode_page, (GDestroyNotify) rambla_log_page_free, cancellable, callback,
                         user_data);
}

RamblaLogPage *
rambla_log_calls_list_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

/* --- The head --- */

static gpointer
decode_head (JsonNode *root, const char *etag, GError **error)
{
  JsonObject *object = rambla_call_decode_object (root, error);
  const char *head;

  if (object == NULL || !rambla_json_get_string (object, "head", RAMBLA_LOG_HEAD_MAX, &head, error))
    return NULL;
  return g_strdup (head);
}

void
rambla_log_calls_get_head_async (RamblaApi *api,
                                 const char *log,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  rambla_call_send_read (api, new_call (log, "/head"), decode_head, g_free, cancellable, callback, user_data);
}

char *
rambla_log_calls_get_head_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

/* --- Proofs --- */

static gpointer
decode_proof (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (RamblaLogHash));
  JsonObject *object = rambla_call_decode_object (root, error);
  g_auto (GStrv) steps = NULL;

  if (object == NULL || !rambla_json_get_strv_or_null (object, "proof", RAMBLA_LOG_PROOF_MAX,
                                                       2 * RAMBLA_LOG_HASH_SIZE, &steps, error))
    return NULL;
  for (guint i = 0; steps != NULL && steps[i] != NULL; i++)
    {
      RamblaLogHash hash;

      if (!rambla_log_hash_from_hex (steps[i], &hash))
        {
          rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/proof", "must be hashes");
          return NULL;
        }
      g_array_append_val (proof, hash);
    }
  return g_steal_pointer (&proof);
}

void
rambla_log_calls_prove_async (RamblaApi *api,
                              const char *log,
                              const char *what,
                              gint64 number,
                              gint64 size,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  RamblaCall *call = new_call (log, "/proof");

  rambla_call_add_int (call, what, number);
  rambla_call_add_int (call, "size", size);
  rambla_call_send_read (api, call, decode_proof, (GDestroyNotify) g_array_unref, cancellable, callback,
                         user_data);
}

GArray *
rambla_log_calls_prove_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

gboolean
rambla_log_calls_is_refusal (const GError *error)
{
  return g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER) ||
         g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_NOT_FOUND) ||
         g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_FORBIDDEN) ||
         g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_REFUSED);
}

/* --- Keys --- */

static gpointer
decode_keys (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (GHashTable) keys =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *list;

  if (object == NULL || !rambla_json_get_array (object, "keys", MAX_KEYS, &list, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *key = rambla_json_as_object (json_array_get_element (list, i), error);
      const char *kid, *x, *curve;
      guint8 *bytes;
      gsize length = 0;

      if (key == NULL || !rambla_json_get_string (key, "kid", 100, &kid, error) ||
          !rambla_json_get_string_or (key, "crv", 20, "", &curve, error) ||
          !rambla_json_get_string_or (key, "x", 200, "", &x, error))
        return NULL;
      /* Keys of another kind are somebody else's business. */
      if (strcmp (curve, "Ed25519") != 0)
        continue;
      bytes = rambla_base64url_decode (x, strlen (x), &length);
      if (bytes != NULL && length == RAMBLA_ED25519_PUBLIC_SIZE)
        g_hash_table_insert (keys, g_strdup (kid), g_bytes_new_take (bytes, length));
      else
        g_free (bytes);
    }
  return g_steal_pointer (&keys);
}

void
rambla_log_calls_get_keys_async (RamblaApi *api,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  rambla_call_send_read (api, rambla_call_new ("GET", "/.well-known/jwks.json"), decode_keys,
                         (GDestroyNotify) g_hash_table_unref, cancellable, callback, user_data);
}

GHashTable *
rambla_log_calls_get_keys_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}
