/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_COMPARE_TOGGLE (rambla_compare_toggle_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCompareToggle, rambla_compare_toggle, RAMBLA, COMPARE_TOGGLE, AdwBin)

/** rambla_compare_toggle_new: a button that puts the offer @deal_id into its window's comparison, and takes
 * it out; it is pressed while the offer is in. */
GtkWidget *rambla_compare_toggle_new (const char *deal_id);

G_END_DECLS
