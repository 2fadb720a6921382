/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-catalogue.h"

#include "platform-catalogue-writer.h"
#include "platform-city-import.h"
#include "platform-price-log-storage.h"
#include "platform-review-log-storage.h"
#include "platform-search-index.h"
#include "platform-search-scan.h"

#include <stdio.h>
#include <unistd.h>

static void
on_progress (const char *what, guint done, guint total, gpointer data)
{
  gboolean *is_terminal = data;

  /* A terminal sees it grow, a log gets one line for each part. */
  if (*is_terminal)
    fprintf (stderr, "\r\033[Krambla-platform: importing the city: %s %u", what, done);
  else if (done > 0 && done == total)
    g_message ("importing the city: %s %u", what, done);
}

static gboolean
import (PlatformContext *context, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  gboolean is_terminal = isatty (STDERR_FILENO) == 1;
  PlatformCityOutcome outcome = PLATFORM_CITY_KEPT;
  gboolean done =
      platform_city_import (context->writer, context->city_directory, platform_clock_now (context->clock),
                            context->sandbox, on_progress, &is_terminal, &outcome, error);

  if (is_terminal && (!done || outcome != PLATFORM_CITY_KEPT))
    fputs ("\r\033[K", stderr);
  if (done && outcome != PLATFORM_CITY_KEPT)
    g_message ("the city is %s (%.1f s)",
               outcome == PLATFORM_CITY_RENEWED ? "brought up to date" : "imported",
               (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  return done;
}

/* Prices and reviews from before there were logs, or that somebody wrote by hand. */
static gboolean
complete_logs (PlatformDatabase *database, gpointer data, GError **error)
{
  return platform_price_log_storage_append (database, 0, error) &&
         platform_review_log_storage_append_missing (database, error);
}

static gboolean
open_map (PlatformContext *context, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (context->city == NULL || platform_tiles_new (context->city, &context->tiles, &cause))
    return TRUE;
  if (context->city_directory != NULL)
    {
      g_set_error (error, PLATFORM_CITY_ERROR, PLATFORM_CITY_ERROR_BAD, "the map cannot be read: %s",
                   cause->message);
      return FALSE;
    }
  /* Imported some time ago, from a folder that has moved since: all but the map works. */
  g_warning ("there will be no map: %s", cause->message);
  return TRUE;
}

static gboolean
build_index (PlatformDatabase *database, gpointer data, GError **error)
{
  return platform_catalogue_index_all (database, data, error);
}

/* The data of an older version, and then into memory, so that the first search does not wait for it. */
static gboolean
open_search (PlatformContext *context, PlatformDatabase *database, GError **error)
{
  gboolean stale;

  return platform_search_index_is_stale (database, &stale, error) &&
         (!stale || platform_writer_run_bulk (context->writer, build_index, context->city, error)) &&
         platform_search_warm (database, error);
}

gboolean
platform_routes_catalogue_open (PlatformContext *context, GError **error)
{
  PlatformDatabase *database;

  if (context->city_directory != NULL && !import (context, error))
    return FALSE;
  database = platform_database_pool_get (context->readers, error);
  return database != NULL && platform_city_load (database, &context->city, error) &&
         (context->city == NULL ||
          (platform_writer_run_bulk (context->writer, complete_logs, NULL, error) &&
           open_search (context, database, error))) &&
         open_map (context, error);
}

void
platform_routes_catalogue_close (PlatformContext *context)
{
  g_clear_pointer (&context->tiles, platform_tiles_free);
  g_clear_pointer (&context->city, platform_city_free);
}

void
platform_routes_catalogue_add (PlatformRouter *router, PlatformContext *context)
{
  platform_routes_card_add (router, context);
  platform_routes_stores_add (router, context);
  platform_routes_deals_add (router, context);
  platform_routes_reviews_add (router, context);
  platform_routes_suggest_add (router, context);
  platform_routes_tiles_add (router, context);
}
