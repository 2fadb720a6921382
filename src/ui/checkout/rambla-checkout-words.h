/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-checkout.h"

G_BEGIN_DECLS

/**
 * rambla_checkout_words_describe:
 *
 * Returns: (transfer full) (nullable): what has happened, what it means for the money and what can be done,
 * in one or two sentences; %NULL while there is nothing to say
 */
char *rambla_checkout_words_describe (RamblaCheckout *checkout);

/** rambla_checkout_words_name: (transfer full): what is bought, for a sentence about it. */
char *rambla_checkout_words_name (RamblaCheckout *checkout);

/** rambla_checkout_words_end: (transfer full) (nullable): how a purchase ended that the person does not look
 * at; %NULL while it is open. */
char *rambla_checkout_words_end (RamblaCheckout *checkout);

G_END_DECLS
