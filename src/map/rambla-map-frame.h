/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * RamblaMapFrame:
 *
 * The map source that libshumate's viewport and gestures reckon with: Web Mercator, tiles of 256 pixels, zoom
 * levels from shallowest to deepest. It fills no tiles: RamblaTileLayer draws the map.
 */
#define RAMBLA_TYPE_MAP_FRAME (rambla_map_frame_get_type ())
G_DECLARE_FINAL_TYPE (RamblaMapFrame, rambla_map_frame, RAMBLA, MAP_FRAME, ShumateMapSource)

ShumateMapSource *rambla_map_frame_new (guint min_zoom, guint max_zoom);

G_END_DECLS
