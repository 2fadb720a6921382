/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-json-private.h"

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

JsonNode *
rambla_json_find (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

GType
rambla_json_value_type (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
}

/* --- Numbers and truth --- */

static gboolean
read_int (JsonNode *node, const char *name, gint64 min, gint64 max, gint64 *out, GError **error)
{
  g_autofree char *message = NULL;
  gint64 value;

  if (rambla_json_value_type (node) != G_TYPE_INT64)
    return rambla_json_fail (error, RAMBLA_JSON_ERROR_TYPE, name, "must be an integer");

  value = json_node_get_int (node);
  if (value < min || value > max)
    {
      message = g_strdup_printf ("must be from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, min, max);
      return rambla_json_fail (error, RAMBLA_JSON_ERROR_RANGE, name, message);
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
  JsonNode *node = rambla_json_find (object, name);

  return node != NULL ? read_int (node, name, min, max, out, error) : rambla_json_fail_missing (error, name);
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
  if (rambla_json_find (object, name) != NULL)
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
  JsonNode *node = rambla_json_find (object, name);
  GType type;
  double value;

  if (node == NULL)
    return rambla_json_fail_missing (error, name);

  type = rambla_json_value_type (node);
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return rambla_json_fail (error, RAMBLA_JSON_ERROR_TYPE, name, "must be a number");

  value = json_node_get_double (node);
  if (!(value >= min && value <= max))
    {
      g_autofree char *message = g_strdup_printf ("must be from %g to %g", min, max);
      return rambla_json_fail (error, RAMBLA_JSON_ERROR_RANGE, name, message);
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
  if (rambla_json_find (object, name) != NULL)
    return rambla_json_get_double (object, name, min, max, out, error);

  *out = fallback;
  return TRUE;
}

gboolean
rambla_json_get_bool (JsonObject *object, const char *name, gboolean *out, GError **error)
{
  JsonNode *node = rambla_json_find (object, name);

  if (node == NULL)
    return rambla_json_fail_missing (error, name);
  if (rambla_json_value_type (node) != G_TYPE_BOOLEAN)
    return rambla_json_fail (error, RAMBLA_JSON_ERROR_TYPE, name, "must be true or false");

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
  if (rambla_json_find (object, name) != NULL)
    return rambla_json_get_bool (object, name, out, error);

  *out = fallback;
  return TRUE;
}

/* --- Money, places --- */

gboolean
rambla_json_get_money (JsonObject *object, const char *name, RamblaMoney *out, GError **error)
{
  JsonNode *node = rambla_json_find (object, name);

  if (node == NULL)
    return rambla_json_fail_missing (error, name);

  return rambla_money_from_json (node, out, error) || rambla_json_place_error (error, name);
}

gboolean
rambla_json_get_money_strict (JsonObject *object, const char *name, RamblaMoney *out, GError **error)
{
  static const char *const MEMBERS[] = { "amount", "currency", NULL };
  JsonNode *node = rambla_json_find (object, name);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node) &&
      !rambla_json_check_members (json_node_get_object (node), MEMBERS, error))
    return rambla_json_place_error (error, name);

  return rambla_json_get_money (object, name, out, error);
}

gboolean
rambla_json_get_money_or_none (JsonObject *object, const char *name, RamblaMoney *out, GError **error)
{
  if (rambla_json_find (object, name) != NULL)
    return rambla_json_get_money (object, name, out, error);

  *out = (RamblaMoney){ 0 };
  return TRUE;
}

gboolean
rambla_json_get_point (JsonObject *object, const char *name, RamblaPoint *out, GError **error)
{
  JsonNode *node = rambla_json_find (object, name);

  if (node == NULL)
    return rambla_json_fail_missing (error, name);

  return rambla_point_from_json (node, out, error) || rambla_json_place_error (error, name);
}

/* --- Objects and arrays --- */

gboolean
rambla_json_get_object (JsonObject *object, const char *name, JsonObject **out, GError **error)
{
  JsonNode *node = rambla_json_find (object, name);
  JsonObject *found;

  if (node == NULL)
    return rambla_json_fail_missing (error, name);
  found = rambla_json_as_object (node, error);
  if (found == NULL)
    return rambla_json_place_error (error, name);

  *out = found;
  return TRUE;
}

gboolean
rambla_json_get_object_or_null (JsonObject *object, const char *name, JsonObject **out, GError **error)
{
  if (rambla_json_find (object, name) != NULL)
    return rambla_json_get_object (object, name, out, error);

  *out = NULL;
  return TRUE;
}

gboolean
rambla_json_get_array (JsonObject *object, const char *name, guint max_items, JsonArray **out, GError **error)
{
  JsonNode *node = rambla_json_find (object, name);
  JsonArray *found;

  if (node == NULL)
    return rambla_json_fail_missing (error, name);
  found = rambla_json_as_array (node, max_items, error);
  if (found == NULL)
    return rambla_json_place_error (error, name);

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
  if (rambla_json_find (object, name) != NULL)
    return rambla_json_get_array (object, name, max_items, out, error);

  *out = NULL;
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
      return rambla_json_fail (error, RAMBLA_JSON_ERROR_UNKNOWN, name, "is not known here");

  return TRUE;
}
