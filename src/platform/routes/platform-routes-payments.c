/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-payments.h"

#include <string.h>

#include "platform-fulfilment.h"
#include "platform-inquiry.h"
#include "platform-payment-page.h"
#include "platform-refund-storage.h"
#include "platform-stripe.h"
#include "rambla-fault-point.h"

#define WEBHOOK_PATH "/v1/webhooks/payments"
#define WEBHOOK_LIMIT (256 * 1024)
#define CONFIGURATION "payments.conf"

/* The webhook */

typedef struct
{
  PlatformTrade *trade;
  PlatformRequest *request;
  PlatformProviderEvent *event;
  gint64 now;
} Hook;

static void
hook_free (Hook *hook)
{
  platform_request_unref (hook->request);
  platform_provider_event_free (hook->event);
  g_free (hook);
}

static gboolean
settle_refund (PlatformDatabase *database, const PlatformRefund *refund, GError **error)
{
  if (refund->reference == NULL || refund->state == PLATFORM_REFUND_PENDING)
    return TRUE;

  return platform_refund_storage_settle (
      database, refund->reference,
      refund->state == PLATFORM_REFUND_FAILED ? PLATFORM_REFUND_ROW_FAILED : PLATFORM_REFUND_ROW_SUCCEEDED,
      refund->id, NULL, error);
}

/* Remembering the event and doing what it says are one commit, so a lost answer costs nothing. */
static gboolean
take_event (PlatformDatabase *database, gpointer data, GError **error)
{
  Hook *hook = data;
  PlatformProviderWord word;
  g_autofree char *order_id = NULL;
  gboolean is_new = FALSE;

  if (!platform_payment_storage_take_event (database, hook->event->id, hook->event->type, hook->now, &is_new,
                                            error))
    return FALSE;
  if (!is_new)
    return TRUE;
  rambla_fault_point ("webhook.noted");
  if (hook->event->refund != NULL)
    return settle_refund (database, hook->event->refund, error);
  if (hook->event->payment != NULL)
    platform_provider_word_from_payment (&word, hook->event->payment);
  else if (hook->event->session != NULL)
    platform_provider_word_from_session (&word, hook->event->session);
  else
    return TRUE;

  return platform_fulfilment_apply (database, hook->trade, &word, &order_id, error) &&
         (order_id == NULL ||
          platform_payment_storage_set_event_order (database, hook->event->id, order_id, error));
}

static void
on_event_taken (gpointer data, const GError *error)
{
  Hook *hook = data;

  rambla_fault_point ("webhook.before-answer");
  if (error != NULL)
    {
      /* It comes again. */
      g_warning ("a webhook could not be taken: %s", error->message);
      platform_request_respond_problem (hook->request, RAMBLA_PROBLEM_UNAVAILABLE, NULL);
      return;
    }

  platform_request_respond (hook->request,
                            platform_response_new_json (200, g_string_new ("{\"received\":true}")));
  platform_trade_wake (hook->trade);
}

static void
on_webhook (PlatformRequest *request, gpointer data)
{
  PlatformContext *context = data;
  g_autoptr (PlatformProviderEvent) event = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  const char *text;
  gsize length;
  Hook *hook;
  gint64 now = platform_clock_now (context->clock);

  if (context->provider == NULL || context->trade == NULL)
    {
      platform_request_respond_problem (request, RAMBLA_PROBLEM_NOT_FOUND,
                                        "No payment provider is set up here");
      return;
    }

  text = platform_request_get_body (request, &length);
  body = g_bytes_new (text, length);
  event = platform_provider_verify_webhook (context->provider,
                                            platform_request_get_header (request, "Stripe-Signature"), body,
                                            platform_clock_now_outside (context->clock), &error);
  if (event == NULL)
    {
      g_info ("a webhook was refused: %s", error->message);
      platform_request_respond_problem (request, RAMBLA_PROBLEM_BAD_REQUEST, error->message);
      return;
    }

  hook = g_new0 (Hook, 1);
  hook->trade = context->trade;
  hook->request = platform_request_ref (request);
  hook->event = g_steal_pointer (&event);
  hook->now = now;
  if (!platform_writer_push (context->writer, take_event, on_event_taken, hook, (GDestroyNotify) hook_free,
                             &error))
    {
      platform_request_respond_problem (request, RAMBLA_PROBLEM_UNAVAILABLE, error->message);
      hook_free (hook);
    }
}

/* The page that buyers come back to */

typedef struct
{
  PlatformContext *context;
  PlatformRequest *request;
  PlatformReturnState state;
  char *pay_url;
  PlatformTry *ask; /* what the provider has to be asked about, or NULL */
} Return;

static void
return_free (Return *back)
{
  platform_request_unref (back->request);
  g_clear_pointer (&back->ask, platform_try_free);
  g_free (back->pay_url);
  g_free (back);
}

static PlatformReturnState
get_return_state (const PlatformOrder *order, const PlatformTry *try)
{
  switch (order->state)
    {
    case PLATFORM_ORDER_PAID:
    case PLATFORM_ORDER_COMPLETED:
    case PLATFORM_ORDER_PARTIALLY_REFUNDED:
      return PLATFORM_RETURN_PAID;
    case PLATFORM_ORDER_REFUNDED:
      return PLATFORM_RETURN_REFUNDED;
    case PLATFORM_ORDER_CANCELLED:
    case PLATFORM_ORDER_EXPIRED:
      return PLATFORM_RETURN_CLOSED;
    case PLATFORM_ORDER_UNKNOWN:
      return PLATFORM_RETURN_PROCESSING;
    case PLATFORM_ORDER_PENDING_PAYMENT:
    default:
      return try != NULL && try->state == PLATFORM_TRY_PROCESSING ? PLATFORM_RETURN_PROCESSING
                                                                  : PLATFORM_RETURN_OPEN;
    }
}

/* How the order stands now; @newest is its newest try, if it has one. */
static gboolean
read_order (PlatformDatabase *database, Return *back, PlatformTry **newest, GError **error)
{
  const char *id = platform_request_get_path_parameter (back->request, "id");
  g_autoptr (PlatformOrder) order = NULL;
  g_autoptr (GPtrArray) tries = NULL;
  PlatformTry *try = NULL;
  PlatformStep step;

  step = platform_order_storage_get (database, id, NULL, &order, error);
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (step == PLATFORM_STEP_DONE)
    {
      back->state = PLATFORM_RETURN_NOT_FOUND;
      return TRUE;
    }
  tries = platform_payment_storage_list (database, id, error);
  if (tries == NULL)
    return FALSE;
  if (tries->len > 0)
    try = g_ptr_array_index (tries, 0);

  back->state = get_return_state (order, try);
  g_free (back->pay_url);
  back->pay_url = g_strdup (try != NULL ? try->url : NULL);
  if (newest != NULL && try != NULL)
    *newest = g_ptr_array_steal_index (tries, 0);

  return TRUE;
}

static gboolean
look_job (PlatformDatabase *database, gpointer data, GError **error)
{
  Return *back = data;
  g_autoptr (PlatformTry) try = NULL;
  gint64 now = platform_clock_now (back->context->clock);
  gboolean claimed = FALSE;

  if (!read_order (database, back, &try, error))
    return FALSE;
  if (try == NULL || back->context->provider == NULL ||
      (back->state != PLATFORM_RETURN_OPEN && back->state != PLATFORM_RETURN_PROCESSING) ||
      (try->provider_payment == NULL && try->provider_session == NULL) || try->state == PLATFORM_TRY_FAILED)
    return TRUE;
  /* Asked at every visit: the buyer has just done something there. The scheduler is told not to ask as well.
   */
  if (!platform_payment_storage_claim (database, try->id, now, now, &claimed, error))
    return FALSE;
  if (claimed)
    back->ask = g_steal_pointer (&try);

  return TRUE;
}

static void
respond (Return *back, const GError *error)
{
  RamblaLanguage language = platform_web_page_language (back->request, RAMBLA_LANGUAGE_ES);

  if (error != NULL)
    {
      g_warning ("the page after a payment failed: %s", error->message);
      /* Whatever became of it, the order finishes by itself. */
      back->state = PLATFORM_RETURN_PROCESSING;
    }
  platform_request_respond (back->request,
                            platform_payment_page_return (language, back->state, back->pay_url,
                                                          platform_request_get_path (back->request)));
}

static gboolean
on_word_taken (PlatformDatabase *database, const GError *failure, gpointer data, GError **error)
{
  return read_order (database, data, NULL, error);
}

static void
on_asked (gpointer data, const GError *error)
{
  respond (data, error);
}

static void
on_looked (gpointer data, const GError *error)
{
  Return *back = data;

  if (error == NULL && back->ask != NULL)
    {
      g_autoptr (PlatformTry) try = g_steal_pointer (&back->ask);

      platform_inquiry_start (back->context->trade, PLATFORM_INQUIRY_LOOK, try, NULL, on_word_taken, on_asked,
                              back, (GDestroyNotify) return_free);
      return;
    }

  respond (back, error);
  return_free (back);
}

static void
on_return (PlatformRequest *request, gpointer data)
{
  PlatformContext *context = data;
  g_autoptr (GError) error = NULL;
  Return *back = g_new0 (Return, 1);

  back->context = context;
  back->request = platform_request_ref (request);
  back->state = PLATFORM_RETURN_NOT_FOUND;
  if (context->trade == NULL)
    {
      respond (back, NULL);
      return_free (back);
    }
  else if (!platform_writer_push (context->writer, look_job, on_looked, back, NULL, &error))
    {
      respond (back, error);
      return_free (back);
    }
}

static const PlatformRoute routes[] = {
  { "POST", WEBHOOK_PATH, on_webhook, NULL, PLATFORM_ROUTE_ANY_CONTENT_TYPE, WEBHOOK_LIMIT },
  { "GET", "/pay/{id}/return", on_return, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
};

void
platform_routes_payments_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}

/* Who moves the money */

static gboolean
open_sandbox (PlatformContext *context, GError **error)
{
  const char *uri = platform_server_get_uri (context->server);
  g_autofree char *webhook_url = NULL;
  PlatformSandboxOptions options = { .data_directory = context->data_directory };
  const char *secrets[] = { NULL, NULL };
  PlatformStripeOptions stripe = { .webhook_secrets = secrets };

  /* On a Unix socket nobody can be sent a webhook; the platform asks for itself. */
  if (g_str_has_prefix (uri, "http"))
    webhook_url = g_strconcat (uri, WEBHOOK_PATH, NULL);
  options.webhook_url = webhook_url;
  context->sandbox_provider = platform_sandbox_provider_new (&options, error);
  if (context->sandbox_provider == NULL)
    return FALSE;

  secrets[0] = platform_sandbox_provider_get_webhook_secret (context->sandbox_provider);
  stripe.base_url = platform_sandbox_provider_get_uri (context->sandbox_provider);
  stripe.secret_key = platform_sandbox_provider_get_secret_key (context->sandbox_provider);
  context->provider = platform_stripe_new (&stripe, error);

  return context->provider != NULL;
}

static gboolean
open_configured (PlatformContext *context, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *url = NULL;
  g_autofree char *key = NULL;
  g_auto (GStrv) secrets = NULL;
  PlatformStripeOptions stripe = { 0 };

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  url = g_key_file_get_string (file, "provider", "url", NULL);
  key = g_key_file_get_string (file, "provider", "secret_key", NULL);
  secrets = g_key_file_get_string_list (file, "provider", "webhook_secrets", NULL, NULL);
  stripe.base_url = url;
  stripe.secret_key = key;
  stripe.webhook_secrets = (const char *const *) secrets;
  stripe.session_min_s =
      (guint) CLAMP (g_key_file_get_integer (file, "provider", "session_min_s", NULL), 0, 86400);
  context->provider = platform_stripe_new (&stripe, error);
  if (context->provider == NULL)
    g_prefix_error (error, "%s: ", path);

  return context->provider != NULL;
}

gboolean
platform_routes_payments_open (PlatformContext *context, GError **error)
{
  g_autofree char *path = g_build_filename (context->data_directory, CONFIGURATION, NULL);

  if (context->sandbox)
    return open_sandbox (context, error);

  return !g_file_test (path, G_FILE_TEST_EXISTS) || open_configured (context, path, error);
}

void
platform_routes_payments_write_ready (PlatformContext *context, RamblaJsonWriter *writer)
{
  if (context->sandbox_provider == NULL)
    return;

  rambla_json_writer_name (writer, "payment_provider");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "url",
                                    platform_sandbox_provider_get_uri (context->sandbox_provider));
  rambla_json_writer_member_string (writer, "secret_key",
                                    platform_sandbox_provider_get_secret_key (context->sandbox_provider));
  rambla_json_writer_member_string (writer, "webhook_secret",
                                    platform_sandbox_provider_get_webhook_secret (context->sandbox_provider));
  rambla_json_writer_end_object (writer);
}

void
platform_routes_payments_close (PlatformContext *context)
{
  g_clear_object (&context->provider);
  g_clear_pointer (&context->sandbox_provider, platform_sandbox_provider_free);
}
