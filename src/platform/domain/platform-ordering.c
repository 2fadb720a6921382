/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-ordering.h"

#include "platform-deal-storage.h"
#include "platform-payment-storage.h"
#include "platform-settlement-storage.h"
#include "platform-slot-storage.h"
#include "platform-store-storage.h"
#include "rambla-fault-point.h"
#include "rambla-id.h"
#include "rambla-json-writer.h"

#define STATE_BIT(state) (1u << (state))

static void
refuse_price (PlatformRefusal *refusal, RamblaMoney price)
{
  RamblaJsonWriter writer;

  platform_refuse (refusal, RAMBLA_PROBLEM_PRICE_CHANGED, "The price has risen since it was shown");
  refusal->members = g_string_new (NULL);
  rambla_json_writer_init (&writer, refusal->members);
  rambla_json_writer_member_money (&writer, "price", price);
}

/* Finds the slot that is wanted and takes places in it. */
static gboolean
hold_slot (PlatformDatabase *database,
           const PlatformTrade *trade,
           const PlatformDeal *deal,
           const PlatformNewOrder *wanted,
           PlatformOrder *order,
           PlatformRefusal *refusal,
           GError **error)
{
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (PlatformSlot) slot = NULL;
  gboolean held = FALSE;

  if (deal->kind != PLATFORM_DEAL_BOOKING)
    return wanted->slot_id == NULL || platform_refuse_field (refusal, "/slot_id", "This offer has no slots");
  if (wanted->slot_id == NULL)
    return platform_refuse_field (refusal, "/slot_id", "A booking needs a slot");

  if (!platform_store_find (database, wanted->store_id, &store, error))
    return FALSE;
  if (store == NULL)
    return platform_refuse_field (refusal, "/store_id", "There is no such store");
  if (!platform_slot_find (database, trade->city, deal, store, wanted->slot_id, order->created_at, &slot,
                           error))
    return FALSE;
  if (slot == NULL)
    return platform_refuse (refusal, RAMBLA_PROBLEM_SLOT_UNAVAILABLE, "This time cannot be booked");
  if (!platform_slot_hold (database, slot, (int) order->quantity, &held, error))
    return FALSE;
  if (!held)
    return platform_refuse (refusal, RAMBLA_PROBLEM_SLOT_FULL, "This time has no room left");

  order->slot_id = g_strdup (slot->id);
  order->slot_starts = slot->starts_at;
  order->slot_ends = slot->ends_at;
  return TRUE;
}

/* Takes what others can race for: places, units, the person's share. */
static gboolean
hold (PlatformDatabase *database,
      const PlatformTrade *trade,
      const PlatformDeal *deal,
      const PlatformNewOrder *wanted,
      PlatformOrder *order,
      PlatformRefusal *refusal,
      GError **error)
{
  gboolean held = FALSE;
  gboolean joined = TRUE;
  gboolean inserted = FALSE;

  if (!hold_slot (database, trade, deal, wanted, order, refusal, error))
    return FALSE;
  if (refusal->code != RAMBLA_PROBLEM_NONE)
    return TRUE;

  if (!platform_deal_hold_stock (database, deal->row, order->quantity, &held, error))
    return FALSE;
  if (!held)
    return platform_refuse (refusal, RAMBLA_PROBLEM_OUT_OF_STOCK, "Not that many are left");

  if (deal->kind == PLATFORM_DEAL_GROUP &&
      !platform_deal_join_group (database, deal->row, order->quantity, order->created_at, &joined, error))
    return FALSE;
  if (!joined)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_ON_SALE, "The group has closed");

  rambla_fault_point ("order.held");
  if (!platform_order_storage_insert (
          database, order, deal->per_person == PLATFORM_UNLIMITED ? 0 : deal->per_person, &inserted, error))
    return FALSE;
  if (!inserted)
    return platform_refuse (refusal, RAMBLA_PROBLEM_LIMIT_REACHED,
                            "One person may have %" G_GINT64_FORMAT " of it", deal->per_person);
  rambla_fault_point ("order.stored");
  return TRUE;
}

gboolean
platform_ordering_create (PlatformDatabase *database,
                          const PlatformTrade *trade,
                          const char *account_id,
                          const PlatformNewOrder *wanted,
                          PlatformOrder **order,
                          PlatformRefusal *refusal,
                          GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  const char *currency = trade->city->currency;
  g_autoptr (PlatformDeal) deal = NULL;
  g_autoptr (PlatformOrder) new_order = NULL;
  g_autofree char *body = NULL;
  PlatformMerchantTerms agreed;
  RamblaMoney unit;
  RamblaMoney total;
  gint64 store = 0;

  if (!platform_deal_find (database, trade->city, wanted->deal_id, NULL, &deal, error))
    return FALSE;
  if (deal == NULL)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_FOUND, "There is no such offer");
  if (!platform_deal_is_good_at (database, deal->row, wanted->store_id, &store, error))
    return FALSE;
  if (store == 0)
    return platform_refuse_field (refusal, "/store_id", "The offer is not good at this store");
  if (!platform_deal_is_on_sale (deal, now))
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_ON_SALE, "This offer is not on sale now");

  unit = rambla_money (deal->pay == PLATFORM_PAY_DEPOSIT ? deal->deposit : deal->price, currency);
  if (!rambla_money_multiply (unit, wanted->quantity, &total) || total.amount > RAMBLA_MONEY_MAX_AMOUNT)
    return platform_refuse_field (refusal, "/quantity", "That is more than can be paid");
  if (g_strcmp0 (wanted->expected_total.currency, currency) != 0)
    return platform_refuse_field (refusal, "/expected_total/currency", "This platform has another currency");
  if (total.amount > wanted->expected_total.amount)
    {
      refuse_price (refusal, unit);
      return TRUE;
    }

  if (!platform_merchant_terms_get (database, deal->merchant_id, &agreed, error))
    return FALSE;
  new_order = g_new0 (PlatformOrder, 1);
  new_order->id = rambla_id_new (RAMBLA_ID_ORDER);
  new_order->account_id = g_strdup (account_id);
  new_order->deal_id = g_strdup (deal->id);
  new_order->store_id = g_strdup (wanted->store_id);
  new_order->merchant_id = g_strdup (deal->merchant_id);
  new_order->group_id = g_strdup (wanted->group_id);
  new_order->tracking = g_strdup (wanted->tracking);
  new_order->quantity = wanted->quantity;
  new_order->unit_amount = unit.amount;
  new_order->total = total.amount;
  new_order->currency = g_strdup (currency);
  new_order->commission = agreed.commission >= 0 ? agreed.commission : trade->commission;
  new_order->state = PLATFORM_ORDER_PENDING_PAYMENT;
  new_order->created_at = now;
  new_order->expires_at = now + PLATFORM_HOLD_SECONDS;
  new_order->stock_held = TRUE;

  if (!platform_terms_compose (database, trade->city, deal, &body, error) ||
      !platform_order_storage_put_terms (database, body, &new_order->terms, error) ||
      !hold (database, trade, deal, wanted, new_order, refusal, error))
    return FALSE;
  if (refusal->code == RAMBLA_PROBLEM_NONE)
    *order = g_steal_pointer (&new_order);
  return TRUE;
}

gboolean
platform_ordering_release (PlatformDatabase *database,
                           const PlatformTrade *trade,
                           const PlatformOrder *order,
                           gint64 quantity,
                           GError **error)
{
  g_autoptr (PlatformDeal) deal = NULL;
  gboolean left = FALSE;
  gint64 store = 0;

  if (!platform_deal_find (database, trade->city, order->deal_id, NULL, &deal, error))
    return FALSE;
  if (deal == NULL)
    {
      g_warning ("%s: its offer %s is gone, nothing to give back to", order->id, order->deal_id);
      return TRUE;
    }
  if (!platform_deal_release_stock (database, deal->row, quantity, error))
    return FALSE;
  rambla_fault_point ("order.stock-released");
  if (deal->kind == PLATFORM_DEAL_GROUP &&
      !platform_deal_join_group (database, deal->row, -quantity, order->created_at, &left, error))
    return FALSE;
  if (order->slot_id == NULL)
    return TRUE;
  if (!platform_deal_is_good_at (database, deal->row, order->store_id, &store, error))
    return FALSE;
  return store == 0 ||
         platform_slot_release (database, deal->row, store, order->slot_starts, (int) quantity, error);
}

gboolean
platform_ordering_count_sold (PlatformDatabase *database,
                              const PlatformTrade *trade,
                              const PlatformOrder *order,
                              gint64 quantity,
                              GError **error)
{
  g_autoptr (PlatformDeal) deal = NULL;

  if (!platform_deal_find (database, trade->city, order->deal_id, NULL, &deal, error))
    return FALSE;
  return deal == NULL || platform_deal_add_sold (database, deal->row, quantity, error);
}

/* A try whose end only the provider knows; an open page does not count, it can be closed. */
static gboolean
has_payment_under_way (PlatformDatabase *database, const char *order_id, gboolean *under_way, GError **error)
{
  g_autoptr (GPtrArray) tries = platform_payment_storage_list (database, order_id, error);

  *under_way = FALSE;
  if (tries == NULL)
    return FALSE;
  for (guint i = 0; i < tries->len; i++)
    {
      const PlatformTry *try = g_ptr_array_index (tries, i);

      *under_way = *under_way || try->state == PLATFORM_TRY_PROCESSING ||
                   try->state == PLATFORM_TRY_UNKNOWN ||
                   (try->state == PLATFORM_TRY_PENDING && try->method == PLATFORM_METHOD_SAVED);
    }
  return TRUE;
}

/* Leaves the unpaid state and gives the hold back. */
static gboolean
end_hold (PlatformDatabase *database,
          const PlatformTrade *trade,
          const PlatformOrder *order,
          PlatformOrderState state,
          gboolean *ended,
          GError **error)
{
  gboolean dropped = FALSE;

  if (!platform_order_storage_move (database, order->id, STATE_BIT (PLATFORM_ORDER_PENDING_PAYMENT), state,
                                    ended, error))
    return FALSE;
  if (!*ended)
    return TRUE;
  rambla_fault_point ("order.ended");
  return platform_order_storage_set_ended (database, order->id, platform_clock_now (trade->clock), error) &&
         platform_order_storage_drop_hold (database, order->id, &dropped, error) &&
         (!dropped || platform_ordering_release (database, trade, order, order->quantity, error));
}

/* A page that is still open is to be closed soon: the scheduler looks at it in its next round. */
static gboolean
let_pages_be_closed (PlatformDatabase *database, const char *order_id, GError **error)
{
  g_autoptr (GPtrArray) tries = platform_payment_storage_list (database, order_id, error);
  gboolean claimed = FALSE;

  if (tries == NULL)
    return FALSE;
  for (guint i = 0; i < tries->len; i++)
    {
      const PlatformTry *try = g_ptr_array_index (tries, i);

      if (try->state == PLATFORM_TRY_PENDING && try->provider_session != NULL &&
          !platform_payment_storage_claim (database, try->id, G_MAXINT64, 0, &claimed, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
platform_ordering_cancel (PlatformDatabase *database,
                          const PlatformTrade *trade,
                          const char *account_id,
                          const char *order_id,
                          PlatformOrder **order,
                          PlatformRefusal *refusal,
                          GError **error)
{
  g_autoptr (PlatformOrder) found = NULL;
  gboolean under_way = FALSE;
  gboolean ended = FALSE;
  PlatformStep step;

  step = platform_order_storage_get (database, order_id, account_id, &found, error);
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (step == PLATFORM_STEP_DONE)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_FOUND, "There is no such order");
  if (!has_payment_under_way (database, order_id, &under_way, error))
    return FALSE;
  if (found->state == PLATFORM_ORDER_PENDING_PAYMENT && under_way)
    return platform_refuse (refusal, RAMBLA_PROBLEM_ORDER_STATE, "A payment is under way");
  if (!end_hold (database, trade, found, PLATFORM_ORDER_CANCELLED, &ended, error))
    return FALSE;
  if (!ended && found->state != PLATFORM_ORDER_CANCELLED)
    return platform_refuse (refusal, RAMBLA_PROBLEM_ORDER_STATE, "The order is %s",
                            platform_order_state_to_string (found->state));
  if (ended && !let_pages_be_closed (database, order_id, error))
    return FALSE;
  if (ended)
    found->state = PLATFORM_ORDER_CANCELLED;
  *order = g_steal_pointer (&found);
  return TRUE;
}

gboolean
platform_ordering_expire (PlatformDatabase *database,
                          const PlatformTrade *trade,
                          const char *order_id,
                          gboolean *expired,
                          GError **error)
{
  g_autoptr (PlatformOrder) order = NULL;
  gboolean under_way = FALSE;
  gboolean moved = FALSE;
  PlatformStep step;

  *expired = FALSE;
  step = platform_order_storage_get (database, order_id, NULL, &order, error);
  if (step != PLATFORM_STEP_ROW)
    return step == PLATFORM_STEP_DONE;
  if (!has_payment_under_way (database, order_id, &under_way, error))
    return FALSE;
  if (under_way)
    return platform_order_storage_move (database, order_id, STATE_BIT (PLATFORM_ORDER_PENDING_PAYMENT),
                                        PLATFORM_ORDER_UNKNOWN, &moved, error);
  return end_hold (database, trade, order, PLATFORM_ORDER_EXPIRED, expired, error);
}
