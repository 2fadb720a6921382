/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-json-private.h"

#include <string.h>

#include "rambla-id.h"
#include "rambla-time.h"

#define MAX_URL 2000

/* NULL when the text may pass, else what is wrong with it. */
static const char *
check_text (const char *text)
{
  for (const guint8 *c = (const guint8 *) text; *c != '\0'; c++)
    if ((*c < 0x20 && *c != '\t' && *c != '\n') || *c == 0x7f)
      return "must not hold control characters";

  return NULL;
}

static gboolean
read_string (JsonNode *node, const char *name, gsize max_bytes, const char **out, GError **error)
{
  const char *text, *wrong;

  if (rambla_json_value_type (node) != G_TYPE_STRING)
    return rambla_json_fail (error, RAMBLA_JSON_ERROR_TYPE, name, "must be a string");

  text = json_node_get_string (node);
  if (strlen (text) > max_bytes)
    {
      g_autofree char *message = g_strdup_printf ("must have at most %" G_GSIZE_FORMAT " bytes", max_bytes);
      return rambla_json_fail (error, RAMBLA_JSON_ERROR_RANGE, name, message);
    }
  wrong = check_text (text);
  if (wrong != NULL)
    return rambla_json_fail (error, RAMBLA_JSON_ERROR_VALUE, name, wrong);

  *out = text;
  return TRUE;
}

gboolean
rambla_json_get_string (JsonObject *object,
                        const char *name,
                        gsize max_bytes,
                        const char **out,
                        GError **error)
{
  JsonNode *node = rambla_json_find (object, name);
  const char *text;

  if (node == NULL)
    return rambla_json_fail_missing (error, name);
  if (!read_string (node, name, max_bytes, &text, error))
    return FALSE;
  if (text[0] == '\0')
    return rambla_json_fail (error, RAMBLA_JSON_ERROR_RANGE, name, "must not be empty");

  *out = text;
  return TRUE;
}

gboolean
rambla_json_get_string_or (JsonObject *object,
                           const char *name,
                           gsize max_bytes,
                           const char *fallback,
                           const char **out,
                           GError **error)
{
  JsonNode *node = rambla_json_find (object, name);

  if (node != NULL)
    return read_string (node, name, max_bytes, out, error);

  *out = fallback;
  return TRUE;
}

/* Any opaque id: the client does not care how a platform makes its own. */
static gboolean
is_opaque (const char *id)
{
  gsize length = strspn (id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");

  return length >= 1 && length <= 64 && id[length] == '\0';
}

gboolean
rambla_json_get_id (JsonObject *object,
                    const char *name,
                    const char *prefix,
                    const char **out,
                    GError **error)
{
  const char *id;

  if (!rambla_json_get_string (object, name, 64, &id, error))
    return FALSE;
  if (prefix != NULL ? !rambla_id_is (id, prefix) : !is_opaque (id))
    return rambla_json_fail (error, RAMBLA_JSON_ERROR_VALUE, name, "is not an id of this kind");

  *out = id;
  return TRUE;
}

gboolean
rambla_json_get_id_or (JsonObject *object,
                       const char *name,
                       const char *prefix,
                       const char *fallback,
                       const char **out,
                       GError **error)
{
  if (rambla_json_find (object, name) != NULL)
    return rambla_json_get_id (object, name, prefix, out, error);

  *out = fallback;
  return TRUE;
}

gboolean
rambla_json_get_enum (JsonObject *object,
                      const char *name,
                      const char *const *values,
                      int *out,
                      GError **error)
{
  JsonNode *node = rambla_json_find (object, name);
  g_autofree char *list = NULL;
  g_autofree char *message = NULL;

  if (node == NULL)
    return rambla_json_fail_missing (error, name);
  if (rambla_json_value_type (node) != G_TYPE_STRING)
    return rambla_json_fail (error, RAMBLA_JSON_ERROR_TYPE, name, "must be a string");

  for (int i = 0; values[i] != NULL; i++)
    if (strcmp (json_node_get_string (node), values[i]) == 0)
      {
        *out = i;
        return TRUE;
      }

  list = g_strjoinv (", ", (char **) values);
  message = g_strdup_printf ("must be one of: %s", list);
  return rambla_json_fail (error, RAMBLA_JSON_ERROR_VALUE, name, message);
}

gboolean
rambla_json_get_enum_or (JsonObject *object,
                         const char *name,
                         const char *const *values,
                         int fallback,
                         int *out,
                         GError **error)
{
  if (rambla_json_find (object, name) != NULL)
    return rambla_json_get_enum (object, name, values, out, error);

  *out = fallback;
  return TRUE;
}

gboolean
rambla_url_is_acceptable (const char *url)
{
  g_autofree char *scheme = NULL;
  g_autofree char *user = NULL;
  g_autofree char *host = NULL;

  if (url == NULL || strlen (url) > MAX_URL ||
      !g_uri_split (url, G_URI_FLAGS_NONE, &scheme, &user, &host, NULL, NULL, NULL, NULL, NULL))
    return FALSE;
  if (scheme == NULL ||
      (g_ascii_strcasecmp (scheme, "http") != 0 && g_ascii_strcasecmp (scheme, "https") != 0))
    return FALSE;

  /* g_uri_split() is lenient about blanks and the like. */
  for (const guint8 *c = (const guint8 *) url; *c != '\0'; c++)
    if (*c <= 0x20 || *c == 0x7f || strchr ("\"<>\\^`{|}", *c) != NULL)
      return FALSE;

  return user == NULL && host != NULL && host[0] != '\0';
}

gboolean
rambla_json_get_url (JsonObject *object, const char *name, const char **out, GError **error)
{
  const char *url;

  if (!rambla_json_get_string (object, name, MAX_URL, &url, error))
    return FALSE;
  if (!rambla_url_is_acceptable (url))
    return rambla_json_fail (error, RAMBLA_JSON_ERROR_VALUE, name, "must be an http or https address");

  *out = url;
  return TRUE;
}

gboolean
rambla_json_get_url_or (JsonObject *object,
                        const char *name,
                        const char *fallback,
                        const char **out,
                        GError **error)
{
  if (rambla_json_find (object, name) != NULL)
    return rambla_json_get_url (object, name, out, error);

  *out = fallback;
  return TRUE;
}

gboolean
rambla_json_get_time (JsonObject *object, const char *name, gint64 *out_us, GError **error)
{
  const char *text;

  if (!rambla_json_get_string (object, name, 64, &text, error))
    return FALSE;
  if (!rambla_time_parse (text, out_us))
    return rambla_json_fail (error, RAMBLA_JSON_ERROR_VALUE, name,
                             "must be a time like 2026-11-21T20:06:20Z");

  return TRUE;
}

gboolean
rambla_json_get_time_or (JsonObject *object,
                         const char *name,
                         gint64 fallback_us,
                         gint64 *out_us,
                         GError **error)
{
  if (rambla_json_find (object, name) != NULL)
    return rambla_json_get_time (object, name, out_us, error);

  *out_us = fallback_us;
  return TRUE;
}

gboolean
rambla_json_get_strv_or_null (JsonObject *object,
                              const char *name,
                              guint max_items,
                              gsize max_bytes,
                              char ***out,
                              GError **error)
{
  g_autoptr (GStrvBuilder) builder = NULL;
  JsonArray *array;

  if (!rambla_json_get_array_or_null (object, name, max_items, &array, error))
    return FALSE;
  if (array == NULL)
    {
      *out = NULL;
      return TRUE;
    }

  builder = g_strv_builder_new ();
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *index = g_strdup_printf ("%u", i);
      const char *text;

      if (!read_string (json_array_get_element (array, i), index, max_bytes, &text, error))
        return rambla_json_place_error (error, name);
      if (text[0] == '\0')
        {
          rambla_json_fail (error, RAMBLA_JSON_ERROR_RANGE, index, "must not be empty");
          return rambla_json_place_error (error, name);
        }
      g_strv_builder_add (builder, text);
    }

  *out = g_strv_builder_end (builder);
  return TRUE;
}
