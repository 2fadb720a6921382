/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-history.h"

#include "rambla-json-writer.h"
#include "rambla-json.h"
#include "rambla-kept-file.h"

#define MAX_FILE (1024 * 1024)
#define MAX_TEXT 500

struct _RamblaHistory
{
  GObject parent_instance;

  RamblaKeptFile *file;
  GPtrArray *entries; /* of RamblaHistoryEntry, the last one first */
  gboolean enabled;
  gboolean loaded;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaHistory, rambla_history, G_TYPE_OBJECT)

enum
{
  CHANGED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- the file --- */

static JsonNode *
write_entry (const RamblaHistoryEntry *entry)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "type", entry->type);
  if (entry->id != NULL)
    json_object_set_string_member (object, "id", entry->id);
  json_object_set_string_member (object, "text", entry->text);
  json_object_set_int_member (object, "count", entry->count);
  json_object_set_int_member (object, "last", entry->last);
  json_node_take_object (node, object);
  return node;
}

static RamblaHistoryEntry *
read_entry (JsonNode *node, GError **error)
{
  JsonObject *object = rambla_json_as_object (node, error);
  const char *type, *id, *text;
  gint64 count, last;

  if (object == NULL || !rambla_json_get_string (object, "type", 64, &type, error) ||
      !rambla_json_get_string_or (object, "id", 64, NULL, &id, error) ||
      !rambla_json_get_string (object, "text", MAX_TEXT, &text, error) ||
      !rambla_json_get_int (object, "count", 1, G_MAXINT, &count, error) ||
      !rambla_json_get_int (object, "last", 0, G_MAXINT64, &last, error))
    return NULL;
  return rambla_history_entry_new (type, id, text, (guint) count, last);
}

static void
save (RamblaHistory *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *entries = json_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    json_array_add_element (entries, write_entry (g_ptr_array_index (self->entries, i)));
  json_object_set_boolean_member (object, "enabled", self->enabled);
  json_object_set_array_member (object, "entries", entries);
  json_node_set_object (node, object);
  /* Before the file was read, writing would lose what is in it. */
  if (self->loaded)
    rambla_kept_file_write (self->file, rambla_json_to_string (node));
}

/* What cannot be read is forgotten; nobody misses it. */
static void
take_text (RamblaHistory *self, const char *text, GError **error)
{
  g_autoptr (JsonNode) root = rambla_json_parse (text, -1, MAX_FILE, error);
  JsonObject *object = root != NULL ? rambla_json_as_object (root, error) : NULL;
  JsonArray *entries;

  if (object == NULL || !rambla_json_get_bool_or (object, "enabled", TRUE, &self->enabled, error) ||
      !rambla_json_get_array (object, "entries", RAMBLA_HISTORY_MOST, &entries, error))
    return;
  for (guint i = 0; self->enabled && i < json_array_get_length (entries); i++)
    {
      RamblaHistoryEntry *entry = read_entry (json_array_get_element (entries, i), error);

      if (entry == NULL)
        return;
      g_ptr_array_add (self->entries, entry);
    }
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaHistory) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = rambla_kept_file_read_finish (RAMBLA_KEPT_FILE (source), result, &error);

  if (text != NULL)
    take_text (self, text, &error);
  if (error != NULL)
    g_message ("What was looked at before cannot be read: %s", error->message);
  self->loaded = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- changes --- */

gboolean
rambla_history_get_enabled (RamblaHistory *self)
{
  g_return_val_if_fail (RAMBLA_IS_HISTORY (self), FALSE);

  return self->enabled;
}

static void
changed (RamblaHistory *self)
{
  save (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
rambla_history_set_enabled (RamblaHistory *self, gboolean enabled)
{
  g_return_if_fail (RAMBLA_IS_HISTORY (self));

  if (self->enabled == enabled)
    return;
  self->enabled = enabled;
  g_ptr_array_set_size (self->entries, 0);
  changed (self);
}

void
rambla_history_clear (RamblaHistory *self)
{
  g_return_if_fail (RAMBLA_IS_HISTORY (self));

  g_ptr_array_set_size (self->entries, 0);
  changed (self);
}

void
rambla_history_add (RamblaHistory *self, const char *type, const char *id, const char *text)
{
  guint count = 1;

  g_return_if_fail (RAMBLA_IS_HISTORY (self));

  if (!self->enabled || *text == '\0' || strlen (text) >= MAX_TEXT)
    return;
  for (guint i = 0; i < self->entries->len; i++)
    {
      const RamblaHistoryEntry *entry = g_ptr_array_index (self->entries, i);

      if (!rambla_history_entry_is (entry, type, id, text))
        continue;
      count += entry->count;
      g_ptr_array_remove_index (self->entries, i);
      break;
    }
  g_ptr_array_insert (self->entries, 0,
                      rambla_history_entry_new (type, id, text, count, g_get_real_time () / G_USEC_PER_SEC));
  if (self->entries->len > RAMBLA_HISTORY_MOST)
    g_ptr_array_set_size (self->entries, RAMBLA_HISTORY_MOST);
  changed (self);
}

GPtrArray *
rambla_history_list (RamblaHistory *self)
{
  g_return_val_if_fail (RAMBLA_IS_HISTORY (self), NULL);

  return self->entries;
}

void
rambla_history_flush (RamblaHistory *self)
{
  g_return_if_fail (RAMBLA_IS_HISTORY (self));

  rambla_kept_file_flush (self->file);
}

static void
on_failed (RamblaHistory *self, const char *reason)
{
  g_signal_emit (self, signals[FAILED], 0, reason);
}

/* --- construction --- */

static void
rambla_history_finalize (GObject *object)
{
  RamblaHistory *self = RAMBLA_HISTORY (object);

  g_ptr_array_unref (self->entries);
  g_object_unref (self->cancellable);
  g_clear_object (&self->file);
  G_OBJECT_CLASS (rambla_history_parent_class)->finalize (object);
}

static void
rambla_history_class_init (RamblaHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_history_finalize;
  signals[CHANGED] =
      g_signal_new ("changed", RAMBLA_TYPE_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", RAMBLA_TYPE_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
rambla_history_init (RamblaHistory *self)
{
  self->enabled = TRUE;
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) rambla_history_entry_free);
  self->cancellable = g_cancellable_new ();
}

RamblaHistory *
rambla_history_new (const char *path)
{
  RamblaHistory *self = g_object_new (RAMBLA_TYPE_HISTORY, NULL);

  self->file = rambla_kept_file_new (path);
  g_signal_connect_object (self->file, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  rambla_kept_file_read_async (self->file, self->cancellable, on_read, g_object_ref (self));
  return self;
}
