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
 * platform_key_storage_list:
 *
 * Returns: (transfer full) (element-type PlatformKeyRow): every key, the newest first; NULL with @error
 */
GPtrArray *platform_key_storage_list (PlatformDatabase *database, GError **error);

G_END_DECLS
