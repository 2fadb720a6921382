/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-trade.h"

G_BEGIN_DECLS

/**
 * PlatformScheduler:
 *
 * What the trade does by itself, in a thread of its own: ends holds that nobody paid for, asks the provider
 * about payments whose end is not known, sends promised refunds until they are confirmed, ends vouchers that
 * nobody used, forgets what is too old. All that it works from is in the database, so a restart loses
 * nothing; when the system's clock is set, holds keep the time that they had left.
 */
typedef struct _PlatformScheduler PlatformScheduler;

/**
 * platform_scheduler_new:
 * @trade: outlives the scheduler; its platform_trade_wake() wakes it from now on
 *
 * Starts the thread. Its first round looks at everything.
 */
PlatformScheduler *platform_scheduler_new (PlatformTrade *trade);

/**
 * platform_scheduler_run_once:
 *
 * One round, in the caller's thread: for tests without a thread.
 */
void platform_scheduler_run_once (PlatformTrade *trade);

/**
 * platform_scheduler_get_stats:
 * @rounds: (out): so far
 * @idle_us: (out): since the end of the last one, or the start; µs
 *
 * Any thread.
 */
void platform_scheduler_get_stats (PlatformScheduler *self, guint64 *rounds, gint64 *idle_us);

/**
 * platform_scheduler_free:
 *
 * Ends the thread after its round.
 */
void platform_scheduler_free (PlatformScheduler *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformScheduler, platform_scheduler_free)

G_END_DECLS
