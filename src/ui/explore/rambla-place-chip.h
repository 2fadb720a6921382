/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-api.h"
#include "rambla-here.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_PLACE_CHIP (rambla_place_chip_get_type ())
G_DECLARE_FINAL_TYPE (RamblaPlaceChip, rambla_place_chip, RAMBLA, PLACE_CHIP, AdwBin)

/**
 * rambla_place_chip_new:
 * @api: whom to ask for streets and parts of town
 * @here: the place that is chosen
 *
 * A chip that says where distances start, and opens the ways to choose another place: type it, click it on
 * the map, or ask the computer where it is. Signal `pick`: somebody wants to click it on the map.
 */
GtkWidget *rambla_place_chip_new (RamblaApi *api, RamblaHere *here);

G_END_DECLS
