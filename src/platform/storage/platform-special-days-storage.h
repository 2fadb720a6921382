/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-database.h"

G_BEGIN_DECLS

/** platform_special_days_storage_get_edition: @edition: (out): counts changes; 0: nothing was ever said */
gboolean platform_special_days_storage_get_edition (PlatformDatabase *database,
                                                    gint64 store,
                                                    gint64 *edition,
                                                    GError **error);

/**
 * platform_special_days_storage_set:
 * @store: a store's number
 * @days: the whole list as JSON (rambla-day-hours.h)
 * @account_id: who says so
 * @edition: (inout): what was seen; one more when it was changed
 * @changed: (out): FALSE when somebody else was faster
 */
gboolean platform_special_days_storage_set (PlatformDatabase *database,
                                            gint64 store,
                                            const char *days,
                                            const char *account_id,
                                            gint64 now,
                                            gint64 *edition,
                                            gboolean *changed,
                                            GError **error);

G_END_DECLS
