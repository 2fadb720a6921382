/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-api.h"
#include "rambla-deal.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_PAYMENT_CHOICE (rambla_payment_choice_get_type ())
G_DECLARE_FINAL_TYPE (RamblaPaymentChoice, rambla_payment_choice, RAMBLA, PAYMENT_CHOICE, AdwBin)

/**
 * rambla_payment_choice_new:
 * @deal: what is bought
 *
 * The ways to pay it, one chosen: the saved card if the account has one, else the payment page. Property
 * `method`: saved, hosted, at_store, %NULL until the account is known.
 */
GtkWidget *rambla_payment_choice_new (RamblaApi *api, RamblaDeal *deal);

/** rambla_payment_choice_get_method: (nullable): the chosen way. */
const char *rambla_payment_choice_get_method (RamblaPaymentChoice *self);

G_END_DECLS
