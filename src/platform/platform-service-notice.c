/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-service-notice.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct _PlatformServiceNotice
{
  int fd; /* -1: nobody wants to know */
  struct sockaddr_un address;
  socklen_t length;
  guint64 watchdog_us; /* 0: none */
  guint timer;
};

PlatformServiceNotice *
platform_service_notice_new (void)
{
  PlatformServiceNotice *self = g_new0 (PlatformServiceNotice, 1);
  const char *path = g_getenv ("NOTIFY_SOCKET");
  const char *watchdog = g_getenv ("WATCHDOG_USEC");
  gsize length = path != NULL ? strlen (path) : 0;

  self->fd = -1;
  if (length > 1 && length < sizeof self->address.sun_path && (*path == '/' || *path == '@'))
    {
      self->address.sun_family = AF_UNIX;
      memcpy (self->address.sun_path, path, length);
      if (*path == '@')
        self->address.sun_path[0] = '\0'; /* an abstract one */
      self->length = (socklen_t) (offsetof (struct sockaddr_un, sun_path) + length);
      self->fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    }
  if (watchdog != NULL && !g_ascii_string_to_unsigned (watchdog, 10, 1, G_MAXINT, &self->watchdog_us, NULL))
    self->watchdog_us = 0;
  g_unsetenv ("NOTIFY_SOCKET");
  g_unsetenv ("WATCHDOG_USEC");
  g_unsetenv ("WATCHDOG_PID");
  return self;
}

void
platform_service_notice_free (PlatformServiceNotice *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

static void
say (PlatformServiceNotice *self, const char *text)
{
  if (self->fd >= 0 && sendto (self->fd, text, strlen (text), MSG_NOSIGNAL,
                               (const struct sockaddr *) &self->address, self->length) < 0)
    g_warning ("systemd could not be told %s: %s", text, g_strerror (errno));
}

static gboolean
on_watchdog (gpointer data)
{
  say (data, "WATCHDOG=1");
  return G_SOURCE_CONTINUE;
}

void
platform_service_notice_ready (PlatformServiceNotice *self)
{
  say (self, "READY=1");
  if (self->watchdog_us > 0 && self->fd >= 0)
    self->timer = g_timeout_add (MAX ((guint) (self->watchdog_us / 2000), 1), on_watchdog, self);
}

void
platform_service_notice_stopping (PlatformServiceNotice *self)
{
  say (self, "STOPPING=1");
}
