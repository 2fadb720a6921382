/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-checkout.h"
#include "rambla-client.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_CHECKOUT_PAGE (rambla_checkout_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCheckoutPage, rambla_checkout_page, RAMBLA, CHECKOUT_PAGE, AdwBin)

/**
 * rambla_checkout_page_new:
 * @client: a client that is ready
 * @deal: what to buy, whole
 * @store: at which branch
 * @slot: (nullable): the time of a booking
 *
 * One purchase on one page, for a RamblaNavigation. Action `checkout.pay`. Whoever leaves the page while the
 * money is on its way hears of the end from the window; what is only held is given back.
 */
GtkWidget *
rambla_checkout_page_new (RamblaClient *client, RamblaDeal *deal, RamblaStore *store, RamblaSlot *slot);

/** rambla_checkout_page_new_for: the same for a purchase that is under way and whose offer is known. */
GtkWidget *rambla_checkout_page_new_for (RamblaClient *client, RamblaCheckout *checkout);

G_END_DECLS
