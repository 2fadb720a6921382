/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-lists.h"

#include <string.h>

#include "platform-search-postings.h"
#include "platform-words.h"

/* Lists of a country's million offers have some 500 MB in all; the words that people look for are few. */
#define MAX_BYTES (192u * 1024 * 1024)

typedef struct
{
  guint32 slot;
  guint8 parts;
} Posting;

typedef struct
{
  PlatformSearchList list;
  guint32 *slots;
  guint8 *parts;
  guint size;
  guint64 used;
} List;

typedef struct
{
  char *text;
  gint64 entries;
} Term;

struct _PlatformSearchLists
{
  GPtrArray *terms;   /* of Term, sorted by their text's bytes */
  GHashTable *recent; /* term → GArray of Posting: entries that are in no segment, ascending */

  GMutex lock;
  GHashTable *lists; /* term, or term and "*" for a beginning → List; under the lock */
  gsize bytes;       /* of all lists; under the lock */
  guint64 clock;     /* counts uses; under the lock */
  guint n_beginnings;
};

static void
list_free (List *self)
{
  g_free (self->slots);
  g_free (self->parts);
  g_free (self);
}

static void
term_free (Term *self)
{
  g_free (self->text);
  g_free (self);
}

PlatformSearchLists *
platform_search_lists_new (void)
{
  PlatformSearchLists *self = g_new0 (PlatformSearchLists, 1);

  g_mutex_init (&self->lock);
  self->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) term_free);
  self->recent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) list_free);
  return self;
}

void
platform_search_lists_free (PlatformSearchLists *self)
{
  g_ptr_array_unref (self->terms);
  g_hash_table_unref (self->recent);
  g_hash_table_unref (self->lists);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
list_append (List *self, guint32 slot, guint8 parts)
{
  guint n = self->list.n;

  if (n > 0 && self->slots[n - 1] == slot)
    {
      self->parts[n - 1] |= parts;
      return;
    }
  if (n == self->size)
    {
      self->size = MAX (16, n + n / 4);
      self->list.slots = self->slots = g_renew (guint32, self->slots, self->size);
      self->list.parts = self->parts = g_renew (guint8, self->parts, self->size);
    }
  self->slots[n] = slot;
  self->parts[n] = parts;
  self->list.n++;
}

static gsize
list_get_bytes (const List *self)
{
  return sizeof *self + self->size * (sizeof *self->slots + sizeof *self->parts) + 64;
}

/* --- all words --- */

/* Returns: the place of the first term that is not before @text */
static guint
find_term (const PlatformSearchLists *self, const char *text)
{
  guint first = 0, end = self->terms->len;

  while (first < end)
    {
      guint middle = first + (end - first) / 2;

      if (strcmp (((Term *) g_ptr_array_index (self->terms, middle))->text, text) < 0)
        first = middle + 1;
      else
        end = middle;
    }
  return first;
}

static Term *
get_term (const PlatformSearchLists *self, guint at)
{
  return at < self->terms->len ? g_ptr_array_index (self->terms, at) : NULL;
}

gint64
platform_search_lists_get_entries (PlatformSearchLists *self, const char *term)
{
  const Term *found = get_term (self, find_term (self, term));

  return found != NULL && strcmp (found->text, term) == 0 ? found->entries : 0;
}

guint
platform_search_lists_foreach_completion (PlatformSearchLists *self,
                                          const char *beginning,
                                          guint max,
                                          PlatformSearchTermFunc func,
                                          gpointer data)
{
  g_autofree char *end = g_strconcat (beginning, "\xf4\x8f\xbf\xbf", NULL); /* U+10FFFF: after every other */
  guint first = find_term (self, beginning), n = find_term (self, end) - first;

  for (guint i = 0; i < n && i < max; i++)
    {
      const Term *term = get_term (self, first + i);

      func (term->text, term->entries, data);
    }
  return n;
}

static void
count_term (PlatformSearchLists *self, const char *text)
{
  guint at = find_term (self, text);
  Term *term = get_term (self, at);

  if (term == NULL || strcmp (term->text, text) != 0)
    {
      term = g_new0 (Term, 1);
      term->text = g_strdup (text);
      g_ptr_array_insert (self->terms, (int) at, term);
    }
  term->entries++;
}

/* --- entries in no segment --- */

typedef struct
{
  PlatformSearchLists *lists;
  guint32 slot;
  gboolean counted; /* the vocabulary knows the entry */
} Addition;

static void
append_to (PlatformSearchLists *self, const char *key, guint32 slot, guint8 parts)
{
  List *list = g_hash_table_lookup (self->lists, key);

  if (list == NULL)
    return;
  self->bytes -= list_get_bytes (list);
  list_append (list, slot, parts);
  self->bytes += list_get_bytes (list);
}

static void
add_word (const Addition *addition, const char *word, gsize length, PlatformSearchPart part)
{
  PlatformSearchLists *self = addition->lists;
  char key[PLATFORM_WORD_MAX_BYTES + 2];
  guint8 parts = (guint8) (1u << part);
  GArray *recent;
  Posting *last;
  Posting posting = { addition->slot, parts };

  if (length > PLATFORM_WORD_MAX_BYTES)
    return;
  memcpy (key, word, length);
  key[length] = '\0';
  recent = g_hash_table_lookup (self->recent, key);
  if (recent == NULL)
    {
      recent = g_array_new (FALSE, FALSE, sizeof (Posting));
      g_hash_table_insert (self->recent, g_strdup (key), recent);
    }
  last = recent->len > 0 ? &g_array_index (recent, Posting, recent->len - 1) : NULL;
  if (last != NULL && last->slot == addition->slot)
    last->parts |= parts;
  else
    {
      g_array_append_val (recent, posting);
      if (!addition->counted)
        count_term (self, key);
    }
  append_to (self, key, addition->slot, parts);
  for (gsize i = 1; self->n_beginnings > 0 && i <= length; i++)
    if (i == length || (key[i] & 0xc0) != 0x80)
      {
        char kept = key[i], behind = key[i + 1];

        key[i] = '*';
        key[i + 1] = '\0';
        append_to (self, key, addition->slot, parts);
        key[i] = kept;
        key[i + 1] = behind;
      }
}

static void
add_words (const Addition *addition, const char *words)
{
  for (guint part = 0; part < PLATFORM_SEARCH_N_PARTS && *words != '\0'; words++)
    if (*words == '\n')
      part++;
    else
      {
        gsize length = strcspn (words, " \n");

        add_word (addition, words, length, part);
        words += length - (words[length] == ' ' ? 0 : 1);
      }
}

void
platform_search_lists_add (PlatformSearchLists *self, guint32 slot, const char *words)
{
  Addition addition = { self, slot, FALSE };

  add_words (&addition, words);
}

static guint
find_row (const gint64 *rows, guint n, guint first, gint64 row)
{
  guint step = 1, end;

  while (first + step < n && rows[first + step] <= row)
    step *= 2;
  end = MIN (first + step, n);
  first += step / 2;
  while (first < end)
    {
      guint middle = first + (end - first) / 2;

      if (rows[middle] < row)
        first = middle + 1;
      else
        end = middle;
    }
  return first;
}

gboolean
platform_search_lists_load (PlatformSearchLists *self,
                            PlatformDatabase *database,
                            const gint64 *rows,
                            guint n_rows,
                            GError **error)
{
  g_autoptr (PlatformStatement) term =
      platform_database_prepare (database, "SELECT term, entries FROM search_terms ORDER BY term", error);
  g_autoptr (PlatformStatement) recent =
      platform_database_prepare (database, "SELECT row, words FROM search_recent ORDER BY row", error);
  Addition addition = { self, 0, TRUE };
  PlatformStep step;

  g_ptr_array_set_size (self->terms, 0);
  g_hash_table_remove_all (self->recent);
  g_hash_table_remove_all (self->lists);
  self->bytes = 0;
  self->n_beginnings = 0;
  if (term == NULL || recent == NULL)
    return FALSE;
  while ((step = platform_statement_step (term, error)) == PLATFORM_STEP_ROW)
    {
      Term *copy = g_new0 (Term, 1);

      copy->text = platform_statement_dup_text (term, 0);
      copy->entries = platform_statement_get_int (term, 1);
      g_ptr_array_add (self->terms, copy);
    }
  while (step == PLATFORM_STEP_DONE && (step = platform_statement_step (recent, error)) == PLATFORM_STEP_ROW)
    {
      addition.slot = find_row (rows, n_rows, addition.slot, platform_statement_get_int (recent, 0));
      if (addition.slot < n_rows && rows[addition.slot] == platform_statement_get_int (recent, 0))
        add_words (&addition, platform_statement_get_text (recent, 1));
      step = PLATFORM_STEP_DONE;
    }
  return step == PLATFORM_STEP_DONE;
}

static int
compare_postings (gconstpointer a, gconstpointer b)
{
  const Posting *one = a, *other = b;

  return one->slot < other->slot ? -1 : one->slot > other->slot;
}

void
platform_search_lists_move (PlatformSearchLists *self, const guint32 *slots)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_remove_all (self->lists);
  self->bytes = 0;
  self->n_beginnings = 0;
  g_hash_table_iter_init (&iter, self->recent);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      GArray *recent = value;

      for (guint i = 0; i < recent->len; i++)
        g_array_index (recent, Posting, i).slot = slots[g_array_index (recent, Posting, i).slot];
      g_array_sort (recent, compare_postings);
    }
}

/* --- lists --- */

gboolean
platform_search_lists_is_full (PlatformSearchLists *self)
{
  gboolean full;

  g_mutex_lock (&self->lock);
  full = self->bytes > MAX_BYTES;
  g_mutex_unlock (&self->lock);
  return full;
}

static int
compare_uses (gconstpointer a, gconstpointer b)
{
  guint64 one = *(const guint64 *) a, other = *(const guint64 *) b;

  return one < other ? -1 : one > other;
}

/* Half of the lists go, so that it is not done again at once. */
void
platform_search_lists_trim (PlatformSearchLists *self)
{
  g_autoptr (GArray) uses = g_array_new (FALSE, FALSE, sizeof (guint64));
  GHashTableIter iter;
  gpointer key, value;
  guint64 middle;

  if (self->bytes <= MAX_BYTES)
    return;
  g_hash_table_iter_init (&iter, self->lists);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_array_append_val (uses, ((List *) value)->used);
  g_array_sort (uses, compare_uses);
  middle = g_array_index (uses, guint64, uses->len / 2);
  g_hash_table_iter_init (&iter, self->lists);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (((List *) value)->used <= middle)
      {
        self->bytes -= list_get_bytes (value);
        self->n_beginnings -= g_str_has_suffix (key, "*");
        g_hash_table_iter_remove (&iter);
      }
}

typedef struct
{
  PlatformDatabase *database;
  const gint64 *rows;
  guint n_sorted;
} Source;

static gboolean
read_segments (const Source *source, const char *term, GArray *postings, GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      source->database, error, "SELECT postings FROM search_postings WHERE term = ?1 ORDER BY segment", "t",
      term);
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      gsize length;
      const guint8 *data = platform_statement_get_blob (row, 0, &length);
      PlatformPostingsReader reader = { .at = data, .end = data + length };
      guint slot = 0;

      while (platform_postings_reader_next (&reader))
        {
          Posting posting = { find_row (source->rows, source->n_sorted, slot, reader.row), reader.parts };

          slot = posting.slot;
          /* What came since is known by its words already. */
          if (slot < source->n_sorted && source->rows[slot] == reader.row)
            g_array_append_val (postings, posting);
        }
    }
  return step == PLATFORM_STEP_DONE;
}

static gboolean
read_postings (PlatformSearchLists *self,
               const Source *source,
               const char *term,
               GArray *postings,
               GError **error)
{
  const GArray *recent = g_hash_table_lookup (self->recent, term);

  if (!read_segments (source, term, postings, error))
    return FALSE;
  if (recent != NULL)
    g_array_append_vals (postings, recent->data, recent->len);
  return TRUE;
}

static List *
read_list (PlatformSearchLists *self, const Source *source, const char *term, GError **error)
{
  g_autoptr (GArray) postings = g_array_new (FALSE, FALSE, sizeof (Posting));
  gboolean sorted = TRUE;
  List *list;

  if (!read_postings (self, source, term, postings, error))
    return NULL;
  for (guint i = 1; i < postings->len && sorted; i++)
    sorted = g_array_index (postings, Posting, i - 1).slot <= g_array_index (postings, Posting, i).slot;
  if (!sorted)
    g_array_sort (postings, compare_postings);
  list = g_new0 (List, 1);
  list->size = postings->len;
  list->list.slots = list->slots = g_new (guint32, postings->len);
  list->list.parts = list->parts = g_new (guint8, postings->len);
  for (guint i = 0; i < postings->len; i++)
    list_append (list, g_array_index (postings, Posting, i).slot, g_array_index (postings, Posting, i).parts);
  return list;
}

static void
on_completion (const char *term, gint64 entries, gpointer data)
{
  g_ptr_array_add (data, (char *) term);
}

/* Thousands of words may begin with one letter: each slot is marked rather than the lists merged. */
static List *
read_beginning (PlatformSearchLists *self,
                const Source *source,
                const char *beginning,
                guint n_slots,
                GError **error)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new ();
  g_autoptr (GArray) postings = g_array_new (FALSE, FALSE, sizeof (Posting));
  g_autofree guint8 *marks = g_new0 (guint8, n_slots + 1);
  List *list;

  platform_search_lists_foreach_completion (self, beginning, G_MAXUINT, on_completion, terms);
  for (guint i = 0; i < terms->len; i++)
    {
      g_array_set_size (postings, 0);
      if (!read_postings (self, source, g_ptr_array_index (terms, i), postings, error))
        return NULL;
      for (guint j = 0; j < postings->len; j++)
        marks[g_array_index (postings, Posting, j).slot] |= g_array_index (postings, Posting, j).parts;
    }
  list = g_new0 (List, 1);
  for (guint slot = 0; slot < n_slots; slot++)
    if (marks[slot] != 0)
      list_append (list, slot, marks[slot]);
  return list;
}

static List *
find_list (PlatformSearchLists *self, const char *key)
{
  List *list;

  g_mutex_lock (&self->lock);
  list = g_hash_table_lookup (self->lists, key);
  if (list != NULL)
    list->used = ++self->clock;
  g_mutex_unlock (&self->lock);
  return list;
}

/* Two threads may have read the same list: the first one stays. */
static List *
keep_list (PlatformSearchLists *self, const char *key, gboolean beginning, List *list)
{
  List *known;

  g_mutex_lock (&self->lock);
  known = g_hash_table_lookup (self->lists, key);
  if (known == NULL)
    {
      list->used = ++self->clock;
      self->bytes += list_get_bytes (list);
      self->n_beginnings += beginning != FALSE;
      g_hash_table_insert (self->lists, g_strdup (key), list);
    }
  g_mutex_unlock (&self->lock);
  if (known == NULL)
    return list;
  list_free (list);
  return known;
}

const PlatformSearchList *
platform_search_lists_get (PlatformSearchLists *self,
                           PlatformDatabase *database,
                           const char *term,
                           gboolean beginning,
                           const gint64 *rows,
                           guint n_sorted,
                           guint n_slots,
                           GError **error)
{
  const Source source = { database, rows, n_sorted };
  char key[PLATFORM_WORD_MAX_BYTES + 2];
  List *list;

  g_snprintf (key, sizeof key, "%s%s", term, beginning ? "*" : "");
  list = find_list (self, key);
  if (list != NULL)
    return &list->list;
  list = beginning ? read_beginning (self, &source, term, n_slots, error)
                   : read_list (self, &source, term, error);
  return list != NULL ? &keep_list (self, key, beginning, list)->list : NULL;
}
