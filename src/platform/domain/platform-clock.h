/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlatformClock:
 *
 * The time that the platform acts by: the system's, or in tests one that is set by hand. Safe from any
 * thread.
 */
typedef struct _PlatformClock PlatformClock;

PlatformClock *platform_clock_new (void);

/**
 * platform_clock_new_shifted:
 * @seconds: how far ahead of the system's clock; below zero: behind
 *
 * The system's clock, shifted: for trying out what time does.
 */
PlatformClock *platform_clock_new_shifted (gint64 seconds);

/**
 * platform_clock_new_fixed:
 * @unix_ms: milliseconds since 1970-01-01T00:00:00Z
 *
 * A clock that stands still until platform_clock_set().
 */
PlatformClock *platform_clock_new_fixed (gint64 unix_ms);
void platform_clock_free (PlatformClock *self);

/**
 * platform_clock_now:
 *
 * Returns: whole seconds since 1970-01-01T00:00:00Z
 */
gint64 platform_clock_now (PlatformClock *self);

/**
 * platform_clock_now_ms:
 *
 * Returns: milliseconds since 1970-01-01T00:00:00Z
 */
gint64 platform_clock_now_ms (PlatformClock *self);

/**
 * platform_clock_now_outside:
 *
 * Returns: seconds since 1970 as other machines count them: without the shift, for what they sign and when
 *   they close a page
 */
gint64 platform_clock_now_outside (PlatformClock *self);

/**
 * platform_clock_take_step:
 *
 * Whether somebody set the system's clock: compares it with the one that only ever counts on (CLOCK_BOOTTIME,
 * so that a machine that slept is no step). For one caller.
 *
 * Returns: by how many seconds it was set forward since the last call, below zero: back; 0 if by less than
 * two
 */
gint64 platform_clock_take_step (PlatformClock *self);

/**
 * platform_clock_set:
 *
 * Sets a fixed clock. That is no step.
 */
void platform_clock_set (PlatformClock *self, gint64 unix_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformClock, platform_clock_free)

G_END_DECLS
