/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-saved.h"

#include "rambla-json-writer.h"
#include "rambla-json.h"

#define MAX_FILE (64 * 1024 * 1024)
/* Offers that are looked at again come one by one; what they are now may wait, and is written once. */
#define UPDATE_MS 1000

struct _RamblaSaved
{
  GObject parent_instance;

  char *path;
  GPtrArray *deals; /* of RamblaSavedDeal, the last one saved first */
  gboolean loaded;
  gboolean dirty;      /* changed since the last write began */
  guint update_source; /* what was only looked at again is written then */
  guint64 n_writes;    /* that began */
  GPtrArray *waiting;  /* of GTask: whoever is told when what was changed is on disk */
  GThreadPool *writer; /* one thread: files are written in the order of the changes */
  GMutex lock;
  GCond written;
  guint pending; /* writes that are not done; guarded by @lock */
};

enum
{
  LOADED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  return RAMBLA_TYPE_SAVED_DEAL;
}

static guint
get_n_items (GListModel *model)
{
  return RAMBLA_SAVED (model)->deals->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  RamblaSaved *self = RAMBLA_SAVED (model);

  return position < self->deals->len ? g_object_ref (g_ptr_array_index (self->deals, position)) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RamblaSaved,
                               rambla_saved,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static const char *
get_id (RamblaSavedDeal *saved)
{
  return rambla_deal_get_id (rambla_saved_deal_get_deal (saved));
}

static gboolean
find (RamblaSaved *self, const char *id, guint *position)
{
  for (guint i = 0; i < self->deals->len; i++)
    if (g_str_equal (get_id (g_ptr_array_index (self->deals, i)), id))
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

/* --- the file --- */

typedef struct
{
  RamblaSaved *saved; /* owned */
  GPtrArray *deals;   /* as they were then */
  guint64 number;
  GError *error;
} Write;

static void
write_free (Write *write)
{
  g_object_unref (write->saved);
  g_ptr_array_unref (write->deals);
  g_clear_error (&write->error);
  g_free (write);
}

/* @list: NULL for all */
static char *
serialize (GPtrArray *deals, const char *list)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *collection = json_object_new ();
  JsonArray *features = json_array_new ();

  for (guint i = 0; i < deals->len; i++)
    {
      RamblaSavedDeal *saved = g_ptr_array_index (deals, i);

      if (list == NULL || g_str_equal (rambla_saved_deal_get_list (saved), list))
        json_array_add_element (features, rambla_saved_deal_to_json (saved));
    }
  json_object_set_string_member (collection, "type", "FeatureCollection");
  json_object_set_array_member (collection, "features", features);
  json_node_take_object (node, collection);
  return rambla_json_to_string (node);
}

/* Tells those who wait for this write or for one before it. */
static void
tell_waiting (RamblaSaved *self, guint64 number, const GError *error)
{
  for (guint i = 0; i < self->waiting->len;)
    {
      g_autoptr (GTask) task = NULL;

      if (*(guint64 *) g_task_get_task_data (g_ptr_array_index (self->waiting, i)) > number)
        {
          i++;
          continue;
        }
      task = g_ptr_array_steal_index (self->waiting, i);
      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

static gboolean
on_written (gpointer data)
{
  Write *write = data;

  tell_waiting (write->saved, write->number, write->error);
  if (write->error != NULL)
    g_signal_emit (write->saved, signals[FAILED], 0, write->error->message);
  return G_SOURCE_REMOVE;
}

/* In the writer's thread. Atomic: the old file or the new one, never half of one. */
static void
write_in_thread (gpointer data, gpointer user_data)
{
  Write *write = data;
  RamblaSaved *self = write->saved;
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *text = serialize (write->deals, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_set_error (&write->error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s cannot be made", folder);
  else
    g_file_set_contents_full (self->path, text, -1,
                              G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                              &write->error);
  g_mutex_lock (&self->lock);
  self->pending--;
  g_cond_broadcast (&self->written);
  g_mutex_unlock (&self->lock);
  /* Its reference is given up where the object lives. */
  g_idle_add_full (G_PRIORITY_DEFAULT, on_written, write, (GDestroyNotify) write_free);
}

static void
save (RamblaSaved *self)
{
  Write *write = g_new0 (Write, 1);

  g_clear_handle_id (&self->update_source, g_source_remove);
  self->dirty = FALSE;
  write->saved = g_object_ref (self);
  write->number = ++self->n_writes;
  write->deals = g_ptr_array_new_full (self->deals->len, g_object_unref);
  for (guint i = 0; i < self->deals->len; i++)
    g_ptr_array_add (write->deals, g_object_ref (g_ptr_array_index (self->deals, i)));
  g_mutex_lock (&self->lock);
  self->pending++;
  g_mutex_unlock (&self->lock);
  g_thread_pool_push (self->writer, write, NULL);
}

void
rambla_saved_flush (RamblaSaved *self)
{
  g_return_if_fail (RAMBLA_IS_SAVED (self));

  if (self->dirty && self->loaded)
    save (self);
  g_mutex_lock (&self->lock);
  while (self->pending > 0)
    g_cond_wait (&self->written, &self->lock);
  g_mutex_unlock (&self->lock);
}

void
rambla_saved_wait_async (RamblaSaved *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  gboolean writing;
  guint64 *number;

  g_return_if_fail (RAMBLA_IS_SAVED (self));

  g_task_set_source_tag (task, rambla_saved_wait_async);
  g_mutex_lock (&self->lock);
  writing = self->pending > 0;
  g_mutex_unlock (&self->lock);
  if (self->dirty && self->loaded)
    save (self);
  else if (!self->dirty && !writing)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  number = g_new (guint64, 1);
  *number = self->dirty ? self->n_writes + 1 : self->n_writes;
  g_task_set_task_data (task, number, g_free);
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
}

gboolean
rambla_saved_wait_finish (RamblaSaved *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

guint64
rambla_saved_count_writes (RamblaSaved *self)
{
  g_return_val_if_fail (RAMBLA_IS_SAVED (self), 0);

  return self->n_writes;
}

/* What cannot be read is left out; the rest is not lost for it. */
static GPtrArray *
parse (const char *text, gsize length, GError **error)
{
  g_autoptr (GPtrArray) deals = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (JsonNode) root = rambla_json_parse (text, (gssize) length, MAX_FILE, error);
  JsonObject *collection = root != NULL ? rambla_json_as_object (root, error) : NULL;
  JsonArray *features;

  if (collection == NULL ||
      !rambla_json_get_array (collection, "features", RAMBLA_SAVED_MOST, &features, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      g_autoptr (GError) wrong = NULL;
      RamblaSavedDeal *saved = rambla_saved_deal_from_json (json_array_get_element (features, i), &wrong);

      if (saved != NULL)
        g_ptr_array_add (deals, saved);
      else
        g_info ("a saved offer cannot be read: %s", wrong->message);
    }
  return g_steal_pointer (&deals);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *aside = NULL;
  GPtrArray *deals;
  gsize length;

  if (!g_file_get_contents (data, &text, &length, &error))
    {
      if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        g_task_return_error (task, g_steal_pointer (&error));
      else
        g_task_return_pointer (task, g_ptr_array_new_with_free_func (g_object_unref),
                               (GDestroyNotify) g_ptr_array_unref);
      return;
    }
  deals = parse (text, length, &error);
  if (deals != NULL)
    {
      g_task_return_pointer (task, deals, (GDestroyNotify) g_ptr_array_unref);
      return;
    }
  /* Nothing may write over what perhaps can still be mended by hand. */
  aside = g_strconcat (data, ".unreadable", NULL);
  g_file_set_contents (aside, text, (gssize) length, NULL);
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RamblaSaved *self = RAMBLA_SAVED (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) deals = g_task_propagate_pointer (G_TASK (result), &error);
  guint before = self->deals->len;

  /* What was saved meanwhile comes first and counts. */
  for (guint i = 0, position; deals != NULL && i < deals->len; i++)
    if (!find (self, get_id (g_ptr_array_index (deals, i)), &position))
      g_ptr_array_add (self->deals, g_object_ref (g_ptr_array_index (deals, i)));
  self->loaded = TRUE;
  if (self->deals->len > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->deals->len - before);
  if (self->dirty)
    save (self);
  g_signal_emit (self, signals[LOADED], 0);
  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

/* --- changes --- */

gboolean
rambla_saved_get_loaded (RamblaSaved *self)
{
  g_return_val_if_fail (RAMBLA_IS_SAVED (self), FALSE);

  return self->loaded;
}

/* Before the file was read, writing would lose what is in it. */
static void
save_if_loaded (RamblaSaved *self)
{
  self->dirty = TRUE;
  if (self->loaded)
    save (self);
}

static gboolean
on_update_due (gpointer user_data)
{
  RamblaSaved *self = user_data;

  self->update_source = 0;
  save_if_loaded (self);
  return G_SOURCE_REMOVE;
}

/* Takes a new @deal in the place of the one at @position. */
static void
replace (RamblaSaved *self, guint position, RamblaDeal *deal, const char *list)
{
  RamblaSavedDeal *old = g_ptr_array_index (self->deals, position);

  g_ptr_array_index (self->deals, position) =
      rambla_saved_deal_new (deal, list, rambla_saved_deal_get_saved_at (old), g_get_real_time ());
  g_object_unref (old);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 1);
}

gboolean
rambla_saved_add (RamblaSaved *self, RamblaDeal *deal, const char *list)
{
  guint position;

  g_return_val_if_fail (RAMBLA_IS_SAVED (self), FALSE);
  g_return_val_if_fail (RAMBLA_IS_DEAL (deal), FALSE);

  if (find (self, rambla_deal_get_id (deal), &position))
    replace (self, position, deal, list);
  else
    {
      gint64 now = g_get_real_time ();

      if (self->deals->len >= RAMBLA_SAVED_MOST)
        return FALSE;
      g_ptr_array_insert (self->deals, 0, rambla_saved_deal_new (deal, list, now, now));
      g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
    }
  save_if_loaded (self);
  return TRUE;
}

void
rambla_saved_update (RamblaSaved *self, RamblaDeal *deal)
{
  g_autofree char *list = NULL;
  guint position;

  g_return_if_fail (RAMBLA_IS_SAVED (self));
  g_return_if_fail (RAMBLA_IS_DEAL (deal));

  if (!find (self, rambla_deal_get_id (deal), &position))
    return;
  list = g_strdup (rambla_saved_deal_get_list (g_ptr_array_index (self->deals, position)));
  replace (self, position, deal, list);
  self->dirty = TRUE;
  /* Nobody waits for it, so it is kept alive until it is written. */
  if (self->loaded && self->update_source == 0)
    self->update_source =
        g_timeout_add_full (G_PRIORITY_LOW, UPDATE_MS, on_update_due, g_object_ref (self), g_object_unref);
}

void
rambla_saved_remove (RamblaSaved *self, const char *id)
{
  guint position;

  g_return_if_fail (RAMBLA_IS_SAVED (self));

  if (!find (self, id, &position))
    return;
  g_ptr_array_remove_index (self->deals, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  save_if_loaded (self);
}

RamblaSavedDeal *
rambla_saved_get (RamblaSaved *self, const char *id)
{
  guint position;

  g_return_val_if_fail (RAMBLA_IS_SAVED (self), NULL);

  return find (self, id, &position) ? g_ptr_array_index (self->deals, position) : NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

GStrv
rambla_saved_dup_lists (RamblaSaved *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_return_val_if_fail (RAMBLA_IS_SAVED (self), NULL);

  for (guint i = 0; i < self->deals->len; i++)
    {
      const char *list = rambla_saved_deal_get_list (g_ptr_array_index (self->deals, i));

      if (*list != '\0' && !g_ptr_array_find_with_equal_func (names, list, g_str_equal, NULL))
        g_ptr_array_add (names, g_strdup (list));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_steal (names, NULL);
}

char *
rambla_saved_to_geojson (RamblaSaved *self, const char *list)
{
  g_return_val_if_fail (RAMBLA_IS_SAVED (self), NULL);

  return serialize (self->deals, list);
}

/* --- construction --- */

static void
rambla_saved_finalize (GObject *object)
{
  RamblaSaved *self = RAMBLA_SAVED (object);

  g_thread_pool_free (self->writer, FALSE, TRUE);
  g_ptr_array_unref (self->deals);
  g_ptr_array_unref (self->waiting);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->written);
  g_free (self->path);
  G_OBJECT_CLASS (rambla_saved_parent_class)->finalize (object);
}

static void
rambla_saved_class_init (RamblaSavedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_saved_finalize;
  signals[LOADED] =
      g_signal_new ("loaded", RAMBLA_TYPE_SAVED, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", RAMBLA_TYPE_SAVED, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
rambla_saved_init (RamblaSaved *self)
{
  self->deals = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->writer = g_thread_pool_new (write_in_thread, NULL, 1, FALSE, NULL);
  g_mutex_init (&self->lock);
  g_cond_init (&self->written);
}

RamblaSaved *
rambla_saved_new (const char *path)
{
  RamblaSaved *self = g_object_new (RAMBLA_TYPE_SAVED, NULL);
  g_autoptr (GTask) task = NULL;

  self->path = g_strdup (path);
  task = g_task_new (self, NULL, on_read, NULL);
  g_task_set_source_tag (task, rambla_saved_new);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, read_in_thread);
  return self;
}
