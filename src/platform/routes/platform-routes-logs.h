/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-context.h"

G_BEGIN_DECLS

/** platform_routes_logs_add: /v1/reviews/log… and /v1/prices/log…: entries, signed heads and proofs. */
void platform_routes_logs_add (PlatformRouter *router, PlatformContext *context);

G_END_DECLS
