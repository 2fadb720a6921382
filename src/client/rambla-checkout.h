/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-money.h"
#include "rambla-order.h"

G_BEGIN_DECLS

/**
 * RamblaCheckoutState:
 * @RAMBLA_CHECKOUT_CHOOSING: quantity, place and time can be changed
 * @RAMBLA_CHECKOUT_ORDERING: the order is being made
 * @RAMBLA_CHECKOUT_PAYING: the payment is being made
 * @RAMBLA_CHECKOUT_WAITING: the person pays on the hosted page; the order is asked until it is paid or its
 * hold ends
 * @RAMBLA_CHECKOUT_DECLINED: the card was declined; the hold stands, pay again or otherwise
 * @RAMBLA_CHECKOUT_UNKNOWN: the payment provider has not answered; the order is asked until it has
 * @RAMBLA_CHECKOUT_PAID: done
 * @RAMBLA_CHECKOUT_OVER: the hold has ended or was given back; nothing was charged
 * @RAMBLA_CHECKOUT_FAILED: see the error; trying again goes on where it stopped
 */
typedef enum
{
  RAMBLA_CHECKOUT_CHOOSING,
  RAMBLA_CHECKOUT_ORDERING,
  RAMBLA_CHECKOUT_PAYING,
  RAMBLA_CHECKOUT_WAITING,
  RAMBLA_CHECKOUT_DECLINED,
  RAMBLA_CHECKOUT_UNKNOWN,
  RAMBLA_CHECKOUT_PAID,
  RAMBLA_CHECKOUT_OVER,
  RAMBLA_CHECKOUT_FAILED,
} RamblaCheckoutState;

#define RAMBLA_TYPE_CHECKOUT (rambla_checkout_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCheckout, rambla_checkout, RAMBLA, CHECKOUT, GObject)

/**
 * rambla_checkout_new:
 * @api: whom to buy from
 * @folder: where purchases that are under way are kept
 * @buyer: what tells this platform and account from others in @folder
 * @deal: what to buy
 * @store: at which branch
 *
 * One purchase as a state machine. Before the first try its idempotency keys are on the disk, so that after a
 * crash or a power cut the next start finds the same order and finishes it or says that nothing was taken,
 * and never pays twice.
 *
 * Property `state` (int, a RamblaCheckoutState). Signal `changed`: the total, order, message or error
 * changed.
 */
RamblaCheckout *rambla_checkout_new (RamblaApi *api,
                                     const char *folder,
                                     const char *buyer,
                                     RamblaDeal *deal,
                                     RamblaStore *store);

/**
 * rambla_checkout_resume_all:
 *
 * Finds the purchases that were under way when the program ended, and asks the platform how each stands. What
 * was ordered and confirmed goes on where it stopped, with the same keys. When the hold must have ended
 * since, nothing new is bought: what is still open is given back.
 *
 * Returns: (transfer full): of RamblaCheckout; mostly empty
 */
GPtrArray *rambla_checkout_resume_all (RamblaApi *api, const char *folder, const char *buyer);

/** rambla_checkout_forget_all: somebody signed out: purchases under way are not taken up again on this
 * device; what was ordered stays with the account. */
void rambla_checkout_forget_all (const char *folder, const char *buyer);

/** rambla_checkout_get_state: how far it is. */
RamblaCheckoutState rambla_checkout_get_state (RamblaCheckout *self);

/** rambla_checkout_get_deal: (nullable): what is bought; %NULL for a resumed purchase whose order is not
 * known yet. */
RamblaDeal *rambla_checkout_get_deal (RamblaCheckout *self);

/** rambla_checkout_get_store: (nullable): where. */
RamblaStore *rambla_checkout_get_store (RamblaCheckout *self);

/** rambla_checkout_set_store: chooses another branch; only while choosing. */
void rambla_checkout_set_store (RamblaCheckout *self, RamblaStore *store);

/** rambla_checkout_get_quantity: units. */
int rambla_checkout_get_quantity (RamblaCheckout *self);

/** rambla_checkout_set_quantity: 1 to 20; only while choosing. */
void rambla_checkout_set_quantity (RamblaCheckout *self, int quantity);

/** rambla_checkout_get_slot: (nullable): the time of a booking. */
RamblaSlot *rambla_checkout_get_slot (RamblaCheckout *self);

/** rambla_checkout_set_slot: chooses the time; only while choosing. */
void rambla_checkout_set_slot (RamblaCheckout *self, RamblaSlot *slot);

/** rambla_checkout_set_tracking: (nullable): what led to it; only while choosing. */
void rambla_checkout_set_tracking (RamblaCheckout *self, const char *tracking);

/** rambla_checkout_get_total: what will be paid now, all-in: the order's total once there is one. */
RamblaMoney rambla_checkout_get_total (RamblaCheckout *self);

/** rambla_checkout_get_new_price: after `price_changed`, what one unit costs now; %FALSE otherwise. */
gboolean rambla_checkout_get_new_price (RamblaCheckout *self, RamblaMoney *price);

/** rambla_checkout_accept_price: the person has seen the new price after `price_changed` and wants to go on
 * choosing. */
void rambla_checkout_accept_price (RamblaCheckout *self);

/** rambla_checkout_set_buyer: who buys, where somebody else, or nobody, was signed in when it was made; once
 * it is ordered it stays his. */
void rambla_checkout_set_buyer (RamblaCheckout *self, const char *buyer);

/** rambla_checkout_pay: orders, if that is not done, and pays; @method is saved, hosted or at_store. */
void rambla_checkout_pay (RamblaCheckout *self, const char *method);

/** rambla_checkout_retry: after a failure, goes on where it stopped. */
void rambla_checkout_retry (RamblaCheckout *self);

/** rambla_checkout_choose_again: after a refused order or an ended hold, back to choosing; what follows is a
 * purchase of its own. */
void rambla_checkout_choose_again (RamblaCheckout *self);

/** rambla_checkout_cancel: gives the hold back, if there is one. */
void rambla_checkout_cancel (RamblaCheckout *self);

/** rambla_checkout_is_settled: whether nothing is open: not begun, or its outcome known. */
gboolean rambla_checkout_is_settled (RamblaCheckout *self);

/** rambla_checkout_set_ask_interval: milliseconds between two looks at the order while it waits; 1,200 unless
 * said otherwise. */
void rambla_checkout_set_ask_interval (RamblaCheckout *self, guint milliseconds);

/** rambla_checkout_get_order: (nullable): the order, once there is one. */
RamblaOrder *rambla_checkout_get_order (RamblaCheckout *self);

/** rambla_checkout_get_url: (nullable): the hosted page. */
const char *rambla_checkout_get_url (RamblaCheckout *self);

/** rambla_checkout_get_message: (nullable): why the card was declined, for people. */
const char *rambla_checkout_get_message (RamblaCheckout *self);

/** rambla_checkout_get_error: (nullable): why it failed. */
const GError *rambla_checkout_get_error (RamblaCheckout *self);

G_END_DECLS
