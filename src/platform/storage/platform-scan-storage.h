/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

typedef enum
{
  PLATFORM_SCAN_REDEEMED,
  PLATFORM_SCAN_CONFLICT,
  PLATFORM_SCAN_REFUSED,
} PlatformScanVerdict;

/**
 * platform_scan_verdict_to_string:
 *
 * Returns: (transfer none): the contract's word, such as "redeemed"
 */
const char *platform_scan_verdict_to_string (PlatformScanVerdict verdict);

/* What a counter accepted in an outage, as it was signed, and what it was answered. */
typedef struct
{
  char *id;   /* sca_… */
  char *hash; /* rambla_scan_hash() of @signed_text */
  char *device_id;
  gint64 sequence;
  char *signed_text;
  char *account_id; /* who handed it in */
  char *merchant_id;
  char *store_id;
  char *voucher_id; /* or NULL: it is no voucher of ours */
  gint64 scanned_ms;
  gint64 handed_in_at;
  gint64 clock_offset; /* the counter's clock less ours when it was handed in, seconds */
  char *flags; /* why its time is not believed: "clock", "chain", "list", "late", separated by spaces */
  PlatformScanVerdict verdict;
  char *code;          /* with PLATFORM_SCAN_REFUSED, the problem's code */
  char *detail;        /* likewise, a sentence */
  char *redemption_id; /* with PLATFORM_SCAN_REDEEMED */
} PlatformScan;

void platform_scan_free (PlatformScan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformScan, platform_scan_free)

/**
 * platform_scan_storage_insert:
 *
 * PLATFORM_STORAGE_ERROR_CONSTRAINT if that very scan was handed in before.
 */
gboolean platform_scan_storage_insert (PlatformDatabase *database, const PlatformScan *scan, GError **error);

/**
 * platform_scan_storage_get_by_hash:
 * @scan: (out) (transfer full): the scan; untouched if there is none
 *
 * Returns: PLATFORM_STEP_ROW, PLATFORM_STEP_DONE if there is none, PLATFORM_STEP_ERROR with @error
 */
PlatformStep platform_scan_storage_get_by_hash (PlatformDatabase *database,
                                                const char *hash,
                                                PlatformScan **scan,
                                                GError **error);

/**
 * platform_scan_storage_get_of_redemption:
 *
 * As platform_scan_storage_get_by_hash(), by what it led to: none for what was redeemed online.
 */
PlatformStep platform_scan_storage_get_of_redemption (PlatformDatabase *database,
                                                      const char *redemption_id,
                                                      PlatformScan **scan,
                                                      GError **error);

G_END_DECLS
