/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-image-fetch.h"

#include "rambla-image.h"

#define CHUNK (64 * 1024)

typedef struct
{
  SoupMessage *message;
  GByteArray *body;
  GCancellable *stop; /* the caller's wish, or the deadline */
  GCancellable *wish; /* nullable */
  gulong wish_handler;
  guint deadline;
  gboolean too_late;
} Fetch;

static void
fetch_free (gpointer pointer)
{
  Fetch *fetch = pointer;

  g_clear_object (&fetch->message);
  g_clear_pointer (&fetch->body, g_byte_array_unref);
  g_clear_object (&fetch->stop);
  g_clear_object (&fetch->wish);
  g_free (fetch);
}

static void
settle (Fetch *fetch)
{
  g_clear_handle_id (&fetch->deadline, g_source_remove);
  if (fetch->wish_handler != 0)
    g_signal_handler_disconnect (fetch->wish, fetch->wish_handler);
  fetch->wish_handler = 0;
}

static void
fail (GTask *task, GError *error)
{
  Fetch *fetch = g_task_get_task_data (task);

  settle (fetch);
  if (fetch->too_late && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "Picture did not come in time");
    }
  g_task_return_error (task, error);
}

static gboolean
on_deadline (gpointer user_data)
{
  Fetch *fetch = user_data;

  fetch->deadline = 0;
  fetch->too_late = TRUE;
  g_cancellable_cancel (fetch->stop);
  return G_SOURCE_REMOVE;
}

static void
on_wish (GCancellable *wish, gpointer user_data)
{
  Fetch *fetch = user_data;

  g_cancellable_cancel (fetch->stop);
}

static void
on_chunk_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  GInputStream *stream = G_INPUT_STREAM (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (stream, result, &error);

  if (chunk == NULL)
    {
      fail (task, g_steal_pointer (&error));
      return;
    }
  if (g_bytes_get_size (chunk) == 0)
    {
      settle (fetch);
      g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&fetch->body)),
                             (GDestroyNotify) g_bytes_unref);
      return;
    }
  g_byte_array_append (fetch->body, g_bytes_get_data (chunk, NULL), (guint) g_bytes_get_size (chunk));
  if (fetch->body->len > RAMBLA_IMAGE_MAX_BYTES)
    fail (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Picture of too many bytes"));
  else
    g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_LOW, fetch->stop, on_chunk_ready,
                                     g_object_ref (task));
}

static void
on_sent (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  SoupMessageHeaders *headers = soup_message_get_response_headers (fetch->message);
  guint status = soup_message_get_status (fetch->message);

  if (stream == NULL)
    fail (task, g_steal_pointer (&error));
  else if (status == SOUP_STATUS_NOT_FOUND || status == SOUP_STATUS_GONE)
    fail (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No such picture"));
  else if (status != SOUP_STATUS_OK)
    fail (task, g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "Picture was answered with %u", status));
  else if (soup_message_headers_get_content_length (headers) > RAMBLA_IMAGE_MAX_BYTES)
    fail (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Picture of too many bytes"));
  else
    {
      fetch->body = g_byte_array_new ();
      g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_LOW, fetch->stop, on_chunk_ready,
                                       g_object_ref (task));
    }
}

void
rambla_image_fetch_async (SoupSession *session,
                          const char *url,
                          guint seconds,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Fetch *fetch = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, rambla_image_fetch_async);
  g_task_set_task_data (task, fetch, fetch_free);
  fetch->message = soup_message_new (SOUP_METHOD_GET, url);
  if (fetch->message == NULL)
    {
      fail (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "Not a picture's address"));
      return;
    }
  soup_message_add_flags (fetch->message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_append (soup_message_get_request_headers (fetch->message), "Accept",
                               "image/jpeg, image/png, image/webp");
  fetch->stop = g_cancellable_new ();
  if (cancellable != NULL)
    {
      fetch->wish = g_object_ref (cancellable);
      /* Not g_cancellable_connect(): it must not be let go of while it is told, and that is when we settle.
       */
      fetch->wish_handler = g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_wish), fetch);
      if (g_cancellable_is_cancelled (cancellable))
        g_cancellable_cancel (fetch->stop);
    }
  fetch->deadline = g_timeout_add_seconds (seconds, on_deadline, fetch);
  soup_session_send_async (session, fetch->message, G_PRIORITY_LOW, fetch->stop, on_sent,
                           g_object_ref (task));
}

GBytes *
rambla_image_fetch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, rambla_image_fetch_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
