/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-paying.h"

#include "platform-account-storage.h"
#include "platform-fulfilment.h"
#include "rambla-fault-point.h"
#include "rambla-id.h"

#define STATE_BIT(state) (1u << (state))

void
platform_paying_clear (PlatformPaying *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->try, platform_try_free);
}

/* A try that is not over stands in the way of a new one. Returns: TRUE if @paying says it all. */
static gboolean
is_under_way (GPtrArray *tries, PlatformPayMethod method, PlatformPaying *paying, PlatformRefusal *refusal)
{
  for (guint i = 0; i < tries->len; i++)
    {
      const PlatformTry *try = g_ptr_array_index (tries, i);

      if (try->state == PLATFORM_TRY_UNKNOWN)
        {
          paying->state = PLATFORM_ORDER_UNKNOWN;
          return TRUE;
        }
      if (try->state == PLATFORM_TRY_PROCESSING ||
          (try->state == PLATFORM_TRY_PENDING && try->method == PLATFORM_METHOD_SAVED))
        {
          paying->message = g_strdup ("A payment is under way");
          return TRUE;
        }
      if (try->method != method)
        continue;
      if (try->state == PLATFORM_TRY_REQUIRES_ACTION ||
          (try->state == PLATFORM_TRY_PENDING && try->url != NULL))
        {
          paying->url = g_strdup (try->url);
          paying->message = g_strdup (try->message);
          return TRUE;
        }
      if (try->state == PLATFORM_TRY_PENDING)
        return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "The page is being opened; ask again");
    }
  return FALSE;
}

static PlatformTry *
new_try (const PlatformTrade *trade, const PlatformOrder *order, PlatformPayMethod method)
{
  PlatformTry *try = g_new0 (PlatformTry, 1);

  try->id = rambla_id_new (RAMBLA_ID_PAYMENT);
  try->order_id = g_strdup (order->id);
  try->method = method;
  try->amount = order->total;
  try->currency = g_strdup (order->currency);
  try->state = PLATFORM_TRY_PENDING;
  try->created_at = try->updated_at = try->asked_at = platform_clock_now (trade->clock);
  return try;
}

static gboolean
pay_without_provider (PlatformDatabase *database,
                      PlatformTrade *trade,
                      const PlatformOrder *order,
                      PlatformPaying *paying,
                      GError **error)
{
  g_autoptr (PlatformTry) try = new_try (trade, order, PLATFORM_METHOD_AT_STORE);
  gboolean completed = FALSE;

  try->state = PLATFORM_TRY_SUCCEEDED;
  paying->state = PLATFORM_ORDER_PAID;
  return platform_payment_storage_insert (database, try, error) &&
         platform_fulfilment_complete (database, trade, order, PLATFORM_METHOD_AT_STORE, NULL, &completed,
                                       error);
}

/* Whether the order can be paid that way at all. Returns: FALSE when refused */
static gboolean
check_method (const PlatformTrade *trade,
              const PlatformTerms *terms,
              const PlatformOrder *order,
              const PlatformAccountCard *card,
              PlatformPayMethod method,
              PlatformRefusal *refusal)
{
  if (order->total == 0)
    return TRUE;
  if (terms->pay == PLATFORM_PAY_AT_STORE)
    return method == PLATFORM_METHOD_AT_STORE ||
           !platform_refuse_field (refusal, "/method", "This booking is paid at the store");
  if (method == PLATFORM_METHOD_AT_STORE)
    return !platform_refuse_field (refusal, "/method", "This offer is paid now");
  if (trade->provider == NULL)
    return !platform_refuse (refusal, RAMBLA_PROBLEM_PROVIDER_UNAVAILABLE,
                             "This platform has no payment provider");
  if (method == PLATFORM_METHOD_SAVED && card == NULL)
    return !platform_refuse_field (refusal, "/method", "This account has no saved card");
  return TRUE;
}

gboolean
platform_paying_begin (PlatformDatabase *database,
                       PlatformTrade *trade,
                       const char *account_id,
                       const char *order_id,
                       PlatformPayMethod method,
                       const char *language,
                       PlatformPaying *paying,
                       PlatformRefusal *refusal,
                       GError **error)
{
  g_autoptr (PlatformOrder) order = NULL;
  g_autoptr (PlatformTerms) terms = NULL;
  g_autoptr (GPtrArray) tries = NULL;
  g_autoptr (PlatformAccountCard) card = NULL;
  PlatformStep step;

  *paying = (PlatformPaying){ .state = PLATFORM_ORDER_PENDING_PAYMENT };
  step = platform_order_storage_get (database, order_id, account_id, &order, error);
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (step == PLATFORM_STEP_DONE)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_FOUND, "There is no such order");

  switch (order->state)
    {
    case PLATFORM_ORDER_PENDING_PAYMENT:
      break;
    case PLATFORM_ORDER_UNKNOWN:
      paying->state = PLATFORM_ORDER_UNKNOWN;
      return TRUE;
    case PLATFORM_ORDER_PAID:
    case PLATFORM_ORDER_COMPLETED:
      paying->state = PLATFORM_ORDER_PAID;
      return TRUE;
    case PLATFORM_ORDER_EXPIRED:
      return platform_refuse (refusal, RAMBLA_PROBLEM_HOLD_EXPIRED, "The time to pay this order has run out");
    case PLATFORM_ORDER_CANCELLED:
    case PLATFORM_ORDER_REFUNDED:
    case PLATFORM_ORDER_PARTIALLY_REFUNDED:
    default:
      return platform_refuse (refusal, RAMBLA_PROBLEM_ORDER_STATE, "The order is %s",
                              platform_order_state_to_string (order->state));
    }

  terms = platform_terms_cache_get (trade->terms, database, order->terms, error);
  tries = platform_payment_storage_list (database, order->id, error);
  if (terms == NULL || tries == NULL)
    return FALSE;
  if (is_under_way (tries, method, paying, refusal))
    return TRUE;
  if (order->expires_at <= platform_clock_now (trade->clock))
    return platform_refuse (refusal, RAMBLA_PROBLEM_HOLD_EXPIRED, "The time to pay this order has run out");

  if (platform_account_storage_get_card (database, order->account_id, &card, error) == PLATFORM_STEP_ERROR)
    return FALSE;
  if (!check_method (trade, terms, order, card, method, refusal))
    return TRUE;
  if (order->total == 0 || method == PLATFORM_METHOD_AT_STORE)
    return pay_without_provider (database, trade, order, paying, error);

  paying->try = new_try (trade, order, method);
  paying->try->description = g_strdup (platform_terms_get_text (terms, language)->title);
  paying->try->customer = card != NULL ? g_strdup (card->provider_customer) : NULL;
  paying->try->card = card != NULL ? g_strdup (card->provider_method) : NULL;
  paying->try->return_url = g_strdup_printf ("%s/pay/%s/return", trade->base_uri, order->id);
  paying->page_seconds = order->expires_at - platform_clock_now (trade->clock);
  paying->kind = method == PLATFORM_METHOD_SAVED ? PLATFORM_INQUIRY_CHARGE : PLATFORM_INQUIRY_OPEN_PAGE;
  if (!platform_payment_storage_insert (database, paying->try, error))
    return FALSE;
  rambla_fault_point ("pay.try-stored");
  return TRUE;
}

gboolean
platform_paying_read (PlatformDatabase *database, const char *try_id, PlatformPaying *paying, GError **error)
{
  g_autoptr (PlatformTry) try = NULL;
  g_autoptr (PlatformOrder) order = NULL;

  *paying = (PlatformPaying){ .state = PLATFORM_ORDER_PENDING_PAYMENT };
  if (platform_payment_storage_get (database, try_id, &try, error) != PLATFORM_STEP_ROW ||
      platform_order_storage_get (database, try->order_id, NULL, &order, error) != PLATFORM_STEP_ROW)
    return FALSE;
  paying->state = order->state;
  paying->url = g_strdup (try->url);
  paying->message = g_strdup (try->message);
  return TRUE;
}

gboolean
platform_paying_ask_again (PlatformDatabase *database,
                           PlatformTrade *trade,
                           const PlatformTry *try,
                           GError **error)
{
  g_autoptr (PlatformOrder) order = NULL;
  gboolean ended;

  if (platform_order_storage_get (database, try->order_id, NULL, &order, error) != PLATFORM_STEP_ROW)
    return FALSE;
  /* Nobody is to pay for an order that has ended, or was paid otherwise. */
  ended = order->state != PLATFORM_ORDER_PENDING_PAYMENT && order->state != PLATFORM_ORDER_UNKNOWN;
  if (ended && try->state == PLATFORM_TRY_PENDING && try->provider_session != NULL)
    platform_inquiry_start (trade, PLATFORM_INQUIRY_CLOSE_PAGE, try, NULL, NULL, NULL, NULL, NULL);
  else if (try->provider_payment != NULL || try->provider_session != NULL)
    platform_inquiry_start (trade, PLATFORM_INQUIRY_LOOK, try, NULL, NULL, NULL, NULL, NULL);
  else if (try->method == PLATFORM_METHOD_SAVED)
    platform_inquiry_start (trade, PLATFORM_INQUIRY_CHARGE, try, NULL, NULL, NULL, NULL, NULL);
  return TRUE;
}

gboolean
platform_paying_recover (PlatformDatabase *database, PlatformTrade *trade, GError **error)
{
  g_autoptr (GPtrArray) open = platform_payment_storage_list_open (database, G_MAXINT64, G_MAXUINT, error);
  gint64 now = platform_clock_now (trade->clock);
  gboolean moved = FALSE;

  if (open == NULL)
    return FALSE;
  for (guint i = 0; i < open->len; i++)
    {
      PlatformTry *try = g_ptr_array_index (open, i);

      if (try->state != PLATFORM_TRY_PENDING || try->provider_payment != NULL ||
          try->provider_session != NULL)
        continue;
      /* A page that nobody was given cannot be paid; a charge may have gone through. */
      try->state = try->method == PLATFORM_METHOD_SAVED ? PLATFORM_TRY_UNKNOWN : PLATFORM_TRY_FAILED;
      try->updated_at = now;
      if (!platform_payment_storage_update (database, try, error))
        return FALSE;
      if (try->state == PLATFORM_TRY_UNKNOWN &&
          !platform_order_storage_move (database, try->order_id, STATE_BIT (PLATFORM_ORDER_PENDING_PAYMENT),
                                        PLATFORM_ORDER_UNKNOWN, &moved, error))
        return FALSE;
      rambla_fault_point ("pay.try-recovered");
    }
  return TRUE;
}
