/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"
#include "platform-voucher-storage.h"

G_BEGIN_DECLS

/* The last word on a voucher that is no longer what it was when it was issued. The database's own triggers
 * write it at every change of state or generation. */
typedef struct
{
  gint64 number;
  char *voucher_id;
  gint64 generation; /* the lowest that is good */
  char *state;       /* as platform_voucher_state_to_string() says it */
  gint64 valid_until;
  gint64 changed_at;
  gint64 redeemed_at; /* 0: it is not redeemed */
  char *store_id;     /* where it was redeemed, or NULL */
} PlatformRevocation;

void platform_revocation_free (PlatformRevocation *revocation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformRevocation, platform_revocation_free)

/**
 * platform_revocation_storage_list:
 * @after: the number up to which they are known; 0: none
 *
 * Returns: (transfer full) (element-type PlatformRevocation): what changed since, in the order of change, at
 *   most @limit. A voucher that changed again has moved to its newest place, so nothing is missed.
 */
GPtrArray *platform_revocation_storage_list (PlatformDatabase *database,
                                             const char *merchant_id,
                                             gint64 after,
                                             guint limit,
                                             GError **error);

/**
 * platform_revocation_storage_forget:
 *
 * Drops what was said of vouchers that ended before @before: their own date refuses them.
 */
gboolean platform_revocation_storage_forget (PlatformDatabase *database, gint64 before, GError **error);

G_END_DECLS
