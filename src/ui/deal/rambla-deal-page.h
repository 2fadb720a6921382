/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-deal.h"
#include "rambla-saved.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_DEAL_PAGE (rambla_deal_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaDealPage, rambla_deal_page, RAMBLA, DEAL_PAGE, AdwBin)

/**
 * rambla_deal_page_new:
 * @client: a client that is ready
 * @deal_id: which offer
 * @summary: (nullable): what is known of it already; shown while the rest loads
 *
 * Everything about one offer, for a RamblaNavigation, with a bar to buy it that is always in sight. Action
 * `deal.buy`: goes to the checkout, or to where a time has to be chosen first.
 */
GtkWidget *rambla_deal_page_new (RamblaClient *client, const char *deal_id, RamblaDeal *summary);

/** rambla_deal_page_get_deal: (nullable): what is shown. */
RamblaDeal *rambla_deal_page_get_deal (RamblaDealPage *self);

/** rambla_deal_page_set_saved: where the heart in its header keeps the offer; once. */
void rambla_deal_page_set_saved (RamblaDealPage *self, RamblaSaved *saved);

G_END_DECLS
