/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-checkout.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_CHECKOUT_WAIT (rambla_checkout_wait_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCheckoutWait, rambla_checkout_wait, RAMBLA, CHECKOUT_WAIT, AdwBin)

/**
 * rambla_checkout_wait_new:
 *
 * While the money is on its way: the payment page's code and link where there is one, what is waited for, and
 * how long it is held.
 */
GtkWidget *rambla_checkout_wait_new (RamblaCheckout *checkout);

/** rambla_checkout_wait_update: the purchase has changed. */
void rambla_checkout_wait_update (RamblaCheckoutWait *self);

G_END_DECLS
