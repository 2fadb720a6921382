/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-database-private.h"
#include "platform-search-memory.h"

/* A thread remembers its connection in its last pool; the pool owns all connections, so that the end of a
 * thread and the end of the pool may come in either order. */
typedef struct
{
  guint64 pool; /* its number, never used twice: an address would be */
  PlatformDatabase *database;
} Memory;

struct _PlatformDatabasePool
{
  char *path;
  guint64 number;
  GMutex lock;
  PlatformSearchMemory *search;
  GHashTable *databases; /* GThread → PlatformDatabase, owned; under the lock */
};

static __thread Memory memory;

PlatformDatabasePool *
platform_database_pool_new (const char *path)
{
  static guint64 last_number;
  PlatformDatabasePool *self = g_new0 (PlatformDatabasePool, 1);

  self->path = g_strdup (path);
  self->number = __atomic_add_fetch (&last_number, 1, __ATOMIC_RELAXED);
  self->search = platform_search_memory_new ();
  g_mutex_init (&self->lock);
  self->databases = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) platform_database_close);
  return self;
}

PlatformDatabase *
platform_database_pool_get (PlatformDatabasePool *self, GError **error)
{
  PlatformDatabase *database;

  if (memory.pool == self->number)
    return memory.database;

  g_mutex_lock (&self->lock);
  database = g_hash_table_lookup (self->databases, g_thread_self ());
  g_mutex_unlock (&self->lock);
  if (database == NULL)
    {
      database = platform_database_open (self->path, PLATFORM_DATABASE_READ, error);
      if (database == NULL)
        return NULL;
      platform_database_share_search_memory (database, self->search);
      g_mutex_lock (&self->lock);
      g_hash_table_insert (self->databases, g_thread_self (), database);
      g_mutex_unlock (&self->lock);
    }
  memory = (Memory){ self->number, database };
  return database;
}

void
platform_database_pool_free (PlatformDatabasePool *self)
{
  g_hash_table_unref (self->databases);
  platform_search_memory_unref (self->search);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self);
}
