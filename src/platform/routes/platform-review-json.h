/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-review-storage.h"
#include "rambla-json-writer.h"

G_BEGIN_DECLS

/**
 * platform_review_json_write:
 *
 * Writes a review as everybody may see it: of what is hidden neither words, author, pictures nor salt.
 */
void platform_review_json_write (RamblaJsonWriter *writer, const PlatformReview *review);

G_END_DECLS
