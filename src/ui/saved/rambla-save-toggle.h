/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-saved.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_SAVE_TOGGLE (rambla_save_toggle_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSaveToggle, rambla_save_toggle, RAMBLA, SAVE_TOGGLE, AdwBin)

/** rambla_save_toggle_new: the heart of an offer: saves it and forgets it; off until it has an offer. */
GtkWidget *rambla_save_toggle_new (RamblaSaved *saved);

/** rambla_save_toggle_set_deal: the offer as it is now; where it is saved, that is noted. */
void rambla_save_toggle_set_deal (RamblaSaveToggle *self, RamblaDeal *deal);

G_END_DECLS
