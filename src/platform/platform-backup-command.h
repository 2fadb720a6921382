/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * platform_backup_command_fits:
 *
 * Returns: TRUE if the first argument is "backup" or "restore"
 */
gboolean platform_backup_command_fits (int argc, char *const argv[]);

/**
 * platform_backup_command_run:
 *
 * `backup --data DIR --to FILE` copies the database, also while the platform runs. `restore --from FILE
 * --data DIR` puts a copy back, only while it does not, and keeps what was there as
 * platform.db.before-restore-TIME. Says on standard output what it has done.
 *
 * Returns: FALSE with %G_OPTION_ERROR or %PLATFORM_STORAGE_ERROR
 */
gboolean platform_backup_command_run (int argc, char *argv[], GError **error);

G_END_DECLS
