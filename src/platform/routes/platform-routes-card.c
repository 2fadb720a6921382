/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-catalogue.h"

#include "platform-call.h"
#include "rambla-config.h"

static const char *const no_parameters[] = { NULL };

/* Stores and offers by category, both with the whole at 0. */
typedef struct
{
  gint64 stores[64];
  gint64 deals[64];
} Counts;

static void
write_category (PlatformCall *call, const PlatformCategory *category, const Counts *counts)
{
  guint language = platform_city_get_language_index (call->city, call->language);

  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_string (&call->writer, "id", category->id);
  rambla_json_writer_member_string (&call->writer, "name", category->names[language]);
  rambla_json_writer_member_string (&call->writer, "glyph", category->glyph);
  rambla_json_writer_member_int (&call->writer, "store_count", counts->stores[category->row]);
  rambla_json_writer_member_int (&call->writer, "deal_count", counts->deals[category->row]);
  rambla_json_writer_end_object (&call->writer);
}

static void
write_categories (PlatformCall *call, const Counts *counts)
{
  rambla_json_writer_name (&call->writer, "categories");
  rambla_json_writer_begin_array (&call->writer);
  for (guint i = 0; i < call->city->categories->len; i++)
    write_category (call, g_ptr_array_index (call->city->categories, i), counts);
  rambla_json_writer_end_array (&call->writer);
}

static void
write_tiles (PlatformCall *call)
{
  const PlatformTiles *tiles = call->context->tiles;

  rambla_json_writer_name (&call->writer, "tiles");
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_string (&call->writer, "url_template", "/tiles/{z}/{x}/{y}.png");
  if (tiles != NULL && platform_tiles_has_hidpi (tiles))
    rambla_json_writer_member_string (&call->writer, "hidpi_url_template", "/tiles/{z}/{x}/{y}@2x.png");
  rambla_json_writer_member_int (&call->writer, "min_zoom",
                                 tiles != NULL ? platform_tiles_get_min_zoom (tiles) : 0);
  rambla_json_writer_member_int (&call->writer, "max_zoom",
                                 tiles != NULL ? platform_tiles_get_max_zoom (tiles) : 0);
  rambla_json_writer_member_string (&call->writer, "attribution", call->city->attribution);
  if (call->city->attribution_url != NULL)
    rambla_json_writer_member_string (&call->writer, "attribution_url", call->city->attribution_url);
  rambla_json_writer_end_object (&call->writer);
}

static void
write_strings (PlatformCall *call, const char *name, const char *const *texts)
{
  rambla_json_writer_name (&call->writer, name);
  rambla_json_writer_begin_array (&call->writer);
  for (guint i = 0; texts[i] != NULL; i++)
    rambla_json_writer_string (&call->writer, texts[i]);
  rambla_json_writer_end_array (&call->writer);
}

static void
write_place (PlatformCall *call)
{
  const RamblaBox *box = &call->city->bounds;
  const double edges[] = { box->west, box->south, box->east, box->north };

  rambla_json_writer_name (&call->writer, "bounds");
  rambla_json_writer_begin_array (&call->writer);
  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    rambla_json_writer_decimal (&call->writer, edges[i], 6);
  rambla_json_writer_end_array (&call->writer);
  rambla_json_writer_name (&call->writer, "centre");
  rambla_json_writer_point (&call->writer, call->city->centre);
  rambla_json_writer_member_double (&call->writer, "zoom", call->city->zoom);
}

static void
write_links (PlatformCall *call)
{
  rambla_json_writer_name (&call->writer, "links");
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_string (&call->writer, "self", "/v1");
  rambla_json_writer_member_string (&call->writer, "openapi", "/v1/openapi.yaml");
  rambla_json_writer_member_string (&call->writer, "stores", "/v1/stores");
  rambla_json_writer_member_string (&call->writer, "deals", "/v1/deals");
  rambla_json_writer_member_string (&call->writer, "suggest", "/v1/suggest");
  rambla_json_writer_member_string (&call->writer, "token", "/oauth/token");
  rambla_json_writer_member_string (&call->writer, "jwks", "/.well-known/jwks.json");
  rambla_json_writer_end_object (&call->writer);
}

static void
write_card (PlatformCall *call, const Counts *counts)
{
  static const char *const methods[] = { "saved", "hosted", "at_store", NULL };

  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_string (&call->writer, "name", call->city->name);
  rambla_json_writer_member_string (&call->writer, "version", RAMBLA_VERSION);
  rambla_json_writer_member_string (&call->writer, "currency", call->city->currency);
  write_strings (call, "languages", (const char *const *) call->city->languages);
  rambla_json_writer_member_string (&call->writer, "timezone", call->city->timezone);
  write_categories (call, counts);
  write_tiles (call);
  write_place (call);
  rambla_json_writer_member_bool (&call->writer, "sample_offers", call->city->sample_offers);
  write_strings (call, "payment_methods", methods);
  rambla_json_writer_member_int (&call->writer, "store_count", counts->stores[0]);
  rambla_json_writer_member_int (&call->writer, "deal_count", counts->deals[0]);
  write_links (call);
  rambla_json_writer_end_object (&call->writer);
}

static gboolean
read_counts (PlatformCall *call, Counts *counts, GError **error)
{
  return platform_city_count_stores (call->database, counts->stores, error) &&
         platform_city_count_deals (call->database, call->now, counts->deals, error);
}

static void
on_card (PlatformRequest *request, gpointer context)
{
  g_auto (PlatformCall) call = { NULL };
  Counts counts = { { 0 }, { 0 } };
  GError *error = NULL;

  if (!platform_call_begin (&call, request, context, no_parameters))
    return;
  if (!read_counts (&call, &counts, &error))
    {
      platform_call_fail (&call, error);
      return;
    }
  write_card (&call, &counts);
  platform_call_respond (&call, NULL, NULL);
}

static void
on_categories (PlatformRequest *request, gpointer context)
{
  g_auto (PlatformCall) call = { NULL };
  Counts counts = { { 0 }, { 0 } };
  GError *error = NULL;

  if (!platform_call_begin (&call, request, context, no_parameters))
    return;
  if (!read_counts (&call, &counts, &error))
    {
      platform_call_fail (&call, error);
      return;
    }
  rambla_json_writer_begin_object (&call.writer);
  write_categories (&call, &counts);
  rambla_json_writer_end_object (&call.writer);
  platform_call_respond (&call, NULL, NULL);
}

static const PlatformRoute routes[] = {
  { "GET", "/v1", on_card },
  { "GET", "/v1/categories", on_categories },
};

void
platform_routes_card_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
