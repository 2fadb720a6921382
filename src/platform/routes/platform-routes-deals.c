/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-catalogue.h"

#include "platform-call.h"
#include "platform-catalogue-json.h"
#include "platform-deal-search.h"
#include "platform-parameters.h"
#include "platform-why-json.h"
#include "rambla-time.h"

#define LOW_DAYS 30
#define SECONDS_A_DAY 86400
#define MICROSECONDS 1000000

static const char *const sorts[] = { "relevance", "distance", "price",  "discount",
                                     "rating",    "popular",  "ending", NULL };

/* @query: (nullable): what was asked, for an offer that says why it is there */
static gboolean
write_hit (PlatformCall *call,
           const PlatformDealHit *hit,
           const PlatformDealPage *page,
           const PlatformDealQuery *query,
           GError **error)
{
  g_autoptr (PlatformDeal) deal = NULL;
  g_autoptr (PlatformStore) store = NULL;

  if (!platform_deal_get (call->database, call->city, hit->deal, call->language, &deal, error) ||
      !platform_store_get (call->database, hit->store, &store, error))
    return FALSE;
  if (deal == NULL || store == NULL)
    return TRUE;
  rambla_json_writer_begin_object (&call->writer);
  platform_json_write_deal_summary_members (&call->writer, call->city, deal, store, call->local,
                                            hit->distance);
  if (query != NULL &&
      !platform_json_write_why (call, hit, sorts[query->sort],
                                page->corrected != NULL ? page->corrected : query->text,
                                page->corrected != NULL, deal->sponsored_until > call->now, error))
    return FALSE;
  rambla_json_writer_end_object (&call->writer);
  return TRUE;
}

static void
write_facets (PlatformCall *call, const PlatformDealPage *page)
{
  rambla_json_writer_name (&call->writer, "facets");
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_name (&call->writer, "category");
  rambla_json_writer_begin_object (&call->writer);
  for (guint i = 0; i < call->city->categories->len; i++)
    {
      const PlatformCategory *category = g_ptr_array_index (call->city->categories, i);

      if (page->by_category[category->row] > 0)
        rambla_json_writer_member_int (&call->writer, category->id, page->by_category[category->row]);
    }
  rambla_json_writer_end_object (&call->writer);
  rambla_json_writer_name (&call->writer, "kind");
  rambla_json_writer_begin_object (&call->writer);
  for (guint i = 0; i < PLATFORM_N_DEAL_KINDS; i++)
    if (page->by_kind[i] > 0)
      rambla_json_writer_member_int (&call->writer, platform_deal_kind_to_string (i), page->by_kind[i]);
  rambla_json_writer_end_object (&call->writer);
  rambla_json_writer_end_object (&call->writer);
}

static gboolean
write_page (PlatformCall *call, const PlatformDealPage *page, const PlatformDealQuery *why, GError **error)
{
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_name (&call->writer, "deals");
  rambla_json_writer_begin_array (&call->writer);
  for (guint i = 0; i < page->hits->len; i++)
    if (!write_hit (call, &g_array_index (page->hits, PlatformDealHit, i), page, why, error))
      return FALSE;
  rambla_json_writer_end_array (&call->writer);
  rambla_json_writer_member_int (&call->writer, "total_estimate", page->total);
  if (page->corrected != NULL)
    rambla_json_writer_member_string (&call->writer, "corrected_query", page->corrected);
  if (page->relaxed)
    rambla_json_writer_member_bool (&call->writer, "relaxed", TRUE);
  write_facets (call, page);
  if (page->next_cursor != NULL)
    rambla_json_writer_member_string (&call->writer, "next_cursor", page->next_cursor);
  rambla_json_writer_end_object (&call->writer);
  return TRUE;
}

static void
read_ending_before (PlatformParameters *parameters, PlatformSearchFilter *filter)
{
  const char *text = platform_request_get_query (parameters->request, "ending_before");
  gint64 time;

  if (text == NULL)
    return;
  if (rambla_time_parse (text, &time) && time > 0)
    filter->ending_before = time / MICROSECONDS;
  else
    platform_parameters_refuse (parameters, "ending_before", "must be a time, like 2026-11-21T20:00:00Z");
}

static void
on_deals (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "q",        "near",          "radius",    "bbox",
                                       "category", "kind",          "price_max", "rating_min",
                                       "open_now", "ending_before", "sort",      "discount_min",
                                       "cursor",   "limit",         "explain",   NULL };
  g_auto (PlatformCall) call = { NULL };
  PlatformParameters parameters = { request, NULL };
  g_autoptr (PlatformDealPage) page = NULL;
  PlatformDealQuery query = { NULL };
  GError *error = NULL;
  gboolean explain;

  if (!platform_call_begin (&call, request, context, known))
    return;
  query.now = call.now;
  query.text = platform_parameters_get_text (&parameters, "q", 200);
  platform_parameters_get_area (&parameters, &query.area);
  platform_parameters_get_filter (&parameters, call.city, &query.filter);
  read_ending_before (&parameters, &query.filter);
  query.sort = (PlatformSort) platform_parameters_get_choice (&parameters, "sort", sorts);
  if (query.sort == PLATFORM_SORT_DISTANCE && !query.area.has_near)
    platform_parameters_refuse (&parameters, "sort", "distance needs near");
  query.limit = platform_parameters_get_limit (&parameters);
  query.cursor = platform_request_get_query (request, "cursor");
  explain = platform_parameters_get_bool (&parameters, "explain");
  if (!platform_parameters_end (&parameters))
    return;
  if (!platform_deal_search (call.database, call.city, &query, &page, &error) ||
      !write_page (&call, page, explain ? &query : NULL, &error))
    {
      platform_call_fail (&call, error);
      return;
    }
  platform_call_respond (&call, NULL, page->next_cursor);
}

/* The deal that the path names, or NULL when the request has been answered. */
static PlatformDeal *
find_deal (PlatformCall *call)
{
  const char *id = platform_request_get_path_parameter (call->request, "id");
  PlatformDeal *deal = NULL;
  GError *error = NULL;

  if (!platform_deal_find (call->database, call->city, id, call->language, &deal, &error))
    platform_call_fail (call, error);
  else if (deal == NULL)
    platform_call_not_found (call, "There is no such offer");
  return deal;
}

static int
compare_distance (gconstpointer a, gconstpointer b)
{
  const PlatformStore *one = *(PlatformStore *const *) a, *other = *(PlatformStore *const *) b;

  if (one->distance != other->distance)
    return one->distance < other->distance ? -1 : 1;
  return one->row < other->row ? -1 : one->row > other->row;
}

static gboolean
get_low (PlatformCall *call, const PlatformDeal *deal, gint64 *low, GError **error)
{
  *low = deal->price;
  return platform_deal_get_low (call->database, deal->row, call->now - LOW_DAYS * SECONDS_A_DAY, call->now,
                                low, error);
}

static void
on_deal (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "near", NULL };
  g_auto (PlatformCall) call = { NULL };
  PlatformParameters parameters = { request, NULL };
  g_autoptr (PlatformDeal) deal = NULL;
  g_autoptr (GPtrArray) branches = NULL;
  g_autoptr (GPtrArray) pictures = NULL;
  GError *error = NULL;
  RamblaPoint near;
  gboolean has_near;
  gint64 low;

  if (!platform_call_begin (&call, request, context, known))
    return;
  has_near = platform_parameters_get_near (&parameters, &near);
  if (!platform_parameters_end (&parameters))
    return;
  deal = find_deal (&call);
  if (deal == NULL)
    return;
  if (!platform_store_list_of_deal (call.database, deal->row, &branches, &error) ||
      !get_low (&call, deal, &low, &error))
    {
      platform_call_fail (&call, error);
      return;
    }
  if (branches->len == 0)
    {
      platform_call_not_found (&call, "There is no place left where this offer could be used");
      return;
    }
  for (guint i = 0; has_near && i < branches->len; i++)
    {
      PlatformStore *branch = g_ptr_array_index (branches, i);

      branch->distance = rambla_point_distance (near, branch->location);
    }
  if (has_near)
    g_ptr_array_sort (branches, compare_distance);
  pictures = platform_picture_storage_list (call.database, deal->id, call.language, &error);
  if (pictures == NULL)
    {
      platform_call_fail (&call, error);
      return;
    }
  platform_json_write_deal (&call.writer, call.city, deal, branches, pictures, low, call.local);
  platform_call_respond (&call, NULL, NULL);
}

static gboolean
write_slots (PlatformCall *call,
             const PlatformDeal *deal,
             const PlatformStore *store,
             gint64 days,
             GError **error)
{
  g_autoptr (GPtrArray) slots = NULL;

  if (!platform_slot_list (call->database, call->city, deal, store, days, call->now, &slots, error))
    return FALSE;
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_name (&call->writer, "slots");
  rambla_json_writer_begin_array (&call->writer);
  for (guint i = 0; i < slots->len; i++)
    platform_json_write_slot (&call->writer, g_ptr_array_index (slots, i));
  rambla_json_writer_end_array (&call->writer);
  rambla_json_writer_end_object (&call->writer);
  return TRUE;
}

/* The branch that is asked for, if one is. FALSE when the request has been answered. */
static gboolean
find_branch (PlatformCall *call,
             PlatformParameters *parameters,
             const PlatformDeal *deal,
             PlatformStore **store)
{
  const char *id = platform_request_get_query (call->request, "store_id");
  GError *error = NULL;
  gint64 row = 0;

  *store = NULL;
  if (id == NULL)
    return TRUE;
  if (!platform_deal_is_good_at (call->database, deal->row, id, &row, &error) ||
      (row != 0 && !platform_store_get (call->database, row, store, &error)))
    {
      platform_call_fail (call, error);
      return FALSE;
    }
  if (row == 0)
    platform_parameters_refuse (parameters, "store_id", "the offer is not good at such a store");
  return platform_parameters_end (parameters);
}

static void
on_slots (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "date", "store_id", NULL };
  g_auto (PlatformCall) call = { NULL };
  PlatformParameters parameters = { request, NULL };
  g_autoptr (PlatformDeal) deal = NULL;
  g_autoptr (PlatformStore) store = NULL;
  GError *error = NULL;
  gint64 days = 0;

  if (!platform_call_begin (&call, request, context, known))
    return;
  if (!platform_parameters_get_day (&parameters, "date", &days))
    platform_parameters_refuse (&parameters, "date", "is needed: a date, like 2026-11-21");
  if (!platform_parameters_end (&parameters))
    return;
  deal = find_deal (&call);
  if (deal == NULL || !find_branch (&call, &parameters, deal, &store))
    return;
  if (write_slots (&call, deal, store, days, &error))
    platform_call_respond (&call, NULL, NULL);
  else
    platform_call_fail (&call, error);
}

static gboolean
write_prices (PlatformCall *call, const PlatformDeal *deal, GError **error)
{
  g_autoptr (GArray) prices = NULL;
  gint64 low;

  if (!platform_deal_list_prices (call->database, deal->row, call->now, &prices, error) ||
      !get_low (call, deal, &low, error))
    return FALSE;
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_name (&call->writer, "prices");
  rambla_json_writer_begin_array (&call->writer);
  for (guint i = 0; i < prices->len; i++)
    {
      const PlatformPrice *price = &g_array_index (prices, PlatformPrice, i);

      rambla_json_writer_begin_object (&call->writer);
      rambla_json_writer_member_time (&call->writer, "at", price->at);
      rambla_json_writer_member_money (&call->writer, "price",
                                       rambla_money (price->price, call->city->currency));
      rambla_json_writer_end_object (&call->writer);
    }
  rambla_json_writer_end_array (&call->writer);
  rambla_json_writer_member_money (&call->writer, "low_30_days", rambla_money (low, call->city->currency));
  rambla_json_writer_member_money (&call->writer, "regular_price",
                                   rambla_money (deal->regular_price, call->city->currency));
  rambla_json_writer_end_object (&call->writer);
  return TRUE;
}

static void
on_prices (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { NULL };
  g_auto (PlatformCall) call = { NULL };
  g_autoptr (PlatformDeal) deal = NULL;
  GError *error = NULL;

  if (!platform_call_begin (&call, request, context, known))
    return;
  deal = find_deal (&call);
  if (deal == NULL)
    return;
  if (write_prices (&call, deal, &error))
    platform_call_respond (&call, NULL, NULL);
  else
    platform_call_fail (&call, error);
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/deals", on_deals },
  { "GET", "/v1/deals/{id}", on_deal },
  { "GET", "/v1/deals/{id}/slots", on_slots },
  { "GET", "/v1/deals/{id}/price-history", on_prices },
};

void
platform_routes_deals_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
