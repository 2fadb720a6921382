/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page of one offer asks for besides the offer itself. */
#include "rambla-catalogue.h"

#include "rambla-call-decode.h"
#include "rambla-json.h"
#include "rambla-review.h"
#include "rambla-slot.h"

/* --- slots --- */

static gpointer
decode_slots (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (GListStore) list = g_list_store_new (RAMBLA_TYPE_SLOT);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *slots;

  if (object == NULL || !rambla_json_get_array (object, "slots", 2000, &slots, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (slots); i++)
    {
      g_autoptr (RamblaSlot) slot = rambla_slot_from_json (json_array_get_element (slots, i), error);

      if (slot == NULL)
        {
          rambla_json_prefix_error (error, "/slots/%u", i);
          return NULL;
        }
      g_list_store_append (list, slot);
    }
  return g_steal_pointer (&list);
}

void
rambla_catalogue_list_slots_async (RamblaApi *api,
                                   const char *deal_id,
                                   const char *date,
                                   const char *store_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  RamblaCall *call = rambla_call_new_for ("GET", "/v1/deals/", deal_id, "/slots");

  rambla_call_add (call, "date", date);
  rambla_call_add (call, "store_id", store_id);
  rambla_call_send_read (api, call, decode_slots, g_object_unref, cancellable, callback, user_data);
}

GListModel *
rambla_catalogue_list_slots_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

/* --- prices --- */

void
rambla_price_history_free (RamblaPriceHistory *history)
{
  g_array_unref (history->prices);
  g_free (history);
}

static gpointer
decode_price_history (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (RamblaPriceHistory) history = g_new0 (RamblaPriceHistory, 1);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *prices;

  history->prices = g_array_new (FALSE, FALSE, sizeof (RamblaPricePoint));
  if (object == NULL || !rambla_json_get_array (object, "prices", 10000, &prices, error) ||
      !rambla_json_get_money (object, "low_30_days", &history->low_30_days, error) ||
      !rambla_json_get_money (object, "regular_price", &history->regular_price, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (prices); i++)
    {
      JsonObject *entry = rambla_json_as_object (json_array_get_element (prices, i), error);
      RamblaPricePoint point;

      if (entry == NULL || !rambla_json_get_time (entry, "at", &point.at, error) ||
          !rambla_json_get_money (entry, "price", &point.price, error))
        {
          rambla_json_prefix_error (error, "/prices/%u", i);
          return NULL;
        }
      g_array_append_val (history->prices, point);
    }
  return g_steal_pointer (&history);
}

void
rambla_catalogue_get_price_history_async (RamblaApi *api,
                                          const char *deal_id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  rambla_call_send_read (api, rambla_call_new_for ("GET", "/v1/deals/", deal_id, "/price-history"),
                         decode_price_history, (GDestroyNotify) rambla_price_history_free, cancellable,
                         callback, user_data);
}

RamblaPriceHistory *
rambla_catalogue_get_price_history_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

/* --- reviews --- */

void
rambla_review_page_free (RamblaReviewPage *page)
{
  g_ptr_array_unref (page->reviews);
  g_free (page->next);
  g_free (page);
}

static gboolean
read_histogram (RamblaReviewPage *page, JsonObject *object, GError **error)
{
  JsonArray *histogram;

  if (!rambla_json_get_array_or_null (object, "histogram", 5, &histogram, error))
    return FALSE;
  for (guint i = 0; histogram != NULL && i < json_array_get_length (histogram); i++)
    {
      JsonNode *count = json_array_get_element (histogram, i);

      page->histogram[i] =
          JSON_NODE_HOLDS_VALUE (count) ? (int) CLAMP (json_node_get_int (count), 0, G_MAXINT) : 0;
    }
  return TRUE;
}

static gpointer
decode_reviews (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (RamblaReviewPage) page = g_new0 (RamblaReviewPage, 1);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *reviews;
  const char *next;
  gint64 count;

  page->reviews = g_ptr_array_new_with_free_func (g_object_unref);
  if (object == NULL || !rambla_json_get_array (object, "reviews", 1000, &reviews, error) ||
      !rambla_json_get_int (object, "count", 0, G_MAXINT, &count, error) ||
      !rambla_json_get_double_or (object, "average", 0, 5, -1, &page->average, error) ||
      !rambla_json_get_string_or (object, "next_cursor", 512, NULL, &next, error) ||
      !read_histogram (page, object, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (reviews); i++)
    {
      RamblaReview *review = rambla_review_from_json (json_array_get_element (reviews, i), error);

      if (review == NULL)
        {
          rambla_json_prefix_error (error, "/reviews/%u", i);
          return NULL;
        }
      g_ptr_array_add (page->reviews, review);
    }
  page->count = (int) count;
  page->next = g_strdup (next);
  return g_steal_pointer (&page);
}

void
rambla_catalogue_list_reviews_async (RamblaApi *api,
                                     const char *deal_id,
                                     const char *sort,
                                     const char *cursor,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  RamblaCall *call = rambla_call_new_for ("GET", "/v1/deals/", deal_id, "/reviews");

  rambla_call_add (call, "sort", sort);
  rambla_call_add (call, "cursor", cursor);
  rambla_call_send_read (api, call, decode_reviews, (GDestroyNotify) rambla_review_page_free, cancellable,
                         callback, user_data);
}

RamblaReviewPage *
rambla_catalogue_list_reviews_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}
