/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-city-import-private.h"
#include "rambla-id.h"
#include "rambla-json.h"

static const char *const area_kinds[] = { "suburb", "neighbourhood", "square", "street", NULL };

static gboolean
read_area (PlatformCityState *state, PlatformCityFile *file, JsonObject *object, GError **error)
{
  static const char *const members[] = { "name", "kind", "location", NULL };
  const char *name;
  RamblaPoint location;
  int kind;

  return rambla_json_check_members (object, members, error) &&
         rambla_json_get_string (object, "name", 200, &name, error) &&
         rambla_json_get_enum (object, "kind", area_kinds, &kind, error) &&
         rambla_json_get_point (object, "location", &location, error) &&
         platform_catalogue_add_area (state->database, name, area_kinds[kind], location, error);
}

gboolean
platform_city_read_areas (PlatformCityState *state, GError **error)
{
  return platform_catalogue_clear_areas (state->database, error) &&
         platform_city_read_lines (state, "areas.jsonl", "areas", G_MAXUINT, read_area, error);
}

/* Ids hold the city's, so that two cities in one world do not meet. */
static char *
derive_id (const PlatformCityState *state, const char *prefix, const char *what, const char *id)
{
  g_autofree char *text = g_strdup_printf ("%s %s %s", state->city->id, what, id);

  return rambla_id_derive (prefix, text);
}

static gboolean
read_brand (PlatformCityState *state, PlatformCityFile *file, JsonObject *object, GError **error)
{
  static const char *const members[] = { "id", "name", "category", NULL };
  g_autofree char *merchant_id = NULL;
  PlatformCityBrand *brand;
  const char *id, *name;
  gint64 category, merchant;

  if (!rambla_json_check_members (object, members, error) ||
      !platform_city_read_name (object, "id", TRUE, &id, error) ||
      !rambla_json_get_string (object, "name", 200, &name, error) ||
      !platform_city_read_category (state, object, &category, error))
    return FALSE;
  if (g_hash_table_contains (state->brands, id))
    return platform_city_file_refuse_member (file, error, "/id", "the brand “%s” is there twice", id);
  merchant_id = derive_id (state, RAMBLA_ID_MERCHANT, "brand", id);
  if (!platform_catalogue_save_merchant (state->database, merchant_id, name, TRUE, &merchant, error))
    return FALSE;
  brand = g_new0 (PlatformCityBrand, 1);
  brand->merchant = merchant;
  brand->stores = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_hash_table_insert (state->brands, g_strdup (id), brand);
  return TRUE;
}

gboolean
platform_city_read_brands (PlatformCityState *state, GError **error)
{
  return platform_city_read_lines (state, "brands.jsonl", "brands", state->n_brands, read_brand, error);
}

static gboolean
dup_string (JsonObject *object, const char *name, gsize max_bytes, char **text, GError **error)
{
  const char *found;

  if (!rambla_json_get_string_or (object, name, max_bytes, NULL, &found, error))
    return FALSE;
  *text = found != NULL && *found != '\0' ? g_strdup (found) : NULL;
  return TRUE;
}

static gboolean
read_address (PlatformStore *store, JsonObject *object, GError **error)
{
  static const char *const members[] = { "street", "housenumber", "neighbourhood", NULL };
  JsonObject *address;

  if (!rambla_json_get_object_or_null (object, "address", &address, error))
    return FALSE;
  if (address == NULL)
    return TRUE;
  return (rambla_json_check_members (address, members, error) &&
          dup_string (address, "street", 200, &store->street, error) &&
          dup_string (address, "housenumber", 40, &store->housenumber, error) &&
          dup_string (address, "neighbourhood", 200, &store->neighbourhood, error)) ||
         rambla_json_prefix_error (error, "/address");
}

static gboolean
read_hours (PlatformStore *store, JsonObject *object, GError **error)
{
  g_autoptr (RamblaSchedule) schedule = NULL;
  const RamblaSpan *spans;

  if (!json_object_has_member (object, "hours") || json_object_get_null_member (object, "hours"))
    return TRUE;
  schedule = rambla_schedule_from_json (json_object_get_member (object, "hours"), error);
  if (schedule == NULL)
    return rambla_json_prefix_error (error, "/hours");
  spans = rambla_schedule_get_spans (schedule, &store->n_spans);
  store->spans = g_memdup2 (spans, store->n_spans * sizeof *spans);
  if (store->spans == NULL)
    store->spans = g_new0 (RamblaSpan, 1); /* never open, which is not the same as not known */
  return TRUE;
}

static gboolean
read_store (PlatformCityState *state, PlatformStore *store, JsonObject *object, GError **error)
{
  gboolean closed;
  const char *url;

  if (!dup_string (object, "name", 200, &store->name, error) ||
      !platform_city_read_category (state, object, &store->category, error) ||
      !dup_string (object, "kind", 64, &store->kind, error) || !read_address (store, object, error) ||
      !rambla_json_get_point (object, "location", &store->location, error) ||
      !dup_string (object, "opening_hours", 1000, &store->opening_hours, error) ||
      !read_hours (store, object, error) ||
      !rambla_json_get_bool_or (object, "closed_on_holidays", FALSE, &closed, error) ||
      !dup_string (object, "phone", 100, &store->phone, error) ||
      !rambla_json_get_url_or (object, "website", NULL, &url, error) ||
      !dup_string (object, "picture", 64, &store->picture, error))
    return FALSE;
  store->website = g_strdup (url);
  store->closed_on_holidays = json_object_has_member (object, "closed_on_holidays") ? closed : -1;
  if (store->name != NULL)
    return TRUE;
  rambla_json_set_error (error, RAMBLA_JSON_ERROR_MISSING, "/name", "it is missing or empty");
  return FALSE;
}

/* A place without a brand is a merchant of its own. */
static gboolean
find_merchant (PlatformCityState *state,
               PlatformStore *store,
               const char *id,
               PlatformCityBrand *brand,
               GError **error)
{
  g_autofree char *merchant_id = NULL;

  if (brand != NULL)
    {
      store->merchant = brand->merchant;
      return TRUE;
    }
  merchant_id = derive_id (state, RAMBLA_ID_MERCHANT, "place", id);
  return platform_catalogue_save_merchant (state->database, merchant_id, store->name, FALSE, &store->merchant,
                                           error);
}

static gboolean
read_place (PlatformCityState *state, PlatformCityFile *file, JsonObject *object, GError **error)
{
  static const char *const members[] = {
    "id",       "name",    "category",           "kind",  "brand",   "address",
    "location", "hours",   "closed_on_holidays", "phone", "website", "opening_hours",
    "cuisine",  "picture", "pictures",           NULL
  };
  g_autoptr (PlatformStore) store = g_new0 (PlatformStore, 1);
  g_autofree char *cuisine = NULL;
  PlatformCityBrand *brand = NULL;
  PlatformCityPlace *place;
  const char *id, *brand_id;

  if (!rambla_json_check_members (object, members, error) ||
      !platform_city_read_name (object, "id", TRUE, &id, error) ||
      !platform_city_read_name (object, "brand", FALSE, &brand_id, error) ||
      !dup_string (object, "cuisine", 200, &cuisine, error) || !read_store (state, store, object, error))
    return FALSE;
  if (g_hash_table_contains (state->places, id))
    return platform_city_file_refuse_member (file, error, "/id", "the place “%s” is there twice", id);
  if (brand_id != NULL)
    {
      brand = g_hash_table_lookup (state->brands, brand_id);
      if (brand == NULL)
        return platform_city_file_refuse_member (file, error, "/brand", "there is no brand “%s”", brand_id);
    }
  store->id = derive_id (state, RAMBLA_ID_STORE, "place", id);
  if (!find_merchant (state, store, id, brand, error) ||
      !platform_catalogue_save_store (state->database, store, cuisine, state->edition, error) ||
      !platform_city_read_pictures (state, object, store->id, error))
    return FALSE;
  if (brand != NULL)
    g_array_append_val (brand->stores, store->row);
  place = g_new0 (PlatformCityPlace, 1);
  place->store = store->row;
  place->merchant = store->merchant;
  place->brand = brand;
  g_hash_table_insert (state->places, g_strdup (id), place);
  return TRUE;
}

gboolean
platform_city_read_places (PlatformCityState *state, GError **error)
{
  return platform_city_read_lines (state, "places.jsonl", "places", state->n_places, read_place, error);
}
