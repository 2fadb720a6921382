/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-counter-queue.h"
#include "rambla-store.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_COUNTER_PAGE (rambla_counter_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCounterPage, rambla_counter_page, RAMBLA, COUNTER_PAGE, AdwBin)

/**
 * rambla_counter_page_new:
 *
 * @queue: what takes vouchers at @store
 *
 * One big field that takes a scan or a typed code, a large answer, and today's list. It is ready for the next
 * scan while the answer still stands.
 */
GtkWidget *rambla_counter_page_new (RamblaClient *client, RamblaStore *store, RamblaCounterQueue *queue);

/**
 * rambla_counter_page_take_keys_from:
 * @widget: the window
 *
 * Whatever has the focus in @widget, what a scanner types goes into the field.
 */
void rambla_counter_page_take_keys_from (RamblaCounterPage *self, GtkWidget *widget);

G_END_DECLS
