/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-client.h"
#include "rambla-history.h"
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

/** rambla_shelf_get_history: (transfer none): what was searched for and looked at on this device, as above.
 */
RamblaHistory *rambla_shelf_get_history (RamblaClient *client);

G_END_DECLS
