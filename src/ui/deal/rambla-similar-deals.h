/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-api.h"
#include "rambla-deal.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_SIMILAR_DEALS (rambla_similar_deals_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSimilarDeals, rambla_similar_deals, RAMBLA, SIMILAR_DEALS, AdwBin)

/**
 * rambla_similar_deals_new:
 *
 * Other offers of the same category near the same place, as cards; hidden as long as there are none.
 */
GtkWidget *rambla_similar_deals_new (RamblaApi *api, RamblaDeal *deal);

G_END_DECLS
