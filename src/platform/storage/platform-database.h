/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-statement.h"

G_BEGIN_DECLS

/**
 * PLATFORM_STORAGE_ERROR:
 *
 * Whatever goes wrong with the database.
 */
#define PLATFORM_STORAGE_ERROR (platform_storage_error_quark ())

typedef enum
{
  PLATFORM_STORAGE_ERROR_FAILED,       /* anything else; also a mistake in our own SQL */
  PLATFORM_STORAGE_ERROR_BUSY,         /* somebody else holds the lock for too long */
  PLATFORM_STORAGE_ERROR_CONSTRAINT,   /* UNIQUE, CHECK, NOT NULL, FOREIGN KEY, or RAISE in a trigger */
  PLATFORM_STORAGE_ERROR_CORRUPT,      /* not a database, not ours, or damaged */
  PLATFORM_STORAGE_ERROR_FULL,         /* no space left */
  PLATFORM_STORAGE_ERROR_NEWER_SCHEMA, /* written by a newer version of this program */
  PLATFORM_STORAGE_ERROR_CANNOT_OPEN,  /* missing, or no permission */
  PLATFORM_STORAGE_ERROR_CANNOT_WRITE, /* read-only, or an input/output error */
  PLATFORM_STORAGE_ERROR_IN_USE,       /* another process has the data directory */
  PLATFORM_STORAGE_ERROR_QUEUE_FULL,   /* the writer has too much waiting; try again */
  PLATFORM_STORAGE_ERROR_STOPPED,      /* the writer has stopped */
  PLATFORM_STORAGE_ERROR_INTERRUPTED,  /* took longer than its deadline */
} PlatformStorageError;

GQuark platform_storage_error_quark (void);

typedef enum
{
  PLATFORM_DATABASE_READ,  /* an existing database, for reading only */
  PLATFORM_DATABASE_WRITE, /* created if it does not exist; each commit is on the disk when it returns */
} PlatformDatabaseMode;

/**
 * PlatformDatabase:
 *
 * One connection to the database, used by one thread at a time. Handlers get one for reading from
 * platform_database_pool_get(), writer's jobs get the only one that writes.
 */
typedef struct _PlatformDatabase PlatformDatabase;

/**
 * platform_database_open:
 * @path: the database's file
 *
 * Foreign keys are enforced; this is read back, not believed.
 *
 * Returns: (nullable) (transfer full): a connection, or NULL with @error in PLATFORM_STORAGE_ERROR
 */
PlatformDatabase *platform_database_open (const char *path, PlatformDatabaseMode mode, GError **error);

/**
 * platform_database_close:
 *
 * All statements must have been given back.
 */
void platform_database_close (PlatformDatabase *self);

/**
 * platform_database_prepare:
 * @sql: one statement; best a string constant, because what was compiled is kept for the next time
 *
 * Returns: (nullable) (transfer full): a statement, reset and without values; give it back with
 *   platform_statement_release() or g_autoptr. NULL with @error set.
 */
PlatformStatement *platform_database_prepare (PlatformDatabase *self, const char *sql, GError **error);

/**
 * platform_database_execute:
 * @sql: one or more statements without values; rows are ignored
 */
gboolean platform_database_execute (PlatformDatabase *self, const char *sql, GError **error);

/**
 * platform_database_run:
 * @sql: one statement
 * @types: the values that follow, one letter each: see platform_statement_bind()
 *
 * Prepares, binds and runs to the end in one call, for statements without rows of interest.
 */
gboolean
platform_database_run (PlatformDatabase *self, GError **error, const char *sql, const char *types, ...);

/**
 * platform_database_query:
 * @types: the values that follow: see platform_statement_bind()
 *
 * Prepares and binds in one call; step it yourself.
 *
 * Returns: (nullable) (transfer full): a statement, or NULL with @error set
 */
PlatformStatement *
platform_database_query (PlatformDatabase *self, GError **error, const char *sql, const char *types, ...);

/**
 * platform_database_query_int:
 * @result: (out): the first column of the first row; unchanged if there is none
 * @types: the values that follow
 *
 * Returns: PLATFORM_STEP_ROW, PLATFORM_STEP_DONE (no row) or PLATFORM_STEP_ERROR with @error set
 */
PlatformStep platform_database_query_int (PlatformDatabase *self,
                                          gint64 *result,
                                          GError **error,
                                          const char *sql,
                                          const char *types,
                                          ...);

/**
 * platform_database_get_changes:
 *
 * Returns: rows that the last INSERT, UPDATE or DELETE of this connection touched itself
 */
gint64 platform_database_get_changes (PlatformDatabase *self);

/**
 * platform_database_get_last_row:
 *
 * Returns: the row id of this connection's last INSERT
 */
gint64 platform_database_get_last_row (PlatformDatabase *self);

/**
 * platform_database_begin_read:
 *
 * From here to platform_database_end_read() this connection sees one moment of the database. Without it each
 * statement sees its own moment. Only for connections from the pool; keep it short.
 */
gboolean platform_database_begin_read (PlatformDatabase *self, GError **error);
void platform_database_end_read (PlatformDatabase *self);

/**
 * platform_database_set_deadline:
 * @milliseconds: from now; 0 takes it away
 *
 * Statements of this connection that run past it fail with PLATFORM_STORAGE_ERROR_INTERRUPTED.
 */
void platform_database_set_deadline (PlatformDatabase *self, guint milliseconds);

const char *platform_database_get_path (PlatformDatabase *self);

/**
 * PlatformDatabasePool:
 *
 * Connections for reading, one for each thread that asks.
 */
typedef struct _PlatformDatabasePool PlatformDatabasePool;

/**
 * platform_database_pool_new:
 * @path: the database's file, which exists
 */
PlatformDatabasePool *platform_database_pool_new (const char *path);

/**
 * platform_database_pool_get:
 *
 * Returns: (nullable) (transfer none): the calling thread's connection, opened at its first call, for this
 * thread only; NULL with @error set
 */
PlatformDatabase *platform_database_pool_get (PlatformDatabasePool *self, GError **error);

/**
 * platform_database_pool_free:
 *
 * Closes all connections. No thread may use one any more.
 */
void platform_database_pool_free (PlatformDatabasePool *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformDatabase, platform_database_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformDatabasePool, platform_database_pool_free)

G_END_DECLS
