/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-server.h"

G_BEGIN_DECLS

/* For the server only: what its threads count. */

/**
 * PlatformCounts:
 *
 * Counters that each thread writes in a place of its own, so that nobody waits for anybody; readers add them
 * up.
 */
typedef struct _PlatformCounts PlatformCounts;

/**
 * platform_counts_new:
 * @n_routes: routes that are told apart; route 0 is what matched none, the others follow
 */
PlatformCounts *platform_counts_new (guint n_routes);

/** platform_counts_free: only when no thread counts any more */
void platform_counts_free (PlatformCounts *self);

/** platform_counts_begin: a request runs from here on */
void platform_counts_begin (PlatformCounts *self);

/** platform_counts_end: it has ended */
void platform_counts_end (PlatformCounts *self);

/**
 * platform_counts_answer:
 * @route: 0 to @n_routes
 * @status: the answer's
 * @microseconds: what it took
 */
void platform_counts_answer (PlatformCounts *self, guint route, unsigned int status, gint64 microseconds);

/** platform_counts_get_running: requests that were begun and have not ended */
guint64 platform_counts_get_running (PlatformCounts *self);

typedef void (*PlatformCountsStatus) (guint route,
                                      unsigned int status,
                                      guint64 count,
                                      guint64 microseconds,
                                      gpointer user_data);
typedef void (*PlatformCountsDuration) (guint route,
                                        const guint64 *classes,
                                        guint64 microseconds,
                                        gpointer user_data);

/** platform_counts_foreach_status: each route and status that occurred; status 0 is one that is not known */
void platform_counts_foreach_status (PlatformCounts *self, PlatformCountsStatus func, gpointer user_data);

/**
 * platform_counts_foreach_duration:
 *
 * Each route that was asked for, with its %PLATFORM_SERVER_N_DURATIONS + 1 classes, not summed up.
 */
void platform_counts_foreach_duration (PlatformCounts *self, PlatformCountsDuration func, gpointer user_data);

G_END_DECLS
