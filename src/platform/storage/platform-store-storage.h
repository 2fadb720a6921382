/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-city-storage.h"
#include "platform-database.h"
#include "rambla-day-hours.h"
#include "rambla-geo.h"
#include "rambla-schedule.h"

G_BEGIN_DECLS

/**
 * PlatformStore:
 * @row: its number in this database
 * @id: "sto_…"
 * @merchant: the merchant's number, @merchant_id the merchant's id ("mer_…")
 * @brand: (nullable): the brand's name, if it is one of a brand's branches
 * @address: (nullable): street and number in one line
 * @spans: (nullable) (array length=n_spans): weekly opening hours, sorted; NULL if they are not known
 * @closed_on_holidays: 1, 0, or -1 if not known (then the weekly hours are believed)
 * @branch_count: stores of the same merchant, this one included
 * @ratings: reviews with one to five stars
 * @distance: metres from where was asked, or -1
 * @special_days: (nullable) (element-type RamblaDayHours): what its merchant said about single dates
 */
typedef struct
{
  gint64 row;
  char *id;
  gint64 merchant;
  char *merchant_id;
  char *merchant_name;
  gboolean merchant_certified;
  char *brand;
  gint64 category;
  char *name;
  char *kind;
  char *street;
  char *housenumber;
  char *neighbourhood;
  char *address;
  RamblaPoint location;
  RamblaSpan *spans;
  gsize n_spans;
  char *opening_hours;
  int closed_on_holidays;
  char *phone;
  char *website;
  char *picture;
  int branch_count;
  gint64 ratings[5];
  double distance;
  GPtrArray *special_days;
} PlatformStore;

void platform_store_free (PlatformStore *self);

/**
 * platform_store_find:
 * @id: a store's id; any text is harmless
 * @store: (out) (nullable) (transfer full): the store, NULL if there is none
 */
gboolean
platform_store_find (PlatformDatabase *database, const char *id, PlatformStore **store, GError **error);

/**
 * platform_store_get:
 * @row: a store's number
 * @store: (out) (nullable) (transfer full): the store, NULL if there is none
 */
gboolean platform_store_get (PlatformDatabase *database, gint64 row, PlatformStore **store, GError **error);

/**
 * platform_store_get_label:
 * @row: a store's number
 * @statement: (out) (nullable) (transfer full): keeps @id and @name alive; NULL if there is no such store
 * @category: (out): its category's number
 *
 * The least of a store, without copies: for answers with thousands of them.
 */
gboolean platform_store_get_label (PlatformDatabase *database,
                                   gint64 row,
                                   PlatformStatement **statement,
                                   const char **id,
                                   const char **name,
                                   gint64 *category,
                                   GError **error);

/**
 * platform_store_list_branches:
 * @merchant: a merchant's number
 * @stores: (out) (transfer full) (element-type PlatformStore): its stores, by name and number
 */
gboolean platform_store_list_branches (PlatformDatabase *database,
                                       gint64 merchant,
                                       GPtrArray **stores,
                                       GError **error);

/**
 * platform_store_list_of_deal:
 * @deal: a deal's number
 * @stores: (out) (transfer full) (element-type PlatformStore): the branches that it is good at
 */
gboolean
platform_store_list_of_deal (PlatformDatabase *database, gint64 deal, GPtrArray **stores, GError **error);

/**
 * platform_store_list_nearest:
 * @centre: from where
 * @limit: how many, 1 to 1000
 * @stores: (out) (transfer full) (element-type PlatformStore): the nearest stores, nearest first, with
 * @distance
 */
gboolean platform_store_list_nearest (PlatformDatabase *database,
                                      RamblaPoint centre,
                                      guint limit,
                                      GPtrArray **stores,
                                      GError **error);

/**
 * platform_store_dup_schedule:
 * @city: for its holidays
 *
 * Returns: (nullable) (transfer full): the opening hours for the model's rules; NULL if they are not known
 */
RamblaSchedule *platform_store_dup_schedule (const PlatformStore *self, const PlatformCity *city);

/**
 * platform_store_list_special_days:
 * @local: an instant in the city's time zone: from its day on, for a year
 *
 * Returns: (transfer full) (element-type RamblaDayHours): the dates that differ from the week, by the
 * merchant's word or as holidays on which the store is closed
 */
GPtrArray *
platform_store_list_special_days (const PlatformStore *self, const PlatformCity *city, GDateTime *local);

/**
 * platform_store_is_open:
 * @local: an instant in the city's time zone
 *
 * Returns: 1 or 0; -1 if the hours are not known
 */
int platform_store_is_open (const PlatformStore *self, const PlatformCity *city, GDateTime *local);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformStore, platform_store_free)

G_END_DECLS
