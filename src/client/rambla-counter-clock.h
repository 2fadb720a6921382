/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RamblaCounterClock:
 * @server_us: what the platform's clock said at the last meeting; 0: never
 * @boot_us: what this machine's clock of its uptime said then
 * @boot_id: (nullable): which uptime that was
 *
 * Whether this machine's clock can be believed: the platform's time at the last meeting and the uptime since
 * then say what time it must be, also when somebody sets the clock meanwhile. After a restart of the machine
 * only one thing is known: it is later than it was. All times in microseconds.
 */
typedef struct
{
  gint64 server_us;
  gint64 boot_us;
  char *boot_id;
} RamblaCounterClock;

void rambla_counter_clock_clear (RamblaCounterClock *self);

/**
 * rambla_counter_clock_meet:
 * @server_us: what the platform said
 * @took_us: how long its answer took
 *
 * Sets it by the platform's clock.
 */
void rambla_counter_clock_meet (RamblaCounterClock *self, gint64 server_us, gint64 took_us);

/**
 * rambla_counter_clock_get_offset:
 * @wall_us: what this machine's clock says now
 *
 * Returns: how much that is ahead of the platform's, below zero: behind; 0 when nothing speaks against it
 */
gint64 rambla_counter_clock_get_offset (const RamblaCounterClock *self, gint64 wall_us);

/** rambla_counter_clock_get_boot_time: this machine's uptime, suspended or not. */
gint64 rambla_counter_clock_get_boot_time (void);

G_END_DECLS
