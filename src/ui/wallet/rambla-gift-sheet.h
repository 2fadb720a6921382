/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-wallet.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_GIFT_SHEET (rambla_gift_sheet_get_type ())
G_DECLARE_FINAL_TYPE (RamblaGiftSheet, rambla_gift_sheet, RAMBLA, GIFT_SHEET, AdwWindow)

/**
 * rambla_gift_sheet_new:
 * @parent: the window that it lies over
 * @voucher: a voucher that can be used, or is on its way already
 * @zone: the town's
 *
 * Gives a voucher to a friend: first a word for them, then a link, its QR code and the code, until it is
 * claimed or taken back.
 */
GtkWidget *rambla_gift_sheet_new (GtkWindow *parent,
                                  RamblaApi *api,
                                  RamblaWallet *wallet,
                                  RamblaVoucher *voucher,
                                  GTimeZone *zone);

G_END_DECLS
