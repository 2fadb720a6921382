/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"
#include "platform-session-storage.h"

G_BEGIN_DECLS

/**
 * platform_browser_storage_insert:
 * @hash: of the secret in the browser's cookie
 * @expires_at: seconds since 1970
 *
 * Remembers that somebody is signed in in a browser.
 */
gboolean platform_browser_storage_insert (PlatformDatabase *database,
                                          const guint8 *hash,
                                          const char *account_id,
                                          gint64 now,
                                          gint64 expires_at,
                                          GError **error);

/**
 * platform_browser_storage_get:
 * @account_id: (out) (transfer full): who is signed in; untouched if nobody is
 *
 * Returns: PLATFORM_STEP_ROW, PLATFORM_STEP_DONE if nobody is, or not any more; PLATFORM_STEP_ERROR
 */
PlatformStep platform_browser_storage_get (PlatformDatabase *database,
                                           const guint8 *hash,
                                           gint64 now,
                                           char **account_id,
                                           GError **error);

/**
 * platform_browser_storage_delete:
 *
 * Signs out. Harmless for a browser that is not known.
 */
gboolean platform_browser_storage_delete (PlatformDatabase *database, const guint8 *hash, GError **error);

/**
 * platform_browser_storage_forget:
 *
 * Deletes what expired before @before.
 */
gboolean platform_browser_storage_forget (PlatformDatabase *database, gint64 before, GError **error);

G_END_DECLS
