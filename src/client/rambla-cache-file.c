/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-cache-file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

#include "rambla-fault-point.h"

#define BUSY_MS 5000

typedef enum
{
  LIST_AGE,
  LIST_ROWS,
  SAVE_LIST,
  ADD_LIST,
  CLEAR_LIST,
  SAVE_ROW,
  PUT_ROW,
  FORGET,
  N_STATEMENTS
} Statement;

static const char *const statements[N_STATEMENTS] = {
  [LIST_AGE] = "SELECT fetched_at FROM lists WHERE platform = ?1 AND kind = ?2",
  [LIST_ROWS] = "SELECT id, json FROM documents WHERE platform = ?1 AND kind = ?2 ORDER BY position, id",
  [SAVE_LIST] = "INSERT INTO lists (platform, kind, fetched_at) VALUES (?1, ?2, ?3) "
                "ON CONFLICT DO UPDATE SET fetched_at = excluded.fetched_at",
  [ADD_LIST] = "INSERT INTO lists (platform, kind, fetched_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
  [CLEAR_LIST] = "DELETE FROM documents WHERE platform = ?1 AND kind = ?2",
  [SAVE_ROW] = "INSERT OR REPLACE INTO documents (platform, kind, id, json, fetched_at, position) "
               "VALUES (?1, ?2, ?4, ?5, ?3, ?6)",
  [PUT_ROW] =
      "INSERT INTO documents (platform, kind, id, json, fetched_at, position) VALUES (?1, ?2, ?4, ?5, "
      "?3, (SELECT coalesce (max (position) + 1, 0) FROM documents WHERE platform = ?1 AND kind = ?2)) "
      "ON CONFLICT DO UPDATE SET json = excluded.json, fetched_at = excluded.fetched_at",
  [FORGET] = "DELETE FROM lists WHERE platform = ?1",
};

static const char *const newest[] = {
  "CREATE TABLE lists ("
  "  platform TEXT NOT NULL, kind TEXT NOT NULL, fetched_at INTEGER NOT NULL,"
  "  PRIMARY KEY (platform, kind)) STRICT, WITHOUT ROWID;"
  "CREATE TABLE documents ("
  "  platform TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL,"
  "  fetched_at INTEGER NOT NULL, position INTEGER NOT NULL,"
  "  PRIMARY KEY (platform, kind, id),"
  "  FOREIGN KEY (platform, kind) REFERENCES lists ON DELETE CASCADE) STRICT, WITHOUT ROWID;",
};

struct _RamblaCacheFile
{
  GThread *thread;
  sqlite3 *database;
  sqlite3_stmt *prepared[N_STATEMENTS];
};

void
rambla_cache_row_free (RamblaCacheRow *row)
{
  g_free (row->id);
  g_free (row->json);
  g_free (row);
}

/* FALSE, with what SQLite says in @error. */
static gboolean
fail (RamblaCacheFile *self, GError **error)
{
  int code = sqlite3_errcode (self->database);

  g_set_error (error, G_IO_ERROR,
               code == SQLITE_FULL                               ? G_IO_ERROR_NO_SPACE
               : code == SQLITE_CORRUPT || code == SQLITE_NOTADB ? G_IO_ERROR_INVALID_DATA
                                                                 : G_IO_ERROR_FAILED,
               "The cache: %s", sqlite3_errmsg (self->database));
  return FALSE;
}

static gboolean
run (RamblaCacheFile *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->database, sql, NULL, NULL, NULL) == SQLITE_OK || fail (self, error);
}

/* The one whole number that @sql gives; -1 with @error set when it gives none. */
static int
ask_int (RamblaCacheFile *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int value = -1;

  if (sqlite3_prepare_v2 (self->database, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    value = sqlite3_column_int (statement, 0);
  else
    fail (self, error);
  sqlite3_finalize (statement);
  return value;
}

static gboolean
commit (RamblaCacheFile *self, gboolean good, GError **error)
{
  rambla_fault_point ("cache.before-commit");
  if (good && run (self, "COMMIT", error))
    {
      rambla_fault_point ("cache.committed");
      return TRUE;
    }
  /* A full disk may have rolled back already. */
  if (!sqlite3_get_autocommit (self->database))
    run (self, "ROLLBACK", NULL);
  return FALSE;
}

static gboolean
migrate (RamblaCacheFile *self, const char *const *migrations, guint n_migrations, GError **error)
{
  int version = ask_int (self, "PRAGMA user_version", error);

  if (version < 0)
    return FALSE;
  if ((guint) version > n_migrations)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The cache is of version %d, newer than %u",
                   version, n_migrations);
      return FALSE;
    }
  for (guint i = (guint) version; i < n_migrations; i++)
    {
      g_autofree char *step = g_strdup_printf ("PRAGMA user_version = %u", i + 1);

      if (!run (self, "BEGIN IMMEDIATE", error) ||
          !commit (self, run (self, migrations[i], error) && run (self, step, error), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
prepare (RamblaCacheFile *self, GError **error)
{
  for (guint i = 0; i < N_STATEMENTS; i++)
    if (sqlite3_prepare_v3 (self->database, statements[i], -1, SQLITE_PREPARE_PERSISTENT, &self->prepared[i],
                            NULL) != SQLITE_OK)
      return fail (self, error);
  return TRUE;
}

static gboolean
set_up (RamblaCacheFile *self, const char *const *migrations, guint n_migrations, GError **error)
{
  sqlite3_busy_timeout (self->database, BUSY_MS);
  if (!run (self, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON", error))
    return FALSE;
  if (ask_int (self, "PRAGMA foreign_keys", error) != 1)
    {
      g_clear_error (error);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "This SQLite has no foreign keys");
      return FALSE;
    }
  if (!migrate (self, migrations, n_migrations, error))
    return FALSE;
  /* quick_check finds pages that are no longer what they were; a cache is small. */
  if (ask_int (self, "SELECT count (*) FROM pragma_quick_check WHERE quick_check <> 'ok'", error) != 0)
    {
      g_clear_error (error);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The cache is damaged");
      return FALSE;
    }
  return prepare (self, error);
}

static RamblaCacheFile *
open_once (const char *path, const char *const *migrations, guint n_migrations, GError **error)
{
  g_autoptr (RamblaCacheFile) self = g_new0 (RamblaCacheFile, 1);

  self->thread = g_thread_self ();
  if (sqlite3_open_v2 (path, &self->database,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      fail (self, error);
      return NULL;
    }
  if (!set_up (self, migrations, n_migrations, error))
    return NULL;
  g_chmod (path, 0600);
  return g_steal_pointer (&self);
}

/* Renames the file and what SQLite keeps beside it. Returns: (transfer full) (nullable): the new name */
static char *
put_aside (const char *path, GError **error)
{
  static const char *const beside[] = { "-wal", "-shm" };
  g_autofree char *away = NULL;

  for (guint i = 1; away == NULL || g_file_test (away, G_FILE_TEST_EXISTS); i++)
    {
      g_free (away);
      away = g_strdup_printf ("%s.unusable-%u", path, i);
    }
  if (g_rename (path, away) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s could not be set aside: %s", path,
                   g_strerror (code));
      return NULL;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (beside); i++)
    {
      g_autofree char *from = g_strconcat (path, beside[i], NULL);
      g_autofree char *to = g_strconcat (away, beside[i], NULL);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        g_warning ("%s could not be set aside: %s", from, g_strerror (errno));
    }
  return g_steal_pointer (&away);
}

RamblaCacheFile *
rambla_cache_file_open (const char *path,
                        const char *const *migrations,
                        guint n_migrations,
                        char **set_aside,
                        GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *away = NULL;
  g_autoptr (GError) local_error = NULL;
  RamblaCacheFile *self;

  if (set_aside != NULL)
    *set_aside = NULL;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s cannot be made: %s", folder,
                   g_strerror (code));
      return NULL;
    }
  self = open_once (path, migrations, n_migrations, &local_error);
  if (self != NULL)
    return self;
  if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  away = put_aside (path, error);
  if (away == NULL)
    return NULL;
  g_warning ("%s; it is now %s", local_error->message, away);
  if (set_aside != NULL)
    *set_aside = g_steal_pointer (&away);
  return open_once (path, migrations, n_migrations, error);
}

RamblaCacheFile *
rambla_cache_file_open_newest (const char *path, char **set_aside, GError **error)
{
  return rambla_cache_file_open (path, newest, G_N_ELEMENTS (newest), set_aside, error);
}

void
rambla_cache_file_close (RamblaCacheFile *self)
{
  if (self == NULL)
    return;
  g_assert (g_thread_self () == self->thread);
  for (guint i = 0; i < N_STATEMENTS; i++)
    sqlite3_finalize (self->prepared[i]);
  sqlite3_close (self->database);
  g_free (self);
}

int
rambla_cache_file_get_version (RamblaCacheFile *self)
{
  g_assert (g_thread_self () == self->thread);

  return ask_int (self, "PRAGMA user_version", NULL);
}

/* A prepared statement, bound to what all of them have in common. Reset it when done. */
static sqlite3_stmt *
bind (RamblaCacheFile *self, Statement which, const char *platform, const char *kind)
{
  sqlite3_stmt *statement = self->prepared[which];

  g_assert (g_thread_self () == self->thread);
  sqlite3_bind_text (statement, 1, platform, -1, SQLITE_TRANSIENT);
  if (kind != NULL)
    sqlite3_bind_text (statement, 2, kind, -1, SQLITE_TRANSIENT);
  return statement;
}

static gboolean
finish (RamblaCacheFile *self, sqlite3_stmt *statement, GError **error)
{
  gboolean done = sqlite3_step (statement) == SQLITE_DONE || fail (self, error);

  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return done;
}

GPtrArray *
rambla_cache_file_load (RamblaCacheFile *self,
                        const char *platform,
                        const char *kind,
                        gint64 *fetched_at,
                        GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) rambla_cache_row_free);
  sqlite3_stmt *statement = bind (self, LIST_AGE, platform, kind);
  int step;

  *fetched_at = sqlite3_step (statement) == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
  sqlite3_reset (statement);
  statement = bind (self, LIST_ROWS, platform, kind);
  while ((step = sqlite3_step (statement)) == SQLITE_ROW)
    {
      RamblaCacheRow *row = g_new0 (RamblaCacheRow, 1);

      row->id = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      row->json = g_strdup ((const char *) sqlite3_column_text (statement, 1));
      g_ptr_array_add (rows, row);
    }
  if (step != SQLITE_DONE)
    fail (self, error);
  sqlite3_reset (statement);
  return step == SQLITE_DONE ? g_steal_pointer (&rows) : NULL;
}

static gboolean
save_row (RamblaCacheFile *self,
          Statement which,
          const char *platform,
          const char *kind,
          const RamblaCacheRow *row,
          gint64 fetched_at,
          guint position,
          GError **error)
{
  sqlite3_stmt *statement = bind (self, which, platform, kind);

  sqlite3_bind_int64 (statement, 3, fetched_at);
  sqlite3_bind_text (statement, 4, row->id, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (statement, 5, row->json, -1, SQLITE_TRANSIENT);
  if (which == SAVE_ROW)
    sqlite3_bind_int64 (statement, 6, position);
  return finish (self, statement, error);
}

static gboolean
save_list (RamblaCacheFile *self,
           Statement which,
           const char *platform,
           const char *kind,
           gint64 fetched_at,
           GError **error)
{
  sqlite3_stmt *statement = bind (self, which, platform, kind);

  sqlite3_bind_int64 (statement, 3, fetched_at);
  return finish (self, statement, error);
}

static gboolean
replace_rows (RamblaCacheFile *self,
              const char *platform,
              const char *kind,
              GPtrArray *rows,
              gint64 fetched_at,
              GError **error)
{
  if (!save_list (self, SAVE_LIST, platform, kind, fetched_at, error) ||
      !finish (self, bind (self, CLEAR_LIST, platform, kind), error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!save_row (self, SAVE_ROW, platform, kind, g_ptr_array_index (rows, i), fetched_at, i, error))
      return FALSE;
  return TRUE;
}

gboolean
rambla_cache_file_replace (RamblaCacheFile *self,
                           const char *platform,
                           const char *kind,
                           GPtrArray *rows,
                           gint64 fetched_at,
                           GError **error)
{
  return run (self, "BEGIN IMMEDIATE", error) &&
         commit (self, replace_rows (self, platform, kind, rows, fetched_at, error), error);
}

gboolean
rambla_cache_file_put (RamblaCacheFile *self,
                       const char *platform,
                       const char *kind,
                       const RamblaCacheRow *row,
                       gint64 fetched_at,
                       GError **error)
{
  return run (self, "BEGIN IMMEDIATE", error) &&
         commit (self,
                 save_list (self, ADD_LIST, platform, kind, fetched_at, error) &&
                     save_row (self, PUT_ROW, platform, kind, row, fetched_at, 0, error),
                 error);
}

gboolean
rambla_cache_file_forget (RamblaCacheFile *self, const char *platform, GError **error)
{
  return finish (self, bind (self, FORGET, platform, NULL), error);
}
