/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-search-scan.h"

G_BEGIN_DECLS

/* Stores in one unpaged answer, at most. */
#define PLATFORM_STORES_MAX 20000

/**
 * PlatformStoreQuery:
 * @text: (nullable): words
 * @now: seconds since 1970
 * @cursor: (nullable): where the page before ended
 * @limit: stores on a page; 0 for all in one answer
 * @most: with a @limit of 0, 1 to PLATFORM_STORES_MAX: where more match, those that stand close together are
 *   one hit
 *
 * A store matches when one of its offers does; without a filter on offers (kind, price, discount, rating)
 * also by its own name, category and address.
 */
typedef struct
{
  const char *text;
  PlatformSearchArea area;
  PlatformSearchFilter filter;
  gint64 now;
  const char *cursor;
  guint limit;
  guint most;
} PlatformStoreQuery;

/**
 * PlatformStoreHit:
 * @store: a store's number; of several the first one's
 * @stores: how many stores this stands for: 1 but in a truncated answer
 * @location: where it is, the mean of several
 * @price_from: lowest price of a matching offer, or -1
 * @deals: matching offers
 * @distance: metres, or -1
 */
typedef struct
{
  gint64 store;
  guint stores;
  RamblaPoint location;
  gint64 price_from;
  int deals;
  double distance;
  double text;
} PlatformStoreHit;

/**
 * PlatformStorePage:
 * @hits: (element-type PlatformStoreHit): the nearest first; without `near` those that fit the words best,
 * then by number
 * @truncated: there were more than fit into one answer: @hits are cells of a grid, all stores are in one
 */
typedef struct
{
  GArray *hits;
  gint64 total;
  gboolean truncated;
  char *corrected;
  char *next_cursor;
} PlatformStorePage;

void platform_store_page_free (PlatformStorePage *self);

/**
 * platform_store_search:
 * @page: (out) (transfer full): what was found
 *
 * Returns: FALSE with PLATFORM_SEARCH_ERROR_CURSOR for a cursor of another search, or PLATFORM_STORAGE_ERROR
 */
gboolean platform_store_search (PlatformDatabase *database,
                                const PlatformCity *city,
                                const PlatformStoreQuery *query,
                                PlatformStorePage **page,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformStorePage, platform_store_page_free)

G_END_DECLS
