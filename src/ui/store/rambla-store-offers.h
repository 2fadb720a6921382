/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_STORE_OFFERS (rambla_store_offers_get_type ())
G_DECLARE_FINAL_TYPE (RamblaStoreOffers, rambla_store_offers, RAMBLA, STORE_OFFERS, AdwBin)

/** rambla_store_offers_new: the offers of one store, as cards; asked for again when one of the platform's
 * offers changes. */
GtkWidget *rambla_store_offers_new (RamblaClient *client, const char *store_id);

G_END_DECLS
