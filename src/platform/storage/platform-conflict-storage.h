/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/* One of the two uses that a conflict is about. */
typedef struct
{
  char *store_id;      /* NULL: nobody accepted it, the voucher was gone */
  gint64 at_ms;        /* by signed time, or when it was redeemed online or went; milliseconds since 1970 */
  char *redemption_id; /* or NULL */
  char *scan_id;       /* or NULL: it was redeemed online */
} PlatformUse;

/* One voucher accepted twice, or accepted after it had gone. Amounts are in minor units. */
typedef struct
{
  gint64 number;
  char *id;   /* con_… */
  char *kind; /* "double_use", "refunded", "expired" or "revoked" */
  char *voucher_id;
  char *merchant_id;
  PlatformUse first;  /* the one that counts */
  PlatformUse second; /* the one that the platform pays within the merchant's limit */
  gint64 amount;      /* what the voucher was worth */
  gint64 guaranteed;  /* what the platform pays of it; the rest is borne by the second shop */
  char *currency;
  gint64 created_at;
} PlatformConflict;

void platform_conflict_free (PlatformConflict *conflict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformConflict, platform_conflict_free)

gboolean platform_conflict_storage_insert (PlatformDatabase *database,
                                           const PlatformConflict *conflict,
                                           GError **error);

/**
 * platform_conflict_storage_get_of_scan:
 * @scan_id: the second use
 * @conflict: (out) (transfer full): the conflict; untouched if there is none
 *
 * Returns: PLATFORM_STEP_ROW, PLATFORM_STEP_DONE if there is none, PLATFORM_STEP_ERROR with @error
 */
PlatformStep platform_conflict_storage_get_of_scan (PlatformDatabase *database,
                                                    const char *scan_id,
                                                    PlatformConflict **conflict,
                                                    GError **error);

/**
 * platform_conflict_storage_list:
 * @before: only those with a lower number; 0: from the newest
 *
 * Returns: (transfer full) (element-type PlatformConflict): those in which the store is one of the two,
 * newest first
 */
GPtrArray *platform_conflict_storage_list (PlatformDatabase *database,
                                           const char *merchant_id,
                                           const char *store_id,
                                           gint64 before,
                                           guint limit,
                                           GError **error);

/**
 * platform_conflict_storage_sum:
 * @since: seconds since 1970
 * @guaranteed: (out): what the platform paid the merchant for conflicts since then
 */
gboolean platform_conflict_storage_sum (PlatformDatabase *database,
                                        const char *merchant_id,
                                        const char *currency,
                                        gint64 since,
                                        gint64 *guaranteed,
                                        GError **error);

G_END_DECLS
