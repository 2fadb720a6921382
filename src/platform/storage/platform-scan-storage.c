/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-scan-storage.h"

#define SELECT_SCANS                                                                                         \
  "SELECT id, hash, device_id, sequence, signed, account_id, merchant_id, store_id, voucher_id, "            \
  "scanned_ms, handed_in_at, clock_offset, flags, verdict, code, detail, redemption_id FROM offline_scans "

static const char *const verdict_names[] = {
  [PLATFORM_SCAN_REDEEMED] = "redeemed",
  [PLATFORM_SCAN_CONFLICT] = "conflict",
  [PLATFORM_SCAN_REFUSED] = "refused",
};

const char *
platform_scan_verdict_to_string (PlatformScanVerdict verdict)
{
  return verdict_names[verdict];
}

void
platform_scan_free (PlatformScan *scan)
{
  g_free (scan->id);
  g_free (scan->hash);
  g_free (scan->device_id);
  g_free (scan->signed_text);
  g_free (scan->account_id);
  g_free (scan->merchant_id);
  g_free (scan->store_id);
  g_free (scan->voucher_id);
  g_free (scan->flags);
  g_free (scan->code);
  g_free (scan->detail);
  g_free (scan->redemption_id);
  g_free (scan);
}

gboolean
platform_scan_storage_insert (PlatformDatabase *database, const PlatformScan *scan, GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO offline_scans (id, hash, device_id, sequence, signed, account_id, merchant_id, store_id, "
      "voucher_id, scanned_ms, handed_in_at, clock_offset, flags, verdict, code, detail, redemption_id) "
      "VALUES "
      "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      "tttittttt"
      "iiittttt",
      scan->id, scan->hash, scan->device_id, scan->sequence, scan->signed_text, scan->account_id,
      scan->merchant_id, scan->store_id, scan->voucher_id, scan->scanned_ms, scan->handed_in_at,
      scan->clock_offset, scan->flags, verdict_names[scan->verdict], scan->code, scan->detail,
      scan->redemption_id);
}

static PlatformStep
read_one (PlatformStatement *row, PlatformScan **scan, GError **error)
{
  PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;
  PlatformScan *found;
  const char *verdict;

  if (step != PLATFORM_STEP_ROW)
    return step;
  found = g_new0 (PlatformScan, 1);
  found->id = platform_statement_dup_text (row, 0);
  found->hash = platform_statement_dup_text (row, 1);
  found->device_id = platform_statement_dup_text (row, 2);
  found->sequence = platform_statement_get_int (row, 3);
  found->signed_text = platform_statement_dup_text (row, 4);
  found->account_id = platform_statement_dup_text (row, 5);
  found->merchant_id = platform_statement_dup_text (row, 6);
  found->store_id = platform_statement_dup_text (row, 7);
  found->voucher_id = platform_statement_dup_text (row, 8);
  found->scanned_ms = platform_statement_get_int (row, 9);
  found->handed_in_at = platform_statement_get_int (row, 10);
  found->clock_offset = platform_statement_get_int (row, 11);
  found->flags = platform_statement_dup_text (row, 12);
  verdict = platform_statement_get_text (row, 13);
  for (guint i = 0; i < G_N_ELEMENTS (verdict_names); i++)
    if (g_str_equal (verdict, verdict_names[i]))
      found->verdict = (PlatformScanVerdict) i;
  found->code = platform_statement_dup_text (row, 14);
  found->detail = platform_statement_dup_text (row, 15);
  found->redemption_id = platform_statement_dup_text (row, 16);
  *scan = found;
  return step;
}

PlatformStep
platform_scan_storage_get_by_hash (PlatformDatabase *database,
                                   const char *hash,
                                   PlatformScan **scan,
                                   GError **error)
{
  g_autoptr (PlatformStatement) statement =
      platform_database_query (database, error, SELECT_SCANS "WHERE hash = ?", "t", hash);

  return read_one (statement, scan, error);
}

PlatformStep
platform_scan_storage_get_of_redemption (PlatformDatabase *database,
                                         const char *redemption_id,
                                         PlatformScan **scan,
                                         GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error, SELECT_SCANS "WHERE redemption_id = ? ORDER BY number LIMIT 1", "t", redemption_id);

  return read_one (statement, scan, error);
}
