/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_EXPLORE_PAGE (rambla_explore_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaExplorePage, rambla_explore_page, RAMBLA, EXPLORE_PAGE, AdwBin)

/**
 * rambla_explore_page_new:
 * @client: a connected platform
 *
 * Search, list and map as one: what is found is in both, pointing at one lights the other.
 */
GtkWidget *rambla_explore_page_new (RamblaClient *client);

/** rambla_explore_page_search: looks for @text as if somebody had typed it. */
void rambla_explore_page_search (RamblaExplorePage *self, const char *text);

G_END_DECLS
