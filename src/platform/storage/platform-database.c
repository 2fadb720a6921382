/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-database-private.h"

#include "platform-search-memory.h"
#include "platform-statement-private.h"

/* More different statements than the program has; only texts built at run time can fill it. */
#define MAX_CACHED 256
#define N_SLOTS 256
#define BUSY_TIMEOUT_MS 5000
#define PROGRESS_STEPS 2000

typedef struct
{
  const char *sql; /* the address that was asked with, compared before the text */
  PlatformStatement *statement;
} Slot;

struct _PlatformDatabase
{
  sqlite3 *handle;
  char *path;
  GHashTable *statements;       /* sql → PlatformStatement, owned */
  Slot slots[N_SLOTS];          /* by the address of the text: most texts are constants */
  guint64 clock;                /* counts uses, for throwing out the oldest */
  gint64 deadline;              /* monotonic, µs; 0: none */
  PlatformSearchMemory *search; /* NULL until somebody searches, unless it is shared */
};

GQuark
platform_storage_error_quark (void)
{
  return g_quark_from_static_string ("platform-storage-error");
}

static PlatformStorageError
error_code (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return PLATFORM_STORAGE_ERROR_BUSY;
    case SQLITE_CONSTRAINT:
      return PLATFORM_STORAGE_ERROR_CONSTRAINT;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return PLATFORM_STORAGE_ERROR_CORRUPT;
    case SQLITE_FULL:
      return PLATFORM_STORAGE_ERROR_FULL;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return PLATFORM_STORAGE_ERROR_CANNOT_OPEN;
    case SQLITE_READONLY:
    case SQLITE_IOERR:
      return PLATFORM_STORAGE_ERROR_CANNOT_WRITE;
    case SQLITE_INTERRUPT:
      return PLATFORM_STORAGE_ERROR_INTERRUPTED;
    default:
      return PLATFORM_STORAGE_ERROR_FAILED;
    }
}

void
platform_database_set_error (PlatformDatabase *self, int code, const char *what, GError **error)
{
  const char *message = self->handle != NULL ? sqlite3_errmsg (self->handle) : sqlite3_errstr (code);

  if (what != NULL)
    g_set_error (error, PLATFORM_STORAGE_ERROR, error_code (code), "%s: %s", what, message);
  else
    g_set_error_literal (error, PLATFORM_STORAGE_ERROR, error_code (code), message);
}

sqlite3 *
platform_database_get_handle (PlatformDatabase *self)
{
  return self->handle;
}

PlatformSearchMemory *
platform_database_get_search_memory (PlatformDatabase *self)
{
  if (self->search == NULL)
    self->search = platform_search_memory_new ();
  return self->search;
}

void
platform_database_share_search_memory (PlatformDatabase *self, PlatformSearchMemory *memory)
{
  g_clear_pointer (&self->search, platform_search_memory_unref);
  self->search = platform_search_memory_ref (memory);
}

const char *
platform_database_get_path (PlatformDatabase *self)
{
  return self->path;
}

/* Sets a pragma and reads it back: SQLite ignores what it cannot do without a word. */
static gboolean
set_pragma (PlatformDatabase *self, const char *name, const char *value, const char *expected, GError **error)
{
  g_autofree char *set = g_strdup_printf ("PRAGMA %s=%s", name, value);
  g_autofree char *get = g_strdup_printf ("PRAGMA %s", name);
  g_autoptr (PlatformStatement) statement = NULL;
  const char *now;

  if (!platform_database_execute (self, set, error))
    return FALSE;
  statement = platform_statement_compile (self, get, error);
  if (statement == NULL)
    return FALSE;
  if (platform_statement_step (statement, error) != PLATFORM_STEP_ROW)
    {
      if (error == NULL || *error == NULL)
        g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED, "%s cannot be read", name);
      return FALSE;
    }
  now = platform_statement_get_text (statement, 0);
  if (g_strcmp0 (now, expected) == 0)
    return TRUE;
  g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED,
               "the database keeps %s at %s where %s is needed", name, now != NULL ? now : "nothing",
               expected);
  return FALSE;
}

static gboolean
configure (PlatformDatabase *self, PlatformDatabaseMode mode, GError **error)
{
  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);

  if (mode == PLATFORM_DATABASE_WRITE &&
      (!set_pragma (self, "journal_mode", "WAL", "wal", error) ||
       !set_pragma (self, "synchronous", "FULL", "2", error) ||
       !platform_database_execute (self, "PRAGMA journal_size_limit=67108864", error)))
    return FALSE;
  return set_pragma (self, "foreign_keys", "ON", "1", error) &&
         platform_database_execute (self,
                                    "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384;"
                                    "PRAGMA mmap_size=2147418112",
                                    error);
}

/* Counting what SQLite has allocated takes a lock, shared by all threads, at each allocation. Too late, and
 * without harm, where somebody has used SQLite before. */
static void
stop_counting_memory (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
      g_once_init_leave (&once, 1);
    }
}

PlatformDatabase *
platform_database_open (const char *path, PlatformDatabaseMode mode, GError **error)
{
  g_autoptr (PlatformDatabase) self = g_new0 (PlatformDatabase, 1);
  int flags =
      mode == PLATFORM_DATABASE_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  int code;

  stop_counting_memory ();
  self->path = g_strdup (path);
  self->statements =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) platform_statement_finalize);
  code = sqlite3_open_v2 (path, &self->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (code != SQLITE_OK)
    {
      platform_database_set_error (self, code, path, error);
      return NULL;
    }
  if (!configure (self, mode, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
platform_database_close (PlatformDatabase *self)
{
  int code;

  g_clear_pointer (&self->search, platform_search_memory_unref);
  g_hash_table_unref (self->statements);
  code = sqlite3_close (self->handle);
  if (code != SQLITE_OK)
    g_critical ("%s: a statement was not given back: %s", self->path, sqlite3_errstr (code));
  g_free (self->path);
  g_free (self);
}

static void
drop_oldest (PlatformDatabase *self)
{
  GHashTableIter iter;
  gpointer value;
  PlatformStatement *oldest = NULL;

  g_hash_table_iter_init (&iter, self->statements);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      PlatformStatement *statement = value;

      if (!statement->in_use && (oldest == NULL || statement->last_use < oldest->last_use))
        oldest = statement;
    }
  if (oldest == NULL)
    return;
  for (guint i = 0; i < N_SLOTS; i++)
    if (self->slots[i].statement == oldest)
      self->slots[i] = (Slot){ NULL, NULL };
  g_hash_table_remove (self->statements, oldest->sql);
}

PlatformStatement *
platform_database_prepare (PlatformDatabase *self, const char *sql, GError **error)
{
  Slot *slot = &self->slots[(((guintptr) sql) >> 3) % N_SLOTS];
  PlatformStatement *statement = NULL;

  /* The same address may hold another text by now, so the text is compared all the same. */
  if (slot->sql == sql && strcmp (slot->statement->sql, sql) == 0)
    statement = slot->statement;
  else
    statement = g_hash_table_lookup (self->statements, sql);

  if (statement != NULL && statement->in_use)
    return platform_statement_compile (self, sql, error); /* one for this use alone */
  if (statement == NULL)
    {
      statement = platform_statement_compile (self, sql, error);
      if (statement == NULL)
        return NULL;
      if (g_hash_table_size (self->statements) >= MAX_CACHED)
        drop_oldest (self);
      statement->cached = TRUE;
      g_hash_table_insert (self->statements, statement->sql, statement);
    }
  *slot = (Slot){ sql, statement };
  statement->in_use = TRUE;
  statement->last_use = ++self->clock;
  return statement;
}

gboolean
platform_database_execute (PlatformDatabase *self, const char *sql, GError **error)
{
  int code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;
  platform_database_set_error (self, code, NULL, error);
  return FALSE;
}

static PlatformStatement *
query_va (PlatformDatabase *self, GError **error, const char *sql, const char *types, va_list values)
{
  PlatformStatement *statement = platform_database_prepare (self, sql, error);

  if (statement != NULL)
    platform_statement_bind_va (statement, types, values);
  return statement;
}

PlatformStatement *
platform_database_query (PlatformDatabase *self, GError **error, const char *sql, const char *types, ...)
{
  PlatformStatement *statement;
  va_list values;

  va_start (values, types);
  statement = query_va (self, error, sql, types, values);
  va_end (values);
  return statement;
}

gboolean
platform_database_run (PlatformDatabase *self, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (PlatformStatement) statement = NULL;
  va_list values;

  va_start (values, types);
  statement = query_va (self, error, sql, types, values);
  va_end (values);
  return statement != NULL && platform_statement_run (statement, error);
}

PlatformStep
platform_database_query_int (PlatformDatabase *self,
                             gint64 *result,
                             GError **error,
                             const char *sql,
                             const char *types,
                             ...)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step = PLATFORM_STEP_ERROR;
  va_list values;

  va_start (values, types);
  statement = query_va (self, error, sql, types, values);
  va_end (values);
  if (statement != NULL)
    step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    *result = platform_statement_get_int (statement, 0);
  return step;
}

gint64
platform_database_get_changes (PlatformDatabase *self)
{
  return sqlite3_changes64 (self->handle);
}

gint64
platform_database_get_last_row (PlatformDatabase *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

gboolean
platform_database_begin_read (PlatformDatabase *self, GError **error)
{
  return platform_database_run (self, error, "BEGIN", "");
}

void
platform_database_end_read (PlatformDatabase *self)
{
  g_autoptr (GError) error = NULL;

  if (!sqlite3_get_autocommit (self->handle) && !platform_database_run (self, &error, "ROLLBACK", ""))
    g_critical ("%s: the end of a reading: %s", self->path, error->message);
}

static int
on_progress (void *data)
{
  PlatformDatabase *self = data;

  return self->deadline != 0 && g_get_monotonic_time () > self->deadline;
}

void
platform_database_set_deadline (PlatformDatabase *self, guint milliseconds)
{
  self->deadline = milliseconds != 0 ? g_get_monotonic_time () + (gint64) milliseconds * 1000 : 0;
  sqlite3_progress_handler (self->handle, PROGRESS_STEPS, milliseconds != 0 ? on_progress : NULL, self);
}
