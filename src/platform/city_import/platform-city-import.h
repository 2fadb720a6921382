/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-city-file.h"
#include "platform-writer.h"

G_BEGIN_DECLS

typedef enum
{
  PLATFORM_CITY_KEPT,     /* the same files were imported before */
  PLATFORM_CITY_RENEWED,  /* the same, with the periods of the sample offers moved to today */
  PLATFORM_CITY_IMPORTED, /* the first import into this database */
  PLATFORM_CITY_UPDATED,  /* another edition of the same city */
} PlatformCityOutcome;

/**
 * PlatformCityProgress:
 * @what: what is being read, "offers"
 * @done: lines so far
 * @total: lines in all, 0 if not known
 *
 * Called in the writer's thread.
 */
typedef void (*PlatformCityProgress) (const char *what, guint done, guint total, gpointer data);

/**
 * platform_city_import:
 * @folder: the city's folder, format 1
 * @now: seconds since 1970: times in the files are days from the day of the import, in the city's time zone
 * @renew: move the periods of sample offers that were imported over a week ago, so that the town is alive
 * @progress: (nullable): told how far it is
 * @outcome: (out) (optional): what was done
 *
 * Brings a city into the database, in one transaction: everything, or nothing. Ids are made from the city's
 * own, so that they are the same each time. Files that were imported before are not read again. Another
 * edition of the same city replaces what is said of stores and offers and ends what is gone, and keeps stock,
 * bookings, prices and reviews as they are.
 *
 * Returns: FALSE with PLATFORM_CITY_ERROR or PLATFORM_STORAGE_ERROR; then the database is as it was
 */
gboolean platform_city_import (PlatformWriter *writer,
                               const char *folder,
                               gint64 now,
                               gboolean renew,
                               PlatformCityProgress progress,
                               gpointer data,
                               PlatformCityOutcome *outcome,
                               GError **error);

G_END_DECLS
