/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/**
 * platform_routes_questions_add:
 *
 * Questions about offers: asking, answering, hiding, and everybody's lists of them.
 */
void platform_routes_questions_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
