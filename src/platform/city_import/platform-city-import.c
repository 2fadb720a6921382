/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-city-import-private.h"
#include "rambla-json.h"
#include "rambla-time.h"

#include <sodium.h>
#include <string.h>

#define SECONDS_A_DAY 86400
/* Sample offers live for weeks; a week after the import enough of them have ended to be missed. */
#define RENEW_AFTER_DAYS 7
#define PROGRESS_LINES 500
/* Counts what this program makes of the files: with another number the same files are another edition. */
#define VERSION 3

static const char *const file_names[] = { "city.json",    "areas.jsonl",  "brands.jsonl",
                                          "places.jsonl", "offers.jsonl", "reviews.jsonl" };

static void
brand_free (PlatformCityBrand *self)
{
  g_array_unref (self->stores);
  g_free (self);
}

static void
state_clear (PlatformCityState *state)
{
  g_clear_pointer (&state->city, platform_city_free);
  g_clear_pointer (&state->brands, g_hash_table_unref);
  g_clear_pointer (&state->places, g_hash_table_unref);
  g_clear_pointer (&state->offers, g_hash_table_unref);
}

gint64
platform_city_day (const PlatformCityState *state, gint64 day, int minute)
{
  return rambla_schedule_instant (state->city->zone, state->days + day, minute);
}

gboolean
platform_city_refuse (GError **error, const char *pointer, const char *message)
{
  rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, pointer, "%s", message);
  return FALSE;
}

gboolean
platform_city_read_lines (PlatformCityState *state,
                          const char *name,
                          const char *what,
                          guint expected,
                          PlatformCityRecord record,
                          GError **error)
{
  g_autoptr (PlatformCityFile) file = platform_city_file_open (state->folder, name, error);
  JsonObject *object;
  guint n = 0;

  if (file == NULL)
    return FALSE;
  do
    {
      GError *cause = NULL;

      if (!platform_city_file_next (file, &object, error))
        return FALSE;
      if (object != NULL && !record (state, file, object, &cause))
        return platform_city_file_refuse (file, cause, error);
      n = platform_city_file_get_n_lines (file);
      if (state->progress != NULL && (object == NULL || n % PROGRESS_LINES == 0))
        state->progress (what, n, expected != G_MAXUINT ? expected : 0, state->progress_data);
    }
  while (object != NULL);
  if (expected == G_MAXUINT || n == expected)
    return TRUE;
  return platform_city_file_refuse_member (
      file, error, "", "ends after %u lines where city.json counts %u %s", n, expected, what);
}

gboolean
platform_city_read_texts (const PlatformCityState *state,
                          JsonObject *object,
                          const char *name,
                          gsize max_bytes,
                          char ***texts,
                          GError **error)
{
  char **languages = state->city->languages;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonObject *item;

  if (!rambla_json_get_object (object, name, &item, error))
    return FALSE;
  if (!rambla_json_check_members (item, (const char *const *) languages, error))
    return rambla_json_prefix_error (error, "/%s", name);
  for (guint i = 0; languages[i] != NULL; i++)
    {
      const char *text;

      if (!rambla_json_get_string (item, languages[i], max_bytes, &text, error))
        return rambla_json_prefix_error (error, "/%s", name);
      g_strv_builder_add (builder, text);
    }
  *texts = g_strv_builder_end (builder);
  return TRUE;
}

gboolean
platform_city_read_name (JsonObject *object,
                         const char *name,
                         gboolean required,
                         const char **id,
                         GError **error)
{
  if (!rambla_json_get_string_or (object, name, 64, NULL, id, error))
    return FALSE;
  if (*id == NULL && !required)
    return TRUE;
  if (*id != NULL && **id != '\0' && strpbrk (*id, " \t\n") == NULL)
    return TRUE;
  rambla_json_set_error (error, *id == NULL ? RAMBLA_JSON_ERROR_MISSING : RAMBLA_JSON_ERROR_VALUE, "",
                         *id == NULL ? "it is missing" : "must be a name without blanks");
  return rambla_json_prefix_error (error, "/%s", name);
}

gboolean
platform_city_read_category (const PlatformCityState *state,
                             JsonObject *object,
                             gint64 *category,
                             GError **error)
{
  const PlatformCategory *found;
  const char *id;

  if (!platform_city_read_name (object, "category", TRUE, &id, error))
    return FALSE;
  found = platform_city_find_category (state->city, id);
  if (found == NULL)
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/category", "there is no category “%s”", id);
      return FALSE;
    }
  *category = found->row;
  return TRUE;
}

static void
hash_content (crypto_generichash_state *digest, const char *content, gsize length)
{
  guint64 prefix = GUINT64_TO_LE ((guint64) length);

  crypto_generichash_update (digest, (const guint8 *) &prefix, sizeof prefix);
  crypto_generichash_update (digest, (const guint8 *) content, length);
}

static gboolean
hash_pictures (const char *folder, crypto_generichash_state *digest, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  if (!platform_city_list_pictures (folder, paths, error))
    return FALSE;
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autofree char *content = NULL;
      gsize length;

      if (!g_file_get_contents (path, &content, &length, error))
        return FALSE;
      hash_content (digest, path + strlen (folder), strlen (path) - strlen (folder));
      hash_content (digest, content, length);
    }
  return TRUE;
}

/* BLAKE2b over our version and all files, each with its length before it. */
static gboolean
hash_files (const char *folder, char **hash, GError **error)
{
  crypto_generichash_state digest;
  guint8 bytes[32];
  char hex[2 * sizeof bytes + 1];
  const guint8 version = VERSION;

  crypto_generichash_init (&digest, NULL, 0, sizeof bytes);
  crypto_generichash_update (&digest, &version, sizeof version);
  for (guint i = 0; i < G_N_ELEMENTS (file_names); i++)
    {
      g_autoptr (PlatformCityFile) file = platform_city_file_open (folder, file_names[i], error);
      const char *content;
      gsize length;

      if (file == NULL)
        return FALSE;
      content = platform_city_file_get_content (file, &length);
      hash_content (&digest, content, length);
    }
  if (!hash_pictures (folder, &digest, error))
    return FALSE;
  crypto_generichash_final (&digest, bytes, sizeof bytes);
  *hash = g_strdup (sodium_bin2hex (hex, sizeof hex, bytes, sizeof bytes));
  return TRUE;
}

typedef struct
{
  const char *folder;
  char *hash;
  gint64 now;
  gboolean renew;
  PlatformCityProgress progress;
  gpointer progress_data;
  PlatformCityOutcome outcome;
} Job;

static gint64
local_days (const PlatformCity *city, gint64 at)
{
  g_autoptr (GDateTime) local = platform_city_local_time (city, at);
  int year, month, day;

  g_date_time_get_ymd (local, &year, &month, &day);
  return rambla_days_from_date (year, month, day);
}

static gboolean
renew (PlatformDatabase *database, Job *job, const PlatformCity *city, GError **error)
{
  gint64 days = local_days (city, job->now) - local_days (city, city->imported_at);

  job->outcome = PLATFORM_CITY_KEPT;
  if (!job->renew || !city->sample_offers || days < RENEW_AFTER_DAYS)
    return TRUE;
  job->outcome = PLATFORM_CITY_RENEWED;
  return platform_catalogue_shift_periods (database, days * SECONDS_A_DAY, error) &&
         platform_catalogue_index_all (database, city, error);
}

static gboolean
read_all (PlatformCityState *state, GError **error)
{
  if (!platform_catalogue_save_city (state->database, state->city, &state->edition, error) ||
      !platform_catalogue_set_basemap (state->database, state->city->basemap, state->city->basemap_hidpi,
                                       error) ||
      !platform_city_read_areas (state, error) || !platform_city_read_brands (state, error) ||
      !platform_city_read_places (state, error) || !platform_city_read_offers (state, error) ||
      !platform_city_read_reviews (state, error))
    return FALSE;
  if (state->progress != NULL)
    state->progress ("search index", 0, 0, state->progress_data);
  return platform_catalogue_close_others (state->database, state->edition, state->now, error) &&
         platform_catalogue_index_all (state->database, state->city, error);
}

static gboolean
run (PlatformDatabase *database, gpointer data, GError **error)
{
  Job *job = data;
  g_autoptr (PlatformCity) known = NULL;
  PlatformCityState state = {
    .database = database,
    .folder = job->folder,
    .now = job->now,
    .progress = job->progress,
    .progress_data = job->progress_data,
  };
  gboolean done;

  if (!platform_city_load (database, &known, error))
    return FALSE;
  done = platform_city_read_head (&state, error);
  if (done && known != NULL && strcmp (known->id, state.city->id) != 0)
    {
      g_set_error (error, PLATFORM_CITY_ERROR, PLATFORM_CITY_ERROR_OTHER_CITY,
                   "the data directory holds the city “%s”; “%s” needs a new one", known->id, state.city->id);
      done = FALSE;
    }
  else if (done && known != NULL && strcmp (known->content_hash, job->hash) == 0)
    done = platform_catalogue_set_basemap (database, state.city->basemap, state.city->basemap_hidpi, error) &&
           renew (database, job, known, error);
  else if (done)
    {
      job->outcome = known == NULL ? PLATFORM_CITY_IMPORTED : PLATFORM_CITY_UPDATED;
      state.city->content_hash = g_strdup (job->hash);
      state.city->imported_at = job->now;
      state.days = local_days (state.city, job->now);
      state.brands = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) brand_free);
      state.places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      state.offers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      done = read_all (&state, error);
    }
  state_clear (&state);
  return done;
}

gboolean
platform_city_import (PlatformWriter *writer,
                      const char *folder,
                      gint64 now,
                      gboolean renew_samples,
                      PlatformCityProgress progress,
                      gpointer data,
                      PlatformCityOutcome *outcome,
                      GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  Job job = {
    .folder = absolute,
    .now = now,
    .renew = renew_samples,
    .progress = progress,
    .progress_data = data,
  };
  gboolean done =
      hash_files (absolute, &job.hash, error) && platform_writer_run_bulk (writer, run, &job, error);

  g_free (job.hash);
  if (done && outcome != NULL)
    *outcome = job.outcome;
  return done;
}
