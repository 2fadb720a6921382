/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-wallet.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_VOUCHER_ACTIONS (rambla_voucher_actions_get_type ())
G_DECLARE_FINAL_TYPE (RamblaVoucherActions, rambla_voucher_actions, RAMBLA, VOUCHER_ACTIONS, GtkBox)

/**
 * rambla_voucher_actions_new:
 * @api: (nullable): the platform; without one there is nothing to do
 * @zone: the town's
 *
 * What can be done with a voucher besides showing it: give it to a friend, print it, bring it to this device;
 * and a sentence about where it lives.
 */
GtkWidget *rambla_voucher_actions_new (RamblaApi *api, RamblaWallet *wallet, GTimeZone *zone);

/** rambla_voucher_actions_set_voucher: @voucher as it is now. */
void rambla_voucher_actions_set_voucher (RamblaVoucherActions *self, RamblaVoucher *voucher);

G_END_DECLS
