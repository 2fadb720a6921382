/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_VOUCHER_LAYOUT (rambla_voucher_layout_get_type ())
G_DECLARE_FINAL_TYPE (RamblaVoucherLayout, rambla_voucher_layout, RAMBLA, VOUCHER_LAYOUT, GtkWidget)

/**
 * rambla_voucher_layout_new:
 *
 * Gives @face the largest square that leaves room for @details: beside it in a wide window, above it in a
 * narrow one.
 */
GtkWidget *rambla_voucher_layout_new (GtkWidget *face, GtkWidget *details);

G_END_DECLS
