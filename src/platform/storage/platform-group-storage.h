/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/* How a group ended. */
typedef struct
{
  gint64 number;
  gboolean reached; /* the minimum */
  gint64 price;     /* of one unit, minor units; -1 where the minimum was not reached */
} PlatformGroupClosing;

/**
 * platform_group_storage_list_due:
 *
 * Returns: (transfer full) (element-type utf8): ids of group offers whose deadline is over at @now, that have
 *   orders which got nothing from it yet, or were never closed, and that nobody is paying for any more
 */
GPtrArray *
platform_group_storage_list_due (PlatformDatabase *database, gint64 now, guint limit, GError **error);

/**
 * platform_group_storage_close:
 * @closing: (inout): the outcome as it is now; what was written the first time stays and is read back
 */
gboolean platform_group_storage_close (PlatformDatabase *database,
                                       const char *deal_id,
                                       gint64 deadline,
                                       gint64 joined,
                                       gint64 now,
                                       PlatformGroupClosing *closing,
                                       GError **error);

/**
 * platform_group_storage_list_orders:
 *
 * Returns: (transfer full) (element-type utf8): ids of the offer's orders that are paid and got nothing from
 *   a closing yet, at most @limit
 */
GPtrArray *platform_group_storage_list_orders (PlatformDatabase *database,
                                               const char *deal_id,
                                               guint limit,
                                               GError **error);

/**
 * platform_group_storage_add_order:
 * @returned: minor units that the order got back
 */
gboolean platform_group_storage_add_order (PlatformDatabase *database,
                                           const char *order_id,
                                           gint64 closing,
                                           gint64 returned,
                                           GError **error);

G_END_DECLS
