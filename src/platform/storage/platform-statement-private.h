/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "platform-database.h"

G_BEGIN_DECLS

struct _PlatformStatement
{
  PlatformDatabase *database; /* not owned */
  sqlite3_stmt *handle;
  char *sql;
  guint64 last_use;
  gboolean cached; /* owned by the database's table, else by whoever prepared it */
  gboolean in_use;
};

/**
 * platform_statement_compile:
 *
 * Returns: (nullable) (transfer full): a statement outside the cache, which platform_statement_release()
 * frees
 */
PlatformStatement *platform_statement_compile (PlatformDatabase *database, const char *sql, GError **error);

void platform_statement_finalize (PlatformStatement *self);

G_END_DECLS
