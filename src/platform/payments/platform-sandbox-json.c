/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-sandbox-json.h"

#include <string.h>

#include "platform-sandbox-cards.h"

/* Members that the protocol has and that are always empty here. */
static void
write_null (RamblaJsonWriter *writer, const char *name)
{
  rambla_json_writer_name (writer, name);
  rambla_json_writer_null (writer);
}

/* 0 is "not yet". */
static void
write_moment (RamblaJsonWriter *writer, const char *name, gint64 seconds)
{
  rambla_json_writer_name (writer, name);
  if (seconds > 0)
    rambla_json_writer_int (writer, seconds);
  else
    rambla_json_writer_null (writer);
}

static void
write_metadata (RamblaJsonWriter *writer, const char *metadata)
{
  rambla_json_writer_name (writer, "metadata");
  if (metadata != NULL)
    rambla_json_writer_raw (writer, metadata, strlen (metadata));
  else
    rambla_json_writer_raw (writer, "{}", 2);
}

static void
write_head (RamblaJsonWriter *writer, const char *id, const char *object, gint64 created)
{
  rambla_json_writer_member_string (writer, "id", id);
  rambla_json_writer_member_string (writer, "object", object);
  rambla_json_writer_member_int (writer, "created", created);
  rambla_json_writer_member_bool (writer, "livemode", FALSE);
}

static void
write_card_types (RamblaJsonWriter *writer)
{
  rambla_json_writer_name (writer, "payment_method_types");
  rambla_json_writer_raw (writer, "[\"card\"]", 8);
}

static const char *
get_brand (const char *number)
{
  const PlatformSandboxCard *card = platform_sandbox_card_find (number);

  return card != NULL ? card->brand : "unknown";
}

static const char *
get_last4 (const char *number)
{
  gsize length = number != NULL ? strlen (number) : 0;

  return length >= 4 ? number + length - 4 : "";
}

void
platform_sandbox_write_customer (RamblaJsonWriter *writer, const PlatformSandboxCustomer *customer)
{
  rambla_json_writer_begin_object (writer);
  write_head (writer, customer->id, "customer", customer->created);
  rambla_json_writer_member_string (writer, "email", customer->email);
  rambla_json_writer_member_string (writer, "name", customer->name);
  write_metadata (writer, customer->metadata);
  rambla_json_writer_end_object (writer);
}

void
platform_sandbox_write_method (RamblaJsonWriter *writer, const PlatformSandboxMethod *method)
{
  rambla_json_writer_begin_object (writer);
  write_head (writer, method->id, "payment_method", method->created);
  rambla_json_writer_member_string (writer, "type", "card");
  rambla_json_writer_member_string (writer, "customer", method->customer);
  rambla_json_writer_name (writer, "card");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "brand", get_brand (method->number));
  rambla_json_writer_member_string (writer, "last4", get_last4 (method->number));
  rambla_json_writer_member_int (writer, "exp_month", method->exp_month);
  rambla_json_writer_member_int (writer, "exp_year", method->exp_year);
  rambla_json_writer_member_string (writer, "funding", "credit");
  rambla_json_writer_end_object (writer);
  rambla_json_writer_name (writer, "metadata");
  rambla_json_writer_raw (writer, "{}", 2);
  rambla_json_writer_end_object (writer);
}

char *
platform_sandbox_intent_url (const PlatformSandboxIntent *intent, const char *uri)
{
  return g_strconcat (uri, "/pay/confirm/", intent->id, "?key=", intent->client_secret, NULL);
}

char *
platform_sandbox_session_url (const PlatformSandboxSession *session, const char *uri)
{
  return g_strconcat (uri, "/pay/", session->id, NULL);
}

void
platform_sandbox_write_refusal (RamblaJsonWriter *writer, const PlatformSandboxIntent *intent)
{
  rambla_json_writer_member_string (writer, "type", "card_error");
  rambla_json_writer_member_string (writer, "code", intent->error_code);
  if (intent->error_decline != NULL)
    rambla_json_writer_member_string (writer, "decline_code", intent->error_decline);
  if (intent->charge != NULL)
    rambla_json_writer_member_string (writer, "charge", intent->charge);
  rambla_json_writer_member_string (
      writer, "message", platform_sandbox_card_message (intent->error_code, intent->error_decline));
}

void
platform_sandbox_write_charge (RamblaJsonWriter *writer, const PlatformSandboxIntent *intent)
{
  gboolean paid = strcmp (intent->status, "succeeded") == 0;

  rambla_json_writer_begin_object (writer);
  write_head (writer, intent->charge, "charge", intent->created);
  rambla_json_writer_member_int (writer, "amount", intent->amount);
  rambla_json_writer_member_int (writer, "amount_captured", paid ? intent->amount : 0);
  rambla_json_writer_member_int (writer, "amount_refunded", intent->refunded);
  rambla_json_writer_member_bool (writer, "captured", paid);
  rambla_json_writer_member_string (writer, "currency", intent->currency);
  rambla_json_writer_member_string (writer, "customer", intent->customer);
  write_metadata (writer, intent->metadata);
  rambla_json_writer_member_bool (writer, "paid", paid);
  rambla_json_writer_member_string (writer, "payment_intent", intent->id);
  rambla_json_writer_member_string (writer, "payment_method", intent->method);
  rambla_json_writer_name (writer, "payment_method_details");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "type", "card");
  rambla_json_writer_name (writer, "card");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "brand", get_brand (intent->number));
  rambla_json_writer_member_string (writer, "last4", get_last4 (intent->number));
  rambla_json_writer_end_object (writer);
  rambla_json_writer_end_object (writer);
  rambla_json_writer_member_bool (writer, "refunded", paid && intent->refunded == intent->amount);
  rambla_json_writer_member_string (writer, "status",
                                    paid                                         ? "succeeded"
                                    : strcmp (intent->status, "processing") == 0 ? "pending"
                                                                                 : "failed");
  rambla_json_writer_end_object (writer);
}

void
platform_sandbox_write_intent (RamblaJsonWriter *writer,
                               const PlatformSandboxIntent *intent,
                               const char *uri,
                               gboolean with_charge)
{
  gboolean paid = strcmp (intent->status, "succeeded") == 0;

  rambla_json_writer_begin_object (writer);
  write_head (writer, intent->id, "payment_intent", intent->created);
  rambla_json_writer_member_int (writer, "amount", intent->amount);
  rambla_json_writer_member_int (writer, "amount_capturable", 0);
  rambla_json_writer_member_int (writer, "amount_received", paid ? intent->amount : 0);
  write_moment (writer, "canceled_at", intent->cancelled);
  rambla_json_writer_member_string (writer, "cancellation_reason", intent->cancel_reason);
  rambla_json_writer_member_string (writer, "capture_method", "automatic");
  rambla_json_writer_member_string (writer, "client_secret", intent->client_secret);
  rambla_json_writer_member_string (writer, "confirmation_method", "automatic");
  rambla_json_writer_member_string (writer, "currency", intent->currency);
  rambla_json_writer_member_string (writer, "customer", intent->customer);
  rambla_json_writer_member_string (writer, "description", intent->description);

  rambla_json_writer_name (writer, "last_payment_error");
  if (intent->error_code != NULL)
    {
      rambla_json_writer_begin_object (writer);
      platform_sandbox_write_refusal (writer, intent);
      rambla_json_writer_end_object (writer);
    }
  else
    rambla_json_writer_null (writer);

  rambla_json_writer_name (writer, "latest_charge");
  if (with_charge && intent->charge != NULL)
    platform_sandbox_write_charge (writer, intent);
  else
    rambla_json_writer_string (writer, intent->charge);

  write_metadata (writer, intent->metadata);

  rambla_json_writer_name (writer, "next_action");
  if (strcmp (intent->status, "requires_action") == 0)
    {
      g_autofree char *url = platform_sandbox_intent_url (intent, uri);

      rambla_json_writer_begin_object (writer);
      rambla_json_writer_member_string (writer, "type", "redirect_to_url");
      rambla_json_writer_name (writer, "redirect_to_url");
      rambla_json_writer_begin_object (writer);
      rambla_json_writer_member_string (writer, "return_url", intent->return_url);
      rambla_json_writer_member_string (writer, "url", url);
      rambla_json_writer_end_object (writer);
      rambla_json_writer_end_object (writer);
    }
  else
    rambla_json_writer_null (writer);

  rambla_json_writer_member_string (writer, "payment_method", intent->method);
  write_card_types (writer);
  write_null (writer, "receipt_email");
  rambla_json_writer_member_string (writer, "status", intent->status);
  rambla_json_writer_end_object (writer);
}

void
platform_sandbox_write_session (RamblaJsonWriter *writer,
                                const PlatformSandboxSession *session,
                                const char *uri,
                                const PlatformSandboxIntent *intent)
{
  rambla_json_writer_begin_object (writer);
  write_head (writer, session->id, "checkout.session", session->created);
  rambla_json_writer_member_int (writer, "amount_subtotal", session->amount);
  rambla_json_writer_member_int (writer, "amount_total", session->amount);
  rambla_json_writer_member_string (writer, "cancel_url", session->cancel_url);
  rambla_json_writer_member_string (writer, "client_reference_id", session->reference);
  rambla_json_writer_member_string (writer, "currency", session->currency);
  rambla_json_writer_member_string (writer, "customer", session->customer);
  rambla_json_writer_member_int (writer, "expires_at", session->expires_at);
  rambla_json_writer_member_string (writer, "locale", session->locale);
  write_metadata (writer, session->metadata);
  rambla_json_writer_member_string (writer, "mode", "payment");
  rambla_json_writer_name (writer, "payment_intent");
  if (intent != NULL)
    platform_sandbox_write_intent (writer, intent, uri, FALSE);
  else
    rambla_json_writer_string (writer, session->intent);
  write_card_types (writer);
  rambla_json_writer_member_string (writer, "payment_status", session->payment_status);
  rambla_json_writer_member_string (writer, "status", session->status);
  rambla_json_writer_member_string (writer, "success_url", session->success_url);
  rambla_json_writer_name (writer, "url");
  if (strcmp (session->status, "open") == 0)
    {
      g_autofree char *url = platform_sandbox_session_url (session, uri);

      rambla_json_writer_string (writer, url);
    }
  else
    rambla_json_writer_null (writer);
  rambla_json_writer_end_object (writer);
}

void
platform_sandbox_write_refund (RamblaJsonWriter *writer, const PlatformSandboxRefund *refund)
{
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", refund->id);
  rambla_json_writer_member_string (writer, "object", "refund");
  rambla_json_writer_member_int (writer, "amount", refund->amount);
  rambla_json_writer_member_string (writer, "charge", refund->charge);
  rambla_json_writer_member_int (writer, "created", refund->created);
  rambla_json_writer_member_string (writer, "currency", refund->currency);
  write_metadata (writer, refund->metadata);
  rambla_json_writer_member_string (writer, "payment_intent", refund->intent);
  rambla_json_writer_member_string (writer, "reason", refund->reason);
  rambla_json_writer_member_string (writer, "status", refund->status);
  if (strcmp (refund->status, "failed") == 0)
    rambla_json_writer_member_string (writer, "failure_reason", "expired_or_canceled_card");
  rambla_json_writer_end_object (writer);
}

void
platform_sandbox_write_endpoint (RamblaJsonWriter *writer,
                                 const PlatformSandboxEndpoint *endpoint,
                                 gboolean secret)
{
  g_auto (GStrv) events = g_strsplit (endpoint->events, ",", -1);

  rambla_json_writer_begin_object (writer);
  write_head (writer, endpoint->id, "webhook_endpoint", endpoint->created);
  rambla_json_writer_name (writer, "enabled_events");
  rambla_json_writer_begin_array (writer);
  for (gsize i = 0; events[i] != NULL; i++)
    rambla_json_writer_string (writer, events[i]);
  rambla_json_writer_end_array (writer);
  if (secret)
    rambla_json_writer_member_string (writer, "secret", endpoint->secret);
  rambla_json_writer_member_string (writer, "status", "enabled");
  rambla_json_writer_member_string (writer, "url", endpoint->url);
  rambla_json_writer_end_object (writer);
}
