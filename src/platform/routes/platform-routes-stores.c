/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-catalogue.h"

#include "platform-call.h"
#include "platform-catalogue-json.h"
#include "platform-parameters.h"
#include "platform-sponsorship-storage.h"
#include "platform-store-search.h"

#define GEO_JSON "application/geo+json"

static const char *const no_parameters[] = { NULL };

static void
begin_collection (PlatformCall *call)
{
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_string (&call->writer, "type", "FeatureCollection");
  rambla_json_writer_name (&call->writer, "features");
  rambla_json_writer_begin_array (&call->writer);
}

/* Stores that stand close together, in an answer that could not hold each of them. */
static void
write_group (PlatformCall *call, const PlatformStoreHit *hit)
{
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_string (&call->writer, "type", "Feature");
  rambla_json_writer_name (&call->writer, "geometry");
  rambla_json_writer_point (&call->writer, hit->location);
  rambla_json_writer_name (&call->writer, "properties");
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_int (&call->writer, "store_count", hit->stores);
  rambla_json_writer_member_int (&call->writer, "deal_count", hit->deals);
  if (hit->price_from >= 0)
    rambla_json_writer_member_int (&call->writer, "price_from", hit->price_from);
  rambla_json_writer_end_object (&call->writer);
  rambla_json_writer_end_object (&call->writer);
}

/* Thousands of these go into one answer: what the map needs, and nothing else. */
static gboolean
write_small (PlatformCall *call, const PlatformStoreHit *hit, GHashTable *sponsored, GError **error)
{
  g_autoptr (PlatformStatement) row = NULL;
  const char *name, *id;
  gint64 category_row;
  const PlatformCategory *category;

  if (hit->stores > 1)
    {
      write_group (call, hit);
      return TRUE;
    }
  if (!platform_store_get_label (call->database, hit->store, &row, &id, &name, &category_row, error))
    return FALSE;
  if (row == NULL)
    return TRUE;
  category = platform_city_get_category (call->city, category_row);
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_string (&call->writer, "type", "Feature");
  rambla_json_writer_member_string (&call->writer, "id", id);
  rambla_json_writer_name (&call->writer, "geometry");
  rambla_json_writer_point (&call->writer, hit->location);
  rambla_json_writer_name (&call->writer, "properties");
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_string (&call->writer, "name", name);
  rambla_json_writer_member_string (&call->writer, "category", category != NULL ? category->id : "");
  rambla_json_writer_member_int (&call->writer, "deal_count", hit->deals);
  if (hit->price_from >= 0)
    rambla_json_writer_member_int (&call->writer, "price_from", hit->price_from);
  if (g_hash_table_contains (sponsored, &hit->store))
    rambla_json_writer_member_bool (&call->writer, "sponsored", TRUE);
  rambla_json_writer_end_object (&call->writer);
  rambla_json_writer_end_object (&call->writer);
  return TRUE;
}

static gboolean
write_full (PlatformCall *call, const PlatformStoreHit *hit, GError **error)
{
  g_autoptr (PlatformStore) store = NULL;

  if (!platform_store_get (call->database, hit->store, &store, error))
    return FALSE;
  if (store != NULL)
    {
      store->distance = hit->distance;
      platform_json_write_store (&call->writer, call->city, store, call->local, hit->deals, hit->price_from,
                                 NULL);
    }
  return TRUE;
}

static gboolean
write_page (PlatformCall *call, const PlatformStorePage *page, gboolean small, GError **error)
{
  g_autoptr (GHashTable) sponsored = NULL;

  if (small && !platform_sponsorship_storage_list_stores (call->database, call->now, &sponsored, error))
    return FALSE;
  begin_collection (call);
  for (guint i = 0; i < page->hits->len; i++)
    {
      const PlatformStoreHit *hit = &g_array_index (page->hits, PlatformStoreHit, i);

      if (!(small ? write_small (call, hit, sponsored, error) : write_full (call, hit, error)))
        return FALSE;
    }
  rambla_json_writer_end_array (&call->writer);
  if (page->truncated)
    rambla_json_writer_member_bool (&call->writer, "truncated", TRUE);
  if (page->next_cursor != NULL)
    rambla_json_writer_member_string (&call->writer, "next_cursor", page->next_cursor);
  rambla_json_writer_end_object (&call->writer);
  return TRUE;
}

static void
on_stores (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "bbox",   "near",      "radius",       "category",   "q",
                                       "kind",   "price_max", "discount_min", "rating_min", "open_now",
                                       "fields", "cursor",    "limit",        "most",       NULL };
  static const char *const fields[] = { "full", "min", NULL };
  g_auto (PlatformCall) call = { NULL };
  PlatformParameters parameters = { request, NULL };
  g_autoptr (PlatformStorePage) page = NULL;
  PlatformStoreQuery query = { NULL };
  GError *error = NULL;
  gboolean small;

  if (!platform_call_begin (&call, request, context, known))
    return;
  query.now = call.now;
  query.text = platform_parameters_get_text (&parameters, "q", 200);
  platform_parameters_get_area (&parameters, &query.area);
  platform_parameters_get_filter (&parameters, call.city, &query.filter);
  small = platform_parameters_get_choice (&parameters, "fields", fields) == 1;
  query.limit = platform_parameters_get_limit (&parameters);
  query.most =
      (guint) platform_parameters_get_int (&parameters, "most", 1, PLATFORM_STORES_MAX, PLATFORM_STORES_MAX);
  if (!small && platform_request_get_query (request, "most") != NULL)
    platform_parameters_refuse (&parameters, "most", "goes with fields=min");
  query.cursor = platform_request_get_query (request, "cursor");
  if (small && (query.cursor != NULL || platform_request_get_query (request, "limit") != NULL))
    platform_parameters_refuse (&parameters, query.cursor != NULL ? "cursor" : "limit",
                                "does not go with fields=min, which is not paged");
  if (!platform_parameters_end (&parameters))
    return;
  if (small)
    query.limit = 0;
  if (!platform_store_search (call.database, call.city, &query, &page, &error) ||
      !write_page (&call, page, small, &error))
    {
      platform_call_fail (&call, error);
      return;
    }
  platform_call_respond (&call, GEO_JSON, page->next_cursor);
}

/* The store that the path names, or NULL when the request has been answered. */
static PlatformStore *
find_store (PlatformCall *call)
{
  const char *id = platform_request_get_path_parameter (call->request, "id");
  PlatformStore *store = NULL;
  GError *error = NULL;

  if (!platform_store_find (call->database, id, &store, &error))
    platform_call_fail (call, error);
  else if (store == NULL)
    platform_call_not_found (call, "There is no such store");
  return store;
}

static gboolean
write_store (PlatformCall *call, const PlatformStore *store, GError **error)
{
  g_autoptr (GArray) deals = NULL;
  g_autoptr (GPtrArray) pictures = NULL;
  gint64 price_from = -1;

  pictures = platform_picture_storage_list (call->database, store->id, call->language, error);
  if (pictures == NULL ||
      !platform_deal_list_at_store (call->database, store->row, call->now, &deals, &price_from, error))
    return FALSE;
  platform_json_write_store (&call->writer, call->city, store, call->local, (int) deals->len, price_from,
                             pictures);
  return TRUE;
}

static void
on_store (PlatformRequest *request, gpointer context)
{
  g_auto (PlatformCall) call = { NULL };
  g_autoptr (PlatformStore) store = NULL;
  GError *error = NULL;

  if (!platform_call_begin (&call, request, context, no_parameters))
    return;
  store = find_store (&call);
  if (store == NULL)
    return;
  if (write_store (&call, store, &error))
    platform_call_respond (&call, GEO_JSON, NULL);
  else
    platform_call_fail (&call, error);
}

static gboolean
write_deals (PlatformCall *call, const PlatformStore *store, GError **error)
{
  g_autoptr (GArray) rows = NULL;

  if (!platform_deal_list_at_store (call->database, store->row, call->now, &rows, NULL, error))
    return FALSE;
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_name (&call->writer, "deals");
  rambla_json_writer_begin_array (&call->writer);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (PlatformDeal) deal = NULL;

      if (!platform_deal_get (call->database, call->city, g_array_index (rows, gint64, i), call->language,
                              &deal, error))
        return FALSE;
      if (deal != NULL)
        platform_json_write_deal_summary (&call->writer, call->city, deal, store, call->local, -1);
    }
  rambla_json_writer_end_array (&call->writer);
  rambla_json_writer_member_int (&call->writer, "total_estimate", rows->len);
  rambla_json_writer_end_object (&call->writer);
  return TRUE;
}

static void
on_store_deals (PlatformRequest *request, gpointer context)
{
  g_auto (PlatformCall) call = { NULL };
  g_autoptr (PlatformStore) store = NULL;
  GError *error = NULL;

  if (!platform_call_begin (&call, request, context, no_parameters))
    return;
  store = find_store (&call);
  if (store == NULL)
    return;
  if (write_deals (&call, store, &error))
    platform_call_respond (&call, NULL, NULL);
  else
    platform_call_fail (&call, error);
}

static gboolean
write_branches (PlatformCall *call, const PlatformStore *store, GError **error)
{
  g_autoptr (GPtrArray) branches = NULL;

  if (!platform_store_list_branches (call->database, store->merchant, &branches, error))
    return FALSE;
  begin_collection (call);
  for (guint i = 0; i < branches->len; i++)
    if (!write_store (call, g_ptr_array_index (branches, i), error))
      return FALSE;
  rambla_json_writer_end_array (&call->writer);
  rambla_json_writer_end_object (&call->writer);
  return TRUE;
}

static void
on_branches (PlatformRequest *request, gpointer context)
{
  g_auto (PlatformCall) call = { NULL };
  g_autoptr (PlatformStore) store = NULL;
  GError *error = NULL;

  if (!platform_call_begin (&call, request, context, no_parameters))
    return;
  store = find_store (&call);
  if (store == NULL)
    return;
  if (write_branches (&call, store, &error))
    platform_call_respond (&call, GEO_JSON, NULL);
  else
    platform_call_fail (&call, error);
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/stores", on_stores },
  { "GET", "/v1/stores/{id}", on_store },
  { "GET", "/v1/stores/{id}/deals", on_store_deals },
  { "GET", "/v1/stores/{id}/branches", on_branches },
};

void
platform_routes_stores_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
