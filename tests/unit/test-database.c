/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-database.h"
#include "platform-migrations.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
remove_all (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_remove (path);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("rambla-database-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "test.db", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_all (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static PlatformDatabase *
open_database (Fixture *fixture, PlatformDatabaseMode mode)
{
  g_autoptr (GError) error = NULL;
  PlatformDatabase *database = platform_database_open (fixture->path, mode, &error);

  g_assert_no_error (error);
  return database;
}

static void
execute (PlatformDatabase *database, const char *sql)
{
  g_autoptr (GError) error = NULL;

  platform_database_execute (database, sql, &error);
  g_assert_no_error (error);
}

static gint64
get_int (PlatformDatabase *database, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value = G_MININT64;

  platform_database_query_int (database, &value, &error, sql, "");
  g_assert_no_error (error);
  return value;
}

static void
assert_fails (PlatformDatabase *database, const char *sql, PlatformStorageError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (platform_database_execute (database, sql, &error));
  g_assert_error (error, PLATFORM_STORAGE_ERROR, (int) code);
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformDatabase) writer = open_database (fixture, PLATFORM_DATABASE_WRITE);
  g_autoptr (PlatformDatabase) reader = NULL;
  g_autoptr (PlatformStatement) mode = NULL;

  g_assert_cmpint (get_int (writer, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (get_int (writer, "PRAGMA synchronous"), ==, 2);
  mode = platform_database_query (writer, NULL, "PRAGMA journal_mode", "");
  g_assert_cmpint (platform_statement_step (mode, NULL), ==, PLATFORM_STEP_ROW);
  g_assert_cmpstr (platform_statement_get_text (mode, 0), ==, "wal");
  g_clear_pointer (&mode, platform_statement_release);

  execute (writer, "CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT");
  reader = open_database (fixture, PLATFORM_DATABASE_READ);
  g_assert_cmpint (get_int (reader, "PRAGMA foreign_keys"), ==, 1);
  assert_fails (reader, "INSERT INTO t VALUES (1)", PLATFORM_STORAGE_ERROR_CANNOT_WRITE);
}

static void
test_values (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformDatabase) database = open_database (fixture, PLATFORM_DATABASE_WRITE);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformStatement) select = NULL;
  const guint8 blob[] = { 0, 1, 2, 255 };
  gconstpointer got;
  gsize length;

  execute (database, "CREATE TABLE t (i INTEGER, n INTEGER, d REAL, t TEXT, b BLOB, e BLOB, z TEXT) STRICT");
  g_assert_true (platform_database_run (database, &error, "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)",
                                        "indtbb0", G_MAXINT64, -7, 0.1, "pizza 🍕", (gconstpointer) blob,
                                        sizeof blob, (gconstpointer) NULL, (gsize) 0));
  g_assert_no_error (error);
  g_assert_cmpint (platform_database_get_changes (database), ==, 1);
  g_assert_cmpint (platform_database_get_last_row (database), ==, 1);

  select = platform_database_query (database, &error, "SELECT * FROM t WHERE t = ?", "t", "pizza 🍕");
  g_assert_cmpint (platform_statement_step (select, &error), ==, PLATFORM_STEP_ROW);
  g_assert_cmpint (platform_statement_get_int (select, 0), ==, G_MAXINT64);
  g_assert_cmpint (platform_statement_get_int (select, 1), ==, -7);
  g_assert_cmpfloat (platform_statement_get_double (select, 2), ==, 0.1);
  g_assert_cmpstr (platform_statement_get_text (select, 3), ==, "pizza 🍕");
  got = platform_statement_get_blob (select, 4, &length);
  g_assert_cmpmem (got, length, blob, sizeof blob);
  g_assert_false (platform_statement_is_null (select, 5));
  got = platform_statement_get_blob (select, 5, &length);
  g_assert_cmpuint (length, ==, 0);
  g_assert_true (platform_statement_is_null (select, 6));
  g_assert_null (platform_statement_get_text (select, 6));
  g_assert_cmpint (platform_statement_step (select, &error), ==, PLATFORM_STEP_DONE);
}

static void
test_cache (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformDatabase) database = open_database (fixture, PLATFORM_DATABASE_WRITE);
  static const char sql[] = "SELECT ?";
  PlatformStatement *first, *second;
  char changing[] = "SELECT 1";

  first = platform_database_query (database, NULL, sql, "t", "one");
  platform_statement_step (first, NULL);
  /* In use, so another one is made. */
  second = platform_database_query (database, NULL, sql, "t", "two");
  g_assert_true (second != first);
  platform_statement_step (second, NULL);
  g_assert_cmpstr (platform_statement_get_text (first, 0), ==, "one");
  g_assert_cmpstr (platform_statement_get_text (second, 0), ==, "two");
  platform_statement_release (second);
  platform_statement_release (first);
  /* Given back, so the same one comes again, without its value. */
  second = platform_database_prepare (database, sql, NULL);
  g_assert_true (second == first);
  platform_statement_step (second, NULL);
  g_assert_true (platform_statement_is_null (second, 0));
  platform_statement_release (second);

  /* The same address with another text is another statement. */
  g_assert_cmpint (get_int (database, changing), ==, 1);
  changing[7] = '2';
  g_assert_cmpint (get_int (database, changing), ==, 2);

  /* More than are kept. */
  for (int round = 0; round < 2; round++)
    for (int i = 0; i < 600; i++)
      {
        g_autofree char *text = g_strdup_printf ("SELECT %d", i);

        g_assert_cmpint (get_int (database, text), ==, i);
      }
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformDatabase) database = open_database (fixture, PLATFORM_DATABASE_WRITE);
  g_autoptr (GError) error = NULL;

  execute (database,
           "CREATE TABLE parent (id INTEGER PRIMARY KEY, n INTEGER CHECK (n > 0)) STRICT;"
           "CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent) STRICT");
  assert_fails (database, "SELEKT", PLATFORM_STORAGE_ERROR_FAILED);
  assert_fails (database, "INSERT INTO parent VALUES (1, -1)", PLATFORM_STORAGE_ERROR_CONSTRAINT);
  assert_fails (database, "INSERT INTO child VALUES (1, 99)", PLATFORM_STORAGE_ERROR_CONSTRAINT);
  assert_fails (database, "INSERT INTO parent VALUES (1, 'x')", PLATFORM_STORAGE_ERROR_CONSTRAINT);

  g_assert_null (platform_database_prepare (database, "SELECT 1; SELECT 2", &error));
  g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED);
  g_clear_error (&error);

  platform_database_set_deadline (database, 5);
  assert_fails (database,
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
                PLATFORM_STORAGE_ERROR_INTERRUPTED);
  platform_database_set_deadline (database, 0);
  g_assert_cmpint (get_int (database, "SELECT 1"), ==, 1);

  execute (database, "PRAGMA max_page_count=8");
  assert_fails (database, "CREATE TABLE big (b BLOB); INSERT INTO big VALUES (zeroblob (1000000))",
                PLATFORM_STORAGE_ERROR_FULL);
}

static void
test_cannot_open (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *missing = g_build_filename (fixture->folder, "no", "such.db", NULL);

  g_assert_null (platform_database_open (fixture->path, PLATFORM_DATABASE_READ, &error));
  g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CANNOT_OPEN);
  g_clear_error (&error);
  g_assert_null (platform_database_open (missing, PLATFORM_DATABASE_WRITE, &error));
  g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CANNOT_OPEN);
  g_clear_error (&error);
  g_assert_true (
      g_file_set_contents (fixture->path, "this is no database, however long it may be", -1, NULL));
  g_assert_null (platform_database_open (fixture->path, PLATFORM_DATABASE_WRITE, &error));
  g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CORRUPT);
}

static void
test_snapshot (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformDatabase) writer = open_database (fixture, PLATFORM_DATABASE_WRITE);
  g_autoptr (PlatformDatabase) reader = NULL;

  execute (writer, "CREATE TABLE t (a INTEGER) STRICT");
  reader = open_database (fixture, PLATFORM_DATABASE_READ);
  g_assert_true (platform_database_begin_read (reader, NULL));
  g_assert_cmpint (get_int (reader, "SELECT count(*) FROM t"), ==, 0);
  execute (writer, "INSERT INTO t VALUES (1)");
  g_assert_cmpint (get_int (reader, "SELECT count(*) FROM t"), ==, 0);
  platform_database_end_read (reader);
  g_assert_cmpint (get_int (reader, "SELECT count(*) FROM t"), ==, 1);
}

static gpointer
run_reader (gpointer data)
{
  g_autoptr (GError) error = NULL;
  PlatformDatabase *database = platform_database_pool_get (data, &error);

  g_assert_no_error (error);
  g_assert_true (platform_database_pool_get (data, NULL) == database);
  g_assert_cmpint (get_int (database, "SELECT count(*) FROM t"), ==, 0);
  return database;
}

static void
test_pool (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformDatabase) writer = open_database (fixture, PLATFORM_DATABASE_WRITE);
  g_autoptr (PlatformDatabasePool) pool = platform_database_pool_new (fixture->path);
  g_autoptr (PlatformDatabasePool) other = platform_database_pool_new (fixture->path);
  GThread *thread;

  execute (writer, "CREATE TABLE t (a INTEGER) STRICT");
  thread = g_thread_new ("reader", run_reader, pool);
  g_assert_true (run_reader (pool) != g_thread_join (thread));
  g_assert_true (run_reader (other) != run_reader (pool));
}

static void
write_step (const char *folder, const char *name, const char *sql)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, sql, -1, NULL));
}

static PlatformMigrations *
load (Fixture *fixture, const char *folder)
{
  g_autoptr (GError) error = NULL;
  PlatformMigrations *migrations = platform_migrations_new_for_folder (folder, &error);

  g_assert_no_error (error);
  return migrations;
}

static char *
make_folder (Fixture *fixture)
{
  char *folder = g_build_filename (fixture->folder, "migrations", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  return folder;
}

static void
test_migrate (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = make_folder (fixture);
  g_autofree char *backup = g_build_filename (fixture->folder, "backup.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformMigrations) one = NULL;
  g_autoptr (PlatformMigrations) two = NULL;
  g_autoptr (PlatformMigrations) three = NULL;
  g_autoptr (PlatformDatabase) database = NULL;
  g_autoptr (PlatformDatabase) copy = NULL;
  g_autofree char *before = NULL, *after = NULL;
  gsize before_length, after_length;

  write_step (folder, "0001-first.sql",
              "CREATE TABLE p (id INTEGER PRIMARY KEY) STRICT; INSERT INTO p VALUES (1);"
              "CREATE TABLE c (p INTEGER REFERENCES p ON DELETE CASCADE) STRICT;"
              "INSERT INTO c VALUES (1);");
  one = load (fixture, folder);
  g_assert_true (platform_migrations_check_file (one, fixture->path, &error));
  database = open_database (fixture, PLATFORM_DATABASE_WRITE);
  g_assert_true (platform_migrations_check_file (one, fixture->path, &error));
  g_assert_true (platform_migrations_apply (one, database, backup, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_int (database, "PRAGMA user_version"), ==, 1);
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS)); /* there was nothing to back up */
  g_assert_true (platform_migrations_apply (one, database, backup, &error)); /* nothing to do */

  /* A table built anew must not take its children with it, and keys are enforced again after it. */
  write_step (folder, "0002-anew.sql",
              "CREATE TABLE q (id INTEGER PRIMARY KEY, n TEXT) STRICT;"
              "INSERT INTO q SELECT id, 'x' FROM p; DROP TABLE p; ALTER TABLE q RENAME TO p;");
  two = load (fixture, folder);
  g_assert_true (platform_migrations_apply (two, database, backup, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_int (database, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (get_int (database, "SELECT count(*) FROM c"), ==, 1);
  g_assert_cmpint (get_int (database, "PRAGMA foreign_keys"), ==, 1);
  copy = platform_database_open (backup, PLATFORM_DATABASE_READ, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_int (copy, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (get_int (copy, "SELECT count(*) FROM c"), ==, 1);

  /* One step fails: the ones before it stay, nothing of it does. */
  write_step (folder, "0003-good.sql", "CREATE TABLE d (a INTEGER) STRICT;");
  write_step (folder, "0004-bad.sql", "CREATE TABLE e (a INTEGER) STRICT; SELEKT;");
  three = load (fixture, folder);
  g_assert_false (platform_migrations_apply (three, database, NULL, &error));
  g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "0004-bad.sql"));
  g_clear_error (&error);
  g_assert_cmpint (get_int (database, "PRAGMA user_version"), ==, 3);
  g_assert_cmpint (get_int (database, "SELECT count(*) FROM sqlite_schema WHERE name IN ('d', 'e')"), ==, 1);
  g_assert_cmpint (get_int (database, "PRAGMA foreign_keys"), ==, 1);

  /* A newer schema is refused without being touched. */
  g_clear_pointer (&database, platform_database_close);
  g_assert_true (g_file_get_contents (fixture->path, &before, &before_length, NULL));
  g_assert_false (platform_migrations_check_file (one, fixture->path, &error));
  g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_NEWER_SCHEMA);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (fixture->path, &after, &after_length, NULL));
  g_assert_cmpmem (before, before_length, after, after_length);
  database = open_database (fixture, PLATFORM_DATABASE_WRITE);
  g_assert_false (platform_migrations_apply (one, database, NULL, &error));
  g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_NEWER_SCHEMA);
}

static void
test_migrate_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *sql;
    PlatformStorageError code;
  } bad[] = {
    { "CREATE TABLE x (a INTEGER); COMMIT; CREATE TABLE y (a INTEGER);", PLATFORM_STORAGE_ERROR_FAILED },
    { "PRAGMA foreign_keys=OFF; CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER "
      "REFERENCES p);"
      "INSERT INTO c VALUES (5);",
      PLATFORM_STORAGE_ERROR_CONSTRAINT },
  };
  g_autofree char *folder = make_folder (fixture);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (PlatformMigrations) migrations = NULL;
      g_autoptr (PlatformDatabase) database = NULL;

      remove_all (fixture->path);
      write_step (folder, "0001-bad.sql", bad[i].sql);
      migrations = load (fixture, folder);
      database = open_database (fixture, PLATFORM_DATABASE_WRITE);
      g_assert_false (platform_migrations_apply (migrations, database, NULL, &error));
      g_assert_error (error, PLATFORM_STORAGE_ERROR, (int) bad[i].code);
      g_clear_error (&error);
      g_assert_cmpint (get_int (database, "PRAGMA user_version"), ==, 0);
    }

  write_step (folder, "0001-other.sql", "SELECT 1");
  g_assert_null (platform_migrations_new_for_folder (folder, &error));
  g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED);
  g_clear_error (&error);
}

static void
test_foreign_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformMigrations) migrations = platform_migrations_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "hello", -1, NULL));
  g_assert_false (platform_migrations_check_file (migrations, fixture->path, &error));
  g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CORRUPT);
  g_clear_error (&error);
  remove_all (fixture->path);
  {
    g_autoptr (PlatformDatabase) database = open_database (fixture, PLATFORM_DATABASE_WRITE);

    execute (database, "CREATE TABLE theirs (a INTEGER)");
    g_assert_false (platform_migrations_apply (migrations, database, NULL, &error));
    g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CORRUPT);
    g_clear_error (&error);
  }
  g_assert_false (platform_migrations_check_file (migrations, fixture->path, &error));
  g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CORRUPT);
}

static void
test_own_steps (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformMigrations) migrations = platform_migrations_new ();
  g_autoptr (PlatformDatabase) database = open_database (fixture, PLATFORM_DATABASE_WRITE);
  g_autoptr (GError) error = NULL;

  g_assert_true (platform_migrations_apply (migrations, database, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_int (database, "PRAGMA user_version"), ==,
                   platform_migrations_get_version (migrations));
  g_assert_cmpint (
      get_int (database, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), ==, 1);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/database/settings", test_settings },
    { "/database/values", test_values },
    { "/database/cache", test_cache },
    { "/database/errors", test_errors },
    { "/database/cannot-open", test_cannot_open },
    { "/database/snapshot", test_snapshot },
    { "/database/pool", test_pool },
    { "/migrations/apply", test_migrate },
    { "/migrations/refusals", test_migrate_refusals },
    { "/migrations/foreign-file", test_foreign_file },
    { "/migrations/own-steps", test_own_steps },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
