/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-database.h"
#include "rambla-log-tree.h"

G_BEGIN_DECLS

/* The logs that cannot be rewritten unnoticed. Numbers of entries count from 1. */
typedef enum
{
  PLATFORM_LOG_REVIEWS = 1,
  PLATFORM_LOG_PRICES = 2,
} PlatformLog;

/**
 * PlatformLogEntry:
 * @number: its place in the log
 * @entry: the canonical text
 */
typedef struct
{
  gint64 number;
  char *entry;
} PlatformLogEntry;

void platform_log_entry_free (PlatformLogEntry *self);

/** platform_log_storage_get_name: @name: (out) (transfer full): the log's name in its heads */
gboolean
platform_log_storage_get_name (PlatformDatabase *database, PlatformLog log, char **name, GError **error);

/** platform_log_storage_get_size: @size: (out): how many entries it has */
gboolean
platform_log_storage_get_size (PlatformDatabase *database, PlatformLog log, gint64 *size, GError **error);

/** platform_log_storage_get_hash: @hash: (out): of the entry, which is there */
gboolean platform_log_storage_get_hash (PlatformDatabase *database,
                                        PlatformLog log,
                                        gint64 number,
                                        RamblaLogHash *hash,
                                        GError **error);

/**
 * platform_log_storage_list:
 * @deal: only entries about this deal; 0: all
 * @after: only with a higher number
 * @entries: (out) (transfer full) (element-type PlatformLogEntry): in the log's order
 */
gboolean platform_log_storage_list (PlatformDatabase *database,
                                    PlatformLog log,
                                    gint64 deal,
                                    gint64 after,
                                    guint limit,
                                    GPtrArray **entries,
                                    GError **error);

/* What platform_log_storage_find_node() reads. */
typedef struct
{
  PlatformDatabase *database;
  PlatformLog log;
} PlatformLogReader;

/** platform_log_storage_find_node: a #RamblaLogNode whose data is a #PlatformLogReader. */
gboolean platform_log_storage_find_node (guint level,
                                         guint64 position,
                                         RamblaLogHash *hash,
                                         gpointer reader,
                                         GError **error);

/**
 * platform_log_storage_keep_nodes:
 * @database: the writer's
 * @size: entries, now that one was appended
 *
 * Keeps the subtrees that the new entry has made whole.
 */
gboolean
platform_log_storage_keep_nodes (PlatformDatabase *database, PlatformLog log, gint64 size, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformLogEntry, platform_log_entry_free)

G_END_DECLS
