/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-keys.h"
#include "platform-log-storage.h"

G_BEGIN_DECLS

/* What can be asked of a log: its signed head, and proofs. @database: in one moment of the database
 * (platform_database_begin_read()) where more than one is asked. */

/**
 * platform_log_build_head:
 * @now: seconds since 1970
 * @head: (out) (transfer full): the signed head over all entries there are
 *
 * Signed anew each time: the same entries make the same root, and the key is one that is published now.
 */
gboolean platform_log_build_head (PlatformDatabase *database,
                                  PlatformKeys *keys,
                                  PlatformLog log,
                                  gint64 now,
                                  char **head,
                                  GError **error);

/**
 * platform_log_prove_inclusion:
 * @number: from 1 to @size, which is at most what there is
 * @proof: (out) (transfer full) (element-type RamblaLogHash)
 */
gboolean platform_log_prove_inclusion (PlatformDatabase *database,
                                       PlatformLog log,
                                       gint64 number,
                                       gint64 size,
                                       GArray **proof,
                                       GError **error);

/**
 * platform_log_prove_consistency:
 * @first: at most @size, which is at most what there is
 * @proof: (out) (transfer full) (element-type RamblaLogHash)
 */
gboolean platform_log_prove_consistency (PlatformDatabase *database,
                                         PlatformLog log,
                                         gint64 first,
                                         gint64 size,
                                         GArray **proof,
                                         GError **error);

G_END_DECLS
