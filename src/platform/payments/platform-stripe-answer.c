/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-stripe-answer.h"

#include "platform-provider.h"
#include "platform-stripe-wire.h"
#include "rambla-json.h"

/* What was asked for. */
typedef struct
{
  gint64 amount;
  const char *currency;
} Sum;

/* What the answer was about must be what was asked for. */
static gboolean
check_sum (const Sum *sum, gint64 amount, const char *currency, GError **error)
{
  if ((sum->amount == 0 || sum->amount == amount) &&
      (sum->currency == NULL || g_ascii_strcasecmp (sum->currency, currency) == 0))
    return TRUE;

  g_set_error_literal (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_PROTOCOL,
                       "the provider answered about another amount");
  return FALSE;
}

static void
return_session (GTask *task, const Sum *sum, JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformCheckoutSession) session = platform_stripe_read_session (object, &error);

  if (session == NULL || !check_sum (sum, session->amount, session->currency, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&session), (GDestroyNotify) platform_checkout_session_free);
}

static void
return_payment (GTask *task, const Sum *sum, JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformPayment) payment = platform_stripe_read_payment (object, &error);

  if (payment == NULL || !check_sum (sum, payment->amount, payment->currency, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&payment), (GDestroyNotify) platform_payment_free);
}

static void
return_refund (GTask *task, const Sum *sum, JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformRefund) refund = platform_stripe_read_refund (object, &error);

  if (refund == NULL || !check_sum (sum, refund->amount, refund->currency, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&refund), (GDestroyNotify) platform_refund_free);
}

static void
return_customer (GTask *task, JsonObject *object)
{
  const char *id = NULL;

  if (rambla_json_get_string (object, "id", 255, &id, NULL))
    g_task_return_pointer (task, g_strdup (id), g_free);
  else
    g_task_return_new_error (task, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_PROTOCOL,
                             "the provider's customer has no id");
}

static void
return_cards (GTask *task, JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *cards = platform_stripe_read_cards (object, &error);

  if (cards != NULL)
    g_task_return_pointer (task, cards, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
platform_stripe_answer_return (GTask *task,
                               PlatformStripeReads reads,
                               gint64 amount,
                               const char *currency,
                               JsonObject *object)
{
  const Sum sum = { amount, currency };

  switch (reads)
    {
    case PLATFORM_STRIPE_READS_SESSION:
      return_session (task, &sum, object);
      break;
    case PLATFORM_STRIPE_READS_PAYMENT:
      return_payment (task, &sum, object);
      break;
    case PLATFORM_STRIPE_READS_REFUND:
      return_refund (task, &sum, object);
      break;
    case PLATFORM_STRIPE_READS_CUSTOMER:
      return_customer (task, object);
      break;
    case PLATFORM_STRIPE_READS_CARDS:
      return_cards (task, object);
      break;
    default:
      g_assert_not_reached ();
    }
}
