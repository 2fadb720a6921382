/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-card.h"

#include <string.h>

#include "rambla-json.h"
#include "rambla-money.h"

struct _RamblaCard
{
  GObject parent_instance;

  JsonNode *json;
  RamblaBox bounds;
  char *name;
  char *currency;
  char *timezone;
  GListStore *categories;
  char *tiles;
  char *tiles_hidpi;
  int min_zoom;
  int max_zoom;
  char *attribution;
  char *attribution_url;
  RamblaPoint centre;
  double zoom;
  gboolean sample_offers;
  char **payment_methods;
  int store_count;
  int deal_count;
};

G_DEFINE_FINAL_TYPE (RamblaCard, rambla_card, G_TYPE_OBJECT)

/* Where tiles come from: a path on the platform, or an http or https address with its {z}, {x} and {y}. */
static gboolean
is_tiles_template (const char *text)
{
  g_autoptr (GString) address = g_string_new (text);

  if (text[0] == '/')
    return text[1] != '/' && strstr (text, "..") == NULL && strpbrk (text, " \t\n\\\"<>") == NULL;

  g_string_replace (address, "{z}", "0", 0);
  g_string_replace (address, "{x}", "0", 0);
  g_string_replace (address, "{y}", "0", 0);
  return rambla_url_is_acceptable (address->str);
}

static gboolean
read_tiles (RamblaCard *self, JsonObject *object, GError **error)
{
  const char *tiles;
  const char *hidpi;
  const char *attribution;
  const char *attribution_url;
  gint64 min_zoom;
  gint64 max_zoom;

  if (!rambla_json_get_string (object, "url_template", 2000, &tiles, error) ||
      !rambla_json_get_string_or (object, "hidpi_url_template", 2000, NULL, &hidpi, error) ||
      !rambla_json_get_string (object, "attribution", 500, &attribution, error) ||
      !rambla_json_get_url_or (object, "attribution_url", NULL, &attribution_url, error) ||
      !rambla_json_get_int (object, "min_zoom", 0, 22, &min_zoom, error) ||
      !rambla_json_get_int (object, "max_zoom", min_zoom, 22, &max_zoom, error))
    return rambla_json_prefix_error (error, "/tiles");
  if (!is_tiles_template (tiles) || (hidpi != NULL && !is_tiles_template (hidpi)))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE,
                             is_tiles_template (tiles) ? "/hidpi_url_template" : "/url_template",
                             "must be a path or an http or https address");
      return rambla_json_prefix_error (error, "/tiles");
    }
  self->tiles = g_strdup (tiles);
  self->tiles_hidpi = g_strdup (hidpi);
  self->attribution = g_strdup (attribution);
  self->attribution_url = g_strdup (attribution_url);
  self->min_zoom = (int) min_zoom;
  self->max_zoom = (int) max_zoom;
  return TRUE;
}

static gboolean
read_categories (RamblaCard *self, JsonObject *object, GError **error)
{
  JsonArray *categories;

  if (!rambla_json_get_array (object, "categories", 200, &categories, error))
    return FALSE;
  self->categories = g_list_store_new (RAMBLA_TYPE_CATEGORY);
  for (guint i = 0; i < json_array_get_length (categories); i++)
    {
      g_autoptr (RamblaCategory) category =
          rambla_category_from_json (json_array_get_element (categories, i), error);

      if (category == NULL)
        return rambla_json_prefix_error (error, "/categories/%u", i);
      g_list_store_append (self->categories, category);
    }
  return TRUE;
}

static gboolean
read_bounds (RamblaCard *self, JsonObject *object, GError **error)
{
  JsonArray *bounds;

  if (!rambla_json_get_array (object, "bounds", 4, &bounds, error))
    return FALSE;
  return rambla_box_from_json (json_object_get_member (object, "bounds"), &self->bounds, error) ||
         rambla_json_prefix_error (error, "/bounds");
}

RamblaCard *
rambla_card_from_json (JsonNode *node, GError **error)
{
  g_autoptr (RamblaCard) self = g_object_new (RAMBLA_TYPE_CARD, NULL);
  JsonObject *object = rambla_json_as_object (node, error);
  JsonObject *tiles;
  const char *name;
  const char *currency;
  const char *timezone;
  gint64 store_count;
  gint64 deal_count;

  if (object == NULL || !rambla_json_get_string (object, "name", 200, &name, error) ||
      !rambla_json_get_string (object, "currency", 3, &currency, error) ||
      !rambla_json_get_string (object, "timezone", 100, &timezone, error) ||
      !rambla_json_get_point (object, "centre", &self->centre, error) ||
      !rambla_json_get_double (object, "zoom", 0, 22, &self->zoom, error) ||
      !rambla_json_get_bool (object, "sample_offers", &self->sample_offers, error) ||
      !rambla_json_get_strv_or_null (object, "payment_methods", 10, 32, &self->payment_methods, error) ||
      !rambla_json_get_int_or (object, "store_count", 0, G_MAXINT, 0, &store_count, error) ||
      !rambla_json_get_int_or (object, "deal_count", 0, G_MAXINT, 0, &deal_count, error) ||
      !rambla_json_get_object (object, "tiles", &tiles, error) || !read_tiles (self, tiles, error) ||
      !read_bounds (self, object, error) || !read_categories (self, object, error))
    return NULL;
  if (!rambla_money_is_currency (currency))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/currency",
                             "must be a currency's code of three capitals");
      return NULL;
    }
  self->name = g_strdup (name);
  self->currency = g_strdup (currency);
  self->timezone = g_strdup (timezone);
  self->store_count = (int) store_count;
  self->deal_count = (int) deal_count;
  self->json = json_node_ref (node);
  return g_steal_pointer (&self);
}

JsonNode *
rambla_card_get_json (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), NULL);

  return self->json;
}

const char *
rambla_card_get_name (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), NULL);

  return self->name;
}

const char *
rambla_card_get_currency (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), NULL);

  return self->currency;
}

const char *
rambla_card_get_timezone (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), NULL);

  return self->timezone;
}

GListModel *
rambla_card_get_categories (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), NULL);

  return G_LIST_MODEL (self->categories);
}

const char *
rambla_card_get_tiles (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), NULL);

  return self->tiles;
}

const char *
rambla_card_get_tiles_hidpi (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), NULL);

  return self->tiles_hidpi;
}

int
rambla_card_get_min_zoom (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), 0);

  return self->min_zoom;
}

int
rambla_card_get_max_zoom (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), 0);

  return self->max_zoom;
}

const char *
rambla_card_get_attribution (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), NULL);

  return self->attribution;
}

const char *
rambla_card_get_attribution_url (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), NULL);

  return self->attribution_url;
}

RamblaPoint
rambla_card_get_centre (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), ((RamblaPoint){ 0 }));

  return self->centre;
}

double
rambla_card_get_zoom (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), 0);

  return self->zoom;
}

gboolean
rambla_card_get_sample_offers (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), FALSE);

  return self->sample_offers;
}

const char *const *
rambla_card_get_payment_methods (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), NULL);

  return (const char *const *) self->payment_methods;
}

int
rambla_card_get_store_count (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), 0);

  return self->store_count;
}

int
rambla_card_get_deal_count (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), 0);

  return self->deal_count;
}

RamblaBox
rambla_card_get_bounds (RamblaCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_CARD (self), ((RamblaBox){ 0 }));

  return self->bounds;
}

static void
rambla_card_finalize (GObject *object)
{
  RamblaCard *self = RAMBLA_CARD (object);

  g_clear_pointer (&self->json, json_node_unref);
  g_free (self->name);
  g_free (self->currency);
  g_free (self->timezone);
  g_clear_object (&self->categories);
  g_free (self->tiles);
  g_free (self->tiles_hidpi);
  g_free (self->attribution);
  g_free (self->attribution_url);
  g_strfreev (self->payment_methods);
  G_OBJECT_CLASS (rambla_card_parent_class)->finalize (object);
}

static void
rambla_card_class_init (RamblaCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_card_finalize;
}

static void
rambla_card_init (RamblaCard *self)
{
}
