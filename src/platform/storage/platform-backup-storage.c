/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-backup-storage.h"

#include "platform-database-private.h"
#include "platform-ledger-storage.h"
#include "rambla-fault-point.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* How long to wait for a program that just closes or opens the database. */
#define BUSY_TIMEOUT_MS 10000

static gboolean
fail (GError **error, PlatformStorageError code, const char *path, const char *why)
{
  g_set_error (error, PLATFORM_STORAGE_ERROR, code, "%s: %s", path, why);
  return FALSE;
}

static gboolean
check_integrity (PlatformDatabase *database, const char *path, GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_prepare (
      database,
      "SELECT * FROM pragma_integrity_check UNION ALL SELECT 'a row of ' || \"table\" || "
      "' has lost its parent' FROM pragma_foreign_key_check LIMIT 2",
      error);
  PlatformStep step = statement != NULL ? platform_statement_step (statement, error) : PLATFORM_STEP_ERROR;

  if (step != PLATFORM_STEP_ROW)
    return FALSE;
  if (g_strcmp0 (platform_statement_get_text (statement, 0), "ok") != 0)
    return fail (error, PLATFORM_STORAGE_ERROR_CORRUPT, path, platform_statement_get_text (statement, 0));
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    return fail (error, PLATFORM_STORAGE_ERROR_CORRUPT, path, platform_statement_get_text (statement, 0));
  return step == PLATFORM_STEP_DONE;
}

static gboolean
check_ledger (PlatformDatabase *database, const char *path, GError **error)
{
  gint64 n_views = 0, total = 0, escrow = 0, owed = 0, wrong = 0;

  if (platform_database_query_int (database, &n_views, error,
                                   "SELECT count(*) FROM sqlite_schema WHERE name = 'ledger_check'",
                                   "") != PLATFORM_STEP_ROW)
    return FALSE;
  if (n_views == 0) /* older than the ledger */
    return TRUE;
  if (!platform_ledger_storage_check (database, &total, &escrow, &owed, &wrong, error))
    return FALSE;
  return (total == 0 && wrong == 0) ||
         fail (error, PLATFORM_STORAGE_ERROR_CORRUPT, path, "the ledger does not balance");
}

gboolean
platform_backup_storage_check (const char *path, GError **error)
{
  g_autoptr (PlatformDatabase) database = platform_database_open (path, PLATFORM_DATABASE_READ, error);

  return database != NULL && check_integrity (database, path, error) && check_ledger (database, path, error);
}

static sqlite3 *
open_file (const char *path, int flags, GError **error)
{
  sqlite3 *handle = NULL;
  int code = sqlite3_open_v2 (path, &handle, flags | SQLITE_OPEN_NOMUTEX, NULL);

  if (code == SQLITE_OK)
    code = sqlite3_busy_timeout (handle, BUSY_TIMEOUT_MS);
  if (code == SQLITE_OK)
    return handle;
  fail (error, PLATFORM_STORAGE_ERROR_CANNOT_OPEN, path, sqlite3_errstr (code));
  sqlite3_close (handle);
  return NULL;
}

/* All of @from over all of @to, in one transaction of @to. */
static gboolean
copy_pages (sqlite3 *from, sqlite3 *to, const char *path, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");
  int code;

  if (backup == NULL)
    return fail (error, PLATFORM_STORAGE_ERROR_CANNOT_WRITE, path, sqlite3_errmsg (to));
  code = sqlite3_backup_step (backup, -1);
  rambla_fault_point ("backup.pages-copied");
  if (code == SQLITE_DONE)
    code = SQLITE_OK;
  if (sqlite3_backup_finish (backup) != SQLITE_OK || code != SQLITE_OK)
    return fail (error,
                 code == SQLITE_FULL ? PLATFORM_STORAGE_ERROR_FULL : PLATFORM_STORAGE_ERROR_CANNOT_WRITE,
                 path, sqlite3_errstr (code));
  return TRUE;
}

static gboolean
copy_file (const char *from, const char *to, GError **error)
{
  sqlite3 *source = open_file (from, SQLITE_OPEN_READONLY, error);
  sqlite3 *target = source != NULL ? open_file (to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error) : NULL;
  gboolean done = target != NULL && copy_pages (source, target, to, error);

  /* One file, without a log beside it, whatever the source's mode is. */
  if (done && sqlite3_exec (target, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL) != SQLITE_OK)
    done = fail (error, PLATFORM_STORAGE_ERROR_CANNOT_WRITE, to, sqlite3_errmsg (target));
  sqlite3_close (target);
  sqlite3_close (source);
  return done;
}

/* On the disk, and readable only for its owner. */
static gboolean
make_safe (const char *path, int flags, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | flags, 0);
  gboolean safe = fd >= 0 && (flags != 0 || fchmod (fd, 0600) == 0) && fsync (fd) == 0;
  int saved = errno;

  if (fd >= 0)
    close (fd);
  return safe || fail (error, PLATFORM_STORAGE_ERROR_CANNOT_WRITE, path, g_strerror (saved));
}

/* What SQLite leaves beside a file when it is killed. */
static void
remove_companions (const char *path)
{
  static const char *const endings[] = { "-journal", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *companion = g_strconcat (path, endings[i], NULL);

      g_unlink (companion);
    }
}

gboolean
platform_backup_storage_write (const char *from, const char *to, GError **error)
{
  g_autofree char *partial = g_strconcat (to, ".part", NULL);
  g_autofree char *folder = g_path_get_dirname (to);

  g_unlink (partial);
  remove_companions (partial);
  if (!copy_file (from, partial, error) || !platform_backup_storage_check (partial, error) ||
      !make_safe (partial, 0, error))
    {
      g_unlink (partial);
      remove_companions (partial);
      return FALSE;
    }
  remove_companions (partial);
  rambla_fault_point ("backup.before-rename");
  if (g_rename (partial, to) != 0)
    return fail (error, PLATFORM_STORAGE_ERROR_CANNOT_WRITE, to, g_strerror (errno));
  rambla_fault_point ("backup.renamed");
  return make_safe (folder, O_DIRECTORY, error);
}

/* From here on other things happen under the same numbers: no position that was told before may be taken for
 * one of them. */
static gboolean
renew_secret (sqlite3 *database, const char *path, GError **error)
{
  static const char sql[] = "UPDATE outbox_secret SET secret = randomblob (32)";
  int code =
      sqlite3_table_column_metadata (database, NULL, "outbox_secret", "secret", NULL, NULL, NULL, NULL, NULL);

  /* A copy from before there were positions has none. */
  if (code == SQLITE_ERROR)
    return TRUE;
  if (code == SQLITE_OK && sqlite3_exec (database, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  return fail (error, PLATFORM_STORAGE_ERROR_CANNOT_WRITE, path, sqlite3_errmsg (database));
}

gboolean
platform_backup_storage_restore (const char *from, const char *database, GError **error)
{
  sqlite3 *source = open_file (from, SQLITE_OPEN_READONLY, error);
  sqlite3 *target =
      source != NULL ? open_file (database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error) : NULL;
  gboolean done = target != NULL;

  if (done && sqlite3_exec (target, "PRAGMA synchronous=FULL", NULL, NULL, NULL) != SQLITE_OK)
    done = fail (error, PLATFORM_STORAGE_ERROR_CANNOT_WRITE, database, sqlite3_errmsg (target));
  rambla_fault_point ("restore.before-copy");
  done = done && copy_pages (source, target, database, error);
  rambla_fault_point ("restore.copied");
  done = done && renew_secret (target, database, error);
  sqlite3_close (target);
  sqlite3_close (source);
  return done && platform_backup_storage_check (database, error);
}
