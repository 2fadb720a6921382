/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox-room.h"

static void
test_charge (SandboxRoom *fixture, gconstpointer data)
{
  g_autoptr (PlatformPayment) payment = sandbox_room_charge_well (fixture, PLATFORM_SANDBOX_CARD, "k1");
  g_autoptr (PlatformPayment) again = sandbox_room_charge_well (fixture, PLATFORM_SANDBOX_CARD, "k1");
  g_autoptr (PlatformPayment) other = sandbox_room_charge_well (fixture, PLATFORM_SANDBOX_CARD, "k2");
  g_autoptr (PlatformPayment) asked = NULL;
  g_autoptr (PlatformPayment) mismatch = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (payment->state, ==, PLATFORM_PAYMENT_SUCCEEDED);
  g_assert_cmpint (payment->amount, ==, 149000);
  g_assert_cmpstr (payment->currency, ==, "UYU");
  g_assert_cmpstr (payment->order_id, ==, "ord_0123456789abcdef");
  g_assert_cmpstr (payment->customer, ==, PLATFORM_SANDBOX_CUSTOMER);
  g_assert_cmpstr (again->id, ==, payment->id);
  g_assert_cmpstr (other->id, !=, payment->id);

  asked = sandbox_room_retrieve (fixture, payment->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (asked->state, ==, PLATFORM_PAYMENT_SUCCEEDED);

  mismatch = sandbox_room_charge (fixture->provider, PLATFORM_SANDBOX_CARD, "k1", 149001, &error);
  g_assert_null (mismatch);
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_MISMATCH);
  g_assert_false (platform_provider_error_is_unknown (error));
}

static void
test_decline (SandboxRoom *fixture, gconstpointer data)
{
  static const struct
  {
    const char *card;
    const char *code;
  } cases[] = {
    { "pm_card_chargeDeclined", "generic_decline" },
    { "pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds" },
    { "pm_card_chargeDeclinedExpiredCard", "expired_card" },
    { "pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc" },
    { "pm_card_visa_chargeDeclinedLostCard", "lost_card" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlatformPayment) payment = sandbox_room_charge_well (fixture, cases[i].card, cases[i].card);
      g_autoptr (PlatformPayment) again = sandbox_room_charge_well (fixture, cases[i].card, cases[i].card);

      g_assert_cmpint (payment->state, ==, PLATFORM_PAYMENT_DECLINED);
      g_assert_cmpstr (payment->decline_code, ==, cases[i].code);
      g_assert_nonnull (payment->message);
      g_assert_cmpstr (payment->order_id, ==, "ord_0123456789abcdef");
      g_assert_cmpstr (again->id, ==, payment->id);
    }
}

static void
test_action (SandboxRoom *fixture, gconstpointer data)
{
  g_autoptr (PlatformPayment) payment =
      sandbox_room_charge_well (fixture, "pm_card_threeDSecure2Required", "k");
  g_autoptr (PlatformPayment) cancelled = NULL;
  g_autoptr (PlatformPayment) twice = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncQueue *queue = g_async_queue_new ();

  g_assert_cmpint (payment->state, ==, PLATFORM_PAYMENT_REQUIRES_ACTION);
  g_assert_true (
      g_str_has_prefix (payment->action_url, platform_sandbox_provider_get_uri (fixture->sandbox)));

  platform_provider_cancel_payment_async (fixture->provider, payment->id, NULL, sandbox_room_on_payment,
                                          queue);
  cancelled = sandbox_room_pop_answer (queue, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cancelled->state, ==, PLATFORM_PAYMENT_CANCELLED);

  queue = g_async_queue_new ();
  platform_provider_cancel_payment_async (fixture->provider, payment->id, NULL, sandbox_room_on_payment,
                                          queue);
  twice = sandbox_room_pop_answer (queue, &error);
  g_assert_null (twice);
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED);
}

static void
test_delayed (SandboxRoom *fixture, gconstpointer data)
{
  g_autoptr (PlatformPayment) payment = sandbox_room_charge_well (fixture, "pm_card_delayed", "k");
  g_autoptr (PlatformPayment) failing = sandbox_room_charge_well (fixture, "pm_card_delayedDecline", "l");
  g_autoptr (PlatformProviderEvent) event = NULL;
  g_autoptr (PlatformProviderEvent) failed = NULL;

  g_assert_cmpint (payment->state, ==, PLATFORM_PAYMENT_PROCESSING);
  g_assert_cmpint (failing->state, ==, PLATFORM_PAYMENT_PROCESSING);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (PlatformProviderEvent) next = NULL;

      do
        {
          g_clear_pointer (&next, platform_provider_event_free);
          next = sandbox_room_next_event (fixture);
        }
      while (next->kind != PLATFORM_EVENT_PAYMENT_SUCCEEDED && next->kind != PLATFORM_EVENT_PAYMENT_FAILED);
      if (next->kind == PLATFORM_EVENT_PAYMENT_SUCCEEDED)
        event = g_steal_pointer (&next);
      else
        failed = g_steal_pointer (&next);
    }
  g_assert_cmpstr (event->payment->id, ==, payment->id);
  g_assert_cmpstr (event->order_id, ==, "ord_0123456789abcdef");
  g_assert_cmpstr (failed->payment->id, ==, failing->id);
  g_assert_cmpint (failed->payment->state, ==, PLATFORM_PAYMENT_DECLINED);
}

static void
test_refund (SandboxRoom *fixture, gconstpointer data)
{
  g_autoptr (PlatformPayment) payment = sandbox_room_charge_well (fixture, PLATFORM_SANDBOX_CARD, "k");
  g_autoptr (PlatformPayment) after = NULL;
  g_autoptr (PlatformRefund) part = NULL;
  g_autoptr (PlatformRefund) again = NULL;
  g_autoptr (PlatformRefund) rest = NULL;
  g_autoptr (GError) error = NULL;

  part = sandbox_room_refund (fixture, payment->id, 49000, "r1", &error);
  g_assert_no_error (error);
  g_assert_cmpint (part->state, ==, PLATFORM_REFUND_SUCCEEDED);
  g_assert_cmpint (part->amount, ==, 49000);
  again = sandbox_room_refund (fixture, payment->id, 49000, "r1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->id, ==, part->id);

  g_assert_null (sandbox_room_refund (fixture, payment->id, 100001, "r2", &error));
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED);
  g_clear_error (&error);

  rest = sandbox_room_refund (fixture, payment->id, 0, "r3", &error);
  g_assert_no_error (error);
  g_assert_cmpint (rest->amount, ==, 100000);
  after = sandbox_room_retrieve (fixture, payment->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (after->refunded, ==, 149000);
  g_assert_null (sandbox_room_refund (fixture, payment->id, 1, "r4", &error));
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED);
}

/* Some refunds take their time: the first answer says so, and asking again tells how it ended. */
static void
test_refund_pending (SandboxRoom *fixture, gconstpointer data)
{
  static const struct
  {
    const char *card;
    PlatformRefundState state;
  } cases[] = {
    { "pm_card_pendingRefund", PLATFORM_REFUND_SUCCEEDED },
    { "pm_card_refundFail", PLATFORM_REFUND_FAILED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlatformPayment) payment = sandbox_room_charge_well (fixture, cases[i].card, cases[i].card);
      g_autofree char *key = g_strconcat ("refund-", cases[i].card, NULL);
      g_autoptr (PlatformRefund) first = NULL;
      g_autoptr (PlatformRefund) later = NULL;
      g_autoptr (PlatformProviderEvent) event = NULL;
      g_autoptr (GError) error = NULL;
      GAsyncQueue *queue = g_async_queue_new ();

      first = sandbox_room_refund (fixture, payment->id, 0, key, &error);
      g_assert_no_error (error);
      g_assert_cmpint (first->state, ==, PLATFORM_REFUND_PENDING);
      do
        {
          g_clear_pointer (&event, platform_provider_event_free);
          event = sandbox_room_next_event_of (fixture, PLATFORM_EVENT_REFUND);
        }
      while (event->refund->state == PLATFORM_REFUND_PENDING || g_strcmp0 (event->object_id, first->id) != 0);
      g_assert_cmpint (event->refund->state, ==, cases[i].state);
      g_assert_cmpstr (event->refund->reference, ==, key);

      platform_provider_retrieve_refund_async (fixture->provider, first->id, NULL, sandbox_room_on_refund,
                                               queue);
      later = sandbox_room_pop_answer (queue, &error);
      g_assert_no_error (error);
      g_assert_cmpint (later->state, ==, cases[i].state);
    }
}

static void
test_session (SandboxRoom *fixture, gconstpointer data)
{
  g_autoptr (PlatformCheckoutSession) session = sandbox_room_open_session (fixture, "s1", 900);
  g_autoptr (PlatformCheckoutSession) again = NULL;
  g_autoptr (PlatformCheckoutSession) expired = NULL;
  g_autoptr (PlatformCheckoutSession) twice = NULL;
  g_autoptr (PlatformPayment) payment = NULL;
  g_autoptr (PlatformProviderEvent) event = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncQueue *queue = g_async_queue_new ();

  g_assert_cmpint (session->state, ==, PLATFORM_SESSION_OPEN);
  g_assert_false (session->paid);
  g_assert_nonnull (session->url);
  g_assert_nonnull (session->payment_id);
  g_assert_cmpstr (session->order_id, ==, "ord_0123456789abcdef");
  g_assert_cmpint (session->amount, ==, 149000);

  platform_provider_retrieve_session_async (fixture->provider, session->id, NULL, sandbox_room_on_session,
                                            queue);
  again = sandbox_room_pop_answer (queue, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->payment_id, ==, session->payment_id);

  queue = g_async_queue_new ();
  platform_provider_expire_session_async (fixture->provider, session->id, NULL, sandbox_room_on_session,
                                          queue);
  expired = sandbox_room_pop_answer (queue, &error);
  g_assert_no_error (error);
  g_assert_cmpint (expired->state, ==, PLATFORM_SESSION_EXPIRED);
  g_assert_null (expired->url);
  payment = sandbox_room_retrieve (fixture, session->payment_id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (payment->state, ==, PLATFORM_PAYMENT_CANCELLED);

  queue = g_async_queue_new ();
  platform_provider_expire_session_async (fixture->provider, session->id, NULL, sandbox_room_on_session,
                                          queue);
  twice = sandbox_room_pop_answer (queue, &error);
  g_assert_null (twice);
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED);

  event = sandbox_room_next_event_of (fixture, PLATFORM_EVENT_SESSION_EXPIRED);
  g_assert_cmpstr (event->session->id, ==, session->id);
}

/* A page that nobody closes ends by itself. */
static void
test_session_expires (SandboxRoom *fixture, gconstpointer data)
{
  g_autoptr (PlatformCheckoutSession) session = sandbox_room_open_session (fixture, "s1", 1);
  g_autoptr (PlatformProviderEvent) event =
      sandbox_room_next_event_of (fixture, PLATFORM_EVENT_SESSION_EXPIRED);

  g_assert_cmpstr (event->session->id, ==, session->id);
}

static void
test_customer (SandboxRoom *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) cards = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *customer = NULL;
  g_autofree char *again = NULL;
  GAsyncQueue *queue = g_async_queue_new ();
  PlatformSavedCard *card;

  platform_provider_list_cards_async (fixture->provider, PLATFORM_SANDBOX_CUSTOMER, NULL,
                                      sandbox_room_on_cards, queue);
  cards = sandbox_room_pop_answer (queue, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cards->len, ==, 1);
  card = cards->pdata[0];
  g_assert_cmpstr (card->id, ==, PLATFORM_SANDBOX_CARD);
  g_assert_cmpstr (card->brand, ==, "visa");
  g_assert_cmpstr (card->last4, ==, "4242");

  queue = g_async_queue_new ();
  platform_provider_create_customer_async (fixture->provider, "usr_1", "a@example.org", NULL,
                                           sandbox_room_on_customer, queue);
  customer = sandbox_room_pop_answer (queue, &error);
  g_assert_no_error (error);
  queue = g_async_queue_new ();
  platform_provider_create_customer_async (fixture->provider, "usr_1", "a@example.org", NULL,
                                           sandbox_room_on_customer, queue);
  again = sandbox_room_pop_answer (queue, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (customer, ==, again);

  queue = g_async_queue_new ();
  platform_provider_list_cards_async (fixture->provider, "cus_nobody", NULL, sandbox_room_on_cards, queue);
  none = sandbox_room_pop_answer (queue, &error);
  g_assert_null (none);
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_NOT_FOUND);
}

#define ADD(path, test)                                                                                      \
  g_test_add (path, SandboxRoom, NULL, sandbox_room_set_up, test, sandbox_room_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/sandbox-provider/charge", test_charge);
  ADD ("/sandbox-provider/decline", test_decline);
  ADD ("/sandbox-provider/action", test_action);
  ADD ("/sandbox-provider/delayed", test_delayed);
  ADD ("/sandbox-provider/refund", test_refund);
  ADD ("/sandbox-provider/refund-pending", test_refund_pending);
  ADD ("/sandbox-provider/session", test_session);
  ADD ("/sandbox-provider/session-expires", test_session_expires);
  ADD ("/sandbox-provider/customer", test_customer);

  return g_test_run ();
}
