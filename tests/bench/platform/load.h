/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Many connections from one thread, each with one request under way at any time. */

/* The next request of a connection, valid until its answer. Returns: (nullable): NULL when there are no more
 */
typedef const char *(*LoadNext) (gpointer data, guint connection, gsize *length);

/* One answer's status. */
typedef void (*LoadAnswer) (gpointer data, guint connection, guint status);

typedef struct
{
  guint64 answers;
  double seconds;
  double p50_ms; /* from the sending of a request to its answer's last byte */
  double p99_ms;
} LoadResult;

/* Loads a server on 127.0.0.1 until there are no more requests or @seconds are over (0: without end). */
void load_run (guint16 port,
               guint connections,
               double seconds,
               LoadNext next,
               LoadAnswer answer,
               gpointer data,
               LoadResult *result);

/* Processor time that a process has used so far, in seconds: tells more than the clock when the machine is
 * busy. */
double load_get_processor_time (int pid);

G_END_DECLS
