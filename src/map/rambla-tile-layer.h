/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <shumate/shumate.h>

#include "rambla-tile-source.h"

G_BEGIN_DECLS

/**
 * SECTION: the basemap
 *
 * A layer that draws the tiles of a #RamblaTileSource. Where one is not there yet, or does not exist, it
 * shows the part of a shallower tile, or the deeper ones, that are; past the deepest zoom level it enlarges
 * the deepest tiles.
 */

#define RAMBLA_TYPE_TILE_LAYER (rambla_tile_layer_get_type ())
G_DECLARE_FINAL_TYPE (RamblaTileLayer, rambla_tile_layer, RAMBLA, TILE_LAYER, ShumateLayer)

RamblaTileLayer *rambla_tile_layer_new (ShumateViewport *viewport);

/** @source: (nullable): what to draw */
void rambla_tile_layer_set_source (RamblaTileLayer *self, RamblaTileSource *source);

/** What is below the tiles and where there are none. */
void rambla_tile_layer_set_ground (RamblaTileLayer *self, const GdkRGBA *ground);

/** @ahead: also have the tiles that the next movement will need. Not so at first: they cost memory and time,
 * which a map that nobody has touched yet does not need. */
void rambla_tile_layer_set_ahead (RamblaTileLayer *self, gboolean ahead);

/** Whether everything that was seen in the last frame was drawn from tiles of the right zoom level, or such
 * tiles do not exist. */
gboolean rambla_tile_layer_is_complete (RamblaTileLayer *self);

G_END_DECLS
