/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-memory.h"

#include <string.h>

#include "platform-database-private.h"

/* So many new entries are looked through one by one before they are sorted in. */
#define MAX_UNSORTED 8192

struct _PlatformSearchMemory
{
  int references;

  GMutex gate; /* held while waiting to change it, so that those who look do not keep it from ever changing */
  GRWLock lock;

  /* What is in it; -1: nothing was read yet. */
  gint64 edition;
  gint64 changes;

  guint n_slots;
  guint n_sorted;
  guint size;
  gint64 *rows;
  PlatformFacts *facts;
  guint32 *hours;       /* number in all_hours */
  GHashTable *unsorted; /* row → slot, of those behind n_sorted */
  GPtrArray *all_hours; /* of GBytes, the first NULL: each schedule once */
  GHashTable *known_hours;
  PlatformSearchLists *lists;
};

PlatformSearchMemory *
platform_search_memory_new (void)
{
  PlatformSearchMemory *self = g_new0 (PlatformSearchMemory, 1);

  self->references = 1;
  g_mutex_init (&self->gate);
  g_rw_lock_init (&self->lock);
  self->edition = -1;
  self->unsorted = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->all_hours = g_ptr_array_new ();
  g_ptr_array_add (self->all_hours, NULL);
  self->known_hours =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  self->lists = platform_search_lists_new ();
  return self;
}

PlatformSearchMemory *
platform_search_memory_ref (PlatformSearchMemory *self)
{
  g_atomic_int_inc (&self->references);
  return self;
}

void
platform_search_memory_unref (PlatformSearchMemory *self)
{
  if (!g_atomic_int_dec_and_test (&self->references))
    return;
  g_free (self->rows);
  g_free (self->facts);
  g_free (self->hours);
  g_hash_table_unref (self->unsorted);
  g_ptr_array_unref (self->all_hours);
  g_hash_table_unref (self->known_hours);
  platform_search_lists_free (self->lists);
  g_rw_lock_clear (&self->lock);
  g_mutex_clear (&self->gate);
  g_free (self);
}

/* --- changing, alone --- */

static guint32
intern_hours (PlatformSearchMemory *self, PlatformStatement *row, int column)
{
  gsize length;
  gconstpointer data = platform_statement_get_blob (row, column, &length);
  GBytes *hours;
  guint32 number;

  if (platform_statement_is_null (row, column))
    return 0;
  hours = g_bytes_new (data, length);
  number = GPOINTER_TO_UINT (g_hash_table_lookup (self->known_hours, hours));
  if (number != 0)
    {
      g_bytes_unref (hours);
      return number;
    }
  number = self->all_hours->len;
  g_ptr_array_add (self->all_hours, hours);
  g_hash_table_insert (self->known_hours, hours, GUINT_TO_POINTER (number));
  return number;
}

static void
make_room (PlatformSearchMemory *self)
{
  if (self->n_slots < self->size)
    return;
  self->size = self->size + self->size / 4 + MAX_UNSORTED;
  self->rows = g_renew (gint64, self->rows, self->size);
  self->facts = g_renew (PlatformFacts, self->facts, self->size);
  self->hours = g_renew (guint32, self->hours, self->size);
  /* The table's keys lie in the array. */
  g_hash_table_remove_all (self->unsorted);
  for (guint slot = self->n_sorted; slot < self->n_slots; slot++)
    g_hash_table_insert (self->unsorted, &self->rows[slot], GUINT_TO_POINTER (slot));
}

/* Columns from @first: row, facts, hours. */
static gboolean
set_slot (PlatformSearchMemory *self, guint slot, PlatformStatement *row, int first)
{
  gsize length;
  gconstpointer facts = platform_statement_get_blob (row, first + 1, &length);

  self->rows[slot] = platform_statement_get_int (row, first);
  self->hours[slot] = intern_hours (self, row, first + 2);
  if (platform_facts_unpack (&self->facts[slot], facts, length))
    return TRUE;
  /* Damaged: it is never on sale, so nobody finds it. */
  self->facts[slot] = (PlatformFacts){ .ends_at = G_MININT64 };
  return FALSE;
}

static gboolean
load (PlatformSearchMemory *self, PlatformDatabase *database, gint64 edition, gint64 changes, GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_prepare (
      database, "SELECT row, facts, hours FROM search_entries ORDER BY row", error);
  guint n_damaged = 0;
  PlatformStep step;

  self->edition = -1;
  self->n_slots = self->n_sorted = 0;
  g_hash_table_remove_all (self->unsorted);
  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      make_room (self);
      n_damaged += !set_slot (self, self->n_slots, row, 0);
      self->n_sorted = ++self->n_slots;
    }
  if (step == PLATFORM_STEP_ERROR ||
      !platform_search_lists_load (self->lists, database, self->rows, self->n_sorted, error))
    return FALSE;
  if (n_damaged > 0)
    g_warning ("%u entries of the search index are damaged and will not be found", n_damaged);
  self->edition = edition;
  self->changes = changes;
  return TRUE;
}

static gboolean
find_slot (PlatformSearchMemory *self, gint64 row, guint *slot)
{
  gpointer value;
  guint end;

  *slot = platform_search_memory_find (self, (PlatformRowRange){ row, row }, &end);
  if (*slot < end)
    return TRUE;
  if (!g_hash_table_lookup_extended (self->unsorted, &row, NULL, &value))
    return FALSE;
  *slot = GPOINTER_TO_UINT (value);
  return TRUE;
}

/* Returns: FALSE if the words of a new entry are not there any more: then all must be read */
static gboolean
apply_change (PlatformSearchMemory *self, PlatformStatement *row)
{
  const char *words = platform_statement_get_text (row, 4);
  guint slot;

  if (!find_slot (self, platform_statement_get_int (row, 1), &slot))
    {
      if (words == NULL)
        return FALSE;
      make_room (self);
      slot = self->n_slots;
      set_slot (self, slot, row, 1);
      self->n_slots++;
      g_hash_table_insert (self->unsorted, &self->rows[slot], GUINT_TO_POINTER (slot));
      platform_search_lists_add (self->lists, slot, words);
    }
  else
    set_slot (self, slot, row, 1);
  self->changes = platform_statement_get_int (row, 0);
  return TRUE;
}

/* Leaves @changes behind where what is new is not known one by one any more: then all must be read. */
static gboolean
catch_up (PlatformSearchMemory *self, PlatformDatabase *database, gint64 changes, GError **error)
{
  g_autoptr (PlatformStatement) row = NULL;
  gint64 first = changes + 1;
  PlatformStep step;

  if (platform_database_query_int (database, &first, error, "SELECT min (number) FROM search_changes", "") ==
      PLATFORM_STEP_ERROR)
    return FALSE;
  if (first > self->changes + 1)
    return TRUE;
  row = platform_database_query (database, error,
                                 "SELECT c.number, e.row, e.facts, e.hours, r.words FROM search_changes c"
                                 " CROSS JOIN search_entries e ON e.row = c.row"
                                 " LEFT JOIN search_recent r ON r.row = c.row"
                                 " WHERE c.number > ?1 ORDER BY c.number",
                                 "i", self->changes);
  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    if (!apply_change (self, row))
      return TRUE;
  if (step == PLATFORM_STEP_DONE)
    self->changes = changes;
  return step == PLATFORM_STEP_DONE;
}

typedef struct
{
  gint64 row;
  guint32 slot;
} Place;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *one = a, *other = b;

  return one->row < other->row ? -1 : one->row > other->row;
}

/* Takes two sorted runs, of which the second is short, as one. */
static void
sort_in (PlatformSearchMemory *self)
{
  guint n_new = self->n_slots - self->n_sorted, from = 0;
  g_autofree Place *places = g_new (Place, n_new);
  g_autofree guint32 *moved = g_new (guint32, self->n_slots);
  gint64 *rows = g_new (gint64, self->size);
  PlatformFacts *facts = g_new (PlatformFacts, self->size);
  guint32 *hours = g_new (guint32, self->size);

  for (guint i = 0; i < n_new; i++)
    places[i] = (Place){ self->rows[self->n_sorted + i], self->n_sorted + i };
  qsort (places, n_new, sizeof *places, compare_places);
  for (guint i = 0, next = 0; i < self->n_slots; i++)
    {
      guint slot = next < n_new && (from == self->n_sorted || places[next].row < self->rows[from])
                       ? places[next++].slot
                       : from++;

      rows[i] = self->rows[slot];
      facts[i] = self->facts[slot];
      hours[i] = self->hours[slot];
      moved[slot] = i;
    }
  g_hash_table_remove_all (self->unsorted);
  g_free (self->rows);
  g_free (self->facts);
  g_free (self->hours);
  self->rows = rows;
  self->facts = facts;
  self->hours = hours;
  self->n_sorted = self->n_slots;
  platform_search_lists_move (self->lists, moved);
}

static gboolean
update (PlatformSearchMemory *self,
        PlatformDatabase *database,
        gint64 edition,
        gint64 changes,
        GError **error)
{
  /* Somebody else may have been here while we waited. */
  if (self->edition == edition && self->changes < changes && !catch_up (self, database, changes, error))
    return FALSE;
  if ((self->edition < edition || (self->edition == edition && self->changes < changes)) &&
      !load (self, database, edition, changes, error))
    return FALSE;
  if (self->n_slots - self->n_sorted > MAX_UNSORTED)
    sort_in (self);
  platform_search_lists_trim (self->lists);
  return TRUE;
}

/* --- looking --- */

static gboolean
is_new_enough (PlatformSearchMemory *self, gint64 edition, gint64 changes)
{
  return self->edition >= edition && (self->edition > edition || self->changes >= changes) &&
         !platform_search_lists_is_full (self->lists);
}

PlatformSearchMemory *
platform_search_memory_enter (PlatformDatabase *database, GError **error)
{
  PlatformSearchMemory *self = platform_database_get_search_memory (database);
  g_autoptr (PlatformStatement) row =
      platform_database_prepare (database, "SELECT edition, changes FROM search_state", error);
  PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;
  gint64 edition, changes;

  if (step != PLATFORM_STEP_ROW)
    return NULL;
  edition = platform_statement_get_int (row, 0);
  changes = platform_statement_get_int (row, 1);
  g_clear_pointer (&row, platform_statement_release);
  for (;;)
    {
      gboolean done;

      g_mutex_lock (&self->gate);
      g_rw_lock_reader_lock (&self->lock);
      g_mutex_unlock (&self->gate);
      if (is_new_enough (self, edition, changes))
        break;
      g_rw_lock_reader_unlock (&self->lock);
      g_mutex_lock (&self->gate);
      g_rw_lock_writer_lock (&self->lock);
      done = update (self, database, edition, changes, error);
      g_rw_lock_writer_unlock (&self->lock);
      g_mutex_unlock (&self->gate);
      if (!done)
        return NULL;
    }
  if (self->edition == edition)
    return self;
  platform_search_memory_leave (self);
  g_set_error_literal (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_BUSY,
                       "the search index has just been built anew");
  return NULL;
}

void
platform_search_memory_leave (PlatformSearchMemory *self)
{
  g_rw_lock_reader_unlock (&self->lock);
}

guint
platform_search_memory_get_n_slots (PlatformSearchMemory *self)
{
  return self->n_slots;
}

guint
platform_search_memory_get_n_sorted (PlatformSearchMemory *self)
{
  return self->n_sorted;
}

static guint
find_first (const PlatformSearchMemory *self, gint64 row)
{
  guint first = 0, end = self->n_sorted;

  while (first < end)
    {
      guint middle = first + (end - first) / 2;

      if (self->rows[middle] < row)
        first = middle + 1;
      else
        end = middle;
    }
  return first;
}

guint
platform_search_memory_find (PlatformSearchMemory *self, PlatformRowRange range, guint *end)
{
  *end = range.last < G_MAXINT64 ? find_first (self, range.last + 1) : self->n_sorted;
  return find_first (self, range.first);
}

const PlatformFacts *
platform_search_memory_get_facts (PlatformSearchMemory *self)
{
  return self->facts;
}

GBytes *
platform_search_memory_get_hours (PlatformSearchMemory *self, guint slot)
{
  return g_ptr_array_index (self->all_hours, self->hours[slot]);
}

PlatformSearchLists *
platform_search_memory_get_words (PlatformSearchMemory *self)
{
  return self->lists;
}

const PlatformSearchList *
platform_search_memory_get_list (PlatformSearchMemory *self,
                                 PlatformDatabase *database,
                                 const char *term,
                                 gboolean beginning,
                                 GError **error)
{
  return platform_search_lists_get (self->lists, database, term, beginning, self->rows, self->n_sorted,
                                    self->n_slots, error);
}
