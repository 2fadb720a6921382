/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlatformUsersLock:
 *
 * Watches a file on which every program that uses this platform holds a shared lock (flock). When none does
 * any more, however those programs ended, the platform is not needed: it takes the lock for itself, so that a
 * newcomer waits until it has ended and then starts another one.
 */
typedef struct _PlatformUsersLock PlatformUsersLock;

/**
 * platform_users_lock_new:
 * @path: the file; created when it is missing
 * @on_unused: called once on the main thread when nobody uses the platform
 *
 * Returns: (transfer full): the watch, or %NULL with a %G_FILE_ERROR
 */
PlatformUsersLock *
platform_users_lock_new (const char *path, GSourceFunc on_unused, gpointer user_data, GError **error);

/** platform_users_lock_free: ends the watch and lets the lock go; only when nothing of the platform runs any
 * more. */
void platform_users_lock_free (PlatformUsersLock *self);

G_END_DECLS
