/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "sandbox-room.h"

static void
test_webhook (SandboxRoom *fixture, gconstpointer data)
{
  g_autoptr (PlatformPayment) payment = sandbox_room_charge_well (fixture, PLATFORM_SANDBOX_CARD, "k");
  g_autoptr (PlatformProviderEvent) event =
      sandbox_room_next_event_of (fixture, PLATFORM_EVENT_PAYMENT_SUCCEEDED);
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
test_webhook_retries (SandboxRoom *fixture, gconstpointer data)
{
  g_autoptr (PlatformPayment) payment = NULL;
  g_autoptr (PlatformPayment) second = NULL;
  g_autoptr (PlatformProviderEvent) event = NULL;
  g_autoptr (PlatformProviderEvent) late = NULL;

  g_atomic_int_set (&fixture->receiver.refuse, 5);
  payment = sandbox_room_charge_well (fixture, PLATFORM_SANDBOX_CARD, "k1");
  event = sandbox_room_next_event_of (fixture, PLATFORM_EVENT_PAYMENT_SUCCEEDED);
  g_assert_cmpstr (event->payment->id, ==, payment->id);

  g_atomic_int_set (&fixture->receiver.refuse, 1000000);
  second = sandbox_room_charge_well (fixture, PLATFORM_SANDBOX_CARD, "k2");
  sandbox_room_stop_sandbox (fixture);
  g_atomic_int_set (&fixture->receiver.refuse, 0);
  sandbox_room_start_sandbox (fixture);
  do
    {
      g_clear_pointer (&late, platform_provider_event_free);
      late = sandbox_room_next_event_of (fixture, PLATFORM_EVENT_PAYMENT_SUCCEEDED);
    }
  while (strcmp (late->payment->id, second->id) != 0);
}

static void
test_webhook_modes (SandboxRoom *fixture, gconstpointer data)
{
  g_autoptr (PlatformPayment) doubled = NULL;
  g_autoptr (PlatformPayment) dropped = NULL;
  g_autoptr (PlatformPayment) swapped = NULL;
  g_autoptr (PlatformProviderEvent) first = NULL;
  g_autoptr (PlatformProviderEvent) second = NULL;
  g_autoptr (PlatformProviderEvent) early = NULL;
  g_autoptr (PlatformProviderEvent) late = NULL;

  sandbox_room_control (fixture, "/sandbox/webhooks", "mode=double");
  doubled = sandbox_room_charge_well (fixture, PLATFORM_SANDBOX_CARD, "k1");
  first = sandbox_room_next_event_of (fixture, PLATFORM_EVENT_PAYMENT_SUCCEEDED);
  second = sandbox_room_next_event_of (fixture, PLATFORM_EVENT_PAYMENT_SUCCEEDED);
  g_assert_cmpstr (first->id, ==, second->id);

  sandbox_room_control (fixture, "/sandbox/webhooks", "mode=drop");
  dropped = sandbox_room_charge_well (fixture, PLATFORM_SANDBOX_CARD, "k2");

  sandbox_room_control (fixture, "/sandbox/webhooks", "mode=reorder&delay_ms=300");
  swapped = sandbox_room_charge_well (fixture, PLATFORM_SANDBOX_CARD, "k3");
  do
    {
      g_clear_pointer (&early, platform_provider_event_free);
      early = sandbox_room_next_event (fixture);
    }
  while (g_strcmp0 (early->object_id, doubled->id) == 0);
  late = sandbox_room_next_event (fixture);
  g_assert_cmpstr (early->type, ==, "payment_intent.succeeded");
  g_assert_cmpstr (early->object_id, ==, swapped->id);
  g_assert_cmpstr (late->type, ==, "payment_intent.created");
  g_assert_cmpstr (dropped->id, !=, swapped->id);
}

#define ADD(path, test)                                                                                      \
  g_test_add (path, SandboxRoom, NULL, sandbox_room_set_up, test, sandbox_room_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/sandbox-webhooks/webhook", test_webhook);
  ADD ("/sandbox-webhooks/webhook-retries", test_webhook_retries);
  ADD ("/sandbox-webhooks/webhook-modes", test_webhook_modes);

  return g_test_run ();
}
