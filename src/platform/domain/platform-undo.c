/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-undo.h"

#include "platform-account-storage.h"
#include "platform-dispute-storage.h"
#include "platform-ledger-storage.h"
#include "platform-merchant-settings-storage.h"
#include "platform-order-storage.h"
#include "platform-review-storage.h"
#include "platform-voucher-storage.h"
#include "rambla-fault-point.h"

#define STATE_BIT(state) (1u << (state))

gint64
platform_undo_get_end (const PlatformRedemption *redemption, gint64 undo_seconds)
{
  return MAX (redemption->redeemed_at, redemption->handed_in_at) + undo_seconds;
}

/* The commission back to the merchant, then all of it back to where it is held for the buyer. */
static gboolean
move_money (PlatformDatabase *database,
            const PlatformVoucher *voucher,
            gint64 amount,
            gint64 commission,
            const char *merchant,
            gint64 now,
            GError **error)
{
  PlatformLedgerEntry entry = {
    .at = now,
    .kind = PLATFORM_LEDGER_UNDO,
    .from_account = PLATFORM_LEDGER_COMMISSION,
    .to_account = merchant,
    .amount = commission,
    .currency = voucher->currency,
    .order_id = voucher->order_id,
    .voucher_id = voucher->id,
    .escrow_round = voucher->escrow_round,
  };

  if (commission > 0 && !platform_ledger_storage_post (database, &entry, error))
    return FALSE;
  if (amount == 0)
    return TRUE;
  entry.from_account = merchant;
  entry.to_account = PLATFORM_LEDGER_ESCROW;
  entry.amount = amount;
  entry.escrow_round = voucher->escrow_round + 1;
  return platform_ledger_storage_post (database, &entry, error);
}

gboolean
platform_undo_book (PlatformDatabase *database,
                    const PlatformTrade *trade,
                    const char *account_id,
                    const PlatformRedemption *redemption,
                    const char *reason,
                    PlatformRefusal *refusal,
                    GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  g_autofree char *merchant = g_strconcat ("merchant:", redemption->merchant_id, NULL);
  g_autoptr (PlatformVoucher) voucher = NULL;
  gint64 amount = 0;
  gint64 commission = 0;
  gint64 balance = 0;
  gboolean disputed = FALSE;
  gboolean reviewed = FALSE;
  gboolean moved = FALSE;

  if (platform_voucher_storage_get (database, redemption->voucher_id, NULL, &voucher, error) !=
      PLATFORM_STEP_ROW)
    return FALSE;
  if (!platform_ledger_storage_get_of_round (database, voucher->id, PLATFORM_LEDGER_REDEMPTION,
                                             redemption->round, &amount, error) ||
      !platform_ledger_storage_get_of_round (database, voucher->id, PLATFORM_LEDGER_COMMISSION_TAKEN,
                                             redemption->round, &commission, error) ||
      !platform_ledger_storage_get_balance (database, merchant, voucher->currency, &balance, error) ||
      !platform_dispute_storage_is_disputed (database, voucher->id, redemption->round, &disputed, error) ||
      !platform_review_is_of_redemption (database, redemption->id, &reviewed, error))
    return FALSE;
  /* Nobody may have said what it was like who never was there. */
  if (reviewed)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_UNDOABLE, "It has been reviewed already");
  if (disputed)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_UNDOABLE, "There is a dispute about it");
  /* What was paid out is not there to go back. */
  if (balance < amount - commission)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_UNDOABLE,
                            "The money for it has been paid out already: refund it instead");
  if (!platform_voucher_storage_reopen (database, voucher->id, redemption->round, now, &moved, error))
    return FALSE;
  if (!moved)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_UNDOABLE, "This has been taken back already");
  rambla_fault_point ("undo.voucher-opened");
  return platform_redemption_storage_insert_undo (database, redemption->id, account_id, reason, now, error) &&
         move_money (database, voucher, amount, commission, merchant, now, error) &&
         platform_order_storage_move (database, voucher->order_id, STATE_BIT (PLATFORM_ORDER_COMPLETED),
                                      PLATFORM_ORDER_PAID, &moved, error);
}

gboolean
platform_undo_redemption (PlatformDatabase *database,
                          const PlatformTrade *trade,
                          const char *account_id,
                          const char *redemption_id,
                          const char *reason,
                          PlatformRedemption **redemption,
                          PlatformRefusal *refusal,
                          GError **error)
{
  g_autoptr (PlatformRedemption) found = NULL;
  PlatformMerchantSettings settings;
  gboolean allowed = FALSE;

  if (platform_redemption_storage_get (database, redemption_id, &found, error) == PLATFORM_STEP_ERROR ||
      (found != NULL &&
       (!platform_account_storage_may_act_for (database, account_id, found->merchant_id, &allowed, error) ||
        !platform_merchant_settings_get (database, found->merchant_id, &settings, error))))
    return FALSE;
  if (!allowed)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_FOUND, "There is no such redemption");
  if (found->undone_at != 0)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_UNDOABLE, "This has been taken back already");
  if (platform_clock_now (trade->clock) >= platform_undo_get_end (found, settings.undo_seconds))
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_UNDOABLE,
                            "This could be taken back for %" G_GINT64_FORMAT " minutes",
                            settings.undo_seconds / 60);
  if (!platform_undo_book (database, trade, account_id, found, reason, refusal, error))
    return FALSE;
  if (refusal->code != RAMBLA_PROBLEM_NONE)
    return TRUE;
  return platform_redemption_storage_get (database, redemption_id, redemption, error) == PLATFORM_STEP_ROW;
}
