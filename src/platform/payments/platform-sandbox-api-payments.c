/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "platform-sandbox-call.h"
#include "platform-sandbox-json.h"

static const char *const intent_parameters[] = { "amount",
                                                 "currency",
                                                 "customer",
                                                 "payment_method",
                                                 "confirm",
                                                 "off_session",
                                                 "description",
                                                 "metadata",
                                                 "return_url",
                                                 "capture_method",
                                                 "confirmation_method",
                                                 "payment_method_types",
                                                 "receipt_email",
                                                 "setup_future_usage",
                                                 "automatic_payment_methods",
                                                 "statement_descriptor",
                                                 "statement_descriptor_suffix",
                                                 "use_stripe_sdk",
                                                 NULL };
static const char *const confirm_parameters[] = { "payment_method", "off_session",    "return_url",
                                                  "receipt_email",  "use_stripe_sdk", NULL };
static const char *const cancel_parameters[] = { "cancellation_reason", NULL };
static const char *const get_parameters[] = { "client_secret", NULL };
static const char *const list_parameters[] = { "limit",          "starting_after", "customer",
                                               "payment_intent", "charge",         NULL };
static const char *const refund_parameters[] = { "payment_intent",   "charge",   "amount",
                                                 "reason",           "metadata", "refund_application_fee",
                                                 "reverse_transfer", NULL };

static gboolean
is (const PlatformSandboxIntent *intent, const char *status)
{
  return strcmp (intent->status, status) == 0;
}

static void
write_intent (PlatformSandboxCall *call, gconstpointer object)
{
  platform_sandbox_write_intent (&call->writer, object, call->work.provider->uri, FALSE);
}

static void
write_refund (PlatformSandboxCall *call, gconstpointer object)
{
  platform_sandbox_write_refund (&call->writer, object);
}

static gboolean
load_intent (PlatformSandboxCall *call, const char *id, PlatformSandboxIntent **intent, GError **error)
{
  return platform_sandbox_call_load (call, &platform_sandbox_intents, "payment_intent", id,
                                     (gpointer *) intent, error);
}

/* Puts the card that the form names into @intent. *@ok is FALSE when the call was answered with an error
 * instead. */
static gboolean
set_card (PlatformSandboxCall *call, PlatformSandboxIntent *intent, gboolean *ok, GError **error)
{
  const char *id = platform_form_get (call->form, "payment_method");
  PlatformSandboxMethod *method = NULL;

  *ok = TRUE;
  if (id == NULL)
    return TRUE;
  if (!platform_sandbox_call_find_card (call, id, intent->customer, &method, error))
    return FALSE;
  if (method == NULL)
    {
      *ok = FALSE;
      return TRUE;
    }

  g_free (intent->method);
  g_free (intent->number);
  intent->method = g_steal_pointer (&method->id);
  intent->number = g_steal_pointer (&method->number);
  PlatformSandboxMethod_free (method);

  return TRUE;
}

static gboolean
confirm_and_answer (PlatformSandboxCall *call, PlatformSandboxIntent *intent, GError **error)
{
  const char *return_url = platform_form_get (call->form, "return_url");

  if (intent->number == NULL)
    return platform_sandbox_call_fail (
        call, 400, "invalid_request_error", "payment_intent_unexpected_state", "payment_method",
        "You cannot confirm this PaymentIntent because it's missing a payment method.");
  if (return_url != NULL)
    {
      g_free (intent->return_url);
      intent->return_url = g_strdup (return_url);
    }
  if (!platform_sandbox_confirm (&call->work, intent, platform_sandbox_call_get_flag (call, "off_session"),
                                 error))
    return FALSE;
  if (is (intent, "requires_payment_method"))
    return platform_sandbox_call_fail_card (call, intent);

  write_intent (call, intent);
  return TRUE;
}

static gboolean
create_intent (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxIntent) intent = g_new0 (PlatformSandboxIntent, 1);
  g_autoptr (PlatformSandboxCustomer) customer = NULL;
  g_autoptr (GString) text = NULL;
  RamblaJsonWriter writer;
  gboolean ok;

  if (!platform_sandbox_call_get_int (call, "amount", 1, &intent->amount))
    return TRUE;
  intent->currency = platform_sandbox_call_get_currency (call, "currency");
  if (intent->currency == NULL)
    return TRUE;
  intent->customer = g_strdup (platform_form_get (call->form, "customer"));
  if (intent->customer != NULL)
    {
      if (!platform_sandbox_call_load (call, &platform_sandbox_customers, "customer", intent->customer,
                                       (gpointer *) &customer, error))
        return FALSE;
      if (customer == NULL)
        return TRUE;
    }
  if (!set_card (call, intent, &ok, error))
    return FALSE;
  if (!ok)
    return TRUE;

  intent->id = platform_sandbox_store_new_id ("pi_");
  intent->client_secret = platform_sandbox_store_new_id ("");
  intent->created = call->work.now_ms / 1000;
  intent->status = g_strdup (intent->number != NULL ? "requires_confirmation" : "requires_payment_method");
  intent->description = g_strdup (platform_form_get (call->form, "description"));
  intent->metadata = platform_sandbox_call_metadata (call, "metadata");
  intent->return_url = g_strdup (platform_form_get (call->form, "return_url"));
  {
    g_autofree char *secret = g_strconcat (intent->id, "_secret_", intent->client_secret, NULL);

    g_free (intent->client_secret);
    intent->client_secret = g_steal_pointer (&secret);
  }
  if (platform_sandbox_call_get_flag (call, "confirm") && intent->number == NULL)
    return confirm_and_answer (call, intent, error);

  if (!platform_sandbox_store_save (call->work.database, &platform_sandbox_intents, intent, error))
    return FALSE;
  text = g_string_new (NULL);
  rambla_json_writer_init (&writer, text);
  platform_sandbox_write_intent (&writer, intent, call->work.provider->uri, FALSE);
  if (!platform_sandbox_emit (&call->work, "payment_intent.created", text, error))
    return FALSE;
  if (platform_sandbox_call_get_flag (call, "confirm"))
    return confirm_and_answer (call, intent, error);

  write_intent (call, intent);
  return TRUE;
}

static gboolean
get_intent (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxIntent) intent = NULL;

  if (!load_intent (call, platform_sandbox_call_get_id (call), &intent, error))
    return FALSE;
  if (intent != NULL)
    platform_sandbox_write_intent (&call->writer, intent, call->work.provider->uri,
                                   platform_sandbox_call_expands (call, "latest_charge"));

  return TRUE;
}

static gboolean
list_intents (PlatformSandboxCall *call, GError **error)
{
  const char *customer = platform_form_get (call->form, "customer");

  return platform_sandbox_call_list (call, &platform_sandbox_intents, "/v1/payment_intents",
                                     customer != NULL ? "customer" : NULL, customer, write_intent, error);
}

static gboolean
confirm_intent (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxIntent) intent = NULL;
  gboolean ok;

  if (!load_intent (call, platform_sandbox_call_get_id (call), &intent, error))
    return FALSE;
  if (intent == NULL)
    return TRUE;
  if (!is (intent, "requires_payment_method") && !is (intent, "requires_confirmation") &&
      !is (intent, "requires_action"))
    return platform_sandbox_call_fail_state (call, intent, "confirm");
  /* A declined card has to be named again. */
  if (intent->method == NULL)
    g_clear_pointer (&intent->number, g_free);
  if (!set_card (call, intent, &ok, error))
    return FALSE;

  return !ok || confirm_and_answer (call, intent, error);
}

static gboolean
cancel_intent (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxIntent) intent = NULL;

  if (!load_intent (call, platform_sandbox_call_get_id (call), &intent, error))
    return FALSE;
  if (intent == NULL)
    return TRUE;
  if (is (intent, "succeeded") || is (intent, "canceled") || is (intent, "processing"))
    return platform_sandbox_call_fail_state (call, intent, "cancel");
  if (intent->session != NULL)
    return platform_sandbox_call_fail (
        call, 400, "invalid_request_error", NULL, NULL,
        "You cannot cancel PaymentIntents created by Checkout. Expire the Checkout "
        "Session instead.");
  if (!platform_sandbox_cancel (&call->work, intent, platform_form_get (call->form, "cancellation_reason"),
                                error))
    return FALSE;

  write_intent (call, intent);
  return TRUE;
}

/* The payment that a refund is about, by its own id or its charge's. */
static gboolean
find_paid (PlatformSandboxCall *call, PlatformSandboxIntent **intent, GError **error)
{
  const char *charge = platform_form_get (call->form, "charge");
  GPtrArray *found;

  if (charge == NULL)
    {
      const char *id = platform_sandbox_call_get_text (call, "payment_intent");

      return id == NULL || load_intent (call, id, intent, error);
    }

  found = platform_sandbox_store_select (call->work.database, &platform_sandbox_intents, error,
                                         "WHERE charge = ?", "t", charge);
  if (found == NULL)
    return FALSE;
  if (found->len > 0)
    *intent = g_ptr_array_steal_index (found, 0);
  else
    platform_sandbox_call_fail_missing (call, "charge", charge);
  platform_sandbox_store_free_list (&platform_sandbox_intents, found);

  return TRUE;
}

static gboolean
create_refund (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxIntent) intent = NULL;
  g_autoptr (PlatformSandboxRefund) refund = g_new0 (PlatformSandboxRefund, 1);
  gint64 left;

  if (!find_paid (call, &intent, error))
    return FALSE;
  if (intent == NULL)
    return TRUE;
  if (!is (intent, "succeeded"))
    return platform_sandbox_call_fail (call, 400, "invalid_request_error", NULL, "payment_intent",
                                       "This PaymentIntent (%s) does not have a successful charge to refund.",
                                       intent->id);

  left = intent->amount - intent->refunded;
  if (left <= 0)
    return platform_sandbox_call_fail (call, 400, "invalid_request_error", "charge_already_refunded", NULL,
                                       "Charge %s has already been refunded.", intent->charge);
  refund->amount = left;
  if (platform_form_get (call->form, "amount") != NULL &&
      !platform_sandbox_call_get_int (call, "amount", 1, &refund->amount))
    return TRUE;
  if (refund->amount > left)
    return platform_sandbox_call_fail (call, 400, "invalid_request_error", NULL, "amount",
                                       "Refund amount (%" G_GINT64_FORMAT
                                       ") is greater than unrefunded amount on charge (%" G_GINT64_FORMAT ")",
                                       refund->amount, left);

  refund->created = call->work.now_ms / 1000;
  refund->currency = g_strdup (intent->currency);
  refund->intent = g_strdup (intent->id);
  refund->reason = g_strdup (platform_form_get (call->form, "reason"));
  refund->metadata = platform_sandbox_call_metadata (call, "metadata");
  if (!platform_sandbox_refund (&call->work, intent, refund, error))
    return FALSE;

  write_refund (call, refund);
  return TRUE;
}

static gboolean
get_refund (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxRefund) refund = NULL;

  if (!platform_sandbox_call_load (call, &platform_sandbox_refunds, "refund",
                                   platform_sandbox_call_get_id (call), (gpointer *) &refund, error))
    return FALSE;
  if (refund != NULL)
    write_refund (call, refund);

  return TRUE;
}

static gboolean
list_refunds (PlatformSandboxCall *call, GError **error)
{
  const char *intent = platform_form_get (call->form, "payment_intent");

  return platform_sandbox_call_list (call, &platform_sandbox_refunds, "/v1/refunds",
                                     intent != NULL ? "intent" : NULL, intent, write_refund, error);
}

static const PlatformSandboxRoute routes[] = {
  { "POST", "/v1/payment_intents", create_intent, intent_parameters },
  { "GET", "/v1/payment_intents", list_intents, list_parameters },
  { "GET", "/v1/payment_intents/{id}", get_intent, get_parameters },
  { "POST", "/v1/payment_intents/{id}/confirm", confirm_intent, confirm_parameters },
  { "POST", "/v1/payment_intents/{id}/cancel", cancel_intent, cancel_parameters },
  { "POST", "/v1/refunds", create_refund, refund_parameters },
  { "GET", "/v1/refunds", list_refunds, list_parameters },
  { "GET", "/v1/refunds/{id}", get_refund, get_parameters },
};

void
platform_sandbox_api_add_payments (PlatformSandboxProvider *provider)
{
  platform_sandbox_call_add_routes (provider, routes, G_N_ELEMENTS (routes));
}
