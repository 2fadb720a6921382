/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-picture.h"

#include "rambla-json.h"

#define MAX_ADDRESS 2000

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
