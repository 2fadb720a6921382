/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-catalogue-writer.h"
#include "platform-city-file.h"
#include "platform-city-import.h"

G_BEGIN_DECLS

/* Things that stay in the city's own numbering while it is read. */

typedef struct
{
  gint64 merchant;
  GArray *stores; /* of gint64: its branches' numbers */
} PlatformCityBrand;

typedef struct
{
  gint64 store;
  gint64 merchant;
  const PlatformCityBrand *brand; /* NULL: none */
} PlatformCityPlace;

typedef struct
{
  gint64 deal;
  const PlatformCityBrand *brand; /* NULL: of one place */
  gint64 store;                   /* without a brand */
} PlatformCityOffer;

/**
 * PlatformCityState:
 * @folder: the city's
 * @city: its head
 * @n_…: what city.json says there must be
 * @days: the day of the import, in days from 1970-01-01, in the city's time zone
 * @brands: by id: PlatformCityBrand
 * @places: by id: PlatformCityPlace
 * @offers: by id: PlatformCityOffer
 */
typedef struct
{
  PlatformDatabase *database;
  const char *folder;
  PlatformCity *city;
  guint n_places;
  guint n_brands;
  guint n_offers;
  guint n_reviews;
  gint64 now;
  gint64 days;
  gint64 edition;
  GHashTable *brands;
  GHashTable *places;
  GHashTable *offers;
  PlatformCityProgress progress;
  gpointer progress_data;
} PlatformCityState;

/**
 * platform_city_read_head:
 *
 * Reads city.json into @state: the city without its hash and times, and the counts.
 */
gboolean platform_city_read_head (PlatformCityState *state, GError **error);

gboolean platform_city_read_areas (PlatformCityState *state, GError **error);
gboolean platform_city_read_brands (PlatformCityState *state, GError **error);
gboolean platform_city_read_places (PlatformCityState *state, GError **error);
gboolean platform_city_read_offers (PlatformCityState *state, GError **error);
gboolean platform_city_read_reviews (PlatformCityState *state, GError **error);

/**
 * PlatformCityRecord:
 * @object: one line; its members may be read with RAMBLA_JSON_ERROR, which becomes file and line
 */
typedef gboolean (*PlatformCityRecord) (PlatformCityState *state,
                                        PlatformCityFile *file,
                                        JsonObject *object,
                                        GError **error);

/**
 * platform_city_read_lines:
 * @what: for the progress, "offers"
 * @expected: how many lines there must be; G_MAXUINT for any
 *
 * Calls @record for each line of a file.
 */
gboolean platform_city_read_lines (PlatformCityState *state,
                                   const char *name,
                                   const char *what,
                                   guint expected,
                                   PlatformCityRecord record,
                                   GError **error);

/**
 * platform_city_read_texts:
 * @texts: (out) (transfer full): a text for each of the city's languages, in their order, NULL-terminated
 *
 * Reads {"es": …, "en": …}: every language of the city, and no other.
 */
gboolean platform_city_read_texts (const PlatformCityState *state,
                                   JsonObject *object,
                                   const char *name,
                                   gsize max_bytes,
                                   char ***texts,
                                   GError **error);

/**
 * platform_city_read_name:
 *
 * Reads an id of the city's own: 1 to 64 bytes without blanks.
 */
gboolean platform_city_read_name (JsonObject *object,
                                  const char *name,
                                  gboolean required,
                                  const char **id,
                                  GError **error);

/**
 * platform_city_read_category:
 * @category: (out): its number
 */
gboolean platform_city_read_category (const PlatformCityState *state,
                                      JsonObject *object,
                                      gint64 *category,
                                      GError **error);

/**
 * platform_city_refuse:
 * @pointer: the member
 *
 * Returns: FALSE, with RAMBLA_JSON_ERROR_VALUE
 */
gboolean platform_city_refuse (GError **error, const char *pointer, const char *message);

/**
 * platform_city_check_kind_members:
 *
 * Returns: FALSE if the offer has members that belong to another kind
 */
gboolean platform_city_check_kind_members (const PlatformDeal *deal, JsonObject *object, GError **error);

/**
 * platform_city_read_booking:
 * @deal: gets slots and how they are paid
 */
gboolean platform_city_read_booking (PlatformDeal *deal, JsonObject *object, GError **error);

/**
 * platform_city_read_group:
 * @deal: gets tiers, minimum and deadline, which lies between the two days
 */
gboolean platform_city_read_group (const PlatformCityState *state,
                                   PlatformDeal *deal,
                                   gint64 starts_day,
                                   gint64 ends_day,
                                   JsonObject *object,
                                   GError **error);

/**
 * platform_city_read_pictures:
 * @owner: id of the offer or store that @object describes
 *
 * Reads the member "pictures": [{"file": …, "alt": {"es": …, …}}], files of the city's folder "pictures".
 * What a merchant has arranged meanwhile stays.
 */
gboolean
platform_city_read_pictures (PlatformCityState *state, JsonObject *object, const char *owner, GError **error);

/**
 * platform_city_list_pictures:
 * @paths: (element-type filename): gets the city's pictures, always in the same order; none without a folder
 */
gboolean platform_city_list_pictures (const char *folder, GPtrArray *paths, GError **error);

/**
 * platform_city_day:
 * @day: from the day of the import
 * @minute: of that day
 *
 * Returns: seconds since 1970
 */
gint64 platform_city_day (const PlatformCityState *state, gint64 day, int minute);

G_END_DECLS
