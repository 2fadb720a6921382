/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-conflict.h"

#include "platform-hand-in.h"
#include "platform-ledger-storage.h"
#include "platform-merchant-settings-storage.h"
#include "platform-undo.h"
#include "rambla-fault-point.h"
#include "rambla-id.h"

#define ID_CONFLICT "con_"

static PlatformConflict *
conflict_new (const PlatformVoucher *voucher, const PlatformScan *scan, const char *kind)
{
  PlatformConflict *conflict = g_new0 (PlatformConflict, 1);

  conflict->id = rambla_id_new (ID_CONFLICT);
  conflict->kind = g_strdup (kind);
  conflict->voucher_id = g_strdup (voucher->id);
  conflict->merchant_id = g_strdup (voucher->merchant_id);
  conflict->amount = voucher->amount;
  conflict->currency = g_strdup (voucher->currency);
  conflict->created_at = scan->handed_in_at;
  return conflict;
}

static void
set_use (PlatformUse *use, const char *store_id, gint64 at_ms, const char *redemption_id, const char *scan_id)
{
  use->store_id = g_strdup (store_id);
  use->at_ms = at_ms;
  use->redemption_id = g_strdup (redemption_id);
  use->scan_id = g_strdup (scan_id);
}

/* Takes the other redemption back and books @scan instead; where its money was paid out already, only the
 * record says who came first. */
static gboolean
displace (PlatformDatabase *database,
          const PlatformTrade *trade,
          const PlatformRedemption *other,
          PlatformScan *scan,
          gint64 at,
          GError **error)
{
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformVoucher) voucher = NULL;
  g_autoptr (PlatformRedemption) redemption = NULL;

  scan->verdict = PLATFORM_SCAN_REDEEMED;
  if (!platform_undo_book (database, trade, scan->account_id, other,
                           "Another counter had accepted it earlier", &refusal, error))
    return FALSE;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    {
      scan->redemption_id = g_strdup (other->id);
      return TRUE;
    }
  if (platform_voucher_storage_get (database, other->voucher_id, NULL, &voucher, error) !=
          PLATFORM_STEP_ROW ||
      !platform_redemption_book (database, trade, voucher, scan->account_id, scan->store_id, at,
                                 scan->handed_in_at, &redemption, &refusal, error))
    return FALSE;
  g_return_val_if_fail (redemption != NULL, FALSE);
  scan->redemption_id = g_strdup (redemption->id);
  return TRUE;
}

gboolean
platform_conflict_weigh (PlatformDatabase *database,
                         const PlatformTrade *trade,
                         const PlatformVoucher *voucher,
                         PlatformScan *scan,
                         gint64 at,
                         PlatformConflict **conflict,
                         GError **error)
{
  g_autoptr (PlatformRedemption) other = NULL;
  g_autoptr (PlatformScan) other_scan = NULL;
  gint64 other_ms;

  if (platform_redemption_storage_get_of_voucher (database, voucher->id, voucher->escrow_round, &other,
                                                  error) != PLATFORM_STEP_ROW ||
      platform_scan_storage_get_of_redemption (database, other->id, &other_scan, error) ==
          PLATFORM_STEP_ERROR)
    return FALSE;
  other_ms = other_scan != NULL ? other_scan->scanned_ms : other->redeemed_at * 1000;
  *conflict = conflict_new (voucher, scan, "double_use");
  if (scan->scanned_ms < other_ms && *scan->flags == '\0')
    {
      if (!displace (database, trade, other, scan, at, error))
        {
          g_clear_pointer (conflict, platform_conflict_free);
          return FALSE;
        }
      set_use (&(*conflict)->first, scan->store_id, scan->scanned_ms, scan->redemption_id, scan->id);
      set_use (&(*conflict)->second, other->store_id, other_ms, other->id,
               other_scan != NULL ? other_scan->id : NULL);
      return TRUE;
    }
  scan->verdict = PLATFORM_SCAN_CONFLICT;
  set_use (&(*conflict)->first, other->store_id, other_ms, other->id,
           other_scan != NULL ? other_scan->id : NULL);
  set_use (&(*conflict)->second, scan->store_id, scan->scanned_ms, NULL, scan->id);
  return TRUE;
}

PlatformConflict *
platform_conflict_new_gone (const PlatformVoucher *voucher, const PlatformScan *scan, RamblaProblemCode code)
{
  PlatformConflict *conflict = conflict_new (voucher, scan, rambla_problem_code_to_string (code));

  set_use (&conflict->first, NULL, voucher->changed_at * 1000, NULL, NULL);
  set_use (&conflict->second, scan->store_id, scan->scanned_ms, NULL, scan->id);
  return conflict;
}

/* Whether the second use deserves to be paid: its time is believed, and it is not the same counter's twice.
 */
static gboolean
is_covered (PlatformDatabase *database,
            const PlatformConflict *conflict,
            const PlatformScan *scan,
            gboolean *covered,
            GError **error)
{
  const PlatformUse *second = &conflict->second;
  g_autoptr (PlatformScan) first_scan = NULL;
  g_autoptr (PlatformScan) second_scan = NULL;

  *covered = FALSE;
  if (conflict->first.redemption_id != NULL &&
      platform_scan_storage_get_of_redemption (database, conflict->first.redemption_id, &first_scan, error) ==
          PLATFORM_STEP_ERROR)
    return FALSE;
  if (second->redemption_id != NULL)
    {
      if (platform_scan_storage_get_of_redemption (database, second->redemption_id, &second_scan, error) ==
          PLATFORM_STEP_ERROR)
        return FALSE;
    }
  else if (platform_scan_storage_get_by_hash (database, scan->hash, &second_scan, error) ==
           PLATFORM_STEP_ERROR)
    return FALSE;
  *covered = second_scan == NULL ||
             (*second_scan->flags == '\0' &&
              (first_scan == NULL || g_strcmp0 (first_scan->device_id, second_scan->device_id) != 0));
  return TRUE;
}

gboolean
platform_conflict_record (PlatformDatabase *database,
                          const PlatformTrade *trade,
                          PlatformConflict *conflict,
                          const PlatformScan *scan,
                          GError **error)
{
  g_autofree char *merchant = g_strconcat ("merchant:", conflict->merchant_id, NULL);
  PlatformMerchantSettings settings;
  gboolean covered = FALSE;
  gint64 paid = 0;
  PlatformLedgerEntry entry = {
    .at = conflict->created_at,
    .kind = PLATFORM_LEDGER_GUARANTEE,
    .from_account = PLATFORM_LEDGER_GUARANTEE_FUND,
    .to_account = merchant,
    .currency = conflict->currency,
    .voucher_id = conflict->voucher_id,
    .reference = conflict->id,
  };

  if (!is_covered (database, conflict, scan, &covered, error) ||
      !platform_merchant_settings_get (database, conflict->merchant_id, &settings, error) ||
      !platform_conflict_storage_sum (database, conflict->merchant_id, conflict->currency,
                                      conflict->created_at - PLATFORM_GUARANTEE_SECONDS, &paid, error))
    return FALSE;
  rambla_fault_point ("hand-in.conflict");
  conflict->guaranteed =
      covered ? CLAMP (PLATFORM_GUARANTEE_CAP - paid, 0, MIN (conflict->amount, settings.offline_limit)) : 0;
  entry.amount = conflict->guaranteed;
  return platform_conflict_storage_insert (database, conflict, error) &&
         (conflict->guaranteed == 0 || platform_ledger_storage_post (database, &entry, error));
}
