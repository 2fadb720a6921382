/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-store-grid.h"

#include <math.h>

/* Some 0.3 m: stores of one house need no finer grid. */
#define FINEST_LEVEL 27

/* The side of a cell, in degrees. */
static double
choose_side (const GArray *hits)
{
  double west = 180, east = -180, south = 90, north = -90;
  int level = 0;

  for (guint i = 0; i < hits->len; i++)
    {
      RamblaPoint place = g_array_index (hits, PlatformStoreHit, i).location;

      west = MIN (west, place.lon);
      east = MAX (east, place.lon);
      south = MIN (south, place.lat);
      north = MAX (north, place.lat);
    }
  while (level < FINEST_LEVEL &&
         MAX (east - west, north - south) <= ldexp (360, -(level + 1)) * PLATFORM_STORE_GRID_CELLS)
    level++;
  return ldexp (360, -level);
}

static void
add_to_cell (PlatformStoreHit *cell, const PlatformStoreHit *hit)
{
  /* Sums for now: they become means when all are in. */
  cell->location.lon += hit->location.lon;
  cell->location.lat += hit->location.lat;
  cell->stores += hit->stores;
  cell->deals += hit->deals;
  if (hit->price_from >= 0 && (cell->price_from < 0 || hit->price_from < cell->price_from))
    cell->price_from = hit->price_from;
}

void
platform_store_grid_gather (const GArray *hits, GArray *cells)
{
  g_autoptr (GHashTable) by_cell = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  double side = choose_side (hits);
  guint first = cells->len;

  for (guint i = 0; i < hits->len; i++)
    {
      const PlatformStoreHit *hit = &g_array_index (hits, PlatformStoreHit, i);
      gint64 column = (gint64) floor ((hit->location.lon + 180) / side);
      gint64 row = (gint64) floor ((hit->location.lat + 90) / side);
      gint64 key = row << 32 | column;
      gpointer index = g_hash_table_lookup (by_cell, &key);

      if (index != NULL)
        {
          add_to_cell (&g_array_index (cells, PlatformStoreHit, GPOINTER_TO_UINT (index) - 1), hit);
          continue;
        }
      g_array_append_val (cells, *hit);
      /* One more than the index, so never NULL. */
      g_hash_table_insert (by_cell, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (cells->len));
    }
  for (guint i = first; i < cells->len; i++)
    {
      PlatformStoreHit *cell = &g_array_index (cells, PlatformStoreHit, i);

      cell->location.lon /= cell->stores;
      cell->location.lat /= cell->stores;
    }
}
