/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-cache.h"

#include "rambla-cache-file.h"
#include "rambla-json-writer.h"
#include "rambla-json.h"

/* What the worker owns. It outlives the cache until the last job is done. */
typedef struct
{
  char *path;
  GAsyncQueue *jobs; /* of GTask; one without task data ends the worker */
  RamblaCacheFile *file;
  GError *error; /* why there is no file */
} Worker;

struct _RamblaCache
{
  GObject parent_instance;

  char *platform;
  Worker *worker; /* the thread frees it */
  GThread *thread;
};

G_DEFINE_FINAL_TYPE (RamblaCache, rambla_cache, G_TYPE_OBJECT)

typedef struct _Job Job;

struct _Job
{
  void (*work) (Worker *worker, GTask *task, Job *job);
  char *platform;
  char *kind;
  RamblaCacheRead read;
  GPtrArray *ids;
  GPtrArray *documents;
  gint64 fetched_at;
};

/* Ends the worker. */
static int quit;

static void
job_free (Job *job)
{
  g_free (job->platform);
  g_free (job->kind);
  g_clear_pointer (&job->ids, g_ptr_array_unref);
  g_clear_pointer (&job->documents, g_ptr_array_unref);
  g_free (job);
}

void
rambla_cached_list_free (RamblaCachedList *list)
{
  g_ptr_array_unref (list->items);
  g_free (list);
}

/* --- on the worker --- */

static GObject *
read_row (const RamblaCacheRow *row, RamblaCacheRead read, GError **error)
{
  g_autoptr (JsonNode) document = rambla_json_parse (row->json, -1, RAMBLA_JSON_MAX_ANSWER, error);

  return document != NULL ? read (document, error) : NULL;
}

static void
load (Worker *worker, GTask *task, Job *job)
{
  GError *error = NULL;
  gint64 fetched_at;
  g_autoptr (GPtrArray) rows =
      rambla_cache_file_load (worker->file, job->platform, job->kind, &fetched_at, &error);
  RamblaCachedList *list;

  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  list = g_new0 (RamblaCachedList, 1);
  list->items = g_ptr_array_new_with_free_func (g_object_unref);
  list->fetched_at = fetched_at;
  for (guint i = 0; i < rows->len; i++)
    {
      const RamblaCacheRow *row = g_ptr_array_index (rows, i);
      g_autoptr (GError) row_error = NULL;
      GObject *item = read_row (row, job->read, &row_error);

      if (item != NULL)
        g_ptr_array_add (list->items, item);
      else
        g_warning ("What was kept of %s %s cannot be read: %s", job->kind, row->id, row_error->message);
    }
  g_task_return_pointer (task, list, (GDestroyNotify) rambla_cached_list_free);
}

static RamblaCacheRow *
new_row (Job *job, guint position)
{
  RamblaCacheRow *row = g_new0 (RamblaCacheRow, 1);

  row->id = g_strdup (g_ptr_array_index (job->ids, position));
  row->json = rambla_json_to_string (g_ptr_array_index (job->documents, position));
  return row;
}

static void
return_done (GTask *task, gboolean done, GError *error)
{
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
replace (Worker *worker, GTask *task, Job *job)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) rambla_cache_row_free);
  GError *error = NULL;
  gboolean done;

  for (guint i = 0; i < job->ids->len; i++)
    g_ptr_array_add (rows, new_row (job, i));
  done = rambla_cache_file_replace (worker->file, job->platform, job->kind, rows, job->fetched_at, &error);
  return_done (task, done, error);
}

static void
put (Worker *worker, GTask *task, Job *job)
{
  RamblaCacheRow *row = new_row (job, 0);
  GError *error = NULL;
  gboolean done =
      rambla_cache_file_put (worker->file, job->platform, job->kind, row, job->fetched_at, &error);

  rambla_cache_row_free (row);
  return_done (task, done, error);
}

static void
forget (Worker *worker, GTask *task, Job *job)
{
  GError *error = NULL;
  gboolean done = rambla_cache_file_forget (worker->file, job->platform, &error);

  return_done (task, done, error);
}

static void
do_job (Worker *worker, GTask *task)
{
  Job *job = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (worker->file == NULL && worker->error == NULL)
    worker->file = rambla_cache_file_open_newest (worker->path, NULL, &worker->error);
  if (worker->file == NULL)
    g_task_return_error (task, g_error_copy (worker->error));
  else
    job->work (worker, task, job);
}

static gpointer
work (gpointer data)
{
  Worker *worker = data;

  for (;;)
    {
      gpointer next = g_async_queue_pop (worker->jobs);

      if (next == &quit)
        break;
      do_job (worker, next);
      g_object_unref (next);
    }
  rambla_cache_file_close (worker->file);
  g_clear_error (&worker->error);
  g_async_queue_unref (worker->jobs);
  g_free (worker->path);
  g_free (worker);
  return NULL;
}

/* --- on the caller's thread --- */

static Job *
new_job (RamblaCache *self, void (*func) (Worker *, GTask *, Job *), const char *kind)
{
  Job *job = g_new0 (Job, 1);

  job->work = func;
  job->platform = g_strdup (self->platform);
  job->kind = g_strdup (kind);
  return job;
}

/* Takes @job over. The task does not hold the cache: a job must not keep it alive, else the worker could be
 * asked to end itself. */
static void
hand_over (RamblaCache *self,
           Job *job,
           gpointer tag,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_async_queue_push (self->worker->jobs, task);
}

void
rambla_cache_load_async (RamblaCache *self,
                         const char *kind,
                         RamblaCacheRead read,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  Job *job;

  g_return_if_fail (RAMBLA_IS_CACHE (self));
  g_return_if_fail (read != NULL);

  job = new_job (self, load, kind);
  job->read = read;
  hand_over (self, job, rambla_cache_load_async, cancellable, callback, user_data);
}

RamblaCachedList *
rambla_cache_load_finish (RamblaCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, rambla_cache_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
rambla_cache_replace_async (RamblaCache *self,
                            const char *kind,
                            GPtrArray *ids,
                            GPtrArray *documents,
                            gint64 fetched_at,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Job *job;

  g_return_if_fail (RAMBLA_IS_CACHE (self));
  g_return_if_fail (ids->len == documents->len);

  job = new_job (self, replace, kind);
  job->ids = g_ptr_array_new_with_free_func (g_free);
  job->documents = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  for (guint i = 0; i < ids->len; i++)
    {
      g_ptr_array_add (job->ids, g_strdup (g_ptr_array_index (ids, i)));
      g_ptr_array_add (job->documents, json_node_ref (g_ptr_array_index (documents, i)));
    }
  job->fetched_at = fetched_at;
  hand_over (self, job, rambla_cache_replace_async, cancellable, callback, user_data);
}

gboolean
rambla_cache_replace_finish (RamblaCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, rambla_cache_replace_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
rambla_cache_put_async (RamblaCache *self,
                        const char *kind,
                        const char *id,
                        JsonNode *document,
                        gint64 fetched_at,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  Job *job;

  g_return_if_fail (RAMBLA_IS_CACHE (self));

  job = new_job (self, put, kind);
  job->ids = g_ptr_array_new_with_free_func (g_free);
  job->documents = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  g_ptr_array_add (job->ids, g_strdup (id));
  g_ptr_array_add (job->documents, json_node_ref (document));
  job->fetched_at = fetched_at;
  hand_over (self, job, rambla_cache_put_async, cancellable, callback, user_data);
}

gboolean
rambla_cache_put_finish (RamblaCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, rambla_cache_put_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
rambla_cache_forget_async (RamblaCache *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (RAMBLA_IS_CACHE (self));

  hand_over (self, new_job (self, forget, NULL), rambla_cache_forget_async, cancellable, callback, user_data);
}

gboolean
rambla_cache_forget_finish (RamblaCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, rambla_cache_forget_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
rambla_cache_finalize (GObject *object)
{
  RamblaCache *self = RAMBLA_CACHE (object);

  g_async_queue_push (self->worker->jobs, &quit);
  g_thread_join (self->thread);
  g_free (self->platform);
  G_OBJECT_CLASS (rambla_cache_parent_class)->finalize (object);
}

static void
rambla_cache_class_init (RamblaCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_cache_finalize;
}

static void
rambla_cache_init (RamblaCache *self)
{
}

RamblaCache *
rambla_cache_new (const char *path, const char *platform)
{
  RamblaCache *self = g_object_new (RAMBLA_TYPE_CACHE, NULL);

  self->platform = g_strdup (platform);
  self->worker = g_new0 (Worker, 1);
  self->worker->path = g_strdup (path);
  self->worker->jobs = g_async_queue_new ();
  self->thread = g_thread_new ("cache", work, self->worker);
  return self;
}
