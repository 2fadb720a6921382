/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-gift.h"

#include "platform-reissue.h"
#include "rambla-fault-point.h"
#include "rambla-short-code.h"

gboolean
platform_gift_give (PlatformDatabase *database,
                    const PlatformTrade *trade,
                    const char *account_id,
                    const char *voucher_id,
                    const char *message,
                    PlatformGift **gift,
                    PlatformRefusal *refusal,
                    GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  g_autoptr (PlatformVoucher) voucher = NULL;
  g_autoptr (PlatformGift) open = NULL;
  g_autofree char *code = rambla_short_code_new ();
  gboolean lapsed = FALSE;
  PlatformGift made = { .code = code, .message = (char *) message, .created_at = now };
  PlatformStep step;

  step = platform_voucher_storage_get (database, voucher_id, account_id, &voucher, error);
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (step == PLATFORM_STEP_DONE)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_FOUND, "There is no such voucher");
  if (g_strcmp0 (voucher->account_id, account_id) != 0)
    return platform_refuse (refusal, RAMBLA_PROBLEM_GIFT_GONE, "You have given this voucher away already");
  if (voucher->state != PLATFORM_VOUCHER_ACTIVE || voucher->valid_until <= now)
    return platform_reissue_refuse_over (voucher, refusal);

  if (!platform_gift_storage_withdraw (database, voucher_id, account_id, TRUE, now, &lapsed, error))
    return FALSE;
  step = platform_gift_storage_find (database, voucher_id, account_id, &open, error);
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (step == PLATFORM_STEP_ROW && open->state == PLATFORM_GIFT_OPEN)
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT,
                            "This voucher is on its way to a friend; take it back first");

  made.voucher_id = voucher->id;
  made.giver_id = voucher->account_id;
  made.expires_at = MIN (now + PLATFORM_GIFT_SECONDS, voucher->valid_until);
  if (!platform_gift_storage_insert (database, &made, error))
    return FALSE;
  rambla_fault_point ("gift.made");
  return platform_gift_storage_get (database, code, gift, error) == PLATFORM_STEP_ROW;
}

gboolean
platform_gift_withdraw (PlatformDatabase *database,
                        const PlatformTrade *trade,
                        const char *account_id,
                        const char *voucher_id,
                        PlatformRefusal *refusal,
                        GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  g_autoptr (PlatformVoucher) voucher = NULL;
  gboolean withdrawn = FALSE;
  PlatformStep step;

  if (!platform_gift_storage_withdraw (database, voucher_id, account_id, FALSE, now, &withdrawn, error))
    return FALSE;
  if (withdrawn)
    return TRUE;
  step = platform_voucher_storage_get (database, voucher_id, account_id, &voucher, error);
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (step == PLATFORM_STEP_DONE)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_FOUND, "There is no such voucher");
  return platform_refuse (refusal, RAMBLA_PROBLEM_GIFT_GONE, "%s",
                          g_strcmp0 (voucher->account_id, account_id) != 0
                              ? "Your friend has taken it already; it is theirs now"
                              : "This voucher is not on its way to anybody");
}

/* Exactly why nobody gets it by that code any more. */
static gboolean
refuse_gone (const PlatformGift *gift,
             const PlatformVoucher *voucher,
             const char *account_id,
             gint64 now,
             PlatformRefusal *refusal)
{
  const char *why = NULL;

  if (gift->state == PLATFORM_GIFT_CLAIMED)
    why = g_strcmp0 (gift->taker_id, account_id) == 0
              ? "You have taken this gift already; it is in your wallet"
              : "Somebody else has taken this gift already";
  else if (gift->state == PLATFORM_GIFT_WITHDRAWN)
    why = "Whoever gave it has taken it back";
  else if (voucher->state == PLATFORM_VOUCHER_REDEEMED)
    why = "The voucher was used before it was claimed";
  else if (voucher->state == PLATFORM_VOUCHER_REFUNDED)
    why = "The voucher was refunded before it was claimed";
  else if (voucher->state == PLATFORM_VOUCHER_EXPIRED || voucher->valid_until <= now)
    why = "The voucher has expired";
  else if (gift->state == PLATFORM_GIFT_VOID || gift->expires_at <= now)
    why = "The time to claim it has passed; ask for a new link";
  if (why != NULL)
    return platform_refuse (refusal, RAMBLA_PROBLEM_GIFT_GONE, "%s", why);
  if (g_strcmp0 (gift->giver_id, account_id) == 0)
    return platform_refuse (refusal, RAMBLA_PROBLEM_OWN_GIFT,
                            "This is your own voucher; it is in your wallet as before");
  return TRUE;
}

gboolean
platform_gift_look (PlatformDatabase *database,
                    const PlatformTrade *trade,
                    const char *account_id,
                    const char *code,
                    PlatformGift **gift,
                    PlatformVoucher **voucher,
                    PlatformRefusal *refusal,
                    GError **error)
{
  g_autoptr (PlatformGift) found = NULL;
  g_autoptr (PlatformVoucher) of = NULL;
  PlatformStep step;

  step = platform_gift_storage_get (database, code, &found, error);
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (step == PLATFORM_STEP_DONE)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_FOUND, "There is no such gift");
  if (platform_voucher_storage_get (database, found->voucher_id, NULL, &of, error) != PLATFORM_STEP_ROW)
    return FALSE;
  refuse_gone (found, of, account_id, platform_clock_now (trade->clock), refusal);
  if (refusal->code != RAMBLA_PROBLEM_NONE)
    return TRUE;
  *gift = g_steal_pointer (&found);
  *voucher = g_steal_pointer (&of);
  return TRUE;
}

gboolean
platform_gift_claim (PlatformDatabase *database,
                     const PlatformTrade *trade,
                     const char *account_id,
                     const char *code,
                     PlatformVoucher **voucher,
                     PlatformRefusal *refusal,
                     GError **error)
{
  g_autoptr (PlatformGift) gift = NULL;
  g_autoptr (PlatformVoucher) before = NULL;
  gboolean claimed = FALSE;
  gboolean moved = FALSE;

  if (!platform_gift_look (database, trade, account_id, code, &gift, &before, refusal, error))
    return FALSE;
  if (refusal->code != RAMBLA_PROBLEM_NONE)
    return TRUE;
  if (!platform_gift_storage_claim (database, code, account_id, platform_clock_now (trade->clock), &claimed,
                                    error))
    return FALSE;
  rambla_fault_point ("gift.taken");
  if (claimed && !platform_reissue_to_account (database, trade, gift->voucher_id, account_id, &moved, error))
    return FALSE;
  rambla_fault_point ("gift.claimed");
  /* Whatever was written is undone with the refusal. */
  if (!claimed || !moved)
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "Somebody else was faster; ask again");
  return platform_voucher_storage_get (database, gift->voucher_id, account_id, voucher, error) ==
         PLATFORM_STEP_ROW;
}
