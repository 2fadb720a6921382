/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-order.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_ORDER_ROW (rambla_order_row_get_type ())
G_DECLARE_FINAL_TYPE (RamblaOrderRow, rambla_order_row, RAMBLA, ORDER_ROW, GtkButton)

/**
 * rambla_order_row_new:
 * @zone: the time zone of the platform's town
 *
 * An order in a list; counts down while it is held. Clicking it fires the action `win.open-order` with the
 * order's id.
 */
GtkWidget *rambla_order_row_new (GTimeZone *zone);

/** rambla_order_row_set_order: what the row is for; %NULL empties it. */
void rambla_order_row_set_order (RamblaOrderRow *self, RamblaOrder *order);

G_END_DECLS
