/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-counter-worker.h"

struct _RamblaCounterWorker
{
  char *path;
  GAsyncQueue *jobs; /* of GTask */
  GThread *thread;
  RamblaCounterFile *file; /* the thread's */
};

typedef struct
{
  RamblaCounterWork work;
  gpointer data;
  GDestroyNotify destroy;
  GDestroyNotify destroy_result;
} Job;

/* Ends the thread. */
static int quit;

static void
job_free (Job *job)
{
  if (job->destroy != NULL)
    job->destroy (job->data);
  g_free (job);
}

static void
do_job (RamblaCounterWorker *self, GTask *task)
{
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer result = NULL;

  if (self->file == NULL)
    self->file = rambla_counter_file_open (self->path, &error);
  if (self->file != NULL)
    result = job->work (self->file, job->data, &error);
  if (result != NULL)
    g_task_return_pointer (task, result, job->destroy_result);
  else
    g_task_return_error (task, error);
}

static gpointer
work (gpointer data)
{
  RamblaCounterWorker *self = data;
  gpointer next;

  while ((next = g_async_queue_pop (self->jobs)) != &quit)
    {
      do_job (self, next);
      g_object_unref (next);
    }
  g_clear_pointer (&self->file, rambla_counter_file_close);
  return NULL;
}

void
rambla_counter_worker_run_async (RamblaCounterWorker *self,
                                 RamblaCounterWork func,
                                 gpointer data,
                                 GDestroyNotify destroy,
                                 GDestroyNotify destroy_result,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->work = func;
  job->data = data;
  job->destroy = destroy;
  job->destroy_result = destroy_result;
  g_task_set_source_tag (task, rambla_counter_worker_run_async);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  /* What was done was done, also when nobody waits for it any more. */
  g_task_set_check_cancellable (task, FALSE);
  g_async_queue_push (self->jobs, task);
}

gpointer
rambla_counter_worker_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, rambla_counter_worker_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

RamblaCounterWorker *
rambla_counter_worker_new (const char *path)
{
  RamblaCounterWorker *self = g_new0 (RamblaCounterWorker, 1);

  self->path = g_strdup (path);
  self->jobs = g_async_queue_new ();
  self->thread = g_thread_new ("counter", work, self);
  return self;
}

void
rambla_counter_worker_free (RamblaCounterWorker *self)
{
  g_async_queue_push (self->jobs, &quit);
  g_thread_join (self->thread);
  g_async_queue_unref (self->jobs);
  g_free (self->path);
  g_free (self);
}
