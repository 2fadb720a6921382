/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-order-list.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_ORDERS_PAGE (rambla_orders_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaOrdersPage, rambla_orders_page, RAMBLA, ORDERS_PAGE, AdwBin)

/**
 * rambla_orders_page_new:
 * @zone: the time zone of the platform's town
 *
 * All purchases, newest first.
 */
GtkWidget *rambla_orders_page_new (RamblaOrderList *orders, GTimeZone *zone);

G_END_DECLS
