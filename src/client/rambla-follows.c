/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-follows.h"

#include <string.h>

#include "rambla-call-decode.h"
#include "rambla-catalogue.h"
#include "rambla-json.h"

#define MAX_FILE (4 * 1024 * 1024)
#define MOST 500

typedef struct
{
  RamblaStore *store;
  GHashTable *seen;   /* ids of offers */
  GHashTable *offers; /* ids of what it offers now; NULL until asked */
  gboolean fresh;     /* what it offers first counts as seen */
  gboolean sent;      /* the platform knows */
} Follow;

struct _RamblaFollows
{
  GObject parent_instance;

  RamblaApi *api;
  RamblaSession *session;
  GFile *file;
  GPtrArray *follows; /* of Follow, the latest first */
  GHashTable *gone;   /* ids of stores that the platform has to be told are dropped */
  gboolean loaded;
  gboolean saving;
  gboolean dirty;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaFollows, rambla_follows, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GHashTable *
new_ids (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static Follow *
follow_new (RamblaStore *store)
{
  Follow *follow = g_new0 (Follow, 1);

  follow->store = g_object_ref (store);
  follow->seen = new_ids ();
  return follow;
}

static void
follow_free (Follow *follow)
{
  g_object_unref (follow->store);
  g_hash_table_unref (follow->seen);
  g_clear_pointer (&follow->offers, g_hash_table_unref);
  g_free (follow);
}

static Follow *
find (RamblaFollows *self, const char *store_id)
{
  for (guint i = 0; i < self->follows->len; i++)
    {
      Follow *follow = g_ptr_array_index (self->follows, i);

      if (g_strcmp0 (rambla_store_get_id (follow->store), store_id) == 0)
        return follow;
    }
  return NULL;
}

/* --- the file --- */

static void save (RamblaFollows *self);

static JsonNode *
ids_to_json (GHashTable *ids)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    json_array_add_string_element (array, id);
  json_node_take_array (node, array);
  return node;
}

static void
read_ids (JsonObject *object, const char *name, GHashTable *ids)
{
  JsonArray *array = NULL;

  if (!rambla_json_get_array_or_null (object, name, 10000, &array, NULL) || array == NULL)
    return;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *id = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

      if (id != NULL)
        g_hash_table_add (ids, g_strdup (id));
    }
}

static char *
to_text (RamblaFollows *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *follows = json_array_new ();

  for (guint i = 0; i < self->follows->len; i++)
    {
      const Follow *follow = g_ptr_array_index (self->follows, i);
      JsonObject *entry = json_object_new ();

      json_object_set_member (entry, "store", json_node_ref (rambla_store_get_json (follow->store)));
      json_object_set_member (entry, "seen", ids_to_json (follow->seen));
      json_object_set_boolean_member (entry, "fresh", follow->fresh);
      json_object_set_boolean_member (entry, "sent", follow->sent);
      json_array_add_object_element (follows, entry);
    }
  json_object_set_array_member (object, "follows", follows);
  json_object_set_member (object, "gone", ids_to_json (self->gone));
  json_node_take_object (node, object);
  return rambla_json_to_string (node);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaFollows) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_warning ("The followed stores could not be kept: %s", error->message);
  self->saving = FALSE;
  if (self->dirty)
    save (self);
}

/* One write at a time, so that the last one is what stays. */
static void
save (RamblaFollows *self)
{
  g_autoptr (GBytes) bytes = NULL;
  char *text;

  self->dirty = self->saving || !self->loaded;
  if (self->dirty)
    return;
  self->saving = TRUE;
  text = to_text (self);
  bytes = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (self->file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, on_saved,
                                       g_object_ref (self));
}

static void
changed (RamblaFollows *self)
{
  save (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- their offers --- */

typedef struct
{
  RamblaFollows *follows; /* owned */
  char *store_id;
} Asked;

static void
asked_free (Asked *asked)
{
  g_object_unref (asked->follows);
  g_free (asked->store_id);
  g_free (asked);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, asked_free)

static Asked *
asked_new (RamblaFollows *self, const char *store_id)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->follows = g_object_ref (self);
  asked->store_id = g_strdup (store_id);
  return asked;
}

static void
see_all (Follow *follow)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_remove_all (follow->seen);
  g_hash_table_iter_init (&iter, follow->offers);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (follow->seen, g_strdup (id));
}

static void
on_offers_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asked) asked = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDealBatch) batch =
      rambla_catalogue_list_store_deals_finish (RAMBLA_API (source), result, &error);
  Follow *follow = find (asked->follows, asked->store_id);

  /* Without an answer the last one stays; the next event or start asks again. */
  if (batch == NULL || follow == NULL)
    return;
  g_clear_pointer (&follow->offers, g_hash_table_unref);
  follow->offers = new_ids ();
  for (guint i = 0; i < batch->deals->len; i++)
    g_hash_table_add (follow->offers, g_strdup (rambla_deal_get_id (g_ptr_array_index (batch->deals, i))));
  if (follow->fresh)
    see_all (follow);
  follow->fresh = FALSE;
  changed (asked->follows);
}

static void
ask_offers (RamblaFollows *self, Follow *follow)
{
  const char *id = rambla_store_get_id (follow->store);

  rambla_catalogue_list_store_deals_async (self->api, id, self->cancellable, on_offers_ready,
                                           asked_new (self, id));
}

static void
ask_all (RamblaFollows *self)
{
  for (guint i = 0; i < self->follows->len; i++)
    ask_offers (self, g_ptr_array_index (self->follows, i));
}

static void
on_deal_event (RamblaFollows *self, const char *kind, JsonObject *data)
{
  JsonArray *stores = NULL;

  if (!rambla_json_get_array_or_null (data, "stores", 1000, &stores, NULL) || stores == NULL)
    return;
  for (guint i = 0; i < json_array_get_length (stores); i++)
    {
      JsonObject *store = rambla_json_as_object (json_array_get_element (stores, i), NULL);
      const char *id = store != NULL ? json_object_get_string_member_with_default (store, "id", NULL) : NULL;
      Follow *follow = find (self, id);

      if (follow != NULL)
        ask_offers (self, follow);
    }
}

/* --- the account --- */

static void synchronize (RamblaFollows *self);

static gpointer
decode_nothing (JsonNode *root, const char *etag, GError **error)
{
  return g_strdup ("");
}

static void
on_told (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asked) asked = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = rambla_api_call_finish (RAMBLA_API (source), result, &error);
  Follow *follow = find (asked->follows, asked->store_id);
  gboolean missing = g_strcmp0 (rambla_api_error_get_problem (error), "not_found") == 0;

  /* What did not arrive is told again at the next sign of life; a store that is not there cannot be told of.
   */
  if (done == NULL && !missing)
    return;
  if (follow != NULL)
    follow->sent = TRUE;
  else
    g_hash_table_remove (asked->follows->gone, asked->store_id);
  save (asked->follows);
}

static void
tell (RamblaFollows *self, const char *store_id, gboolean followed)
{
  RamblaCall *call = rambla_call_new_for (followed ? "PUT" : "DELETE", "/v1/me/follows/", store_id, NULL);

  if (rambla_session_get_signed_in (self->session))
    rambla_call_send_own (self->api, call, decode_nothing, g_free, self->cancellable, on_told,
                          asked_new (self, store_id));
  else
    rambla_call_free (call);
}

static gpointer
decode_follows (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (GPtrArray) stores = g_ptr_array_new_with_free_func (g_object_unref);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *follows;

  if (object == NULL || !rambla_json_get_array (object, "follows", MOST, &follows, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (follows); i++)
    {
      JsonObject *entry = rambla_json_as_object (json_array_get_element (follows, i), error);
      JsonNode *node = entry != NULL ? json_object_get_member (entry, "store") : NULL;
      RamblaStore *store = node != NULL ? rambla_store_from_json (node, error) : NULL;

      if (store == NULL)
        {
          if (error != NULL && *error == NULL)
            rambla_json_set_error (error, RAMBLA_JSON_ERROR_MISSING, "/store", "must be there");
          rambla_json_prefix_error (error, "/follows/%u", i);
          return NULL;
        }
      g_ptr_array_add (stores, store);
    }
  return g_steal_pointer (&stores);
}

static gboolean
holds (GPtrArray *stores, const char *id)
{
  for (guint i = 0; i < stores->len; i++)
    if (g_str_equal (rambla_store_get_id (g_ptr_array_index (stores, i)), id))
      return TRUE;
  return FALSE;
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaFollows) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stores = rambla_api_call_finish (RAMBLA_API (source), result, &error);
  GHashTableIter iter;
  gpointer id;

  if (stores == NULL)
    return;
  /* Dropped elsewhere. */
  for (guint i = self->follows->len; i > 0; i--)
    {
      Follow *follow = g_ptr_array_index (self->follows, i - 1);

      if (follow->sent && !holds (stores, rambla_store_get_id (follow->store)))
        g_ptr_array_remove_index (self->follows, i - 1);
      else if (!follow->sent)
        tell (self, rambla_store_get_id (follow->store), TRUE);
    }
  g_hash_table_iter_init (&iter, self->gone);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    tell (self, id, FALSE);
  for (guint i = stores->len; i > 0; i--)
    {
      RamblaStore *store = g_ptr_array_index (stores, i - 1);
      Follow *follow = find (self, rambla_store_get_id (store));

      if (g_hash_table_contains (self->gone, rambla_store_get_id (store)))
        continue;
      if (follow == NULL)
        {
          follow = follow_new (store);
          follow->fresh = TRUE;
          g_ptr_array_insert (self->follows, 0, follow);
          ask_offers (self, follow);
        }
      follow->sent = TRUE;
    }
  changed (self);
}

static void
synchronize (RamblaFollows *self)
{
  if (self->loaded && rambla_session_get_signed_in (self->session))
    rambla_call_send_own (self->api, rambla_call_new ("GET", "/v1/me/follows"), decode_follows,
                          (GDestroyNotify) g_ptr_array_unref, self->cancellable, on_listed,
                          g_object_ref (self));
}

/* Whoever signs in next is somebody else perhaps: what was this account's list is not theirs. */
static void
on_signed_in_changed (RamblaFollows *self)
{
  if (rambla_session_get_signed_in (self->session))
    {
      synchronize (self);
      return;
    }
  for (guint i = self->follows->len; i > 0; i--)
    if (((Follow *) g_ptr_array_index (self->follows, i - 1))->sent)
      g_ptr_array_remove_index (self->follows, i - 1);
  g_hash_table_remove_all (self->gone);
  changed (self);
}

static void
on_refetch (RamblaFollows *self)
{
  ask_all (self);
  synchronize (self);
}

/* --- what one does --- */

guint
rambla_follows_get_n (RamblaFollows *self)
{
  g_return_val_if_fail (RAMBLA_IS_FOLLOWS (self), 0);

  return self->follows->len;
}

RamblaStore *
rambla_follows_get_store (RamblaFollows *self, guint n)
{
  g_return_val_if_fail (RAMBLA_IS_FOLLOWS (self), NULL);
  g_return_val_if_fail (n < self->follows->len, NULL);

  return ((Follow *) g_ptr_array_index (self->follows, n))->store;
}

gboolean
rambla_follows_contain (RamblaFollows *self, const char *store_id)
{
  g_return_val_if_fail (RAMBLA_IS_FOLLOWS (self), FALSE);

  return find (self, store_id) != NULL;
}

guint
rambla_follows_count_new (RamblaFollows *self, const char *store_id)
{
  const Follow *follow;
  GHashTableIter iter;
  gpointer id;
  guint n = 0;

  g_return_val_if_fail (RAMBLA_IS_FOLLOWS (self), 0);

  follow = find (self, store_id);
  if (follow == NULL || follow->offers == NULL)
    return 0;
  g_hash_table_iter_init (&iter, follow->offers);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    n += !g_hash_table_contains (follow->seen, id);
  return n;
}

void
rambla_follows_add (RamblaFollows *self, RamblaStore *store)
{
  Follow *follow;

  g_return_if_fail (RAMBLA_IS_FOLLOWS (self));

  if (find (self, rambla_store_get_id (store)) != NULL || self->follows->len >= MOST)
    return;
  follow = follow_new (store);
  follow->fresh = TRUE;
  g_ptr_array_insert (self->follows, 0, follow);
  g_hash_table_remove (self->gone, rambla_store_get_id (store));
  ask_offers (self, follow);
  tell (self, rambla_store_get_id (store), TRUE);
  changed (self);
}

void
rambla_follows_remove (RamblaFollows *self, const char *store_id)
{
  g_autofree char *id = g_strdup (store_id);
  Follow *follow;

  g_return_if_fail (RAMBLA_IS_FOLLOWS (self));

  follow = find (self, id);
  if (follow == NULL)
    return;
  if (rambla_session_get_signed_in (self->session))
    g_hash_table_add (self->gone, g_strdup (id));
  g_ptr_array_remove (self->follows, follow);
  tell (self, id, FALSE);
  changed (self);
}

void
rambla_follows_mark_seen (RamblaFollows *self, const char *store_id)
{
  Follow *follow;

  g_return_if_fail (RAMBLA_IS_FOLLOWS (self));

  follow = find (self, store_id);
  if (follow == NULL || follow->offers == NULL || rambla_follows_count_new (self, store_id) == 0)
    return;
  see_all (follow);
  changed (self);
}

/* --- construction --- */

static gboolean
read_text (RamblaFollows *self, const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) node = rambla_json_parse (text, (gssize) length, MAX_FILE, error);
  JsonObject *object = node != NULL ? rambla_json_as_object (node, error) : NULL;
  JsonArray *follows;

  if (object == NULL || !rambla_json_get_array (object, "follows", MOST, &follows, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (follows); i++)
    {
      JsonObject *entry = rambla_json_as_object (json_array_get_element (follows, i), error);
      JsonNode *store_node = entry != NULL ? json_object_get_member (entry, "store") : NULL;
      g_autoptr (RamblaStore) store = store_node != NULL ? rambla_store_from_json (store_node, error) : NULL;
      Follow *follow;

      if (store == NULL)
        return FALSE;
      if (find (self, rambla_store_get_id (store)) != NULL)
        continue;
      follow = follow_new (store);
      read_ids (entry, "seen", follow->seen);
      follow->fresh = json_object_get_boolean_member_with_default (entry, "fresh", FALSE);
      follow->sent = json_object_get_boolean_member_with_default (entry, "sent", FALSE);
      g_ptr_array_add (self->follows, follow);
    }
  read_ids (object, "gone", self->gone);
  return TRUE;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaFollows) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  if (g_file_load_contents_finish (G_FILE (source), result, &text, &length, NULL, &error))
    {
      if (!read_text (self, text, length, &error))
        g_warning ("The followed stores cannot be read: %s",
                   error != NULL ? error->message : "an entry without its store");
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_warning ("The followed stores cannot be read: %s", error->message);
  self->loaded = TRUE;
  changed (self);
  ask_all (self);
  synchronize (self);
}

static void
rambla_follows_dispose (GObject *object)
{
  RamblaFollows *self = RAMBLA_FOLLOWS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->api);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (rambla_follows_parent_class)->dispose (object);
}

static void
rambla_follows_finalize (GObject *object)
{
  RamblaFollows *self = RAMBLA_FOLLOWS (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->file);
  g_ptr_array_unref (self->follows);
  g_hash_table_unref (self->gone);
  G_OBJECT_CLASS (rambla_follows_parent_class)->finalize (object);
}

static void
rambla_follows_class_init (RamblaFollowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_follows_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_follows_finalize;
  signals[CHANGED] =
      g_signal_new ("changed", RAMBLA_TYPE_FOLLOWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rambla_follows_init (RamblaFollows *self)
{
  self->follows = g_ptr_array_new_with_free_func ((GDestroyNotify) follow_free);
  self->gone = new_ids ();
  self->cancellable = g_cancellable_new ();
}

RamblaFollows *
rambla_follows_new (RamblaApi *api, RamblaSession *session, RamblaEventStream *events, const char *path)
{
  RamblaFollows *self = g_object_new (RAMBLA_TYPE_FOLLOWS, NULL);

  self->api = g_object_ref (api);
  self->session = g_object_ref (session);
  self->file = g_file_new_for_path (path);
  g_signal_connect_object (session, "notify::signed-in", G_CALLBACK (on_signed_in_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (events, "event::deal", G_CALLBACK (on_deal_event), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (events, "refetch", G_CALLBACK (on_refetch), self, G_CONNECT_SWAPPED);
  g_file_load_contents_async (self->file, self->cancellable, on_loaded, g_object_ref (self));
  return self;
}
