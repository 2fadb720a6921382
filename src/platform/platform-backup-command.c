/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-backup-command.h"

#include "platform-backup-storage.h"
#include "platform-data-directory.h"
#include "platform-migrations.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  char *data;
  char *file;
} Arguments;

static gboolean
is_file (const char *path, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return TRUE;
  g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CANNOT_OPEN, "%s is not there", path);
  return FALSE;
}

static gboolean
back_up (const Arguments *arguments, GError **error)
{
  g_autoptr (PlatformMigrations) migrations = platform_migrations_new ();
  g_autofree char *database = platform_data_directory_build_database_path (arguments->data);

  if (!is_file (database, error) || !platform_migrations_check_file (migrations, database, error) ||
      !platform_backup_storage_write (database, arguments->file, error))
    return FALSE;
  printf ("%s is a checked copy of %s\n", arguments->file, database);
  return TRUE;
}

/* What cannot be read any more cannot be copied: it is moved aside as it is. */
static gboolean
move_aside (const char *database, const char *kept, GError **error)
{
  static const char *const endings[] = { "-wal", "-shm", "" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *from = g_strconcat (database, endings[i], NULL);
      g_autofree char *to = g_strconcat (kept, endings[i], NULL);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        {
          g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CANNOT_WRITE,
                       "%s cannot be moved aside: %s", from, g_strerror (errno));
          return FALSE;
        }
    }
  return TRUE;
}

/* A name that nothing has: what is put back may itself be an older one that was kept. */
static char *
find_name (const char *database)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *moment = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  char *name = g_strconcat (database, ".before-restore-", moment, NULL);

  for (guint i = 2; g_file_test (name, G_FILE_TEST_EXISTS); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s.before-restore-%s-%u", database, moment, i);
    }
  return name;
}

static gboolean
keep_old (const char *database, GError **error)
{
  g_autofree char *kept = find_name (database);
  g_autoptr (GError) cause = NULL;

  if (!g_file_test (database, G_FILE_TEST_EXISTS) || platform_backup_storage_write (database, kept, &cause))
    return TRUE;
  if (!g_error_matches (cause, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CORRUPT) &&
      !g_error_matches (cause, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CANNOT_WRITE))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  fprintf (stderr, "rambla-platform: what was there is damaged and moved aside as it is: %s\n",
           cause->message);
  return move_aside (database, kept, error);
}

static gboolean
is_same_file (const char *a, const char *b)
{
  GStatBuf one, other;

  return g_stat (a, &one) == 0 && g_stat (b, &other) == 0 && one.st_dev == other.st_dev &&
         one.st_ino == other.st_ino;
}

static gboolean
restore (const Arguments *arguments, GError **error)
{
  g_autoptr (PlatformMigrations) migrations = platform_migrations_new ();
  g_autoptr (PlatformDataDirectory) directory = NULL;
  const char *database;

  if (!is_file (arguments->file, error) ||
      !platform_migrations_check_file (migrations, arguments->file, error) ||
      !platform_backup_storage_check (arguments->file, error))
    return FALSE;
  directory = platform_data_directory_open (arguments->data, error);
  if (directory == NULL)
    return FALSE;
  database = platform_data_directory_get_database (directory);
  if (is_same_file (arguments->file, database))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s is what is in use, not a copy",
                   arguments->file);
      return FALSE;
    }
  if (!keep_old (database, error) || !platform_backup_storage_restore (arguments->file, database, error))
    return FALSE;
  printf ("%s holds what %s held\n", database, arguments->file);
  return TRUE;
}

gboolean
platform_backup_command_fits (int argc, char *const argv[])
{
  return argc > 1 && (strcmp (argv[1], "backup") == 0 || strcmp (argv[1], "restore") == 0);
}

gboolean
platform_backup_command_run (int argc, char *argv[], GError **error)
{
  gboolean backs_up = strcmp (argv[1], "backup") == 0;
  Arguments arguments = { NULL, NULL };
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &arguments.data, "Where the platform keeps its data", "DIR" },
    { backs_up ? "to" : "from", 0, 0, G_OPTION_ARG_FILENAME, &arguments.file,
      backs_up ? "Where the copy goes" : "A copy that backup has made", "FILE" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (argv[1]);
  gboolean done = FALSE;

  g_option_context_set_summary (context,
                                backs_up ? "Copies the platform's data, also while it runs."
                                         : "Puts a copy of the platform's data back, while it does not run.");
  g_option_context_add_main_entries (context, entries, NULL);
  argv[1] = argv[0];
  argc--;
  argv++;
  if (g_option_context_parse (context, &argc, &argv, error))
    {
      if (argc > 1 || arguments.data == NULL || arguments.file == NULL)
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s takes --data DIR and --%s FILE",
                     backs_up ? "backup" : "restore", entries[1].long_name);
      else
        done = backs_up ? back_up (&arguments, error) : restore (&arguments, error);
    }
  g_free (arguments.data);
  g_free (arguments.file);
  return done;
}
