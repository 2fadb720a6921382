/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_EXPLORE_LAYOUT (rambla_explore_layout_get_type ())
G_DECLARE_FINAL_TYPE (RamblaExploreLayout, rambla_explore_layout, RAMBLA, EXPLORE_LAYOUT, GtkWidget)

/**
 * rambla_explore_layout_new:
 * @panel: the list
 * @map: the map
 *
 * Puts the list beside the map where there is room; in a narrow window the list becomes a sheet over the map,
 * which is drawn up and down by its handle or by keyboard. Property `sheet-height` (int, pixels of the map
 * that the sheet covers; 0 when they stand side by side).
 */
GtkWidget *rambla_explore_layout_new (GtkWidget *panel, GtkWidget *map);

/** rambla_explore_layout_get_sheet_height: pixels of the map that the sheet covers. */
int rambla_explore_layout_get_sheet_height (RamblaExploreLayout *self);

/** rambla_explore_layout_lower_sheet: makes room for the map. */
void rambla_explore_layout_lower_sheet (RamblaExploreLayout *self);

G_END_DECLS
