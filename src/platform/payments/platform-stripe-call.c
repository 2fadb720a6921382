/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-stripe-call.h"

#include <libsoup/soup.h>
#include <string.h>

#include "platform-provider.h"
#include "platform-stripe-answer.h"
#include "platform-stripe-wire.h"
#include "rambla-json.h"

#define MAX_ANSWER (1024 * 1024)
#define CHUNK (64 * 1024)
#define FIRST_PAUSE_MS 200
#define MAX_PAUSE_MS 5000

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
  __atomic_add_fetch (&op->connection->n_answers, 1, __ATOMIC_RELAXED);
  if (status >= 400)
    __atomic_add_fetch (&op->connection->n_refusals, 1, __ATOMIC_RELAXED);
  node = rambla_json_parse ((const char *) op->answer->data, op->answer->len, MAX_ANSWER, &error);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    object = json_node_get_object (node);

  if (status >= 200 && status < 300)
    {
      if (object != NULL)
        platform_stripe_answer_return (task, op->reads, op->amount, op->currency, object);
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

  __atomic_add_fetch (&self->n_tries, 1, __ATOMIC_RELAXED);
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
  if (op->idempotency_key != NULL && !platform_stripe_connection_is_printable (op->idempotency_key, 255))
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
