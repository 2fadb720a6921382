/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "platform-database.h"

G_BEGIN_DECLS

/* For the files of this folder only. */

/**
 * platform_database_get_handle:
 *
 * Returns: (transfer none): SQLite's own connection, for functions and hooks that the storage room registers
 */
sqlite3 *platform_database_get_handle (PlatformDatabase *self);

/**
 * platform_database_set_error:
 * @error: (out) (optional): receives the connection's last error, mapped to PLATFORM_STORAGE_ERROR
 * @what: what was being done, "opening the database"
 */
void platform_database_set_error (PlatformDatabase *self, int code, const char *what, GError **error);

/**
 * platform_database_get_search_memory:
 *
 * Returns: (transfer none): where this connection keeps the search index; its own unless it shares one
 */
struct _PlatformSearchMemory *platform_database_get_search_memory (PlatformDatabase *self);

/**
 * platform_database_share_search_memory:
 * @memory: of the same database, with other connections
 */
void platform_database_share_search_memory (PlatformDatabase *self, struct _PlatformSearchMemory *memory);

/**
 * platform_statement_get_handle:
 *
 * Returns: (transfer none): SQLite's own statement
 */
sqlite3_stmt *platform_statement_get_handle (PlatformStatement *self);

G_END_DECLS
