/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-event-stream.h"

#include "rambla-api-error.h"
#include "rambla-event-parser.h"
#include "rambla-json.h"

#define PIECE 16384
#define DEFAULT_RETRY_MS 2000
#define LONGEST_PAUSE_MS 60000
/* After the map was moved: it may be moved further. */
#define SETTLE_MS 400

struct _RamblaEventStream
{
  GObject parent_instance;

  RamblaSession *session;
  SoupSession *soup;
  GNetworkMonitor *monitor;
  RamblaEventParser *parser;
  char *area; /* as in the query; NULL: none */
  char *store;
  GCancellable *cancellable; /* of the connection under way; NULL: none */
  SoupMessage *message;
  GInputStream *body;
  char *token; /* that it was opened with */
  guint pause_source;
  guint failures; /* since it was last connected */
  gboolean renewed;
  gboolean connected;
};

G_DEFINE_FINAL_TYPE (RamblaEventStream, rambla_event_stream, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_CONNECTED,
  N_PROPS
};

enum
{
  EVENT,
  REFETCH,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void open_connection (RamblaEventStream *self);

static void
set_connected (RamblaEventStream *self, gboolean connected)
{
  if (self->connected == connected)
    return;
  self->connected = connected;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTED]);
}

static void
close_connection (RamblaEventStream *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->message);
  g_clear_object (&self->body);
  g_clear_handle_id (&self->pause_source, g_source_remove);
  rambla_event_parser_restart (self->parser);
}

static gboolean
on_pause_over (gpointer user_data)
{
  RamblaEventStream *self = user_data;

  self->pause_source = 0;
  open_connection (self);
  return G_SOURCE_REMOVE;
}

static void
pause_for (RamblaEventStream *self, guint milliseconds)
{
  close_connection (self);
  self->pause_source = g_timeout_add (milliseconds, on_pause_over, self);
}

/* Connects again later. @at_least: milliseconds */
static void
come_again (RamblaEventStream *self, guint at_least)
{
  guint retry = rambla_event_parser_get_retry (self->parser);
  guint pause = retry != 0 ? retry : DEFAULT_RETRY_MS;

  set_connected (self, FALSE);
  pause = (guint) MIN ((guint64) pause << MIN (self->failures, 10), LONGEST_PAUSE_MS);
  pause = pause / 2 + (guint) g_random_int_range (0, (gint32) pause / 2 + 1);
  self->failures++;
  pause_for (self, MAX (pause, at_least));
}

static void
on_event (const char *kind, const char *text, gpointer user_data)
{
  RamblaEventStream *self = user_data;
  g_autoptr (JsonNode) data = rambla_json_parse (text, -1, RAMBLA_EVENT_MAX_DATA, NULL);
  gboolean is_ready = g_str_equal (kind, "ready");
  JsonObject *object;

  if (data == NULL || !JSON_NODE_HOLDS_OBJECT (data))
    {
      g_debug ("an event %s that cannot be read", kind);
      return;
    }
  object = json_node_get_object (data);
  if (is_ready || g_str_equal (kind, "reset"))
    {
      self->failures = 0;
      self->renewed = FALSE;
      set_connected (self, TRUE);
      if (!is_ready || !json_object_get_boolean_member_with_default (object, "resumed", FALSE))
        g_signal_emit (self, signals[REFETCH], 0);
    }
  else if (!g_str_equal (kind, "position"))
    g_signal_emit (self, signals[EVENT], g_quark_from_string (kind), kind, object);
}

static void
on_piece_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaEventStream) self = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  GInputStream *body = G_INPUT_STREAM (source);
  const char *bytes;
  gsize length;

  /* Then the stream may be gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = g_object_ref (user_data);
  if (piece == NULL || g_bytes_get_size (piece) == 0)
    {
      g_debug ("the event stream ended: %s", error != NULL ? error->message : "by the platform");
      come_again (self, 0);
      return;
    }
  bytes = g_bytes_get_data (piece, &length);
  if (!rambla_event_parser_feed (self->parser, bytes, length, &error))
    {
      g_warning ("%s", error->message);
      come_again (self, LONGEST_PAUSE_MS);
      return;
    }
  /* Who heard of it may have ended it. */
  if (self->body == body)
    g_input_stream_read_bytes_async (body, PIECE, G_PRIORITY_DEFAULT, self->cancellable, on_piece_ready,
                                     self);
}

static void
on_renewed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RamblaEventStream *self = user_data;
  g_autoptr (GError) error = NULL;

  if (rambla_session_refresh_finish (RAMBLA_SESSION (source), result, &error))
    open_connection (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    come_again (self, 0);
}

static void
on_answer_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RamblaEventStream *self = user_data;
  g_autoptr (GError) error = NULL;
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (source), result);
  g_autoptr (GInputStream) body = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *retry_after = soup_message_headers_get_one (headers, "Retry-After");
  guint status = soup_message_get_status (message);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (body != NULL && status == 200 &&
      g_strcmp0 (soup_message_headers_get_content_type (headers, NULL), "text/event-stream") == 0)
    {
      self->body = g_steal_pointer (&body);
      g_input_stream_read_bytes_async (self->body, PIECE, G_PRIORITY_DEFAULT, self->cancellable,
                                       on_piece_ready, self);
      return;
    }
  if (status == 401 && self->token != NULL && !self->renewed)
    {
      self->renewed = TRUE;
      rambla_session_refresh_async (self->session, self->token, self->cancellable, on_renewed, self);
      return;
    }
  g_debug ("no event stream: %s", error != NULL ? error->message : soup_message_get_reason_phrase (message));
  /* What is refused will be refused again; a captive portal answers anything. */
  come_again (self, status >= 400 && status < 500 && status != 429 ? LONGEST_PAUSE_MS
                    : retry_after != NULL
                        ? (guint) MIN (g_ascii_strtoull (retry_after, NULL, 10), 3600) * 1000
                        : 0);
}

static char *
build_url (RamblaEventStream *self)
{
  GString *url = g_string_new (rambla_session_get_base_url (self->session));

  g_string_append (url, "/v1/events");
  if (self->area != NULL)
    g_string_append_printf (url, "?bbox=%s", self->area);
  if (self->store != NULL && self->token != NULL)
    g_string_append_printf (url, "%sstore_id=%s", self->area != NULL ? "&" : "?", self->store);
  return g_string_free (url, FALSE);
}

static void
open_connection (RamblaEventStream *self)
{
  const char *id = rambla_event_parser_get_id (self->parser);
  g_autofree char *url = NULL;
  SoupMessageHeaders *headers;

  close_connection (self);
  g_free (self->token);
  self->token = g_strdup (rambla_session_get_access_token (self->session));
  if (self->token == NULL && self->area == NULL)
    {
      set_connected (self, FALSE);
      return;
    }
  url = build_url (self);
  self->message = soup_message_new ("GET", url);
  if (self->message == NULL)
    return;
  headers = soup_message_get_request_headers (self->message);
  soup_message_headers_replace (headers, "Accept", "text/event-stream");
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  if (id != NULL && *id != '\0')
    soup_message_headers_replace (headers, "Last-Event-ID", id);
  if (self->token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", self->token, NULL);

      soup_message_headers_replace (headers, "Authorization", bearer);
    }
  /* Nobody but the platform is to hear our token. */
  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT);
  self->cancellable = g_cancellable_new ();
  soup_session_send_async (self->soup, self->message, G_PRIORITY_DEFAULT, self->cancellable, on_answer_ready,
                           self);
}

/* What is listened to has changed; what was heard so far still counts. */
static void
listen_to_other (RamblaEventStream *self, guint after_ms)
{
  self->renewed = FALSE;
  pause_for (self, after_ms);
}

void
rambla_event_stream_set_area (RamblaEventStream *self, const RamblaBox *box)
{
  g_autofree char *area = NULL;

  g_return_if_fail (RAMBLA_IS_EVENT_STREAM (self));

  area = box != NULL ? rambla_box_to_query (*box) : NULL;
  if (g_strcmp0 (area, self->area) == 0)
    return;
  g_free (self->area);
  self->area = g_steal_pointer (&area);
  listen_to_other (self, SETTLE_MS);
}

void
rambla_event_stream_set_store (RamblaEventStream *self, const char *store_id)
{
  g_return_if_fail (RAMBLA_IS_EVENT_STREAM (self));

  if (g_strcmp0 (store_id, self->store) == 0)
    return;
  g_free (self->store);
  self->store = g_strdup (store_id);
  listen_to_other (self, 0);
}

gboolean
rambla_event_stream_get_connected (RamblaEventStream *self)
{
  g_return_val_if_fail (RAMBLA_IS_EVENT_STREAM (self), FALSE);

  return self->connected;
}

/* The same platform at another address: what was heard still counts. */
static void
on_moved (RamblaEventStream *self)
{
  self->failures = 0;
  listen_to_other (self, 0);
}

static void
on_signed_in_changed (RamblaEventStream *self)
{
  rambla_event_parser_forget_id (self->parser);
  self->failures = 0;
  set_connected (self, FALSE);
  listen_to_other (self, 0);
}

static void
on_network_changed (GNetworkMonitor *monitor, gboolean available, RamblaEventStream *self)
{
  /* While it is away the attempts get rare by themselves. Back again, there is no reason to wait. */
  if (!available || self->pause_source == 0)
    return;
  self->failures = 0;
  pause_for (self, 0);
}

static void
rambla_event_stream_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CONNECTED)
    g_value_set_boolean (value, RAMBLA_EVENT_STREAM (object)->connected);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
rambla_event_stream_dispose (GObject *object)
{
  close_connection (RAMBLA_EVENT_STREAM (object));
  G_OBJECT_CLASS (rambla_event_stream_parent_class)->dispose (object);
}

static void
rambla_event_stream_finalize (GObject *object)
{
  RamblaEventStream *self = RAMBLA_EVENT_STREAM (object);

  g_clear_object (&self->session);
  g_clear_object (&self->soup);
  rambla_event_parser_free (self->parser);
  g_free (self->area);
  g_free (self->store);
  g_free (self->token);
  G_OBJECT_CLASS (rambla_event_stream_parent_class)->finalize (object);
}

static void
rambla_event_stream_class_init (RamblaEventStreamClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rambla_event_stream_get_property;
  object_class->dispose = rambla_event_stream_dispose;
  object_class->finalize = rambla_event_stream_finalize;
  properties[PROP_CONNECTED] =
      g_param_spec_boolean ("connected", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[EVENT] = g_signal_new ("event", RAMBLA_TYPE_EVENT_STREAM, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, JSON_TYPE_OBJECT);
  signals[REFETCH] = g_signal_new ("refetch", RAMBLA_TYPE_EVENT_STREAM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
rambla_event_stream_init (RamblaEventStream *self)
{
  self->parser = rambla_event_parser_new (on_event, self);
  self->monitor = g_network_monitor_get_default ();
  g_signal_connect_object (self->monitor, "network-changed", G_CALLBACK (on_network_changed), self, 0);
}

RamblaEventStream *
rambla_event_stream_new (RamblaSession *session, SoupSession *soup)
{
  RamblaEventStream *self = g_object_new (RAMBLA_TYPE_EVENT_STREAM, NULL);

  self->session = g_object_ref (session);
  self->soup = g_object_ref (soup);
  g_signal_connect_object (session, "moved", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::signed-in", G_CALLBACK (on_signed_in_changed), self,
                           G_CONNECT_SWAPPED);
  open_connection (self);
  return self;
}
