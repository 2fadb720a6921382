/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-order.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_ORDER_TROUBLE (rambla_order_trouble_get_type ())
G_DECLARE_FINAL_TYPE (RamblaOrderTrouble, rambla_order_trouble, RAMBLA, ORDER_TROUBLE, GtkBox)

/**
 * rambla_order_trouble_new:
 * @zone: the platform's
 *
 * What to do when something about an order was wrong: says that the counter turned the voucher away, lets the
 * buyer complain while that is possible, and leads to the complaint. Stands in a #RamblaNavigation.
 */
GtkWidget *rambla_order_trouble_new (RamblaClient *client, GTimeZone *zone);

/** rambla_order_trouble_set_order: what it is about; hides itself where there is nothing to do. */
void rambla_order_trouble_set_order (RamblaOrderTrouble *self, RamblaOrder *order);

G_END_DECLS
