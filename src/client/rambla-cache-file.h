/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The SQLite file behind RamblaCache. Everything here belongs to the one thread that opened it, which is
 * asserted. */
typedef struct _RamblaCacheFile RamblaCacheFile;

/* One document of a list, as text. */
typedef struct
{
  char *id;
  char *json;
} RamblaCacheRow;

void rambla_cache_row_free (RamblaCacheRow *row);

/**
 * rambla_cache_file_open:
 * @path: where it lies; folders are made (0700), the file is the user's alone (0600)
 * @migrations: SQL texts; the one at n leads from version n to n + 1
 * @set_aside: (out) (optional) (transfer full) (nullable): what an unusable file was renamed to
 *
 * Opens the file and brings it to the newest version, each step in a transaction of its own. A file that is
 * damaged, no database, or newer than this program is never deleted: it is renamed, and a new one is begun.
 *
 * Returns: (transfer full): the file, or %NULL with %G_IO_ERROR when there can be none (no room, no rights)
 */
RamblaCacheFile *rambla_cache_file_open (const char *path,
                                         const char *const *migrations,
                                         guint n_migrations,
                                         char **set_aside,
                                         GError **error);

/** rambla_cache_file_open_newest: the same with RamblaCache's own migrations. */
RamblaCacheFile *rambla_cache_file_open_newest (const char *path, char **set_aside, GError **error);

/** rambla_cache_file_close: closes it; %NULL is fine. */
void rambla_cache_file_close (RamblaCacheFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaCacheFile, rambla_cache_file_close)

/** rambla_cache_file_get_version: of its form. */
int rambla_cache_file_get_version (RamblaCacheFile *self);

/**
 * rambla_cache_file_load:
 * @fetched_at: (out): microseconds since 1970 UTC; 0 when the list was never kept
 *
 * Returns: (transfer full): the list's documents (RamblaCacheRow) in their order, or %NULL with @error set
 */
GPtrArray *rambla_cache_file_load (RamblaCacheFile *self,
                                   const char *platform,
                                   const char *kind,
                                   gint64 *fetched_at,
                                   GError **error);

/** rambla_cache_file_replace: @rows (RamblaCacheRow) become the whole list, in one transaction. */
gboolean rambla_cache_file_replace (RamblaCacheFile *self,
                                    const char *platform,
                                    const char *kind,
                                    GPtrArray *rows,
                                    gint64 fetched_at,
                                    GError **error);

/** rambla_cache_file_put: changes or adds one document of a list, at the end; the list keeps its age. */
gboolean rambla_cache_file_put (RamblaCacheFile *self,
                                const char *platform,
                                const char *kind,
                                const RamblaCacheRow *row,
                                gint64 fetched_at,
                                GError **error);

/** rambla_cache_file_forget: removes all that was kept of @platform. */
gboolean rambla_cache_file_forget (RamblaCacheFile *self, const char *platform, GError **error);

G_END_DECLS
