/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox-room.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>

#include "rambla-json.h"

#define PATIENCE_US (20 * G_USEC_PER_SEC)

typedef struct
{
  char *signature;
  GBytes *body;
} Hook;

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

void
sandbox_room_start_sandbox (SandboxRoom *fixture)
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

void
sandbox_room_stop_sandbox (SandboxRoom *fixture)
{
  g_clear_object (&fixture->provider);
  g_clear_pointer (&fixture->sandbox, platform_sandbox_provider_free);
}

void
sandbox_room_set_up (SandboxRoom *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("rambla-sandbox-XXXXXX", &error);
  g_assert_no_error (error);
  receiver_start (&fixture->receiver);
  sandbox_room_start_sandbox (fixture);
}

void
sandbox_room_tear_down (SandboxRoom *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  sandbox_room_stop_sandbox (fixture);
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

static void
push_answer (GAsyncQueue *queue, gpointer value, GError *error)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->value = value;
  answer->error = error;
  g_async_queue_push (queue, answer);
}

gpointer
sandbox_room_pop_answer (GAsyncQueue *queue, GError **error)
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

void
sandbox_room_on_payment (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gpointer value = platform_provider_payment_finish (PLATFORM_PROVIDER (object), result, &error);

  push_answer (user_data, value, error);
}

void
sandbox_room_on_session (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gpointer value = platform_provider_session_finish (PLATFORM_PROVIDER (object), result, &error);

  push_answer (user_data, value, error);
}

void
sandbox_room_on_refund (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gpointer value = platform_provider_refund_finish (PLATFORM_PROVIDER (object), result, &error);

  push_answer (user_data, value, error);
}

void
sandbox_room_on_customer (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gpointer value = platform_provider_create_customer_finish (PLATFORM_PROVIDER (object), result, &error);

  push_answer (user_data, value, error);
}

void
sandbox_room_on_cards (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gpointer value = platform_provider_list_cards_finish (PLATFORM_PROVIDER (object), result, &error);

  push_answer (user_data, value, error);
}

PlatformPayment *
sandbox_room_charge (PlatformProvider *provider,
                     const char *card,
                     const char *key,
                     gint64 amount,
                     GError **error)
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

  platform_provider_charge_async (provider, &request, NULL, sandbox_room_on_payment, queue);

  return sandbox_room_pop_answer (queue, error);
}

PlatformPayment *
sandbox_room_charge_well (SandboxRoom *fixture, const char *card, const char *key)
{
  g_autoptr (GError) error = NULL;
  PlatformPayment *payment = sandbox_room_charge (fixture->provider, card, key, 149000, &error);

  g_assert_no_error (error);
  return payment;
}

PlatformPayment *
sandbox_room_retrieve (SandboxRoom *fixture, const char *id, GError **error)
{
  GAsyncQueue *queue = g_async_queue_new ();

  platform_provider_retrieve_payment_async (fixture->provider, id, NULL, sandbox_room_on_payment, queue);

  return sandbox_room_pop_answer (queue, error);
}

PlatformRefund *
sandbox_room_refund (SandboxRoom *fixture, const char *id, gint64 amount, const char *key, GError **error)
{
  PlatformRefundRequest request = {
    .payment_id = id, .amount = amount, .currency = "UYU", .order_id = "ord_1", .idempotency_key = key
  };
  GAsyncQueue *queue = g_async_queue_new ();

  platform_provider_refund_async (fixture->provider, &request, NULL, sandbox_room_on_refund, queue);

  return sandbox_room_pop_answer (queue, error);
}

PlatformCheckoutSession *
sandbox_room_open_session (SandboxRoom *fixture, const char *key, gint64 life)
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

  platform_provider_create_session_async (fixture->provider, &request, NULL, sandbox_room_on_session, queue);
  session = sandbox_room_pop_answer (queue, &error);
  g_assert_no_error (error);

  return session;
}

PlatformProviderEvent *
sandbox_room_next_event (SandboxRoom *fixture)
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

PlatformProviderEvent *
sandbox_room_next_event_of (SandboxRoom *fixture, PlatformEventKind kind)
{
  for (;;)
    {
      PlatformProviderEvent *event = sandbox_room_next_event (fixture);

      if (event->kind == kind)
        return event;
      platform_provider_event_free (event);
    }
}

JsonNode *
sandbox_room_call_raw (SandboxRoom *fixture,
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

void
sandbox_room_control (SandboxRoom *fixture, const char *path, const char *form)
{
  g_autoptr (JsonNode) node = NULL;
  guint status = 0;

  node = sandbox_room_call_raw (fixture, "POST", path, form,
                                platform_sandbox_provider_get_secret_key (fixture->sandbox), &status);
  g_assert_cmpuint (status, ==, 200);
}

void
sandbox_room_expect_error (SandboxRoom *fixture,
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

  node = sandbox_room_call_raw (fixture, method, path, form, key, &status);
  g_assert_cmpuint (status, ==, expected_status);
  object = json_object_get_object_member (json_node_get_object (node), "error");
  g_assert_nonnull (object);
  g_assert_cmpstr (json_object_get_string_member (object, "type"), ==, type);
  g_assert_cmpstr (json_object_get_string_member_with_default (object, "code", NULL), ==, code);
  g_assert_cmpstr (json_object_get_string_member (object, "message"), !=, "");
}
