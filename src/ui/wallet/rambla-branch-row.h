/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-api.h"
#include "rambla-store.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_BRANCH_ROW (rambla_branch_row_get_type ())
G_DECLARE_FINAL_TYPE (RamblaBranchRow, rambla_branch_row, RAMBLA, BRANCH_ROW, GtkBox)

/**
 * rambla_branch_row_new:
 * @api: (nullable): asked for the opening hours once the row is seen; %NULL shows none
 * @zone: the time zone of the platform's town
 *
 * One place where something can be used: name, address, whether it is open, and a button that shows the way
 * there in the browser.
 */
GtkWidget *rambla_branch_row_new (RamblaApi *api, RamblaStore *store, GTimeZone *zone);

/** rambla_branch_row_dup_directions: (transfer full): the https address of the way to @store. */
char *rambla_branch_row_dup_directions (RamblaStore *store);

G_END_DECLS
