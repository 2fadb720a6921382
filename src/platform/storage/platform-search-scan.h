/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-city-storage.h"
#include "platform-database.h"
#include "platform-search-facts.h"
#include "platform-search-text.h"

G_BEGIN_DECLS

#define PLATFORM_SEARCH_ERROR (platform_search_error_quark ())

typedef enum
{
  PLATFORM_SEARCH_ERROR_CURSOR, /* not one of ours, or of another search */
} PlatformSearchError;

GQuark platform_search_error_quark (void);

/**
 * PlatformSearchArea:
 * @has_near: @near is set; distances are measured from it
 * @radius: metres around @near, 0 for no limit
 * @has_box: only what lies in @box
 *
 * Where to look.
 */
typedef struct
{
  gboolean has_near;
  RamblaPoint near;
  double radius;
  gboolean has_box;
  RamblaBox box;
} PlatformSearchArea;

/**
 * PlatformSearchFilter:
 * @categories: bit n: the category with the number n; 0 for all
 * @kinds: bit n: the PlatformDealKind n; 0 for all
 * @price_max: minor units, or -1
 * @discount_min: percent
 * @rating_min: stars; above 0 an offer without reviews does not pass
 * @open_now: only where somebody is in now; unknown hours do not pass
 * @ending_before: seconds since 1970; 0 for no limit
 *
 * What to let through.
 */
typedef struct
{
  guint64 categories;
  guint kinds;
  gint64 price_max;
  int discount_min;
  double rating_min;
  gboolean open_now;
  gint64 ending_before;
} PlatformSearchFilter;

#define PLATFORM_SEARCH_FILTER_INIT                                                                          \
  {                                                                                                          \
    .price_max = -1                                                                                          \
  }

/**
 * PlatformSearchEntry:
 * @facts: valid during the call only
 * @distance: metres, or -1 without `near`
 * @text: how well the words fit, 0 to 1; 0 without words
 *
 * One entry that lies in the area, holds the words, and is on sale.
 */
typedef struct
{
  const PlatformFacts *facts;
  double distance;
  double text;
} PlatformSearchEntry;

typedef void (*PlatformSearchFunc) (const PlatformSearchEntry *entry, gpointer data);

/* What to look through. */
typedef enum
{
  PLATFORM_SEARCH_OFFERS = 1 << 0,
  PLATFORM_SEARCH_STORES = 1 << 1,
  PLATFORM_SEARCH_SOME = 1 << 2, /* entries that hold some of several words */
} PlatformSearchKinds;

/**
 * platform_search_scan:
 * @kinds: entries for offers, for stores, or both; those that hold all words or, if asked for, some
 * @text: (nullable): the words
 * @open_now: only entries whose store is open
 * @now: seconds since 1970
 *
 * Calls @func for each entry, offers before stores, each in the order of the map.
 */
gboolean platform_search_scan (PlatformDatabase *database,
                               const PlatformCity *city,
                               PlatformSearchKinds kinds,
                               const PlatformSearchArea *area,
                               const PlatformSearchText *text,
                               gboolean open_now,
                               gint64 now,
                               PlatformSearchFunc func,
                               gpointer data,
                               GError **error);

/**
 * platform_search_warm:
 *
 * Reads into memory what any search needs. Without it the first search does.
 */
gboolean platform_search_warm (PlatformDatabase *database, GError **error);

/**
 * platform_search_filter_passes:
 *
 * Returns: TRUE if an offer passes all but categories and kinds, which facets count apart, and open_now,
 * which the scan did
 */
gboolean platform_search_filter_passes (const PlatformSearchFilter *self, const PlatformFacts *facts);
gboolean platform_search_filter_has_category (const PlatformSearchFilter *self, const PlatformFacts *facts);
gboolean platform_search_filter_has_kind (const PlatformSearchFilter *self, const PlatformFacts *facts);

/**
 * PlatformSearchCursor:
 * @key: the last entry's place in the order
 * @row: its number, which decides between equal keys
 */
typedef struct
{
  double key;
  gint64 row;
} PlatformSearchCursor;

/**
 * platform_search_cursor_format:
 * @query: everything that decides what is found and in which order, as text
 *
 * Returns: (transfer full): an opaque text for the next page of the same search
 */
char *platform_search_cursor_format (PlatformSearchCursor cursor, const char *query);

/**
 * platform_search_cursor_parse:
 *
 * Returns: FALSE with PLATFORM_SEARCH_ERROR_CURSOR if @text is no cursor or one of another search
 */
gboolean platform_search_cursor_parse (const char *text,
                                       const char *query,
                                       PlatformSearchCursor *cursor,
                                       GError **error);

/**
 * platform_search_describe:
 *
 * Returns: (transfer full): area, words and filter in one line, for cursors
 */
char *platform_search_describe (const PlatformSearchArea *area,
                                const char *text,
                                const PlatformSearchFilter *filter,
                                const char *order);

G_END_DECLS
