/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-json.h"

#include <string.h>

#include "rambla-id.h"
#include "rambla-time.h"

#define MAX_URL 2000

/* --- Errors that know where --- */

typedef struct
{
  char *pointer;
} RamblaJsonErrorPrivate;

static void
rambla_json_error_private_init (RamblaJsonErrorPrivate *private)
{
  private->pointer = NULL;
}

static void
rambla_json_error_private_copy (const RamblaJsonErrorPrivate *from, RamblaJsonErrorPrivate *to)
{
  to->pointer = g_strdup (from->pointer);
}

static void
rambla_json_error_private_clear (RamblaJsonErrorPrivate *private)
{
  g_free (private->pointer);
}

G_DEFINE_EXTENDED_ERROR (RamblaJsonError, rambla_json_error)

const char *
rambla_json_error_get_pointer (const GError *error)
{
  RamblaJsonErrorPrivate *private;

  if (error == NULL || error->domain != RAMBLA_JSON_ERROR)
    return NULL;

  private = rambla_json_error_get_private (error);
  return private->pointer != NULL ? private->pointer : "";
}

void
rambla_json_set_error (GError **error, RamblaJsonError code, const char *pointer, const char *format, ...)
{
  RamblaJsonErrorPrivate *private;
  va_list arguments;

  if (error == NULL)
    return;

  va_start (arguments, format);
  *error = g_error_new_valist (RAMBLA_JSON_ERROR, (int) code, format, arguments);
  va_end (arguments);
  private = rambla_json_error_get_private (*error);
  private->pointer = g_strdup (pointer);
}

gboolean
rambla_json_prefix_error (GError **error, const char *format, ...)
{
  RamblaJsonErrorPrivate *private;
  g_autofree char *prefix = NULL;
  g_autofree char *pointer = NULL;
  va_list arguments;

  if (error == NULL || *error == NULL || (*error)->domain != RAMBLA_JSON_ERROR)
    return FALSE;

  va_start (arguments, format);
  prefix = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  private = rambla_json_error_get_private (*error);
  pointer = g_strconcat (prefix, private->pointer, NULL);
  g_free (private->pointer);
  private->pointer = g_steal_pointer (&pointer);
  return FALSE;
}

/* "/name" with the two characters that RFC 6901 escapes; names of strangers are cut. */
static char *
pointer_to (const char *name)
{
  GString *pointer = g_string_new ("/");
  gsize n = 0;

  for (const char *c = name; *c != '\0'; c = g_utf8_next_char (c), n++)
    {
      if (n == 64)
        {
          g_string_append (pointer, "…");
          break;
        }
      if (*c == '~')
        g_string_append (pointer, "~0");
      else if (*c == '/')
        g_string_append (pointer, "~1");
      else
        g_string_append_len (pointer, c, g_utf8_next_char (c) - c);
    }

  return g_string_free (pointer, FALSE);
}

static gboolean
fail (GError **error, RamblaJsonError code, const char *name, const char *message)
{
  g_autofree char *pointer = pointer_to (name);

  rambla_json_set_error (error, code, pointer, "%s", message);
  return FALSE;
}

static gboolean
fail_missing (GError **error, const char *name)
{
  return fail (error, RAMBLA_JSON_ERROR_MISSING, name, "is missing");
}

/* --- Nodes --- */

JsonObject *
rambla_json_as_object (JsonNode *node, GError **error)
{
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);

  rambla_json_set_error (error, RAMBLA_JSON_ERROR_TYPE, "", "must be an object");
  return NULL;
}

JsonArray *
rambla_json_as_array (JsonNode *node, guint max_items, GError **error)
{
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_TYPE, "", "must be an array");
      return NULL;
    }
  if (json_array_get_length (json_node_get_array (node)) > max_items)
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, "", "must hold at most %u items", max_items);
      return NULL;
    }

  return json_node_get_array (node);
}

/* The member, or NULL when it is missing or null. */
static JsonNode *
find (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static GType
value_type (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
}

/* --- Numbers and truth --- */

static gboolean
read_int (JsonNode *node, const char *name, gint64 min, gint64 max, gint64 *out, GError **error)
{
  g_autofree char *message = NULL;
  gint64 value;

  if (value_type (node) != G_TYPE_INT64)
    return fail (error, RAMBLA_JSON_ERROR_TYPE, name, "must be an integer");

  value = json_node_get_int (node);
  if (value < min || value > max)
    {
      message = g_strdup_printf ("must be from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, min, max);
      return fail (error, RAMBLA_JSON_ERROR_RANGE, name, message);
    }

  *out = value;
  return TRUE;
}

gboolean
rambla_json_get_int (JsonObject *object,
                     const char *name,
                     gint64 min,
                     gint64 max,
                     gint64 *out,
                     GError **error)
{
  JsonNode *node = find (object, name);

  return node != NULL ? read_int (node, name, min, max, out, error) : fail_missing (error, name);
}

gboolean
rambla_json_get_int_or (JsonObject *object,
                        const char *name,
                        gint64 min,
                        gint64 max,
                        gint64 fallback,
                        gint64 *out,
                        GError **error)
{
  if (find (object, name) != NULL)
    return rambla_json_get_int (object, name, min, max, out, error);

  *out = fallback;
  return TRUE;
}

gboolean
rambla_json_get_double (JsonObject *object,
                        const char *name,
                        double min,
                        double max,
                        double *out,
                        GError **error)
{
  JsonNode *node = find (object, name);
  GType type;
  double value;

  if (node == NULL)
    return fail_missing (error, name);

  type = value_type (node);
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return fail (error, RAMBLA_JSON_ERROR_TYPE, name, "must be a number");

  value = json_node_get_double (node);
  if (!(value >= min && value <= max))
    {
      g_autofree char *message = g_strdup_printf ("must be from %g to %g", min, max);
      return fail (error, RAMBLA_JSON_ERROR_RANGE, name, message);
    }

  *out = value;
  return TRUE;
}

gboolean
rambla_json_get_double_or (JsonObject *object,
                           const char *name,
                           double min,
                           double max,
                           double fallback,
                           double *out,
                           GError **error)
{
  if (find (object, name) != NULL)
    return rambla_json_get_double (object, name, min, max, out, error);

  *out = fallback;
  return TRUE;
}

gboolean
rambla_json_get_bool (JsonObject *object, const char *name, gboolean *out, GError **error)
{
  JsonNode *node = find (object, name);

  if (node == NULL)
    return fail_missing (error, name);
  if (value_type (node) != G_TYPE_BOOLEAN)
    return fail (error, RAMBLA_JSON_ERROR_TYPE, name, "must be true or false");

  *out = json_node_get_boolean (node);
  return TRUE;
}

gboolean
rambla_json_get_bool_or (JsonObject *object,
                         const char *name,
                         gboolean fallback,
                         gboolean *out,
                         GError **error)
{
  if (find (object, name) != NULL)
    return rambla_json_get_bool (object, name, out, error);

  *out = fallback;
  return TRUE;
}

/* --- Texts --- */

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

  if (value_type (node) != G_TYPE_STRING)
    return fail (error, RAMBLA_JSON_ERROR_TYPE, name, "must be a string");

  text = json_node_get_string (node);
  if (strlen (text) > max_bytes)
    {
      g_autofree char *message = g_strdup_printf ("must have at most %" G_GSIZE_FORMAT " bytes", max_bytes);
      return fail (error, RAMBLA_JSON_ERROR_RANGE, name, message);
    }
  wrong = check_text (text);
  if (wrong != NULL)
    return fail (error, RAMBLA_JSON_ERROR_VALUE, name, wrong);

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
  JsonNode *node = find (object, name);
  const char *text;

  if (node == NULL)
    return fail_missing (error, name);
  if (!read_string (node, name, max_bytes, &text, error))
    return FALSE;
  if (text[0] == '\0')
    return fail (error, RAMBLA_JSON_ERROR_RANGE, name, "must not be empty");

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
  JsonNode *node = find (object, name);

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
    return fail (error, RAMBLA_JSON_ERROR_VALUE, name, "is not an id of this kind");

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
  if (find (object, name) != NULL)
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
  JsonNode *node = find (object, name);
  g_autofree char *list = NULL;
  g_autofree char *message = NULL;

  if (node == NULL)
    return fail_missing (error, name);
  if (value_type (node) != G_TYPE_STRING)
    return fail (error, RAMBLA_JSON_ERROR_TYPE, name, "must be a string");

  for (int i = 0; values[i] != NULL; i++)
    if (strcmp (json_node_get_string (node), values[i]) == 0)
      {
        *out = i;
        return TRUE;
      }

  list = g_strjoinv (", ", (char **) values);
  message = g_strdup_printf ("must be one of: %s", list);
  return fail (error, RAMBLA_JSON_ERROR_VALUE, name, message);
}

gboolean
rambla_json_get_enum_or (JsonObject *object,
                         const char *name,
                         const char *const *values,
                         int fallback,
                         int *out,
                         GError **error)
{
  if (find (object, name) != NULL)
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
    return fail (error, RAMBLA_JSON_ERROR_VALUE, name, "must be an http or https address");

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
  if (find (object, name) != NULL)
    return rambla_json_get_url (object, name, out, error);

  *out = fallback;
  return TRUE;
}

/* --- Times, money, places --- */

gboolean
rambla_json_get_time (JsonObject *object, const char *name, gint64 *out_us, GError **error)
{
  const char *text;

  if (!rambla_json_get_string (object, name, 64, &text, error))
    return FALSE;
  if (!rambla_time_parse (text, out_us))
    return fail (error, RAMBLA_JSON_ERROR_VALUE, name, "must be a time like 2026-11-21T20:06:20Z");

  return TRUE;
}

gboolean
rambla_json_get_time_or (JsonObject *object,
                         const char *name,
                         gint64 fallback_us,
                         gint64 *out_us,
                         GError **error)
{
  if (find (object, name) != NULL)
    return rambla_json_get_time (object, name, out_us, error);

  *out_us = fallback_us;
  return TRUE;
}

/* Puts "/name" in front of an error from below. */
static gboolean
place_error (GError **error, const char *name)
{
  g_autofree char *pointer = pointer_to (name);

  return rambla_json_prefix_error (error, "%s", pointer);
}

gboolean
rambla_json_get_money (JsonObject *object, const char *name, RamblaMoney *out, GError **error)
{
  JsonNode *node = find (object, name);

  if (node == NULL)
    return fail_missing (error, name);

  return rambla_money_from_json (node, out, error) || place_error (error, name);
}

gboolean
rambla_json_get_money_strict (JsonObject *object, const char *name, RamblaMoney *out, GError **error)
{
  static const char *const MEMBERS[] = { "amount", "currency", NULL };
  JsonNode *node = find (object, name);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node) &&
      !rambla_json_check_members (json_node_get_object (node), MEMBERS, error))
    return place_error (error, name);

  return rambla_json_get_money (object, name, out, error);
}

gboolean
rambla_json_get_money_or_none (JsonObject *object, const char *name, RamblaMoney *out, GError **error)
{
  if (find (object, name) != NULL)
    return rambla_json_get_money (object, name, out, error);

  *out = (RamblaMoney){ 0 };
  return TRUE;
}

gboolean
rambla_json_get_point (JsonObject *object, const char *name, RamblaPoint *out, GError **error)
{
  JsonNode *node = find (object, name);

  if (node == NULL)
    return fail_missing (error, name);

  return rambla_point_from_json (node, out, error) || place_error (error, name);
}

/* --- Objects and arrays --- */

gboolean
rambla_json_get_object (JsonObject *object, const char *name, JsonObject **out, GError **error)
{
  JsonNode *node = find (object, name);
  JsonObject *found;

  if (node == NULL)
    return fail_missing (error, name);
  found = rambla_json_as_object (node, error);
  if (found == NULL)
    return place_error (error, name);

  *out = found;
  return TRUE;
}

gboolean
rambla_json_get_object_or_null (JsonObject *object, const char *name, JsonObject **out, GError **error)
{
  if (find (object, name) != NULL)
    return rambla_json_get_object (object, name, out, error);

  *out = NULL;
  return TRUE;
}

gboolean
rambla_json_get_array (JsonObject *object, const char *name, guint max_items, JsonArray **out, GError **error)
{
  JsonNode *node = find (object, name);
  JsonArray *found;

  if (node == NULL)
    return fail_missing (error, name);
  found = rambla_json_as_array (node, max_items, error);
  if (found == NULL)
    return place_error (error, name);

  *out = found;
  return TRUE;
}

gboolean
rambla_json_get_array_or_null (JsonObject *object,
                               const char *name,
                               guint max_items,
                               JsonArray **out,
                               GError **error)
{
  if (find (object, name) != NULL)
    return rambla_json_get_array (object, name, max_items, out, error);

  *out = NULL;
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
        return place_error (error, name);
      if (text[0] == '\0')
        {
          fail (error, RAMBLA_JSON_ERROR_RANGE, index, "must not be empty");
          return place_error (error, name);
        }
      g_strv_builder_add (builder, text);
    }

  *out = g_strv_builder_end (builder);
  return TRUE;
}

gboolean
rambla_json_check_members (JsonObject *object, const char *const *known, GError **error)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    if (!g_strv_contains (known, name))
      return fail (error, RAMBLA_JSON_ERROR_UNKNOWN, name, "is not known here");

  return TRUE;
}
