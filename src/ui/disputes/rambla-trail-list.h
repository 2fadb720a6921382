/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-api.h"
#include "rambla-dispute.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_TRAIL_LIST (rambla_trail_list_get_type ())
G_DECLARE_FINAL_TYPE (RamblaTrailList, rambla_trail_list, RAMBLA, TRAIL_LIST, AdwBin)

/**
 * rambla_trail_list_new:
 * @party: who reads it
 * @what: the buyer's order; otherwise a voucher's code or any id of the transaction
 * @zone: the platform's
 *
 * One transaction's whole story, folded up: it is asked for when it is opened, and each time anew. Below each
 * step stand the movements of money that belong to it.
 */
GtkWidget *rambla_trail_list_new (RamblaApi *api, RamblaParty party, const char *what, GTimeZone *zone);

/** rambla_trail_list_open_window: the same in a window of its own over that of @parent, opened up. */
void rambla_trail_list_open_window (GtkWidget *parent,
                                    RamblaApi *api,
                                    RamblaParty party,
                                    const char *what,
                                    GTimeZone *zone);

G_END_DECLS
