/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-slot.h"

#include "rambla-json.h"

struct _RamblaSlot
{
  GObject parent_instance;

  JsonNode *json;
  char *id;
  char *store_id;
  gint64 starts_at;
  gint64 ends_at;
  int capacity_left;
};

G_DEFINE_FINAL_TYPE (RamblaSlot, rambla_slot, G_TYPE_OBJECT)

RamblaSlot *
rambla_slot_from_json (JsonNode *node, GError **error)
{
  g_autoptr (RamblaSlot) self = g_object_new (RAMBLA_TYPE_SLOT, NULL);
  JsonObject *object = rambla_json_as_object (node, error);
  const char *id;
  const char *store_id;
  gint64 capacity_left;

  if (object == NULL || !rambla_json_get_id (object, "id", NULL, &id, error) ||
      !rambla_json_get_id (object, "store_id", NULL, &store_id, error) ||
      !rambla_json_get_time (object, "starts_at", &self->starts_at, error) ||
      !rambla_json_get_time (object, "ends_at", &self->ends_at, error) ||
      !rambla_json_get_int (object, "capacity_left", 0, G_MAXINT, &capacity_left, error))
    return NULL;
  self->id = g_strdup (id);
  self->store_id = g_strdup (store_id);
  self->capacity_left = (int) capacity_left;
  self->json = json_node_ref (node);
  return g_steal_pointer (&self);
}

JsonNode *
rambla_slot_get_json (RamblaSlot *self)
{
  g_return_val_if_fail (RAMBLA_IS_SLOT (self), NULL);

  return self->json;
}

const char *
rambla_slot_get_id (RamblaSlot *self)
{
  g_return_val_if_fail (RAMBLA_IS_SLOT (self), NULL);

  return self->id;
}

const char *
rambla_slot_get_store_id (RamblaSlot *self)
{
  g_return_val_if_fail (RAMBLA_IS_SLOT (self), NULL);

  return self->store_id;
}

gint64
rambla_slot_get_starts_at (RamblaSlot *self)
{
  g_return_val_if_fail (RAMBLA_IS_SLOT (self), 0);

  return self->starts_at;
}

gint64
rambla_slot_get_ends_at (RamblaSlot *self)
{
  g_return_val_if_fail (RAMBLA_IS_SLOT (self), 0);

  return self->ends_at;
}

int
rambla_slot_get_capacity_left (RamblaSlot *self)
{
  g_return_val_if_fail (RAMBLA_IS_SLOT (self), 0);

  return self->capacity_left;
}

static void
rambla_slot_finalize (GObject *object)
{
  RamblaSlot *self = RAMBLA_SLOT (object);

  g_clear_pointer (&self->json, json_node_unref);
  g_free (self->id);
  g_free (self->store_id);
  G_OBJECT_CLASS (rambla_slot_parent_class)->finalize (object);
}

static void
rambla_slot_class_init (RamblaSlotClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_slot_finalize;
}

static void
rambla_slot_init (RamblaSlot *self)
{
}
