/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-city-import-private.h"
#include "rambla-json.h"
#include "rambla-money.h"

#include <string.h>

#define FORMAT 1
#define MAX_CATEGORIES 63
#define MAX_LANGUAGES 16
#define MAX_COUNT 10000000

static const char *const members[] = { "format",      "id",
                                       "name",        "country",
                                       "currency",    "timezone",
                                       "languages",   "centre",
                                       "zoom",        "bounds",
                                       "attribution", "attribution_url",
                                       "licence",     "sample_offers",
                                       "holidays",    "basemap",
                                       "categories",  "counts",
                                       NULL };

static gboolean
read_names (PlatformCityState *state, JsonObject *object, GError **error)
{
  PlatformCity *city = state->city;
  const char *text;

  if (!platform_city_read_name (object, "id", TRUE, &text, error))
    return FALSE;
  city->id = g_strdup (text);
  if (!rambla_json_get_string (object, "name", 100, &text, error))
    return FALSE;
  city->name = g_strdup (text);
  if (!rambla_json_get_string (object, "country", 2, &text, error))
    return FALSE;
  city->country = g_strdup (text);
  if (!rambla_json_get_string (object, "currency", 3, &text, error))
    return FALSE;
  if (!rambla_money_is_currency (text))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/currency", "“%s” is not a currency's code",
                             text);
      return FALSE;
    }
  g_strlcpy (city->currency, text, sizeof city->currency);
  if (!rambla_json_get_string (object, "timezone", 64, &text, error))
    return FALSE;
  city->timezone = g_strdup (text);
  city->zone = g_time_zone_new_identifier (text);
  if (city->zone == NULL)
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/timezone",
                             "this system does not know the time zone “%s”", text);
      return FALSE;
    }
  if (!rambla_json_get_strv_or_null (object, "languages", MAX_LANGUAGES, 20, &city->languages, error))
    return FALSE;
  if (city->languages == NULL || city->languages[0] == NULL)
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_MISSING, "/languages", "there must be a language");
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_place (PlatformCity *city, JsonObject *object, GError **error)
{
  if (!rambla_json_get_point (object, "centre", &city->centre, error) ||
      !rambla_json_get_double (object, "zoom", 0, 22, &city->zoom, error))
    return FALSE;
  if (!json_object_has_member (object, "bounds"))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_MISSING, "/bounds", "it is missing");
      return FALSE;
    }
  if (!rambla_box_from_json (json_object_get_member (object, "bounds"), &city->bounds, error))
    return rambla_json_prefix_error (error, "/bounds");
  return TRUE;
}

static gboolean
read_rest (PlatformCity *city, JsonObject *object, GError **error)
{
  const char *text;

  if (!rambla_json_get_string (object, "attribution", 200, &text, error))
    return FALSE;
  city->attribution = g_strdup (text);
  if (!rambla_json_get_url_or (object, "attribution_url", NULL, &text, error))
    return FALSE;
  city->attribution_url = g_strdup (text);
  if (!rambla_json_get_string_or (object, "licence", 100, NULL, &text, error) ||
      !rambla_json_get_bool_or (object, "sample_offers", FALSE, &city->sample_offers, error) ||
      !rambla_json_get_strv_or_null (object, "holidays", 1000, 10, &city->holiday_dates, error))
    return FALSE;
  if (city->holiday_dates == NULL)
    city->holiday_dates = g_new0 (char *, 1);
  city->holidays = rambla_holidays_new ((const char *const *) city->holiday_dates, error);
  return city->holidays != NULL || rambla_json_prefix_error (error, "/holidays");
}

static gboolean
read_category (const PlatformCityState *state, JsonObject *object, PlatformCategory *category, GError **error)
{
  static const char *const known[] = { "id", "name", "glyph", NULL };
  const char *text;

  if (!rambla_json_check_members (object, known, error) ||
      !platform_city_read_name (object, "id", TRUE, &text, error))
    return FALSE;
  if (platform_city_find_category (state->city, text) != NULL)
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_DUPLICATE, "/id", "“%s” is there twice", text);
      return FALSE;
    }
  category->id = g_strdup (text);
  if (!rambla_json_get_string (object, "glyph", 100, &text, error))
    return FALSE;
  category->glyph = g_strdup (text);
  return platform_city_read_texts (state, object, "name", 100, &category->names, error);
}

static gboolean
read_categories (PlatformCityState *state, JsonObject *object, GError **error)
{
  JsonArray *array;

  if (!rambla_json_get_array (object, "categories", MAX_CATEGORIES, &array, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *item = rambla_json_as_object (json_array_get_element (array, i), error);
      PlatformCategory *category = platform_category_new ();

      if (item == NULL || !read_category (state, item, category, error))
        {
          platform_category_free (category);
          return rambla_json_prefix_error (error, "/categories/%u", i);
        }
      g_ptr_array_add (state->city->categories, category);
    }
  return TRUE;
}

/* A file's name, in the city's folder and nowhere else. */
static gboolean
read_file_name (PlatformCityState *state, JsonObject *object, const char *name, char **path, GError **error)
{
  const char *text;

  if (!rambla_json_get_string_or (object, name, 200, NULL, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (strchr (text, '/') != NULL || *text == '.')
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "",
                             "must be the name of a file in the city's folder");
      return rambla_json_prefix_error (error, "/%s", name);
    }
  *path = g_build_filename (state->folder, text, NULL);
  if (g_file_test (*path, G_FILE_TEST_IS_REGULAR))
    return TRUE;
  rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "", "there is no file “%s”", text);
  return rambla_json_prefix_error (error, "/%s", name);
}

static gboolean
read_basemap (PlatformCityState *state, JsonObject *object, GError **error)
{
  JsonObject *basemap;

  if (!rambla_json_get_object_or_null (object, "basemap", &basemap, error))
    return FALSE;
  if (basemap == NULL)
    return TRUE;
  /* What else is said of the map is for whoever draws it. */
  return (read_file_name (state, basemap, "file", &state->city->basemap, error) &&
          read_file_name (state, basemap, "hidpi_file", &state->city->basemap_hidpi, error)) ||
         rambla_json_prefix_error (error, "/basemap");
}

static gboolean
read_counts (PlatformCityState *state, JsonObject *object, GError **error)
{
  static const char *const names[] = { "places", "brands", "offers", "reviews", NULL };
  guint *const counts[] = { &state->n_places, &state->n_brands, &state->n_offers, &state->n_reviews };
  JsonObject *item;

  if (!rambla_json_get_object (object, "counts", &item, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      gint64 count;

      if (!rambla_json_get_int (item, names[i], 0, MAX_COUNT, &count, error))
        return rambla_json_prefix_error (error, "/counts");
      *counts[i] = (guint) count;
    }
  return rambla_json_check_members (item, names, error) || rambla_json_prefix_error (error, "/counts");
}

static gboolean
read_object (PlatformCityState *state, JsonObject *object, GError **error)
{
  gint64 format;

  return rambla_json_get_int (object, "format", FORMAT, FORMAT, &format, error) &&
         rambla_json_check_members (object, members, error) && read_names (state, object, error) &&
         read_place (state->city, object, error) && read_rest (state->city, object, error) &&
         read_categories (state, object, error) && read_basemap (state, object, error) &&
         read_counts (state, object, error);
}

gboolean
platform_city_read_head (PlatformCityState *state, GError **error)
{
  g_autoptr (PlatformCityFile) file = platform_city_file_open (state->folder, "city.json", error);
  GError *cause = NULL;
  JsonObject *object;

  if (file == NULL)
    return FALSE;
  object = platform_city_file_read (file, error);
  if (object == NULL)
    return FALSE;
  state->city = platform_city_new ();
  return read_object (state, object, &cause) || platform_city_file_refuse (file, cause, error);
}
