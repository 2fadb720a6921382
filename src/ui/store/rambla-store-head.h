/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-client.h"
#include "rambla-store.h"

G_BEGIN_DECLS

/** rambla_store_head_new: (floating): what a store is at a glance: name, category, address, whether it is
 * open, and what reviews gave it. */
GtkWidget *rambla_store_head_new (RamblaClient *client, RamblaStore *store, GTimeZone *zone);

/** rambla_store_contact_new: (floating): telephone and website, as links that the desktop opens; an empty box
 * where nothing is known. */
GtkWidget *rambla_store_contact_new (RamblaStore *store);

G_END_DECLS
