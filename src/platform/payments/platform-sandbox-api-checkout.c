/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "platform-sandbox-call.h"
#include "platform-sandbox-json.h"
#include "rambla-json.h"

#define DEFAULT_LIFE (24 * 60 * 60)
#define MAX_ITEMS 100

static const char *const session_parameters[] = { "mode",
                                                  "line_items",
                                                  "success_url",
                                                  "cancel_url",
                                                  "expires_at",
                                                  "customer",
                                                  "locale",
                                                  "metadata",
                                                  "client_reference_id",
                                                  "payment_intent_data",
                                                  "customer_email",
                                                  "payment_method_types",
                                                  "currency",
                                                  "submit_type",
                                                  NULL };
static const char *const no_parameters[] = { NULL };
static const char *const list_parameters[] = { "limit",    "starting_after", "payment_intent",
                                               "customer", "status",         NULL };

static void
write_session (PlatformSandboxCall *call, gconstpointer object)
{
  platform_sandbox_write_session (&call->writer, object, call->work.provider->uri, NULL);
}

static gboolean
load_session (PlatformSandboxCall *call, PlatformSandboxSession **session, GError **error)
{
  return platform_sandbox_call_load (call, &platform_sandbox_sessions, "checkout.session",
                                     platform_sandbox_call_get_id (call), (gpointer *) session, error);
}

/* Adds up the lines; FALSE when the call was answered with an error instead. */
static gboolean
read_lines (PlatformSandboxCall *call, PlatformSandboxSession *session)
{
  GString *name = g_string_new (NULL);
  gboolean ok = TRUE;
  guint i;

  for (i = 0; ok && i < MAX_ITEMS; i++)
    {
      g_autofree char *quantity_name = g_strdup_printf ("line_items[%u][quantity]", i);
      g_autofree char *amount_name = g_strdup_printf ("line_items[%u][price_data][unit_amount]", i);
      g_autofree char *currency_name = g_strdup_printf ("line_items[%u][price_data][currency]", i);
      g_autofree char *product_name = g_strdup_printf ("line_items[%u][price_data][product_data][name]", i);
      g_autofree char *currency = NULL;
      const char *product;
      gint64 quantity = 0;
      gint64 amount = 0;

      if (i > 0 && platform_form_get (call->form, amount_name) == NULL)
        break;
      ok = platform_sandbox_call_get_int (call, amount_name, 0, &amount) &&
           platform_sandbox_call_get_int (call, quantity_name, 1, &quantity) &&
           (currency = platform_sandbox_call_get_currency (call, currency_name)) != NULL &&
           (product = platform_sandbox_call_get_text (call, product_name)) != NULL;
      if (!ok)
        break;
      if (session->currency != NULL && strcmp (session->currency, currency) != 0)
        {
          platform_sandbox_call_fail (call, 400, "invalid_request_error", NULL, currency_name,
                                      "All line items must have the same currency.");
          ok = FALSE;
          break;
        }
      if (quantity > 999999 || amount > RAMBLA_MONEY_MAX_AMOUNT / quantity ||
          session->amount > RAMBLA_MONEY_MAX_AMOUNT - amount * quantity)
        {
          platform_sandbox_call_fail (call, 400, "invalid_request_error", "amount_too_large", amount_name,
                                      "The amount is too large.");
          ok = FALSE;
          break;
        }
      if (session->currency == NULL)
        session->currency = g_steal_pointer (&currency);
      session->amount += amount * quantity;
      g_string_append_printf (name, "%s%s", i > 0 ? ", " : "", product);
    }
  if (ok && session->amount == 0)
    {
      platform_sandbox_call_fail (call, 400, "invalid_request_error", "amount_too_small", "line_items",
                                  "The amount must be greater than zero.");
      ok = FALSE;
    }

  session->name = g_string_free (name, FALSE);
  return ok;
}

/* An address that a browser may be sent to. */
static gboolean
read_url (PlatformSandboxCall *call, const char *name, gboolean required, char **url)
{
  const char *text = platform_form_get (call->form, name);
  g_auto (GStrv) parts = NULL;
  g_autofree char *filled = NULL;

  if (text == NULL && !required)
    return TRUE;
  text = platform_sandbox_call_get_text (call, name);
  if (text == NULL)
    return FALSE;
  parts = g_strsplit (text, "{CHECKOUT_SESSION_ID}", -1);
  filled = g_strjoinv ("x", parts);
  if (!rambla_url_is_acceptable (filled))
    {
      platform_sandbox_call_fail (call, 400, "invalid_request_error", "url_invalid", name, "Not a valid URL");
      return FALSE;
    }

  *url = g_strdup (text);
  return TRUE;
}

static gboolean
read_session (PlatformSandboxCall *call, PlatformSandboxSession *session)
{
  const char *mode = platform_sandbox_call_get_text (call, "mode");
  gint64 now = call->work.now_ms / 1000;

  if (mode == NULL)
    return FALSE;
  if (strcmp (mode, "payment") != 0)
    {
      platform_sandbox_call_fail (call, 400, "invalid_request_error", NULL, "mode",
                                  "The sandbox knows the mode payment only.");
      return FALSE;
    }
  if (!read_lines (call, session) || !read_url (call, "success_url", TRUE, &session->success_url) ||
      !read_url (call, "cancel_url", FALSE, &session->cancel_url))
    return FALSE;

  session->expires_at = now + DEFAULT_LIFE;
  if (platform_form_get (call->form, "expires_at") != NULL &&
      !platform_sandbox_call_get_int (call, "expires_at", 0, &session->expires_at))
    return FALSE;
  if (session->expires_at <= now || session->expires_at > now + DEFAULT_LIFE)
    {
      platform_sandbox_call_fail (
          call, 400, "invalid_request_error", NULL, "expires_at",
          "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation, "
          "and not in the past.");
      return FALSE;
    }

  return TRUE;
}

static gboolean
create_session (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxSession) session = g_new0 (PlatformSandboxSession, 1);
  g_autoptr (PlatformSandboxIntent) intent = g_new0 (PlatformSandboxIntent, 1);
  g_autoptr (PlatformSandboxCustomer) customer = NULL;
  g_autofree char *random = NULL;
  const char *description;

  if (!read_session (call, session))
    return TRUE;
  session->customer = g_strdup (platform_form_get (call->form, "customer"));
  if (session->customer != NULL)
    {
      if (!platform_sandbox_call_load (call, &platform_sandbox_customers, "customer", session->customer,
                                       (gpointer *) &customer, error))
        return FALSE;
      if (customer == NULL)
        return TRUE;
    }

  intent->id = platform_sandbox_store_new_id ("pi_");
  random = platform_sandbox_store_new_id ("_secret_");
  intent->client_secret = g_strconcat (intent->id, random, NULL);
  intent->created = call->work.now_ms / 1000;
  intent->status = g_strdup ("requires_payment_method");
  intent->amount = session->amount;
  intent->currency = g_strdup (session->currency);
  intent->customer = g_strdup (session->customer);
  description = platform_form_get (call->form, "payment_intent_data[description]");
  intent->description = g_strdup (description != NULL ? description : session->name);
  intent->metadata = platform_sandbox_call_metadata (call, "payment_intent_data[metadata]");

  session->id = platform_sandbox_store_new_id ("cs_test_");
  session->created = intent->created;
  session->status = g_strdup ("open");
  session->payment_status = g_strdup ("unpaid");
  session->intent = g_strdup (intent->id);
  session->reference = g_strdup (platform_form_get (call->form, "client_reference_id"));
  session->metadata = platform_sandbox_call_metadata (call, "metadata");
  session->locale = g_strdup (platform_form_get (call->form, "locale"));
  intent->session = g_strdup (session->id);

  if (!platform_sandbox_store_save (call->work.database, &platform_sandbox_intents, intent, error) ||
      !platform_sandbox_store_save (call->work.database, &platform_sandbox_sessions, session, error))
    return FALSE;

  write_session (call, session);
  return TRUE;
}

static gboolean
get_session (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxSession) session = NULL;
  g_autoptr (PlatformSandboxIntent) intent = NULL;
  GError *cause = NULL;

  if (!load_session (call, &session, error))
    return FALSE;
  if (session == NULL)
    return TRUE;
  if (platform_sandbox_call_expands (call, "payment_intent"))
    {
      intent = platform_sandbox_store_load (call->work.database, &platform_sandbox_intents, session->intent,
                                            &cause);
      if (cause != NULL)
        {
          g_propagate_error (error, cause);
          return FALSE;
        }
    }

  platform_sandbox_write_session (&call->writer, session, call->work.provider->uri, intent);
  return TRUE;
}

static gboolean
list_sessions (PlatformSandboxCall *call, GError **error)
{
  const char *intent = platform_form_get (call->form, "payment_intent");
  const char *customer = platform_form_get (call->form, "customer");

  return platform_sandbox_call_list (call, &platform_sandbox_sessions, "/v1/checkout/sessions",
                                     intent != NULL     ? "intent"
                                     : customer != NULL ? "customer"
                                                        : NULL,
                                     intent != NULL ? intent : customer, write_session, error);
}

static gboolean
expire_session (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxSession) session = NULL;

  if (!load_session (call, &session, error))
    return FALSE;
  if (session == NULL)
    return TRUE;
  if (strcmp (session->status, "open") != 0)
    return platform_sandbox_call_fail (
        call, 400, "invalid_request_error", NULL, NULL,
        "Only Checkout Sessions with a status in [\"open\"] can be expired. This "
        "Checkout Session has a status of %s.",
        session->status);
  if (!platform_sandbox_expire (&call->work, session, error))
    return FALSE;

  write_session (call, session);
  return TRUE;
}

static const PlatformSandboxRoute routes[] = {
  { "POST", "/v1/checkout/sessions", create_session, session_parameters },
  { "GET", "/v1/checkout/sessions", list_sessions, list_parameters },
  { "GET", "/v1/checkout/sessions/{id}", get_session, no_parameters },
  { "POST", "/v1/checkout/sessions/{id}/expire", expire_session, no_parameters },
};

void
platform_sandbox_api_add_checkout (PlatformSandboxProvider *provider)
{
  platform_sandbox_call_add_routes (provider, routes, G_N_ELEMENTS (routes));
}
