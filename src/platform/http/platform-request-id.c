/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a request is called, in its answer and in the logs. */
#include "platform-request-private.h"

#include "platform-server-private.h"

#include <string.h>

#define MIN_FOREIGN 8

static __thread PlatformRequest *current;

static gboolean
is_foreign_id (const char *text)
{
  gsize length = strlen (text);

  if (length < MIN_FOREIGN || length >= PLATFORM_REQUEST_ID_SIZE)
    return FALSE;
  for (; *text != '\0'; text++)
    if (!g_ascii_isalnum (*text) && *text != '-')
      return FALSE;
  return TRUE;
}

/* splitmix64: no two alike in practice, and no secret. */
static guint64
draw (void)
{
  static __thread guint64 state;
  guint64 value;

  if (G_UNLIKELY (state == 0))
    state = (guint64) g_random_int () << 32 ^ g_random_int () ^ (guint64) g_get_monotonic_time ();
  value = state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  value = (value ^ value >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  value = (value ^ value >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return value ^ value >> 31;
}

void
platform_request_name (PlatformRequest *self)
{
  static const char digits[] = "0123456789abcdef";
  const char *foreign = platform_server_is_behind_proxy (self->server)
                            ? platform_request_get_header (self, "X-Request-Id")
                            : NULL;
  guint64 value;

  if (foreign != NULL && is_foreign_id (foreign))
    strcpy (self->id, foreign);
  else
    {
      value = draw ();
      for (int i = 0; i < 16; i++)
        self->id[i] = digits[value >> (60 - 4 * i) & 15];
      self->id[16] = '\0';
    }
  self->answer_headers[self->n_answer_headers++] = (PlatformTargetPair){ "X-Request-Id", self->id };
}

const char *
platform_request_get_id (PlatformRequest *self)
{
  return self->id;
}

void
platform_request_set_current (PlatformRequest *self)
{
  current = self;
}

const char *
platform_request_get_current_id (void)
{
  return current != NULL ? current->id : NULL;
}

void
platform_request_add_answer_header (PlatformRequest *self, const char *name, const char *value)
{
  g_return_if_fail (self->n_answer_headers < PLATFORM_REQUEST_MAX_ANSWER_HEADERS);

  self->answer_headers[self->n_answer_headers++] =
      (PlatformTargetPair){ name, platform_request_strdup (self, value) };
}
