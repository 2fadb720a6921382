/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-users-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* flock() has no way to be told, so it is asked. */
#define INTERVAL_MS 500

struct _PlatformUsersLock
{
  int fd;
  guint timer;
  GSourceFunc on_unused;
  gpointer user_data;
};

static gboolean
on_interval (gpointer data)
{
  PlatformUsersLock *self = data;

  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0)
    return G_SOURCE_CONTINUE;
  self->timer = 0;
  self->on_unused (self->user_data);
  return G_SOURCE_REMOVE;
}

PlatformUsersLock *
platform_users_lock_new (const char *path, GSourceFunc on_unused, gpointer user_data, GError **error)
{
  PlatformUsersLock *self;
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", path, g_strerror (code));
      return NULL;
    }
  self = g_new0 (PlatformUsersLock, 1);
  self->fd = fd;
  self->on_unused = on_unused;
  self->user_data = user_data;
  self->timer = g_timeout_add (INTERVAL_MS, on_interval, self);
  return self;
}

void
platform_users_lock_free (PlatformUsersLock *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  close (self->fd);
  g_free (self);
}
