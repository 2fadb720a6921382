/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-refusal.h"

gboolean
platform_refuse (PlatformRefusal *self, RamblaProblemCode code, const char *format, ...)
{
  va_list arguments;

  platform_refusal_clear (self);
  self->code = code;
  va_start (arguments, format);
  self->detail = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return TRUE;
}

gboolean
platform_refuse_field (PlatformRefusal *self, const char *pointer, const char *detail)
{
  platform_refuse (self, RAMBLA_PROBLEM_INVALID_FIELD, "%s", detail);
  self->pointer = g_strdup (pointer);
  return TRUE;
}

void
platform_refusal_clear (PlatformRefusal *self)
{
  self->code = RAMBLA_PROBLEM_NONE;
  g_clear_pointer (&self->detail, g_free);
  g_clear_pointer (&self->pointer, g_free);
  if (self->members != NULL)
    g_string_free (g_steal_pointer (&self->members), TRUE);
}
