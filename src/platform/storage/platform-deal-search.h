/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-deal-storage.h"
#include "platform-relevance.h"
#include "platform-search-scan.h"

G_BEGIN_DECLS

typedef enum
{
  PLATFORM_SORT_RELEVANCE,
  PLATFORM_SORT_DISTANCE,
  PLATFORM_SORT_PRICE,
  PLATFORM_SORT_DISCOUNT,
  PLATFORM_SORT_RATING,
  PLATFORM_SORT_POPULAR,
  PLATFORM_SORT_ENDING,
} PlatformSort;

#define PLATFORM_N_SORTS 7

/**
 * PlatformDealQuery:
 * @text: (nullable): words
 * @sort: equal ones stand in the order of their numbers. Relevance is made of words, nearness, popularity and
 * rating; rating is the mean, then the number of reviews. Distance needs `near`.
 * @now: seconds since 1970
 * @cursor: (nullable): where the page before ended
 * @limit: 1 to 100
 */
typedef struct
{
  const char *text;
  PlatformSearchArea area;
  PlatformSearchFilter filter;
  PlatformSort sort;
  gint64 now;
  const char *cursor;
  guint limit;
} PlatformDealQuery;

/**
 * PlatformDealHit:
 * @deal: a deal's number
 * @store: the number of the nearest branch that matches; without `near`, of the first
 * @distance: metres, or -1
 * @score: how relevant it is, whatever the sort; @relevance: what that is made of
 */
typedef struct
{
  gint64 deal;
  gint64 store;
  double distance;
  double score;
  PlatformRelevance relevance;
} PlatformDealHit;

/**
 * PlatformDealPage:
 * @hits: (element-type PlatformDealHit): in order
 * @total: how many deals match on all pages
 * @corrected: (nullable): the words that were searched for, where what was typed is unknown
 * @relaxed: nothing holds all the words; these hold some of them
 * @next_cursor: (nullable): for the next page, if there is one
 * @by_category: by a category's number: matches if that category were asked for, the other filters applied
 * @by_kind: the same by kind
 */
typedef struct
{
  GArray *hits;
  gint64 total;
  char *corrected;
  gboolean relaxed;
  char *next_cursor;
  gint64 by_category[64];
  gint64 by_kind[PLATFORM_N_DEAL_KINDS];
} PlatformDealPage;

void platform_deal_page_free (PlatformDealPage *self);

/**
 * platform_deal_search:
 * @page: (out) (transfer full): what was found
 *
 * Finds offers on sale. An offer is found near each of its branches and listed once, with the nearest.
 *
 * Returns: FALSE with PLATFORM_SEARCH_ERROR_CURSOR for a cursor of another search, or PLATFORM_STORAGE_ERROR
 */
gboolean platform_deal_search (PlatformDatabase *database,
                               const PlatformCity *city,
                               const PlatformDealQuery *query,
                               PlatformDealPage **page,
                               GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformDealPage, platform_deal_page_free)

G_END_DECLS
