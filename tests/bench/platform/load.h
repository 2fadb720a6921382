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
  double p50_ms; /* from the sending of a request, or its due time, to its answer's last byte */
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

/**
 * load_run_paced:
 * @rate: requests a second, one due after the other at even distances
 *
 * The same without waiting for answers before the next request is due, until there are no more requests: a
 * request for which no connection is free goes out late, and its time still counts from when it was due, so
 * that a server that stands still is not asked less.
 */
void load_run_paced (guint16 port,
                     guint connections,
                     double rate,
                     LoadNext next,
                     LoadAnswer answer,
                     gpointer data,
                     LoadResult *result);

/* Processor time that a process has used so far, in seconds: tells more than the clock when the machine is
 * busy. */
double load_get_processor_time (int pid);

G_END_DECLS
