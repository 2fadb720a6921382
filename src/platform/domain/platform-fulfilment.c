/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-fulfilment.h"

#include "platform-holder-storage.h"
#include "platform-deal-storage.h"
#include "platform-ledger-storage.h"
#include "platform-ordering.h"
#include "platform-refund-storage.h"
#include "platform-voucher-storage.h"
#include "rambla-fault-point.h"
#include "rambla-id.h"
#include "rambla-schedule.h"
#include "rambla-short-code.h"
#include "rambla-time.h"

#define STATE_BIT(state) (1u << (state))
#define WAITS_FOR_PAYMENT (STATE_BIT (PLATFORM_ORDER_PENDING_PAYMENT) | STATE_BIT (PLATFORM_ORDER_UNKNOWN))

void
platform_provider_word_from_payment (PlatformProviderWord *word, const PlatformPayment *payment)
{
  *word = (PlatformProviderWord){
    .order_id = payment->order_id,
    .payment = payment->id,
    .state = payment->state,
    .amount = payment->amount,
    .currency = payment->currency,
    .url = payment->action_url,
    .message = payment->message,
  };
}

void
platform_provider_word_from_session (PlatformProviderWord *word, const PlatformCheckoutSession *session)
{
  PlatformPaymentState state = PLATFORM_PAYMENT_WAITING;

  if (session->paid)
    state = PLATFORM_PAYMENT_SUCCEEDED;
  else if (session->state == PLATFORM_SESSION_COMPLETE)
    state = PLATFORM_PAYMENT_PROCESSING;
  else if (session->state == PLATFORM_SESSION_EXPIRED)
    state = PLATFORM_PAYMENT_CANCELLED;
  *word = (PlatformProviderWord){
    .order_id = session->order_id,
    .session = session->id,
    .payment = session->payment_id,
    .state = state,
    .amount = session->amount,
    .currency = session->currency,
    .url = session->url,
  };
}

/* The last second, exclusive, of the day that lies so many days after @from, in the city's time zone. */
static gint64
end_of_day (const PlatformCity *city, gint64 from, int days)
{
  g_autoptr (GDateTime) local = platform_city_local_time (city, from);
  int year;
  int month;
  int day;

  g_date_time_get_ymd (local, &year, &month, &day);
  return rambla_schedule_instant (city->zone, rambla_days_from_date (year, month, day) + days + 1, 0);
}

static gint64
start_of_day (const PlatformCity *city, gint64 at)
{
  g_autoptr (GDateTime) local = platform_city_local_time (city, at);
  int year;
  int month;
  int day;

  g_date_time_get_ymd (local, &year, &month, &day);
  return rambla_schedule_instant (city->zone, rambla_days_from_date (year, month, day), 0);
}

static gboolean
find_group_deadline (PlatformDatabase *database,
                     const PlatformTrade *trade,
                     const char *deal_id,
                     gint64 *deadline,
                     GError **error)
{
  g_autoptr (PlatformDeal) deal = NULL;

  if (!platform_deal_find (database, trade->city, deal_id, NULL, &deal, error))
    return FALSE;
  *deadline = deal != NULL ? deal->group_deadline : 0;
  return TRUE;
}

static gboolean
make_voucher (PlatformDatabase *database,
              const PlatformTrade *trade,
              const PlatformOrder *order,
              const PlatformTerms *terms,
              gboolean pay_at_store,
              const char *payment_id,
              gint64 group_deadline,
              gint64 unit,
              const char *holder_key,
              gint64 now,
              GError **error)
{
  g_autofree char *id = rambla_id_new (RAMBLA_ID_VOUCHER);
  g_autofree char *code = rambla_short_code_new ();
  g_autofree char *buyer = g_strconcat ("buyer:", order->account_id, NULL);
  PlatformVoucher voucher = {
    .id = id,
    .order_id = order->id,
    .unit = unit,
    .account_id = order->account_id,
    .deal_id = order->deal_id,
    .merchant_id = order->merchant_id,
    .code = code,
    .generation = 1,
    .holder_key = (char *) holder_key,
    .kid = (char *) platform_keys_get_signing (trade->keys),
    .state = PLATFORM_VOUCHER_ACTIVE,
    .amount = pay_at_store ? 0 : order->unit_amount,
    .currency = order->currency,
    .pay_at_store = pay_at_store,
    .escrow_round = 1,
    .issued_at = now,
    .valid_from = now,
    .valid_until = end_of_day (trade->city, now, terms->use_within_days),
    .changed_at = now,
  };
  PlatformLedgerEntry entry = {
    .at = now,
    .kind = PLATFORM_LEDGER_PAYMENT,
    .from_account = buyer,
    .to_account = PLATFORM_LEDGER_ESCROW,
    .amount = voucher.amount,
    .currency = order->currency,
    .order_id = order->id,
    .payment_id = payment_id,
    .voucher_id = id,
    .escrow_round = 1,
  };

  /* What a group gets is known when it has closed. */
  if (group_deadline > now)
    {
      voucher.valid_from = group_deadline;
      voucher.valid_until = end_of_day (trade->city, group_deadline, terms->use_within_days);
    }
  /* A booking is for its own day. */
  if (order->slot_id != NULL)
    {
      voucher.valid_from = start_of_day (trade->city, order->slot_starts);
      voucher.valid_until = MAX (end_of_day (trade->city, order->slot_starts, 0), order->slot_ends);
    }
  return platform_voucher_storage_insert (database, &voucher, error) &&
         (voucher.amount == 0 || platform_ledger_storage_post (database, &entry, error));
}

gboolean
platform_fulfilment_complete (PlatformDatabase *database,
                              const PlatformTrade *trade,
                              const PlatformOrder *order,
                              PlatformPayMethod method,
                              const char *payment_id,
                              gboolean *completed,
                              GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  g_autoptr (PlatformTerms) terms = platform_terms_cache_get (trade->terms, database, order->terms, error);
  g_autofree char *holder_key = NULL;
  gint64 group_deadline = 0;
  gboolean waits = FALSE;

  *completed = FALSE;
  if (terms == NULL || !platform_order_storage_is (database, order->id, WAITS_FOR_PAYMENT, &waits, error))
    return FALSE;
  if (!waits)
    return TRUE;
  if (!platform_holder_storage_get_of_account (database, order->account_id, &holder_key, error))
    return FALSE;

  if (terms->kind == PLATFORM_DEAL_GROUP &&
      !find_group_deadline (database, trade, order->deal_id, &group_deadline, error))
    return FALSE;

  /* Vouchers first: the database lets no order be paid without them. */
  for (gint64 unit = 1; unit <= order->quantity; unit++)
    {
      if (!make_voucher (database, trade, order, terms, payment_id == NULL, payment_id, group_deadline, unit,
                         holder_key, now, error))
        return FALSE;
      rambla_fault_point ("fulfilment.voucher-issued");
    }
  return platform_order_storage_move (database, order->id, WAITS_FOR_PAYMENT, PLATFORM_ORDER_PAID, completed,
                                      error) &&
         platform_order_storage_set_paid (database, order->id, method, payment_id, now, error) &&
         platform_ordering_count_sold (database, trade, order, order->quantity, error);
}

/* Money that came for an order which cannot take it: through escrow and back, and the provider's refund
 * promised. */
static gboolean
give_back (PlatformDatabase *database,
           const PlatformTrade *trade,
           const PlatformOrder *order,
           const PlatformTry *try,
           gint64 amount,
           const char *reason,
           GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  g_autofree char *buyer = g_strconcat ("buyer:", order->account_id, NULL);
  g_autofree char *refund_id = rambla_id_new (RAMBLA_ID_REFUND);
  PlatformLedgerEntry in = {
    .at = now,
    .kind = PLATFORM_LEDGER_PAYMENT,
    .from_account = buyer,
    .to_account = PLATFORM_LEDGER_ESCROW,
    .amount = amount,
    .currency = try->currency,
    .order_id = order->id,
    .payment_id = try->id,
  };
  PlatformLedgerEntry out = in;
  PlatformRefundRow refund = {
    .id = refund_id,
    .order_id = order->id,
    .payment_id = try->id,
    .amount = amount,
    .currency = try->currency,
    .reason = (char *) reason,
    .state = PLATFORM_REFUND_ROW_PENDING,
    .created_at = now,
  };

  out.kind = PLATFORM_LEDGER_REFUND;
  out.from_account = PLATFORM_LEDGER_ESCROW;
  out.to_account = buyer;
  g_message ("%s: a payment came when the order was %s, it goes back", order->id,
             platform_order_state_to_string (order->state));
  rambla_fault_point ("fulfilment.stray-money");
  return platform_ledger_storage_post (database, &in, error) &&
         platform_ledger_storage_post (database, &out, error) &&
         platform_refund_storage_insert (database, &refund, error);
}

/* Which of our tries the provider speaks of. Its own ids are sure; a webhook that is faster than the answer
 * to our call is found by the order. */
static gboolean
find_try (PlatformDatabase *database, const PlatformProviderWord *word, PlatformTry **try, GError **error)
{
  g_autoptr (GPtrArray) tries = NULL;
  PlatformStep step;

  step = platform_payment_storage_find (database, word->session, word->payment, try, error);
  if (step != PLATFORM_STEP_DONE)
    return step == PLATFORM_STEP_ROW;
  if (word->try_id != NULL)
    return platform_payment_storage_get (database, word->try_id, try, error) != PLATFORM_STEP_ERROR;
  if (word->order_id == NULL)
    return TRUE;

  tries = platform_payment_storage_list (database, word->order_id, error);
  if (tries == NULL)
    return FALSE;
  for (guint i = 0; i < tries->len; i++)
    {
      PlatformTry *candidate = g_ptr_array_index (tries, i);

      if (candidate->provider_payment == NULL && candidate->method != PLATFORM_METHOD_AT_STORE &&
          (word->session == NULL || candidate->provider_session == NULL))
        {
          *try = g_ptr_array_steal_index (tries, i);
          return TRUE;
        }
    }
  return TRUE;
}

/* The provider has money for one of our orders that none of our tries asked for. */
static gboolean
adopt (PlatformDatabase *database,
       const PlatformTrade *trade,
       const PlatformProviderWord *word,
       PlatformTry **try,
       GError **error)
{
  g_autoptr (PlatformOrder) order = NULL;
  g_autoptr (PlatformTry) adopted = NULL;
  PlatformStep step;

  if (word->order_id == NULL || word->lost || word->state != PLATFORM_PAYMENT_SUCCEEDED ||
      word->amount <= 0 || word->currency == NULL || word->payment == NULL)
    return TRUE;
  step = platform_order_storage_get (database, word->order_id, NULL, &order, error);
  if (step != PLATFORM_STEP_ROW)
    return step == PLATFORM_STEP_DONE;

  adopted = g_new0 (PlatformTry, 1);
  adopted->id = rambla_id_new (RAMBLA_ID_PAYMENT);
  adopted->order_id = g_strdup (order->id);
  adopted->method = PLATFORM_METHOD_HOSTED;
  adopted->amount = word->amount;
  adopted->currency = g_strdup (word->currency);
  adopted->state = PLATFORM_TRY_PENDING;
  adopted->created_at = adopted->updated_at = platform_clock_now (trade->clock);
  if (!platform_payment_storage_insert (database, adopted, error))
    return FALSE;
  *try = g_steal_pointer (&adopted);
  return TRUE;
}

static PlatformTryState
next_state (const PlatformTry *try, const PlatformProviderWord *word)
{
  gboolean hosted = try->method == PLATFORM_METHOD_HOSTED;

  if (word->lost)
    return PLATFORM_TRY_UNKNOWN;
  switch (word->state)
    {
    case PLATFORM_PAYMENT_SUCCEEDED:
      return PLATFORM_TRY_SUCCEEDED;
    case PLATFORM_PAYMENT_PROCESSING:
      return PLATFORM_TRY_PROCESSING;
    case PLATFORM_PAYMENT_REQUIRES_ACTION:
      return hosted ? PLATFORM_TRY_PENDING : PLATFORM_TRY_REQUIRES_ACTION;
    case PLATFORM_PAYMENT_WAITING:
      return hosted ? PLATFORM_TRY_PENDING : PLATFORM_TRY_FAILED;
    case PLATFORM_PAYMENT_DECLINED:
      /* The form stays open for another card, unless the buyer had left it already. */
      return hosted && try->state != PLATFORM_TRY_PROCESSING ? PLATFORM_TRY_PENDING : PLATFORM_TRY_FAILED;
    case PLATFORM_PAYMENT_CANCELLED:
    default:
      return PLATFORM_TRY_FAILED;
    }
}

/* Whether a word that may be older than what we know is still news. */
static gboolean
is_news (PlatformTryState known, PlatformTryState told)
{
  switch (known)
    {
    case PLATFORM_TRY_SUCCEEDED:
      return FALSE;
    case PLATFORM_TRY_FAILED:
      return told == PLATFORM_TRY_SUCCEEDED;
    case PLATFORM_TRY_PROCESSING:
      return told == PLATFORM_TRY_SUCCEEDED || told == PLATFORM_TRY_FAILED;
    case PLATFORM_TRY_PENDING:
    case PLATFORM_TRY_REQUIRES_ACTION:
    case PLATFORM_TRY_UNKNOWN:
    default:
      return TRUE;
    }
}

static void
replace (char **text, const char *with)
{
  if (with == NULL || g_strcmp0 (*text, with) == 0)
    return;
  g_free (*text);
  *text = g_strdup (with);
}

static gboolean
take_money (PlatformDatabase *database,
            const PlatformTrade *trade,
            const PlatformOrder *order,
            const PlatformTry *try,
            const PlatformProviderWord *word,
            GError **error)
{
  gboolean completed = FALSE;

  if (word->amount != try->amount || g_strcmp0 (word->currency, try->currency) != 0)
    {
      g_warning ("%s: %" G_GINT64_FORMAT " %s came where %" G_GINT64_FORMAT " %s were asked for", try->id,
                 word->amount, word->currency, try->amount, try->currency);
      return word->amount <= 0 ||
             give_back (database, trade, order, try, word->amount, "other amount", error);
    }
  if (!platform_fulfilment_complete (database, trade, order, try->method, try->id, &completed, error))
    return FALSE;
  return completed || give_back (database, trade, order, try, try->amount, "too late", error);
}

/* What a word short of success does to the order. */
static gboolean
follow (PlatformDatabase *database, const PlatformOrder *order, GError **error)
{
  g_autoptr (GPtrArray) tries = platform_payment_storage_list (database, order->id, error);
  gboolean unknown = FALSE;
  gboolean moved = FALSE;

  if (tries == NULL)
    return FALSE;
  for (guint i = 0; i < tries->len; i++)
    unknown = unknown || ((PlatformTry *) g_ptr_array_index (tries, i))->state == PLATFORM_TRY_UNKNOWN;
  return unknown
             ? platform_order_storage_move (database, order->id, STATE_BIT (PLATFORM_ORDER_PENDING_PAYMENT),
                                            PLATFORM_ORDER_UNKNOWN, &moved, error)
             : platform_order_storage_move (database, order->id, STATE_BIT (PLATFORM_ORDER_UNKNOWN),
                                            PLATFORM_ORDER_PENDING_PAYMENT, &moved, error);
}

gboolean
platform_fulfilment_apply (PlatformDatabase *database,
                           const PlatformTrade *trade,
                           const PlatformProviderWord *word,
                           char **order_id,
                           GError **error)
{
  g_autoptr (PlatformTry) try = NULL;
  g_autoptr (PlatformOrder) order = NULL;
  PlatformTryState state;

  if (!find_try (database, word, &try, error) || (try == NULL && !adopt (database, trade, word, &try, error)))
    return FALSE;
  if (try == NULL)
    {
      g_info ("The provider spoke of a payment that is not ours");
      return TRUE;
    }
  if (platform_order_storage_get (database, try->order_id, NULL, &order, error) != PLATFORM_STEP_ROW)
    return FALSE;
  if (order_id != NULL)
    *order_id = g_strdup (order->id);

  state = next_state (try, word);
  if (!is_news (try->state, state))
    return TRUE;
  try->state = state;
  try->updated_at = platform_clock_now (trade->clock);
  replace (&try->provider_session, word->session);
  replace (&try->provider_payment, word->payment);
  replace (&try->url, word->url);
  replace (&try->message, word->message);
  if (state == PLATFORM_TRY_SUCCEEDED)
    g_clear_pointer (&try->message, g_free);
  if (state == PLATFORM_TRY_SUCCEEDED || state == PLATFORM_TRY_FAILED)
    g_clear_pointer (&try->url, g_free);
  if (!platform_payment_storage_update (database, try, error))
    return FALSE;
  rambla_fault_point ("fulfilment.try-updated");
  return state == PLATFORM_TRY_SUCCEEDED ? take_money (database, trade, order, try, word, error)
                                         : follow (database, order, error);
}
