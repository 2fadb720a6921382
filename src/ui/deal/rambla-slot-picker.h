/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-api.h"
#include "rambla-deal.h"
#include "rambla-slot.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_SLOT_PICKER (rambla_slot_picker_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSlotPicker, rambla_slot_picker, RAMBLA, SLOT_PICKER, AdwBin)

/**
 * rambla_slot_picker_new:
 * @deal: a booking
 * @zone: of the places
 *
 * The bookable days as a strip, and the times of the chosen day with the room that is left. Property `slot`
 * (RamblaSlot, may be %NULL): the chosen time.
 */
GtkWidget *rambla_slot_picker_new (RamblaApi *api, RamblaDeal *deal, GTimeZone *zone);

/** rambla_slot_picker_set_store: at which branch; what was chosen at another one is forgotten. */
void rambla_slot_picker_set_store (RamblaSlotPicker *self, RamblaStore *store);

/** rambla_slot_picker_get_slot: (nullable): the chosen time. */
RamblaSlot *rambla_slot_picker_get_slot (RamblaSlotPicker *self);

/** rambla_slot_picker_ask: brings the focus to where a time is chosen. */
void rambla_slot_picker_ask (RamblaSlotPicker *self);

G_END_DECLS
