/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-dispute.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_DISPUTE_PAGE (rambla_dispute_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaDisputePage, rambla_dispute_page, RAMBLA, DISPUTE_PAGE, AdwBin)

/**
 * rambla_dispute_page_new:
 * @id: the dispute
 * @zone: the platform's
 *
 * A complaint with all that was said and shown: the same page for buyer, store and platform, each with what
 * is theirs to do: taking it back, agreeing, deciding.
 */
GtkWidget *rambla_dispute_page_new (RamblaClient *client, const char *id, GTimeZone *zone);

G_END_DECLS
