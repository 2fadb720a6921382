/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-deal.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_BRANCH_LIST (rambla_branch_list_get_type ())
G_DECLARE_FINAL_TYPE (RamblaBranchList, rambla_branch_list, RAMBLA, BRANCH_LIST, AdwBin)

/**
 * rambla_branch_list_new:
 * @deal: a whole offer
 * @zone: of the places
 *
 * The branches at which an offer is good, with distance, hours of today, stock and telephone. Where there are
 * several, one is chosen: it is bought for. Property `store` (RamblaStore): the chosen one.
 */
GtkWidget *rambla_branch_list_new (RamblaDeal *deal, GTimeZone *zone);

/** rambla_branch_list_get_store: the chosen branch. */
RamblaStore *rambla_branch_list_get_store (RamblaBranchList *self);

G_END_DECLS
