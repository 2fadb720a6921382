/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-checkout.h"

G_BEGIN_DECLS

/** rambla_checkout_done_new: what is seen when @checkout is paid: that it is, and the way to the vouchers,
 * `win.show-voucher (s)`. Floating. */
GtkWidget *rambla_checkout_done_new (RamblaCheckout *checkout);

G_END_DECLS
