/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-trade.h"

G_BEGIN_DECLS

/**
 * platform_group_close:
 * @database: the writer's
 * @deal_id: a group offer whose deadline is over
 * @more: (out): TRUE if there are orders left for another call
 *
 * Gives everybody the price that the group has reached: what was paid above it goes back. A group that stayed
 * below its minimum is refunded whole. The first call decides; later ones only finish what it left.
 */
gboolean platform_group_close (PlatformDatabase *database,
                               const PlatformTrade *trade,
                               const char *deal_id,
                               gboolean *more,
                               GError **error);

G_END_DECLS
