/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-facts.h"

#include <string.h>

static guint8 *
put (guint8 *out, guint64 value, guint bytes)
{
  for (guint i = 0; i < bytes; i++, value >>= 8)
    *out++ = (guint8) value;
  return out;
}

static guint8 *
put_float (guint8 *out, float value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  return put (out, bits, 4);
}

void
platform_facts_pack (const PlatformFacts *self, guint8 *out)
{
  out = put (out, (guint64) self->deal, 8);
  out = put (out, (guint64) self->store, 8);
  out = put (out, (guint64) self->price, 8);
  out = put (out, (guint64) self->starts_at, 8);
  out = put (out, (guint64) self->ends_at, 8);
  out = put (out, (guint32) self->longitude, 4);
  out = put (out, (guint32) self->latitude, 4);
  out = put_float (out, self->popularity);
  out = put_float (out, self->rating);
  out = put (out, self->reviews, 4);
  out = put (out, self->category, 1);
  out = put (out, self->kind, 1);
  out = put (out, self->discount, 1);
  put (out, (guint64) (self->multiple | self->closed_on_holidays << 1), 1);
}

static gint64
get_64 (const guint8 *data)
{
  gint64 value;

  memcpy (&value, data, sizeof value);
  return GINT64_FROM_LE (value);
}

static gint32
get_32 (const guint8 *data)
{
  gint32 value;

  memcpy (&value, data, sizeof value);
  return GINT32_FROM_LE (value);
}

static float
get_float (const guint8 *data)
{
  gint32 bits = get_32 (data);
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

gboolean
platform_facts_unpack (PlatformFacts *self, gconstpointer data, gsize length)
{
  const guint8 *bytes = data;

  if (length != PLATFORM_FACTS_SIZE)
    return FALSE;
  self->deal = get_64 (bytes);
  self->store = get_64 (bytes + 8);
  self->price = get_64 (bytes + 16);
  self->starts_at = get_64 (bytes + 24);
  self->ends_at = get_64 (bytes + 32);
  self->longitude = get_32 (bytes + 40);
  self->latitude = get_32 (bytes + 44);
  self->popularity = get_float (bytes + 48);
  self->rating = get_float (bytes + 52);
  self->reviews = (guint32) get_32 (bytes + 56);
  self->category = bytes[60];
  self->kind = bytes[61];
  self->discount = bytes[62];
  self->multiple = bytes[63] & 1;
  self->closed_on_holidays = bytes[63] >> 1 & 1;
  return TRUE;
}

guint8 *
platform_hours_pack (const RamblaSpan *spans, gsize n_spans, gsize *length)
{
  guint8 *data = g_malloc (n_spans * 4 + 1);
  guint8 *out = data;

  for (gsize i = 0; i < n_spans; i++)
    {
      out = put (out, (guint64) spans[i].from, 2);
      out = put (out, (guint64) spans[i].to, 2);
    }
  *length = n_spans * 4;
  return data;
}

RamblaSpan *
platform_hours_unpack (gconstpointer data, gsize length, gsize *n_spans)
{
  const guint8 *bytes = data;
  RamblaSpan *spans = g_new (RamblaSpan, length / 4 + 1);

  for (gsize i = 0; i < length / 4; i++, bytes += 4)
    spans[i] = (RamblaSpan){ bytes[0] | bytes[1] << 8, bytes[2] | bytes[3] << 8 };
  *n_spans = length / 4;
  return spans;
}

gboolean
platform_hours_contain (gconstpointer data, gsize length, int minute, guint closed_weekdays)
{
  const guint8 *bytes = data;

  for (gsize i = 0; i < length / 4; i++, bytes += 4)
    {
      int from = bytes[0] | bytes[1] << 8, to = bytes[2] | bytes[3] << 8;

      if (((from <= minute && minute < to) || minute + RAMBLA_MINUTES_OF_WEEK < to) &&
          (closed_weekdays >> (from / RAMBLA_MINUTES_OF_DAY) & 1) == 0)
        return TRUE;
    }
  return FALSE;
}
