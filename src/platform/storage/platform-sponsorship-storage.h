/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/**
 * platform_sponsorship_storage_set:
 * @deal_id: an offer's id
 * @until: seconds since 1970, 0: it is not sponsored any more
 * @deal: (out): its number, 0 when there is no such offer
 *
 * Marks an offer as sponsored. Nothing in the search looks at it.
 */
gboolean platform_sponsorship_storage_set (PlatformDatabase *database,
                                           const char *deal_id,
                                           gint64 until,
                                           gint64 *deal,
                                           GError **error);

/**
 * platform_sponsorship_storage_list_stores:
 * @now: seconds since 1970
 * @stores: (out) (transfer full): set of the numbers (gint64) of stores at which a sponsored offer is on sale
 */
gboolean platform_sponsorship_storage_list_stores (PlatformDatabase *database,
                                                   gint64 now,
                                                   GHashTable **stores,
                                                   GError **error);

G_END_DECLS
