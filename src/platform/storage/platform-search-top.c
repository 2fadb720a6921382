/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-top.h"

static int
compare (const PlatformSearchItem *a, const PlatformSearchItem *b)
{
  if (a->key != b->key)
    return a->key < b->key ? -1 : 1;
  return a->row < b->row ? -1 : a->row > b->row;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  return compare (a, b);
}

void
platform_search_top_init (PlatformSearchTop *self, guint limit, const PlatformSearchCursor *cursor)
{
  self->items = g_array_sized_new (FALSE, FALSE, sizeof (PlatformSearchItem), MIN (limit, 128));
  self->limit = limit;
  self->after_cursor = cursor != NULL;
  if (cursor != NULL)
    self->cursor = *cursor;
}

void
platform_search_top_clear (PlatformSearchTop *self)
{
  g_clear_pointer (&self->items, g_array_unref);
}

static PlatformSearchItem *
item (const PlatformSearchTop *self, guint index)
{
  return &g_array_index (self->items, PlatformSearchItem, index);
}

gboolean
platform_search_top_wants (const PlatformSearchTop *self, double key, gint64 row)
{
  PlatformSearchItem new = { key, row, 0 };

  if (self->after_cursor)
    {
      PlatformSearchItem last = { self->cursor.key, self->cursor.row, 0 };

      if (compare (&new, &last) <= 0)
        return FALSE;
    }
  return self->items->len < self->limit || compare (&new, item (self, 0)) < 0;
}

static void
rise (PlatformSearchTop *self, guint at)
{
  PlatformSearchItem moved = *item (self, at);

  while (at > 0 && compare (item (self, (at - 1) / 2), &moved) < 0)
    {
      *item (self, at) = *item (self, (at - 1) / 2);
      at = (at - 1) / 2;
    }
  *item (self, at) = moved;
}

static void
sink (PlatformSearchTop *self)
{
  PlatformSearchItem moved = *item (self, 0);
  guint at = 0, child;

  while ((child = 2 * at + 1) < self->items->len)
    {
      if (child + 1 < self->items->len && compare (item (self, child), item (self, child + 1)) < 0)
        child++;
      if (compare (&moved, item (self, child)) >= 0)
        break;
      *item (self, at) = *item (self, child);
      at = child;
    }
  *item (self, at) = moved;
}

guint
platform_search_top_add (PlatformSearchTop *self, double key, gint64 row)
{
  PlatformSearchItem new = { key, row, self->items->len };

  if (self->items->len < self->limit)
    {
      g_array_append_val (self->items, new);
      rise (self, self->items->len - 1);
      return new.slot;
    }
  new.slot = item (self, 0)->slot;
  *item (self, 0) = new;
  sink (self);
  return new.slot;
}

void
platform_search_top_sort (PlatformSearchTop *self)
{
  g_array_sort (self->items, compare_items);
}
