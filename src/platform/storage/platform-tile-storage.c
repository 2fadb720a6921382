/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-tile-storage.h"

typedef struct
{
  PlatformDatabasePool *pool;
  gboolean has_pictures; /* tables map and images */
  int min_zoom;
} TileFile;

struct _PlatformTiles
{
  TileFile normal;
  TileFile hidpi; /* without a pool: none */
  int max_zoom;
};

static void
clear_file (TileFile *file)
{
  g_clear_pointer (&file->pool, platform_database_pool_free);
}

void
platform_tiles_free (PlatformTiles *self)
{
  if (self == NULL)
    return;
  clear_file (&self->normal);
  clear_file (&self->hidpi);
  g_free (self);
}

/* Looks with a connection of its own, so that the pool holds none of a thread that is not the server's. */
static gboolean
open_file (TileFile *file, const char *path, int *max_zoom, GError **error)
{
  g_autoptr (PlatformDatabase) database = platform_database_open (path, PLATFORM_DATABASE_READ, error);
  gint64 min = 0, max = 0, n_tables = 0;

  if (database == NULL ||
      platform_database_query_int (
          database, &min, error,
          "SELECT coalesce ((SELECT CAST (value AS INTEGER) FROM metadata WHERE name = 'minzoom'),"
          " (SELECT min (zoom_level) FROM tiles), 0)",
          "") == PLATFORM_STEP_ERROR ||
      platform_database_query_int (
          database, &max, error,
          "SELECT coalesce ((SELECT CAST (value AS INTEGER) FROM metadata WHERE name = 'maxzoom'),"
          " (SELECT max (zoom_level) FROM tiles), 0)",
          "") == PLATFORM_STEP_ERROR ||
      platform_database_query_int (
          database, &n_tables, error,
          "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('map', 'images')",
          "") == PLATFORM_STEP_ERROR)
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  file->min_zoom = (int) CLAMP (min, 0, 22);
  *max_zoom = (int) CLAMP (max, file->min_zoom, 22);
  file->has_pictures = n_tables == 2;
  file->pool = platform_database_pool_new (path);
  return TRUE;
}

gboolean
platform_tiles_new (const PlatformCity *city, PlatformTiles **tiles, GError **error)
{
  g_autoptr (PlatformTiles) self = NULL;
  int max_zoom;

  *tiles = NULL;
  if (city->basemap == NULL)
    return TRUE;
  self = g_new0 (PlatformTiles, 1);
  if (!open_file (&self->normal, city->basemap, &self->max_zoom, error))
    return FALSE;
  if (city->basemap_hidpi != NULL && !open_file (&self->hidpi, city->basemap_hidpi, &max_zoom, error))
    return FALSE;
  *tiles = g_steal_pointer (&self);
  return TRUE;
}

int
platform_tiles_get_min_zoom (const PlatformTiles *self)
{
  return self->normal.min_zoom;
}

int
platform_tiles_get_max_zoom (const PlatformTiles *self)
{
  return self->max_zoom;
}

gboolean
platform_tiles_has_hidpi (const PlatformTiles *self)
{
  return self->hidpi.pool != NULL;
}

static PlatformStep
read_tile (PlatformStatement *statement, GBytes **tile, GError **error)
{
  PlatformStep step = platform_statement_step (statement, error);

  if (step == PLATFORM_STEP_ROW)
    {
      gsize length;
      gconstpointer data = platform_statement_get_blob (statement, 0, &length);

      *tile = g_bytes_new (data, length);
    }
  return step;
}

/* MBTiles counts rows from the south (TMS). */
static PlatformStep
find_tile (PlatformDatabase *database, int z, int x, int y, GBytes **tile, GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error,
      "SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3", "nnn", z, x,
      (1 << z) - 1 - y);

  return statement != NULL ? read_tile (statement, tile, error) : PLATFORM_STEP_ERROR;
}

/* The nearest tile above answers, if it is a plain one. */
static gboolean
find_plain (PlatformDatabase *database, int min_zoom, int z, int x, int y, GBytes **tile, GError **error)
{
  while (z > min_zoom)
    {
      g_autoptr (PlatformStatement) statement = NULL;
      gboolean is_plain;
      PlatformStep step;

      z--;
      x >>= 1;
      y >>= 1;
      statement = platform_database_query (
          database, error,
          "SELECT i.tile_data, m.tile_id IN ('land', 'sea') FROM map m JOIN images i ON i.tile_id = m.tile_id"
          " WHERE m.zoom_level = ?1 AND m.tile_column = ?2 AND m.tile_row = ?3",
          "nnn", z, x, (1 << z) - 1 - y);
      step = statement != NULL ? read_tile (statement, tile, error) : PLATFORM_STEP_ERROR;
      if (step == PLATFORM_STEP_ERROR)
        return FALSE;
      if (step != PLATFORM_STEP_ROW)
        continue;
      is_plain = platform_statement_get_int (statement, 1) != 0;
      if (!is_plain)
        g_clear_pointer (tile, g_bytes_unref);
      return TRUE;
    }
  return TRUE;
}

static gboolean
get_from_file (const TileFile *file, int z, int x, int y, GBytes **tile, GError **error)
{
  PlatformDatabase *database;
  PlatformStep step;

  if (file->pool == NULL || z < file->min_zoom)
    return TRUE;
  database = platform_database_pool_get (file->pool, error);
  if (database == NULL)
    return FALSE;
  step = find_tile (database, z, x, y, tile, error);
  if (step == PLATFORM_STEP_DONE && file->has_pictures)
    return find_plain (database, file->min_zoom, z, x, y, tile, error);
  return step != PLATFORM_STEP_ERROR;
}

gboolean
platform_tiles_get (PlatformTiles *self, gboolean hidpi, int z, int x, int y, GBytes **tile, GError **error)
{
  g_return_val_if_fail (z >= 0 && z <= 22 && x >= 0 && x < 1 << z && y >= 0 && y < 1 << z, FALSE);

  *tile = NULL;
  if (z < self->normal.min_zoom || z > self->max_zoom)
    return TRUE;
  if (hidpi && !get_from_file (&self->hidpi, z, x, y, tile, error))
    return FALSE;
  return *tile != NULL || get_from_file (&self->normal, z, x, y, tile, error);
}
