/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>

#include "platform-sandbox-provider.h"
#include "platform-server.h"
#include "platform-stripe.h"
#include "rambla-json.h"

#define PATIENCE_US (20 * G_USEC_PER_SEC)

/* A platform's webhook route: takes what comes, or refuses the first few. */
typedef struct
{
  PlatformRouter *router;
  PlatformServer *server;
  GAsyncQueue *taken; /* of Hook */
  gint refuse;        /* atomic: how many to refuse */
} Receiver;

typedef struct
{
  char *signature;
  GBytes *body;
} Hook;

typedef struct
{
  char *folder;
  Receiver receiver;
  PlatformSandboxProvider *sandbox;
  PlatformProvider *provider;
} Fixture;

/* One answer of the provider, carried from its thread to the test's. */
typedef struct
{
  gpointer value;
  GError *error;
} Answer;

static void
hook_free (Hook *hook)
{
  g_free (hook->signature);
  g_bytes_unref (hook->body);
  g_free (hook);
}

static void
on_webhook (PlatformRequest *request, gpointer context)
{
  Receiver *receiver = context;
  Hook *hook;
  const char *body;
  gsize length;

  if (g_atomic_int_get (&receiver->refuse) > 0)
    {
      g_atomic_int_add (&receiver->refuse, -1);
      platform_request_respond (request, platform_response_new_json (500, g_string_new ("{}")));
      return;
    }

  body = platform_request_get_body (request, &length);
  hook = g_new0 (Hook, 1);
  hook->signature = g_strdup (platform_request_get_header (request, "Stripe-Signature"));
  hook->body = g_bytes_new (body, length);
  g_async_queue_push (receiver->taken, hook);
  platform_request_respond (request, platform_response_new_json (200, g_string_new ("{}")));
}

static void
receiver_start (Receiver *self)
{
  static const PlatformRoute routes[] = { { "POST", "/v1/webhooks/payments", on_webhook, NULL, 0, 0 } };
  PlatformServerOptions options = { .listen = "127.0.0.1:0" };
  g_autoptr (GError) error = NULL;

  self->taken = g_async_queue_new_full ((GDestroyNotify) hook_free);
  self->router = platform_router_new ();
  platform_router_add (self->router, routes, G_N_ELEMENTS (routes), self);
  self->server = platform_server_new (&options, &error);
  g_assert_no_error (error);
  g_assert_true (platform_server_start (self->server, self->router, &error));
}

static void
start_sandbox (Fixture *fixture)
{
  g_autofree char *url =
      g_strconcat (platform_server_get_uri (fixture->receiver.server), "/v1/webhooks/payments", NULL);
  PlatformSandboxOptions options = { .data_directory = fixture->folder, .webhook_url = url };
  g_autoptr (GError) error = NULL;
  const char *secrets[] = { NULL, NULL };
  PlatformStripeOptions stripe = { .webhook_secrets = secrets };

  options.processing_ms = 50;
  options.retry_ms = 10;
  fixture->sandbox = platform_sandbox_provider_new (&options, &error);
  g_assert_no_error (error);

  secrets[0] = platform_sandbox_provider_get_webhook_secret (fixture->sandbox);
  stripe.base_url = platform_sandbox_provider_get_uri (fixture->sandbox);
  stripe.secret_key = platform_sandbox_provider_get_secret_key (fixture->sandbox);
  stripe.try_timeout_ms = 2000;
  stripe.call_timeout_ms = 6000;
  fixture->provider = platform_stripe_new (&stripe, &error);
  g_assert_no_error (error);
}

static void
stop_sandbox (Fixture *fixture)
{
  g_clear_object (&fixture->provider);
  g_clear_pointer (&fixture->sandbox, platform_sandbox_provider_free);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("rambla-sandbox-XXXXXX", &error);
  g_assert_no_error (error);
  receiver_start (&fixture->receiver);
  start_sandbox (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  stop_sandbox (fixture);
  platform_server_stop (fixture->receiver.server, 1000);
  platform_server_free (fixture->receiver.server);
  platform_router_free (fixture->receiver.router);
  g_async_queue_unref (fixture->receiver.taken);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

/* Waiting for the provider's thread */

static void
push_answer (GAsyncQueue *queue, gpointer value, GError *error)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->value = value;
  answer->error = error;
  g_async_queue_push (queue, answer);
}

static gpointer
pop_answer (GAsyncQueue *queue, GError **error)
{
  g_autofree Answer *answer = g_async_queue_timeout_pop (queue, PATIENCE_US);
  gpointer value;

  g_assert_nonnull (answer);
  value = answer->value;
  if (answer->error != NULL)
    g_propagate_error (error, answer->error);
  g_async_queue_unref (queue);

  return value;
}

static void
on_payment (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gpointer value = platform_provider_payment_finish (PLATFORM_PROVIDER (object), result, &error);

  push_answer (user_data, value, error);
}

static void
on_session (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gpointer value = platform_provider_session_finish (PLATFORM_PROVIDER (object), result, &error);

  push_answer (user_data, value, error);
}

static void
on_refund (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gpointer value = platform_provider_refund_finish (PLATFORM_PROVIDER (object), result, &error);

  push_answer (user_data, value, error);
}

static void
on_customer (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gpointer value = platform_provider_create_customer_finish (PLATFORM_PROVIDER (object), result, &error);

  push_answer (user_data, value, error);
}

static void
on_cards (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gpointer value = platform_provider_list_cards_finish (PLATFORM_PROVIDER (object), result, &error);

  push_answer (user_data, value, error);
}

static PlatformPayment *
charge (PlatformProvider *provider, const char *card, const char *key, gint64 amount, GError **error)
{
  PlatformChargeRequest request = {
    .order_id = "ord_0123456789abcdef",
    .amount = amount,
    .currency = "UYU",
    .description = "Pizza para dos",
    .customer = PLATFORM_SANDBOX_CUSTOMER,
    .payment_method = card,
    .return_url = "http://127.0.0.1:1/pay/return",
    .idempotency_key = key,
  };
  GAsyncQueue *queue = g_async_queue_new ();

  platform_provider_charge_async (provider, &request, NULL, on_payment, queue);

  return pop_answer (queue, error);
}

static PlatformPayment *
charge_well (Fixture *fixture, const char *card, const char *key)
{
  g_autoptr (GError) error = NULL;
  PlatformPayment *payment = charge (fixture->provider, card, key, 149000, &error);

  g_assert_no_error (error);
  return payment;
}

static PlatformPayment *
retrieve (Fixture *fixture, const char *id, GError **error)
{
  GAsyncQueue *queue = g_async_queue_new ();

  platform_provider_retrieve_payment_async (fixture->provider, id, NULL, on_payment, queue);

  return pop_answer (queue, error);
}

static PlatformRefund *
refund (Fixture *fixture, const char *id, gint64 amount, const char *key, GError **error)
{
  PlatformRefundRequest request = {
    .payment_id = id, .amount = amount, .currency = "UYU", .order_id = "ord_1", .idempotency_key = key
  };
  GAsyncQueue *queue = g_async_queue_new ();

  platform_provider_refund_async (fixture->provider, &request, NULL, on_refund, queue);

  return pop_answer (queue, error);
}

static PlatformCheckoutSession *
open_session (Fixture *fixture, const char *key, gint64 life)
{
  PlatformCheckoutRequest request = {
    .order_id = "ord_0123456789abcdef",
    .amount = 149000,
    .currency = "UYU",
    .description = "Pizza para dos",
    .success_url = "http://127.0.0.1:1/pay/return?session={CHECKOUT_SESSION_ID}",
    .cancel_url = "http://127.0.0.1:1/pay/return?cancelled=1",
    .expires_at = g_get_real_time () / G_USEC_PER_SEC + life,
    .customer = PLATFORM_SANDBOX_CUSTOMER,
    .idempotency_key = key,
  };
  g_autoptr (GError) error = NULL;
  GAsyncQueue *queue = g_async_queue_new ();
  PlatformCheckoutSession *session;

  platform_provider_create_session_async (fixture->provider, &request, NULL, on_session, queue);
  session = pop_answer (queue, &error);
  g_assert_no_error (error);

  return session;
}

/* The next webhook, verified. */
static PlatformProviderEvent *
next_event (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  Hook *hook = g_async_queue_timeout_pop (fixture->receiver.taken, PATIENCE_US);
  PlatformProviderEvent *event;

  g_assert_nonnull (hook);
  event = platform_provider_verify_webhook (fixture->provider, hook->signature, hook->body,
                                            g_get_real_time () / G_USEC_PER_SEC, &error);
  g_assert_no_error (error);
  hook_free (hook);

  return event;
}

static PlatformProviderEvent *
next_event_of (Fixture *fixture, PlatformEventKind kind)
{
  for (;;)
    {
      PlatformProviderEvent *event = next_event (fixture);

      if (event->kind == kind)
        return event;
      platform_provider_event_free (event);
    }
}

/* The raw protocol. (transfer full) */
static JsonNode *
call_raw (Fixture *fixture,
          const char *method,
          const char *path,
          const char *form,
          const char *key,
          guint *status)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autofree char *url = g_strconcat (platform_sandbox_provider_get_uri (fixture->sandbox), path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  if (key != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", key, NULL);

      soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
    }
  if (form != NULL)
    {
      g_autoptr (GBytes) body = g_bytes_new (form, strlen (form));

      soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", body);
    }
  answer = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  *status = soup_message_get_status (message);
  node = rambla_json_parse (g_bytes_get_data (answer, NULL), (gssize) g_bytes_get_size (answer), 1 << 20,
                            &error);
  g_assert_no_error (error);

  return node;
}

static void
control (Fixture *fixture, const char *path, const char *form)
{
  g_autoptr (JsonNode) node = NULL;
  guint status = 0;

  node = call_raw (fixture, "POST", path, form, platform_sandbox_provider_get_secret_key (fixture->sandbox),
                   &status);
  g_assert_cmpuint (status, ==, 200);
}

/* Expects an error in the protocol's form. */
static void
expect_error (Fixture *fixture,
              const char *method,
              const char *path,
              const char *form,
              const char *key,
              guint expected_status,
              const char *type,
              const char *code)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  guint status = 0;

  node = call_raw (fixture, method, path, form, key, &status);
  g_assert_cmpuint (status, ==, expected_status);
  object = json_object_get_object_member (json_node_get_object (node), "error");
  g_assert_nonnull (object);
  g_assert_cmpstr (json_object_get_string_member (object, "type"), ==, type);
  g_assert_cmpstr (json_object_get_string_member_with_default (object, "code", NULL), ==, code);
  g_assert_cmpstr (json_object_get_string_member (object, "message"), !=, "");
}

/* Tests */

static void
test_charge (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformPayment) payment = charge_well (fixture, PLATFORM_SANDBOX_CARD, "k1");
  g_autoptr (PlatformPayment) again = charge_well (fixture, PLATFORM_SANDBOX_CARD, "k1");
  g_autoptr (PlatformPayment) other = charge_well (fixture, PLATFORM_SANDBOX_CARD, "k2");
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

  asked = retrieve (fixture, payment->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (asked->state, ==, PLATFORM_PAYMENT_SUCCEEDED);

  mismatch = charge (fixture->provider, PLATFORM_SANDBOX_CARD, "k1", 149001, &error);
  g_assert_null (mismatch);
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_MISMATCH);
  g_assert_false (platform_provider_error_is_unknown (error));
}

static void
test_decline (Fixture *fixture, gconstpointer data)
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
      g_autoptr (PlatformPayment) payment = charge_well (fixture, cases[i].card, cases[i].card);
      g_autoptr (PlatformPayment) again = charge_well (fixture, cases[i].card, cases[i].card);

      g_assert_cmpint (payment->state, ==, PLATFORM_PAYMENT_DECLINED);
      g_assert_cmpstr (payment->decline_code, ==, cases[i].code);
      g_assert_nonnull (payment->message);
      g_assert_cmpstr (payment->order_id, ==, "ord_0123456789abcdef");
      g_assert_cmpstr (again->id, ==, payment->id);
    }
}

static void
test_action (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformPayment) payment = charge_well (fixture, "pm_card_threeDSecure2Required", "k");
  g_autoptr (PlatformPayment) cancelled = NULL;
  g_autoptr (PlatformPayment) twice = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncQueue *queue = g_async_queue_new ();

  g_assert_cmpint (payment->state, ==, PLATFORM_PAYMENT_REQUIRES_ACTION);
  g_assert_true (
      g_str_has_prefix (payment->action_url, platform_sandbox_provider_get_uri (fixture->sandbox)));

  platform_provider_cancel_payment_async (fixture->provider, payment->id, NULL, on_payment, queue);
  cancelled = pop_answer (queue, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cancelled->state, ==, PLATFORM_PAYMENT_CANCELLED);

  queue = g_async_queue_new ();
  platform_provider_cancel_payment_async (fixture->provider, payment->id, NULL, on_payment, queue);
  twice = pop_answer (queue, &error);
  g_assert_null (twice);
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED);
}

static void
test_delayed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformPayment) payment = charge_well (fixture, "pm_card_delayed", "k");
  g_autoptr (PlatformPayment) failing = charge_well (fixture, "pm_card_delayedDecline", "l");
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
          next = next_event (fixture);
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
test_refund (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformPayment) payment = charge_well (fixture, PLATFORM_SANDBOX_CARD, "k");
  g_autoptr (PlatformPayment) after = NULL;
  g_autoptr (PlatformRefund) part = NULL;
  g_autoptr (PlatformRefund) again = NULL;
  g_autoptr (PlatformRefund) rest = NULL;
  g_autoptr (GError) error = NULL;

  part = refund (fixture, payment->id, 49000, "r1", &error);
  g_assert_no_error (error);
  g_assert_cmpint (part->state, ==, PLATFORM_REFUND_SUCCEEDED);
  g_assert_cmpint (part->amount, ==, 49000);
  again = refund (fixture, payment->id, 49000, "r1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->id, ==, part->id);

  g_assert_null (refund (fixture, payment->id, 100001, "r2", &error));
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED);
  g_clear_error (&error);

  rest = refund (fixture, payment->id, 0, "r3", &error);
  g_assert_no_error (error);
  g_assert_cmpint (rest->amount, ==, 100000);
  after = retrieve (fixture, payment->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (after->refunded, ==, 149000);
  g_assert_null (refund (fixture, payment->id, 1, "r4", &error));
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED);
}

/* Some refunds take their time: the first answer says so, and asking again tells how it ended. */
static void
test_refund_pending (Fixture *fixture, gconstpointer data)
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
      g_autoptr (PlatformPayment) payment = charge_well (fixture, cases[i].card, cases[i].card);
      g_autofree char *key = g_strconcat ("refund-", cases[i].card, NULL);
      g_autoptr (PlatformRefund) first = NULL;
      g_autoptr (PlatformRefund) later = NULL;
      g_autoptr (PlatformProviderEvent) event = NULL;
      g_autoptr (GError) error = NULL;
      GAsyncQueue *queue = g_async_queue_new ();

      first = refund (fixture, payment->id, 0, key, &error);
      g_assert_no_error (error);
      g_assert_cmpint (first->state, ==, PLATFORM_REFUND_PENDING);
      do
        {
          g_clear_pointer (&event, platform_provider_event_free);
          event = next_event_of (fixture, PLATFORM_EVENT_REFUND);
        }
      while (event->refund->state == PLATFORM_REFUND_PENDING || g_strcmp0 (event->object_id, first->id) != 0);
      g_assert_cmpint (event->refund->state, ==, cases[i].state);
      g_assert_cmpstr (event->refund->reference, ==, key);

      platform_provider_retrieve_refund_async (fixture->provider, first->id, NULL, on_refund, queue);
      later = pop_answer (queue, &error);
      g_assert_no_error (error);
      g_assert_cmpint (later->state, ==, cases[i].state);
    }
}

static void
test_session (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformCheckoutSession) session = open_session (fixture, "s1", 900);
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

  platform_provider_retrieve_session_async (fixture->provider, session->id, NULL, on_session, queue);
  again = pop_answer (queue, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->payment_id, ==, session->payment_id);

  queue = g_async_queue_new ();
  platform_provider_expire_session_async (fixture->provider, session->id, NULL, on_session, queue);
  expired = pop_answer (queue, &error);
  g_assert_no_error (error);
  g_assert_cmpint (expired->state, ==, PLATFORM_SESSION_EXPIRED);
  g_assert_null (expired->url);
  payment = retrieve (fixture, session->payment_id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (payment->state, ==, PLATFORM_PAYMENT_CANCELLED);

  queue = g_async_queue_new ();
  platform_provider_expire_session_async (fixture->provider, session->id, NULL, on_session, queue);
  twice = pop_answer (queue, &error);
  g_assert_null (twice);
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED);

  event = next_event_of (fixture, PLATFORM_EVENT_SESSION_EXPIRED);
  g_assert_cmpstr (event->session->id, ==, session->id);
}

/* A page that nobody closes ends by itself. */
static void
test_session_expires (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformCheckoutSession) session = open_session (fixture, "s1", 1);
  g_autoptr (PlatformProviderEvent) event = next_event_of (fixture, PLATFORM_EVENT_SESSION_EXPIRED);

  g_assert_cmpstr (event->session->id, ==, session->id);
}

static void
test_customer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) cards = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *customer = NULL;
  g_autofree char *again = NULL;
  GAsyncQueue *queue = g_async_queue_new ();
  PlatformSavedCard *card;

  platform_provider_list_cards_async (fixture->provider, PLATFORM_SANDBOX_CUSTOMER, NULL, on_cards, queue);
  cards = pop_answer (queue, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cards->len, ==, 1);
  card = cards->pdata[0];
  g_assert_cmpstr (card->id, ==, PLATFORM_SANDBOX_CARD);
  g_assert_cmpstr (card->brand, ==, "visa");
  g_assert_cmpstr (card->last4, ==, "4242");

  queue = g_async_queue_new ();
  platform_provider_create_customer_async (fixture->provider, "usr_1", "a@example.org", NULL, on_customer,
                                           queue);
  customer = pop_answer (queue, &error);
  g_assert_no_error (error);
  queue = g_async_queue_new ();
  platform_provider_create_customer_async (fixture->provider, "usr_1", "a@example.org", NULL, on_customer,
                                           queue);
  again = pop_answer (queue, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (customer, ==, again);

  queue = g_async_queue_new ();
  platform_provider_list_cards_async (fixture->provider, "cus_nobody", NULL, on_cards, queue);
  none = pop_answer (queue, &error);
  g_assert_null (none);
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_NOT_FOUND);
}

/* The money moved, the answer was lost: the next try with the same key finds it. */
static void
test_lost_answer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformPayment) payment = NULL;
  g_autoptr (PlatformPayment) lost = NULL;
  g_autoptr (PlatformPayment) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) list = NULL;
  guint status = 0;

  control (fixture, "/sandbox/answers", "mode=fail&count=2");
  payment = charge_well (fixture, PLATFORM_SANDBOX_CARD, "k1");
  g_assert_cmpint (payment->state, ==, PLATFORM_PAYMENT_SUCCEEDED);

  control (fixture, "/sandbox/answers", "mode=fail&count=3");
  lost = charge (fixture->provider, PLATFORM_SANDBOX_CARD, "k2", 149000, &error);
  g_assert_null (lost);
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_NO_ANSWER);
  g_assert_true (platform_provider_error_is_unknown (error));
  found = charge_well (fixture, PLATFORM_SANDBOX_CARD, "k2");
  g_assert_cmpint (found->state, ==, PLATFORM_PAYMENT_SUCCEEDED);

  list = call_raw (fixture, "GET", "/v1/payment_intents", NULL,
                   platform_sandbox_provider_get_secret_key (fixture->sandbox), &status);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (json_node_get_object (list), "data")), ==, 2);
}

static void
test_slow_answer (Fixture *fixture, gconstpointer data)
{
  PlatformStripeOptions options = { 0 };
  g_autoptr (PlatformProvider) impatient = NULL;
  g_autoptr (PlatformPayment) payment = NULL;
  g_autoptr (GError) error = NULL;

  options.base_url = platform_sandbox_provider_get_uri (fixture->sandbox);
  options.secret_key = platform_sandbox_provider_get_secret_key (fixture->sandbox);
  options.try_timeout_ms = 50;
  options.max_tries = 1;
  impatient = platform_stripe_new (&options, &error);
  g_assert_no_error (error);

  control (fixture, "/sandbox/answers", "mode=delay&delay_ms=1500");
  payment = charge (impatient, PLATFORM_SANDBOX_CARD, "k", 149000, &error);
  g_assert_null (payment);
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_TIMEOUT);
  g_assert_true (platform_provider_error_is_unknown (error));
}

static void
test_unreachable (Fixture *fixture, gconstpointer data)
{
  PlatformStripeOptions options = { .secret_key = "sk_test_x" };
  PlatformServerOptions server_options = { .listen = "127.0.0.1:0" };
  g_autoptr (PlatformProvider) nobody = NULL;
  g_autoptr (PlatformPayment) payment = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;
  PlatformServer *server;

  /* A port that was free a moment ago. */
  server = platform_server_new (&server_options, &error);
  g_assert_no_error (error);
  uri = g_strdup (platform_server_get_uri (server));
  platform_server_free (server);

  options.base_url = uri;
  nobody = platform_stripe_new (&options, &error);
  g_assert_no_error (error);
  payment = charge (nobody, PLATFORM_SANDBOX_CARD, "k", 149000, &error);
  g_assert_null (payment);
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_UNREACHABLE);
  g_assert_false (platform_provider_error_is_unknown (error));
}

static void
test_options (void)
{
  static const char *const bad[] = { "http://example.org", "ftp://127.0.0.1", "",
                                     "https://user:word@example.org", "nonsense" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      PlatformStripeOptions options = { .base_url = bad[i], .secret_key = "sk_test_x" };
      g_autoptr (GError) error = NULL;

      g_assert_null (platform_stripe_new (&options, &error));
      g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED);
    }
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  PlatformChargeRequest request = {
    .order_id = "ord_1",
    .amount = 1,
    .currency = "UYU",
    .customer = PLATFORM_SANDBOX_CUSTOMER,
    .payment_method = PLATFORM_SANDBOX_CARD,
    .idempotency_key = "k",
  };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GAsyncQueue *queue = g_async_queue_new ();

  control (fixture, "/sandbox/answers", "mode=delay&delay_ms=1000");
  platform_provider_charge_async (fixture->provider, &request, cancellable, on_payment, queue);
  g_cancellable_cancel (cancellable);
  g_assert_null (pop_answer (queue, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (platform_provider_error_is_unknown (error));
}

static void
test_error_forms (Fixture *fixture, gconstpointer data)
{
  const char *key = platform_sandbox_provider_get_secret_key (fixture->sandbox);

  expect_error (fixture, "GET", "/v1/events", NULL, NULL, 401, "invalid_request_error", NULL);
  expect_error (fixture, "GET", "/v1/events", NULL, "sk_test_wrong", 401, "invalid_request_error", NULL);
  expect_error (fixture, "GET", "/v1/payment_intents/pi_none", NULL, key, 404, "invalid_request_error",
                "resource_missing");
  expect_error (fixture, "POST", "/v1/payment_intents", "currency=uyu", key, 400, "invalid_request_error",
                "parameter_missing");
  expect_error (fixture, "POST", "/v1/payment_intents", "amount=ten&currency=uyu", key, 400,
                "invalid_request_error", "parameter_invalid_integer");
  expect_error (fixture, "POST", "/v1/payment_intents", "amount=0&currency=uyu", key, 400,
                "invalid_request_error", "parameter_invalid_integer");
  expect_error (fixture, "POST", "/v1/payment_intents", "amount=10&currency=u", key, 400,
                "invalid_request_error", NULL);
  expect_error (fixture, "POST", "/v1/payment_intents", "amount=10&currency=uyu&colour=red", key, 400,
                "invalid_request_error", "parameter_unknown");
  expect_error (fixture, "POST", "/v1/payment_intents", "amount=10&currency=uyu&%=", key, 400,
                "invalid_request_error", NULL);
  expect_error (fixture, "POST", "/v1/payment_intents",
                "amount=10&currency=uyu&confirm=true&payment_method=pm_card_chargeDeclined", key, 402,
                "card_error", "card_declined");
  expect_error (
      fixture, "POST", "/v1/payment_intents",
      "amount=10&currency=uyu&confirm=true&off_session=true&payment_method=pm_card_threeDSecure2Required",
      key, 402, "card_error", "authentication_required");
  expect_error (fixture, "POST", "/v1/payment_methods",
                "type=card&card[number]=4242424242424241&card[exp_month]=12&card[exp_year]=2034", key, 402,
                "card_error", "incorrect_number");
  expect_error (fixture, "POST", "/v1/payment_methods",
                "type=card&card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2019", key, 402,
                "card_error", "invalid_expiry_year");
  /* No test card: its number must not be kept, whoever's it is. */
  expect_error (fixture, "POST", "/v1/payment_methods",
                "type=card&card[number]=4929939187355598&card[exp_month]=12&card[exp_year]=2034", key, 402,
                "card_error", "card_declined");
  expect_error (fixture, "POST", "/v1/refunds", "payment_intent=pi_none", key, 404, "invalid_request_error",
                "resource_missing");
  expect_error (fixture, "POST", "/v1/webhook_endpoints", "url=https://example.org&enabled_events[]=*", key,
                400, "invalid_request_error", "url_invalid");
}

static void
test_webhook (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformPayment) payment = charge_well (fixture, PLATFORM_SANDBOX_CARD, "k");
  g_autoptr (PlatformProviderEvent) event = next_event_of (fixture, PLATFORM_EVENT_PAYMENT_SUCCEEDED);
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (event->type, ==, "payment_intent.succeeded");
  g_assert_cmpstr (event->payment->id, ==, payment->id);
  g_assert_cmpstr (event->object_id, ==, payment->id);
  g_assert_cmpstr (event->order_id, ==, "ord_0123456789abcdef");

  g_assert_null (platform_provider_verify_webhook (fixture->provider, "t=1,v1=00", body, 1, &error));
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_SIGNATURE);
}

/* Refused webhooks come again, also after a restart of the provider. */
static void
test_webhook_retries (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformPayment) payment = NULL;
  g_autoptr (PlatformPayment) second = NULL;
  g_autoptr (PlatformProviderEvent) event = NULL;
  g_autoptr (PlatformProviderEvent) late = NULL;

  g_atomic_int_set (&fixture->receiver.refuse, 5);
  payment = charge_well (fixture, PLATFORM_SANDBOX_CARD, "k1");
  event = next_event_of (fixture, PLATFORM_EVENT_PAYMENT_SUCCEEDED);
  g_assert_cmpstr (event->payment->id, ==, payment->id);

  g_atomic_int_set (&fixture->receiver.refuse, 1000000);
  second = charge_well (fixture, PLATFORM_SANDBOX_CARD, "k2");
  stop_sandbox (fixture);
  g_atomic_int_set (&fixture->receiver.refuse, 0);
  start_sandbox (fixture);
  do
    {
      g_clear_pointer (&late, platform_provider_event_free);
      late = next_event_of (fixture, PLATFORM_EVENT_PAYMENT_SUCCEEDED);
    }
  while (strcmp (late->payment->id, second->id) != 0);
}

static void
test_webhook_modes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformPayment) doubled = NULL;
  g_autoptr (PlatformPayment) dropped = NULL;
  g_autoptr (PlatformPayment) swapped = NULL;
  g_autoptr (PlatformProviderEvent) first = NULL;
  g_autoptr (PlatformProviderEvent) second = NULL;
  g_autoptr (PlatformProviderEvent) early = NULL;
  g_autoptr (PlatformProviderEvent) late = NULL;

  control (fixture, "/sandbox/webhooks", "mode=double");
  doubled = charge_well (fixture, PLATFORM_SANDBOX_CARD, "k1");
  first = next_event_of (fixture, PLATFORM_EVENT_PAYMENT_SUCCEEDED);
  second = next_event_of (fixture, PLATFORM_EVENT_PAYMENT_SUCCEEDED);
  g_assert_cmpstr (first->id, ==, second->id);

  control (fixture, "/sandbox/webhooks", "mode=drop");
  dropped = charge_well (fixture, PLATFORM_SANDBOX_CARD, "k2");

  control (fixture, "/sandbox/webhooks", "mode=reorder&delay_ms=300");
  swapped = charge_well (fixture, PLATFORM_SANDBOX_CARD, "k3");
  do
    {
      g_clear_pointer (&early, platform_provider_event_free);
      early = next_event (fixture);
    }
  while (g_strcmp0 (early->object_id, doubled->id) == 0);
  late = next_event (fixture);
  g_assert_cmpstr (early->type, ==, "payment_intent.succeeded");
  g_assert_cmpstr (early->object_id, ==, swapped->id);
  g_assert_cmpstr (late->type, ==, "payment_intent.created");
  g_assert_cmpstr (dropped->id, !=, swapped->id);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

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
  ADD ("/sandbox-provider/lost-answer", test_lost_answer);
  ADD ("/sandbox-provider/slow-answer", test_slow_answer);
  ADD ("/sandbox-provider/unreachable", test_unreachable);
  ADD ("/sandbox-provider/cancelled", test_cancelled);
  ADD ("/sandbox-provider/error-forms", test_error_forms);
  ADD ("/sandbox-provider/webhook", test_webhook);
  ADD ("/sandbox-provider/webhook-retries", test_webhook_retries);
  ADD ("/sandbox-provider/webhook-modes", test_webhook_modes);
  g_test_add_func ("/stripe/options", test_options);

  return g_test_run ();
}
