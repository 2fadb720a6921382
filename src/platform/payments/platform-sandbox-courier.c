/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libsoup/soup.h>
#include <string.h>

#include "platform-sandbox-private.h"
#include "platform-webhook-signature.h"

#define MAX_IN_FLIGHT 8
#define MAX_TRIES 100
#define MAX_PAUSE_MS 60000
#define TIMEOUT_MS 10000

struct _PlatformSandboxCourier
{
  PlatformSandboxProvider *provider; /* not owned */
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread; /* NULL once stopped */

  /* the thread's own */
  SoupSession *session;
  GCancellable *cancellable;
  GHashTable *in_flight; /* of delivery ids, until their outcome is recorded */
  guint n_sending;
  GSource *timer;
  gboolean settling;

  gint woken; /* atomic: a wake-up is on its way */
};

/* One try of one delivery. */
typedef struct
{
  PlatformSandboxCourier *courier;
  gint64 id;
  gint64 tries;
  GCancellable *cancellable;
  GSource *timeout;
  gboolean taken;
  gint64 now_ms;
} Delivery;

static void tick (PlatformSandboxCourier *self);

static gint64
get_now_ms (void)
{
  return g_get_real_time () / 1000;
}

/* Deliveries */

static void
end_try (Delivery *delivery)
{
  if (delivery->timeout != NULL)
    {
      g_source_destroy (delivery->timeout);
      g_source_unref (delivery->timeout);
      delivery->timeout = NULL;
    }
  g_clear_object (&delivery->cancellable);
}

static gboolean
record_job (PlatformDatabase *database, gpointer data, GError **error)
{
  Delivery *delivery = data;
  PlatformSandboxProvider *provider = delivery->courier->provider;
  gint64 pause = (gint64) provider->retry_ms << MIN (delivery->tries, 16);

  if (delivery->taken)
    return platform_database_run (
        database, error, "UPDATE deliveries SET done = 1, tries = tries + 1 WHERE id = ?", "i", delivery->id);

  return platform_database_run (database, error,
                                "UPDATE deliveries SET tries = tries + 1, due_ms = ?, done = ? WHERE id = ?",
                                "iii", delivery->now_ms + MIN (pause, MAX_PAUSE_MS),
                                (gint64) (delivery->tries + 1 >= MAX_TRIES ? 2 : 0), delivery->id);
}

static gboolean
on_recorded (gpointer user_data)
{
  Delivery *delivery = user_data;

  g_hash_table_remove (delivery->courier->in_flight, &delivery->id);
  tick (delivery->courier);

  return G_SOURCE_REMOVE;
}

static void
record_done (gpointer data, const GError *error)
{
  Delivery *delivery = data;

  if (error != NULL)
    g_warning ("a webhook's delivery could not be recorded: %s", error->message);
  platform_sandbox_courier_later (delivery->courier, 0, on_recorded, delivery, g_free);
}

static void
record (Delivery *delivery)
{
  g_autoptr (GError) error = NULL;

  delivery->now_ms = get_now_ms ();
  if (!platform_writer_push (delivery->courier->provider->writer, record_job, record_done, delivery, NULL,
                             &error))
    {
      g_debug ("a webhook's delivery could not be recorded: %s", error->message);
      g_hash_table_remove (delivery->courier->in_flight, &delivery->id);
      g_free (delivery);
    }
}

static void
on_sent (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Delivery *delivery = user_data;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (object), result);
  guint status = soup_message_get_status (message);

  /* Only the status counts; what else the other side says is not read. */
  stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  delivery->taken = stream != NULL && status >= 200 && status < 300;
  if (!delivery->taken)
    g_debug ("a webhook was not taken: %s", error != NULL ? error->message : soup_status_get_phrase (status));

  end_try (delivery);
  delivery->courier->n_sending--;
  if (g_cancellable_is_cancelled (delivery->courier->cancellable))
    g_free (delivery);
  else
    record (delivery);
}

static gboolean
on_timeout (gpointer user_data)
{
  Delivery *delivery = user_data;

  g_cancellable_cancel (delivery->cancellable);

  return G_SOURCE_REMOVE;
}

static void
send_one (PlatformSandboxCourier *self,
          gint64 id,
          gint64 tries,
          const char *body,
          const char *url,
          const char *secret)
{
  g_autoptr (SoupMessage) message = url != NULL ? soup_message_new ("POST", url) : NULL;
  const char *const secrets[] = { secret, NULL };
  g_autofree char *signature = NULL;
  g_autoptr (GBytes) bytes = NULL;
  Delivery *delivery = g_new0 (Delivery, 1);

  delivery->courier = self;
  delivery->id = id;
  delivery->tries = tries;
  g_hash_table_add (self->in_flight, g_memdup2 (&id, sizeof id));
  if (message == NULL)
    {
      /* The endpoint was deleted: nobody waits for it any more. */
      delivery->taken = TRUE;
      record (delivery);
      return;
    }

  /* Signed anew at each try, so that a late one is not stale. */
  signature = platform_webhook_signature_make (body, strlen (body), secrets, get_now_ms () / 1000);
  bytes = g_bytes_new (body, strlen (body));
  soup_message_set_request_body_from_bytes (message, "application/json; charset=utf-8", bytes);
  soup_message_headers_append (soup_message_get_request_headers (message), "Stripe-Signature", signature);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);

  delivery->cancellable = g_cancellable_new ();
  delivery->timeout = g_timeout_source_new (TIMEOUT_MS);
  g_source_set_callback (delivery->timeout, on_timeout, delivery, NULL);
  g_source_attach (delivery->timeout, self->context);
  self->n_sending++;
  soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, delivery->cancellable, on_sent,
                           delivery);
}

static gboolean
send_due (PlatformSandboxCourier *self, PlatformDatabase *database, gint64 now_ms, GError **error)
{
  PlatformSandboxProvider *provider = self->provider;
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  statement = platform_database_query (database, error,
                                       "SELECT d.id, d.tries, e.body, d.endpoint, p.url, p.secret FROM "
                                       "deliveries AS d JOIN events AS e ON e.id = d.event"
                                       " LEFT JOIN endpoints AS p ON p.id = d.endpoint"
                                       " WHERE d.done = 0 AND d.due_ms <= ? ORDER BY d.due_ms, d.id LIMIT ?",
                                       "in", now_ms, 4 * MAX_IN_FLIGHT);
  if (statement == NULL)
    return FALSE;

  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      gint64 id = platform_statement_get_int (statement, 0);

      if (g_hash_table_size (self->in_flight) >= MAX_IN_FLIGHT)
        break;
      if (g_hash_table_contains (self->in_flight, &id))
        continue;
      if (platform_statement_is_null (statement, 3))
        send_one (self, id, platform_statement_get_int (statement, 1),
                  platform_statement_get_text (statement, 2), provider->webhook_url,
                  provider->webhook_secret);
      else
        send_one (self, id, platform_statement_get_int (statement, 1),
                  platform_statement_get_text (statement, 2), platform_statement_get_text (statement, 4),
                  platform_statement_get_text (statement, 5));
    }

  return step != PLATFORM_STEP_ERROR;
}

/* What is due by itself */

static gboolean
settle_job (PlatformDatabase *database, gpointer data, GError **error)
{
  PlatformSandboxCourier *self = data;
  PlatformSandboxWork work = { self->provider, database, get_now_ms () };

  return platform_sandbox_settle (&work, error);
}

static gboolean
on_settled (gpointer user_data)
{
  PlatformSandboxCourier *self = user_data;

  self->settling = FALSE;
  tick (self);

  return G_SOURCE_REMOVE;
}

static void
settle_done (gpointer data, const GError *error)
{
  PlatformSandboxCourier *self = data;

  if (error != NULL)
    g_warning ("what was due could not be ended: %s", error->message);
  /* After a failure not at once again. */
  platform_sandbox_courier_later (self, error != NULL ? 1000 : 0, on_settled, self, NULL);
}

static gboolean
on_timer (gpointer user_data)
{
  tick (user_data);

  return G_SOURCE_REMOVE;
}

static void
set_timer (PlatformSandboxCourier *self, gint64 delay_ms)
{
  if (self->timer != NULL)
    {
      g_source_destroy (self->timer);
      g_source_unref (self->timer);
      self->timer = NULL;
    }
  if (delay_ms < 0)
    return;

  /* Not too long: the system's clock may be set meanwhile. */
  self->timer = g_timeout_source_new ((guint) CLAMP (delay_ms, 1, 30000));
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, self->context);
}

static gboolean
look (PlatformSandboxCourier *self, gint64 now_ms, GError **error)
{
  PlatformDatabase *database = platform_database_pool_get (self->provider->readers, error);
  gint64 settle_ms = G_MAXINT64;
  gint64 send_ms = G_MAXINT64;

  if (database == NULL)
    return FALSE;
  if (!send_due (self, database, now_ms, error))
    return FALSE;
  if (platform_database_query_int (database, &settle_ms, error,
                                   "SELECT MIN(due) FROM ("
                                   " SELECT settle_ms AS due FROM intents WHERE status = 'processing'"
                                   " UNION ALL SELECT settle_ms FROM refunds WHERE status = 'pending'"
                                   " UNION ALL SELECT expires_at * 1000 FROM sessions WHERE status = 'open')"
                                   " HAVING MIN(due) IS NOT NULL",
                                   "") == PLATFORM_STEP_ERROR ||
      platform_database_query_int (database, &send_ms, error,
                                   "SELECT MIN(due_ms) FROM deliveries WHERE done = 0 AND due_ms > ?"
                                   " HAVING MIN(due_ms) IS NOT NULL",
                                   "i", now_ms) == PLATFORM_STEP_ERROR)
    return FALSE;

  if (settle_ms <= now_ms)
    {
      if (!self->settling &&
          platform_writer_push (self->provider->writer, settle_job, settle_done, self, NULL, error))
        self->settling = TRUE;
      else if (!self->settling)
        return FALSE;
      settle_ms = G_MAXINT64;
    }
  set_timer (self, MIN (settle_ms, send_ms) == G_MAXINT64 ? -1 : MIN (settle_ms, send_ms) - now_ms);

  return TRUE;
}

static void
tick (PlatformSandboxCourier *self)
{
  g_autoptr (GError) error = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (!look (self, get_now_ms (), &error))
    {
      g_warning ("webhooks have to wait: %s", error->message);
      set_timer (self, 1000);
    }
}

/* The thread */

static gboolean
on_woken (gpointer user_data)
{
  PlatformSandboxCourier *self = user_data;

  g_atomic_int_set (&self->woken, 0);
  tick (self);

  return G_SOURCE_REMOVE;
}

void
platform_sandbox_courier_wake (PlatformSandboxCourier *self)
{
  if (g_atomic_int_compare_and_exchange (&self->woken, 0, 1))
    platform_sandbox_courier_later (self, 0, on_woken, self, NULL);
}

void
platform_sandbox_courier_later (PlatformSandboxCourier *self,
                                guint delay_ms,
                                GSourceFunc func,
                                gpointer data,
                                GDestroyNotify destroy)
{
  g_autoptr (GSource) source = delay_ms > 0 ? g_timeout_source_new (delay_ms) : g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, self->context);
}

static gpointer
run_thread (gpointer data)
{
  PlatformSandboxCourier *self = data;

  g_main_context_push_thread_default (self->context);
  /* It only ever calls this machine: never through a proxy. */
  self->session = soup_session_new_with_options ("proxy-resolver", NULL, "timeout", 0, "idle-timeout", 30,
                                                 "max-conns-per-host", MAX_IN_FLIGHT, "user-agent",
                                                 "rambla-sandbox-provider", NULL);
  g_main_loop_run (self->loop);

  /* Calls that are on their way end with "cancelled" before the session goes. */
  soup_session_abort (self->session);
  while (self->n_sending > 0)
    g_main_context_iteration (self->context, TRUE);
  g_clear_object (&self->session);
  set_timer (self, -1);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

PlatformSandboxCourier *
platform_sandbox_courier_new (PlatformSandboxProvider *provider)
{
  PlatformSandboxCourier *self = g_new0 (PlatformSandboxCourier, 1);

  self->provider = provider;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->cancellable = g_cancellable_new ();
  self->in_flight = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->thread = g_thread_new ("courier", run_thread, self);

  return self;
}

static gboolean
on_quit (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

void
platform_sandbox_courier_stop (PlatformSandboxCourier *self)
{
  if (self->thread == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  platform_sandbox_courier_later (self, 0, on_quit, self->loop, NULL);
  g_thread_join (self->thread);
  self->thread = NULL;
}

void
platform_sandbox_courier_free (PlatformSandboxCourier *self)
{
  if (self == NULL)
    return;

  platform_sandbox_courier_stop (self);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_hash_table_unref (self->in_flight);
  g_object_unref (self->cancellable);
  g_free (self);
}
