/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "platform-database.h"

G_BEGIN_DECLS

/**
 * PlatformMigrations:
 *
 * The steps from an empty database to today's schema: SQL files named NNNN-name.sql, embedded in the program.
 * NNNN, from 0001, is the schema's version after that step, kept in the database. A step that was released is
 * never changed.
 *
 * To add one: put the file into storage/migrations and name it in platform-storage.gresource.xml.
 */
typedef struct _PlatformMigrations PlatformMigrations;

/**
 * platform_migrations_new:
 *
 * Returns: (transfer full): the program's own steps
 */
PlatformMigrations *platform_migrations_new (void);

/**
 * platform_migrations_new_for_folder:
 * @path: a folder with NNNN-name.sql files
 *
 * Returns: (nullable) (transfer full): the steps in a folder (tests), or NULL with @error set if a name is
 * bad or a number occurs twice
 */
PlatformMigrations *platform_migrations_new_for_folder (const char *path, GError **error);
void platform_migrations_free (PlatformMigrations *self);

/**
 * platform_migrations_get_version:
 *
 * Returns: the version that these steps end at; 0 if there are none
 */
guint platform_migrations_get_version (PlatformMigrations *self);

/**
 * platform_migrations_check_file:
 * @path: a database's file, which need not exist
 *
 * Looks at the file without opening it as a database, so that nothing is touched.
 *
 * Returns: FALSE with PLATFORM_STORAGE_ERROR_NEWER_SCHEMA or _CORRUPT (not a database of ours)
 */
gboolean platform_migrations_check_file (PlatformMigrations *self, const char *path, GError **error);

/**
 * platform_migrations_apply:
 * @database: a connection that writes
 * @backup: (nullable): where an existing database is copied to before its first step; must not exist. NULL
 * makes none.
 *
 * Brings the database to platform_migrations_get_version(), each step in one transaction. After a failed step
 * the database is as it was before that step.
 *
 * Returns: FALSE with @error set; PLATFORM_STORAGE_ERROR_NEWER_SCHEMA if it is ahead of us
 */
gboolean platform_migrations_apply (PlatformMigrations *self,
                                    PlatformDatabase *database,
                                    const char *backup,
                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformMigrations, platform_migrations_free)

G_END_DECLS
