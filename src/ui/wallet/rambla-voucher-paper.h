/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-voucher.h"

G_BEGIN_DECLS

/**
 * rambla_voucher_paper_new:
 * @voucher: one that was issued for paper
 * @zone: the town's
 *
 * A voucher on one sheet: QR code, code, where and until when, the rules in words, and what whoever holds the
 * sheet should know. Run it with gtk_print_operation_run().
 *
 * Returns: (transfer full): a print operation
 */
GtkPrintOperation *rambla_voucher_paper_new (RamblaVoucher *voucher, GTimeZone *zone);

G_END_DECLS
