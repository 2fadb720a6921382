/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-refund.h"

#include "platform-dispute-storage.h"
#include "platform-ledger-storage.h"
#include "platform-ordering.h"
#include "platform-refund-storage.h"
#include "rambla-fault-point.h"
#include "rambla-id.h"

#define STATE_BIT(state) (1u << (state))

/* Ends an active voucher, and gives what escrow holds for it to @to. */
static gboolean
end_voucher (PlatformDatabase *database,
             const PlatformVoucher *voucher,
             PlatformVoucherState state,
             PlatformLedgerKind kind,
             const char *to,
             gint64 now,
             gboolean *ended,
             GError **error)
{
  PlatformLedgerEntry entry = {
    .at = now,
    .kind = kind,
    .from_account = PLATFORM_LEDGER_ESCROW,
    .to_account = to,
    .amount = voucher->amount,
    .currency = voucher->currency,
    .order_id = voucher->order_id,
    .voucher_id = voucher->id,
    .escrow_round = voucher->escrow_round,
  };

  if (!platform_voucher_storage_move (database, voucher->id, voucher->generation, PLATFORM_VOUCHER_ACTIVE,
                                      state, now, ended, error))
    return FALSE;
  if (!*ended)
    return TRUE;
  rambla_fault_point ("refund.voucher-ended");
  return voucher->amount == 0 || platform_ledger_storage_post (database, &entry, error);
}

gboolean
platform_refund_take_back (PlatformDatabase *database,
                           const PlatformOrder *order,
                           const PlatformVoucher *voucher,
                           PlatformVoucherState state,
                           gint64 now,
                           gint64 *amount,
                           gint64 *units,
                           GError **error)
{
  /* Whoever paid gets it, also when the voucher was given away. */
  g_autofree char *buyer = g_strconcat ("buyer:", order->account_id, NULL);
  gboolean ended = FALSE;

  if (!end_voucher (database, voucher, state, PLATFORM_LEDGER_REFUND, buyer, now, &ended, error))
    return FALSE;
  if (ended)
    {
      *units += 1;
      *amount += voucher->amount;
    }
  return TRUE;
}

gboolean
platform_refund_promise (PlatformDatabase *database,
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

gboolean
platform_refund_settle_order (PlatformDatabase *database,
                              const PlatformOrder *order,
                              gint64 amount,
                              GError **error)
{
  guint from = STATE_BIT (PLATFORM_ORDER_PAID) | STATE_BIT (PLATFORM_ORDER_COMPLETED) |
               STATE_BIT (PLATFORM_ORDER_PARTIALLY_REFUNDED);
  gint64 active = 0;
  gint64 redeemed = 0;
  gint64 total = 0;
  gint64 kept = 0;
  gboolean moved = FALSE;
  gboolean all;

  if (!platform_voucher_storage_count (database, order->id, &active, &redeemed, &total, error) ||
      !platform_voucher_storage_count_kept (database, order->id, &kept, error))
    return FALSE;
  all = active == 0 && ((redeemed == 0 && kept == 0) || order->refunded + amount == order->total);
  return platform_order_storage_move (database, order->id, from,
                                      all ? PLATFORM_ORDER_REFUNDED : PLATFORM_ORDER_PARTIALLY_REFUNDED,
                                      &moved, error) &&
         platform_order_storage_add_refunded (database, order->id, amount, error);
}

/* A booking can be given back until its limit; after that only if the store it was for turned the buyer away.
 */
static gboolean
may_give_back (PlatformDatabase *database,
               const PlatformOrder *order,
               const PlatformTerms *terms,
               gint64 now,
               gboolean *may,
               GError **error)
{
  g_autoptr (PlatformCounterRefusal) turned_away = NULL;

  *may = order->slot_id == NULL || order->slot_starts - terms->cancel_hours * G_GINT64_CONSTANT (3600) >= now;
  if (*may)
    return TRUE;
  if (platform_counter_refusal_storage_get (database, order->id, &turned_away, error) == PLATFORM_STEP_ERROR)
    return FALSE;
  *may = turned_away != NULL && g_str_equal (turned_away->store_id, order->store_id) &&
         !g_str_equal (turned_away->code, rambla_problem_code_to_string (RAMBLA_PROBLEM_NOT_YET_VALID));
  return TRUE;
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
  gboolean may = FALSE;
  gint64 given = 0;
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
  if (!may_give_back (database, found, terms, now, &may, error))
    return FALSE;
  if (!may)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_REFUNDABLE,
                            "This booking could be given back until %d hours before it starts",
                            terms->cancel_hours);

  for (guint i = 0; i < vouchers->len; i++)
    {
      const PlatformVoucher *voucher = g_ptr_array_index (vouchers, i);

      /* What was given away is its holder's to use; its money comes back when it expires. */
      if (!g_str_equal (voucher->account_id, found->account_id))
        {
          given += voucher->state == PLATFORM_VOUCHER_ACTIVE;
          continue;
        }
      if (!platform_refund_take_back (database, found, voucher, PLATFORM_VOUCHER_REFUNDED, now, amount,
                                      &units, error))
        return FALSE;
    }
  if (units == 0)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_REFUNDABLE, "%s",
                            given > 0
                                ? "What is unused of this order you have given away; if your friend does not "
                                  "use it in time, your money comes back by itself"
                                : "No voucher of this order is unused");

  if ((*amount > 0 &&
       !platform_refund_promise (database, found, *amount, reason != NULL ? reason : "buyer", now, error)) ||
      !platform_refund_settle_order (database, found, *amount, error) ||
      !platform_ordering_release (database, trade, found, units, error) ||
      !platform_ordering_count_sold (database, trade, found, -units, error))
    return FALSE;
  return platform_order_storage_get (database, order_id, account_id, order, error) == PLATFORM_STEP_ROW;
}

/* A booked time passed, and nobody came or had cancelled in time: what was paid for it stays with the store,
 * without commission: no guest was brought. */
static gboolean
keep_for_merchant (PlatformDatabase *database,
                   const PlatformOrder *order,
                   const PlatformVoucher *voucher,
                   gint64 now,
                   GError **error)
{
  g_autofree char *merchant = g_strconcat ("merchant:", voucher->merchant_id, NULL);
  gint64 active = 0;
  gint64 redeemed = 0;
  gint64 total = 0;
  gboolean ended = FALSE;

  if (!end_voucher (database, voucher, PLATFORM_VOUCHER_EXPIRED, PLATFORM_LEDGER_NO_SHOW, merchant, now,
                    &ended, error))
    return FALSE;
  if (!ended)
    return TRUE;
  rambla_fault_point ("no-show.kept");
  if (!platform_voucher_storage_note_no_show (database, voucher, voucher->amount, now, error) ||
      !platform_voucher_storage_count (database, order->id, &active, &redeemed, &total, error))
    return FALSE;
  return active > 0 || redeemed == 0 ||
         platform_order_storage_move (database, order->id, STATE_BIT (PLATFORM_ORDER_PAID),
                                      PLATFORM_ORDER_COMPLETED, &ended, error);
}

gboolean
platform_refund_expired (PlatformDatabase *database,
                         const PlatformTrade *trade,
                         const PlatformVoucher *voucher,
                         GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  g_autoptr (PlatformOrder) order = NULL;
  g_autoptr (PlatformTerms) terms = platform_terms_cache_get (trade->terms, database, voucher->terms, error);
  gint64 amount = 0;
  gint64 units = 0;
  gboolean may = FALSE;

  if (terms == NULL ||
      platform_order_storage_get (database, voucher->order_id, NULL, &order, error) != PLATFORM_STEP_ROW ||
      !may_give_back (database, order, terms, now, &may, error))
    return FALSE;
  if (!may && terms->no_show_kept)
    return keep_for_merchant (database, order, voucher, now, error);
  if (!platform_refund_take_back (database, order, voucher, PLATFORM_VOUCHER_EXPIRED, now, &amount, &units,
                                  error))
    return FALSE;
  if (units == 0)
    return TRUE;
  if (order->slot_id != NULL && !platform_voucher_storage_note_no_show (database, voucher, 0, now, error))
    return FALSE;
  /* What cost nothing ends without a word to anybody. */
  return amount == 0 || (platform_refund_promise (database, order, amount, "expired", now, error) &&
                         platform_refund_settle_order (database, order, amount, error));
}
