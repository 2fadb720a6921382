/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-counter-clock.h"

#include <time.h>

/* The platform tells whole seconds. */
#define GRAIN_US G_USEC_PER_SEC

void
rambla_counter_clock_clear (RamblaCounterClock *self)
{
  g_clear_pointer (&self->boot_id, g_free);
}

static char *
read_boot_id (void)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents ("/proc/sys/kernel/random/boot_id", &text, NULL, NULL))
    return NULL;
  return g_strdup (g_strstrip (text));
}

gint64
rambla_counter_clock_get_boot_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

void
rambla_counter_clock_meet (RamblaCounterClock *self, gint64 server_us, gint64 took_us)
{
  self->server_us = server_us + GRAIN_US / 2;
  self->boot_us = rambla_counter_clock_get_boot_time () - took_us / 2;
  g_free (self->boot_id);
  self->boot_id = read_boot_id ();
}

gint64
rambla_counter_clock_get_offset (const RamblaCounterClock *self, gint64 wall_us)
{
  g_autofree char *boot_id = NULL;

  if (self->server_us == 0)
    return 0;
  boot_id = read_boot_id ();
  if (boot_id != NULL && g_strcmp0 (boot_id, self->boot_id) == 0)
    return wall_us - (self->server_us + rambla_counter_clock_get_boot_time () - self->boot_us);
  return MIN (0, wall_us - self->server_us);
}
