/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-migrations.h"

#include "platform-database-private.h"
#include "rambla-fault-point.h"
#include "platform-storage-resources.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* "Rmbl", in the database's header, so that we never write into somebody else's file. */
#define APPLICATION_ID 0x526d626c
#define RESOURCE_FOLDER "/org/rambla/platform/migrations"

/* SQLite's header (https://www.sqlite.org/fileformat.html, 1.3): big-endian numbers at these places. */
#define HEADER_SIZE 100
#define HEADER_MAGIC "SQLite format 3"
#define HEADER_PAGES 28
#define HEADER_USER_VERSION 60
#define HEADER_APPLICATION_ID 68

typedef struct
{
  guint version;
  char *name;
  GBytes *sql;
} Step;

struct _PlatformMigrations
{
  GArray *steps; /* of Step, by version */
};

static void
clear_step (gpointer data)
{
  Step *step = data;

  g_free (step->name);
  g_bytes_unref (step->sql);
}

static int
compare_steps (gconstpointer a, gconstpointer b)
{
  const Step *left = a, *right = b;

  return left->version < right->version ? -1 : left->version > right->version;
}

static PlatformMigrations *
new_empty (void)
{
  PlatformMigrations *self = g_new0 (PlatformMigrations, 1);

  self->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_array_set_clear_func (self->steps, clear_step);
  return self;
}

void
platform_migrations_free (PlatformMigrations *self)
{
  g_array_unref (self->steps);
  g_free (self);
}

/* "0001-catalogue.sql" */
static gboolean
parse_name (const char *name, guint *version)
{
  guint64 number;

  for (int i = 0; i < 4; i++)
    if (!g_ascii_isdigit (name[i]))
      return FALSE;
  if (name[4] != '-' || !g_str_has_suffix (name, ".sql") || strlen (name) < strlen ("0001-x.sql"))
    return FALSE;
  number = g_ascii_strtoull (name, NULL, 10);
  *version = (guint) number;
  return number > 0;
}

static gboolean
add_step (PlatformMigrations *self, const char *name, GBytes *sql, GError **error)
{
  Step step = { 0 };

  if (!parse_name (name, &step.version))
    {
      g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED,
                   "%s is not named like 0001-name.sql", name);
      return FALSE;
    }
  step.name = g_strdup (name);
  step.sql = g_bytes_ref (sql);
  g_array_append_val (self->steps, step);
  return TRUE;
}

static gboolean
sort_steps (PlatformMigrations *self, GError **error)
{
  g_array_sort (self->steps, compare_steps);
  for (guint i = 1; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);

      if (step->version == step[-1].version)
        {
          g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED,
                       "%s and %s have the same number", step[-1].name, step->name);
          return FALSE;
        }
    }
  return TRUE;
}

PlatformMigrations *
platform_migrations_new (void)
{
  PlatformMigrations *self = new_empty ();
  GResource *resource = platform_storage_get_resource ();
  g_auto (GStrv) names = g_resource_enumerate_children (resource, RESOURCE_FOLDER, 0, NULL);
  g_autoptr (GError) error = NULL;
  gboolean ok = TRUE;

  for (guint i = 0; ok && names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (RESOURCE_FOLDER, names[i], NULL);
      g_autoptr (GBytes) sql = g_resource_lookup_data (resource, path, 0, &error);

      ok = sql != NULL && add_step (self, names[i], sql, &error);
    }
  if (!ok || !sort_steps (self, &error))
    g_error ("the embedded migrations: %s", error->message);
  return self;
}

PlatformMigrations *
platform_migrations_new_for_folder (const char *path, GError **error)
{
  g_autoptr (PlatformMigrations) self = new_empty ();
  g_autoptr (GDir) folder = g_dir_open (path, 0, error);
  const char *name;

  if (folder == NULL)
    return NULL;
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autoptr (GBytes) sql = NULL;
      char *text;
      gsize length;

      if (!g_file_get_contents (file, &text, &length, error))
        return NULL;
      sql = g_bytes_new_take (text, length);
      if (!add_step (self, name, sql, error))
        return NULL;
    }
  if (!sort_steps (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

guint
platform_migrations_get_version (PlatformMigrations *self)
{
  return self->steps->len > 0 ? g_array_index (self->steps, Step, self->steps->len - 1).version : 0;
}

static gboolean
check_version (PlatformMigrations *self,
               const char *path,
               gint64 application,
               gint64 version,
               gboolean empty,
               GError **error)
{
  guint ours = platform_migrations_get_version (self);

  /* A file that was created, but killed before its first step, holds nothing. */
  if (application == 0 && version == 0 && empty)
    return TRUE;
  if (application != APPLICATION_ID)
    {
      g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CORRUPT,
                   "%s is a database of another program", path);
      return FALSE;
    }
  if (version > ours)
    {
      g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_NEWER_SCHEMA,
                   "%s was written by a newer version of this program (schema %" G_GINT64_FORMAT
                   ", this one knows %u)",
                   path, version, ours);
      return FALSE;
    }
  return TRUE;
}

static guint32
read_number (const guint8 *header, gsize at)
{
  return (guint32) header[at] << 24 | (guint32) header[at + 1] << 16 | (guint32) header[at + 2] << 8 |
         header[at + 3];
}

gboolean
platform_migrations_check_file (PlatformMigrations *self, const char *path, GError **error)
{
  guint8 header[HEADER_SIZE];
  gssize length;
  int saved;
  int file = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  if (file < 0 && errno == ENOENT)
    return TRUE;
  length = file >= 0 ? read (file, header, sizeof header) : -1;
  saved = errno;
  if (file >= 0)
    close (file);
  if (length < 0)
    {
      g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CANNOT_OPEN, "%s: %s", path,
                   g_strerror (saved));
      return FALSE;
    }
  if (length == 0)
    return TRUE;
  if (length < HEADER_SIZE || memcmp (header, HEADER_MAGIC, sizeof HEADER_MAGIC) != 0)
    {
      g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CORRUPT, "%s is not a database",
                   path);
      return FALSE;
    }
  return check_version (self, path, read_number (header, HEADER_APPLICATION_ID),
                        read_number (header, HEADER_USER_VERSION), read_number (header, HEADER_PAGES) <= 1,
                        error);
}

static gboolean
read_version (PlatformMigrations *self, PlatformDatabase *database, gint64 *version, GError **error)
{
  gint64 application = 0, tables = 0;

  return platform_database_query_int (database, &application, error, "PRAGMA application_id", "") ==
             PLATFORM_STEP_ROW &&
         platform_database_query_int (database, version, error, "PRAGMA user_version", "") ==
             PLATFORM_STEP_ROW &&
         platform_database_query_int (database, &tables, error, "SELECT count(*) FROM sqlite_schema", "") ==
             PLATFORM_STEP_ROW &&
         check_version (self, platform_database_get_path (database), application, *version, tables == 0,
                        error);
}

/* The copy gets its name only when it is whole. */
static gboolean
back_up (PlatformDatabase *database, const char *path, GError **error)
{
  g_autofree char *partial = g_strconcat (path, ".part", NULL);
  sqlite3 *copy = NULL;
  sqlite3_backup *backup = NULL;
  int code;

  g_unlink (partial);
  code = sqlite3_open_v2 (partial, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                          NULL);
  if (code == SQLITE_OK)
    {
      backup = sqlite3_backup_init (copy, "main", platform_database_get_handle (database), "main");
      if (backup != NULL)
        sqlite3_backup_step (backup, -1);
      code = backup != NULL ? sqlite3_backup_finish (backup) : sqlite3_errcode (copy);
    }
  if (code != SQLITE_OK)
    g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CANNOT_WRITE,
                 "cannot back up to %s: %s", path, sqlite3_errstr (code));
  sqlite3_close (copy);
  if (code == SQLITE_OK && g_rename (partial, path) != 0)
    {
      g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CANNOT_WRITE,
                   "cannot back up to %s: %s", path, g_strerror (errno));
      code = SQLITE_IOERR;
    }
  if (code == SQLITE_OK)
    return TRUE;
  g_unlink (partial);
  return FALSE;
}

static gboolean
check_foreign_keys (PlatformDatabase *database, GError **error)
{
  g_autoptr (PlatformStatement) statement =
      platform_database_prepare (database, "PRAGMA foreign_key_check", error);
  PlatformStep step;

  if (statement == NULL)
    return FALSE;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CONSTRAINT,
                 "rows of %s would lose their parents", platform_statement_get_text (statement, 0));
  return step == PLATFORM_STEP_DONE;
}

static gboolean
run_step (PlatformDatabase *database, const Step *step, GError **error)
{
  g_autofree char *sql = g_strndup (g_bytes_get_data (step->sql, NULL), g_bytes_get_size (step->sql));
  g_autofree char *stamp =
      g_strdup_printf ("PRAGMA user_version=%u; PRAGMA application_id=%d", step->version, APPLICATION_ID);

  if (!platform_database_execute (database, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (!platform_database_execute (database, sql, error))
    return FALSE;
  if (sqlite3_get_autocommit (platform_database_get_handle (database)))
    {
      g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED,
                   "it ends the transaction itself");
      return FALSE;
    }
  if (!check_foreign_keys (database, error) || !platform_database_execute (database, stamp, error))
    return FALSE;
  rambla_fault_point ("migration.before-commit");
  if (!platform_database_execute (database, "COMMIT", error))
    return FALSE;
  rambla_fault_point ("migration.committed");
  return TRUE;
}

static gboolean
set_foreign_keys (PlatformDatabase *database, gboolean on, GError **error)
{
  gint64 value = -1;

  /* Does nothing within a transaction, so it is read back. */
  if (!platform_database_execute (database, on ? "PRAGMA foreign_keys=ON" : "PRAGMA foreign_keys=OFF",
                                  error) ||
      platform_database_query_int (database, &value, error, "PRAGMA foreign_keys", "") != PLATFORM_STEP_ROW)
    return FALSE;
  if (value == on)
    return TRUE;
  g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED,
               "foreign keys cannot be switched %s", on ? "on" : "off");
  return FALSE;
}

gboolean
platform_migrations_apply (PlatformMigrations *self,
                           PlatformDatabase *database,
                           const char *backup,
                           GError **error)
{
  gint64 version = 0;
  gboolean ok = TRUE;

  if (!read_version (self, database, &version, error))
    return FALSE;
  if (version == platform_migrations_get_version (self))
    return TRUE;
  if (version > 0 && backup != NULL && !back_up (database, backup, error))
    return FALSE;

  /* A step may have to build a table anew, which must not cascade; what it leaves is checked before its
   * commit. */
  if (!set_foreign_keys (database, FALSE, error))
    return FALSE;
  for (guint i = 0; ok && i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);

      if (step->version <= version)
        continue;
      ok = run_step (database, step, error);
      if (ok)
        g_info ("the database is at schema %u (%s)", step->version, step->name);
      else
        g_prefix_error (error, "migration %s: ", step->name);
    }
  if (!ok && !sqlite3_get_autocommit (platform_database_get_handle (database)))
    platform_database_execute (database, "ROLLBACK", NULL);
  return set_foreign_keys (database, TRUE, ok ? error : NULL) && ok;
}
