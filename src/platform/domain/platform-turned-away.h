/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-trade.h"
#include "platform-voucher-storage.h"
#include "rambla-problem.h"

G_BEGIN_DECLS

/**
 * platform_turned_away_note:
 * @voucher: a voucher that was refused
 * @code: why
 *
 * Remembers, in a job of its own, that a counter did not take a voucher which can still be used, so that the
 * buyer is told at once and has a way out. Other refusals are not remembered. Any thread; never blocks.
 */
void platform_turned_away_note (const PlatformTrade *trade,
                                const PlatformVoucher *voucher,
                                const char *store_id,
                                RamblaProblemCode code);

G_END_DECLS
