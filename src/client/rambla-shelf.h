/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-client.h"
#include "rambla-saved-searches.h"

G_BEGIN_DECLS

/**
 * rambla_shelf_get_searches:
 * @client: a connected platform
 *
 * Returns: (transfer none): the searches that were saved on this device for this platform; made when they are
 * first asked for, gone with @client
 */
RamblaSavedSearches *rambla_shelf_get_searches (RamblaClient *client);

G_END_DECLS
