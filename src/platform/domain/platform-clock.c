/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-clock.h"

struct _PlatformClock
{
  gboolean fixed;
  gint64 unix_ms; /* atomic; only of a fixed clock */
};

PlatformClock *
platform_clock_new (void)
{
  return g_new0 (PlatformClock, 1);
}

PlatformClock *
platform_clock_new_fixed (gint64 unix_ms)
{
  PlatformClock *self = g_new0 (PlatformClock, 1);

  self->fixed = TRUE;
  self->unix_ms = unix_ms;
  return self;
}

void
platform_clock_free (PlatformClock *self)
{
  g_free (self);
}

gint64
platform_clock_now_ms (PlatformClock *self)
{
  if (self->fixed)
    return __atomic_load_n (&self->unix_ms, __ATOMIC_RELAXED);
  return g_get_real_time () / 1000;
}

gint64
platform_clock_now (PlatformClock *self)
{
  return platform_clock_now_ms (self) / 1000;
}

void
platform_clock_set (PlatformClock *self, gint64 unix_ms)
{
  g_return_if_fail (self->fixed);
  __atomic_store_n (&self->unix_ms, unix_ms, __ATOMIC_RELAXED);
}
