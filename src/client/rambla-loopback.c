/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-loopback.h"

#include <glib/gi18n-lib.h>

#include "rambla-loopback-page.h"
#include "rambla-oauth-error.h"

#define PATH "/signed-in"
#define LARGEST_HEAD 8192
#define REQUEST_SECONDS 10
#define MOST_CONNECTIONS 64
#define PATIENCE_SECONDS 600

struct _RamblaLoopback
{
  GObject parent_instance;

  GSocketService *service;
  guint16 port;
  char *redirect_uri;
  char *state;
  char *issuer;
  gboolean names_issuer;
  guint n_connections;
  GTask *waiting;
  GCancellable *cancellable; /* of the connections */
  gulong cancelled_id;
  guint patience_source;
};

G_DEFINE_FINAL_TYPE (RamblaLoopback, rambla_loopback, G_TYPE_OBJECT)

/* One connection from its first byte to its last. */
typedef struct
{
  RamblaLoopback *loopback;
  GIOStream *stream;
  GString *head;
  char chunk[1024];
  char *answer;
} Visit;

static void
visit_free (Visit *visit)
{
  g_object_unref (visit->loopback);
  g_object_unref (visit->stream);
  g_string_free (visit->head, TRUE);
  g_free (visit->answer);
  g_free (visit);
}

static void
stop (RamblaLoopback *self)
{
  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
}

/* Ends the waiting; takes @code and @error over, one of which is %NULL. */
static void
end (RamblaLoopback *self, char *code, GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->waiting);

  stop (self);
  if (task == NULL)
    {
      g_free (code);
      g_clear_error (&error);
      return;
    }
  if (self->cancelled_id != 0)
    {
      g_signal_handler_disconnect (g_task_get_cancellable (task), self->cancelled_id);
      self->cancelled_id = 0;
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, code, g_free);
}

/* A parameter that comes twice is no redirect of ours (RFC 6749, 3.1). */
static GHashTable *
read_query (const char *query)
{
  g_autoptr (GHashTable) parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GUriParamsIter iter;
  g_autoptr (GError) error = NULL;
  char *name;
  char *value;

  g_uri_params_iter_init (&iter, query, -1, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iter, &name, &value, &error))
    if (!g_hash_table_insert (parameters, name, value))
      return NULL;
  return error == NULL ? g_steal_pointer (&parameters) : NULL;
}

static gboolean
is_equal (const char *given, const char *expected)
{
  return given != NULL && g_str_equal (given, expected);
}

/* What the browser is answered; ends the waiting if this is the redirect. */
static char *
take_redirect (RamblaLoopback *self, GHashTable *parameters)
{
  const char *issuer = g_hash_table_lookup (parameters, "iss");
  const char *code = g_hash_table_lookup (parameters, "code");
  const char *refusal = g_hash_table_lookup (parameters, "error");

  if (self->waiting == NULL || !is_equal (g_hash_table_lookup (parameters, "state"), self->state))
    return rambla_loopback_page_build (400, _ ("This does not belong to a sign-in"),
                                       _ ("Go back to Rambla and begin again."));
  if ((issuer != NULL || self->names_issuer) && !is_equal (issuer, self->issuer))
    {
      end (self, NULL,
           g_error_new (RAMBLA_OAUTH_ERROR, RAMBLA_OAUTH_ERROR_REDIRECT, "The redirect is somebody else's"));
      return rambla_loopback_page_build (400, _ ("This comes from another platform"),
                                         _ ("Nobody was signed in. Go back to Rambla and begin again."));
    }
  if (refusal != NULL)
    {
      end (self, NULL, rambla_oauth_error_new (refusal));
      return rambla_loopback_page_build (200, _ ("Nobody was signed in"),
                                         _ ("You can close this window and go back to Rambla."));
    }
  if (code == NULL || *code == '\0')
    {
      end (self, NULL,
           g_error_new (RAMBLA_OAUTH_ERROR, RAMBLA_OAUTH_ERROR_REDIRECT, "The redirect has no code"));
      return rambla_loopback_page_build (400, _ ("Something is missing"),
                                         _ ("Nobody was signed in. Go back to Rambla and begin again."));
    }
  end (self, g_strdup (code), NULL);
  return rambla_loopback_page_build (200, _ ("That is all here"),
                                     _ ("Rambla is signing you in. You can close this window."));
}

/* Another name for this address would be another site's doing (DNS rebinding). */
static gboolean
is_for_us (RamblaLoopback *self, char **lines)
{
  g_autofree char *host = g_strdup_printf ("127.0.0.1:%u", self->port);

  for (guint i = 1; lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], "host:", 5) == 0)
      return g_str_equal (g_strstrip (lines[i] + 5), host);
  return FALSE;
}

static char *
answer (RamblaLoopback *self, const char *head)
{
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);
  g_auto (GStrv) request = g_strsplit (lines[0], " ", -1);
  g_autoptr (GHashTable) parameters = NULL;
  char *query;

  if (g_strv_length (request) != 3 || !g_str_has_prefix (request[2], "HTTP/1.") ||
      !g_str_equal (request[0], "GET") || !is_for_us (self, lines))
    return rambla_loopback_page_build (400, _ ("This does not belong to a sign-in"),
                                       _ ("Go back to Rambla and begin again."));
  query = strchr (request[1], '?');
  if (query != NULL)
    *query++ = '\0';
  if (!g_str_equal (request[1], PATH))
    return rambla_loopback_page_build (404, _ ("There is nothing here"),
                                       _ ("Go back to Rambla and begin again."));
  parameters = read_query (query != NULL ? query : "");
  if (parameters == NULL)
    return rambla_loopback_page_build (400, _ ("This does not belong to a sign-in"),
                                       _ ("Go back to Rambla and begin again."));
  return take_redirect (self, parameters);
}

static void
on_write_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Visit *visit = user_data;
  g_autoptr (GError) error = NULL;

  /* A browser that does not want to read the page has still brought its redirect. */
  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_debug ("The browser did not read the page: %s", error->message);
  g_io_stream_close (visit->stream, NULL, NULL);
  visit_free (visit);
}

static void
on_chunk_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Visit *visit = user_data;
  GInputStream *input = G_INPUT_STREAM (source);
  gssize length = g_input_stream_read_finish (input, result, NULL);

  if (length > 0)
    g_string_append_len (visit->head, visit->chunk, length);
  if (length <= 0 || visit->head->len > LARGEST_HEAD || strlen (visit->head->str) != visit->head->len)
    {
      visit_free (visit);
      return;
    }
  if (strstr (visit->head->str, "\r\n\r\n") == NULL)
    {
      g_input_stream_read_async (input, visit->chunk, sizeof visit->chunk, G_PRIORITY_DEFAULT,
                                 visit->loopback->cancellable, on_chunk_ready, visit);
      return;
    }
  visit->answer = answer (visit->loopback, visit->head->str);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (visit->stream), visit->answer,
                                   strlen (visit->answer), G_PRIORITY_DEFAULT, visit->loopback->cancellable,
                                   on_write_ready, visit);
}

static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *connection,
             GObject *source_object,
             RamblaLoopback *self)
{
  Visit *visit;

  if (++self->n_connections > MOST_CONNECTIONS)
    return TRUE;
  g_socket_set_timeout (g_socket_connection_get_socket (connection), REQUEST_SECONDS);
  visit = g_new0 (Visit, 1);
  visit->loopback = g_object_ref (self);
  visit->stream = G_IO_STREAM (g_object_ref (connection));
  visit->head = g_string_new (NULL);
  g_input_stream_read_async (g_io_stream_get_input_stream (visit->stream), visit->chunk, sizeof visit->chunk,
                             G_PRIORITY_DEFAULT, self->cancellable, on_chunk_ready, visit);
  return TRUE;
}

static gboolean
on_patience_over (gpointer user_data)
{
  RamblaLoopback *self = user_data;

  self->patience_source = 0;
  end (self, NULL, rambla_oauth_error_new ("expired_token"));
  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *cancellable, RamblaLoopback *self)
{
  /* Not disconnected from within: the handler's own lock is held here. */
  self->cancelled_id = 0;
  end (self, NULL, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The sign-in was given up"));
}

void
rambla_loopback_wait_async (RamblaLoopback *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (RAMBLA_IS_LOOPBACK (self));
  g_return_if_fail (self->waiting == NULL);

  self->waiting = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->waiting, rambla_loopback_wait_async);
  self->patience_source = g_timeout_add_seconds (PATIENCE_SECONDS, on_patience_over, self);
  if (cancellable != NULL && !g_cancellable_is_cancelled (cancellable))
    self->cancelled_id = g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_cancelled), self);
  else if (cancellable != NULL)
    on_cancelled (cancellable, self);
}

char *
rambla_loopback_wait_finish (RamblaLoopback *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
rambla_loopback_get_redirect_uri (RamblaLoopback *self)
{
  g_return_val_if_fail (RAMBLA_IS_LOOPBACK (self), NULL);

  return self->redirect_uri;
}

static void
rambla_loopback_dispose (GObject *object)
{
  RamblaLoopback *self = RAMBLA_LOOPBACK (object);

  stop (self);
  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (rambla_loopback_parent_class)->dispose (object);
}

static void
rambla_loopback_finalize (GObject *object)
{
  RamblaLoopback *self = RAMBLA_LOOPBACK (object);

  g_clear_object (&self->service);
  g_clear_object (&self->cancellable);
  g_free (self->redirect_uri);
  g_free (self->state);
  g_free (self->issuer);
  G_OBJECT_CLASS (rambla_loopback_parent_class)->finalize (object);
}

static void
rambla_loopback_class_init (RamblaLoopbackClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_loopback_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_loopback_finalize;
}

static void
rambla_loopback_init (RamblaLoopback *self)
{
  self->service = g_socket_service_new ();
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (self->service, "incoming", G_CALLBACK (on_incoming), self, 0);
}

RamblaLoopback *
rambla_loopback_new (const char *state, const char *issuer, gboolean names_issuer, GError **error)
{
  g_autoptr (RamblaLoopback) self = g_object_new (RAMBLA_TYPE_LOOPBACK, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &address, error))
    return NULL;
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  self->redirect_uri = g_strdup_printf ("http://127.0.0.1:%u" PATH, self->port);
  self->state = g_strdup (state);
  self->issuer = g_strdup (issuer);
  self->names_issuer = names_issuer;
  return g_steal_pointer (&self);
}
