/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-group.h"

#include "platform-deal-storage.h"
#include "platform-group-storage.h"
#include "platform-ledger-storage.h"
#include "platform-ordering.h"
#include "platform-refund.h"
#include "platform-voucher-storage.h"
#include "rambla-fault-point.h"

/* Orders of one transaction: everybody else waits meanwhile. */
#define BATCH 64

/* Escrow goes out whole and comes in anew with the price that counts. */
static gboolean
lower (PlatformDatabase *database,
       const PlatformOrder *order,
       const PlatformVoucher *voucher,
       gint64 price,
       gint64 now,
       GError **error)
{
  g_autofree char *buyer = g_strconcat ("buyer:", order->account_id, NULL);
  gint64 round = 0;
  PlatformLedgerEntry entry = {
    .at = now,
    .kind = PLATFORM_LEDGER_ADJUSTMENT,
    .from_account = PLATFORM_LEDGER_ESCROW,
    .to_account = buyer,
    .amount = voucher->amount,
    .currency = voucher->currency,
    .order_id = order->id,
    .voucher_id = voucher->id,
    .escrow_round = voucher->escrow_round,
  };

  if (!platform_ledger_storage_post (database, &entry, error) ||
      !platform_voucher_storage_refill (database, voucher->id, price, &round, error))
    return FALSE;
  entry.from_account = buyer;
  entry.to_account = PLATFORM_LEDGER_ESCROW;
  entry.amount = price;
  entry.escrow_round = round;
  return price == 0 || platform_ledger_storage_post (database, &entry, error);
}

static gboolean
close_order (PlatformDatabase *database,
             const PlatformTrade *trade,
             const PlatformGroupClosing *closing,
             const PlatformOrder *order,
             GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  g_autoptr (GPtrArray) vouchers = platform_voucher_storage_list_of_order (database, order->id, error);
  gint64 returned = 0;
  gint64 units = 0;

  if (vouchers == NULL)
    return FALSE;
  for (guint i = 0; i < vouchers->len; i++)
    {
      const PlatformVoucher *voucher = g_ptr_array_index (vouchers, i);

      if (voucher->state != PLATFORM_VOUCHER_ACTIVE)
        continue;
      if (!closing->reached)
        {
          if (!platform_refund_take_back (database, order, voucher, PLATFORM_VOUCHER_REFUNDED, now, &returned,
                                          &units, error))
            return FALSE;
        }
      else if (voucher->amount > closing->price)
        {
          if (!lower (database, order, voucher, closing->price, now, error))
            return FALSE;
          returned += voucher->amount - closing->price;
        }
    }
  if (returned > 0 && !platform_refund_promise (database, order, returned, "group", now, error))
    return FALSE;
  if (units > 0 && (!platform_refund_settle_order (database, order, returned, error) ||
                    !platform_ordering_release (database, trade, order, units, error) ||
                    !platform_ordering_count_sold (database, trade, order, -units, error)))
    return FALSE;
  /* A lower price is no refund of what was bought: the order stays paid. */
  if (units == 0 && returned > 0 &&
      !platform_order_storage_add_refunded (database, order->id, returned, error))
    return FALSE;
  return platform_group_storage_add_order (database, order->id, closing->number, returned, error);
}

gboolean
platform_group_close (PlatformDatabase *database,
                      const PlatformTrade *trade,
                      const char *deal_id,
                      gboolean *more,
                      GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  g_autoptr (PlatformDeal) deal = NULL;
  g_autoptr (GPtrArray) orders = NULL;
  PlatformGroupClosing closing = { 0, FALSE, -1 };

  *more = FALSE;
  if (!platform_deal_find (database, trade->city, deal_id, NULL, &deal, error))
    return FALSE;
  if (deal == NULL || deal->kind != PLATFORM_DEAL_GROUP || deal->group_deadline > now)
    return TRUE;
  closing.reached = deal->group_joined >= deal->group_minimum;
  if (closing.reached)
    closing.price = deal->price;
  for (guint i = 0; closing.reached && i < deal->n_tiers; i++)
    if (deal->group_joined >= deal->tiers[i].from)
      closing.price = MIN (closing.price, deal->tiers[i].price);

  orders = platform_group_storage_list_orders (database, deal_id, BATCH, error);
  if (orders == NULL || !platform_group_storage_close (database, deal_id, deal->group_deadline,
                                                       deal->group_joined, now, &closing, error))
    return FALSE;
  for (guint i = 0; i < orders->len; i++)
    {
      g_autoptr (PlatformOrder) order = NULL;

      if (platform_order_storage_get (database, g_ptr_array_index (orders, i), NULL, &order, error) !=
              PLATFORM_STEP_ROW ||
          !close_order (database, trade, &closing, order, error))
        return FALSE;
      rambla_fault_point ("group.order-closed");
    }
  *more = orders->len == BATCH;
  return TRUE;
}
