/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-database.h"

G_BEGIN_DECLS

/**
 * platform_price_log_storage_append:
 * @database: the writer's
 * @deal: whose new prices; 0: all deals'
 *
 * Gives the prices that were added and have no place in the log yet the next ones, in their order.
 */
gboolean platform_price_log_storage_append (PlatformDatabase *database, gint64 deal, GError **error);

/**
 * platform_price_log_storage_list:
 * @entries: (element-type PlatformLogEntry): appended to
 *
 * See platform_log_storage_list().
 */
gboolean platform_price_log_storage_list (PlatformDatabase *database,
                                          gint64 deal,
                                          gint64 after,
                                          guint limit,
                                          GPtrArray *entries,
                                          GError **error);

G_END_DECLS
