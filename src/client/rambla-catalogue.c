/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-catalogue.h"

#include "rambla-call-decode.h"
#include "rambla-json.h"

#define MOST_PLACES 20000

/* Places that a platform may have: the groups of an answer together hold no more. */
#define MOST_STORES 1000000

static void
add_near (RamblaCall *call, const RamblaPoint *near)
{
  g_autofree char *text = near != NULL ? rambla_point_to_query (*near) : NULL;

  rambla_call_add (call, "near", text);
}

/* --- card --- */

static gpointer
decode_card (JsonNode *root, const char *etag, GError **error)
{
  return rambla_call_decode_object (root, error) != NULL ? rambla_card_from_json (root, error) : NULL;
}

void
rambla_catalogue_get_card_async (RamblaApi *api,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  rambla_call_send_read (api, rambla_call_new ("GET", "/v1"), decode_card, g_object_unref, cancellable,
                         callback, user_data);
}

RamblaCard *
rambla_catalogue_get_card_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

/* --- offers --- */

void
rambla_deal_batch_free (RamblaDealBatch *page)
{
  g_ptr_array_unref (page->deals);
  g_clear_pointer (&page->facets, g_hash_table_unref);
  g_free (page->next);
  g_free (page->corrected);
  g_free (page);
}

static void
read_facets (RamblaDealBatch *page, JsonObject *object)
{
  JsonObject *facets = NULL;
  JsonObject *categories = NULL;
  JsonObjectIter iter;
  const char *id;
  JsonNode *count;

  if (!rambla_json_get_object_or_null (object, "facets", &facets, NULL) || facets == NULL ||
      !rambla_json_get_object_or_null (facets, "category", &categories, NULL) || categories == NULL)
    return;
  page->facets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  json_object_iter_init (&iter, categories);
  while (json_object_iter_next (&iter, &id, &count))
    if (JSON_NODE_HOLDS_VALUE (count))
      g_hash_table_insert (page->facets, g_strdup (id), GINT_TO_POINTER ((int) json_node_get_int (count)));
}

static gpointer
decode_deals (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (RamblaDealBatch) page = g_new0 (RamblaDealBatch, 1);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *deals;
  const char *next;
  const char *corrected;
  gboolean relaxed;
  gint64 total;

  page->deals = g_ptr_array_new_with_free_func (g_object_unref);
  if (object == NULL || !rambla_json_get_array (object, "deals", 1000, &deals, error) ||
      !rambla_json_get_int_or (object, "total_estimate", 0, G_MAXINT, json_array_get_length (deals), &total,
                               error) ||
      !rambla_json_get_string_or (object, "next_cursor", 512, NULL, &next, error) ||
      !rambla_json_get_string_or (object, "corrected_query", 1000, NULL, &corrected, error) ||
      !rambla_json_get_bool_or (object, "relaxed", FALSE, &relaxed, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (deals); i++)
    {
      RamblaDeal *deal = rambla_deal_from_json (json_array_get_element (deals, i), error);

      if (deal == NULL)
        {
          rambla_json_prefix_error (error, "/deals/%u", i);
          return NULL;
        }
      g_ptr_array_add (page->deals, deal);
    }
  page->total = (int) total;
  page->next = g_strdup (next);
  page->corrected = g_strdup (corrected);
  page->relaxed = relaxed;
  read_facets (page, object);
  return g_steal_pointer (&page);
}

void
rambla_catalogue_search_async (RamblaApi *api,
                               const RamblaDealQuery *query,
                               const char *cursor,
                               guint limit,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("GET", "/v1/deals");

  rambla_deal_query_apply (query, call, TRUE);
  rambla_call_add (call, "explain", "true");
  rambla_call_add (call, "cursor", cursor);
  rambla_call_add_int (call, "limit", limit);
  rambla_call_send_read (api, call, decode_deals, (GDestroyNotify) rambla_deal_batch_free, cancellable,
                         callback, user_data);
}

RamblaDealBatch *
rambla_catalogue_search_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

void
rambla_catalogue_list_store_deals_async (RamblaApi *api,
                                         const char *store_id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  rambla_call_send_read (api, rambla_call_new_for ("GET", "/v1/stores/", store_id, "/deals"), decode_deals,
                         (GDestroyNotify) rambla_deal_batch_free, cancellable, callback, user_data);
}

RamblaDealBatch *
rambla_catalogue_list_store_deals_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

static gpointer
decode_deal (JsonNode *root, const char *etag, GError **error)
{
  return rambla_call_decode_object (root, error) != NULL ? rambla_deal_from_json (root, error) : NULL;
}

void
rambla_catalogue_get_deal_async (RamblaApi *api,
                                 const char *id,
                                 const RamblaPoint *near,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  RamblaCall *call = rambla_call_new_for ("GET", "/v1/deals/", id, NULL);

  add_near (call, near);
  rambla_call_send_read (api, call, decode_deal, g_object_unref, cancellable, callback, user_data);
}

RamblaDeal *
rambla_catalogue_get_deal_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

/* --- stores --- */

static gpointer
decode_store (JsonNode *root, const char *etag, GError **error)
{
  return rambla_call_decode_object (root, error) != NULL ? rambla_store_from_json (root, error) : NULL;
}

void
rambla_catalogue_get_store_async (RamblaApi *api,
                                  const char *id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  rambla_call_send_read (api, rambla_call_new_for ("GET", "/v1/stores/", id, NULL), decode_store,
                         g_object_unref, cancellable, callback, user_data);
}

RamblaStore *
rambla_catalogue_get_store_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

void
rambla_map_places_free (RamblaMapPlaces *places)
{
  g_array_unref (places->places);
  g_string_free (places->names, TRUE);
  g_free (places);
}

/* Places that stand close together. */
static gboolean
read_map_group (RamblaMapPlaces *places, RamblaPoint point, JsonObject *properties, GError **error)
{
  RamblaMapPlace group = { .lon = point.lon, .lat = point.lat };
  gint64 stores;
  gint64 deals;

  if (!rambla_json_get_int_or (properties, "store_count", 2, MOST_STORES, 2, &stores, error) ||
      !rambla_json_get_int_or (properties, "deal_count", 0, G_MAXINT, 0, &deals, error) ||
      !rambla_json_get_int_or (properties, "price_from", 0, RAMBLA_MONEY_MAX_AMOUNT, -1, &group.price, error))
    return rambla_json_prefix_error (error, "/properties");
  places->n_stores += (guint) stores;
  if (places->n_stores > MOST_STORES)
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, "/properties/store_count",
                             "makes too many together");
      return FALSE;
    }
  group.stores = (guint) stores;
  group.deals = (guint) deals;
  group.name = (guint32) places->names->len;
  g_string_append_c (places->names, '\0');
  g_array_append_val (places->places, group);
  return TRUE;
}

static gboolean
read_map_place (RamblaMapPlaces *places, JsonNode *node, GError **error)
{
  RamblaMapPlace place = { .stores = 1 };
  JsonObject *feature = rambla_json_as_object (node, error);
  JsonObject *properties;
  RamblaPoint point;
  const char *id;
  const char *name;
  const char *category;
  gint64 deals;

  if (feature == NULL || !rambla_json_get_point (feature, "geometry", &point, error) ||
      !rambla_json_get_object (feature, "properties", &properties, error))
    return FALSE;
  if (json_object_has_member (properties, "store_count"))
    return read_map_group (places, point, properties, error);
  if (!rambla_json_get_id (feature, "id", NULL, &id, error))
    return FALSE;
  if (!rambla_json_get_string (properties, "name", 300, &name, error) ||
      !rambla_json_get_string_or (properties, "category", 64, "", &category, error) ||
      !rambla_json_get_int_or (properties, "price_from", 0, RAMBLA_MONEY_MAX_AMOUNT, -1, &place.price,
                               error) ||
      !rambla_json_get_int_or (properties, "deal_count", 0, G_MAXINT, 0, &deals, error) ||
      !rambla_json_get_bool_or (properties, "sponsored", FALSE, &place.sponsored, error))
    return rambla_json_prefix_error (error, "/properties");
  if (g_strlcpy (place.id, id, sizeof place.id) >= sizeof place.id)
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, "/id", "is too long");
      return FALSE;
    }
  place.lon = point.lon;
  place.lat = point.lat;
  place.deals = (guint) deals;
  place.name = (guint32) places->names->len;
  g_strlcpy (place.category, category, sizeof place.category);
  places->n_stores++;
  g_string_append_len (places->names, name, (gssize) strlen (name) + 1);
  g_array_append_val (places->places, place);
  return TRUE;
}

static gpointer
decode_map_places (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (RamblaMapPlaces) places = g_new0 (RamblaMapPlaces, 1);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *features;

  places->names = g_string_new (NULL);
  places->places = g_array_new (FALSE, FALSE, sizeof (RamblaMapPlace));
  if (object == NULL || !rambla_json_get_array (object, "features", MOST_PLACES, &features, error) ||
      !rambla_json_get_bool_or (object, "truncated", FALSE, &places->truncated, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (features); i++)
    if (!read_map_place (places, json_array_get_element (features, i), error))
      {
        rambla_json_prefix_error (error, "/features/%u", i);
        return NULL;
      }
  return g_steal_pointer (&places);
}

void
rambla_catalogue_get_map_places_async (RamblaApi *api,
                                       const RamblaDealQuery *query,
                                       guint most,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("GET", "/v1/stores");

  rambla_deal_query_apply (query, call, FALSE);
  rambla_call_add (call, "fields", "min");
  if (most > 0)
    rambla_call_add_int (call, "most", most);
  rambla_call_send_read (api, call, decode_map_places, (GDestroyNotify) rambla_map_places_free, cancellable,
                         callback, user_data);
}

RamblaMapPlaces *
rambla_catalogue_get_map_places_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

/* --- completions --- */

static void
suggestion_free (RamblaSuggestion *suggestion)
{
  g_free (suggestion->type);
  g_free (suggestion->text);
  g_free (suggestion->detail);
  g_free (suggestion->id);
  g_free (suggestion);
}

static gpointer
decode_suggestions (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) suggestion_free);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *suggestions;

  if (object == NULL || !rambla_json_get_array (object, "suggestions", 100, &suggestions, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (suggestions); i++)
    {
      JsonObject *entry = rambla_json_as_object (json_array_get_element (suggestions, i), error);
      RamblaSuggestion *suggestion;
      const char *type;
      const char *text;
      const char *detail;
      const char *id;

      if (entry == NULL || !rambla_json_get_string (entry, "type", 32, &type, error) ||
          !rambla_json_get_string (entry, "text", 500, &text, error) ||
          !rambla_json_get_string_or (entry, "detail", 500, NULL, &detail, error) ||
          !rambla_json_get_string_or (entry, "id", 64, NULL, &id, error))
        {
          rambla_json_prefix_error (error, "/suggestions/%u", i);
          return NULL;
        }
      suggestion = g_new0 (RamblaSuggestion, 1);
      suggestion->type = g_strdup (type);
      suggestion->text = g_strdup (text);
      suggestion->detail = g_strdup (detail);
      suggestion->id = g_strdup (id);
      suggestion->has_location = rambla_json_get_point (entry, "location", &suggestion->location, NULL);
      g_ptr_array_add (list, suggestion);
    }
  return g_steal_pointer (&list);
}

void
rambla_catalogue_suggest_async (RamblaApi *api,
                                const char *text,
                                const RamblaPoint *near,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("GET", "/v1/suggest");

  rambla_call_add (call, "q", text);
  add_near (call, near);
  rambla_call_send_read (api, call, decode_suggestions, (GDestroyNotify) g_ptr_array_unref, cancellable,
                         callback, user_data);
}

GPtrArray *
rambla_catalogue_suggest_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}
