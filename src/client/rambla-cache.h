/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_CACHE (rambla_cache_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCache, rambla_cache, RAMBLA, CACHE, GObject)

/**
 * rambla_cache_new:
 * @path: the file
 * @platform: whose documents these are, see rambla_client_get_identity()
 *
 * What was last seen of a platform, so that it can be shown without a network: lists of JSON documents by
 * kind ("voucher", "order"). The file belongs to one worker thread, which opens it at the first use; the
 * calling thread does not wait for the disk. Work is done in the order in which it was asked for; what was
 * asked for before the last reference goes is finished first.
 *
 * Finish functions give errors of %G_IO_ERROR.
 */
RamblaCache *rambla_cache_new (const char *path, const char *platform);

/* Reads one document, on the worker; returns a new object or %NULL with @error set. */
typedef GObject *(*RamblaCacheRead) (JsonNode *document, GError **error);

/* A list as it was kept. @fetched_at: microseconds since 1970 UTC, 0 when it never was. */
typedef struct
{
  GPtrArray *items; /* what RamblaCacheRead made */
  gint64 fetched_at;
} RamblaCachedList;

void rambla_cached_list_free (RamblaCachedList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaCachedList, rambla_cached_list_free)

/**
 * rambla_cache_load_async:
 *
 * Gets the list of @kind. A document that cannot be read any more is left out, with a warning.
 */
void rambla_cache_load_async (RamblaCache *self,
                              const char *kind,
                              RamblaCacheRead read,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/** Returns: (transfer full) */
RamblaCachedList *rambla_cache_load_finish (RamblaCache *self, GAsyncResult *result, GError **error);

/**
 * rambla_cache_replace_async:
 * @ids: (element-type utf8): the documents' ids, in the list's order
 * @documents: (element-type JsonNode): the documents, as many; nobody may change them any more
 * @fetched_at: when the platform said so, microseconds since 1970 UTC
 *
 * These documents become the whole list of @kind, all or none.
 */
void rambla_cache_replace_async (RamblaCache *self,
                                 const char *kind,
                                 GPtrArray *ids,
                                 GPtrArray *documents,
                                 gint64 fetched_at,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean rambla_cache_replace_finish (RamblaCache *self, GAsyncResult *result, GError **error);

/** rambla_cache_put_async: changes or adds one document; the age of the list stays. */
void rambla_cache_put_async (RamblaCache *self,
                             const char *kind,
                             const char *id,
                             JsonNode *document,
                             gint64 fetched_at,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean rambla_cache_put_finish (RamblaCache *self, GAsyncResult *result, GError **error);

/** rambla_cache_forget_async: removes all that was kept of this platform: somebody signed out. */
void rambla_cache_forget_async (RamblaCache *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean rambla_cache_forget_finish (RamblaCache *self, GAsyncResult *result, GError **error);

G_END_DECLS
