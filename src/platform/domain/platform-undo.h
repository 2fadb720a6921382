/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-redemption-storage.h"
#include "platform-refusal.h"
#include "platform-trade.h"

G_BEGIN_DECLS

#define PLATFORM_UNDO_MAX_REASON 500 /* characters */

/**
 * platform_undo_get_end:
 * @undo_seconds: the merchant's window
 *
 * Returns: the first second at which @redemption can no longer be taken back. What was handed in after an
 * outage counts from when the platform heard of it.
 */
gint64 platform_undo_get_end (const PlatformRedemption *redemption, gint64 undo_seconds);

/**
 * platform_undo_redemption:
 * @database: the writer's
 * @account_id: who takes it back
 * @reason: why, 1 to 500 characters
 * @redemption: (out) (transfer full): the redemption with what became of it; untouched when refused
 * @refusal: not_found (also when it is another merchant's); not_undoable: too late, undone before, the
 * voucher has moved on, or the money was settled
 *
 * Takes a redemption back: its voucher can be used again, its escrow is filled again under the next round,
 * and the commission is given back. All of that is new entries; the redemption itself stays as it was
 * written. One conditional statement decides, whoever races.
 */
gboolean platform_undo_redemption (PlatformDatabase *database,
                                   const PlatformTrade *trade,
                                   const char *account_id,
                                   const char *redemption_id,
                                   const char *reason,
                                   PlatformRedemption **redemption,
                                   PlatformRefusal *refusal,
                                   GError **error);

/**
 * platform_undo_book:
 * @database: the writer's
 * @redemption: what to take back, whenever it was
 *
 * The same without the window and without asking whose it is: for an earlier scan that comes to light.
 */
gboolean platform_undo_book (PlatformDatabase *database,
                             const PlatformTrade *trade,
                             const char *account_id,
                             const PlatformRedemption *redemption,
                             const char *reason,
                             PlatformRefusal *refusal,
                             GError **error);

G_END_DECLS
