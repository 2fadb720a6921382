/* SPDX-License-Identifier: GPL-3.0-or-later */
/* migrate FILE BACKUP: brings a database up to date as the platform does, and does nothing else with it. */
#include "platform-migrations.h"

#include <stdio.h>

int
main (int argc, char *argv[])
{
  g_autoptr (PlatformMigrations) migrations = platform_migrations_new ();
  g_autoptr (PlatformDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  if (argc != 3)
    return 2;
  database = platform_database_open (argv[1], PLATFORM_DATABASE_WRITE, &error);
  if (database == NULL || !platform_migrations_apply (migrations, database, argv[2], &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  printf ("%u\n", platform_migrations_get_version (migrations));
  return 0;
}
