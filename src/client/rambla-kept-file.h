/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_KEPT_FILE (rambla_kept_file_get_type ())
G_DECLARE_FINAL_TYPE (RamblaKeptFile, rambla_kept_file, RAMBLA, KEPT_FILE, GObject)

/**
 * rambla_kept_file_new:
 * @path: the file; its folder is made when it is first written
 *
 * A small text that somebody keeps on this machine, read and written on a worker: the old one or the new one,
 * never half of one, and the last one surely. Signal `failed (string)`: writing did not work, and why.
 */
RamblaKeptFile *rambla_kept_file_new (const char *path);

/** rambla_kept_file_read_async: reads it. */
void rambla_kept_file_read_async (RamblaKeptFile *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/** Returns: (transfer full) (nullable): the text, %NULL without an error where nothing was kept yet. */
char *rambla_kept_file_read_finish (RamblaKeptFile *self, GAsyncResult *result, GError **error);

/** rambla_kept_file_write: @text: (transfer full): is kept from now on. */
void rambla_kept_file_write (RamblaKeptFile *self, char *text);

/** rambla_kept_file_set_aside: copies what cannot be understood to a file beside it, so that nothing writes
 * over what can perhaps be mended by hand. */
void rambla_kept_file_set_aside (RamblaKeptFile *self);

/** rambla_kept_file_flush: blocks until what was written is on disk; for the program's end and for tests. */
void rambla_kept_file_flush (RamblaKeptFile *self);

G_END_DECLS
