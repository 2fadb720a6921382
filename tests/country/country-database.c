/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "country-database.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "platform-migrations.h"

#define FILE_NAME "platform.db"

PlatformWriter *
country_database_open (const char *folder, char **path, GError **error)
{
  g_autoptr (PlatformMigrations) migrations = platform_migrations_new ();
  g_autofree char *file = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (PlatformDatabase) database = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "cannot make %s", folder);
      return NULL;
    }
  database = platform_database_open (file, PLATFORM_DATABASE_WRITE, error);
  if (database == NULL || !platform_migrations_apply (migrations, database, NULL, error))
    return NULL;
  if (path != NULL)
    *path = g_steal_pointer (&file);
  return platform_writer_new (g_steal_pointer (&database), 0);
}

void
country_database_remove (const char *folder)
{
  static const char *const names[] = { FILE_NAME, FILE_NAME "-wal", FILE_NAME "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_build_filename (folder, names[i], NULL);

      g_remove (file);
    }
  g_rmdir (folder);
}
