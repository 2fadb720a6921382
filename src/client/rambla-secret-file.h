/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Secrets in a file that only its owner can read, for where there is no secret service. Every function waits
 * for the disk: not for the main thread. Errors are of %G_IO_ERROR or %G_FILE_ERROR. */

/**
 * rambla_secret_file_load:
 *
 * Returns: (transfer full): name → secret, where %NULL stands for one that was cleared; empty when there is
 * no file, or, with a warning, one that is damaged; %NULL with @error set when the file cannot be read
 */
GHashTable *rambla_secret_file_load (const char *path, GError **error);

/**
 * rambla_secret_file_save:
 * @secrets: name → secret or %NULL
 *
 * Writes all of them, of mode 0600, so that after a power cut either the old file is there or the new one.
 */
gboolean rambla_secret_file_save (const char *path, GHashTable *secrets, GError **error);

/** rambla_secret_file_remove: removes the file, if there is one. */
gboolean rambla_secret_file_remove (const char *path, GError **error);

G_END_DECLS
