/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-picture-cache.h"

typedef struct
{
  gint64 key;
  RamblaPicture *picture;
  gsize size;
  GList link; /* in the order of use */
} Entry;

struct _RamblaPictureCache
{
  GHashTable *entries; /* key → Entry */
  GQueue used;         /* of Entry, latest first */
  gsize size;
  gsize limit;
  RamblaPictureIsNeeded is_needed;
  gpointer is_needed_data;
};

static void
entry_free (gpointer pointer)
{
  Entry *entry = pointer;

  rambla_picture_unref (entry->picture);
  g_free (entry);
}

static void
drop_least_used (RamblaPictureCache *self)
{
  GList *link = self->used.tail;

  while (link != NULL && self->size > self->limit)
    {
      Entry *entry = link->data;
      GList *previous = link->prev;

      if (!self->is_needed (entry->key, self->is_needed_data))
        {
          g_queue_unlink (&self->used, link);
          self->size -= entry->size;
          g_hash_table_remove (self->entries, &entry->key);
        }
      link = previous;
    }
}

void
rambla_picture_cache_add (RamblaPictureCache *self, gint64 key, RamblaPicture *picture)
{
  Entry *entry;

  g_return_if_fail (self != NULL);
  g_return_if_fail (!rambla_picture_cache_contains (self, key));

  entry = g_new0 (Entry, 1);
  entry->key = key;
  entry->picture = rambla_picture_ref (picture);
  entry->size = (gsize) rambla_picture_get_width (picture) * rambla_picture_get_height (picture) * 4;
  entry->link.data = entry;
  g_hash_table_insert (self->entries, &entry->key, entry);
  g_queue_push_head_link (&self->used, &entry->link);
  self->size += entry->size;
  drop_least_used (self);
}

RamblaPicture *
rambla_picture_cache_lookup (RamblaPictureCache *self, gint64 key)
{
  Entry *entry;

  g_return_val_if_fail (self != NULL, NULL);

  entry = g_hash_table_lookup (self->entries, &key);
  if (entry == NULL)
    return NULL;
  g_queue_unlink (&self->used, &entry->link);
  g_queue_push_head_link (&self->used, &entry->link);
  return entry->picture;
}

gboolean
rambla_picture_cache_contains (RamblaPictureCache *self, gint64 key)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_hash_table_contains (self->entries, &key);
}

void
rambla_picture_cache_set_limit (RamblaPictureCache *self, gsize limit)
{
  g_return_if_fail (self != NULL);

  self->limit = limit;
  drop_least_used (self);
}

gsize
rambla_picture_cache_get_size (RamblaPictureCache *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->size;
}

RamblaPictureCache *
rambla_picture_cache_new (gsize limit, RamblaPictureIsNeeded is_needed, gpointer user_data)
{
  RamblaPictureCache *self;

  g_return_val_if_fail (is_needed != NULL, NULL);

  self = g_new0 (RamblaPictureCache, 1);
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, entry_free);
  self->limit = limit;
  self->is_needed = is_needed;
  self->is_needed_data = user_data;
  return self;
}

void
rambla_picture_cache_free (RamblaPictureCache *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}
