/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-database.h"
#include "rambla-review-log.h"

G_BEGIN_DECLS

/**
 * platform_review_log_storage_append:
 * @database: the writer's, inside the job that adds what the entry is about
 * @deal: its number
 * @entry: all but nth and previous, which are set
 *
 * Appends to the log for ever.
 */
gboolean platform_review_log_storage_append (PlatformDatabase *database,
                                             gint64 deal,
                                             RamblaReviewEntry *entry,
                                             GError **error);

/**
 * platform_review_log_storage_append_missing:
 * @database: the writer's
 *
 * Gives the reviews that an import added, and those from before there was a log, their entries, in the order
 * of their numbers.
 */
gboolean platform_review_log_storage_append_missing (PlatformDatabase *database, GError **error);

G_END_DECLS
