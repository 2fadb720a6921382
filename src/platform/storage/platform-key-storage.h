/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

#define PLATFORM_KEY_SEED_SIZE 32

/* A key that vouchers are signed with. */
typedef struct
{
  char *kid;
  guint8 seed[PLATFORM_KEY_SEED_SIZE]; /* Ed25519's private seed (RFC 8032): never logged, never sent */
  gint64 created_at;                   /* seconds since 1970 */
  gint64 retired_at;                   /* 0: signs */
  gint64 stolen_at;                    /* 0: what it signed is believed */
  gint64 closed_at;                    /* 0: is published, since vouchers that it signed may live */
} PlatformKeyRow;

void platform_key_row_free (PlatformKeyRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformKeyRow, platform_key_row_free)

gboolean platform_key_storage_insert (PlatformDatabase *database, const PlatformKeyRow *row, GError **error);

/**
 * platform_key_storage_retire_others:
 * @kid: the key that signs from now on
 *
 * All other keys stop signing at @now.
 */
gboolean
platform_key_storage_retire_others (PlatformDatabase *database, const char *kid, gint64 now, GError **error);

/**
 * platform_key_storage_set_stolen:
 *
 * What the key signed is not believed from @now on.
 */
gboolean
platform_key_storage_set_stolen (PlatformDatabase *database, const char *kid, gint64 now, GError **error);

/**
 * platform_key_storage_list_unused:
 * @grace: seconds for which a used voucher may still be given back to its holder
 *
 * Reads every voucher: for a reader's connection, and seldom.
 *
 * Returns: (transfer full) (element-type utf8): the kids of retired, published keys of which no voucher can
 * be used any more
 */
GPtrArray *
platform_key_storage_list_unused (PlatformDatabase *database, gint64 now, gint64 grace, GError **error);

/**
 * platform_key_storage_close:
 *
 * The key is published no longer.
 */
gboolean platform_key_storage_close (PlatformDatabase *database, const char *kid, gint64 now, GError **error);

/**
 * platform_key_storage_list:
 *
 * Returns: (transfer full) (element-type PlatformKeyRow): every key, the newest first; NULL with @error
 */
GPtrArray *platform_key_storage_list (PlatformDatabase *database, GError **error);

G_END_DECLS
