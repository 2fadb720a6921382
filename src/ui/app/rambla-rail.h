/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_RAIL (rambla_rail_get_type ())
G_DECLARE_FINAL_TYPE (RamblaRail, rambla_rail, RAMBLA, RAIL, GtkBox)

/**
 * RamblaRail:
 *
 * The pages of an AdwViewStack as buttons with an icon over a word: down the side of a wide window, along the
 * bottom of a narrow one (it is a GtkBox: set its orientation). Property `stack`.
 */

/** rambla_rail_set_stack: whose pages to show; %NULL for none. */
void rambla_rail_set_stack (RamblaRail *self, AdwViewStack *stack);

G_END_DECLS
