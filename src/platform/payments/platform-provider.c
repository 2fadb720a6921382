/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-provider.h"

G_DEFINE_QUARK (platform_provider_error, platform_provider_error)

G_DEFINE_INTERFACE (PlatformProvider, platform_provider, G_TYPE_OBJECT)

static void
platform_provider_default_init (PlatformProviderInterface *iface)
{
}

gboolean
platform_provider_error_is_unknown (const GError *error)
{
  if (error == NULL)
    return FALSE;
  if (error->domain != PLATFORM_PROVIDER_ERROR)
    return TRUE;

  switch ((PlatformProviderError) error->code)
    {
    case PLATFORM_PROVIDER_ERROR_NO_ANSWER:
    case PLATFORM_PROVIDER_ERROR_TIMEOUT:
    case PLATFORM_PROVIDER_ERROR_PROTOCOL:
    case PLATFORM_PROVIDER_ERROR_BUSY:
      return TRUE;
    case PLATFORM_PROVIDER_ERROR_UNREACHABLE:
    case PLATFORM_PROVIDER_ERROR_REFUSED:
    case PLATFORM_PROVIDER_ERROR_DECLINED:
    case PLATFORM_PROVIDER_ERROR_NOT_FOUND:
    case PLATFORM_PROVIDER_ERROR_MISMATCH:
    case PLATFORM_PROVIDER_ERROR_SIGNATURE:
      return FALSE;
    default:
      return TRUE;
    }
}

const char *
platform_payment_state_to_string (PlatformPaymentState state)
{
  switch (state)
    {
    case PLATFORM_PAYMENT_WAITING:
      return "waiting";
    case PLATFORM_PAYMENT_REQUIRES_ACTION:
      return "requires_action";
    case PLATFORM_PAYMENT_PROCESSING:
      return "processing";
    case PLATFORM_PAYMENT_SUCCEEDED:
      return "succeeded";
    case PLATFORM_PAYMENT_DECLINED:
      return "declined";
    case PLATFORM_PAYMENT_CANCELLED:
      return "cancelled";
    default:
      return "invalid";
    }
}

void
platform_payment_free (PlatformPayment *payment)
{
  if (payment == NULL)
    return;

  g_free (payment->id);
  g_free (payment->currency);
  g_free (payment->order_id);
  g_free (payment->customer);
  g_free (payment->action_url);
  g_free (payment->decline_code);
  g_free (payment->message);
  g_free (payment);
}

void
platform_checkout_session_free (PlatformCheckoutSession *session)
{
  if (session == NULL)
    return;

  g_free (session->id);
  g_free (session->url);
  g_free (session->payment_id);
  g_free (session->order_id);
  g_free (session->currency);
  g_free (session);
}

void
platform_refund_free (PlatformRefund *refund)
{
  if (refund == NULL)
    return;

  g_free (refund->id);
  g_free (refund->currency);
  g_free (refund->payment_id);
  g_free (refund->order_id);
  g_free (refund->reference);
  g_free (refund);
}

void
platform_saved_card_free (PlatformSavedCard *card)
{
  if (card == NULL)
    return;

  g_free (card->id);
  g_free (card->brand);
  g_free (card->last4);
  g_free (card);
}

void
platform_provider_event_free (PlatformProviderEvent *event)
{
  if (event == NULL)
    return;

  g_free (event->id);
  g_free (event->type);
  g_free (event->order_id);
  g_free (event->object_id);
  platform_payment_free (event->payment);
  platform_checkout_session_free (event->session);
  platform_refund_free (event->refund);
  g_free (event);
}

void
platform_provider_create_session_async (PlatformProvider *self,
                                        const PlatformCheckoutRequest *request,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (PLATFORM_IS_PROVIDER (self));
  g_return_if_fail (request != NULL && request->order_id != NULL && request->currency != NULL);
  g_return_if_fail (request->idempotency_key != NULL);

  PLATFORM_PROVIDER_GET_IFACE (self)->create_session (self, request, cancellable, callback, user_data);
}

void
platform_provider_retrieve_session_async (PlatformProvider *self,
                                          const char *id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_return_if_fail (PLATFORM_IS_PROVIDER (self));
  g_return_if_fail (id != NULL);

  PLATFORM_PROVIDER_GET_IFACE (self)->retrieve_session (self, id, cancellable, callback, user_data);
}

void
platform_provider_expire_session_async (PlatformProvider *self,
                                        const char *id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (PLATFORM_IS_PROVIDER (self));
  g_return_if_fail (id != NULL);

  PLATFORM_PROVIDER_GET_IFACE (self)->expire_session (self, id, cancellable, callback, user_data);
}

PlatformCheckoutSession *
platform_provider_session_finish (PlatformProvider *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (PLATFORM_IS_PROVIDER (self), NULL);

  return PLATFORM_PROVIDER_GET_IFACE (self)->session_finish (self, result, error);
}

void
platform_provider_charge_async (PlatformProvider *self,
                                const PlatformChargeRequest *request,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (PLATFORM_IS_PROVIDER (self));
  g_return_if_fail (request != NULL && request->order_id != NULL && request->currency != NULL);
  g_return_if_fail (request->idempotency_key != NULL);

  PLATFORM_PROVIDER_GET_IFACE (self)->charge (self, request, cancellable, callback, user_data);
}

void
platform_provider_retrieve_payment_async (PlatformProvider *self,
                                          const char *id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_return_if_fail (PLATFORM_IS_PROVIDER (self));
  g_return_if_fail (id != NULL);

  PLATFORM_PROVIDER_GET_IFACE (self)->retrieve_payment (self, id, cancellable, callback, user_data);
}

void
platform_provider_cancel_payment_async (PlatformProvider *self,
                                        const char *id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (PLATFORM_IS_PROVIDER (self));
  g_return_if_fail (id != NULL);

  PLATFORM_PROVIDER_GET_IFACE (self)->cancel_payment (self, id, cancellable, callback, user_data);
}

PlatformPayment *
platform_provider_payment_finish (PlatformProvider *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (PLATFORM_IS_PROVIDER (self), NULL);

  return PLATFORM_PROVIDER_GET_IFACE (self)->payment_finish (self, result, error);
}

void
platform_provider_refund_async (PlatformProvider *self,
                                const PlatformRefundRequest *request,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (PLATFORM_IS_PROVIDER (self));
  g_return_if_fail (request != NULL && request->payment_id != NULL && request->currency != NULL);
  g_return_if_fail (request->idempotency_key != NULL);

  PLATFORM_PROVIDER_GET_IFACE (self)->refund (self, request, cancellable, callback, user_data);
}

void
platform_provider_retrieve_refund_async (PlatformProvider *self,
                                         const char *id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_return_if_fail (PLATFORM_IS_PROVIDER (self));
  g_return_if_fail (id != NULL);

  PLATFORM_PROVIDER_GET_IFACE (self)->retrieve_refund (self, id, cancellable, callback, user_data);
}

PlatformRefund *
platform_provider_refund_finish (PlatformProvider *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (PLATFORM_IS_PROVIDER (self), NULL);

  return PLATFORM_PROVIDER_GET_IFACE (self)->refund_finish (self, result, error);
}

void
platform_provider_create_customer_async (PlatformProvider *self,
                                         const char *account_id,
                                         const char *email,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_return_if_fail (PLATFORM_IS_PROVIDER (self));
  g_return_if_fail (account_id != NULL);

  PLATFORM_PROVIDER_GET_IFACE (self)->create_customer (self, account_id, email, cancellable, callback,
                                                       user_data);
}

char *
platform_provider_create_customer_finish (PlatformProvider *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (PLATFORM_IS_PROVIDER (self), NULL);

  return PLATFORM_PROVIDER_GET_IFACE (self)->create_customer_finish (self, result, error);
}

void
platform_provider_list_cards_async (PlatformProvider *self,
                                    const char *customer,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (PLATFORM_IS_PROVIDER (self));
  g_return_if_fail (customer != NULL);

  PLATFORM_PROVIDER_GET_IFACE (self)->list_cards (self, customer, cancellable, callback, user_data);
}

GPtrArray *
platform_provider_list_cards_finish (PlatformProvider *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (PLATFORM_IS_PROVIDER (self), NULL);

  return PLATFORM_PROVIDER_GET_IFACE (self)->list_cards_finish (self, result, error);
}

PlatformProviderEvent *
platform_provider_verify_webhook (PlatformProvider *self,
                                  const char *signature,
                                  GBytes *body,
                                  gint64 now,
                                  GError **error)
{
  g_return_val_if_fail (PLATFORM_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (body != NULL, NULL);

  return PLATFORM_PROVIDER_GET_IFACE (self)->verify_webhook (self, signature, body, now, error);
}
