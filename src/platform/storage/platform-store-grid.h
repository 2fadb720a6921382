/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-store-search.h"

G_BEGIN_DECLS

/* Cells along the longer side of what was found, at most; at least half as many. */
#define PLATFORM_STORE_GRID_CELLS 64

/**
 * platform_store_grid_gather:
 * @hits: (element-type PlatformStoreHit): single stores
 * @cells: (element-type PlatformStoreHit): what stands in one cell of a grid is appended as one hit, with the
 *   mean place, the lowest price and all offers of its stores; a store that is alone stays as it is
 *
 * The grid halves the degrees of the world, so that its lines are the same in each answer of that fineness.
 */
void platform_store_grid_gather (const GArray *hits, GArray *cells);

G_END_DECLS
