/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-checkout.h"
#include "rambla-client.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_PURCHASE_WATCH (rambla_purchase_watch_get_type ())
G_DECLARE_FINAL_TYPE (RamblaPurchaseWatch, rambla_purchase_watch, RAMBLA, PURCHASE_WATCH, GObject)

/**
 * rambla_purchase_watch_new:
 *
 * Stays with the purchases that nobody looks at until their outcome is known: those that were under way when
 * the program ended, and those whose page was left. Tries again where the network is away.
 *
 * Signals: `ended (RamblaCheckout)`: the outcome is known. `waiting (RamblaCheckout)`: it waits for the
 * person to pay; said once for each.
 */
RamblaPurchaseWatch *rambla_purchase_watch_new (void);

/** rambla_purchase_watch_resume: takes up what was under way with the platform of @client; once,
 * as soon as somebody is signed in. */
void rambla_purchase_watch_resume (RamblaPurchaseWatch *self, RamblaClient *client);

/** rambla_purchase_watch_forget: somebody signed out: nothing is watched any more. */
void rambla_purchase_watch_forget (RamblaPurchaseWatch *self);

/** rambla_purchase_watch_add: takes up @checkout. */
void rambla_purchase_watch_add (RamblaPurchaseWatch *self, RamblaCheckout *checkout);

/** rambla_purchase_watch_take: (transfer full) (nullable): gives the purchase with @order_id back to whoever
 * shows it from now on. */
RamblaCheckout *rambla_purchase_watch_take (RamblaPurchaseWatch *self, const char *order_id);

G_END_DECLS
