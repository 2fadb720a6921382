/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-log.h"

gboolean
platform_log_build_head (PlatformDatabase *database,
                         PlatformKeys *keys,
                         PlatformLog log,
                         gint64 now,
                         char **head,
                         GError **error)
{
  PlatformLogReader reader = { database, log };
  g_autofree char *name = NULL;
  RamblaLogHead unsigned_head = { .at = now };
  gint64 size = 0;

  if (!platform_log_storage_get_name (database, log, &name, error) ||
      !platform_log_storage_get_size (database, log, &size, error) ||
      !rambla_log_tree_root ((guint64) size, platform_log_storage_find_node, &reader, &unsigned_head.root,
                             error))
    return FALSE;
  unsigned_head.log = name;
  unsigned_head.size = (guint64) size;
  *head = platform_keys_sign_head (keys, &unsigned_head);
  return TRUE;
}

gboolean
platform_log_prove_inclusion (PlatformDatabase *database,
                              PlatformLog log,
                              gint64 number,
                              gint64 size,
                              GArray **proof,
                              GError **error)
{
  PlatformLogReader reader = { database, log };

  *proof = g_array_new (FALSE, FALSE, sizeof (RamblaLogHash));
  if (rambla_log_tree_prove_inclusion ((guint64) number - 1, (guint64) size, platform_log_storage_find_node,
                                       &reader, *proof, error))
    return TRUE;
  g_clear_pointer (proof, g_array_unref);
  return FALSE;
}

gboolean
platform_log_prove_consistency (PlatformDatabase *database,
                                PlatformLog log,
                                gint64 first,
                                gint64 size,
                                GArray **proof,
                                GError **error)
{
  PlatformLogReader reader = { database, log };

  *proof = g_array_new (FALSE, FALSE, sizeof (RamblaLogHash));
  if (rambla_log_tree_prove_consistency ((guint64) first, (guint64) size, platform_log_storage_find_node,
                                         &reader, *proof, error))
    return TRUE;
  g_clear_pointer (proof, g_array_unref);
  return FALSE;
}
