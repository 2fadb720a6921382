/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"
#include "rambla-geo.h"
#include "rambla-schedule.h"

G_BEGIN_DECLS

/**
 * PlatformCategory:
 * @row: its number in this database, 1 to 63
 * @id: "catering"
 * @glyph: name of a symbolic icon
 * @names: (element-type utf8): one for each of the city's languages, in their order, NULL-terminated
 */
typedef struct
{
  gint64 row;
  char *id;
  char *glyph;
  char **names;
} PlatformCategory;

/**
 * PlatformCity:
 * @languages: language tags, the default first, NULL-terminated: for platform_request_get_language()
 * @zone: the city's time zone
 * @holidays: its public holidays, for schedules and rules
 * @holiday_dates: the same as texts, "MM-DD" or "YYYY-MM-DD", NULL-terminated
 * @basemap: (nullable): path of the MBTiles file with the map
 * @basemap_hidpi: (nullable): path of the one with tiles of double density, if they are apart
 * @content_hash: tells one edition of the city's files from another
 * @edition: counts imports into this database
 * @categories: (element-type PlatformCategory): in the city's order
 *
 * What the platform is about. Read once at start; unchanged after that, so any thread may look at it.
 */
typedef struct
{
  char *id;
  char *name;
  char *country;
  char currency[4];
  char *timezone;
  GTimeZone *zone;
  char **languages;
  RamblaPoint centre;
  double zoom;
  RamblaBox bounds;
  char *attribution;
  char *attribution_url;
  gboolean sample_offers;
  RamblaHolidays *holidays;
  char **holiday_dates;
  char *basemap;
  char *basemap_hidpi;
  char *content_hash;
  gint64 edition;
  gint64 imported_at;
  GPtrArray *categories;
} PlatformCity;

/**
 * platform_city_new:
 *
 * Returns: (transfer full): a city of which nothing is known, to be filled by an import
 */
PlatformCity *platform_city_new (void);

/**
 * platform_category_new:
 *
 * Returns: (transfer full): a category to be filled
 */
PlatformCategory *platform_category_new (void);
void platform_category_free (PlatformCategory *self);

/**
 * platform_city_load:
 * @city: (out) (nullable) (transfer full): the city, NULL if none was imported yet
 */
gboolean platform_city_load (PlatformDatabase *database, PlatformCity **city, GError **error);
void platform_city_free (PlatformCity *self);

/**
 * platform_city_get_category:
 * @row: a category's number
 *
 * Returns: (nullable) (transfer none): the category
 */
const PlatformCategory *platform_city_get_category (const PlatformCity *self, gint64 row);

/**
 * platform_city_find_category:
 * @id: a category's id
 *
 * Returns: (nullable) (transfer none): the category
 */
const PlatformCategory *platform_city_find_category (const PlatformCity *self, const char *id);

/**
 * platform_city_get_language_index:
 * @language: a language tag
 *
 * Returns: its place in @languages, 0 (the default) if it is not one of them
 */
guint platform_city_get_language_index (const PlatformCity *self, const char *language);

/**
 * platform_city_local_time:
 * @at: seconds since 1970, UTC
 *
 * Returns: (transfer full): that instant in the city's time zone
 */
GDateTime *platform_city_local_time (const PlatformCity *self, gint64 at);

/**
 * platform_city_count_stores:
 * @counts: (array fixed-size=64): zeroed; gets the open stores by the category's number, and all of them at 0
 */
gboolean platform_city_count_stores (PlatformDatabase *database, gint64 *counts, GError **error);

/**
 * platform_city_count_deals:
 * @now: what has ended by then is not counted
 * @counts: (array fixed-size=64): zeroed; gets the deals by the category's number, and all of them at 0
 */
gboolean platform_city_count_deals (PlatformDatabase *database, gint64 now, gint64 *counts, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformCity, platform_city_free)

G_END_DECLS
