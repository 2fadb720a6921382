/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-wallet.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_VOUCHER_PAGE (rambla_voucher_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaVoucherPage, rambla_voucher_page, RAMBLA, VOUCHER_PAGE, AdwBin)

/**
 * rambla_voucher_page_new:
 * @api: (nullable): asked for opening hours
 * @id: the voucher, which the wallet may not know yet
 * @zone: the time zone of the platform's town
 *
 * One voucher to be shown at the counter. Turns to "used" by itself.
 */
GtkWidget *rambla_voucher_page_new (RamblaApi *api, RamblaWallet *wallet, const char *id, GTimeZone *zone);

/** rambla_voucher_page_get_face_state: see rambla_voucher_face_get_state(); for tests. */
const char *rambla_voucher_page_get_face_state (RamblaVoucherPage *self);

G_END_DECLS
