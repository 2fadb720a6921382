/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "platform-city-import-private.h"
#include "platform-picture-storage.h"
#include "rambla-json.h"

#define FOLDER "pictures"

/* A file of the city's own folder of pictures: no path leads out of it. */
static GBytes *
read_file (const PlatformCityState *state, const char *name, GError **error)
{
  g_autofree char *path = NULL;
  char *contents;
  gsize length;

  if (strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != strlen (name) || name[0] == '.')
    {
      platform_city_refuse (error, "/file", "must be a plain name");
      return NULL;
    }
  path = g_build_filename (state->folder, FOLDER, name, NULL);
  if (!g_file_get_contents (path, &contents, &length, NULL))
    {
      platform_city_refuse (error, "/file", "there is no such picture");
      return NULL;
    }
  return g_bytes_new_take (contents, length);
}

static PlatformPicture *
read_picture (PlatformCityState *state, JsonObject *object, GError **error)
{
  static const char *const members[] = { "file", "alt", NULL };
  g_autoptr (PlatformPicture) picture = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_auto (GStrv) alts = NULL;
  const char *name;
  const char *reason = NULL;

  if (object == NULL || !rambla_json_check_members (object, members, error) ||
      !rambla_json_get_string (object, "file", 100, &name, error) ||
      !platform_city_read_texts (state, object, "alt", PLATFORM_PICTURE_MAX_ALT, &alts, error) ||
      (bytes = read_file (state, name, error)) == NULL)
    return NULL;
  picture = platform_picture_new (bytes, &reason);
  if (picture == NULL)
    {
      platform_city_refuse (error, "/file", reason);
      return NULL;
    }
  picture->alt = platform_picture_write_alt (state->city->languages, (const char *const *) alts);
  return g_steal_pointer (&picture);
}

gboolean
platform_city_read_pictures (PlatformCityState *state, JsonObject *object, const char *owner, GError **error)
{
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_picture_free);
  JsonArray *array = NULL;
  gboolean own;

  if (json_object_has_member (object, "pictures") &&
      !rambla_json_get_array (object, "pictures", PLATFORM_PICTURES_MAX, &array, error))
    return FALSE;
  if (!platform_picture_storage_is_own (state->database, owner, &own, error))
    return FALSE;
  if (own)
    return TRUE;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *item = rambla_json_as_object (json_array_get_element (array, i), error);
      PlatformPicture *picture = read_picture (state, item, error);

      if (picture == NULL)
        return rambla_json_prefix_error (error, "/pictures/%u", i);
      g_ptr_array_add (pictures, picture);
      if (!platform_picture_storage_save (state->database, picture, state->now, error))
        return FALSE;
    }
  return platform_picture_storage_arrange (state->database, owner, pictures, TRUE, error);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

gboolean
platform_city_list_pictures (const char *folder, GPtrArray *paths, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FOLDER, NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  dir = g_dir_open (path, 0, error);
  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (path, name, NULL));
  g_ptr_array_sort (paths, compare);
  return TRUE;
}
