/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-order-list.h"
#include "rambla-wallet.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_ORDER_PAGE (rambla_order_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaOrderPage, rambla_order_page, RAMBLA, ORDER_PAGE, AdwBin)

/**
 * rambla_order_page_new:
 * @id: the order, which the list may not know yet
 * @zone: the time zone of the platform's town
 *
 * One purchase: what, where, how it was paid, its vouchers, and the way to get the money back.
 */
GtkWidget *rambla_order_page_new (RamblaClient *client,
                                  RamblaOrderList *orders,
                                  RamblaWallet *wallet,
                                  const char *id,
                                  GTimeZone *zone);

G_END_DECLS
