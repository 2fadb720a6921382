/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-card.h"
#include "rambla-store.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_WAY_THERE (rambla_way_there_get_type ())
G_DECLARE_FINAL_TYPE (RamblaWayThere, rambla_way_there, RAMBLA, WAY_THERE, AdwBin)

/**
 * rambla_way_there_new:
 * @card: the platform, whose town's centre is where distances start
 *
 * How far a place is, in a straight line, and what opens the way there: a maps application of this machine
 * (RFC 5870), where there is one, or OpenStreetMap's directions in the browser.
 */
GtkWidget *rambla_way_there_new (RamblaCard *card);

/** rambla_way_there_set_store: where to. */
void rambla_way_there_set_store (RamblaWayThere *self, RamblaStore *store);

/** rambla_way_there_estimate_minutes: minutes on foot for a straight line of so many @metres: streets make it
 * a third longer, people walk 4.8 km in an hour. At least 1. */
int rambla_way_there_estimate_minutes (double metres);

G_END_DECLS
