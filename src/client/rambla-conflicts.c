/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-conflicts.h"

#include "rambla-call-decode.h"
#include "rambla-json.h"

#define PAGE_LIMIT 100
#define MAX_NAME 200
#define MAX_ADDRESS 500

static const char *const kinds[] = { "double_use", "refunded", "expired", "revoked", NULL };

static void
use_clear (RamblaConflictUse *use)
{
  g_free (use->store_name);
  g_free (use->store_address);
  g_free (use->store_id);
}

void
rambla_conflict_free (RamblaConflict *conflict)
{
  use_clear (&conflict->first);
  use_clear (&conflict->second);
  g_free (conflict);
}

static gboolean
read_use (JsonObject *object, const char *name, RamblaConflictUse *use, GError **error)
{
  JsonObject *member;
  const char *store_id;
  const char *store_name;
  const char *store_address;

  if (!rambla_json_get_object (object, name, &member, error) ||
      !rambla_json_get_time (member, "at", &use->at, error) ||
      !rambla_json_get_id_or (member, "store_id", NULL, NULL, &store_id, error) ||
      !rambla_json_get_string_or (member, "store_name", MAX_NAME, NULL, &store_name, error) ||
      !rambla_json_get_string_or (member, "store_address", MAX_ADDRESS, NULL, &store_address, error))
    return FALSE;
  use->store_id = g_strdup (store_id);
  use->store_name = g_strdup (store_name);
  use->store_address = g_strdup (store_address);
  return TRUE;
}

static RamblaConflict *
read_conflict (JsonNode *node, GError **error)
{
  g_autoptr (RamblaConflict) conflict = g_new0 (RamblaConflict, 1);
  JsonObject *object = rambla_json_as_object (node, error);
  int kind;

  if (object == NULL || !rambla_json_get_enum (object, "kind", kinds, &kind, error) ||
      !read_use (object, "first", &conflict->first, error) ||
      !read_use (object, "second", &conflict->second, error) ||
      !rambla_json_get_money (object, "amount", &conflict->amount, error) ||
      !rambla_json_get_money (object, "guaranteed", &conflict->guaranteed, error))
    return NULL;
  conflict->kind = (RamblaConflictKind) kind;
  return g_steal_pointer (&conflict);
}

void
rambla_conflict_page_free (RamblaConflictPage *page)
{
  g_ptr_array_unref (page->items);
  g_free (page->next);
  g_free (page);
}

static gpointer
decode_conflicts (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (RamblaConflictPage) page = g_new0 (RamblaConflictPage, 1);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *conflicts;
  const char *next;

  page->items = g_ptr_array_new_with_free_func ((GDestroyNotify) rambla_conflict_free);
  if (object == NULL || !rambla_json_get_array (object, "conflicts", PAGE_LIMIT, &conflicts, error) ||
      !rambla_json_get_string_or (object, "next_cursor", 512, NULL, &next, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (conflicts); i++)
    {
      RamblaConflict *conflict = read_conflict (json_array_get_element (conflicts, i), error);

      if (conflict == NULL)
        {
          rambla_json_prefix_error (error, "/conflicts/%u", i);
          return NULL;
        }
      g_ptr_array_add (page->items, conflict);
    }
  page->next = g_strdup (next);
  return g_steal_pointer (&page);
}

void
rambla_conflicts_list_async (RamblaApi *api,
                             const char *store_id,
                             const char *cursor,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("GET", "/v1/merchant/conflicts");

  rambla_call_add (call, "store_id", store_id);
  rambla_call_add (call, "cursor", cursor);
  rambla_call_add_int (call, "limit", PAGE_LIMIT);
  rambla_call_send_own (api, call, decode_conflicts, (GDestroyNotify) rambla_conflict_page_free, cancellable,
                        callback, user_data);
}

RamblaConflictPage *
rambla_conflicts_list_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}
