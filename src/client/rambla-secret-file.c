/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-secret-file.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "rambla-json.h"

#define LARGEST_FILE (256 * 1024)

static gboolean
fail (GError **error, const char *path, int code)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

GHashTable *
rambla_secret_file_load (const char *path, GError **error)
{
  g_autoptr (GHashTable) secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) local_error = NULL;
  JsonObject *object;
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &local_error))
    {
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return g_steal_pointer (&secrets);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  node = rambla_json_parse (text, (gssize) length, LARGEST_FILE, &local_error);
  object = node != NULL ? rambla_json_as_object (node, &local_error) : NULL;
  if (object == NULL)
    {
      /* Refusing to go on would only keep the person from ever signing in again. */
      g_warning ("%s holds no secrets that can be read: %s", path, local_error->message);
      return g_steal_pointer (&secrets);
    }
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &member))
    {
      if (JSON_NODE_HOLDS_NULL (member))
        g_hash_table_insert (secrets, g_strdup (name), NULL);
      else if (json_node_get_value_type (member) == G_TYPE_STRING)
        g_hash_table_insert (secrets, g_strdup (name), json_node_dup_string (member));
    }
  return g_steal_pointer (&secrets);
}

gboolean
rambla_secret_file_save (const char *path, GHashTable *secrets, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  GHashTableIter iter;
  const char *name;
  const char *secret;

  g_hash_table_iter_init (&iter, secrets);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &secret))
    {
      if (secret != NULL)
        json_object_set_string_member (object, name, secret);
      else
        json_object_set_null_member (object, name);
    }
  json_node_set_object (node, object);
  text = json_to_string (node, FALSE);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (error, folder, errno);
  return g_file_set_contents_full (path, text, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

gboolean
rambla_secret_file_remove (const char *path, GError **error)
{
  return g_unlink (path) == 0 || errno == ENOENT || fail (error, path, errno);
}
