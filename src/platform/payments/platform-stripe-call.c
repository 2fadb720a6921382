/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-stripe-call.h"

#include <libsoup/soup.h>
#include <sodium.h>
#include <string.h>

#include "platform-provider.h"
#include "platform-stripe-wire.h"
#include "rambla-json.h"

#define MAX_ANSWER (1024 * 1024)
#define CHUNK (64 * 1024)
#define FIRST_PAUSE_MS 200
#define MAX_PAUSE_MS 5000

struct _PlatformStripeConnection
{
  gatomicrefcount ref_count; /* one for the owner, one for the thread */

  /* set at construction, then only read */
  char *base_url;
  char *authorization;
  char *api_version;
  guint try_timeout_ms;
  guint call_timeout_ms;
  guint max_tries;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;

  /* the thread's own */
  SoupSession *session;
};

/* One call, from its start to its answer. Owned by its task once that is made. */
typedef struct
{
  PlatformStripeConnection *connection; /* not owned: the source keeps it */
  gpointer source;                      /* owned until the task is made */
  GCancellable *cancellable;            /* owned */
  GAsyncReadyCallback callback;
  gpointer user_data;
  char *refusal; /* owned; the call is not made, for this reason */

  char *url;
  char *body; /* NULL: GET */
  char *idempotency_key;
  PlatformStripeReads reads;
  gboolean takes_decline;
  gint64 amount;
  char *currency;

  gint64 started;       /* monotonic µs */
  guint tries;          /* so far */
  gboolean asked;       /* at some try the request went out */
  gboolean timed_out;   /* this try */
  SoupMessage *message; /* this try's */
  GCancellable *try_cancellable;
  gulong cancelled_id;
  GSource *timer;
  GByteArray *answer;
} Operation;

static void try_once (GTask *task);

static void
end_try (Operation *op)
{
  if (op->cancelled_id != 0)
    g_cancellable_disconnect (op->cancellable, op->cancelled_id);
  op->cancelled_id = 0;
  if (op->timer != NULL)
    g_source_destroy (op->timer);
  g_clear_pointer (&op->timer, g_source_unref);
  g_clear_object (&op->try_cancellable);
  g_clear_object (&op->message);
}

static void
operation_free (Operation *op)
{
  end_try (op);
  g_clear_object (&op->source);
  g_clear_object (&op->cancellable);
  g_clear_pointer (&op->answer, g_byte_array_unref);
  g_free (op->refusal);
  g_free (op->url);
  g_free (op->body);
  g_free (op->idempotency_key);
  g_free (op->currency);
  g_free (op);
}

/* What the answer was about must be what was asked for. */
static gboolean
check_sum (Operation *op, gint64 amount, const char *currency, GError **error)
{
  if ((op->amount == 0 || op->amount == amount) &&
      (op->currency == NULL || g_ascii_strcasecmp (op->currency, currency) == 0))
    return TRUE;

  g_set_error_literal (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_PROTOCOL,
                       "the provider answered about another amount");
  return FALSE;
}

static void
return_session (GTask *task, Operation *op, JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformCheckoutSession) session = platform_stripe_read_session (object, &error);

  if (session == NULL || !check_sum (op, session->amount, session->currency, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&session), (GDestroyNotify) platform_checkout_session_free);
}

static void
return_payment (GTask *task, Operation *op, JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformPayment) payment = platform_stripe_read_payment (object, &error);

  if (payment == NULL || !check_sum (op, payment->amount, payment->currency, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&payment), (GDestroyNotify) platform_payment_free);
}

static void
return_refund (GTask *task, Operation *op, JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformRefund) refund = platform_stripe_read_refund (object, &error);

  if (refund == NULL || !check_sum (op, refund->amount, refund->currency, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&refund), (GDestroyNotify) platform_refund_free);
}

static void
return_customer (GTask *task, JsonObject *object)
{
  const char *id = NULL;

  if (rambla_json_get_string (object, "id", 255, &id, NULL))
    g_task_return_pointer (task, g_strdup (id), g_free);
  else
    g_task_return_new_error (task, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_PROTOCOL,
                             "the provider's customer has no id");
}

static void
return_cards (GTask *task, JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *cards = platform_stripe_read_cards (object, &error);

  if (cards != NULL)
    g_task_return_pointer (task, cards, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
return_object (GTask *task, Operation *op, JsonObject *object)
{
  switch (op->reads)
    {
    case PLATFORM_STRIPE_READS_SESSION:
      return_session (task, op, object);
      break;
    case PLATFORM_STRIPE_READS_PAYMENT:
      return_payment (task, op, object);
      break;
    case PLATFORM_STRIPE_READS_REFUND:
      return_refund (task, op, object);
      break;
    case PLATFORM_STRIPE_READS_CUSTOMER:
      return_customer (task, object);
      break;
    case PLATFORM_STRIPE_READS_CARDS:
      return_cards (task, object);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
on_pause_over (gpointer user_data)
{
  try_once (user_data);

  return G_SOURCE_REMOVE;
}

/* Waits, then tries again with the same key; a cancelled call wakes up at once. Takes @task. */
static void
pause_then_try (GTask *task, guint pause_ms)
{
  Operation *op = g_task_get_task_data (task);
  PlatformStripeConnection *self = op->connection;

  op->timer = g_timeout_source_new (pause_ms);
  if (op->cancellable != NULL)
    {
      g_autoptr (GSource) wake = g_cancellable_source_new (op->cancellable);

      g_source_set_dummy_callback (wake);
      g_source_add_child_source (op->timer, wake);
    }
  g_source_set_callback (op->timer, on_pause_over, task, NULL);
  g_source_attach (op->timer, self->context);
}

/* How long to wait before the next try; 0: do not try again. */
static guint
get_pause (Operation *op, SoupMessageHeaders *headers, gboolean worth_it)
{
  PlatformStripeConnection *self = op->connection;
  const char *text;
  gint64 left = self->call_timeout_ms - (g_get_monotonic_time () - op->started) / 1000;
  gint64 pause = FIRST_PAUSE_MS << MIN (op->tries - 1, 5);

  if (headers != NULL)
    {
      text = soup_message_headers_get_one (headers, "Stripe-Should-Retry");
      if (g_strcmp0 (text, "true") == 0)
        worth_it = TRUE;
      else if (g_strcmp0 (text, "false") == 0)
        worth_it = FALSE;
    }
  if (!worth_it || op->tries >= self->max_tries)
    return 0;

  pause = MIN (pause, MAX_PAUSE_MS);
  pause = pause / 2 + g_random_int_range (0, (gint32) (pause / 2 + 1));
  if (headers != NULL && (text = soup_message_headers_get_one (headers, "Retry-After")) != NULL)
    {
      guint64 seconds = 0;

      if (g_ascii_string_to_unsigned (text, 10, 0, 3600, &seconds, NULL))
        pause = MAX (pause, (gint64) seconds * 1000);
    }

  return pause < left ? (guint) MAX (pause, 1) : 0;
}

/* The last word of a try that brought no answer. Takes @task. */
static void
fail_try (GTask *task, GError *cause)
{
  g_autoptr (GTask) owned = task;
  g_autoptr (GError) error = cause;
  Operation *op = g_task_get_task_data (task);
  gboolean timed_out = op->timed_out;
  guint pause;

  end_try (op);
  if (g_task_return_error_if_cancelled (task))
    return;

  pause = get_pause (op, NULL, TRUE);
  if (pause > 0)
    {
      pause_then_try (g_steal_pointer (&owned), pause);
      return;
    }

  if (!op->asked)
    g_task_return_new_error (task, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_UNREACHABLE,
                             "the payment provider cannot be reached%s%s", timed_out ? "" : ": ",
                             timed_out ? "" : error->message);
  else if (timed_out)
    g_task_return_new_error (task, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_TIMEOUT,
                             "the payment provider did not answer in time");
  else
    g_task_return_new_error (task, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_NO_ANSWER,
                             "the payment provider's answer was lost: %s", error->message);
}

static void
judge_answer (GTask *task)
{
  g_autoptr (GTask) owned = task;
  Operation *op = g_task_get_task_data (task);
  g_autoptr (SoupMessage) message = g_object_ref (op->message);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  PlatformPayment *declined = NULL;
  JsonObject *object = NULL;
  guint status = soup_message_get_status (message);
  guint pause;

  end_try (op);
  node = rambla_json_parse ((const char *) op->answer->data, op->answer->len, MAX_ANSWER, &error);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    object = json_node_get_object (node);

  if (status >= 200 && status < 300)
    {
      if (object != NULL)
        return_object (task, op, object);
      else
        g_task_return_new_error (task, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_PROTOCOL,
                                 "the provider's answer is no JSON object%s%s", error != NULL ? ": " : "",
                                 error != NULL ? error->message : "");
      return;
    }

  g_clear_error (&error);
  platform_stripe_read_error (status, object, op->takes_decline ? &declined : NULL, &error);
  if (declined != NULL)
    {
      g_task_return_pointer (task, declined, (GDestroyNotify) platform_payment_free);
      return;
    }

  pause = get_pause (op, soup_message_get_response_headers (message),
                     status == 409 || status == 429 || status >= 500);
  if (pause > 0 && !g_cancellable_is_cancelled (op->cancellable))
    {
      pause_then_try (g_steal_pointer (&owned), pause);
      return;
    }
  /* An earlier try may have had its effect before this one was told to come later. */
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_read_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GBytes) bytes = NULL;
  GInputStream *stream = G_INPUT_STREAM (object);
  Operation *op = g_task_get_task_data (task);
  GError *error = NULL;
  gconstpointer data;
  gsize length;

  bytes = g_input_stream_read_bytes_finish (stream, result, &error);
  if (bytes == NULL)
    {
      fail_try (g_steal_pointer (&task), error);
      return;
    }

  data = g_bytes_get_data (bytes, &length);
  if (length == 0)
    {
      judge_answer (g_steal_pointer (&task));
      return;
    }
  if (op->answer->len + length > MAX_ANSWER)
    {
      end_try (op);
      g_task_return_new_error (task, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_PROTOCOL,
                               "the provider's answer is too long");
      return;
    }

  g_byte_array_append (op->answer, data, (guint) length);
  g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, op->try_cancellable, on_read_ready,
                                   g_steal_pointer (&task));
}

static void
on_send_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GInputStream) stream = NULL;
  Operation *op = g_task_get_task_data (task);
  GError *error = NULL;

  stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (stream == NULL)
    {
      fail_try (g_steal_pointer (&task), error);
      return;
    }

  g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, op->try_cancellable, on_read_ready,
                                   g_steal_pointer (&task));
}

static void
on_starting (SoupMessage *message, gpointer user_data)
{
  Operation *op = user_data;

  op->asked = TRUE;
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static gboolean
on_try_timeout (gpointer user_data)
{
  Operation *op = user_data;

  op->timed_out = TRUE;
  g_cancellable_cancel (op->try_cancellable);

  return G_SOURCE_REMOVE;
}

/* Takes @task. */
static void
try_once (GTask *task)
{
  Operation *op = g_task_get_task_data (task);
  PlatformStripeConnection *self = op->connection;
  SoupMessageHeaders *headers;

  end_try (op);
  if (g_task_return_error_if_cancelled (task))
    {
      g_object_unref (task);
      return;
    }

  op->tries++;
  op->timed_out = FALSE;
  g_clear_pointer (&op->answer, g_byte_array_unref);
  op->answer = g_byte_array_new ();

  op->message = soup_message_new (op->body != NULL ? "POST" : "GET", op->url);
  if (op->message == NULL)
    {
      g_task_return_new_error (task, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED,
                               "the provider's address is no URL");
      g_object_unref (task);
      return;
    }
  soup_message_add_flags (op->message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (op->message, "starting", G_CALLBACK (on_starting), op);
  headers = soup_message_get_request_headers (op->message);
  soup_message_headers_append (headers, "Authorization", self->authorization);
  soup_message_headers_append (headers, "Stripe-Version", self->api_version);
  if (op->idempotency_key != NULL)
    soup_message_headers_append (headers, "Idempotency-Key", op->idempotency_key);
  if (op->body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (op->body, strlen (op->body));

      soup_message_set_request_body_from_bytes (op->message, "application/x-www-form-urlencoded", bytes);
    }

  op->try_cancellable = g_cancellable_new ();
  op->timer = g_timeout_source_new (self->try_timeout_ms);
  g_source_set_callback (op->timer, on_try_timeout, op, NULL);
  g_source_attach (op->timer, self->context);

  soup_session_send_async (self->session, op->message, G_PRIORITY_DEFAULT, op->try_cancellable, on_send_ready,
                           task);
  if (op->cancellable != NULL)
    op->cancelled_id = g_cancellable_connect (op->cancellable, G_CALLBACK (on_cancelled),
                                              g_object_ref (op->try_cancellable), g_object_unref);
}

static gboolean
on_begin (gpointer user_data)
{
  Operation *op = user_data;
  GTask *task = g_task_new (op->source, op->cancellable, op->callback, op->user_data);

  g_task_set_source_tag (task, platform_stripe_connection_call);
  g_task_set_task_data (task, op, (GDestroyNotify) operation_free);
  g_clear_object (&op->source);

  if (op->refusal != NULL)
    {
      g_task_return_new_error (task, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED, "%s",
                               op->refusal);
      g_object_unref (task);
      return G_SOURCE_REMOVE;
    }

  op->started = g_get_monotonic_time ();
  try_once (task);

  return G_SOURCE_REMOVE;
}

/* Always through the loop, so that no caller ever gets its answer before its call returns. */
static void
begin (PlatformStripeConnection *self, Operation *op)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_begin, op, NULL);
  g_source_attach (source, self->context);
}

static Operation *
operation_new (PlatformStripeConnection *self,
               gpointer source,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  Operation *op = g_new0 (Operation, 1);

  op->connection = self;
  op->source = g_object_ref (source);
  op->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  op->callback = callback;
  op->user_data = user_data;

  return op;
}

/* What may stand in a header. */
static gboolean
is_printable (const char *text, gsize max)
{
  gsize length = strlen (text);

  if (length == 0 || length > max)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (text[i] < 0x20 || text[i] > 0x7e)
      return FALSE;

  return TRUE;
}

void
platform_stripe_connection_call (PlatformStripeConnection *self,
                                 gpointer source,
                                 const PlatformStripeCall *call,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  Operation *op = operation_new (self, source, cancellable, callback, user_data);

  op->url = g_strconcat (self->base_url, call->path, NULL);
  op->body = call->form != NULL ? platform_form_encode (call->form) : NULL;
  op->idempotency_key = g_strdup (call->idempotency_key);
  op->reads = call->reads;
  op->takes_decline = call->takes_decline;
  op->amount = call->amount;
  op->currency = g_strdup (call->currency);
  if (op->idempotency_key != NULL && !is_printable (op->idempotency_key, 255))
    op->refusal = g_strdup ("an idempotency key is 1 to 255 printable ASCII characters");

  begin (self, op);
}

void
platform_stripe_connection_refuse (PlatformStripeConnection *self,
                                   gpointer source,
                                   const char *message,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  Operation *op = operation_new (self, source, cancellable, callback, user_data);

  op->refusal = g_strdup (message);
  begin (self, op);
}

gboolean
platform_stripe_connection_result_fits (GAsyncResult *result, PlatformStripeReads reads)
{
  Operation *op;

  if (!g_async_result_is_tagged (result, platform_stripe_connection_call))
    return FALSE;

  op = g_task_get_task_data (G_TASK (result));
  return op->refusal != NULL || op->reads == reads;
}

static void
connection_unref (PlatformStripeConnection *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  sodium_memzero (self->authorization, strlen (self->authorization));
  g_free (self->authorization);
  g_free (self->base_url);
  g_free (self->api_version);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}

static gboolean
is_loopback (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL &&
         (strcmp (host, "127.0.0.1") == 0 || strcmp (host, "::1") == 0 || strcmp (host, "localhost") == 0);
}

/* Plain http would show the key to everybody on the way. */
static gboolean
is_acceptable_base (const char *base_url)
{
  g_autoptr (GUri) uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);
  const char *host;

  if (uri == NULL || g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL)
    return FALSE;
  host = g_uri_get_host (uri);
  if (host == NULL || host[0] == '\0')
    return FALSE;

  return strcmp (g_uri_get_scheme (uri), "https") == 0 ||
         (strcmp (g_uri_get_scheme (uri), "http") == 0 && is_loopback (base_url));
}

static gpointer
run_thread (gpointer data)
{
  PlatformStripeConnection *self = data;

  g_main_context_push_thread_default (self->context);
  self->session =
      soup_session_new_with_options ("timeout", 0, "idle-timeout", 30, "max-conns", 64, "max-conns-per-host",
                                     16, "user-agent", "rambla-platform", NULL);
  if (is_loopback (self->base_url))
    soup_session_set_proxy_resolver (self->session, NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  g_main_loop_run (self->loop);
  g_clear_object (&self->session);
  g_main_context_pop_thread_default (self->context);
  connection_unref (self);

  return NULL;
}

PlatformStripeConnection *
platform_stripe_connection_new (const char *base_url,
                                const char *secret_key,
                                const char *api_version,
                                guint try_timeout_ms,
                                guint call_timeout_ms,
                                guint max_tries,
                                GError **error)
{
  PlatformStripeConnection *self;

  if (base_url == NULL || !is_acceptable_base (base_url))
    {
      g_set_error_literal (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED,
                           "the payment provider's address must be https, or http on loopback");
      return NULL;
    }
  if (secret_key == NULL || !is_printable (secret_key, 255) || !is_printable (api_version, 64))
    {
      g_set_error_literal (
          error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED,
          "the payment provider's secret key is missing or holds characters that no key has");
      return NULL;
    }

  self = g_new0 (PlatformStripeConnection, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_atomic_ref_count_inc (&self->ref_count);
  self->base_url = g_strdup (base_url);
  if (g_str_has_suffix (self->base_url, "/"))
    self->base_url[strlen (self->base_url) - 1] = '\0';
  self->authorization = g_strconcat ("Bearer ", secret_key, NULL);
  self->api_version = g_strdup (api_version);
  self->try_timeout_ms = try_timeout_ms;
  self->call_timeout_ms = call_timeout_ms;
  self->max_tries = max_tries;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("provider", run_thread, self);

  return self;
}

static gboolean
on_quit (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

void
platform_stripe_connection_free (PlatformStripeConnection *self)
{
  g_autoptr (GSource) source = NULL;

  if (self == NULL)
    return;

  /* Through the loop: a quit before it runs would be lost. */
  source = g_idle_source_new ();
  g_source_set_callback (source, on_quit, g_main_loop_ref (self->loop), (GDestroyNotify) g_main_loop_unref);
  g_source_attach (source, self->context);

  if (g_thread_self () == self->thread)
    g_thread_unref (self->thread);
  else
    g_thread_join (self->thread);
  connection_unref (self);
}
