/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "platform-stripe-wire.h"
#include "rambla-json.h"

static JsonObject *
parse (const char *text, JsonNode **node)
{
  g_autoptr (GError) error = NULL;

  *node = rambla_json_parse (text, -1, 1 << 20, &error);
  g_assert_no_error (error);

  return json_node_get_object (*node);
}

static void
test_amounts (void)
{
  static const struct
  {
    const char *currency;
    gint64 amount;
    gint64 wire; /* -1: cannot be said */
  } cases[] = {
    { "UYU", 149000, 149000 }, { "JPY", 1490, 1490 }, { "ISK", 1490, 149000 },   { "UGX", 5, 500 },
    { "MGA", 500, 5 },         { "MGA", 501, -1 },    { "KWD", 1230, 1230 },     { "KWD", 1234, -1 },
    { "UYU", 0, 0 },           { "UYU", -1, -1 },     { "UYU", G_MAXINT64, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *lower = g_ascii_strdown (cases[i].currency, -1);
      gint64 wire = -1;
      gint64 back = -1;
      gboolean ok = platform_stripe_amount_to_wire (cases[i].amount, cases[i].currency, &wire);

      g_assert_cmpint (ok, ==, cases[i].wire >= 0);
      g_assert_cmpint (wire, ==, cases[i].wire);
      if (!ok)
        continue;
      g_assert_true (platform_stripe_amount_from_wire (wire, lower, &back));
      g_assert_cmpint (back, ==, cases[i].amount);
    }
}

#define INTENT(more)                                                                                         \
  "{\"object\":\"payment_intent\",\"id\":\"pi_1\",\"amount\":100,\"currency\":\"uyu\"," more "}"

static void
test_states (void)
{
  static const struct
  {
    const char *text;
    PlatformPaymentState state;
  } cases[] = {
    { INTENT ("\"status\":\"succeeded\""), PLATFORM_PAYMENT_SUCCEEDED },
    { INTENT ("\"status\":\"processing\""), PLATFORM_PAYMENT_PROCESSING },
    { INTENT ("\"status\":\"requires_capture\""), PLATFORM_PAYMENT_PROCESSING },
    { INTENT ("\"status\":\"requires_action\""), PLATFORM_PAYMENT_REQUIRES_ACTION },
    { INTENT ("\"status\":\"requires_confirmation\""), PLATFORM_PAYMENT_WAITING },
    { INTENT ("\"status\":\"requires_payment_method\""), PLATFORM_PAYMENT_WAITING },
    { INTENT ("\"status\":\"requires_payment_method\",\"last_payment_error\":{\"code\":\"expired_card\"}"),
      PLATFORM_PAYMENT_DECLINED },
    { INTENT ("\"status\":\"canceled\""), PLATFORM_PAYMENT_CANCELLED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (PlatformPayment) payment =
          platform_stripe_read_payment (parse (cases[i].text, &node), &error);

      g_assert_no_error (error);
      g_assert_cmpint (payment->state, ==, cases[i].state);
      g_assert_cmpstr (payment->currency, ==, "UYU");
    }
}

/* What is believed about money must be there, of the right kind, and known. */
static void
test_nonsense (void)
{
  static const char *const cases[] = {
    "{}",
    "{\"object\":\"charge\"}",
    INTENT ("\"status\":\"splendid\""),
    INTENT ("\"status\":1"),
    "{\"object\":\"payment_intent\",\"id\":\"pi_1\",\"status\":\"succeeded\",\"currency\":\"uyu\"}",
    "{\"object\":\"payment_intent\",\"id\":\"pi_1\",\"status\":\"succeeded\",\"amount\":100}",
    "{\"object\":\"payment_intent\",\"id\":\"pi_1\",\"status\":\"succeeded\",\"amount\":-1,\"currency\":"
    "\"uyu\"}",
    "{\"object\":\"payment_intent\",\"id\":\"pi_1\",\"status\":\"succeeded\",\"amount\":1.5,\"currency\":"
    "\"uyu\"}",
    "{\"object\":\"payment_intent\",\"id\":\"pi_1\",\"status\":\"succeeded\",\"amount\":1,\"currency\":\"u$"
    "\"}",
    "{\"object\":\"payment_intent\",\"status\":\"succeeded\",\"amount\":100,\"currency\":\"uyu\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_null (platform_stripe_read_payment (parse (cases[i], &node), &error));
      g_assert_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_PROTOCOL);
      g_assert_true (platform_provider_error_is_unknown (error));
    }
}

static void
test_details (void)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) bad_node = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformPayment) payment = NULL;
  g_autoptr (PlatformPayment) bad = NULL;

  payment = platform_stripe_read_payment (
      parse (
          INTENT ("\"status\":\"requires_action\",\"customer\":{\"id\":\"cus_1\"},\"metadata\":{\"order_id\":"
                  "\"ord_1\"},\"next_action\":{\"type\":\"redirect_to_url\",\"redirect_to_url\":{\"url\":"
                  "\"https://bank.example/3ds\"}},\"latest_charge\":{\"amount_refunded\":40}"),
          &node),
      &error);
  g_assert_no_error (error);
  g_assert_cmpstr (payment->customer, ==, "cus_1");
  g_assert_cmpstr (payment->order_id, ==, "ord_1");
  g_assert_cmpstr (payment->action_url, ==, "https://bank.example/3ds");
  g_assert_cmpint (payment->refunded, ==, 40);

  /* No address that a browser must not be sent to. */
  bad = platform_stripe_read_payment (parse (INTENT ("\"status\":\"requires_action\",\"next_action\":{"
                                                     "\"redirect_to_url\":{\"url\":\"javascript:x\"}}"),
                                             &bad_node),
                                      &error);
  g_assert_no_error (error);
  g_assert_null (bad->action_url);
}

static void
test_errors (void)
{
  static const struct
  {
    guint status;
    const char *text; /* NULL: no JSON */
    PlatformProviderError code;
    gboolean unknown;
  } cases[] = {
    { 400, "{\"error\":{\"type\":\"invalid_request_error\"}}", PLATFORM_PROVIDER_ERROR_REFUSED, FALSE },
    { 400, "{\"error\":{\"type\":\"idempotency_error\"}}", PLATFORM_PROVIDER_ERROR_MISMATCH, FALSE },
    { 401, "{\"error\":{\"type\":\"invalid_request_error\"}}", PLATFORM_PROVIDER_ERROR_REFUSED, FALSE },
    { 402, "{\"error\":{\"type\":\"card_error\"}}", PLATFORM_PROVIDER_ERROR_DECLINED, FALSE },
    { 404, "{\"error\":{\"type\":\"invalid_request_error\"}}", PLATFORM_PROVIDER_ERROR_NOT_FOUND, FALSE },
    { 404, "{}", PLATFORM_PROVIDER_ERROR_PROTOCOL, TRUE },
    { 404, NULL, PLATFORM_PROVIDER_ERROR_PROTOCOL, TRUE },
    { 403, NULL, PLATFORM_PROVIDER_ERROR_PROTOCOL, TRUE },
    { 302, NULL, PLATFORM_PROVIDER_ERROR_PROTOCOL, TRUE },
    { 409, "{\"error\":{\"type\":\"idempotency_error\"}}", PLATFORM_PROVIDER_ERROR_BUSY, TRUE },
    { 429, "{\"error\":{\"type\":\"rate_limit_error\"}}", PLATFORM_PROVIDER_ERROR_BUSY, TRUE },
    { 500, "{\"error\":{\"type\":\"api_error\"}}", PLATFORM_PROVIDER_ERROR_NO_ANSWER, TRUE },
    { 503, NULL, PLATFORM_PROVIDER_ERROR_NO_ANSWER, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GError) error = NULL;

      platform_stripe_read_error (cases[i].status,
                                  cases[i].text != NULL ? parse (cases[i].text, &node) : NULL, NULL, &error);
      g_assert_error (error, PLATFORM_PROVIDER_ERROR, (int) cases[i].code);
      g_assert_cmpint (platform_provider_error_is_unknown (error), ==, cases[i].unknown);
    }
}

static void
test_event (void)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) other_node = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformProviderEvent) event = NULL;
  g_autoptr (PlatformProviderEvent) other = NULL;

  event = platform_stripe_read_event (
      parse (
          "{\"object\":\"event\",\"id\":\"evt_1\",\"type\":\"refund.updated\",\"created\":5,\"data\":{"
          "\"object\":"
          "{\"object\":\"refund\",\"id\":\"re_1\",\"amount\":7,\"currency\":\"uyu\",\"status\":\"pending\","
          "\"payment_intent\":\"pi_1\",\"metadata\":{\"order_id\":\"ord_1\",\"reference\":\"ref_1\"}}}}",
          &node),
      &error);
  g_assert_no_error (error);
  g_assert_cmpint (event->kind, ==, PLATFORM_EVENT_REFUND);
  g_assert_cmpint (event->refund->state, ==, PLATFORM_REFUND_PENDING);
  g_assert_cmpstr (event->refund->reference, ==, "ref_1");
  g_assert_cmpstr (event->order_id, ==, "ord_1");

  other = platform_stripe_read_event (
      parse ("{\"object\":\"event\",\"id\":\"evt_2\",\"type\":\"balance.available\","
             "\"created\":5,\"data\":{\"object\":{\"object\":\"balance\"}}}",
             &other_node),
      &error);
  g_assert_no_error (error);
  g_assert_cmpint (other->kind, ==, PLATFORM_EVENT_OTHER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stripe-wire/amounts", test_amounts);
  g_test_add_func ("/stripe-wire/states", test_states);
  g_test_add_func ("/stripe-wire/nonsense", test_nonsense);
  g_test_add_func ("/stripe-wire/details", test_details);
  g_test_add_func ("/stripe-wire/errors", test_errors);
  g_test_add_func ("/stripe-wire/event", test_event);

  return g_test_run ();
}
