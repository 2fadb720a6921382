/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-follows.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_STORE_PAGE (rambla_store_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaStorePage, rambla_store_page, RAMBLA, STORE_PAGE, AdwBin)

/**
 * rambla_store_page_new:
 * @client: a connected platform
 * @follows: where following is kept; whoever opens the page has seen the store's new offers
 * @store_id: a store's id
 *
 * Everything about one store: what it is, when it is open, how to reach it, what it offers, its other
 * branches.
 */
GtkWidget *rambla_store_page_new (RamblaClient *client, RamblaFollows *follows, const char *store_id);

G_END_DECLS
