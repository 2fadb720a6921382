/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-oauth-call.h"

#include "rambla-api-error.h"
#include "rambla-call-limit.h"
#include "rambla-json.h"
#include "rambla-oauth-error.h"

#define ANSWER_LIMIT (64 * 1024)

typedef struct
{
  SoupMessage *message;
  RamblaCallLimit *limit;
  guint8 *body;
} CallState;

static void
call_state_free (CallState *state)
{
  g_object_unref (state->message);
  rambla_call_limit_free (state->limit);
  g_free (state->body);
  g_free (state);
}

static guint
read_retry_after (SoupMessage *message)
{
  const char *text =
      soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");

  return text != NULL ? (guint) MIN (g_ascii_strtoull (text, NULL, 10), 3600) : 0;
}

/* Takes @root over. */
static void
end_refused (GTask *task, guint status, guint retry_after, JsonNode *root)
{
  g_autoptr (JsonNode) answer = root;
  const char *code = NULL;

  if (status < 500 && status != 429 && answer != NULL && JSON_NODE_HOLDS_OBJECT (answer) &&
      rambla_json_get_string (json_node_get_object (answer), "error", 64, &code, NULL))
    g_task_return_error (task, rambla_oauth_error_new (code));
  else if (status >= 500 || status == 429)
    g_task_return_error (task, rambla_api_error_new_problem (status, answer, retry_after));
  else
    /* No authorization server speaks like this; something in between does. */
    g_task_return_new_error (task, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER,
                             "The platform's sign-in answered with status %u and no reason", status);
}

static void
on_read_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CallState *state = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;
  guint status = soup_message_get_status (state->message);
  gsize length;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, &error))
    {
      g_task_return_error (task, rambla_call_limit_describe (state->limit, error));
      return;
    }
  /* libsoup takes a header that ends between two lines for a whole one: then nothing says how long the answer
   * is, which the platform always does. */
  if (length == 0 && status < 500 && status != 429 &&
      soup_message_headers_get_encoding (soup_message_get_response_headers (state->message)) ==
          SOUP_ENCODING_EOF)
    {
      g_task_return_new_error (task, RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE, "The answer broke off");
      return;
    }
  if (length == 0 && status < 300)
    {
      root = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (root, json_object_new ());
    }
  else if (length <= ANSWER_LIMIT)
    root = rambla_json_parse ((const char *) state->body, (gssize) length, ANSWER_LIMIT, NULL);
  if (status >= 400)
    end_refused (task, status, read_retry_after (state->message), g_steal_pointer (&root));
  else if (status < 200 || status >= 300 || root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    g_task_return_new_error (task, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER,
                             "The platform's sign-in answered with status %u and no object", status);
  else
    g_task_return_pointer (task, g_steal_pointer (&root), (GDestroyNotify) json_node_unref);
}

static void
on_send_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CallState *state = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (stream == NULL)
    {
      g_task_return_error (task, rambla_call_limit_describe (state->limit, error));
      return;
    }
  state->body = g_malloc (ANSWER_LIMIT + 1);
  g_input_stream_read_all_async (stream, state->body, ANSWER_LIMIT + 1, G_PRIORITY_DEFAULT,
                                 rambla_call_limit_get_cancellable (state->limit), on_read_ready,
                                 g_object_ref (task));
}

void
rambla_oauth_call_async (SoupSession *soup,
                         const char *url,
                         char *form,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (soup, cancellable, callback, user_data);
  g_autoptr (GBytes) body = form != NULL ? g_bytes_new_take (form, strlen (form)) : NULL;
  SoupMessage *message = soup_message_new (form != NULL ? "POST" : "GET", url);
  CallState *state;

  g_task_set_source_tag (task, rambla_oauth_call_async);
  if (message == NULL)
    {
      g_task_return_new_error (task, RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE, "%s is not an address", url);
      return;
    }
  state = g_new0 (CallState, 1);
  state->message = message;
  state->limit = rambla_call_limit_new (soup, cancellable);
  g_task_set_task_data (task, state, (GDestroyNotify) call_state_free);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept", "application/json");
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, SOUP_FORM_MIME_TYPE_URLENCODED, body);
  soup_session_send_async (soup, message, G_PRIORITY_DEFAULT,
                           rambla_call_limit_get_cancellable (state->limit), on_send_ready,
                           g_steal_pointer (&task));
}

JsonNode *
rambla_oauth_call_finish (SoupSession *soup, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, soup), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
