/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/* Characters of a shared link's code. */
#define PLATFORM_SHARE_CODE_LENGTH 10

/* What somebody saw or did, without saying who. */
typedef struct
{
  gint64 at;        /* seconds since 1970 */
  const char *kind; /* "impression", "view", "click" */
  const char *deal_id;
  const char *tracking; /* [a shared link's code].[the device's code of the moment] */
  const char *channel;  /* "list", "map", "link", "saved", "similar", "other" */
} PlatformActivity;

/**
 * platform_activity_storage_add:
 * @added: (out): FALSE if it is there already, or there is no such offer
 */
gboolean platform_activity_storage_add (PlatformDatabase *database,
                                        const PlatformActivity *activity,
                                        gboolean *added,
                                        GError **error);

/** platform_activity_storage_trim: drops some of what is older than @before and led to no order. */
gboolean platform_activity_storage_trim (PlatformDatabase *database, gint64 before, GError **error);

/**
 * platform_share_storage_get_code:
 * @code: (out) (transfer full): the account's code for the offer, always the same
 */
gboolean platform_share_storage_get_code (PlatformDatabase *database,
                                          const char *deal_id,
                                          const char *account_id,
                                          gint64 now,
                                          char **code,
                                          GError **error);

/** platform_share_storage_count: somebody opened the link; nothing happens where there is no such one. */
gboolean platform_share_storage_count (PlatformDatabase *database,
                                       const char *deal_id,
                                       const char *code,
                                       GError **error);

G_END_DECLS
