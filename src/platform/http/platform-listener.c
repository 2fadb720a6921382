/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-listener.h"

#include "platform-server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 1024

typedef union
{
  struct sockaddr any;
  struct sockaddr_in v4;
  struct sockaddr_in6 v6;
  struct sockaddr_un local;
} Address;

static void
set_bad_address (GError **error, const char *text, const char *why)
{
  g_set_error (error, PLATFORM_SERVER_ERROR, PLATFORM_SERVER_ERROR_BAD_ADDRESS, "cannot listen on %s: %s",
               text, why);
}

static gboolean
parse_port (const char *text, in_port_t *port)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 0, 65535, &value, NULL))
    return FALSE;
  *port = htons ((guint16) value);
  return TRUE;
}

/* Returns: the address's length, or 0 */
static socklen_t
parse_network (const char *text, Address *address, gboolean *loopback)
{
  const char *colon = strrchr (text, ':');
  g_autofree char *host = NULL;

  if (colon == NULL)
    return 0;
  host = g_strndup (text, (gsize) (colon - text));
  if (strcmp (host, "localhost") == 0)
    {
      g_free (host);
      host = g_strdup ("127.0.0.1");
    }
  if (host[0] == '[' && g_str_has_suffix (host, "]"))
    {
      host[strlen (host) - 1] = '\0';
      address->v6.sin6_family = AF_INET6;
      *loopback = TRUE;
      if (!parse_port (colon + 1, &address->v6.sin6_port) ||
          inet_pton (AF_INET6, host + 1, &address->v6.sin6_addr) != 1)
        return 0;
      *loopback = IN6_IS_ADDR_LOOPBACK (&address->v6.sin6_addr);
      return sizeof address->v6;
    }
  address->v4.sin_family = AF_INET;
  if (!parse_port (colon + 1, &address->v4.sin_port) || inet_pton (AF_INET, host, &address->v4.sin_addr) != 1)
    return 0;
  *loopback = ntohl (address->v4.sin_addr.s_addr) >> 24 == 127;
  return sizeof address->v4;
}

/* A file left by a program that was killed may go; one that is listened on may not. */
static gboolean
is_stale (const char *path, const Address *address, socklen_t length)
{
  struct stat about;
  int probe;
  gboolean stale;

  if (lstat (path, &about) != 0 || !S_ISSOCK (about.st_mode))
    return FALSE;
  probe = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0)
    return FALSE;
  stale = connect (probe, &address->any, length) != 0 && errno == ECONNREFUSED;
  close (probe);
  return stale;
}

static char *
describe (int fd)
{
  Address address = { 0 };
  socklen_t length = sizeof address;
  char text[INET6_ADDRSTRLEN];

  if (getsockname (fd, &address.any, &length) != 0)
    return NULL;
  if (address.any.sa_family == AF_INET6)
    return g_strdup_printf ("http://[%s]:%u", inet_ntop (AF_INET6, &address.v6.sin6_addr, text, sizeof text),
                            ntohs (address.v6.sin6_port));
  return g_strdup_printf ("http://%s:%u", inet_ntop (AF_INET, &address.v4.sin_addr, text, sizeof text),
                          ntohs (address.v4.sin_port));
}

static int
listen_on (const char *text, const Address *address, socklen_t length, GError **error)
{
  const int on = 1;
  int fd = socket (address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int saved;

  if (fd >= 0 && address->any.sa_family != AF_UNIX)
    {
      setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
      if (address->any.sa_family == AF_INET6)
        setsockopt (fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    }
  if (fd >= 0 && bind (fd, &address->any, length) == 0 && listen (fd, BACKLOG) == 0)
    return fd;
  saved = errno;
  if (fd >= 0)
    close (fd);
  if (saved == EADDRINUSE)
    g_set_error (error, PLATFORM_SERVER_ERROR, PLATFORM_SERVER_ERROR_IN_USE,
                 "%s is in use by another program", text);
  else if (saved == EADDRNOTAVAIL)
    set_bad_address (error, text, g_strerror (saved));
  else
    g_set_error (error, PLATFORM_SERVER_ERROR, PLATFORM_SERVER_ERROR_FAILED, "cannot listen on %s: %s", text,
                 g_strerror (saved));
  return -1;
}

int
platform_listener_open (const char *text, gboolean any_interface, char **uri, GError **error)
{
  Address address;
  socklen_t length;
  gboolean loopback = TRUE;
  int fd;

  memset (&address, 0, sizeof address);
  if (g_str_has_prefix (text, "unix:"))
    {
      const char *path = text + strlen ("unix:");

      if (path[0] != '/' || strlen (path) >= sizeof address.local.sun_path)
        {
          set_bad_address (error, text, "a Unix socket needs an absolute path of at most 107 bytes");
          return -1;
        }
      address.local.sun_family = AF_UNIX;
      strcpy (address.local.sun_path, path);
      length = sizeof address.local;
      if (is_stale (path, &address, length))
        g_unlink (path);
      fd = listen_on (text, &address, length, error);
      if (fd >= 0)
        {
          g_chmod (path, 0660); /* for the proxy's group, whatever the mask says */
          *uri = g_strdup (text);
        }
      return fd;
    }

  length = parse_network (text, &address, &loopback);
  if (length == 0)
    {
      set_bad_address (error, text, "an address looks like 127.0.0.1:8080, [::1]:8080 or unix:/path");
      return -1;
    }
  if (!loopback && !any_interface)
    {
      set_bad_address (
          error, text,
          "it can be reached from other machines; put a proxy with TLS before it and say --behind-proxy");
      return -1;
    }
  fd = listen_on (text, &address, length, error);
  if (fd >= 0)
    *uri = describe (fd);
  return fd;
}
