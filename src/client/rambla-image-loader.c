/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-image-loader.h"

#include <string.h>

#include "rambla-image-fetch.h"
#include "rambla-image-memory.h"
#include "rambla-image-store.h"

#define MEMORY_BYTES (24 * 1024 * 1024)
#define FOLDER_BYTES (64 * 1024 * 1024)
#define THREADS 2
#define FETCHES 4
#define FETCH_SECONDS 30
#define FAILED_SECONDS 30
#define MOST_FAILED 500
/* The folder is looked over once in so many new files. */
#define PRUNE_EVERY 50

struct _RamblaImageLoader
{
  GObject parent_instance;

  SoupSession *session;
  char *folder; /* nullable */
  char *origin; /* nullable; without a slash at its end */
  GMainContext *context;
  GThreadPool *pool;
  RamblaImageMemory *memory;
  GHashTable *jobs;   /* key to Job, owned */
  GQueue waiting;     /* jobs that are to be fetched, the latest wish first */
  GHashTable *failed; /* address to the monotonic second until which it is not tried again */
  guint fetching;
  guint written;
};

G_DEFINE_FINAL_TYPE (RamblaImageLoader, rambla_image_loader, G_TYPE_OBJECT)

/* One picture in one size, on its way. Held by the main thread and a pool thread in turns. */
typedef struct
{
  RamblaImageLoader *loader;
  char *key;
  char *url;
  int width;
  GCancellable *cancellable;
  GPtrArray *waiters; /* GTask */
  GBytes *bytes;      /* fetched; NULL: look into the folder */
  RamblaImage *image;
  GError *error;
  gboolean prune;
} Job;

static void
job_free (gpointer pointer)
{
  Job *job = pointer;

  g_object_unref (job->loader);
  g_free (job->key);
  g_free (job->url);
  g_object_unref (job->cancellable);
  g_ptr_array_unref (job->waiters);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_clear_pointer (&job->image, rambla_image_unref);
  g_clear_error (&job->error);
  g_free (job);
}

/* A window that grows by a pixel needs no other picture. */
static int
round_width (int width)
{
  static const int widths[] = { 96, 160, 240, 320, 480, 640, 960, 1280 };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    if (width <= widths[i])
      return widths[i];
  return 1920;
}

static char *
make_key (const char *url, int width)
{
  return g_strdup_printf ("%d %s", round_width (width), url);
}

/* (nullable) (transfer full): where the picture is to be fetched from; only from the platform itself. */
static char *
resolve (RamblaImageLoader *self, const char *url)
{
  gsize length;

  if (self->origin == NULL)
    return NULL;
  if (url[0] == '/' && url[1] != '/')
    return g_strconcat (self->origin, url, NULL);
  length = strlen (self->origin);
  return strncmp (url, self->origin, length) == 0 && url[length] == '/' ? g_strdup (url) : NULL;
}

/* --- waiters --- */

#define HANDLER "rambla-cancelled-handler"

static void
forget_handler (GTask *task)
{
  gulong handler = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (task), HANDLER));

  if (handler != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (task), handler);
  g_object_set_data (G_OBJECT (task), HANDLER, NULL);
}

static void
on_waiter_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  RamblaImageLoader *self = g_task_get_source_object (task);
  Job *job = g_hash_table_lookup (self->jobs, g_task_get_task_data (task));

  forget_handler (task);
  if (job != NULL && g_ptr_array_remove (job->waiters, task) && job->waiters->len == 0)
    g_cancellable_cancel (job->cancellable);
  g_task_return_error_if_cancelled (task);
}

static void
note_failure (RamblaImageLoader *self, Job *job)
{
  if (g_error_matches (job->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_debug ("%s: %s", job->url, job->error->message);
  if (g_hash_table_size (self->failed) >= MOST_FAILED)
    g_hash_table_remove_all (self->failed);
  g_hash_table_insert (
      self->failed, g_strdup (job->url),
      GSIZE_TO_POINTER ((gsize) (g_get_monotonic_time () / G_USEC_PER_SEC) + FAILED_SECONDS));
}

static void begin_fetches (RamblaImageLoader *self);
static void begin (RamblaImageLoader *self, Job *job);

/* Everybody who waits hears of it. */
static void
finish (Job *job)
{
  g_autoptr (RamblaImageLoader) self = g_object_ref (job->loader);
  g_autoptr (GPtrArray) waiters = g_ptr_array_ref (job->waiters);

  /* Whom everybody had left was cancelled, and meanwhile somebody came: once more for them. */
  if (g_error_matches (job->error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && waiters->len > 0)
    {
      g_clear_error (&job->error);
      g_clear_object (&job->cancellable);
      job->cancellable = g_cancellable_new ();
      begin (self, job);
      return;
    }
  if (job->image != NULL)
    rambla_image_memory_add (self->memory, job->key, job->image);
  else
    note_failure (self, job);
  for (guint i = 0; i < waiters->len; i++)
    {
      GTask *task = g_ptr_array_index (waiters, i);

      forget_handler (task);
      if (job->image != NULL)
        g_task_return_pointer (task, rambla_image_ref (job->image), (GDestroyNotify) rambla_image_unref);
      else
        g_task_return_error (task, g_error_copy (job->error));
    }
  g_hash_table_remove (self->jobs, job->key);
}

/* --- the threads --- */

static gboolean
on_decoded (gpointer user_data)
{
  Job *job = user_data;
  RamblaImageLoader *self = job->loader;

  if (job->image != NULL || job->error != NULL)
    finish (job);
  else
    {
      g_queue_push_head (&self->waiting, job);
      begin_fetches (self);
    }
  return G_SOURCE_REMOVE;
}

static void
decode_in_thread (gpointer data, gpointer user_data)
{
  Job *job = data;
  RamblaImageLoader *self = job->loader;
  gboolean fetched = job->bytes != NULL;

  if (!g_cancellable_set_error_if_cancelled (job->cancellable, &job->error))
    {
      if (!fetched && self->folder != NULL)
        job->bytes = rambla_image_store_read (self->folder, job->url);
      if (job->bytes != NULL)
        job->image = rambla_image_decode (job->bytes, job->width, &job->error);
      /* What is kept and broken is fetched again. */
      if (!fetched)
        g_clear_error (&job->error);
      if (fetched && job->image != NULL && self->folder != NULL)
        {
          g_autoptr (GError) error = NULL;

          if (!rambla_image_store_write (self->folder, job->url, job->bytes, &error))
            g_debug ("%s", error->message);
          if (job->prune)
            rambla_image_store_prune (self->folder, FOLDER_BYTES);
        }
    }
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT_IDLE, on_decoded, job, NULL);
}

static void
push (Job *job)
{
  g_autoptr (GError) error = NULL;

  /* Without a new thread it waits for one of those there are. */
  if (!g_thread_pool_push (job->loader->pool, job, &error))
    g_debug ("%s", error->message);
}

/* --- the network --- */

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (RamblaImageLoader) self = g_object_ref (job->loader);

  self->fetching--;
  job->bytes = rambla_image_fetch_finish (result, &job->error);
  if (job->bytes == NULL)
    finish (job);
  else
    {
      job->prune = self->written++ % PRUNE_EVERY == 0;
      push (job);
    }
  begin_fetches (self);
}

static void
begin_fetches (RamblaImageLoader *self)
{
  g_autoptr (RamblaImageLoader) stay = g_object_ref (self);
  Job *job;

  while (self->fetching < FETCHES && (job = g_queue_pop_head (&self->waiting)) != NULL)
    {
      g_autofree char *address = resolve (self, job->url);

      if (g_cancellable_set_error_if_cancelled (job->cancellable, &job->error))
        finish (job);
      else if (address == NULL)
        {
          g_set_error_literal (&job->error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                               "Picture from elsewhere than the platform");
          finish (job);
        }
      else
        {
          self->fetching++;
          rambla_image_fetch_async (self->session, address, FETCH_SECONDS, job->cancellable, on_fetched, job);
        }
    }
}

static void
begin (RamblaImageLoader *self, Job *job)
{
  if (self->folder != NULL)
    push (job);
  else
    {
      g_queue_push_head (&self->waiting, job);
      begin_fetches (self);
    }
}

static gboolean
has_failed (RamblaImageLoader *self, const char *url)
{
  gsize until = GPOINTER_TO_SIZE (g_hash_table_lookup (self->failed, url));

  return (gsize) (g_get_monotonic_time () / G_USEC_PER_SEC) < until;
}

RamblaImage *
rambla_image_loader_peek (RamblaImageLoader *self, const char *url, int width)
{
  g_autofree char *key = NULL;
  RamblaImage *image;

  g_return_val_if_fail (RAMBLA_IS_IMAGE_LOADER (self), NULL);
  g_return_val_if_fail (url != NULL, NULL);

  key = make_key (url, width);
  image = rambla_image_memory_lookup (self->memory, key);
  return image != NULL ? rambla_image_ref (image) : NULL;
}

void
rambla_image_loader_load_async (RamblaImageLoader *self,
                                const char *url,
                                int width,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  RamblaImage *known;
  char *key;
  Job *job;

  g_return_if_fail (RAMBLA_IS_IMAGE_LOADER (self));
  g_return_if_fail (url != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rambla_image_loader_load_async);
  key = make_key (url, width);
  g_task_set_task_data (task, key, g_free);
  if (g_task_return_error_if_cancelled (task))
    return;
  known = rambla_image_memory_lookup (self->memory, key);
  if (known != NULL)
    {
      g_task_return_pointer (task, rambla_image_ref (known), (GDestroyNotify) rambla_image_unref);
      return;
    }
  if (has_failed (self, url))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "Picture did not come a moment ago");
      return;
    }
  if (cancellable != NULL)
    g_object_set_data (G_OBJECT (task), HANDLER,
                       GSIZE_TO_POINTER (g_signal_connect (cancellable, "cancelled",
                                                           G_CALLBACK (on_waiter_cancelled), task)));
  job = g_hash_table_lookup (self->jobs, key);
  if (job != NULL)
    {
      g_ptr_array_add (job->waiters, g_steal_pointer (&task));
      return;
    }
  job = g_new0 (Job, 1);
  job->loader = g_object_ref (self);
  job->key = g_strdup (key);
  job->url = g_strdup (url);
  job->width = round_width (width);
  job->cancellable = g_cancellable_new ();
  job->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (job->waiters, g_steal_pointer (&task));
  g_hash_table_insert (self->jobs, job->key, job);
  begin (self, job);
}

RamblaImage *
rambla_image_loader_load_finish (RamblaImageLoader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, rambla_image_loader_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gsize
rambla_image_loader_get_memory (RamblaImageLoader *self)
{
  g_return_val_if_fail (RAMBLA_IS_IMAGE_LOADER (self), 0);

  return rambla_image_memory_get_size (self->memory);
}

void
rambla_image_loader_set_origin (RamblaImageLoader *self, const char *base_url)
{
  g_return_if_fail (RAMBLA_IS_IMAGE_LOADER (self));

  g_free (self->origin);
  self->origin = g_strdup (base_url);
  /* What could not be reached there may be here. */
  g_hash_table_remove_all (self->failed);
}

static void
rambla_image_loader_finalize (GObject *object)
{
  RamblaImageLoader *self = RAMBLA_IMAGE_LOADER (object);

  /* Jobs hold a reference: there are none. */
  g_thread_pool_free (self->pool, TRUE, FALSE);
  g_hash_table_unref (self->jobs);
  g_hash_table_unref (self->failed);
  g_queue_clear (&self->waiting);
  rambla_image_memory_free (self->memory);
  g_clear_object (&self->session);
  g_main_context_unref (self->context);
  g_free (self->folder);
  g_free (self->origin);
  G_OBJECT_CLASS (rambla_image_loader_parent_class)->finalize (object);
}

static void
rambla_image_loader_class_init (RamblaImageLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_image_loader_finalize;
}

static void
rambla_image_loader_init (RamblaImageLoader *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->memory = rambla_image_memory_new (MEMORY_BYTES);
  self->jobs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, job_free);
  self->failed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->waiting);
  /* Shared threads: none is there before the first picture. */
  self->pool = g_thread_pool_new (decode_in_thread, NULL, THREADS, FALSE, NULL);
}

RamblaImageLoader *
rambla_image_loader_new (SoupSession *session, const char *folder)
{
  RamblaImageLoader *self;

  g_return_val_if_fail (SOUP_IS_SESSION (session), NULL);

  self = g_object_new (RAMBLA_TYPE_IMAGE_LOADER, NULL);
  self->session = g_object_ref (session);
  self->folder = g_strdup (folder);
  return self;
}
