/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-trade.h"

G_BEGIN_DECLS

/**
 * platform_settling_run:
 * @reader: a connection for reading
 *
 * Pays merchants out, once for each day of the city (weekly ones on Mondays): what was used longer ago than
 * it can be disputed, less commission, with everything that belongs to it. Nothing happens when the day is
 * done.
 */
gboolean platform_settling_run (PlatformDatabase *reader, PlatformTrade *trade, GError **error);

G_END_DECLS
