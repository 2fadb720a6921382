/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-order.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_ORDER_ACTIONS (rambla_order_actions_get_type ())
G_DECLARE_FINAL_TYPE (RamblaOrderActions, rambla_order_actions, RAMBLA, ORDER_ACTIONS, GtkBox)

/**
 * rambla_order_actions_new:
 * @id: the order
 *
 * What can be done with an order: pay it, get the money back; and how that went, in a sentence. Signal
 * `done`: the platform has answered, the order may stand otherwise now.
 */
GtkWidget *rambla_order_actions_new (RamblaClient *client, const char *id);

/** rambla_order_actions_set_order: how the order stands; @unused: whether some of it can be given back. */
void rambla_order_actions_set_order (RamblaOrderActions *self, RamblaOrder *order, gboolean unused);

G_END_DECLS
