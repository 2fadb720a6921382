/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-trade.h"

G_BEGIN_DECLS

/*
 * What the scheduler does when a day comes that was agreed on. Each looks with @reader at what is due and
 * does it with the writer; what fails stays due.
 */

/* A merchant who has not answered a dispute in time agrees. */
void platform_deadlines_look_at_disputes (PlatformTrade *trade, PlatformDatabase *reader, GError **error);

/* Groups close. */
void platform_deadlines_look_at_groups (PlatformTrade *trade, PlatformDatabase *reader, GError **error);

/* Merchants are paid out. */
void platform_deadlines_look_at_settlements (PlatformTrade *trade, PlatformDatabase *reader, GError **error);

G_END_DECLS
