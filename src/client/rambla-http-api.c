/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-http-api.h"

#include "rambla-call-limit.h"
#include "rambla-http-message.h"
#include "rambla-json.h"
#include "rambla-recent-answers.h"
#include "rambla-seen-answers.h"

#define ANSWER_LIMIT (16 * 1024 * 1024)
#define PROBLEM_LIMIT (64 * 1024)
#define TRIES 4
#define FIRST_PAUSE_MS 300
#define LONGEST_PAUSE_MS 20000

struct _RamblaHttpApi
{
  GObject parent_instance;

  RamblaSession *session;
  SoupSession *soup;
  char *seen; /* the folder of what was last seen; NULL: nothing is kept */
  gboolean offline;
  RamblaRecentAnswers *recent; /* of calls that need no account */
};

enum
{
  PROP_0,
  PROP_OFFLINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void api_iface_init (RamblaApiInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RamblaHttpApi,
                               rambla_http_api,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (RAMBLA_TYPE_API, api_iface_init))

/* One call from first try to result. */
typedef struct
{
  RamblaCall *call;
  SoupMessage *message;
  GByteArray *body;
  GInputStream *stream;
  RamblaCallLimit *limit; /* of this try */
  char *token;
  char *etag;
  char *known_etag; /* of what is asked for, from before; NULL: nothing */
  GBytes *known;    /* the answer with that ETag */
  guint status;
  guint tries;
  gboolean renewed;
  GError *error; /* why there is only what was last seen */
} CallState;

static void send_call (GTask *task);

static void
call_state_free (CallState *state)
{
  g_clear_pointer (&state->call, rambla_call_free);
  g_clear_object (&state->message);
  g_clear_object (&state->stream);
  g_clear_pointer (&state->limit, rambla_call_limit_free);
  g_clear_pointer (&state->body, g_byte_array_unref);
  g_free (state->token);
  g_free (state->etag);
  g_free (state->known_etag);
  g_clear_pointer (&state->known, g_bytes_unref);
  g_clear_error (&state->error);
  g_free (state);
}

static void
set_offline (RamblaHttpApi *self, gboolean offline)
{
  if (self->offline == offline)
    return;
  self->offline = offline;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OFFLINE]);
}

/* Whether the answer is the same for everybody, and worth being seen again without a network. */
static gboolean
is_kept (RamblaHttpApi *self, RamblaCall *call)
{
  const char *path = rambla_call_get_path (call);

  /* The card answers whether the platform is there. */
  return self->seen != NULL && g_str_equal (rambla_call_get_method (call), "GET") &&
         !rambla_call_get_authorized (call) && !g_str_equal (path, "/v1") &&
         !g_str_equal (path, "/v1/suggest") &&
         /* A head from yesterday would look like a log that was cut. */
         !g_str_has_prefix (path, "/v1/reviews/log") && !g_str_has_prefix (path, "/v1/prices/log") &&
         !g_str_has_prefix (path, "/.well-known/");
}

static void
load_seen_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  RamblaHttpApi *self = source_object;
  CallState *state = task_data;
  g_autofree char *target = rambla_call_dup_target (state->call);
  RamblaDecode decode = rambla_call_get_decode (state->call);
  g_autoptr (GByteArray) body = rambla_seen_answers_load (self->seen, target);
  g_autoptr (JsonNode) root =
      body != NULL ? rambla_json_parse ((const char *) body->data, (gssize) body->len, ANSWER_LIMIT, NULL)
                   : NULL;
  gpointer result = root == NULL ? NULL : decode != NULL ? decode (root, NULL, NULL) : json_node_ref (root);

  if (result != NULL)
    g_task_return_pointer (task, result,
                           decode != NULL ? rambla_call_get_destroy (state->call)
                                          : (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (task, g_steal_pointer (&state->error));
}

/* The end of a call that did not go well; what was last seen is better than nothing. Takes @task and @error
 * over. */
static void
fail (GTask *task, GError *error)
{
  RamblaHttpApi *self = g_task_get_source_object (task);
  CallState *state = g_task_get_task_data (task);

  if (g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE))
    {
      set_offline (self, TRUE);
      if (is_kept (self, state->call))
        {
          state->error = error;
          g_task_run_in_thread (task, load_seen_in_thread);
          g_object_unref (task);
          return;
        }
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static gboolean
on_pause_over (gpointer user_data)
{
  GTask *task = user_data;

  send_call (g_object_ref (task));
  return G_SOURCE_REMOVE;
}

/* Tries again later if that makes sense; otherwise the call ends with @error. Takes @task and @error over. */
static void
retry_or_fail (GTask *task, GError *error)
{
  RamblaHttpApi *self = g_task_get_source_object (task);
  CallState *state = g_task_get_task_data (task);
  guint pause;
  g_autoptr (GSource) timer = NULL;

  g_clear_pointer (&state->limit, rambla_call_limit_free);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !rambla_api_error_is_transient (error) ||
      !rambla_call_is_repeatable (state->call) || state->tries >= TRIES ||
      (self->offline && is_kept (self, state->call)))
    {
      fail (task, error);
      return;
    }
  pause = FIRST_PAUSE_MS << (state->tries - 1);
  pause = pause / 2 + (guint) g_random_int_range (0, (gint32) pause);
  pause = MAX (pause, rambla_api_error_get_retry_after (error) * 1000);
  if (pause > LONGEST_PAUSE_MS)
    {
      fail (task, error);
      return;
    }
  g_debug ("Trying %s again in %u ms: %s", rambla_call_get_path (state->call), pause, error->message);
  g_error_free (error);
  timer = g_timeout_source_new (pause);
  g_task_attach_source (task, timer, on_pause_over);
  g_object_unref (task);
}

static void
decode_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  RamblaHttpApi *self = source_object;
  CallState *state = task_data;
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (g_steal_pointer (&state->body));
  g_autoptr (JsonNode) root = NULL;
  RamblaDecode decode = rambla_call_get_decode (state->call);
  GError *error = NULL;
  gpointer result;

  if (g_bytes_get_size (bytes) > 0)
    {
      root = rambla_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                                ANSWER_LIMIT, &error);
      if (root == NULL && state->status < 400)
        {
          g_task_return_new_error (task, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER, "%s", error->message);
          g_error_free (error);
          return;
        }
      g_clear_error (&error);
    }
  result = decode != NULL ? decode (root, state->etag, &error) : root != NULL ? json_node_ref (root) : NULL;
  if (error != NULL)
    {
      g_task_return_new_error (task, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER, "%s", error->message);
      g_error_free (error);
      return;
    }
  g_task_return_pointer (task, result,
                         decode != NULL ? rambla_call_get_destroy (state->call)
                                        : (GDestroyNotify) json_node_unref);
  /* Nobody waits for the disk. */
  if (root != NULL && is_kept (self, state->call))
    {
      g_autofree char *target = rambla_call_dup_target (state->call);

      rambla_seen_answers_keep (self->seen, target, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }
}

static void
on_renew_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (rambla_session_refresh_finish (RAMBLA_SESSION (source), result, &error))
    send_call (task);
  else
    retry_or_fail (task, error);
}

static gboolean
is_for_everybody (RamblaCall *call)
{
  return g_str_equal (rambla_call_get_method (call), "GET") && !rambla_call_get_authorized (call);
}

/* What has not changed is taken from before; what came is kept for the next time. */
static void
settle_body (RamblaHttpApi *self, CallState *state)
{
  const char *language =
      soup_message_headers_get_one (soup_message_get_request_headers (state->message), "Accept-Language");
  g_autofree char *target = rambla_call_dup_target (state->call);

  if (state->status == 304 && state->known != NULL)
    {
      g_byte_array_set_size (state->body, 0);
      g_byte_array_append (state->body, g_bytes_get_data (state->known, NULL),
                           (guint) g_bytes_get_size (state->known));
      state->etag = g_strdup (state->known_etag);
      state->status = 200;
    }
  else if (state->status == 200 && state->etag != NULL && is_for_everybody (state->call))
    {
      g_autoptr (GBytes) body = g_bytes_new (state->body->data, state->body->len);

      rambla_recent_answers_keep (self->recent, target, language != NULL ? language : "", state->etag, body);
    }
}

static void
answer_complete (GTask *task)
{
  RamblaHttpApi *self = g_task_get_source_object (task);
  CallState *state = g_task_get_task_data (task);
  SoupMessageHeaders *headers = soup_message_get_response_headers (state->message);
  const char *retry_after = soup_message_headers_get_one (headers, "Retry-After");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) problem = NULL;

  g_clear_pointer (&state->limit, rambla_call_limit_free);
  if (state->status < 300 || state->status == 304)
    {
      state->etag = state->status < 300 ? g_strdup (soup_message_headers_get_one (headers, "ETag")) : NULL;
      settle_body (self, state);
    }
  if (state->status < 300)
    {
      g_task_run_in_thread (task, decode_in_thread);
      g_object_unref (task);
      return;
    }
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&state->body));
  problem = rambla_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                               PROBLEM_LIMIT, NULL);
  if (!rambla_http_message_is_from_platform (state->status, problem))
    {
      g_task_return_new_error (task, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER,
                               "Status %u came without the platform's reason", state->status);
      g_object_unref (task);
      return;
    }
  if (state->status == 401 && rambla_call_get_authorized (state->call) && !state->renewed)
    {
      state->renewed = TRUE;
      rambla_session_refresh_async (self->session, state->token, g_task_get_cancellable (task),
                                    on_renew_ready, task);
      return;
    }
  retry_or_fail (task,
                 rambla_api_error_new_problem (
                     state->status, problem,
                     retry_after != NULL ? (guint) MIN (g_ascii_strtoull (retry_after, NULL, 10), 3600) : 0));
}

/* libsoup takes a header that ends between two lines for a whole one, whose answer lasts until the connection
 * ends. The platform always says how long an answer is, so one of nothing never arrived. */
static gboolean
broke_off (CallState *state)
{
  return (state->status == 200 || state->status == 201) && state->body->len == 0 &&
         soup_message_headers_get_encoding (soup_message_get_response_headers (state->message)) ==
             SOUP_ENCODING_EOF;
}

static void
on_chunk_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  CallState *state = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (chunk == NULL)
    {
      retry_or_fail (task, rambla_call_limit_describe (state->limit, error));
      return;
    }
  if (g_bytes_get_size (chunk) == 0)
    {
      if (broke_off (state))
        retry_or_fail (
            task, g_error_new_literal (RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE, "The answer broke off"));
      else
        answer_complete (task);
      return;
    }
  if (state->body->len + g_bytes_get_size (chunk) > ANSWER_LIMIT)
    {
      g_task_return_new_error (task, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER,
                               "The answer is too large");
      g_object_unref (task);
      return;
    }
  g_byte_array_append (state->body, g_bytes_get_data (chunk, NULL), (guint) g_bytes_get_size (chunk));
  g_input_stream_read_bytes_async (state->stream, 65536, G_PRIORITY_DEFAULT,
                                   rambla_call_limit_get_cancellable (state->limit), on_chunk_ready, task);
}

/* Only what changed since it was last fetched is to be sent. */
static void
ask_for_news (RamblaHttpApi *self, CallState *state)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (state->message);
  const char *language = soup_message_headers_get_one (headers, "Accept-Language");
  g_autofree char *target = rambla_call_dup_target (state->call);

  g_clear_pointer (&state->known_etag, g_free);
  g_clear_pointer (&state->known, g_bytes_unref);
  state->known_etag =
      rambla_recent_answers_find (self->recent, target, language != NULL ? language : "", &state->known);
  if (state->known_etag != NULL)
    soup_message_headers_replace (headers, "If-None-Match", state->known_etag);
}

static void
on_send_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  CallState *state = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  state->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (state->stream == NULL)
    {
      retry_or_fail (task, rambla_call_limit_describe (state->limit, error));
      return;
    }
  set_offline (g_task_get_source_object (task), FALSE);
  state->status = soup_message_get_status (state->message);
  state->body = g_byte_array_new ();
  g_input_stream_read_bytes_async (state->stream, 65536, G_PRIORITY_DEFAULT,
                                   rambla_call_limit_get_cancellable (state->limit), on_chunk_ready, task);
}

/* Sends the call, for the first time or again. Takes @task over. */
static void
send_call (GTask *task)
{
  RamblaHttpApi *self = g_task_get_source_object (task);
  CallState *state = g_task_get_task_data (task);
  const char *base_url = rambla_session_get_base_url (self->session);
  g_autoptr (GError) error = NULL;

  state->tries++;
  g_clear_object (&state->message);
  g_clear_object (&state->stream);
  g_clear_pointer (&state->body, g_byte_array_unref);
  g_clear_pointer (&state->token, g_free);
  state->token = g_strdup (rambla_session_get_access_token (self->session));
  state->message = rambla_http_message_new (state->call, base_url, state->token, &error);
  if (state->message == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }
  if (is_for_everybody (state->call))
    ask_for_news (self, state);
  /* Nobody but the platform is to hear what we ask and with which token. */
  soup_message_add_flags (state->message, SOUP_MESSAGE_NO_REDIRECT);
  state->limit = rambla_call_limit_new (self->soup, g_task_get_cancellable (task));
  soup_session_send_async (self->soup, state->message, G_PRIORITY_DEFAULT,
                           rambla_call_limit_get_cancellable (state->limit), on_send_ready, task);
}

static void
call_async (RamblaApi *api,
            RamblaCall *call,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (api, cancellable, callback, user_data);
  CallState *state = g_new0 (CallState, 1);

  g_task_set_source_tag (task, call_async);
  state->call = call;
  g_task_set_task_data (task, state, (GDestroyNotify) call_state_free);
  send_call (task);
}

static gpointer
call_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, api), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
api_iface_init (RamblaApiInterface *iface)
{
  iface->call_async = call_async;
  iface->call_finish = call_finish;
}

RamblaSession *
rambla_http_api_get_session (RamblaHttpApi *self)
{
  g_return_val_if_fail (RAMBLA_IS_HTTP_API (self), NULL);

  return self->session;
}

void
rambla_http_api_keep_seen (RamblaHttpApi *self, const char *folder)
{
  g_return_if_fail (RAMBLA_IS_HTTP_API (self));
  g_return_if_fail (self->seen == NULL);

  self->seen = g_strdup (folder);
}

gboolean
rambla_http_api_get_offline (RamblaHttpApi *self)
{
  g_return_val_if_fail (RAMBLA_IS_HTTP_API (self), FALSE);

  return self->offline;
}

static void
rambla_http_api_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_OFFLINE:
      g_value_set_boolean (value, RAMBLA_HTTP_API (object)->offline);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_http_api_finalize (GObject *object)
{
  RamblaHttpApi *self = RAMBLA_HTTP_API (object);

  g_clear_object (&self->session);
  g_clear_object (&self->soup);
  g_clear_pointer (&self->recent, rambla_recent_answers_free);
  g_free (self->seen);
  G_OBJECT_CLASS (rambla_http_api_parent_class)->finalize (object);
}

static void
rambla_http_api_class_init (RamblaHttpApiClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = rambla_http_api_get_property;
  G_OBJECT_CLASS (klass)->finalize = rambla_http_api_finalize;
  properties[PROP_OFFLINE] =
      g_param_spec_boolean ("offline", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
rambla_http_api_init (RamblaHttpApi *self)
{
  self->recent = rambla_recent_answers_new ();
}

RamblaHttpApi *
rambla_http_api_new (RamblaSession *session, SoupSession *soup)
{
  RamblaHttpApi *self = g_object_new (RAMBLA_TYPE_HTTP_API, NULL);

  self->session = g_object_ref (session);
  self->soup = g_object_ref (soup);
  return self;
}
