/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-postings.h"

/* A row number has 61 bits, hence nine bytes, and one for the parts. */
#define MAX_BYTES 10
#define FIRST_BYTES 16

/* What a word counts in title, store, kind, area, body. */
static const float part_weights[PLATFORM_SEARCH_N_PARTS] = { 1.0f, 0.9f, 0.7f, 0.5f, 0.35f };

static void
pack (PlatformPostingsWriter *self)
{
  guint64 distance = (guint64) (self->row - self->last);

  if (self->length + MAX_BYTES > self->size)
    {
      self->size = MAX (FIRST_BYTES, self->size + self->size / 2);
      self->data = g_realloc (self->data, self->size);
    }
  for (; distance >= 0x80; distance >>= 7)
    self->data[self->length++] = (guint8) (distance | 0x80);
  self->data[self->length++] = (guint8) distance;
  self->data[self->length++] = self->parts;
  self->last = self->row;
  self->parts = 0;
}

void
platform_postings_writer_add (PlatformPostingsWriter *self, gint64 row, PlatformSearchPart part)
{
  if (row != self->row && self->parts != 0)
    pack (self);
  self->row = row;
  self->parts |= (guint8) (1u << part);
}

gconstpointer
platform_postings_writer_end (PlatformPostingsWriter *self, gsize *length)
{
  if (self->parts != 0)
    pack (self);
  *length = self->length;
  return self->data;
}

void
platform_postings_writer_clear (PlatformPostingsWriter *self)
{
  g_clear_pointer (&self->data, g_free);
}

gboolean
platform_postings_reader_next (PlatformPostingsReader *self)
{
  guint64 distance = 0;

  for (guint shift = 0; self->at < self->end && shift < 63; shift += 7)
    {
      guint8 byte = *self->at++;

      distance |= (guint64) (byte & 0x7f) << shift;
      if (byte < 0x80)
        {
          if (self->at == self->end)
            return FALSE;
          self->row += (gint64) distance;
          self->parts = *self->at++;
          return TRUE;
        }
    }
  return FALSE;
}

float
platform_search_parts_get_weight (guint8 parts)
{
  float best = 0;

  for (guint i = 0; i < PLATFORM_SEARCH_N_PARTS; i++)
    if (parts >> i & 1)
      best = MAX (best, part_weights[i]);
  return best;
}
