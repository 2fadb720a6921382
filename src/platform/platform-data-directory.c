/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-data-directory.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define DATABASE_NAME "platform.db"
#define LOCK_NAME "lock"

struct _PlatformDataDirectory
{
  char *path;
  char *lock_path;
  char *database;
  int lock;
  gboolean new_directory;
  gboolean new_lock;
  gboolean new_database;
};

char *
platform_data_directory_build_database_path (const char *path)
{
  return g_build_filename (path, DATABASE_NAME, NULL);
}

PlatformDataDirectory *
platform_data_directory_open (const char *path, GError **error)
{
  g_autoptr (PlatformDataDirectory) self = g_new0 (PlatformDataDirectory, 1);

  self->path = g_strdup (path);
  self->lock_path = g_build_filename (path, LOCK_NAME, NULL);
  self->database = platform_data_directory_build_database_path (path);
  self->lock = -1;
  self->new_directory = !g_file_test (path, G_FILE_TEST_EXISTS);
  if (g_mkdir_with_parents (path, 0700) != 0)
    {
      g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CANNOT_WRITE,
                   "the data directory %s cannot be made: %s", path, g_strerror (errno));
      return NULL;
    }
  self->new_lock = !g_file_test (self->lock_path, G_FILE_TEST_EXISTS);
  self->new_database = !g_file_test (self->database, G_FILE_TEST_EXISTS);
  self->lock = g_open (self->lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock < 0)
    {
      g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CANNOT_WRITE,
                   "the data directory %s cannot be written: %s", path, g_strerror (errno));
      return NULL;
    }
  if (flock (self->lock, LOCK_EX | LOCK_NB) == 0)
    return g_steal_pointer (&self);
  if (errno == EWOULDBLOCK)
    g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_IN_USE,
                 "the data directory %s is in use by another process", path);
  else
    g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CANNOT_WRITE,
                 "the data directory %s cannot be locked: %s", path, g_strerror (errno));
  return NULL;
}

void
platform_data_directory_close (PlatformDataDirectory *self)
{
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->path);
  g_free (self->lock_path);
  g_free (self->database);
  g_free (self);
}

const char *
platform_data_directory_get_path (PlatformDataDirectory *self)
{
  return self->path;
}

const char *
platform_data_directory_get_database (PlatformDataDirectory *self)
{
  return self->database;
}

void
platform_data_directory_discard (PlatformDataDirectory *self)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  for (guint i = 0; self->new_database && i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (self->database, endings[i], NULL);

      g_unlink (path);
    }
  if (self->new_lock)
    g_unlink (self->lock_path);
  if (self->new_directory)
    g_rmdir (self->path);
}
