/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-writer.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

#define N_THREADS 4
#define N_EACH 250

static const char *program;

typedef struct
{
  char *folder;
  char *path;
  PlatformWriter *writer;
} Fixture;

/* One job of these tests, and what became of it. */
typedef struct
{
  gint64 id;
  gboolean fail;
  const char *sql; /* run besides */
  int done;        /* atomic: times that it was told its end */
  int destroyed;   /* atomic */
  GError *error;
} Job;

/* Holds the writer up until all others are queued, so that they form one batch. */
typedef struct
{
  GMutex lock;
  GCond changed;
  gboolean entered;
  gboolean open;
} Gate;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PlatformDatabase *database;

  fixture->folder = g_dir_make_tmp ("rambla-writer-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "test.db", NULL);
  database = platform_database_open (fixture->path, PLATFORM_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  platform_database_execute (database,
                             "CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT;"
                             "CREATE TABLE c (t INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED) STRICT;"
                             "CREATE TABLE b (b BLOB) STRICT",
                             &error);
  g_assert_no_error (error);
  fixture->writer = platform_writer_new (database, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  g_clear_pointer (&fixture->writer, platform_writer_free);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, endings[i], NULL);

      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static gint64
count (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformDatabase) database =
      platform_database_open (fixture->path, PLATFORM_DATABASE_READ, &error);
  gint64 value = -1;

  g_assert_no_error (error);
  g_assert_cmpint (platform_database_query_int (database, &value, &error, sql, ""), ==, PLATFORM_STEP_ROW);
  return value;
}

static gboolean
insert (PlatformDatabase *database, gpointer data, GError **error)
{
  Job *job = data;

  if (!platform_database_run (database, error, "INSERT INTO t VALUES (?)", "i", job->id))
    return FALSE;
  if (job->sql != NULL && !platform_database_run (database, error, job->sql, ""))
    return FALSE;
  if (!job->fail)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "job %d", (int) job->id);
  return FALSE;
}

static void
on_done (gpointer data, const GError *error)
{
  Job *job = data;

  g_assert_cmpint (__atomic_load_n (&job->destroyed, __ATOMIC_ACQUIRE), ==, 0);
  job->error = error != NULL ? g_error_copy (error) : NULL;
  __atomic_add_fetch (&job->done, 1, __ATOMIC_RELEASE);
}

static void
on_destroy (gpointer data)
{
  __atomic_add_fetch (&((Job *) data)->destroyed, 1, __ATOMIC_RELEASE);
}

static void
push (PlatformWriter *writer, Job *job)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (platform_writer_push (writer, insert, on_done, job, on_destroy, &error));
  g_assert_no_error (error);
}

static gboolean
pass_gate (PlatformDatabase *database, gpointer data, GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->lock);
  gate->entered = TRUE;
  g_cond_broadcast (&gate->changed);
  while (!gate->open)
    g_cond_wait (&gate->changed, &gate->lock);
  g_mutex_unlock (&gate->lock);
  return TRUE;
}

/* Returns when the writer stands at the gate. */
static void
close_gate (Fixture *fixture, Gate *gate)
{
  g_assert_true (platform_writer_push (fixture->writer, pass_gate, NULL, gate, NULL, NULL));
  g_mutex_lock (&gate->lock);
  while (!gate->entered)
    g_cond_wait (&gate->changed, &gate->lock);
  g_mutex_unlock (&gate->lock);
}

static void
open_gate (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  gate->open = TRUE;
  g_cond_broadcast (&gate->changed);
  g_mutex_unlock (&gate->lock);
}

static gboolean
do_nothing (PlatformDatabase *database, gpointer data, GError **error)
{
  return TRUE;
}

/* Everything pushed before has ended when this returns. */
static void
drain (Fixture *fixture)
{
  g_assert_true (platform_writer_run (fixture->writer, do_nothing, NULL, NULL));
}

static void
test_alone (Fixture *fixture, gconstpointer data)
{
  Gate gate = { 0 };
  Job jobs[] = { { .id = 1 }, { .id = 2, .fail = TRUE }, { .id = 3 }, { .id = 1 }, { .id = 4 } };
  guint64 n_jobs, n_commits;

  close_gate (fixture, &gate);
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    push (fixture->writer, &jobs[i]);
  open_gate (&gate);
  drain (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    {
      g_assert_cmpint (jobs[i].done, ==, 1);
      g_assert_cmpint (jobs[i].destroyed, ==, 1);
    }
  g_assert_no_error (jobs[0].error);
  g_assert_error (jobs[1].error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_no_error (jobs[2].error);
  g_assert_error (jobs[3].error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CONSTRAINT);
  g_assert_no_error (jobs[4].error);
  g_error_free (jobs[1].error);
  g_error_free (jobs[3].error);
  g_assert_cmpint (count (fixture, "SELECT sum (1 << id) FROM t"), ==, 1 << 1 | 1 << 3 | 1 << 4);
  platform_writer_get_stats (fixture->writer, &n_jobs, &n_commits);
  g_assert_cmpuint (n_jobs, ==, G_N_ELEMENTS (jobs) + 2);
  g_assert_cmpuint (n_commits, <=, 3); /* the gate, the batch, perhaps the drain */
}

static void
test_commit_fails (Fixture *fixture, gconstpointer data)
{
  Gate gate = { 0 };
  Job jobs[] = { { .id = 1 }, { .id = 2, .sql = "INSERT INTO c VALUES (77)" }, { .id = 3, .fail = TRUE } };

  close_gate (fixture, &gate);
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    push (fixture->writer, &jobs[i]);
  open_gate (&gate);
  while (__atomic_load_n (&jobs[2].destroyed, __ATOMIC_ACQUIRE) == 0)
    g_thread_yield ();
  g_assert_error (jobs[0].error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CONSTRAINT);
  g_assert_error (jobs[1].error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CONSTRAINT);
  g_assert_error (jobs[2].error, G_IO_ERROR, G_IO_ERROR_FAILED);
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    g_error_free (jobs[i].error);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM t"), ==, 0);
  /* And it goes on. */
  drain (fixture);
}

static gboolean
limit_size (PlatformDatabase *database, gpointer data, GError **error)
{
  return platform_database_execute (database, data, error);
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  Gate gate = { 0 };
  Job jobs[] = { { .id = 1 }, { .id = 2, .sql = "INSERT INTO b VALUES (zeroblob (1000000))" }, { .id = 3 } };

  g_assert_true (
      platform_writer_run (fixture->writer, limit_size, (gpointer) "PRAGMA max_page_count=20", NULL));
  close_gate (fixture, &gate);
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    push (fixture->writer, &jobs[i]);
  open_gate (&gate);
  drain (fixture);
  g_assert_error (jobs[1].error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FULL);
  g_error_free (jobs[1].error);
  /* Whatever SQLite undid with it, what was told to be written is, and nothing else. */
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM t WHERE id = 1"), ==, jobs[0].error == NULL);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM t WHERE id = 2"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM t WHERE id = 3"), ==, jobs[2].error == NULL);
  g_clear_error (&jobs[0].error);
  g_clear_error (&jobs[2].error);
}

static gboolean
end_transaction (PlatformDatabase *database, gpointer data, GError **error)
{
  platform_database_execute (database, "ROLLBACK", NULL);
  return TRUE;
}

static void
test_transaction_lost (Fixture *fixture, gconstpointer data)
{
  Gate gate = { 0 };
  Job before = { .id = 1 }, after = { .id = 2 };

  close_gate (fixture, &gate);
  push (fixture->writer, &before);
  g_assert_true (platform_writer_push (fixture->writer, end_transaction, NULL, NULL, NULL, NULL));
  push (fixture->writer, &after);
  open_gate (&gate);
  drain (fixture);
  g_assert_error (before.error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED);
  g_error_free (before.error);
  g_assert_no_error (after.error);
  g_assert_cmpint (count (fixture, "SELECT sum (id) FROM t"), ==, 2);
}

typedef struct
{
  Fixture *fixture;
  Job *jobs;
} Pusher;

static gpointer
run_pusher (gpointer data)
{
  Pusher *pusher = data;

  for (int i = 0; i < N_EACH; i++)
    push (pusher->fixture->writer, &pusher->jobs[i]);
  return NULL;
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  static Job jobs[N_THREADS * N_EACH];
  Pusher pushers[N_THREADS];
  GThread *threads[N_THREADS];
  guint64 n_jobs, n_commits;
  int expected = 0;

  for (int i = 0; i < N_THREADS * N_EACH; i++)
    {
      jobs[i] = (Job){ .id = i + 1, .fail = i % 7 == 0 };
      expected += !jobs[i].fail;
    }
  for (int i = 0; i < N_THREADS; i++)
    {
      pushers[i] = (Pusher){ fixture, &jobs[i * N_EACH] };
      threads[i] = g_thread_new ("pusher", run_pusher, &pushers[i]);
    }
  for (int i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  drain (fixture);
  for (int i = 0; i < N_THREADS * N_EACH; i++)
    {
      g_assert_cmpint (jobs[i].done, ==, 1);
      g_assert_cmpint (jobs[i].destroyed, ==, 1);
      g_assert_cmpint (jobs[i].error != NULL, ==, jobs[i].fail);
      g_clear_error (&jobs[i].error);
    }
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM t"), ==, expected);
  platform_writer_get_stats (fixture->writer, &n_jobs, &n_commits);
  g_assert_cmpuint (n_commits, <, n_jobs); /* many shared one */
}

static void
test_queue_full (Fixture *fixture, gconstpointer data)
{
  Gate gate = { 0 };
  Job jobs[3] = { { .id = 1 }, { .id = 2 }, { .id = 3 } };
  g_autoptr (GError) error = NULL;
  PlatformDatabase *database;

  g_clear_pointer (&fixture->writer, platform_writer_free);
  database = platform_database_open (fixture->path, PLATFORM_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  fixture->writer = platform_writer_new (database, 2);
  close_gate (fixture, &gate);
  push (fixture->writer, &jobs[0]);
  push (fixture->writer, &jobs[1]);
  g_assert_false (platform_writer_push (fixture->writer, insert, on_done, &jobs[2], on_destroy, &error));
  g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_QUEUE_FULL);
  open_gate (&gate);
  while (__atomic_load_n (&jobs[1].destroyed, __ATOMIC_ACQUIRE) == 0)
    g_thread_yield ();
  g_assert_cmpint (jobs[2].done, ==, 0);
  g_assert_cmpint (jobs[2].destroyed, ==, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM t"), ==, 2);
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  Job jobs[100];

  for (int i = 0; i < 100; i++)
    {
      jobs[i] = (Job){ .id = i + 1 };
      push (fixture->writer, &jobs[i]);
    }
  g_clear_pointer (&fixture->writer, platform_writer_free);
  for (int i = 0; i < 100; i++)
    {
      g_assert_cmpint (jobs[i].done, ==, 1);
      g_assert_no_error (jobs[i].error);
    }
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM t"), ==, 100);
}

static gboolean
insert_many (PlatformDatabase *database, gpointer data, GError **error)
{
  Job *job = data;

  if (!platform_database_run (
          database, error,
          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
          "INSERT INTO t SELECT i FROM n",
          ""))
    return FALSE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "bad city");
  if (!job->fail)
    g_clear_error (error);
  return !job->fail;
}

static void
test_bulk (Fixture *fixture, gconstpointer data)
{
  Job job = { .fail = TRUE };
  g_autoptr (GError) error = NULL;

  g_assert_false (platform_writer_run_bulk (fixture->writer, insert_many, &job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM t"), ==, 0);
  job.fail = FALSE;
  g_assert_true (platform_writer_run_bulk (fixture->writer, insert_many, &job, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM t"), ==, 20000);
}

#define CHILD "RAMBLA_TEST_WRITER_CHILD"

/* What the child does with each job that has ended: it says its number. */
static void
on_child_done (gpointer data, const GError *error)
{
  const gint64 *id = data;

  g_assert_no_error (error);
  if (write (STDOUT_FILENO, id, sizeof *id) != sizeof *id)
    _exit (1);
}

static gboolean
insert_id (PlatformDatabase *database, gpointer data, GError **error)
{
  return platform_database_run (database, error, "INSERT INTO t VALUES (?)", "i", *(gint64 *) data);
}

/* Writes until it is killed. */
static void G_GNUC_NORETURN
run_child (const char *path)
{
  g_autoptr (GError) error = NULL;
  PlatformDatabase *database = platform_database_open (path, PLATFORM_DATABASE_WRITE, &error);
  PlatformWriter *writer;
  gint64 id = 0;

  g_assert_no_error (error);
  platform_database_query_int (database, &id, &error, "SELECT coalesce (max (id), 0) FROM t", "");
  writer = platform_writer_new (database, 64);
  for (;;)
    {
      gint64 *next = g_memdup2 (&(gint64){ ++id }, sizeof id);

      while (!platform_writer_push (writer, insert_id, on_child_done, next, g_free, NULL))
        g_thread_yield ();
    }
}

/* What was told to be written is there after a kill, whenever that comes. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->writer, platform_writer_free);
  for (int round = 0; round < 5; round++)
    {
      g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
      g_autoptr (GSubprocess) child = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *query = NULL;
      GInputStream *output;
      gint64 id = 0, last = 0;
      gsize got = sizeof id;

      g_subprocess_launcher_setenv (launcher, CHILD, fixture->path, TRUE);
      child = g_subprocess_launcher_spawn (launcher, &error, program, NULL);
      g_assert_no_error (error);
      output = g_subprocess_get_stdout_pipe (child);
      for (int n = 0; got == sizeof id; n++)
        {
          if (n == 50 + 37 * round)
            g_subprocess_send_signal (child, SIGKILL);
          if (got == sizeof id && n > 0)
            last = id;
          g_assert_true (g_input_stream_read_all (output, &id, sizeof id, &got, NULL, NULL));
        }
      g_assert_true (g_subprocess_wait (child, NULL, &error));
      query = g_strdup_printf ("SELECT count(*) FROM t WHERE id <= %" G_GINT64_FORMAT, last);
      g_assert_cmpint (last, >, 0);
      g_assert_cmpint (count (fixture, query), ==, last);
      g_assert_cmpint (count (fixture, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), ==, 1);
    }
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/writer/alone", test_alone },   { "/writer/commit-fails", test_commit_fails },
    { "/writer/full", test_full },     { "/writer/transaction-lost", test_transaction_lost },
    { "/writer/many", test_many },     { "/writer/queue-full", test_queue_full },
    { "/writer/stop", test_stop },     { "/writer/bulk", test_bulk },
    { "/writer/killed", test_killed },
  };

  program = argv[0];
  if (g_getenv (CHILD) != NULL)
    run_child (g_getenv (CHILD));
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
