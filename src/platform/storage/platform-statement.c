/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-statement-private.h"

#include "platform-database-private.h"

PlatformStatement *
platform_statement_compile (PlatformDatabase *database, const char *sql, GError **error)
{
  sqlite3_stmt *handle = NULL;
  const char *tail = NULL;
  PlatformStatement *self;
  int code = sqlite3_prepare_v3 (platform_database_get_handle (database), sql, -1, SQLITE_PREPARE_PERSISTENT,
                                 &handle, &tail);

  if (code != SQLITE_OK)
    {
      platform_database_set_error (database, code, NULL, error);
      return NULL;
    }
  if (handle == NULL || (tail != NULL && *tail != '\0' && strspn (tail, " \t\r\n;") != strlen (tail)))
    {
      sqlite3_finalize (handle);
      g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED, "not one statement: %s",
                   sql);
      return NULL;
    }
  self = g_new0 (PlatformStatement, 1);
  self->database = database;
  self->handle = handle;
  self->sql = g_strdup (sql);
  return self;
}

void
platform_statement_finalize (PlatformStatement *self)
{
  sqlite3_finalize (self->handle);
  g_free (self->sql);
  g_free (self);
}

sqlite3_stmt *
platform_statement_get_handle (PlatformStatement *self)
{
  return self->handle;
}

void
platform_statement_release (PlatformStatement *self)
{
  if (!self->cached)
    {
      platform_statement_finalize (self);
      return;
    }
  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
  self->in_use = FALSE;
}

void
platform_statement_reset (PlatformStatement *self)
{
  sqlite3_reset (self->handle);
}

PlatformStep
platform_statement_step (PlatformStatement *self, GError **error)
{
  int code = sqlite3_step (self->handle);

  if (code == SQLITE_ROW)
    return PLATFORM_STEP_ROW;
  if (code == SQLITE_DONE)
    return PLATFORM_STEP_DONE;
  platform_database_set_error (self->database, code, NULL, error);
  return PLATFORM_STEP_ERROR;
}

gboolean
platform_statement_run (PlatformStatement *self, GError **error)
{
  PlatformStep step;

  do
    step = platform_statement_step (self, error);
  while (step == PLATFORM_STEP_ROW);
  return step == PLATFORM_STEP_DONE;
}

/* A value that cannot be bound (an index that does not exist) is our mistake, never the client's. */
static void
check_bind (PlatformStatement *self, int index, int code)
{
  if (code != SQLITE_OK)
    g_critical ("value %d of “%s”: %s", index, self->sql, sqlite3_errstr (code));
}

void
platform_statement_bind_int (PlatformStatement *self, int index, gint64 value)
{
  check_bind (self, index, sqlite3_bind_int64 (self->handle, index, value));
}

void
platform_statement_bind_double (PlatformStatement *self, int index, double value)
{
  check_bind (self, index, sqlite3_bind_double (self->handle, index, value));
}

void
platform_statement_bind_null (PlatformStatement *self, int index)
{
  check_bind (self, index, sqlite3_bind_null (self->handle, index));
}

void
platform_statement_bind_text (PlatformStatement *self, int index, const char *value)
{
  check_bind (self, index, sqlite3_bind_text (self->handle, index, value, -1, SQLITE_TRANSIENT));
}

void
platform_statement_bind_text_len (PlatformStatement *self, int index, const char *value, gsize length)
{
  check_bind (self, index,
              sqlite3_bind_text64 (self->handle, index, value, length, SQLITE_TRANSIENT, SQLITE_UTF8));
}

void
platform_statement_bind_static_text (PlatformStatement *self, int index, const char *value)
{
  check_bind (self, index, sqlite3_bind_text (self->handle, index, value, -1, SQLITE_STATIC));
}

void
platform_statement_bind_blob (PlatformStatement *self, int index, gconstpointer data, gsize length)
{
  /* SQLite takes a NULL pointer for NULL, where an empty blob is meant. */
  check_bind (self, index,
              sqlite3_bind_blob64 (self->handle, index, data != NULL ? data : "", length, SQLITE_TRANSIENT));
}

void
platform_statement_bind_va (PlatformStatement *self, const char *types, va_list values)
{
  int index = 0;

  for (const char *type = types; *type != '\0'; type++)
    {
      gconstpointer data;

      index++;
      switch (*type)
        {
        case 'i':
          platform_statement_bind_int (self, index, va_arg (values, gint64));
          break;
        case 'n':
          platform_statement_bind_int (self, index, va_arg (values, int));
          break;
        case 'd':
          platform_statement_bind_double (self, index, va_arg (values, double));
          break;
        case 't':
          platform_statement_bind_text (self, index, va_arg (values, const char *));
          break;
        case 'b':
          data = va_arg (values, gconstpointer);
          platform_statement_bind_blob (self, index, data, va_arg (values, gsize));
          break;
        case '0':
          platform_statement_bind_null (self, index);
          break;
        default:
          g_error ("a value of the type “%c” is not known", *type);
        }
    }
  if (index != sqlite3_bind_parameter_count (self->handle))
    g_critical ("“%s” takes %d values, not %d", self->sql, sqlite3_bind_parameter_count (self->handle),
                index);
}

void
platform_statement_bind (PlatformStatement *self, const char *types, ...)
{
  va_list values;

  va_start (values, types);
  platform_statement_bind_va (self, types, values);
  va_end (values);
}

gint64
platform_statement_get_int (PlatformStatement *self, int column)
{
  return sqlite3_column_int64 (self->handle, column);
}

double
platform_statement_get_double (PlatformStatement *self, int column)
{
  return sqlite3_column_double (self->handle, column);
}

gboolean
platform_statement_is_null (PlatformStatement *self, int column)
{
  return sqlite3_column_type (self->handle, column) == SQLITE_NULL;
}

const char *
platform_statement_get_text (PlatformStatement *self, int column)
{
  return (const char *) sqlite3_column_text (self->handle, column);
}

const char *
platform_statement_get_text_len (PlatformStatement *self, int column, gsize *length)
{
  const char *text = (const char *) sqlite3_column_text (self->handle, column);

  *length = (gsize) sqlite3_column_bytes (self->handle, column);
  return text;
}

char *
platform_statement_dup_text (PlatformStatement *self, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (self->handle, column));
}

gconstpointer
platform_statement_get_blob (PlatformStatement *self, int column, gsize *length)
{
  gconstpointer data = sqlite3_column_blob (self->handle, column);

  *length = (gsize) sqlite3_column_bytes (self->handle, column);
  return data;
}
