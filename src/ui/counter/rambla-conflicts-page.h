/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-store.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_CONFLICTS_PAGE (rambla_conflicts_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaConflictsPage, rambla_conflicts_page, RAMBLA, CONFLICTS_PAGE, AdwBin)

/**
 * rambla_conflicts_page_new:
 * @store: where the counter stands
 *
 * The vouchers that two counters accepted, or one after they had gone: both uses, when and where, and who
 * bears what.
 */
GtkWidget *rambla_conflicts_page_new (RamblaClient *client, RamblaStore *store);

G_END_DECLS
