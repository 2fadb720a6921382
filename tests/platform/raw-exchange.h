/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes over a socket, for what no HTTP library would send. */

/* Connects to 127.0.0.1. Returns: a socket whose reads give up after ten seconds */
int raw_connect (guint16 port);

/* The same, or -1 when nobody listens. */
int raw_try_connect (guint16 port);

/* Sends all bytes; fails the test when the other side does not take them, unless @may_break. */
void raw_send (int fd, const char *bytes, gssize length, gboolean may_break);

/* Reads until the other side closes. Returns: (transfer full): what came, NUL-terminated */
char *raw_read_to_end (int fd);

/* Reads one whole answer: its header and as much body as Content-Length says. @head: the answer to HEAD or a
 * 304 or 204. Returns: (transfer full): the answer, or what came before the other side closed */
char *raw_read_answer (int fd, gboolean head);

/* Connects, sends, and reads one answer. Returns: (transfer full) */
char *raw_exchange (guint16 port, const char *bytes, gssize length);

/* "HTTP/1.1 200 …" → 200; 0 where there is no answer. */
guint raw_get_status (const char *answer);

/* A header's value. Returns: (transfer full) (nullable) */
char *raw_get_header (const char *answer, const char *name);

/* What follows the header. */
const char *raw_get_body (const char *answer);

/* Cuts the first of several answers off, by its Content-Length. Returns: (transfer full) (nullable): NULL
 * after the last */
char *raw_take_answer (const char **answers);

G_END_DECLS
