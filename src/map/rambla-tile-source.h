/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <libsoup/soup.h>

#include "rambla-mercator.h"
#include "rambla-picture.h"

G_BEGIN_DECLS

/**
 * SECTION: map tiles
 *
 * Fetches, decodes and keeps raster tiles: in memory up to a limit in bytes, and on disk with their entity
 * tags. Files are read and images decoded on worker threads. Those who show tiles say what they want; what
 * nobody wants any more is cancelled. Main thread only.
 *
 * Signals:
 * - "tiles-changed" (): a tile has arrived, or the style has changed: look again
 */

/**
 * RamblaTileSet:
 * @url_template: absolute http(s) URL with {z}, {x} and {y}
 * @hidpi_template: (nullable): the same for tiles of twice as many pixels to a side
 * @min_zoom: shallowest zoom level of the tiles
 * @max_zoom: deepest zoom level of the tiles
 * @bounds: where there are tiles; all zeros: everywhere
 * @attribution: (nullable): plain text to be shown on the map
 * @attribution_url: (nullable): where it leads
 *
 * What a platform says about its basemap.
 */
typedef struct
{
  const char *url_template;
  const char *hidpi_template;
  guint min_zoom;
  guint max_zoom;
  RamblaMapBox bounds;
  const char *attribution;
  const char *attribution_url;
} RamblaTileSet;

/** A tile's place in the pyramid. */
typedef struct
{
  guint zoom;
  guint column;
  guint row;
} RamblaTileId;

#define RAMBLA_TYPE_TILE_SOURCE (rambla_tile_source_get_type ())
G_DECLARE_FINAL_TYPE (RamblaTileSource, rambla_tile_source, RAMBLA, TILE_SOURCE, GObject)

/**
 * @session: for HTTP; its own cache is not needed
 * @folder: (nullable): for tiles on disk, made if need be; may be shared by several sources
 *
 * Returns: (transfer full) (nullable): %NULL with %G_IO_ERROR_INVALID_ARGUMENT if the set makes no sense
 */
RamblaTileSource *
rambla_tile_source_new (SoupSession *session, const char *folder, const RamblaTileSet *set, GError **error);

guint rambla_tile_source_get_min_zoom (RamblaTileSource *self);
guint rambla_tile_source_get_max_zoom (RamblaTileSource *self);
const char *rambla_tile_source_get_attribution (RamblaTileSource *self);
const char *rambla_tile_source_get_attribution_url (RamblaTileSource *self);

/** Whether tiles are made dark when they are decoded. */
void rambla_tile_source_set_dark (RamblaTileSource *self, gboolean dark);
gboolean rambla_tile_source_get_dark (RamblaTileSource *self);

/** The most bytes of decoded tiles in memory; 32 MiB at first. Tiles that are wanted now stay in any case. */
void rambla_tile_source_set_memory_limit (RamblaTileSource *self, gsize limit);
gsize rambla_tile_source_get_memory_use (RamblaTileSource *self);

/**
 * A tile that is in memory.
 * @scale: device pixels for each logical one: from 2 on the finer tiles are taken, if there are any
 *
 * Returns: (transfer none) (nullable)
 */
RamblaPicture *rambla_tile_source_lookup (RamblaTileSource *self, const RamblaTileId *id, int scale);

/** Whether there can be such a tile: within zoom levels and bounds, and not known to be missing. */
gboolean rambla_tile_source_has_tile (RamblaTileSource *self, const RamblaTileId *id, int scale);

/**
 * Says which tiles somebody needs, most urgent first. What was wanted before and is not among them is not
 * fetched any more, unless others want it.
 * @owner: whoever wants them; an address, not looked into
 * @ids: (array length=n_ids): need not be filtered by what is there already
 */
void rambla_tile_source_want (RamblaTileSource *self,
                              gpointer owner,
                              const RamblaTileId *ids,
                              guint n_ids,
                              int scale);

/** Takes all of an owner's wishes back; to be called before it goes away. */
void rambla_tile_source_forget (RamblaTileSource *self, gpointer owner);

/** Whether all that is wanted is there, or known not to come. */
gboolean rambla_tile_source_is_settled (RamblaTileSource *self);

G_END_DECLS
