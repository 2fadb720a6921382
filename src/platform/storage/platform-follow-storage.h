/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/* More stores than these nobody follows. */
#define PLATFORM_FOLLOWS_MAX 500

/* A store that an account follows, since seconds after 1970. */
typedef struct
{
  gint64 store; /* its number */
  gint64 followed_at;
} PlatformFollow;

/** platform_follow_storage_add: harmless when it is followed already. @added: (out): FALSE if that would be
 * more than PLATFORM_FOLLOWS_MAX */
gboolean platform_follow_storage_add (PlatformDatabase *database,
                                      const char *account_id,
                                      const char *store_id,
                                      gint64 now,
                                      gboolean *added,
                                      GError **error);

/** platform_follow_storage_remove: @removed: (out): FALSE if it was not followed */
gboolean platform_follow_storage_remove (PlatformDatabase *database,
                                         const char *account_id,
                                         const char *store_id,
                                         gboolean *removed,
                                         GError **error);

/** platform_follow_storage_list: Returns: (transfer full) (element-type PlatformFollow): the latest first, or
 * NULL with @error */
GArray *platform_follow_storage_list (PlatformDatabase *database, const char *account_id, GError **error);

G_END_DECLS
