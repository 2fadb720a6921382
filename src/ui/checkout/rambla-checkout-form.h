/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-checkout.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_CHECKOUT_FORM (rambla_checkout_form_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCheckoutForm, rambla_checkout_form, RAMBLA, CHECKOUT_FORM, AdwBin)

/**
 * rambla_checkout_form_new:
 * @zone: of the places
 *
 * What is bought, where, when, how many, what it costs in all, and how it is paid. Property `method`: the
 * chosen way to pay, %NULL until it is known.
 */
GtkWidget *rambla_checkout_form_new (RamblaApi *api, RamblaCheckout *checkout, GTimeZone *zone);

/** rambla_checkout_form_update: the purchase has changed. */
void rambla_checkout_form_update (RamblaCheckoutForm *self);

/** rambla_checkout_form_get_method: (nullable): saved, hosted or at_store. */
const char *rambla_checkout_form_get_method (RamblaCheckoutForm *self);

G_END_DECLS
