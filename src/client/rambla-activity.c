/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-activity.h"

#include <string.h>

#include "rambla-api-error.h"
#include "rambla-call-decode.h"
#include "rambla-id.h"
#include "rambla-time.h"

#define MOST_WAITING 200
#define MOST_AT_ONCE 100
#define MOST_SEEN 2000
#define MOST_LINKS 200
#define TELL_SECONDS 5
#define AGAIN_SECONDS 60
#define CODE_SECONDS (6 * 60 * 60)
#define GROUP "activity"
#define AGREED "agreed"

struct _RamblaActivity
{
  GObject parent_instance;

  RamblaApi *api;
  char *path;
  gboolean agreed;
  char *code; /* of this device, for now */
  gint64 code_since;
  GQueue waiting;    /* JsonNode */
  GHashTable *seen;  /* offers whose impression is noted */
  GHashTable *links; /* offer to the code of the link it was come to by */
  GCancellable *cancellable;
  guint source;
  guint telling; /* how many of the first ones are on their way */
};

G_DEFINE_FINAL_TYPE (RamblaActivity, rambla_activity, G_TYPE_OBJECT)

static void tell_soon (RamblaActivity *self, guint seconds);

static void
forget (RamblaActivity *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->telling = 0;
  g_clear_handle_id (&self->source, g_source_remove);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) json_node_unref);
  g_hash_table_remove_all (self->seen);
}

static const char *
get_code (RamblaActivity *self)
{
  gint64 now = g_get_monotonic_time () / G_USEC_PER_SEC;

  if (self->code == NULL || now - self->code_since > CODE_SECONDS)
    {
      g_autofree char *id = rambla_id_new (RAMBLA_ID_EVENT);

      g_free (self->code);
      self->code = g_strdup (id + strlen (RAMBLA_ID_EVENT));
      self->code_since = now;
      g_hash_table_remove_all (self->seen);
    }
  return self->code;
}

static gpointer
decode_nothing (JsonNode *root, const char *etag, GError **error)
{
  JsonObject *object = rambla_call_decode_object (root, error);

  return object != NULL ? json_object_ref (object) : NULL;
}

static void
drop_told (RamblaActivity *self)
{
  for (; self->telling > 0; self->telling--)
    json_node_unref (g_queue_pop_head (&self->waiting));
}

static void
on_told (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaActivity) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = rambla_api_call_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL && !g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_REFUSED))
    {
      /* They wait; nobody is waiting for them. */
      g_debug ("What was looked at is not told yet: %s", error->message);
      self->telling = 0;
      tell_soon (self, AGAIN_SECONDS);
      return;
    }
  drop_told (self);
  if (!g_queue_is_empty (&self->waiting))
    tell_soon (self, TELL_SECONDS);
}

static gboolean
on_time (gpointer user_data)
{
  RamblaActivity *self = user_data;
  RamblaCall *call = rambla_call_new ("POST", "/v1/activity");
  JsonArray *events = json_array_new ();
  JsonObject *body = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  self->source = 0;
  for (GList *at = self->waiting.head; at != NULL && self->telling < MOST_AT_ONCE; at = at->next)
    {
      json_array_add_element (events, json_node_copy (at->data));
      self->telling++;
    }
  json_object_set_array_member (body, "events", events);
  json_node_take_object (node, body);
  rambla_call_set_body (call, node);
  rambla_call_send_read (self->api, call, decode_nothing, (GDestroyNotify) json_object_unref,
                         self->cancellable, on_told, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
tell_soon (RamblaActivity *self, guint seconds)
{
  if (self->source == 0 && self->telling == 0)
    self->source = g_timeout_add_seconds (seconds, on_time, self);
}

void
rambla_activity_note (RamblaActivity *self, RamblaActivityKind kind, const char *deal_id)
{
  static const char *const kinds[] = { "impression", "view", "click" };
  JsonObject *object;
  JsonNode *node;
  const char *link;
  g_autofree char *tracking = NULL;
  g_autofree char *at = NULL;

  g_return_if_fail (RAMBLA_IS_ACTIVITY (self));
  g_return_if_fail (deal_id != NULL);

  if (!self->agreed)
    return;
  tracking = rambla_activity_dup_tracking (self, deal_id);
  if (kind == RAMBLA_ACTIVITY_IMPRESSION &&
      (g_hash_table_size (self->seen) >= MOST_SEEN || !g_hash_table_add (self->seen, g_strdup (deal_id))))
    return;
  link = g_hash_table_lookup (self->links, deal_id);
  at = rambla_time_format (g_get_real_time ());
  object = json_object_new ();
  json_object_set_string_member (object, "kind", kinds[kind]);
  json_object_set_string_member (object, "deal_id", deal_id);
  json_object_set_string_member (object, "tracking", tracking);
  json_object_set_string_member (object, "at", at);
  json_object_set_string_member (object, "channel",
                                 link != NULL                         ? "link"
                                 : kind == RAMBLA_ACTIVITY_IMPRESSION ? "list"
                                                                      : "other");
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  g_queue_push_tail (&self->waiting, node);
  /* Those on their way stay where they are. */
  if (g_queue_get_length (&self->waiting) > MOST_WAITING && self->telling == 0)
    json_node_unref (g_queue_pop_head (&self->waiting));
  else if (g_queue_get_length (&self->waiting) > MOST_WAITING)
    json_node_unref (g_queue_pop_nth (&self->waiting, self->telling));
  tell_soon (self, TELL_SECONDS);
}

void
rambla_activity_follow (RamblaActivity *self, const char *deal_id, const char *code)
{
  g_return_if_fail (RAMBLA_IS_ACTIVITY (self));

  if (g_hash_table_size (self->links) >= MOST_LINKS)
    g_hash_table_remove_all (self->links);
  g_hash_table_insert (self->links, g_strdup (deal_id), g_strdup (code));
}

char *
rambla_activity_dup_tracking (RamblaActivity *self, const char *deal_id)
{
  const char *link;

  g_return_val_if_fail (RAMBLA_IS_ACTIVITY (self), NULL);

  link = g_hash_table_lookup (self->links, deal_id);
  if (!self->agreed)
    return g_strdup (link);
  return g_strconcat (link != NULL ? link : "", ".", get_code (self), NULL);
}

gboolean
rambla_activity_get_agreed (RamblaActivity *self)
{
  g_return_val_if_fail (RAMBLA_IS_ACTIVITY (self), FALSE);

  return self->agreed;
}

void
rambla_activity_set_agreed (RamblaActivity *self, gboolean agreed)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (RAMBLA_IS_ACTIVITY (self));

  if (self->agreed == agreed)
    return;
  self->agreed = agreed;
  if (!agreed)
    {
      forget (self);
      g_clear_pointer (&self->code, g_free);
    }
  g_key_file_set_boolean (file, GROUP, AGREED, agreed);
  folder = g_path_get_dirname (self->path);
  g_mkdir_with_parents (folder, 0700);
  if (!g_key_file_save_to_file (file, self->path, &error))
    g_warning ("Whether this device tells what it shows could not be kept: %s", error->message);
}

guint
rambla_activity_get_waiting (RamblaActivity *self)
{
  g_return_val_if_fail (RAMBLA_IS_ACTIVITY (self), 0);

  return g_queue_get_length (&self->waiting);
}

static void
rambla_activity_dispose (GObject *object)
{
  RamblaActivity *self = RAMBLA_ACTIVITY (object);

  forget (self);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (rambla_activity_parent_class)->dispose (object);
}

static void
rambla_activity_finalize (GObject *object)
{
  RamblaActivity *self = RAMBLA_ACTIVITY (object);

  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->links);
  g_free (self->code);
  g_free (self->path);
  G_OBJECT_CLASS (rambla_activity_parent_class)->finalize (object);
}

static void
rambla_activity_class_init (RamblaActivityClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_activity_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_activity_finalize;
}

static void
rambla_activity_init (RamblaActivity *self)
{
  g_queue_init (&self->waiting);
  self->cancellable = g_cancellable_new ();
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

RamblaActivity *
rambla_activity_new (RamblaApi *api, const char *path)
{
  RamblaActivity *self = g_object_new (RAMBLA_TYPE_ACTIVITY, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  self->api = g_object_ref (api);
  self->path = g_strdup (path);
  /* Without a file nobody agreed. */
  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    self->agreed = g_key_file_get_boolean (file, GROUP, AGREED, NULL);
  return self;
}
