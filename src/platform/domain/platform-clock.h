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
 * platform_clock_set:
 *
 * Sets a fixed clock.
 */
void platform_clock_set (PlatformClock *self, gint64 unix_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformClock, platform_clock_free)

G_END_DECLS
