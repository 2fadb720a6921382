/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-store.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_OFFERS_PAGE (rambla_offers_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaOffersPage, rambla_offers_page, RAMBLA, OFFERS_PAGE, AdwBin)

/** rambla_offers_page_new: the store's offers and what became of them, to be changed, stopped and resumed;
 * follows what happens while it is shown. */
GtkWidget *rambla_offers_page_new (RamblaClient *client, RamblaStore *store);

G_END_DECLS
