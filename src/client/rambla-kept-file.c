/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-kept-file.h"

#include <errno.h>

#include "rambla-fault-point.h"

struct _RamblaKeptFile
{
  GObject parent_instance;

  char *path;
  GThreadPool *worker; /* one thread: what is read and written stays in order */
  GMutex lock;
  GCond done;
  guint pending; /* jobs that are not done; guarded by @lock */
};

G_DEFINE_FINAL_TYPE (RamblaKeptFile, rambla_kept_file, G_TYPE_OBJECT)

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  RamblaKeptFile *file; /* owned */
  GTask *task;          /* of reading */
  char *text;           /* to write; NULL: read */
  gboolean aside;
  GError *error;
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->file);
  g_clear_object (&job->task);
  g_free (job->text);
  g_clear_error (&job->error);
  g_free (job);
}

/* Where the object lives. */
static gboolean
on_job_done (gpointer data)
{
  Job *job = data;

  if (job->error != NULL)
    g_signal_emit (job->file, signals[FAILED], 0, job->error->message);
  return G_SOURCE_REMOVE;
}

static void
write_text (Job *job, const char *path, const char *text)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (&job->error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", folder,
                   g_strerror (errno));
      return;
    }
  rambla_fault_point ("kept-file.write");
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                            0600, &job->error);
  rambla_fault_point ("kept-file.written");
}

static void
read_text (Job *job)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  if (!g_file_get_contents (job->file->path, &text, NULL, &error) &&
      !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_task_return_error (job->task, g_steal_pointer (&error));
  else
    g_task_return_pointer (job->task, text, g_free);
}

static void
do_job (gpointer data, gpointer user_data)
{
  Job *job = data;
  RamblaKeptFile *self = job->file;

  if (job->aside)
    {
      g_autofree char *aside = g_strconcat (self->path, ".unreadable", NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (self->path, &text, NULL, NULL))
        write_text (job, aside, text);
    }
  else if (job->task != NULL)
    read_text (job);
  else
    write_text (job, self->path, job->text);
  g_mutex_lock (&self->lock);
  self->pending--;
  g_cond_broadcast (&self->done);
  g_mutex_unlock (&self->lock);
  /* Its references are given up where the object lives. */
  g_idle_add_full (G_PRIORITY_DEFAULT, on_job_done, job, (GDestroyNotify) job_free);
}

static Job *
new_job (RamblaKeptFile *self)
{
  Job *job = g_new0 (Job, 1);

  job->file = g_object_ref (self);
  return job;
}

static void
hand_over (RamblaKeptFile *self, Job *job)
{
  g_mutex_lock (&self->lock);
  self->pending++;
  g_mutex_unlock (&self->lock);
  g_thread_pool_push (self->worker, job, NULL);
}

void
rambla_kept_file_read_async (RamblaKeptFile *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  Job *job;

  g_return_if_fail (RAMBLA_IS_KEPT_FILE (self));

  job = new_job (self);
  job->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, rambla_kept_file_read_async);
  hand_over (self, job);
}

char *
rambla_kept_file_read_finish (RamblaKeptFile *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
rambla_kept_file_write (RamblaKeptFile *self, char *text)
{
  Job *job;

  g_return_if_fail (RAMBLA_IS_KEPT_FILE (self));
  g_return_if_fail (text != NULL);

  job = new_job (self);
  job->text = text;
  hand_over (self, job);
}

void
rambla_kept_file_set_aside (RamblaKeptFile *self)
{
  Job *job;

  g_return_if_fail (RAMBLA_IS_KEPT_FILE (self));

  job = new_job (self);
  job->aside = TRUE;
  hand_over (self, job);
}

void
rambla_kept_file_flush (RamblaKeptFile *self)
{
  g_return_if_fail (RAMBLA_IS_KEPT_FILE (self));

  g_mutex_lock (&self->lock);
  while (self->pending > 0)
    g_cond_wait (&self->done, &self->lock);
  g_mutex_unlock (&self->lock);
}

static void
rambla_kept_file_finalize (GObject *object)
{
  RamblaKeptFile *self = RAMBLA_KEPT_FILE (object);

  g_thread_pool_free (self->worker, FALSE, TRUE);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->done);
  g_free (self->path);
  G_OBJECT_CLASS (rambla_kept_file_parent_class)->finalize (object);
}

static void
rambla_kept_file_class_init (RamblaKeptFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_kept_file_finalize;
  signals[FAILED] = g_signal_new ("failed", RAMBLA_TYPE_KEPT_FILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
rambla_kept_file_init (RamblaKeptFile *self)
{
  self->worker = g_thread_pool_new (do_job, NULL, 1, FALSE, NULL);
  g_mutex_init (&self->lock);
  g_cond_init (&self->done);
}

RamblaKeptFile *
rambla_kept_file_new (const char *path)
{
  RamblaKeptFile *self = g_object_new (RAMBLA_TYPE_KEPT_FILE, NULL);

  self->path = g_strdup (path);
  return self;
}
