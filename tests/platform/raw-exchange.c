/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "raw-exchange.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int
raw_try_connect (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  struct timeval patience = { .tv_sec = 10 };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (connect (fd, (struct sockaddr *) &address, sizeof address) == 0)
    return fd;
  close (fd);
  return -1;
}

int
raw_connect (guint16 port)
{
  int fd = raw_try_connect (port);

  g_assert_cmpint (fd, >=, 0);
  return fd;
}

void
raw_send (int fd, const char *bytes, gssize length, gboolean may_break)
{
  gsize left = length >= 0 ? (gsize) length : strlen (bytes);

  while (left > 0)
    {
      gssize sent = send (fd, bytes, left, MSG_NOSIGNAL);

      if (sent < 0 && may_break)
        return;
      g_assert_cmpint (sent, >, 0);
      bytes += sent;
      left -= (gsize) sent;
    }
}

/* Returns: FALSE at the end */
static gboolean
read_some (int fd, GString *into)
{
  char buffer[65536];
  gssize got = recv (fd, buffer, sizeof buffer, 0);

  /* A reset is an end too: what came before it counts. */
  if (got < 0 && errno != ECONNRESET)
    g_error ("nothing came within ten seconds, after: %s", into->str);
  if (got > 0)
    g_string_append_len (into, buffer, got);
  return got > 0;
}

char *
raw_read_to_end (int fd)
{
  GString *answer = g_string_new (NULL);

  while (read_some (fd, answer))
    continue;
  return g_string_free (answer, FALSE);
}

char *
raw_read_answer (int fd, gboolean head)
{
  GString *answer = g_string_new (NULL);

  for (;;)
    {
      const char *body = strstr (answer->str, "\r\n\r\n");

      if (body != NULL)
        {
          g_autofree char *length = raw_get_header (answer->str, "Content-Length");

          if (head || raw_get_status (answer->str) == 304 || length == NULL ||
              answer->len - (gsize) (body + 4 - answer->str) >= strtoul (length, NULL, 10))
            break;
        }
      if (!read_some (fd, answer))
        break;
    }
  return g_string_free (answer, FALSE);
}

char *
raw_exchange (guint16 port, const char *bytes, gssize length)
{
  int fd = raw_connect (port);
  char *answer;

  raw_send (fd, bytes, length, TRUE);
  answer = raw_read_answer (fd, FALSE);
  close (fd);
  return answer;
}

guint
raw_get_status (const char *answer)
{
  return g_str_has_prefix (answer, "HTTP/1.1 ") ? (guint) strtoul (answer + 9, NULL, 10) : 0;
}

char *
raw_get_header (const char *answer, const char *name)
{
  const char *end = strstr (answer, "\r\n\r\n");
  gsize length = strlen (name);

  for (const char *line = strstr (answer, "\r\n"); end != NULL && line != NULL && line < end;
       line = strstr (line + 2, "\r\n"))
    if (g_ascii_strncasecmp (line + 2, name, length) == 0 && line[2 + length] == ':')
      {
        const char *value = line + 3 + length;

        value += strspn (value, " ");
        return g_strndup (value, strcspn (value, "\r"));
      }
  return NULL;
}

const char *
raw_get_body (const char *answer)
{
  const char *end = strstr (answer, "\r\n\r\n");

  return end != NULL ? end + 4 : "";
}

char *
raw_take_answer (const char **answers)
{
  const char *body = raw_get_body (*answers);
  g_autofree char *length = raw_get_header (*answers, "Content-Length");
  gsize total = (gsize) (body - *answers) + (length != NULL ? strtoul (length, NULL, 10) : 0);
  char *answer;

  if (**answers == '\0')
    return NULL;
  g_assert_cmpuint (total, >, 0);
  g_assert_cmpuint (total, <=, strlen (*answers));
  answer = g_strndup (*answers, total);
  *answers += total;
  return answer;
}
