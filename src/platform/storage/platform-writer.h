/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/**
 * PlatformWriter:
 *
 * The one thread that writes. Jobs wait in a queue; all that wait at one moment run in one transaction, each
 * in a savepoint of its own, and become durable with one commit. So many requests share one flush of the
 * disk, and no two jobs ever run at once: what a job reads stays true until it is committed.
 */
typedef struct _PlatformWriter PlatformWriter;

/**
 * PlatformWriterJob:
 * @database: the connection that writes; do not begin or end transactions on it
 * @data: the job's data
 *
 * Does the work, in the writer's thread. Keep it short: everybody waits.
 *
 * Returns: FALSE with @error set to undo this job alone; the others of the batch are not touched
 */
typedef gboolean (*PlatformWriterJob) (PlatformDatabase *database, gpointer data, GError **error);

/**
 * PlatformWriterDone:
 * @data: the job's data
 * @error: (nullable): NULL: the job's effect is committed and on the disk. Otherwise nothing of it is: the
 * job's own error, or PLATFORM_STORAGE_ERROR if the commit failed.
 *
 * Called once for each job, in the writer's thread: answer the request here and return.
 */
typedef void (*PlatformWriterDone) (gpointer data, const GError *error);

/**
 * platform_writer_new:
 * @database: (transfer full): a connection in the mode PLATFORM_DATABASE_WRITE
 * @max_queued: jobs that may wait; 0 takes 4096
 */
PlatformWriter *platform_writer_new (PlatformDatabase *database, guint max_queued);

/**
 * platform_writer_push:
 * @job: the work
 * @done: (nullable): told how it ended
 * @data: (transfer full): given to both
 * @destroy: (nullable): frees @data, after @done
 *
 * Queues a job; from any thread; never blocks.
 *
 * Returns: FALSE with @error PLATFORM_STORAGE_ERROR_QUEUE_FULL or _STOPPED: answer 503. Then @done is not
 * called and
 *   @data still belongs to the caller.
 */
gboolean platform_writer_push (PlatformWriter *self,
                               PlatformWriterJob job,
                               PlatformWriterDone done,
                               gpointer data,
                               GDestroyNotify destroy,
                               GError **error);

/**
 * platform_writer_run:
 *
 * Queues a job and waits until it is committed. For start-up, schedulers and tests, not for handlers.
 *
 * Returns: FALSE with @error set if nothing was written
 */
gboolean platform_writer_run (PlatformWriter *self, PlatformWriterJob job, gpointer data, GError **error);

/**
 * platform_writer_run_bulk:
 *
 * As platform_writer_run(), for a job that writes very much (an import): it has a transaction of its own,
 * with a large cache, and is checkpointed at its end, before this returns.
 */
gboolean
platform_writer_run_bulk (PlatformWriter *self, PlatformWriterJob job, gpointer data, GError **error);

/**
 * platform_writer_set_committed:
 * @committed: (nullable): called in the writer's thread after each commit, before anybody is told of it; must
 * not block
 *
 * For one who wants to look at what is new.
 */
void platform_writer_set_committed (PlatformWriter *self, void (*committed) (gpointer data), gpointer data);

/**
 * platform_writer_get_stats:
 * @jobs: (out) (optional): jobs run so far
 * @commits: (out) (optional): commits so far
 */
void platform_writer_get_stats (PlatformWriter *self, guint64 *jobs, guint64 *commits);

/**
 * platform_writer_get_queued:
 *
 * Returns: how many jobs wait just now
 */
guint platform_writer_get_queued (PlatformWriter *self);

/* Classes of commits by the number of their jobs: 1, 2 to 3, 4 to 7, and so on up to 256. */
#define PLATFORM_WRITER_N_SIZES 9

/**
 * platform_writer_get_sizes:
 * @sizes: (out caller-allocates) (array fixed-size=9): commits so far in each class
 */
void platform_writer_get_sizes (PlatformWriter *self, guint64 *sizes);

/**
 * platform_writer_free:
 *
 * Takes no more jobs, runs what waits, ends the thread and closes the connection.
 */
void platform_writer_free (PlatformWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformWriter, platform_writer_free)

G_END_DECLS
