/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"
#include "platform-router.h"

G_BEGIN_DECLS

/**
 * platform_routes_dispute_lists_add:
 *
 * Adds the disputes that a merchant has to answer, and those that the operator has to decide.
 */
void platform_routes_dispute_lists_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
