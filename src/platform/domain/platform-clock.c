/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-clock.h"

#include <time.h>

struct _PlatformClock
{
  gboolean fixed;
  gint64 shift_ms;
  gint64
      offset_ms;  /* of the system's clock from the counting one, as platform_clock_take_step() last saw it */
  gint64 unix_ms; /* atomic; only of a fixed clock */
};

static gint64
get_offset_ms (void)
{
  struct timespec since_boot;

  clock_gettime (CLOCK_BOOTTIME, &since_boot);
  return g_get_real_time () / 1000 -
         (since_boot.tv_sec * G_GINT64_CONSTANT (1000) + since_boot.tv_nsec / 1000000);
}

PlatformClock *
platform_clock_new (void)
{
  return platform_clock_new_shifted (0);
}

PlatformClock *
platform_clock_new_shifted (gint64 seconds)
{
  PlatformClock *self = g_new0 (PlatformClock, 1);

  self->shift_ms = seconds * 1000;
  self->offset_ms = get_offset_ms ();
  return self;
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
  return g_get_real_time () / 1000 + self->shift_ms;
}

gint64
platform_clock_now (PlatformClock *self)
{
  return platform_clock_now_ms (self) / 1000;
}

gint64
platform_clock_now_outside (PlatformClock *self)
{
  return (platform_clock_now_ms (self) - self->shift_ms) / 1000;
}

gint64
platform_clock_take_step (PlatformClock *self)
{
  gint64 offset_ms;
  gint64 step;

  if (self->fixed)
    return 0;
  offset_ms = get_offset_ms ();
  step = (offset_ms - self->offset_ms) / 1000;
  if (ABS (step) < 2)
    return 0;
  self->offset_ms += step * 1000;
  return step;
}

void
platform_clock_set (PlatformClock *self, gint64 unix_ms)
{
  g_return_if_fail (self->fixed);
  __atomic_store_n (&self->unix_ms, unix_ms, __ATOMIC_RELAXED);
}
