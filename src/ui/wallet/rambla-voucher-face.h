/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-wallet.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_VOUCHER_FACE (rambla_voucher_face_get_type ())
G_DECLARE_FINAL_TYPE (RamblaVoucherFace, rambla_voucher_face, RAMBLA, VOUCHER_FACE, AdwBin)

/**
 * rambla_voucher_face_new:
 * @zone: the time zone of the platform's town
 *
 * What is held out at the counter: the QR code on a white ground, in every theme; once the voucher is used,
 * when and where that was. While the QR code is seen the screen does not go dark.
 */
GtkWidget *rambla_voucher_face_new (RamblaWallet *wallet, GTimeZone *zone);

/** rambla_voucher_face_set_voucher: what is shown; the change to "used" is animated. */
void rambla_voucher_face_set_voucher (RamblaVoucherFace *self, RamblaVoucher *voucher);

/** rambla_voucher_face_get_state: qr, code, used or over; for tests. */
const char *rambla_voucher_face_get_state (RamblaVoucherFace *self);

G_END_DECLS
