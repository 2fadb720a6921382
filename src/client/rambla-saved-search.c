/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-saved-search.h"

#include "rambla-json.h"

#define MAX_IDS 2000
#define MAX_TEXT 500

struct _RamblaSavedSearch
{
  GObject parent_instance;

  char *id;
  char *name;
  char *place;
  RamblaDealQuery *query;
  gboolean alert;
  gboolean checked;  /* at least once */
  GHashTable *seen;  /* set of ids */
  GHashTable *fresh; /* set of ids that nobody has seen */
};

G_DEFINE_FINAL_TYPE (RamblaSavedSearch, rambla_saved_search, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_N_NEW,
  PROP_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* --- the query as JSON --- */

static void
write_query (JsonObject *object, const RamblaDealQuery *query)
{
  if (query->text != NULL)
    json_object_set_string_member (object, "text", query->text);
  if (query->categories != NULL)
    json_object_set_string_member (object, "categories", query->categories);
  if (query->kinds != NULL)
    json_object_set_string_member (object, "kinds", query->kinds);
  if (query->has_near)
    json_object_set_member (object, "near", rambla_point_to_json (query->near));
  if (query->has_bounds)
    {
      JsonArray *box = json_array_new ();

      json_array_add_double_element (box, query->bounds.west);
      json_array_add_double_element (box, query->bounds.south);
      json_array_add_double_element (box, query->bounds.east);
      json_array_add_double_element (box, query->bounds.north);
      json_object_set_array_member (object, "bounds", box);
    }
  json_object_set_int_member (object, "radius", query->radius);
  json_object_set_int_member (object, "price_max", query->price_max);
  json_object_set_int_member (object, "discount_min", query->discount_min);
  json_object_set_double_member (object, "rating_min", query->rating_min);
  json_object_set_boolean_member (object, "open_now", query->open_now);
  json_object_set_int_member (object, "sort", query->sort);
}

static RamblaDealQuery *
read_query (JsonObject *object, GError **error)
{
  g_autoptr (RamblaDealQuery) query = rambla_deal_query_new ();
  const char *text, *categories, *kinds;
  gint64 radius, discount_min, sort;

  if (!rambla_json_get_string_or (object, "text", MAX_TEXT, NULL, &text, error) ||
      !rambla_json_get_string_or (object, "categories", 2000, NULL, &categories, error) ||
      !rambla_json_get_string_or (object, "kinds", MAX_TEXT, NULL, &kinds, error) ||
      !rambla_json_get_int_or (object, "radius", 0, 50000000, 0, &radius, error) ||
      !rambla_json_get_int_or (object, "price_max", 0, RAMBLA_MONEY_MAX_AMOUNT, 0, &query->price_max,
                               error) ||
      !rambla_json_get_int_or (object, "discount_min", 0, 100, 0, &discount_min, error) ||
      !rambla_json_get_double_or (object, "rating_min", 0, 5, 0, &query->rating_min, error) ||
      !rambla_json_get_bool_or (object, "open_now", FALSE, &query->open_now, error) ||
      !rambla_json_get_int_or (object, "sort", 0, RAMBLA_SORT_ENDING, 0, &sort, error))
    return NULL;
  query->has_near = json_object_has_member (object, "near");
  query->has_bounds = json_object_has_member (object, "bounds");
  if ((query->has_near && !rambla_json_get_point (object, "near", &query->near, error)) ||
      (query->has_bounds &&
       !rambla_box_from_json (json_object_get_member (object, "bounds"), &query->bounds, error)))
    return NULL;
  query->text = g_strdup (text);
  query->categories = g_strdup (categories);
  query->kinds = g_strdup (kinds);
  query->radius = (guint) radius;
  query->discount_min = (guint) discount_min;
  query->sort = (RamblaSort) sort;
  return g_steal_pointer (&query);
}

static JsonArray *
write_ids (GHashTable *ids)
{
  JsonArray *array = json_array_new ();
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    json_array_add_string_element (array, id);
  return array;
}

static gboolean
read_ids (JsonObject *object, const char *name, GHashTable *ids, GError **error)
{
  g_auto (GStrv) read = NULL;

  if (!rambla_json_get_strv_or_null (object, name, MAX_IDS, 64, &read, error))
    return FALSE;
  for (guint i = 0; read != NULL && read[i] != NULL; i++)
    g_hash_table_add (ids, g_strdup (read[i]));
  return TRUE;
}

JsonNode *
rambla_saved_search_to_json (RamblaSavedSearch *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonObject *query = json_object_new ();

  write_query (query, self->query);
  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "name", self->name);
  if (self->place != NULL)
    json_object_set_string_member (object, "place", self->place);
  json_object_set_boolean_member (object, "alert", self->alert);
  json_object_set_boolean_member (object, "checked", self->checked);
  json_object_set_object_member (object, "query", query);
  json_object_set_array_member (object, "seen", write_ids (self->seen));
  json_object_set_array_member (object, "new", write_ids (self->fresh));
  json_node_take_object (node, object);
  return node;
}

RamblaSavedSearch *
rambla_saved_search_from_json (JsonNode *node, GError **error)
{
  g_autoptr (RamblaSavedSearch) self = g_object_new (RAMBLA_TYPE_SAVED_SEARCH, NULL);
  JsonObject *object = rambla_json_as_object (node, error);
  JsonObject *query;
  const char *id, *name, *place;

  if (object == NULL || !rambla_json_get_string (object, "id", 64, &id, error) ||
      !rambla_json_get_string (object, "name", MAX_TEXT, &name, error) ||
      !rambla_json_get_string_or (object, "place", MAX_TEXT, NULL, &place, error) ||
      !rambla_json_get_bool_or (object, "alert", FALSE, &self->alert, error) ||
      !rambla_json_get_bool_or (object, "checked", FALSE, &self->checked, error) ||
      !rambla_json_get_object (object, "query", &query, error) ||
      (self->query = read_query (query, error)) == NULL || !read_ids (object, "seen", self->seen, error) ||
      !read_ids (object, "new", self->fresh, error))
    return NULL;
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->place = g_strdup (place);
  return g_steal_pointer (&self);
}

/* --- what it is --- */

const char *
rambla_saved_search_get_id (RamblaSavedSearch *self)
{
  g_return_val_if_fail (RAMBLA_IS_SAVED_SEARCH (self), NULL);

  return self->id;
}

const char *
rambla_saved_search_get_name (RamblaSavedSearch *self)
{
  g_return_val_if_fail (RAMBLA_IS_SAVED_SEARCH (self), NULL);

  return self->name;
}

void
rambla_saved_search_set_name (RamblaSavedSearch *self, const char *name)
{
  g_return_if_fail (RAMBLA_IS_SAVED_SEARCH (self));

  if (g_strcmp0 (self->name, name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

const RamblaDealQuery *
rambla_saved_search_get_query (RamblaSavedSearch *self)
{
  g_return_val_if_fail (RAMBLA_IS_SAVED_SEARCH (self), NULL);

  return self->query;
}

const char *
rambla_saved_search_get_place (RamblaSavedSearch *self)
{
  g_return_val_if_fail (RAMBLA_IS_SAVED_SEARCH (self), NULL);

  return self->place;
}

gboolean
rambla_saved_search_get_alert (RamblaSavedSearch *self)
{
  g_return_val_if_fail (RAMBLA_IS_SAVED_SEARCH (self), FALSE);

  return self->alert;
}

void
rambla_saved_search_set_alert (RamblaSavedSearch *self, gboolean alert)
{
  g_return_if_fail (RAMBLA_IS_SAVED_SEARCH (self));

  self->alert = alert;
}

/* --- what it finds --- */

guint
rambla_saved_search_get_n_new (RamblaSavedSearch *self)
{
  g_return_val_if_fail (RAMBLA_IS_SAVED_SEARCH (self), 0);

  return g_hash_table_size (self->fresh);
}

gboolean
rambla_saved_search_knows (RamblaSavedSearch *self, const char *id)
{
  g_return_val_if_fail (RAMBLA_IS_SAVED_SEARCH (self), FALSE);

  return g_hash_table_contains (self->seen, id) || g_hash_table_contains (self->fresh, id);
}

static gboolean
is_gone (gpointer key, gpointer value, gpointer user_data)
{
  return !g_hash_table_contains (user_data, key);
}

guint
rambla_saved_search_take (RamblaSavedSearch *self, GPtrArray *ids)
{
  g_autoptr (GHashTable) now = g_hash_table_new (g_str_hash, g_str_equal);
  guint before;
  guint n_new = 0;

  g_return_val_if_fail (RAMBLA_IS_SAVED_SEARCH (self), 0);

  before = g_hash_table_size (self->fresh);
  for (guint i = 0; i < ids->len; i++)
    {
      char *id = g_ptr_array_index (ids, i);

      g_hash_table_add (now, id);
      if (rambla_saved_search_knows (self, id) || g_hash_table_size (self->seen) >= MAX_IDS)
        continue;
      g_hash_table_add (self->checked ? self->fresh : self->seen, g_strdup (id));
      n_new += self->checked;
    }
  /* What is not for sale any more is not news either. */
  g_hash_table_foreach_remove (self->fresh, is_gone, now);
  self->checked = TRUE;
  if (g_hash_table_size (self->fresh) != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_NEW]);
  return n_new;
}

void
rambla_saved_search_look (RamblaSavedSearch *self)
{
  GHashTableIter iter;
  gpointer id;

  g_return_if_fail (RAMBLA_IS_SAVED_SEARCH (self));

  if (g_hash_table_size (self->fresh) == 0)
    return;
  g_hash_table_iter_init (&iter, self->fresh);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_hash_table_iter_steal (&iter);
      g_hash_table_add (self->seen, id);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_NEW]);
}

static void
rambla_saved_search_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_N_NEW:
      g_value_set_uint (value, rambla_saved_search_get_n_new (RAMBLA_SAVED_SEARCH (object)));
      break;
    case PROP_NAME:
      g_value_set_string (value, RAMBLA_SAVED_SEARCH (object)->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_saved_search_finalize (GObject *object)
{
  RamblaSavedSearch *self = RAMBLA_SAVED_SEARCH (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->place);
  g_clear_pointer (&self->query, rambla_deal_query_free);
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->fresh);
  G_OBJECT_CLASS (rambla_saved_search_parent_class)->finalize (object);
}

static void
rambla_saved_search_class_init (RamblaSavedSearchClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = rambla_saved_search_get_property;
  G_OBJECT_CLASS (klass)->finalize = rambla_saved_search_finalize;
  properties[PROP_N_NEW] =
      g_param_spec_uint ("n-new", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAME] =
      g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
rambla_saved_search_init (RamblaSavedSearch *self)
{
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->fresh = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

RamblaSavedSearch *
rambla_saved_search_new (const char *name, const RamblaDealQuery *query, const char *place)
{
  RamblaSavedSearch *self = g_object_new (RAMBLA_TYPE_SAVED_SEARCH, NULL);

  self->id = g_uuid_string_random ();
  self->name = g_strdup (name);
  self->place = g_strdup (place);
  self->query = rambla_deal_query_copy (query);
  return self;
}
