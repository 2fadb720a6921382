/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-store.h"

#include "rambla-json.h"
#include "rambla-picture.h"

struct _RamblaStore
{
  GObject parent_instance;

  JsonNode *json;
  char *id;
  char *name;
  char *category;
  char *address;
  char *neighbourhood;
  RamblaPoint location;
  char *phone;
  char *website;
  char *brand;
  char *merchant_id;
  gboolean certified;
  RamblaSchedule *schedule;
  GPtrArray *special_days; /* of RamblaDayHours */
  gboolean open_known;
  gboolean open_now;
  double rating;
  int review_count;
  int deal_count;
  int branch_count;
  int distance;
  int stock_left;
  char *illustration;
  char *picture;
};

G_DEFINE_FINAL_TYPE (RamblaStore, rambla_store, G_TYPE_OBJECT)

static gboolean
read_address (RamblaStore *self, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "address");
  JsonObject *address;
  const char *text;
  const char *neighbourhood;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node))
    {
      if (!rambla_json_get_string_or (object, "address", 300, NULL, &text, error))
        return FALSE;
      self->address = g_strdup (text);
      return TRUE;
    }
  if (!rambla_json_get_object (object, "address", &address, error))
    return FALSE;
  if (!rambla_json_get_string_or (address, "text", 300, NULL, &text, error) ||
      !rambla_json_get_string_or (address, "neighbourhood", 100, NULL, &neighbourhood, error))
    return rambla_json_prefix_error (error, "/address");
  self->address = g_strdup (text);
  if (neighbourhood != NULL)
    {
      g_free (self->neighbourhood);
      self->neighbourhood = g_strdup (neighbourhood);
    }
  return TRUE;
}

static gboolean
read_properties (RamblaStore *self, JsonObject *object, GError **error)
{
  const char *name;
  const char *category;
  const char *neighbourhood;
  const char *phone;
  const char *website;
  const char *brand;
  const char *merchant_id;
  gint64 review_count;
  gint64 deal_count;
  gint64 branch_count;
  gint64 distance;
  gint64 stock_left;
  JsonNode *hours = json_object_get_member (object, "hours");
  JsonNode *special_days = json_object_get_member (object, "special_days");

  if (!rambla_json_get_string (object, "name", 300, &name, error) ||
      !rambla_json_get_string_or (object, "category", 64, NULL, &category, error) ||
      !rambla_json_get_string_or (object, "neighbourhood", 100, NULL, &neighbourhood, error) ||
      !rambla_json_get_string_or (object, "phone", 100, NULL, &phone, error) ||
      !rambla_json_get_string_or (object, "website", 2000, NULL, &website, error) ||
      !rambla_json_get_string_or (object, "brand", 200, NULL, &brand, error) ||
      !rambla_json_get_id_or (object, "merchant_id", NULL, NULL, &merchant_id, error) ||
      !rambla_json_get_bool_or (object, "certified", FALSE, &self->certified, error) ||
      !rambla_json_get_double_or (object, "rating", 0, 5, -1, &self->rating, error) ||
      !rambla_json_get_int_or (object, "review_count", 0, G_MAXINT, 0, &review_count, error) ||
      !rambla_json_get_int_or (object, "deal_count", 0, G_MAXINT, 0, &deal_count, error) ||
      !rambla_json_get_int_or (object, "branch_count", 0, G_MAXINT, 0, &branch_count, error) ||
      !rambla_json_get_int_or (object, "distance_m", 0, 50000000, -1, &distance, error) ||
      !rambla_json_get_int_or (object, "stock_left", 0, G_MAXINT, -1, &stock_left, error) ||
      !rambla_json_get_bool_or (object, "open_now", FALSE, &self->open_now, error) ||
      !rambla_picture_read (object, "picture", &self->illustration, &self->picture, error))
    return FALSE;

  self->name = g_strdup (name);
  self->category = g_strdup (category);
  self->neighbourhood = g_strdup (neighbourhood);
  self->phone = g_strdup (phone);
  /* An address that we would not open is no reason to refuse the shop. */
  self->website = website != NULL && rambla_url_is_acceptable (website) ? g_strdup (website) : NULL;
  self->brand = g_strdup (brand);
  self->merchant_id = g_strdup (merchant_id);
  self->review_count = (int) review_count;
  self->deal_count = (int) deal_count;
  self->branch_count = (int) branch_count;
  self->distance = (int) distance;
  self->stock_left = (int) stock_left;
  self->open_known =
      json_object_has_member (object, "open_now") && !json_object_get_null_member (object, "open_now");
  if (hours != NULL && !JSON_NODE_HOLDS_NULL (hours))
    {
      self->schedule = rambla_schedule_from_json (hours, error);
      if (self->schedule == NULL)
        return rambla_json_prefix_error (error, "/hours");
    }
  if (special_days != NULL && !JSON_NODE_HOLDS_NULL (special_days))
    {
      self->special_days = rambla_day_hours_from_json (special_days, FALSE, error);
      if (self->special_days == NULL)
        return rambla_json_prefix_error (error, "/special_days");
      if (self->schedule != NULL)
        rambla_day_hours_apply (self->special_days, self->schedule);
    }
  return read_address (self, object, error);
}

RamblaStore *
rambla_store_from_json (JsonNode *node, GError **error)
{
  g_autoptr (RamblaStore) self = g_object_new (RAMBLA_TYPE_STORE, NULL);
  JsonObject *object = rambla_json_as_object (node, error);
  JsonObject *properties = object;
  gboolean is_feature;
  const char *id;

  if (object == NULL || !rambla_json_get_id (object, "id", NULL, &id, error))
    return NULL;
  is_feature = json_object_has_member (object, "geometry");
  if (!rambla_json_get_point (object, is_feature ? "geometry" : "location", &self->location, error))
    return NULL;
  if (is_feature && !rambla_json_get_object (object, "properties", &properties, error))
    return NULL;
  if (!read_properties (self, properties, error))
    {
      if (is_feature)
        rambla_json_prefix_error (error, "/properties");
      return NULL;
    }
  self->id = g_strdup (id);
  self->json = json_node_ref (node);
  return g_steal_pointer (&self);
}

JsonNode *
rambla_store_get_json (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), NULL);

  return self->json;
}

const char *
rambla_store_get_id (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), NULL);

  return self->id;
}

const char *
rambla_store_get_name (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), NULL);

  return self->name;
}

const char *
rambla_store_get_category (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), NULL);

  return self->category;
}

const char *
rambla_store_get_address (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), NULL);

  return self->address;
}

const char *
rambla_store_get_neighbourhood (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), NULL);

  return self->neighbourhood;
}

RamblaPoint
rambla_store_get_location (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), ((RamblaPoint){ 0 }));

  return self->location;
}

const char *
rambla_store_get_phone (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), NULL);

  return self->phone;
}

const char *
rambla_store_get_website (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), NULL);

  return self->website;
}

const char *
rambla_store_get_brand (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), NULL);

  return self->brand;
}

const char *
rambla_store_get_merchant_id (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), NULL);

  return self->merchant_id;
}

gboolean
rambla_store_get_certified (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), FALSE);

  return self->certified;
}

const RamblaSchedule *
rambla_store_get_schedule (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), NULL);

  return self->schedule;
}

GPtrArray *
rambla_store_get_special_days (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), NULL);

  return self->special_days;
}

gboolean
rambla_store_get_open_known (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), FALSE);

  return self->open_known;
}

gboolean
rambla_store_get_open_now (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), FALSE);

  return self->open_now;
}

double
rambla_store_get_rating (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), 0);

  return self->rating;
}

int
rambla_store_get_review_count (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), 0);

  return self->review_count;
}

int
rambla_store_get_deal_count (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), 0);

  return self->deal_count;
}

int
rambla_store_get_branch_count (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), 0);

  return self->branch_count;
}

int
rambla_store_get_distance (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), 0);

  return self->distance;
}

int
rambla_store_get_stock_left (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), 0);

  return self->stock_left;
}

const char *
rambla_store_get_illustration (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), NULL);

  return self->illustration;
}

const char *
rambla_store_get_picture (RamblaStore *self)
{
  g_return_val_if_fail (RAMBLA_IS_STORE (self), NULL);

  return self->picture;
}

static void
rambla_store_finalize (GObject *object)
{
  RamblaStore *self = RAMBLA_STORE (object);

  g_clear_pointer (&self->json, json_node_unref);
  g_free (self->id);
  g_free (self->name);
  g_free (self->category);
  g_free (self->address);
  g_free (self->neighbourhood);
  g_free (self->phone);
  g_free (self->website);
  g_free (self->brand);
  g_free (self->merchant_id);
  g_clear_pointer (&self->schedule, rambla_schedule_unref);
  g_clear_pointer (&self->special_days, g_ptr_array_unref);
  g_free (self->illustration);
  g_free (self->picture);
  G_OBJECT_CLASS (rambla_store_parent_class)->finalize (object);
}

static void
rambla_store_class_init (RamblaStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_store_finalize;
}

static void
rambla_store_init (RamblaStore *self)
{
}
