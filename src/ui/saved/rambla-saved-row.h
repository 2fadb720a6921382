/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-saved-deal.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_SAVED_ROW (rambla_saved_row_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSavedRow, rambla_saved_row, RAMBLA, SAVED_ROW, AdwBin)

/** rambla_saved_row_new: the card of a saved offer, with its list and the buttons to move and to forget it.
 */
GtkWidget *rambla_saved_row_new (void);

/** rambla_saved_row_set_saved: shows @saved. */
void rambla_saved_row_set_saved (RamblaSavedRow *self, RamblaSavedDeal *saved);

G_END_DECLS
