/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-client.h"
#include "rambla-tile-source.h"

G_BEGIN_DECLS

/**
 * rambla_platform_tiles_new:
 * @client: a connected platform
 *
 * Returns: (transfer full) (nullable): the platform's basemap for a map; %NULL, said in the log, where its
 * card names none that makes sense. Make it anew when the platform has `moved`.
 */
RamblaTileSource *rambla_platform_tiles_new (RamblaClient *client);

G_END_DECLS
