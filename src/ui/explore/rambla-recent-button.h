/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-history.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_RECENT_BUTTON (rambla_recent_button_get_type ())
G_DECLARE_FINAL_TYPE (RamblaRecentButton, rambla_recent_button, RAMBLA, RECENT_BUTTON, AdwBin)

/** rambla_recent_button_new: a button that opens the offers and shops that were looked at last, and the ways
 * to forget them and to remember nothing. */
GtkWidget *rambla_recent_button_new (RamblaHistory *history);

G_END_DECLS
