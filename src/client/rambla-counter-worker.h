/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-counter-file.h"

G_BEGIN_DECLS

/* The one thread that the counter's file belongs to. Work is done in the order in which it was asked for. */
typedef struct _RamblaCounterWorker RamblaCounterWorker;

/* Some work on the file. Returns: not %NULL, or %NULL with @error set */
typedef gpointer (*RamblaCounterWork) (RamblaCounterFile *file, gpointer data, GError **error);

/** rambla_counter_worker_new: the file at @path is opened at the first work, and tried again as long as that
 * fails. */
RamblaCounterWorker *rambla_counter_worker_new (const char *path);

/** rambla_counter_worker_free: finishes what was asked for, then ends the thread and closes the file. */
void rambla_counter_worker_free (RamblaCounterWorker *self);

/**
 * rambla_counter_worker_run_async:
 * @data: (transfer full): given to @work; @destroy frees it
 * @destroy_result: (nullable): frees a result that nobody took
 */
void rambla_counter_worker_run_async (RamblaCounterWorker *self,
                                      RamblaCounterWork work,
                                      gpointer data,
                                      GDestroyNotify destroy,
                                      GDestroyNotify destroy_result,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full): what the work returned */
gpointer rambla_counter_worker_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
