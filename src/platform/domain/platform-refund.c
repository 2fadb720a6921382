/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-refund.h"

#include "platform-ledger-storage.h"
#include "platform-ordering.h"
#include "platform-refund-storage.h"
#include "rambla-fault-point.h"
#include "rambla-id.h"

#define STATE_BIT(state) (1u << (state))

/* Ends one active voucher; its escrow goes back. Adds to @amount and @units if it was this call that did it.
 */
static gboolean
take_back (PlatformDatabase *database,
           const PlatformVoucher *voucher,
           PlatformVoucherState state,
           gint64 now,
           gint64 *amount,
           gint64 *units,
           GError **error)
{
  g_autofree char *buyer = g_strconcat ("buyer:", voucher->account_id, NULL);
  PlatformLedgerEntry entry = {
    .at = now,
    .kind = PLATFORM_LEDGER_REFUND,
    .from_account = PLATFORM_LEDGER_ESCROW,
    .to_account = buyer,
    .amount = voucher->amount,
    .currency = voucher->currency,
    .order_id = voucher->order_id,
    .voucher_id = voucher->id,
    .escrow_round = voucher->escrow_round,
  };
  gboolean moved = FALSE;

  if (!platform_voucher_storage_move (database, voucher->id, voucher->generation, PLATFORM_VOUCHER_ACTIVE,
                                      state, now, &moved, error))
    return FALSE;
  if (!moved)
    return TRUE;
  rambla_fault_point ("refund.voucher-ended");
  *units += 1;
  *amount += voucher->amount;
  return voucher->amount == 0 || platform_ledger_storage_post (database, &entry, error);
}

/* Promises the provider's part of it. */
static gboolean
promise (PlatformDatabase *database,
         const PlatformOrder *order,
         gint64 amount,
         const char *reason,
         gint64 now,
         GError **error)
{
  g_autofree char *id = rambla_id_new (RAMBLA_ID_REFUND);
  PlatformRefundRow row = {
    .id = id,
    .order_id = order->id,
    .payment_id = order->payment_id,
    .amount = amount,
    .currency = order->currency,
    .reason = (char *) reason,
    .state = PLATFORM_REFUND_ROW_PENDING,
    .created_at = now,
  };

  if (!platform_refund_storage_insert (database, &row, error))
    return FALSE;
  rambla_fault_point ("refund.promised");
  return TRUE;
}

/* Brings the order's own state in line with its vouchers after @amount was given back. */
static gboolean
settle_order (PlatformDatabase *database, const PlatformOrder *order, gint64 amount, GError **error)
{
  guint from = STATE_BIT (PLATFORM_ORDER_PAID) | STATE_BIT (PLATFORM_ORDER_COMPLETED) |
               STATE_BIT (PLATFORM_ORDER_PARTIALLY_REFUNDED);
  gint64 active = 0;
  gint64 redeemed = 0;
  gint64 total = 0;
  gboolean moved = FALSE;

  return platform_voucher_storage_count (database, order->id, &active, &redeemed, &total, error) &&
         platform_order_storage_move (database, order->id, from,
                                      active + redeemed == 0 ? PLATFORM_ORDER_REFUNDED
                                                             : PLATFORM_ORDER_PARTIALLY_REFUNDED,
                                      &moved, error) &&
         platform_order_storage_add_refunded (database, order->id, amount, error);
}

gboolean
platform_refund_order (PlatformDatabase *database,
                       const PlatformTrade *trade,
                       const char *account_id,
                       const char *order_id,
                       const char *reason,
                       gint64 *amount,
                       PlatformOrder **order,
                       PlatformRefusal *refusal,
                       GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  g_autoptr (PlatformOrder) found = NULL;
  g_autoptr (PlatformTerms) terms = NULL;
  g_autoptr (GPtrArray) vouchers = NULL;
  gint64 units = 0;
  PlatformStep step;

  *amount = 0;
  step = platform_order_storage_get (database, order_id, account_id, &found, error);
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (step == PLATFORM_STEP_DONE)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_FOUND, "There is no such order");
  terms = platform_terms_cache_get (trade->terms, database, found->terms, error);
  vouchers = platform_voucher_storage_list_of_order (database, order_id, error);
  if (terms == NULL || vouchers == NULL)
    return FALSE;
  if (found->slot_id != NULL && found->slot_starts - terms->cancel_hours * G_GINT64_CONSTANT (3600) < now)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_REFUNDABLE,
                            "This booking could be given back until %d hours before it starts",
                            terms->cancel_hours);

  for (guint i = 0; i < vouchers->len; i++)
    {
      const PlatformVoucher *voucher = g_ptr_array_index (vouchers, i);

      if (!take_back (database, voucher, PLATFORM_VOUCHER_REFUNDED, now, amount, &units, error))
        return FALSE;
    }
  if (units == 0)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_REFUNDABLE, "No voucher of this order is unused");

  if ((*amount > 0 && !promise (database, found, *amount, reason != NULL ? reason : "buyer", now, error)) ||
      !settle_order (database, found, *amount, error) ||
      !platform_ordering_release (database, trade, found, units, error) ||
      !platform_ordering_count_sold (database, trade, found, -units, error))
    return FALSE;
  return platform_order_storage_get (database, order_id, account_id, order, error) == PLATFORM_STEP_ROW;
}

gboolean
platform_refund_expired (PlatformDatabase *database,
                         const PlatformTrade *trade,
                         const PlatformVoucher *voucher,
                         GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  g_autoptr (PlatformOrder) order = NULL;
  gint64 amount = 0;
  gint64 units = 0;

  if (!take_back (database, voucher, PLATFORM_VOUCHER_EXPIRED, now, &amount, &units, error))
    return FALSE;
  if (units == 0)
    return TRUE;
  if (platform_order_storage_get (database, voucher->order_id, NULL, &order, error) != PLATFORM_STEP_ROW)
    return FALSE;
  /* What cost nothing ends without a word to anybody. */
  return amount == 0 || (promise (database, order, amount, "expired", now, error) &&
                         settle_order (database, order, amount, error));
}
