/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-saved-deal.h"

#include "rambla-json.h"
#include "rambla-time.h"

struct _RamblaSavedDeal
{
  GObject parent_instance;

  RamblaDeal *deal;
  char *list;
  gint64 saved_at;
  gint64 checked_at;
};

G_DEFINE_FINAL_TYPE (RamblaSavedDeal, rambla_saved_deal, G_TYPE_OBJECT)

RamblaDeal *
rambla_saved_deal_get_deal (RamblaSavedDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_SAVED_DEAL (self), NULL);

  return self->deal;
}

const char *
rambla_saved_deal_get_list (RamblaSavedDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_SAVED_DEAL (self), NULL);

  return self->list;
}

gint64
rambla_saved_deal_get_saved_at (RamblaSavedDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_SAVED_DEAL (self), 0);

  return self->saved_at;
}

gint64
rambla_saved_deal_get_checked_at (RamblaSavedDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_SAVED_DEAL (self), 0);

  return self->checked_at;
}

static void
rambla_saved_deal_finalize (GObject *object)
{
  RamblaSavedDeal *self = RAMBLA_SAVED_DEAL (object);

  g_clear_object (&self->deal);
  g_free (self->list);
  G_OBJECT_CLASS (rambla_saved_deal_parent_class)->finalize (object);
}

static void
rambla_saved_deal_class_init (RamblaSavedDealClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_saved_deal_finalize;
}

static void
rambla_saved_deal_init (RamblaSavedDeal *self)
{
}

RamblaSavedDeal *
rambla_saved_deal_new (RamblaDeal *deal, const char *list, gint64 saved_at, gint64 checked_at)
{
  RamblaSavedDeal *self = g_object_new (RAMBLA_TYPE_SAVED_DEAL, NULL);

  self->deal = g_object_ref (deal);
  self->list = g_utf8_substring (list != NULL ? list : "", 0,
                                 MIN (g_utf8_strlen (list != NULL ? list : "", -1), RAMBLA_SAVED_LIST_MAX));
  self->saved_at = saved_at;
  self->checked_at = checked_at;
  return self;
}

static void
set_time (JsonObject *object, const char *name, gint64 time)
{
  g_autofree char *text = rambla_time_format (time);

  json_object_set_string_member (object, name, text);
}

static JsonNode *
build_point (RamblaPoint point)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *coordinates = json_array_new ();

  json_array_add_double_element (coordinates, point.lon);
  json_array_add_double_element (coordinates, point.lat);
  json_object_set_string_member (object, "type", "Point");
  json_object_set_array_member (object, "coordinates", coordinates);
  json_node_take_object (node, object);
  return node;
}

JsonNode *
rambla_saved_deal_to_json (RamblaSavedDeal *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *feature = json_object_new ();
  JsonObject *properties = json_object_new ();
  RamblaStore *store;
  g_autofree char *price = NULL;

  g_return_val_if_fail (RAMBLA_IS_SAVED_DEAL (self), NULL);

  store = rambla_deal_get_store (self->deal);
  price = rambla_money_format (rambla_deal_get_price (self->deal));
  json_object_set_string_member (feature, "type", "Feature");
  json_object_set_string_member (feature, "id", rambla_deal_get_id (self->deal));
  json_object_set_member (feature, "geometry", build_point (rambla_store_get_location (store)));
  /* For other programs, which know nothing of offers. */
  json_object_set_string_member (properties, "name", rambla_deal_get_title (self->deal));
  json_object_set_string_member (properties, "store", rambla_store_get_name (store));
  json_object_set_string_member (properties, "price", price);
  if (*self->list != '\0')
    json_object_set_string_member (properties, "list", self->list);
  set_time (properties, "saved_at", self->saved_at);
  set_time (properties, "checked_at", self->checked_at);
  json_object_set_member (properties, "deal", json_node_copy (rambla_deal_get_json (self->deal)));
  json_object_set_object_member (feature, "properties", properties);
  json_node_take_object (node, feature);
  return node;
}

static gboolean
read_time (JsonObject *object, const char *name, gint64 *time, GError **error)
{
  const char *text;

  if (!rambla_json_get_string (object, name, 64, &text, error))
    return FALSE;
  if (rambla_time_parse (text, time))
    return TRUE;
  g_set_error (error, RAMBLA_JSON_ERROR, RAMBLA_JSON_ERROR_VALUE, "%s is no time", name);
  return FALSE;
}

RamblaSavedDeal *
rambla_saved_deal_from_json (JsonNode *node, GError **error)
{
  JsonObject *feature = rambla_json_as_object (node, error);
  JsonObject *properties = NULL;
  g_autoptr (RamblaDeal) deal = NULL;
  const char *list;
  gint64 saved_at, checked_at;

  if (feature == NULL || !rambla_json_get_object (feature, "properties", &properties, error) ||
      !rambla_json_get_string_or (properties, "list", 4 * RAMBLA_SAVED_LIST_MAX, "", &list, error) ||
      !read_time (properties, "saved_at", &saved_at, error) ||
      !read_time (properties, "checked_at", &checked_at, error))
    return NULL;
  if (!json_object_has_member (properties, "deal"))
    {
      g_set_error_literal (error, RAMBLA_JSON_ERROR, RAMBLA_JSON_ERROR_VALUE, "deal is missing");
      return NULL;
    }
  deal = rambla_deal_from_json (json_object_get_member (properties, "deal"), error);
  return deal != NULL ? rambla_saved_deal_new (deal, list, saved_at, checked_at) : NULL;
}
