/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-writer.h"

#include "platform-database-private.h"
#include "rambla-fault-point.h"

#define DEFAULT_MAX_QUEUED 4096
/* A batch ends here even if more wait, so that the first in it does not wait for ever. */
#define MAX_BATCH 256
/* Pages in the write-ahead log: copied back when nobody waits, or at the latest at the second figure. */
#define CHECKPOINT_IDLE 1000
#define CHECKPOINT_FORCED 8000

typedef struct
{
  PlatformWriterJob job;
  PlatformWriterDone done;
  gpointer data;
  GDestroyNotify destroy;
  gboolean bulk;
  GError *error; /* its own, or that of the commit */
} Entry;

struct _PlatformWriter
{
  GThread *thread;
  guint max_queued;

  GMutex lock;
  GCond wake;
  GQueue queue; /* of Entry; under the lock */
  gboolean stopping;
  void (*committed) (gpointer data); /* under the lock */
  gpointer committed_data;

  /* Only the writer's thread. */
  PlatformDatabase *database;
  int log_pages;

  /* Written by the writer's thread, read by any: atomic. */
  guint64 n_jobs;
  guint64 n_commits;
  guint64 sizes[PLATFORM_WRITER_N_SIZES];
};

static gboolean
in_transaction (PlatformWriter *self)
{
  return !sqlite3_get_autocommit (platform_database_get_handle (self->database));
}

static gboolean
run_statement (PlatformWriter *self, const char *sql, GError **error)
{
  return platform_database_run (self->database, error, sql, "");
}

/* Ends the transaction without effect; all that ran well in it has failed after all. */
static void
fail_all (PlatformWriter *self, GPtrArray *batch, guint n_run, const GError *error)
{
  if (in_transaction (self) && !run_statement (self, "ROLLBACK", NULL))
    g_critical ("a transaction cannot be rolled back");
  for (guint i = 0; i < n_run; i++)
    {
      Entry *entry = g_ptr_array_index (batch, i);

      if (entry->error == NULL)
        entry->error = g_error_copy (error);
    }
}

/* Alone in its transaction a job needs no savepoint, and in a large one that costs very much: SQLite keeps
 * what each page was before, and walks through all that at each statement's end. */
static void
run_bulk_job (PlatformWriter *self, Entry *entry)
{
  if (entry->job (self->database, entry->data, &entry->error))
    return;
  if (entry->error == NULL)
    g_set_error_literal (&entry->error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED,
                         "the job failed without a reason");
  if (in_transaction (self) && !run_statement (self, "ROLLBACK", NULL))
    g_critical ("a job cannot be rolled back");
}

static void
run_job (PlatformWriter *self, Entry *entry)
{
  if (!run_statement (self, "SAVEPOINT job", &entry->error))
    return;
  if (!entry->job (self->database, entry->data, &entry->error))
    {
      if (entry->error == NULL)
        g_set_error_literal (&entry->error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED,
                             "the job failed without a reason");
      if (in_transaction (self) && !run_statement (self, "ROLLBACK TO job", NULL))
        g_critical ("a job cannot be rolled back");
    }
  else if (entry->error != NULL)
    g_critical ("a job succeeded with an error: %s", entry->error->message);
  if (in_transaction (self))
    run_statement (self, "RELEASE job", entry->error == NULL ? &entry->error : NULL);
}

static void
tell_committed (PlatformWriter *self)
{
  __atomic_add_fetch (&self->n_commits, 1, __ATOMIC_RELAXED);
  g_mutex_lock (&self->lock);
  if (self->committed != NULL)
    self->committed (self->committed_data);
  g_mutex_unlock (&self->lock);
}

static void
run_batch (PlatformWriter *self, GPtrArray *batch)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < batch->len; i++)
    {
      Entry *entry = g_ptr_array_index (batch, i);

      rambla_fault_point ("writer.before-job");
      if (!in_transaction (self) && !run_statement (self, "BEGIN IMMEDIATE", &error))
        {
          fail_all (self, batch, batch->len, error);
          return;
        }
      if (entry->bulk)
        run_bulk_job (self, entry);
      else
        run_job (self, entry);
      if (!in_transaction (self))
        {
          /* A full disk or an input/output error has undone the whole transaction. What ran before in it is
           * lost; what follows starts a new one. */
          if (entry->error == NULL)
            g_set_error_literal (&entry->error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED,
                                 "the transaction was ended by the job");
          fail_all (self, batch, i, entry->error);
        }
    }
  if (!in_transaction (self))
    return;
  rambla_fault_point ("writer.before-commit");
  if (run_statement (self, "COMMIT", &error))
    {
      __atomic_add_fetch (&self->sizes[g_bit_storage (batch->len) - 1], 1, __ATOMIC_RELAXED);
      tell_committed (self);
    }
  else
    fail_all (self, batch, batch->len, error);
}

static void
checkpoint (PlatformWriter *self, int mode)
{
  int log_pages = 0, copied = 0;
  int code = sqlite3_wal_checkpoint_v2 (platform_database_get_handle (self->database), NULL, mode, &log_pages,
                                        &copied);

  rambla_fault_point ("writer.log-copied");
  /* Readers may hold it up: then the next one copies more. */
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
    g_warning ("a checkpoint failed: %s", sqlite3_errstr (code));
  self->log_pages = log_pages - copied;
}

static void
run_bulk (PlatformWriter *self, GPtrArray *batch)
{
  platform_database_execute (self->database, "PRAGMA cache_size=-262144", NULL);
  run_batch (self, batch);
  platform_database_execute (self->database, "PRAGMA cache_size=-16384", NULL);
  checkpoint (self, SQLITE_CHECKPOINT_TRUNCATE);
}

static int
on_committed (void *data, sqlite3 *handle, const char *name, int log_pages)
{
  PlatformWriter *self = data;

  self->log_pages = log_pages;
  return SQLITE_OK;
}

static void
finish_batch (PlatformWriter *self, GPtrArray *batch)
{
  rambla_fault_point ("writer.committed");
  __atomic_add_fetch (&self->n_jobs, batch->len, __ATOMIC_RELAXED);
  for (guint i = 0; i < batch->len; i++)
    {
      Entry *entry = g_ptr_array_index (batch, i);

      if (entry->done != NULL)
        entry->done (entry->data, entry->error);
      rambla_fault_point ("writer.answered");
      if (entry->destroy != NULL)
        entry->destroy (entry->data);
      g_clear_error (&entry->error);
      g_free (entry);
    }
  g_ptr_array_set_size (batch, 0);
}

/* Returns: FALSE when there is no more and never will be */
static gboolean
take_batch (PlatformWriter *self, GPtrArray *batch, gboolean *idle)
{
  gboolean bulk = FALSE;

  g_mutex_lock (&self->lock);
  while (self->queue.length == 0 && !self->stopping)
    g_cond_wait (&self->wake, &self->lock);
  while (batch->len < MAX_BATCH && !bulk && self->queue.length > 0)
    {
      bulk = ((Entry *) g_queue_peek_head (&self->queue))->bulk;
      if (bulk && batch->len > 0)
        break;
      g_ptr_array_add (batch, g_queue_pop_head (&self->queue));
    }
  *idle = self->queue.length == 0;
  g_mutex_unlock (&self->lock);
  return batch->len > 0;
}

static gpointer
run_thread (gpointer data)
{
  PlatformWriter *self = data;
  g_autoptr (GPtrArray) batch = g_ptr_array_new ();
  gboolean idle;

  while (take_batch (self, batch, &idle))
    {
      if (((Entry *) g_ptr_array_index (batch, 0))->bulk)
        run_bulk (self, batch);
      else
        run_batch (self, batch);
      finish_batch (self, batch);
      if (self->log_pages >= (idle ? CHECKPOINT_IDLE : CHECKPOINT_FORCED))
        checkpoint (self, SQLITE_CHECKPOINT_PASSIVE);
    }
  return NULL;
}

PlatformWriter *
platform_writer_new (PlatformDatabase *database, guint max_queued)
{
  PlatformWriter *self = g_new0 (PlatformWriter, 1);

  self->database = database;
  self->max_queued = max_queued != 0 ? max_queued : DEFAULT_MAX_QUEUED;
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_queue_init (&self->queue);
  sqlite3_wal_hook (platform_database_get_handle (database), on_committed, self);
  self->thread = g_thread_new ("writer", run_thread, self);
  return self;
}

static gboolean
push (PlatformWriter *self, Entry template, GError **error)
{
  PlatformStorageError code;

  g_mutex_lock (&self->lock);
  if (!self->stopping && self->queue.length < self->max_queued)
    {
      g_queue_push_tail (&self->queue, g_memdup2 (&template, sizeof template));
      g_cond_signal (&self->wake);
      g_mutex_unlock (&self->lock);
      return TRUE;
    }
  code = self->stopping ? PLATFORM_STORAGE_ERROR_STOPPED : PLATFORM_STORAGE_ERROR_QUEUE_FULL;
  g_mutex_unlock (&self->lock);
  g_set_error_literal (error, PLATFORM_STORAGE_ERROR, code,
                       code == PLATFORM_STORAGE_ERROR_STOPPED ? "the writer has stopped"
                                                              : "too much is waiting to be written");
  return FALSE;
}

gboolean
platform_writer_push (PlatformWriter *self,
                      PlatformWriterJob job,
                      PlatformWriterDone done,
                      gpointer data,
                      GDestroyNotify destroy,
                      GError **error)
{
  return push (self, (Entry){ .job = job, .done = done, .data = data, .destroy = destroy }, error);
}

typedef struct
{
  PlatformWriterJob job;
  gpointer data;
  GMutex lock;
  GCond wake;
  gboolean ended;
  GError *error;
} Wait;

static gboolean
run_waited (PlatformDatabase *database, gpointer data, GError **error)
{
  Wait *wait = data;

  return wait->job (database, wait->data, error);
}

static void
on_waited_done (gpointer data, const GError *error)
{
  Wait *wait = data;

  g_mutex_lock (&wait->lock);
  wait->error = error != NULL ? g_error_copy (error) : NULL;
  wait->ended = TRUE;
  g_cond_signal (&wait->wake);
  g_mutex_unlock (&wait->lock);
}

static gboolean
run_and_wait (PlatformWriter *self, PlatformWriterJob job, gpointer data, gboolean bulk, GError **error)
{
  Wait wait = { .job = job, .data = data };
  gboolean ok;

  g_return_val_if_fail (g_thread_self () != self->thread, FALSE); /* it would wait for itself */

  g_mutex_init (&wait.lock);
  g_cond_init (&wait.wake);
  ok = push (self, (Entry){ .job = run_waited, .done = on_waited_done, .data = &wait, .bulk = bulk }, error);
  if (ok)
    {
      g_mutex_lock (&wait.lock);
      while (!wait.ended)
        g_cond_wait (&wait.wake, &wait.lock);
      g_mutex_unlock (&wait.lock);
      ok = wait.error == NULL;
      if (!ok)
        g_propagate_error (error, wait.error);
    }
  g_cond_clear (&wait.wake);
  g_mutex_clear (&wait.lock);
  return ok;
}

gboolean
platform_writer_run (PlatformWriter *self, PlatformWriterJob job, gpointer data, GError **error)
{
  return run_and_wait (self, job, data, FALSE, error);
}

gboolean
platform_writer_run_bulk (PlatformWriter *self, PlatformWriterJob job, gpointer data, GError **error)
{
  return run_and_wait (self, job, data, TRUE, error);
}

void
platform_writer_set_committed (PlatformWriter *self, void (*committed) (gpointer data), gpointer data)
{
  g_mutex_lock (&self->lock);
  self->committed = committed;
  self->committed_data = data;
  g_mutex_unlock (&self->lock);
}

void
platform_writer_get_stats (PlatformWriter *self, guint64 *jobs, guint64 *commits)
{
  if (jobs != NULL)
    *jobs = __atomic_load_n (&self->n_jobs, __ATOMIC_RELAXED);
  if (commits != NULL)
    *commits = __atomic_load_n (&self->n_commits, __ATOMIC_RELAXED);
}

guint
platform_writer_get_queued (PlatformWriter *self)
{
  guint queued;

  g_mutex_lock (&self->lock);
  queued = self->queue.length;
  g_mutex_unlock (&self->lock);
  return queued;
}

void
platform_writer_get_sizes (PlatformWriter *self, guint64 *sizes)
{
  for (guint i = 0; i < PLATFORM_WRITER_N_SIZES; i++)
    sizes[i] = __atomic_load_n (&self->sizes[i], __ATOMIC_RELAXED);
}

void
platform_writer_free (PlatformWriter *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  checkpoint (self, SQLITE_CHECKPOINT_TRUNCATE);
  platform_database_close (self->database);
  g_cond_clear (&self->wake);
  g_mutex_clear (&self->lock);
  g_free (self);
}
