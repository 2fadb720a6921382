/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-tile-load.h"

#include "rambla-tile-image.h"
#include "rambla-tile-store.h"

/* How long a tile is fresh if its server does not say, and at most, in seconds. */
#define FRESH_TIME (24 * 60 * 60)
#define MAX_FRESH_TIME (30 * 24 * 60 * 60)

#define CHUNK (64 * 1024)

/* One tile on its way. Worker threads and the main thread hold it in turns; the task owns it. */
typedef struct
{
  SoupSession *session;
  char *url;
  char *path; /* nullable */
  gboolean dark;
  RamblaStoredTile *stored;
  gboolean to_be_stored;
  SoupMessage *message;
  GByteArray *body;
  RamblaPicture *picture;
} Load;

static void
load_free (gpointer pointer)
{
  Load *load = pointer;

  g_clear_object (&load->session);
  g_free (load->url);
  g_free (load->path);
  g_clear_pointer (&load->stored, rambla_stored_tile_free);
  g_clear_object (&load->message);
  g_clear_pointer (&load->body, g_byte_array_unref);
  g_clear_pointer (&load->picture, rambla_picture_unref);
  g_free (load);
}

/* Runs a step of the load on a worker thread; @callback gets the load's own task, and a reference to it. */
static void
run_in_thread (GTask *task, GTaskThreadFunc step, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) inner = g_task_new (NULL, g_task_get_cancellable (task), callback, g_object_ref (task));

  g_task_set_source_tag (inner, run_in_thread);
  g_task_set_task_data (inner, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (inner, step);
}

static void
decode_in_thread (GTask *inner, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Load *load = task_data;
  g_autoptr (GError) error = NULL;

  if (g_task_return_error_if_cancelled (inner))
    return;
  load->picture = rambla_tile_image_decode (load->stored->bytes, load->dark, &error);
  if (load->picture == NULL)
    {
      g_task_return_error (inner, g_steal_pointer (&error));
      return;
    }
  /* The map works without its files. */
  if (load->to_be_stored && load->path != NULL && !rambla_tile_store_write (load->path, load->stored, &error))
    g_debug ("%s", error->message);
  g_task_return_boolean (inner, TRUE);
}

static void
on_decode_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_pointer (task, g_steal_pointer (&load->picture), (GDestroyNotify) rambla_picture_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* No new tile is to be had: an old one is better than none. */
static void
fall_back (GTask *task, GError *error)
{
  Load *load = g_task_get_task_data (task);

  load->to_be_stored = FALSE;
  if (load->stored != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      run_in_thread (task, decode_in_thread, on_decode_ready);
    }
  else
    g_task_return_error (task, error);
}

/* Until when an answer is fresh (RFC 9111, 5.2.2). Returns: FALSE if it must not be kept */
static gboolean
read_freshness (SoupMessageHeaders *headers, gint64 *expires)
{
  const char *control = soup_message_headers_get_list (headers, "Cache-Control");
  gint64 fresh = FRESH_TIME;

  if (control != NULL)
    {
      GHashTable *directives = soup_header_parse_param_list (control);
      const char *age = g_hash_table_lookup (directives, "max-age");
      gboolean no_store = g_hash_table_contains (directives, "no-store");

      if (age != NULL)
        fresh = CLAMP (g_ascii_strtoll (age, NULL, 10), 0, MAX_FRESH_TIME);
      if (g_hash_table_contains (directives, "no-cache"))
        fresh = 0;
      soup_header_free_param_list (directives);
      if (no_store)
        return FALSE;
    }
  *expires = g_get_real_time () / G_USEC_PER_SEC + fresh;
  return TRUE;
}

static void
on_chunk_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);
  GInputStream *stream = G_INPUT_STREAM (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (stream, result, &error);
  SoupMessageHeaders *headers = soup_message_get_response_headers (load->message);

  if (chunk == NULL)
    {
      fall_back (task, g_steal_pointer (&error));
      return;
    }
  if (g_bytes_get_size (chunk) > 0)
    {
      g_byte_array_append (load->body, g_bytes_get_data (chunk, NULL), (guint) g_bytes_get_size (chunk));
      if (load->body->len > RAMBLA_TILE_MAX_BYTES)
        fall_back (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Map tile is too large"));
      else
        g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                         on_chunk_ready, g_object_ref (task));
      return;
    }

  g_clear_pointer (&load->stored, rambla_stored_tile_free);
  load->stored = g_new0 (RamblaStoredTile, 1);
  load->stored->bytes = g_byte_array_free_to_bytes (g_steal_pointer (&load->body));
  load->stored->etag = g_strdup (soup_message_headers_get_one (headers, "ETag"));
  load->to_be_stored = read_freshness (headers, &load->stored->expires);
  run_in_thread (task, decode_in_thread, on_decode_ready);
}

static void
on_sent (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  SoupMessageHeaders *headers = soup_message_get_response_headers (load->message);
  guint status = soup_message_get_status (load->message);

  if (stream == NULL)
    fall_back (task, g_steal_pointer (&error));
  else if (status == SOUP_STATUS_NOT_MODIFIED && load->stored != NULL)
    {
      load->to_be_stored = read_freshness (headers, &load->stored->expires);
      run_in_thread (task, decode_in_thread, on_decode_ready);
    }
  else if (status == SOUP_STATUS_NOT_FOUND || status == SOUP_STATUS_GONE || status == SOUP_STATUS_NO_CONTENT)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No such map tile");
  else if (status != SOUP_STATUS_OK ||
           soup_message_headers_get_content_length (headers) > RAMBLA_TILE_MAX_BYTES)
    fall_back (task, g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "Map tile was answered with %u", status));
  else
    {
      load->body = g_byte_array_new ();
      g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                       on_chunk_ready, g_object_ref (task));
    }
}

static void
fetch (GTask *task)
{
  Load *load = g_task_get_task_data (task);
  SoupMessageHeaders *headers;

  load->message = soup_message_new (SOUP_METHOD_GET, load->url);
  if (load->message == NULL)
    {
      fall_back (task,
                 g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "Not a map tile's address"));
      return;
    }
  headers = soup_message_get_request_headers (load->message);
  soup_message_headers_append (headers, "Accept", "image/png, image/jpeg");
  if (load->stored != NULL && load->stored->etag != NULL)
    soup_message_headers_append (headers, "If-None-Match", load->stored->etag);
  soup_session_send_async (load->session, load->message, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                           on_sent, g_object_ref (task));
}

static void
read_in_thread (GTask *inner, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Load *load = task_data;

  if (g_task_return_error_if_cancelled (inner))
    return;
  load->stored = rambla_tile_store_read (load->path);
  if (load->stored != NULL && load->stored->expires > g_get_real_time () / G_USEC_PER_SEC)
    {
      load->picture = rambla_tile_image_decode (load->stored->bytes, load->dark, NULL);
      if (load->picture == NULL)
        g_clear_pointer (&load->stored, rambla_stored_tile_free);
    }
  g_task_return_boolean (inner, TRUE);
}

static void
on_read_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (load->picture != NULL)
    g_task_return_pointer (task, g_steal_pointer (&load->picture), (GDestroyNotify) rambla_picture_unref);
  else
    fetch (task);
}

void
rambla_tile_load_async (SoupSession *session,
                        const char *url,
                        const char *path,
                        gboolean dark,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Load *load;

  g_return_if_fail (SOUP_IS_SESSION (session));
  g_return_if_fail (url != NULL);

  load = g_new0 (Load, 1);
  load->session = g_object_ref (session);
  load->url = g_strdup (url);
  load->path = g_strdup (path);
  load->dark = dark;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, rambla_tile_load_async);
  g_task_set_task_data (task, load, load_free);
  /* What has come before it was cancelled is not thrown away. */
  g_task_set_check_cancellable (task, FALSE);
  if (path != NULL)
    run_in_thread (task, read_in_thread, on_read_ready);
  else
    fetch (task);
}

RamblaPicture *
rambla_tile_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, rambla_tile_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
