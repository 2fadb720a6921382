/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-picture.h"

#include "rambla-json.h"

#define MAX_ADDRESS 2000
#define MAX_ALT 1000
#define MOST_PICTURES 50

/* The id becomes part of a path, so it is a plain word. */
static gboolean
is_plain_word (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-')
      return FALSE;
  return TRUE;
}

/* An address, or a path on the platform that gave it. */
static gboolean
is_place (const char *address)
{
  g_autofree char *whole = NULL;

  if (address[0] != '/' || address[1] == '/')
    return rambla_url_is_acceptable (address);
  whole = g_strconcat ("http://platform", address, NULL);
  return rambla_url_is_acceptable (whole);
}

void
rambla_shop_picture_free (RamblaShopPicture *self)
{
  g_free (self->id);
  g_free (self->url);
  g_free (self->alt);
  g_free (self);
}

static RamblaShopPicture *
read_shop_picture (JsonNode *node, GError **error)
{
  JsonObject *object = rambla_json_as_object (node, error);
  RamblaShopPicture *self;
  const char *id, *url, *alt;

  if (object == NULL || !rambla_json_get_string_or (object, "id", 64, NULL, &id, error) ||
      !rambla_json_get_string (object, "url", MAX_ADDRESS, &url, error) ||
      !rambla_json_get_string_or (object, "alt", MAX_ALT, NULL, &alt, error))
    return NULL;
  if (!is_place (url))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/url", "is no picture's address");
      return NULL;
    }
  self = g_new0 (RamblaShopPicture, 1);
  self->id = g_strdup (id);
  self->url = g_strdup (url);
  self->alt = g_strdup (alt);
  return self;
}

GPtrArray *
rambla_picture_read_list (JsonObject *object, const char *name, GError **error)
{
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) rambla_shop_picture_free);
  JsonArray *array;

  if (!json_object_has_member (object, name))
    return g_steal_pointer (&pictures);
  if (!rambla_json_get_array (object, name, MOST_PICTURES, &array, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      RamblaShopPicture *picture = read_shop_picture (json_array_get_element (array, i), error);

      if (picture == NULL)
        {
          rambla_json_prefix_error (error, "/%s/%u", name, i);
          return NULL;
        }
      g_ptr_array_add (pictures, picture);
    }
  return g_steal_pointer (&pictures);
}

gboolean
rambla_picture_read (JsonObject *object, const char *name, char **illustration, char **url, GError **error)
{
  JsonObject *picture;
  const char *id;
  const char *address;

  if (!rambla_json_get_object_or_null (object, name, &picture, error))
    return FALSE;
  if (picture == NULL)
    return TRUE;
  if (!rambla_json_get_string_or (picture, "illustration", 64, NULL, &id, error) ||
      !rambla_json_get_string_or (picture, "url", MAX_ADDRESS, NULL, &address, error))
    return rambla_json_prefix_error (error, "/%s", name);
  if (address != NULL && !is_place (address))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/url", "is no picture's address");
      return rambla_json_prefix_error (error, "/%s", name);
    }
  if (id != NULL && !is_plain_word (id))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/illustration", "is not a drawing's id");
      return rambla_json_prefix_error (error, "/%s", name);
    }
  *illustration = g_strdup (id);
  *url = g_strdup (address);
  return TRUE;
}
