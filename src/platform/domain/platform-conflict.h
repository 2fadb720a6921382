/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-conflict-storage.h"
#include "platform-redemption.h"
#include "platform-scan-storage.h"
#include "platform-trade.h"
#include "platform-voucher-storage.h"
#include "rambla-problem.h"

G_BEGIN_DECLS

/* One voucher that two counters accepted, or one after it had gone: who counts, and who pays. The rules are
 * said at platform_hand_in_take(). */

/**
 * platform_conflict_weigh:
 * @database: the writer's
 * @voucher: one that was redeemed before
 * @scan: (inout): the other use, which gets its verdict and redemption here; not in the database yet
 * @at: when that was, for the books; seconds
 * @conflict: (out) (transfer full): what is to be recorded once @scan is in the database
 *
 * Decides which of the two came first. If it is @scan, the other redemption is taken back and this one
 * booked.
 */
gboolean platform_conflict_weigh (PlatformDatabase *database,
                                  const PlatformTrade *trade,
                                  const PlatformVoucher *voucher,
                                  PlatformScan *scan,
                                  gint64 at,
                                  PlatformConflict **conflict,
                                  GError **error);

/**
 * platform_conflict_new_gone:
 * @code: refunded, expired or revoked
 *
 * Returns: (transfer full): the conflict of a scan with a voucher that nobody used, but that had gone
 */
PlatformConflict *
platform_conflict_new_gone (const PlatformVoucher *voucher, const PlatformScan *scan, RamblaProblemCode code);

/**
 * platform_conflict_record:
 * @database: the writer's
 * @conflict: (inout): gets what the guarantee pays
 * @scan: the scan that brought it to light, in the database
 *
 * Writes the conflict and pays the second use out of the guarantee, as far as that goes.
 */
gboolean platform_conflict_record (PlatformDatabase *database,
                                   const PlatformTrade *trade,
                                   PlatformConflict *conflict,
                                   const PlatformScan *scan,
                                   GError **error);

G_END_DECLS
