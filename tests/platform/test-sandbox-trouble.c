/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox-room.h"

/* The money moved, the answer was lost: the next try with the same key finds it. */
static void
test_lost_answer (SandboxRoom *fixture, gconstpointer data)
{
  g_autoptr (PlatformPayment) payment = NULL;
  g_autoptr (PlatformPayment) lost = NULL;
  g_autoptr (PlatformPayment) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) list = NULL;
  guint status = 0;

  sandbox_room_control (fixture, "/sandbox/answers", "mode=fail&count=2");
  payment = sandbox_room_charge_well (fixture, PLATFORM_SANDBOX_CARD, "k1");
  g_assert_cmpint (payment->state, ==, PLATFORM_PAYMENT_SUCCEEDED);

  sandbox_room_control (fixture, "/sandbox/answers", "mode=fail&count=3");
  lost = sandbox_room_charge (fixture->provider, PLATFORM_SANDBOX_CARD, "k2", 149000, &error);
  g_assert_null (lost);
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_NO_ANSWER);
  g_assert_true (platform_provider_error_is_unknown (error));
  found = sandbox_room_charge_well (fixture, PLATFORM_SANDBOX_CARD, "k2");
  g_assert_cmpint (found->state, ==, PLATFORM_PAYMENT_SUCCEEDED);

  list = sandbox_room_call_raw (fixture, "GET", "/v1/payment_intents", NULL,
                                platform_sandbox_provider_get_secret_key (fixture->sandbox), &status);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (json_node_get_object (list), "data")), ==, 2);
}

static void
test_slow_answer (SandboxRoom *fixture, gconstpointer data)
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

  sandbox_room_control (fixture, "/sandbox/answers", "mode=delay&delay_ms=1500");
  payment = sandbox_room_charge (impatient, PLATFORM_SANDBOX_CARD, "k", 149000, &error);
  g_assert_null (payment);
  g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_TIMEOUT);
  g_assert_true (platform_provider_error_is_unknown (error));
}

static void
test_unreachable (SandboxRoom *fixture, gconstpointer data)
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
  payment = sandbox_room_charge (nobody, PLATFORM_SANDBOX_CARD, "k", 149000, &error);
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
test_cancelled (SandboxRoom *fixture, gconstpointer data)
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

  sandbox_room_control (fixture, "/sandbox/answers", "mode=delay&delay_ms=1000");
  platform_provider_charge_async (fixture->provider, &request, cancellable, sandbox_room_on_payment, queue);
  g_cancellable_cancel (cancellable);
  g_assert_null (sandbox_room_pop_answer (queue, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (platform_provider_error_is_unknown (error));
}

static void
test_error_forms (SandboxRoom *fixture, gconstpointer data)
{
  const char *key = platform_sandbox_provider_get_secret_key (fixture->sandbox);

  sandbox_room_expect_error (fixture, "GET", "/v1/events", NULL, NULL, 401, "invalid_request_error", NULL);
  sandbox_room_expect_error (fixture, "GET", "/v1/events", NULL, "sk_test_wrong", 401,
                             "invalid_request_error", NULL);
  sandbox_room_expect_error (fixture, "GET", "/v1/payment_intents/pi_none", NULL, key, 404,
                             "invalid_request_error", "resource_missing");
  sandbox_room_expect_error (fixture, "POST", "/v1/payment_intents", "currency=uyu", key, 400,
                             "invalid_request_error", "parameter_missing");
  sandbox_room_expect_error (fixture, "POST", "/v1/payment_intents", "amount=ten&currency=uyu", key, 400,
                             "invalid_request_error", "parameter_invalid_integer");
  sandbox_room_expect_error (fixture, "POST", "/v1/payment_intents", "amount=0&currency=uyu", key, 400,
                             "invalid_request_error", "parameter_invalid_integer");
  sandbox_room_expect_error (fixture, "POST", "/v1/payment_intents", "amount=10&currency=u", key, 400,
                             "invalid_request_error", NULL);
  sandbox_room_expect_error (fixture, "POST", "/v1/payment_intents", "amount=10&currency=uyu&colour=red", key,
                             400, "invalid_request_error", "parameter_unknown");
  sandbox_room_expect_error (fixture, "POST", "/v1/payment_intents", "amount=10&currency=uyu&%=", key, 400,
                             "invalid_request_error", NULL);
  sandbox_room_expect_error (fixture, "POST", "/v1/payment_intents",
                             "amount=10&currency=uyu&confirm=true&payment_method=pm_card_chargeDeclined", key,
                             402, "card_error", "card_declined");
  sandbox_room_expect_error (
      fixture, "POST", "/v1/payment_intents",
      "amount=10&currency=uyu&confirm=true&off_session=true&payment_method=pm_card_threeDSecure2Required",
      key, 402, "card_error", "authentication_required");
  sandbox_room_expect_error (fixture, "POST", "/v1/payment_methods",
                             "type=card&card[number]=4242424242424241&card[exp_month]=12&card[exp_year]=2034",
                             key, 402, "card_error", "incorrect_number");
  sandbox_room_expect_error (fixture, "POST", "/v1/payment_methods",
                             "type=card&card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2019",
                             key, 402, "card_error", "invalid_expiry_year");
  /* No test card: its number must not be kept, whoever's it is. */
  sandbox_room_expect_error (fixture, "POST", "/v1/payment_methods",
                             "type=card&card[number]=4929939187355598&card[exp_month]=12&card[exp_year]=2034",
                             key, 402, "card_error", "card_declined");
  sandbox_room_expect_error (fixture, "POST", "/v1/refunds", "payment_intent=pi_none", key, 404,
                             "invalid_request_error", "resource_missing");
  sandbox_room_expect_error (fixture, "POST", "/v1/webhook_endpoints",
                             "url=https://example.org&enabled_events[]=*", key, 400, "invalid_request_error",
                             "url_invalid");
}

#define ADD(path, test)                                                                                      \
  g_test_add (path, SandboxRoom, NULL, sandbox_room_set_up, test, sandbox_room_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/sandbox-trouble/lost-answer", test_lost_answer);
  ADD ("/sandbox-trouble/slow-answer", test_slow_answer);
  ADD ("/sandbox-trouble/unreachable", test_unreachable);
  g_test_add_func ("/stripe/options", test_options);
  ADD ("/sandbox-trouble/cancelled", test_cancelled);
  ADD ("/sandbox-trouble/error-forms", test_error_forms);

  return g_test_run ();
}
