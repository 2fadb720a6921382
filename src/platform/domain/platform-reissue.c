/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-reissue.h"

#include "platform-holder-storage.h"
#include "rambla-fault-point.h"
#include "rambla-short-code.h"

/* @account_id and @holder_key (may be NULL) as they are to be. */
static gboolean
reissue (PlatformDatabase *database,
         const PlatformTrade *trade,
         const PlatformVoucher *voucher,
         const char *account_id,
         const char *holder_key,
         gboolean printed,
         gboolean *reissued,
         GError **error)
{
  g_autofree char *code = rambla_short_code_new ();
  PlatformVoucher next = {
    .id = voucher->id,
    .account_id = (char *) account_id,
    .code = code,
    .holder_key = (char *) holder_key,
    .kid = (char *) platform_keys_get_signing (trade->keys),
    .printed = printed,
    .changed_at = platform_clock_now (trade->clock),
  };

  if (!platform_voucher_storage_reissue (database, &next, voucher->generation, reissued, error))
    return FALSE;
  rambla_fault_point ("reissue.issued");
  return TRUE;
}

gboolean
platform_reissue_refuse_over (const PlatformVoucher *voucher, PlatformRefusal *refusal)
{
  switch (voucher->state)
    {
    case PLATFORM_VOUCHER_REDEEMED:
      return platform_refuse (refusal, RAMBLA_PROBLEM_ALREADY_REDEEMED, "This voucher has been used already");
    case PLATFORM_VOUCHER_REFUNDED:
      return platform_refuse (refusal, RAMBLA_PROBLEM_REFUNDED, "This voucher has been refunded");
    case PLATFORM_VOUCHER_ACTIVE:
    case PLATFORM_VOUCHER_EXPIRED:
    default:
      return platform_refuse (refusal, RAMBLA_PROBLEM_EXPIRED, "This voucher has expired");
    }
}

gboolean
platform_reissue_voucher (PlatformDatabase *database,
                          const PlatformTrade *trade,
                          const char *account_id,
                          const char *session_id,
                          const char *id,
                          gboolean printed,
                          PlatformVoucher **voucher,
                          PlatformRefusal *refusal,
                          GError **error)
{
  g_autoptr (PlatformVoucher) found = NULL;
  g_autofree char *key = NULL;
  gboolean reissued = FALSE;
  PlatformStep step;

  step = platform_voucher_storage_get (database, id, account_id, &found, error);
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (step == PLATFORM_STEP_DONE)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_FOUND, "There is no such voucher");
  if (g_strcmp0 (found->account_id, account_id) != 0)
    return platform_refuse (refusal, RAMBLA_PROBLEM_REVOKED, "You have given this voucher away");
  if (found->state != PLATFORM_VOUCHER_ACTIVE || found->valid_until <= platform_clock_now (trade->clock))
    return platform_reissue_refuse_over (found, refusal);

  if ((!printed && !platform_holder_storage_get_of_session (database, session_id, &key, error)) ||
      !reissue (database, trade, found, account_id, key, printed, &reissued, error))
    return FALSE;
  if (!reissued)
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "Somebody else was faster; ask again");
  return platform_voucher_storage_get (database, id, account_id, voucher, error) == PLATFORM_STEP_ROW;
}

gboolean
platform_reissue_to_device (PlatformDatabase *database,
                            const PlatformTrade *trade,
                            const char *account_id,
                            const char *session_id,
                            const char *key,
                            gint64 *moved,
                            GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  g_autoptr (GPtrArray) vouchers = NULL;

  *moved = 0;
  if (!platform_holder_storage_put (database, session_id, account_id, key, now, error))
    return FALSE;
  vouchers = platform_voucher_storage_list_unbound (database, account_id, key, now, error);
  for (guint i = 0; vouchers != NULL && i < vouchers->len; i++)
    {
      gboolean reissued = FALSE;

      if (!reissue (database, trade, vouchers->pdata[i], account_id, key, FALSE, &reissued, error))
        return FALSE;
      *moved += reissued;
    }
  return vouchers != NULL;
}

gboolean
platform_reissue_to_account (PlatformDatabase *database,
                             const PlatformTrade *trade,
                             const char *voucher_id,
                             const char *account_id,
                             gboolean *moved,
                             GError **error)
{
  g_autoptr (PlatformVoucher) voucher = NULL;
  g_autofree char *key = NULL;

  if (platform_voucher_storage_get (database, voucher_id, NULL, &voucher, error) != PLATFORM_STEP_ROW ||
      !platform_holder_storage_get_of_account (database, account_id, &key, error))
    return FALSE;
  return reissue (database, trade, voucher, account_id, key, FALSE, moved, error);
}
