/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-city-storage.h"
#include "platform-deal-storage.h"
#include "platform-review-storage.h"
#include "platform-store-storage.h"

G_BEGIN_DECLS

/* Writes the catalogue, in one of the writer's jobs. What has an id that is known already is replaced and
 * keeps its number; stock, bookings, prices and reviews that came since are never touched. The search index
 * is not written here. */

/**
 * platform_catalogue_save_city:
 * @city: all but @edition, which is counted on; categories get their numbers
 * @edition: (out): the new edition
 */
gboolean platform_catalogue_save_city (PlatformDatabase *database,
                                       PlatformCity *city,
                                       gint64 *edition,
                                       GError **error);

/**
 * platform_catalogue_set_basemap:
 * @basemap: (nullable): path of the MBTiles file
 * @hidpi: (nullable): path of the one with double density
 *
 * Says where the map lies; nothing is written if it lies there already.
 */
gboolean platform_catalogue_set_basemap (PlatformDatabase *database,
                                         const char *basemap,
                                         const char *hidpi,
                                         GError **error);

/**
 * platform_catalogue_add_area:
 * @kind: "suburb", "neighbourhood", "square" or "street"
 *
 * Call platform_catalogue_clear_areas() before the first one.
 */
gboolean platform_catalogue_add_area (PlatformDatabase *database,
                                      const char *name,
                                      const char *kind,
                                      RamblaPoint location,
                                      GError **error);
gboolean platform_catalogue_clear_areas (PlatformDatabase *database, GError **error);

/**
 * platform_catalogue_save_merchant:
 * @id: "mer_…"
 * @row: (out): its number
 */
gboolean platform_catalogue_save_merchant (PlatformDatabase *database,
                                           const char *id,
                                           const char *name,
                                           gboolean is_brand,
                                           gint64 *row,
                                           GError **error);

/**
 * platform_catalogue_save_store:
 * @store: id, merchant, category, name and what is known besides; its @row is set
 * @cuisine: (nullable): for the search only
 * @edition: of the import
 */
gboolean platform_catalogue_save_store (PlatformDatabase *database,
                                        PlatformStore *store,
                                        const char *cuisine,
                                        gint64 edition,
                                        GError **error);

/**
 * PlatformDealText:
 * @includes: (array zero-terminated=1): lines
 *
 * An offer's texts in one language. Texts belong to the caller.
 */
typedef struct
{
  const char *language;
  const char *title;
  const char *summary;
  const char *const *includes;
  const char *benefit;
  const char *unit_name;
} PlatformDealText;

/**
 * platform_catalogue_save_deal:
 * @deal: everything but texts and ratings; its @row is set. Its stock, sold and joined count only if it is
 * new.
 * @texts: (array length=n_texts): the city's default language among them
 * @branches: (array length=n_branches): numbers of stores
 * @prices: (array length=n_prices): the price log, oldest first; of a known deal only a changed price is
 * added
 * @now: the time of a changed price
 * @edition: of the import
 */
gboolean platform_catalogue_save_deal (PlatformDatabase *database,
                                       PlatformDeal *deal,
                                       const PlatformDealText *texts,
                                       gsize n_texts,
                                       const gint64 *branches,
                                       gsize n_branches,
                                       const PlatformPrice *prices,
                                       gsize n_prices,
                                       gint64 now,
                                       gint64 edition,
                                       GError **error);

/**
 * platform_catalogue_close_others:
 *
 * Ends the sale of offers and closes stores that are not in this edition.
 */
gboolean
platform_catalogue_close_others (PlatformDatabase *database, gint64 edition, gint64 now, GError **error);

/**
 * platform_catalogue_shift_periods:
 * @seconds: how far
 *
 * Moves all sale periods and deadlines, and the day of the import with them: for sample offers that have
 * grown old.
 */
gboolean platform_catalogue_shift_periods (PlatformDatabase *database, gint64 seconds, GError **error);

/**
 * platform_catalogue_index_all:
 *
 * Builds the search index anew from what the catalogue holds.
 */
gboolean platform_catalogue_index_all (PlatformDatabase *database, const PlatformCity *city, GError **error);

G_END_DECLS
