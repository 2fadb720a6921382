/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-card.h"
#include "rambla-deal-query.h"
#include "rambla-deal.h"

G_BEGIN_DECLS

/* What can be read without an account. Every call is repeated as rambla_api_call_async() says; every finish
 * function gives errors of %RAMBLA_API_ERROR or %G_IO_ERROR_CANCELLED. */

/** rambla_catalogue_get_card_async: the platform's card. */
void rambla_catalogue_get_card_async (RamblaApi *api,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full) */
RamblaCard *rambla_catalogue_get_card_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/* One page of offers. @facets: what each category would have, NULL when not said. @next: (nullable) cursor of
 * the next page.
 * @corrected: (nullable) the words that were looked for instead of misspelt ones. @relaxed: no offer has all
 * the words, these have some. */
typedef struct
{
  GPtrArray *deals; /* of RamblaDeal */
  int total;
  GHashTable *facets; /* category id → GINT_TO_POINTER (count) */
  char *next;
  char *corrected;
  gboolean relaxed;
} RamblaDealBatch;

void rambla_deal_batch_free (RamblaDealBatch *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaDealBatch, rambla_deal_batch_free)

/** rambla_catalogue_search_async: one page of at most @limit (1 to 100) offers; @cursor is %NULL for the
 * first. */
void rambla_catalogue_search_async (RamblaApi *api,
                                    const RamblaDealQuery *query,
                                    const char *cursor,
                                    guint limit,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/** Returns: (transfer full) */
RamblaDealBatch *rambla_catalogue_search_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/* A place as the map needs it; fixed size so that thousands are one block of memory. @id: empty for a group
 * of @stores places that stand close together, which has no name and no category either. @price: lowest price
 * of a matching offer in minor units, negative when there is none. @sponsored: shown because somebody paid.
 */
typedef struct
{
  char id[40];
  guint stores;
  gboolean sponsored;
  double lon;
  double lat;
  gint64 price;
  guint deals;
  char category[24];
  guint32 name; /* offset into the names */
} RamblaMapPlace;

/* All places that match, for the map. @truncated: there are so many that some come as groups. */
typedef struct
{
  gboolean truncated;
  guint n_stores; /* of all places and groups */
  GArray *places; /* of RamblaMapPlace */
  GString *names; /* NUL-terminated names one behind the other */
} RamblaMapPlaces;

void rambla_map_places_free (RamblaMapPlaces *places);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaMapPlaces, rambla_map_places_free)

/** rambla_catalogue_get_map_places_async: every place with a matching offer, decoded on a worker thread;
 * @most: how many singly, 0 for as many as the platform tells. */
void rambla_catalogue_get_map_places_async (RamblaApi *api,
                                            const RamblaDealQuery *query,
                                            guint most,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
/** Returns: (transfer full) */
RamblaMapPlaces *
rambla_catalogue_get_map_places_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_catalogue_get_deal_async: one offer, whole; @near (nullable) is where distances start. */
void rambla_catalogue_get_deal_async (RamblaApi *api,
                                      const char *id,
                                      const RamblaPoint *near,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full) */
RamblaDeal *rambla_catalogue_get_deal_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_catalogue_list_store_deals_async: the offers that can be used at one place. */
void rambla_catalogue_list_store_deals_async (RamblaApi *api,
                                              const char *store_id,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
/** Returns: (transfer full) */
RamblaDealBatch *
rambla_catalogue_list_store_deals_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_catalogue_get_store_async: one place. */
void rambla_catalogue_get_store_async (RamblaApi *api,
                                       const char *id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/** Returns: (transfer full) */
RamblaStore *rambla_catalogue_get_store_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_catalogue_list_slots_async: times on @date ("2026-12-24", in the platform's time zone); @store_id
 * may be %NULL. */
void rambla_catalogue_list_slots_async (RamblaApi *api,
                                        const char *deal_id,
                                        const char *date,
                                        const char *store_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/** Returns: (transfer full): list of RamblaSlot */
GListModel *rambla_catalogue_list_slots_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/* One price in the log of an offer; time in microseconds since 1970 UTC. */
typedef struct
{
  gint64 at;
  RamblaMoney price;
} RamblaPricePoint;

/* The log, oldest first. */
typedef struct
{
  GArray *prices; /* of RamblaPricePoint */
  RamblaMoney low_30_days;
  RamblaMoney regular_price;
} RamblaPriceHistory;

void rambla_price_history_free (RamblaPriceHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaPriceHistory, rambla_price_history_free)

/** rambla_catalogue_get_price_history_async: every price the offer ever had. */
void rambla_catalogue_get_price_history_async (RamblaApi *api,
                                               const char *deal_id,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
/** Returns: (transfer full) */
RamblaPriceHistory *
rambla_catalogue_get_price_history_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/* One page of reviews; @average is negative when there are none; @histogram: how many gave 1 to 5 stars. */
typedef struct
{
  GPtrArray *reviews; /* of RamblaReview */
  int count;
  double average;
  int histogram[5];
  char *next;
} RamblaReviewPage;

void rambla_review_page_free (RamblaReviewPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaReviewPage, rambla_review_page_free)

/** rambla_catalogue_list_reviews_async: reviews of an offer; @sort: "newest", "helpful" or "lowest". */
void rambla_catalogue_list_reviews_async (RamblaApi *api,
                                          const char *deal_id,
                                          const char *sort,
                                          const char *cursor,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
/** Returns: (transfer full) */
RamblaReviewPage *rambla_catalogue_list_reviews_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/* One completion: @type is query, deal, store, category or place; @id, @detail and the location may be
 * missing. */
typedef struct
{
  char *type;
  char *text;
  char *detail;
  char *id;
  gboolean has_location;
  RamblaPoint location;
} RamblaSuggestion;

/** rambla_catalogue_suggest_async: completions of @text, best first. */
void rambla_catalogue_suggest_async (RamblaApi *api,
                                     const char *text,
                                     const RamblaPoint *near,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/** Returns: (transfer full): of RamblaSuggestion */
GPtrArray *rambla_catalogue_suggest_finish (RamblaApi *api, GAsyncResult *result, GError **error);

G_END_DECLS
