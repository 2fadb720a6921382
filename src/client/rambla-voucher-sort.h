/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-voucher.h"

G_BEGIN_DECLS

/** rambla_voucher_is_usable: whether @voucher can be used at @now (microseconds since 1970 UTC) or later: the
 * platform may not have said yet that it is over. */
gboolean rambla_voucher_is_usable (RamblaVoucher *voucher, gint64 now);

/** rambla_voucher_is_same: whether people could see no difference between two states of a voucher. */
gboolean rambla_voucher_is_same (RamblaVoucher *a, RamblaVoucher *b);

/** rambla_voucher_sort: puts those (RamblaVoucher) that can be used at @now first, by their next use, then
 * the others, the last used first. */
void rambla_voucher_sort (GPtrArray *vouchers, gint64 now);

G_END_DECLS
