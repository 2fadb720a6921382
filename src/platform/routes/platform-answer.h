/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-refusal.h"
#include "platform-request.h"
#include "platform-response.h"

G_BEGIN_DECLS

/**
 * platform_answer_refusal:
 *
 * Returns: (transfer full): the problem that a rule answered with
 */
PlatformResponse *platform_answer_refusal (const PlatformRefusal *refusal);

/**
 * platform_answer_error:
 * @error: from the storage room; it is logged, not told
 *
 * Returns: (transfer full): 503 `unavailable` with Retry-After for what passes, otherwise 500 `internal`
 */
PlatformResponse *platform_answer_error (const GError *error);

G_END_DECLS
