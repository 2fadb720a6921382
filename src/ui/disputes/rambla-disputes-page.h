/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-store.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_DISPUTES_PAGE (rambla_disputes_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaDisputesPage, rambla_disputes_page, RAMBLA, DISPUTES_PAGE, AdwBin)

/**
 * rambla_disputes_page_new:
 * @store: (nullable): the counter's; %NULL: all of the platform's, for the operator
 *
 * Complaints, those first that wait for somebody. A row opens the complaint over this page; so it has to
 * stand in a #RamblaNavigation.
 */
GtkWidget *rambla_disputes_page_new (RamblaClient *client, RamblaStore *store);

G_END_DECLS
