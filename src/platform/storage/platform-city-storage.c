/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-city-storage.h"

#include <json-glib/json-glib.h>

#include "rambla-json.h"

/* JSON that this program itself wrote into the database: small, but a damaged file must not crash us. */
#define MAX_JSON (256 * 1024)

PlatformCategory *
platform_category_new (void)
{
  return g_new0 (PlatformCategory, 1);
}

void
platform_category_free (PlatformCategory *self)
{
  g_free (self->id);
  g_free (self->glyph);
  g_strfreev (self->names);
  g_free (self);
}

PlatformCity *
platform_city_new (void)
{
  PlatformCity *self = g_new0 (PlatformCity, 1);

  self->categories = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_category_free);
  return self;
}

void
platform_city_free (PlatformCity *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->country);
  g_free (self->timezone);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_strfreev (self->languages);
  g_free (self->attribution);
  g_free (self->attribution_url);
  g_clear_pointer (&self->holidays, rambla_holidays_unref);
  g_strfreev (self->holiday_dates);
  g_free (self->basemap);
  g_free (self->basemap_hidpi);
  g_free (self->content_hash);
  g_clear_pointer (&self->categories, g_ptr_array_unref);
  g_free (self);
}

static char **
read_texts (const char *json, GError **error)
{
  g_autoptr (JsonNode) node = rambla_json_parse (json, -1, MAX_JSON, error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;

  if (node == NULL)
    return NULL;
  array = rambla_json_as_array (node, 1000, error);
  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  return g_strv_builder_end (builder);
}

static gboolean
load_categories (PlatformDatabase *database, PlatformCity *self, GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_prepare (
      database, "SELECT row, id, glyph, names FROM categories ORDER BY row", error);
  PlatformStep step;

  if (statement == NULL)
    return FALSE;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      PlatformCategory *category = platform_category_new ();
      g_autoptr (JsonNode) names = NULL;
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      JsonObject *object;

      g_ptr_array_add (self->categories, category);
      category->row = platform_statement_get_int (statement, 0);
      category->id = platform_statement_dup_text (statement, 1);
      category->glyph = platform_statement_dup_text (statement, 2);
      names = rambla_json_parse (platform_statement_get_text (statement, 3), -1, MAX_JSON, error);
      object = names != NULL ? rambla_json_as_object (names, error) : NULL;
      if (object == NULL)
        return FALSE;
      for (guint i = 0; self->languages[i] != NULL; i++)
        g_strv_builder_add (
            builder, json_object_get_string_member_with_default (object, self->languages[i], category->id));
      category->names = g_strv_builder_end (builder);
    }
  return step == PLATFORM_STEP_DONE;
}

static gboolean
load_row (PlatformDatabase *database, PlatformStatement *row, PlatformCity *self, GError **error)
{
  self->id = platform_statement_dup_text (row, 0);
  self->name = platform_statement_dup_text (row, 1);
  self->country = platform_statement_dup_text (row, 2);
  g_strlcpy (self->currency, platform_statement_get_text (row, 3), sizeof self->currency);
  self->timezone = platform_statement_dup_text (row, 4);
  self->centre.lon = platform_statement_get_double (row, 6);
  self->centre.lat = platform_statement_get_double (row, 7);
  self->zoom = platform_statement_get_double (row, 8);
  self->bounds.west = platform_statement_get_double (row, 9);
  self->bounds.south = platform_statement_get_double (row, 10);
  self->bounds.east = platform_statement_get_double (row, 11);
  self->bounds.north = platform_statement_get_double (row, 12);
  self->attribution = platform_statement_dup_text (row, 13);
  self->attribution_url = platform_statement_dup_text (row, 14);
  self->sample_offers = platform_statement_get_int (row, 15) != 0;
  self->content_hash = platform_statement_dup_text (row, 17);
  self->edition = platform_statement_get_int (row, 18);
  self->imported_at = platform_statement_get_int (row, 19);
  self->basemap = platform_statement_dup_text (row, 20);
  self->basemap_hidpi = platform_statement_dup_text (row, 21);

  self->languages = read_texts (platform_statement_get_text (row, 5), error);
  if (self->languages == NULL)
    return FALSE;
  self->holiday_dates = read_texts (platform_statement_get_text (row, 16), error);
  if (self->holiday_dates == NULL)
    return FALSE;
  self->holidays = rambla_holidays_new ((const char *const *) self->holiday_dates, error);
  if (self->holidays == NULL)
    return FALSE;
  self->zone = g_time_zone_new_identifier (self->timezone);
  if (self->zone == NULL)
    {
      g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED,
                   "this system does not know the time zone %s", self->timezone);
      return FALSE;
    }
  return load_categories (database, self, error);
}

gboolean
platform_city_load (PlatformDatabase *database, PlatformCity **city, GError **error)
{
  g_autoptr (PlatformCity) self = NULL;
  g_autoptr (PlatformStatement) row = platform_database_prepare (
      database,
      "SELECT id, name, country, currency, timezone, languages, longitude, latitude, zoom, west, south,"
      " east, north, attribution, attribution_url, sample_offers, holidays, content_hash, edition,"
      " imported_at, basemap, basemap_hidpi FROM city",
      error);
  PlatformStep step;

  *city = NULL;
  if (row == NULL)
    return FALSE;
  step = platform_statement_step (row, error);
  if (step != PLATFORM_STEP_ROW)
    return step == PLATFORM_STEP_DONE;
  self = platform_city_new ();
  if (!load_row (database, row, self, error))
    return FALSE;
  *city = g_steal_pointer (&self);
  return TRUE;
}

const PlatformCategory *
platform_city_get_category (const PlatformCity *self, gint64 row)
{
  for (guint i = 0; i < self->categories->len; i++)
    {
      const PlatformCategory *category = g_ptr_array_index (self->categories, i);

      if (category->row == row)
        return category;
    }
  return NULL;
}

const PlatformCategory *
platform_city_find_category (const PlatformCity *self, const char *id)
{
  for (guint i = 0; i < self->categories->len; i++)
    {
      const PlatformCategory *category = g_ptr_array_index (self->categories, i);

      if (g_str_equal (category->id, id))
        return category;
    }
  return NULL;
}

guint
platform_city_get_language_index (const PlatformCity *self, const char *language)
{
  for (guint i = 0; self->languages[i] != NULL; i++)
    if (g_strcmp0 (self->languages[i], language) == 0)
      return i;
  return 0;
}

GDateTime *
platform_city_local_time (const PlatformCity *self, gint64 at)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at);

  return g_date_time_to_timezone (utc, self->zone);
}

static gboolean
count_by_category (PlatformStatement *statement, gint64 *counts, GError **error)
{
  PlatformStep step;

  if (statement == NULL)
    return FALSE;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      gint64 n = platform_statement_get_int (statement, 1);

      counts[platform_statement_get_int (statement, 0) & 63] += n;
      counts[0] += n;
    }
  return step == PLATFORM_STEP_DONE;
}

gboolean
platform_city_count_stores (PlatformDatabase *database, gint64 *counts, GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_prepare (
      database, "SELECT category, count(*) FROM stores WHERE closed_at IS NULL GROUP BY category", error);

  return count_by_category (statement, counts, error);
}

gboolean
platform_city_count_deals (PlatformDatabase *database, gint64 now, gint64 *counts, GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error, "SELECT category, count(*) FROM deals WHERE ends_at > ?1 GROUP BY category", "i", now);

  return count_by_category (statement, counts, error);
}
