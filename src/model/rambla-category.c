/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-category.h"

#include "rambla-json.h"

struct _RamblaCategory
{
  GObject parent_instance;

  JsonNode *json;
  char *id;
  char *name;
  char *glyph;
  int deal_count;
};

G_DEFINE_FINAL_TYPE (RamblaCategory, rambla_category, G_TYPE_OBJECT)

RamblaCategory *
rambla_category_from_json (JsonNode *node, GError **error)
{
  g_autoptr (RamblaCategory) self = g_object_new (RAMBLA_TYPE_CATEGORY, NULL);
  JsonObject *object = rambla_json_as_object (node, error);
  const char *id;
  const char *name;
  const char *glyph;
  gint64 deal_count;

  if (object == NULL || !rambla_json_get_string (object, "id", 64, &id, error) ||
      !rambla_json_get_string (object, "name", 100, &name, error) ||
      !rambla_json_get_string (object, "glyph", 100, &glyph, error) ||
      !rambla_json_get_int_or (object, "deal_count", 0, G_MAXINT, 0, &deal_count, error))
    return NULL;
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->glyph = g_strdup (glyph);
  self->deal_count = (int) deal_count;
  self->json = json_node_ref (node);
  return g_steal_pointer (&self);
}

JsonNode *
rambla_category_get_json (RamblaCategory *self)
{
  g_return_val_if_fail (RAMBLA_IS_CATEGORY (self), NULL);

  return self->json;
}

const char *
rambla_category_get_id (RamblaCategory *self)
{
  g_return_val_if_fail (RAMBLA_IS_CATEGORY (self), NULL);

  return self->id;
}

const char *
rambla_category_get_name (RamblaCategory *self)
{
  g_return_val_if_fail (RAMBLA_IS_CATEGORY (self), NULL);

  return self->name;
}

const char *
rambla_category_get_glyph (RamblaCategory *self)
{
  g_return_val_if_fail (RAMBLA_IS_CATEGORY (self), NULL);

  return self->glyph;
}

int
rambla_category_get_deal_count (RamblaCategory *self)
{
  g_return_val_if_fail (RAMBLA_IS_CATEGORY (self), 0);

  return self->deal_count;
}

static void
rambla_category_finalize (GObject *object)
{
  RamblaCategory *self = RAMBLA_CATEGORY (object);

  g_clear_pointer (&self->json, json_node_unref);
  g_free (self->id);
  g_free (self->name);
  g_free (self->glyph);
  G_OBJECT_CLASS (rambla_category_parent_class)->finalize (object);
}

static void
rambla_category_class_init (RamblaCategoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_category_finalize;
}

static void
rambla_category_init (RamblaCategory *self)
{
}
