/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-image-memory.h"

struct _RamblaImageMemory
{
  gsize limit;
  gsize size;
  GHashTable *links; /* key, the entry's own, to its link in @entries */
  GQueue entries;    /* latest use first */
};

typedef struct
{
  char *key;
  RamblaImage *image;
} Entry;

static gsize
measure (RamblaImage *image)
{
  return g_bytes_get_size (rambla_image_get_pixels (image));
}

static void
drop (RamblaImageMemory *self, GList *link)
{
  Entry *entry = link->data;

  self->size -= measure (entry->image);
  g_hash_table_remove (self->links, entry->key);
  g_queue_delete_link (&self->entries, link);
  g_free (entry->key);
  rambla_image_unref (entry->image);
  g_free (entry);
}

RamblaImageMemory *
rambla_image_memory_new (gsize limit)
{
  RamblaImageMemory *self = g_new0 (RamblaImageMemory, 1);

  self->limit = limit;
  self->links = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->entries);
  return self;
}

void
rambla_image_memory_free (RamblaImageMemory *self)
{
  while (!g_queue_is_empty (&self->entries))
    drop (self, g_queue_peek_tail_link (&self->entries));
  g_hash_table_unref (self->links);
  g_free (self);
}

void
rambla_image_memory_add (RamblaImageMemory *self, const char *key, RamblaImage *image)
{
  GList *old = g_hash_table_lookup (self->links, key);
  Entry *entry;

  if (old != NULL)
    drop (self, old);
  entry = g_new0 (Entry, 1);
  entry->key = g_strdup (key);
  entry->image = rambla_image_ref (image);
  g_queue_push_head (&self->entries, entry);
  g_hash_table_insert (self->links, entry->key, g_queue_peek_head_link (&self->entries));
  self->size += measure (image);
  while (self->size > self->limit)
    drop (self, g_queue_peek_tail_link (&self->entries));
}

RamblaImage *
rambla_image_memory_lookup (RamblaImageMemory *self, const char *key)
{
  GList *link = g_hash_table_lookup (self->links, key);

  if (link == NULL)
    return NULL;
  g_queue_unlink (&self->entries, link);
  g_queue_push_head_link (&self->entries, link);
  return ((Entry *) link->data)->image;
}

gsize
rambla_image_memory_get_size (RamblaImageMemory *self)
{
  return self->size;
}
