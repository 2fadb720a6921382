/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-purchase-file.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

#include "rambla-fault-point.h"
#include "rambla-json.h"

#define LARGEST_FILE (16 * 1024)

void
rambla_purchase_file_free (RamblaPurchaseFile *self)
{
  g_free (self->folder);
  g_free (self->buyer);
  g_free (self->key);
  g_free (self->deal_id);
  g_free (self->store_id);
  g_free (self->slot_id);
  g_free (self->tracking);
  g_free (self->order_id);
  g_free (self->method);
  g_free (self->payment_key);
  g_free (self);
}

static char *
build_path (RamblaPurchaseFile *self)
{
  g_autofree char *name = g_strconcat (self->key, ".json", NULL);

  return g_build_filename (self->folder, name, NULL);
}

static void
set_if_any (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
}

gboolean
rambla_purchase_file_save (RamblaPurchaseFile *self, GError **error)
{
  g_autofree char *path = build_path (self);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_object_set_string_member (object, "platform", self->buyer);
  json_object_set_string_member (object, "key", self->key);
  json_object_set_string_member (object, "deal_id", self->deal_id);
  json_object_set_string_member (object, "store_id", self->store_id);
  json_object_set_int_member (object, "quantity", self->quantity);
  json_object_set_int_member (object, "created_at", self->created_at);
  json_object_set_member (object, "total", rambla_money_to_json (self->total));
  set_if_any (object, "slot_id", self->slot_id);
  set_if_any (object, "tracking", self->tracking);
  set_if_any (object, "order_id", self->order_id);
  set_if_any (object, "method", self->method);
  set_if_any (object, "payment_key", self->payment_key);
  json_node_set_object (node, object);
  text = json_to_string (node, FALSE);

  if (g_mkdir_with_parents (self->folder, 0700) < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", self->folder,
                   g_strerror (code));
      return FALSE;
    }
  if (!rambla_fault_point_check ("purchase-file.before-write", error) ||
      !g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600, error))
    return FALSE;
  rambla_fault_point ("purchase-file.written");
  return TRUE;
}

void
rambla_purchase_file_remove (RamblaPurchaseFile *self)
{
  g_autofree char *path = build_path (self);

  rambla_fault_point ("purchase-file.before-remove");
  if (g_unlink (path) < 0 && errno != ENOENT)
    g_warning ("%s: %s", path, g_strerror (errno));
  rambla_fault_point ("purchase-file.removed");
}

static RamblaPurchaseFile *
load_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  RamblaPurchaseFile *self;
  gsize length;
  const char *buyer;
  const char *key;
  const char *deal_id;
  const char *store_id;
  const char *slot_id;
  const char *tracking;
  const char *order_id;
  const char *method;
  const char *payment_key;
  RamblaMoney total;
  gint64 quantity;
  gint64 created_at;

  if (!g_file_get_contents (path, &text, &length, &error) ||
      (node = rambla_json_parse (text, (gssize) length, LARGEST_FILE, &error)) == NULL ||
      (object = rambla_json_as_object (node, &error)) == NULL ||
      !rambla_json_get_string (object, "platform", 2000, &buyer, &error) ||
      !rambla_json_get_string (object, "key", 64, &key, &error) ||
      !rambla_json_get_id (object, "deal_id", NULL, &deal_id, &error) ||
      !rambla_json_get_id (object, "store_id", NULL, &store_id, &error) ||
      !rambla_json_get_int (object, "quantity", 1, 1000, &quantity, &error) ||
      !rambla_json_get_int (object, "created_at", 0, G_MAXUINT32, &created_at, &error) ||
      !rambla_json_get_money (object, "total", &total, &error) ||
      !rambla_json_get_string_or (object, "slot_id", 64, NULL, &slot_id, &error) ||
      !rambla_json_get_string_or (object, "tracking", 64, NULL, &tracking, &error) ||
      !rambla_json_get_string_or (object, "order_id", 64, NULL, &order_id, &error) ||
      !rambla_json_get_string_or (object, "method", 32, NULL, &method, &error) ||
      !rambla_json_get_string_or (object, "payment_key", 64, NULL, &payment_key, &error))
    {
      g_warning ("A purchase that was under way cannot be read: %s: %s", path, error->message);
      return NULL;
    }
  self = g_new0 (RamblaPurchaseFile, 1);
  self->folder = g_strdup (folder);
  self->buyer = g_strdup (buyer);
  self->key = g_strdup (key);
  self->deal_id = g_strdup (deal_id);
  self->store_id = g_strdup (store_id);
  self->quantity = (int) quantity;
  self->created_at = created_at;
  self->total = total;
  self->slot_id = g_strdup (slot_id);
  self->tracking = g_strdup (tracking);
  self->order_id = g_strdup (order_id);
  self->method = g_strdup (method);
  self->payment_key = g_strdup (payment_key);
  return self;
}

GPtrArray *
rambla_purchase_file_load_all (const char *folder, const char *buyer)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) rambla_purchase_file_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      RamblaPurchaseFile *file = g_str_has_suffix (name, ".json") ? load_file (folder, name) : NULL;

      if (file == NULL)
        continue;
      if (g_str_equal (file->buyer, buyer))
        g_ptr_array_add (files, file);
      else
        rambla_purchase_file_free (file);
    }
  return files;
}
