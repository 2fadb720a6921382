/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-stripe.h"

#include <libsoup/soup.h>
#include <sodium.h>
#include <string.h>

#include "platform-form.h"
#include "platform-stripe-call.h"
#include "platform-stripe-wire.h"
#include "platform-webhook-signature.h"
#include "rambla-json.h"

#define DEFAULT_API_VERSION "2024-06-20"
#define MAX_WEBHOOK (256 * 1024)

struct _PlatformStripe
{
  GObject parent_instance;

  PlatformStripeConnection *connection; /* owned; its own thread */
  char **webhook_secrets;               /* owned; only read after construction */
  guint session_min_s;
};

static void platform_stripe_iface_init (PlatformProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PlatformStripe,
                               platform_stripe,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PLATFORM_TYPE_PROVIDER, platform_stripe_iface_init))

static char *
dup_path (const char *folder, const char *id, const char *rest)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);

  return g_strconcat (folder, escaped, rest, NULL);
}

static char *
dup_lower (const char *currency)
{
  return g_ascii_strdown (currency, -1);
}

/* Reports an amount that the protocol cannot say; nothing was asked. */
static gboolean
convert (PlatformStripe *self,
         gint64 amount,
         const char *currency,
         gint64 *wire,
         GCancellable *cancellable,
         GAsyncReadyCallback callback,
         gpointer user_data)
{
  if (platform_stripe_amount_to_wire (amount, currency, wire))
    return TRUE;

  platform_stripe_connection_refuse (self->connection, self, "the provider cannot take that amount",
                                     cancellable, callback, user_data);
  return FALSE;
}

static void
create_session (PlatformProvider *provider,
                const PlatformCheckoutRequest *request,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  PlatformStripe *self = PLATFORM_STRIPE (provider);
  g_autoptr (PlatformForm) form = platform_form_new ();
  g_autofree char *currency = dup_lower (request->currency);
  PlatformStripeCall call = { 0 };
  gint64 expires_at = request->expires_at;
  gint64 wire;

  if (!convert (self, request->amount, request->currency, &wire, cancellable, callback, user_data))
    return;

  platform_form_add (form, "mode", "payment");
  platform_form_add (form, "payment_method_types[0]", "card");
  platform_form_add (form, "client_reference_id", request->order_id);
  platform_form_add (form, "metadata[order_id]", request->order_id);
  platform_form_add (form, "payment_intent_data[metadata][order_id]", request->order_id);
  platform_form_add (form, "payment_intent_data[description]", request->description);
  platform_form_add_int (form, "line_items[0][quantity]", 1);
  platform_form_add (form, "line_items[0][price_data][currency]", currency);
  platform_form_add_int (form, "line_items[0][price_data][unit_amount]", wire);
  platform_form_add (form, "line_items[0][price_data][product_data][name]",
                     request->description != NULL ? request->description : request->order_id);
  platform_form_add (form, "success_url", request->success_url);
  platform_form_add (form, "cancel_url", request->cancel_url);
  platform_form_add (form, "customer", request->customer);
  platform_form_add (form, "locale", request->locale);
  if (expires_at > 0)
    {
      gint64 earliest = g_get_real_time () / G_USEC_PER_SEC + self->session_min_s;

      /* A minute more than the bound, for clocks that differ. */
      if (self->session_min_s > 0 && expires_at < earliest + 60)
        expires_at = earliest + 60;
      platform_form_add_int (form, "expires_at", expires_at);
    }

  call.path = "/v1/checkout/sessions";
  call.form = form;
  call.idempotency_key = request->idempotency_key;
  call.reads = PLATFORM_STRIPE_READS_SESSION;
  call.amount = request->amount;
  call.currency = request->currency;
  platform_stripe_connection_call (self->connection, self, &call, cancellable, callback, user_data);
}

static void
get_or_post (PlatformProvider *provider,
             const char *folder,
             const char *id,
             const char *rest,
             gboolean post,
             PlatformStripeReads reads,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  PlatformStripe *self = PLATFORM_STRIPE (provider);
  g_autoptr (PlatformForm) form = post ? platform_form_new () : NULL;
  g_autofree char *path = dup_path (folder, id, rest);
  g_autofree char *key = post ? g_uuid_string_random () : NULL;
  PlatformStripeCall call = { 0 };

  call.path = path;
  call.form = form;
  call.idempotency_key = key;
  call.reads = reads;
  platform_stripe_connection_call (self->connection, self, &call, cancellable, callback, user_data);
}

static void
retrieve_session (PlatformProvider *provider,
                  const char *id,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  get_or_post (provider, "/v1/checkout/sessions/", id, NULL, FALSE, PLATFORM_STRIPE_READS_SESSION,
               cancellable, callback, user_data);
}

static void
expire_session (PlatformProvider *provider,
                const char *id,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  get_or_post (provider, "/v1/checkout/sessions/", id, "/expire", TRUE, PLATFORM_STRIPE_READS_SESSION,
               cancellable, callback, user_data);
}

static void
charge (PlatformProvider *provider,
        const PlatformChargeRequest *request,
        GCancellable *cancellable,
        GAsyncReadyCallback callback,
        gpointer user_data)
{
  PlatformStripe *self = PLATFORM_STRIPE (provider);
  g_autoptr (PlatformForm) form = platform_form_new ();
  g_autofree char *currency = dup_lower (request->currency);
  PlatformStripeCall call = { 0 };
  gint64 wire;

  if (!convert (self, request->amount, request->currency, &wire, cancellable, callback, user_data))
    return;

  platform_form_add_int (form, "amount", wire);
  platform_form_add (form, "currency", currency);
  platform_form_add (form, "customer", request->customer);
  platform_form_add (form, "payment_method", request->payment_method);
  platform_form_add (form, "payment_method_types[0]", "card");
  platform_form_add (form, "confirm", "true");
  platform_form_add (form, "description", request->description);
  platform_form_add (form, "return_url", request->return_url);
  platform_form_add (form, "metadata[order_id]", request->order_id);

  call.path = "/v1/payment_intents";
  call.form = form;
  call.idempotency_key = request->idempotency_key;
  call.reads = PLATFORM_STRIPE_READS_PAYMENT;
  call.takes_decline = TRUE;
  call.amount = request->amount;
  call.currency = request->currency;
  platform_stripe_connection_call (self->connection, self, &call, cancellable, callback, user_data);
}

static void
retrieve_payment (PlatformProvider *provider,
                  const char *id,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  get_or_post (provider, "/v1/payment_intents/", id, "?expand[]=latest_charge", FALSE,
               PLATFORM_STRIPE_READS_PAYMENT, cancellable, callback, user_data);
}

static void
cancel_payment (PlatformProvider *provider,
                const char *id,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  get_or_post (provider, "/v1/payment_intents/", id, "/cancel", TRUE, PLATFORM_STRIPE_READS_PAYMENT,
               cancellable, callback, user_data);
}

static void
refund (PlatformProvider *provider,
        const PlatformRefundRequest *request,
        GCancellable *cancellable,
        GAsyncReadyCallback callback,
        gpointer user_data)
{
  PlatformStripe *self = PLATFORM_STRIPE (provider);
  g_autoptr (PlatformForm) form = platform_form_new ();
  PlatformStripeCall call = { 0 };
  gint64 wire;

  if (!convert (self, request->amount, request->currency, &wire, cancellable, callback, user_data))
    return;

  platform_form_add (form, "payment_intent", request->payment_id);
  if (request->amount > 0)
    platform_form_add_int (form, "amount", wire);
  platform_form_add (form, "metadata[order_id]", request->order_id);
  platform_form_add (form, "metadata[reference]", request->idempotency_key);

  call.path = "/v1/refunds";
  call.form = form;
  call.idempotency_key = request->idempotency_key;
  call.reads = PLATFORM_STRIPE_READS_REFUND;
  call.amount = request->amount;
  call.currency = request->currency;
  platform_stripe_connection_call (self->connection, self, &call, cancellable, callback, user_data);
}

static void
retrieve_refund (PlatformProvider *provider,
                 const char *id,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  get_or_post (provider, "/v1/refunds/", id, NULL, FALSE, PLATFORM_STRIPE_READS_REFUND, cancellable, callback,
               user_data);
}

static void
create_customer (PlatformProvider *provider,
                 const char *account_id,
                 const char *email,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  PlatformStripe *self = PLATFORM_STRIPE (provider);
  g_autoptr (PlatformForm) form = platform_form_new ();
  g_autofree char *key = g_strconcat ("customer-", account_id, NULL);
  PlatformStripeCall call = { 0 };

  platform_form_add (form, "email", email);
  platform_form_add (form, "metadata[account_id]", account_id);

  call.path = "/v1/customers";
  call.form = form;
  call.idempotency_key = key;
  call.reads = PLATFORM_STRIPE_READS_CUSTOMER;
  platform_stripe_connection_call (self->connection, self, &call, cancellable, callback, user_data);
}

static void
list_cards (PlatformProvider *provider,
            const char *customer,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  PlatformStripe *self = PLATFORM_STRIPE (provider);
  g_autofree char *path = dup_path ("/v1/payment_methods?type=card&limit=100&customer=", customer, NULL);
  PlatformStripeCall call = { 0 };

  call.path = path;
  call.reads = PLATFORM_STRIPE_READS_CARDS;
  platform_stripe_connection_call (self->connection, self, &call, cancellable, callback, user_data);
}

static gpointer
finish (PlatformProvider *provider, GAsyncResult *result, PlatformStripeReads reads, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, provider), NULL);
  g_return_val_if_fail (platform_stripe_connection_result_fits (result, reads), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static PlatformCheckoutSession *
session_finish (PlatformProvider *provider, GAsyncResult *result, GError **error)
{
  return finish (provider, result, PLATFORM_STRIPE_READS_SESSION, error);
}

static PlatformPayment *
payment_finish (PlatformProvider *provider, GAsyncResult *result, GError **error)
{
  return finish (provider, result, PLATFORM_STRIPE_READS_PAYMENT, error);
}

static PlatformRefund *
refund_finish (PlatformProvider *provider, GAsyncResult *result, GError **error)
{
  return finish (provider, result, PLATFORM_STRIPE_READS_REFUND, error);
}

static char *
create_customer_finish (PlatformProvider *provider, GAsyncResult *result, GError **error)
{
  return finish (provider, result, PLATFORM_STRIPE_READS_CUSTOMER, error);
}

static GPtrArray *
list_cards_finish (PlatformProvider *provider, GAsyncResult *result, GError **error)
{
  return finish (provider, result, PLATFORM_STRIPE_READS_CARDS, error);
}

static PlatformProviderEvent *
verify_webhook (PlatformProvider *provider, const char *signature, GBytes *body, gint64 now, GError **error)
{
  PlatformStripe *self = PLATFORM_STRIPE (provider);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) cause = NULL;
  PlatformWebhookSignature result;
  const char *data;
  gsize length;

  data = g_bytes_get_data (body, &length);
  result = platform_webhook_signature_check (
      signature, data, length, (const char *const *) self->webhook_secrets, now, PLATFORM_WEBHOOK_TOLERANCE);
  if (result != PLATFORM_WEBHOOK_SIGNATURE_GOOD)
    {
      g_set_error_literal (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_SIGNATURE,
                           platform_webhook_signature_describe (result));
      return NULL;
    }

  node = rambla_json_parse (data, (gssize) length, MAX_WEBHOOK, &cause);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_PROTOCOL,
                   "the webhook's body is no JSON object%s%s", cause != NULL ? ": " : "",
                   cause != NULL ? cause->message : "");
      return NULL;
    }

  return platform_stripe_read_event (json_node_get_object (node), error);
}

static void
platform_stripe_iface_init (PlatformProviderInterface *iface)
{
  iface->create_session = create_session;
  iface->retrieve_session = retrieve_session;
  iface->expire_session = expire_session;
  iface->charge = charge;
  iface->retrieve_payment = retrieve_payment;
  iface->cancel_payment = cancel_payment;
  iface->refund = refund;
  iface->retrieve_refund = retrieve_refund;
  iface->create_customer = create_customer;
  iface->list_cards = list_cards;
  iface->verify_webhook = verify_webhook;
  iface->session_finish = session_finish;
  iface->payment_finish = payment_finish;
  iface->refund_finish = refund_finish;
  iface->create_customer_finish = create_customer_finish;
  iface->list_cards_finish = list_cards_finish;
}

static void
platform_stripe_finalize (GObject *object)
{
  PlatformStripe *self = PLATFORM_STRIPE (object);

  g_clear_pointer (&self->connection, platform_stripe_connection_free);
  for (gsize i = 0; self->webhook_secrets != NULL && self->webhook_secrets[i] != NULL; i++)
    sodium_memzero (self->webhook_secrets[i], strlen (self->webhook_secrets[i]));
  g_strfreev (self->webhook_secrets);

  G_OBJECT_CLASS (platform_stripe_parent_class)->finalize (object);
}

static void
platform_stripe_class_init (PlatformStripeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = platform_stripe_finalize;
}

static void
platform_stripe_init (PlatformStripe *self)
{
}

PlatformProvider *
platform_stripe_new (const PlatformStripeOptions *options, GError **error)
{
  g_autoptr (PlatformStripe) self = NULL;
  static const char *const no_secrets[] = { NULL };

  g_return_val_if_fail (options != NULL, NULL);

  self = g_object_new (PLATFORM_TYPE_STRIPE, NULL);
  self->connection = platform_stripe_connection_new (
      options->base_url, options->secret_key,
      options->api_version != NULL ? options->api_version : DEFAULT_API_VERSION,
      options->try_timeout_ms != 0 ? options->try_timeout_ms : 8000,
      options->call_timeout_ms != 0 ? options->call_timeout_ms : 20000,
      options->max_tries != 0 ? options->max_tries : 3, error);
  if (self->connection == NULL)
    return NULL;

  self->webhook_secrets =
      g_strdupv ((char **) (options->webhook_secrets != NULL ? options->webhook_secrets : no_secrets));
  self->session_min_s = options->session_min_s;

  return PLATFORM_PROVIDER (g_steal_pointer (&self));
}

void
platform_stripe_get_counts (PlatformStripe *self, guint64 *tries, guint64 *answers, guint64 *refusals)
{
  *tries = __atomic_load_n (&self->connection->n_tries, __ATOMIC_RELAXED);
  *answers = __atomic_load_n (&self->connection->n_answers, __ATOMIC_RELAXED);
  *refusals = __atomic_load_n (&self->connection->n_refusals, __ATOMIC_RELAXED);
}
