/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-suggest.h"

#include <string.h>

#include "platform-search-scan.h"
#include "platform-search-top.h"
#include "platform-words.h"

/* How far around `near` is looked first. */
#define NEAR_RADIUS 8000
#define MAX_AREAS 200
#define MAX_TERMS 400
#define MAX_STORES 3
#define MAX_DEALS 3
#define MAX_PLACES 2
#define MAX_QUERIES 3
#define MAX_CATEGORIES 2
#define HALF_DISTANCE 1500.0
/* Below this the words stand in categories and descriptions only. */
#define NAMED 0.72
/* Branches of one brand have one name, and often one offer's title: so many are looked at to find different
 * ones. */
#define CANDIDATES 12

void
platform_suggestion_free (PlatformSuggestion *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->detail);
  g_free (self->id);
  g_free (self);
}

const char *
platform_suggestion_type_to_string (PlatformSuggestionType type)
{
  static const char *const names[] = { "query", "deal", "store", "category", "place" };

  return names[type];
}

static PlatformSuggestion *
add (GPtrArray *suggestions, PlatformSuggestionType type, const char *text)
{
  PlatformSuggestion *self = g_new0 (PlatformSuggestion, 1);

  self->type = type;
  self->text = g_strdup (text);
  g_ptr_array_add (suggestions, self);
  return self;
}

typedef struct
{
  GPtrArray *folded; /* of char *: words */
  GPtrArray *written;
  gboolean last_is_chinese;
} Typed;

static void
on_typed_word (const PlatformWord *word, gpointer data)
{
  Typed *typed = data;

  g_ptr_array_add (typed->folded, g_strndup (word->folded, word->folded_length));
  g_ptr_array_add (typed->written, g_strndup (word->written, word->written_length));
  typed->last_is_chinese = word->chinese;
}

typedef struct
{
  const Typed *typed;
  guint found; /* bit n: the n-th typed word begins a word here */
} NameMatch;

static void
on_name_word (const PlatformWord *word, gpointer data)
{
  NameMatch *match = data;

  for (guint i = 0; i < match->typed->folded->len && i < 31; i++)
    {
      const char *typed = g_ptr_array_index (match->typed->folded, i);

      /* Chinese runs have no borders: anywhere in them will do. */
      if (word->chinese ? strstr (word->folded, typed) != NULL : g_str_has_prefix (word->folded, typed))
        match->found |= 1u << i;
    }
}

static gboolean
name_matches (const char *name, const Typed *typed)
{
  NameMatch match = { typed, 0 };
  guint n = MIN (typed->folded->len, 31);

  platform_words_foreach (name, -1, on_name_word, &match);
  return match.found == (1u << n) - 1;
}

static void
add_categories (const PlatformCity *city, const Typed *typed, guint language, GPtrArray *suggestions)
{
  guint n = 0;

  for (guint i = 0; i < city->categories->len && n < MAX_CATEGORIES; i++)
    {
      const PlatformCategory *category = g_ptr_array_index (city->categories, i);
      gboolean matches = FALSE;

      for (guint j = 0; category->names[j] != NULL && !matches; j++)
        matches = name_matches (category->names[j], typed);
      if (!matches)
        continue;
      add (suggestions, PLATFORM_SUGGESTION_CATEGORY, category->names[language])->id =
          g_strdup (category->id);
      n++;
    }
}

typedef struct
{
  char *display;
  gint64 entries;
} Completion;

static void
completion_clear (Completion *self)
{
  g_free (self->display);
}

static int
compare_completions (gconstpointer a, gconstpointer b)
{
  const Completion *one = a, *other = b;

  if (one->entries != other->entries)
    return one->entries > other->entries ? -1 : 1;
  return strcmp (one->display, other->display);
}

/* Ways in which the last word may go on, the most frequent ones of this language first. */
static gboolean
add_queries (PlatformDatabase *database,
             const Typed *typed,
             guint language,
             GPtrArray *suggestions,
             GError **error)
{
  const char *last = g_ptr_array_index (typed->folded, typed->folded->len - 1);
  g_autofree char *end = g_strconcat (last, "\xf4\x8f\xbf\xbf", NULL);
  g_autoptr (GArray) completions = g_array_new (FALSE, FALSE, sizeof (Completion));
  g_autoptr (PlatformStatement) row = NULL;
  PlatformStep step;

  if (typed->last_is_chinese || g_utf8_strlen (last, -1) < 2)
    return TRUE;
  g_array_set_clear_func (completions, (GDestroyNotify) completion_clear);
  row = platform_database_query (database, error,
                                 "SELECT display, entries FROM search_terms WHERE term > ?1 AND term < ?2"
                                 " AND (languages >> ?3) & 1 LIMIT ?4",
                                 "ttnn", last, end, (int) language, MAX_TERMS);
  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      Completion completion = { platform_statement_dup_text (row, 0), platform_statement_get_int (row, 1) };

      g_array_append_val (completions, completion);
    }
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  g_array_sort (completions, compare_completions);
  for (guint i = 0; i < completions->len && i < MAX_QUERIES; i++)
    {
      g_autoptr (GString) query = g_string_new (NULL);

      for (guint j = 0; j + 1 < typed->written->len; j++)
        g_string_append_printf (query, "%s ", (const char *) g_ptr_array_index (typed->written, j));
      g_string_append (query, g_array_index (completions, Completion, i).display);
      add (suggestions, PLATFORM_SUGGESTION_QUERY, query->str);
    }
  return TRUE;
}

static char *
make_area_match (const Typed *typed)
{
  GString *match = g_string_new (NULL);

  for (guint i = 0; i < typed->folded->len && i < 16; i++)
    g_string_append_printf (match, "%s\"%s\"*", i > 0 ? " AND " : "",
                            (const char *) g_ptr_array_index (typed->folded, i));
  return g_string_free (match, FALSE);
}

/* Parts of the city before squares before streets, and of each kind the nearest ones. */
static gboolean
add_places (PlatformDatabase *database,
            const Typed *typed,
            RamblaPoint near,
            GPtrArray *suggestions,
            GError **error)
{
  g_autofree char *match = make_area_match (typed);
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      "SELECT a.name, a.longitude, a.latitude,"
      " CASE a.kind WHEN 'street' THEN 2 WHEN 'square' THEN 1 ELSE 0 END FROM area_words w"
      " CROSS JOIN areas a ON a.row = w.rowid WHERE area_words MATCH ?1 LIMIT ?2",
      "tn", match, MAX_AREAS);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_suggestion_free);
  PlatformSearchTop top;
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  platform_search_top_init (&top, MAX_PLACES, NULL);
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      PlatformSuggestion *place =
          add (found, PLATFORM_SUGGESTION_PLACE, platform_statement_get_text (row, 0));
      double key;

      place->location.lon = platform_statement_get_double (row, 1);
      place->location.lat = platform_statement_get_double (row, 2);
      place->has_location = TRUE;
      key =
          (double) platform_statement_get_int (row, 3) * 1e8 + rambla_point_distance (near, place->location);
      if (platform_search_top_wants (&top, key, found->len))
        platform_search_top_add (&top, key, found->len);
    }
  platform_search_top_sort (&top);
  for (guint i = 0; i < top.items->len; i++)
    {
      gint64 index = g_array_index (top.items, PlatformSearchItem, i).row - 1;

      g_ptr_array_add (suggestions, g_steal_pointer (&found->pdata[index]));
    }
  platform_search_top_clear (&top);
  return step == PLATFORM_STEP_DONE;
}

typedef struct
{
  PlatformSearchTop stores;
  PlatformSearchTop deals;
  gint64 deal_stores[CANDIDATES]; /* by slot */
  GHashTable *seen;               /* deals of several branches */
} Found;

static void
on_entry (const PlatformSearchEntry *entry, gpointer data)
{
  Found *self = data;
  double near = entry->distance < 0 ? 0.5 : HALF_DISTANCE / (HALF_DISTANCE + entry->distance);
  double key = -(entry->text + 0.3 * near + 0.3 * (double) entry->facts->popularity);

  if (entry->text < NAMED)
    return;
  if (entry->facts->kind == PLATFORM_FACTS_STORE)
    {
      if (platform_search_top_wants (&self->stores, key, entry->facts->store))
        platform_search_top_add (&self->stores, key, entry->facts->store);
    }
  else if (platform_search_top_wants (&self->deals, key, entry->facts->deal) &&
           (!entry->facts->multiple ||
            g_hash_table_add (self->seen, GSIZE_TO_POINTER ((gsize) entry->facts->deal))))
    self->deal_stores[platform_search_top_add (&self->deals, key, entry->facts->deal)] = entry->facts->store;
}

/* "Calle Mayor 3, Centro", or what is known of it. */
static char *
make_address (const char *street, const char *number, const char *neighbourhood)
{
  g_autofree char *line = street != NULL ? g_strjoin (" ", street, number, NULL) : NULL;

  if (line == NULL || neighbourhood == NULL)
    return g_strdup (line != NULL ? line : neighbourhood);
  return g_strjoin (", ", line, neighbourhood, NULL);
}

static gboolean
add_store (PlatformDatabase *database, gint64 store, GPtrArray *suggestions, GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      "SELECT id, name, longitude, latitude, street, housenumber, neighbourhood FROM stores WHERE row = ?1",
      "i", store);
  PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;

  if (step == PLATFORM_STEP_ROW)
    {
      PlatformSuggestion *self =
          add (suggestions, PLATFORM_SUGGESTION_STORE, platform_statement_get_text (row, 1));

      self->id = platform_statement_dup_text (row, 0);
      self->location.lon = platform_statement_get_double (row, 2);
      self->location.lat = platform_statement_get_double (row, 3);
      self->has_location = TRUE;
      self->detail = make_address (platform_statement_get_text (row, 4), platform_statement_get_text (row, 5),
                                   platform_statement_get_text (row, 6));
    }
  return step != PLATFORM_STEP_ERROR;
}

static gboolean
add_deal (PlatformDatabase *database,
          gint64 deal,
          gint64 store,
          const char *language,
          GPtrArray *suggestions,
          GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      "SELECT d.id, t.title, s.name, s.longitude, s.latitude FROM deals d"
      " JOIN deal_texts t ON t.deal = d.row AND t.language = ?3 JOIN stores s ON s.row = ?2"
      " WHERE d.row = ?1",
      "iit", deal, store, language);
  PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;

  if (step == PLATFORM_STEP_ROW)
    {
      PlatformSuggestion *self =
          add (suggestions, PLATFORM_SUGGESTION_DEAL, platform_statement_get_text (row, 1));

      self->id = platform_statement_dup_text (row, 0);
      self->detail = platform_statement_dup_text (row, 2);
      self->location.lon = platform_statement_get_double (row, 3);
      self->location.lat = platform_statement_get_double (row, 4);
      self->has_location = TRUE;
    }
  return step != PLATFORM_STEP_ERROR;
}

/* TRUE if the last suggestion says what one before it says: then it is gone again. */
static gboolean
drop_repeated (GPtrArray *suggestions)
{
  const PlatformSuggestion *last = g_ptr_array_index (suggestions, suggestions->len - 1);

  for (guint i = 0; i + 1 < suggestions->len; i++)
    {
      const PlatformSuggestion *other = g_ptr_array_index (suggestions, i);

      if (other->type == last->type && strcmp (other->text, last->text) == 0)
        {
          g_ptr_array_remove_index (suggestions, suggestions->len - 1);
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
add_found (PlatformDatabase *database,
           Found *found,
           const char *language,
           GPtrArray *suggestions,
           GError **error)
{
  guint n = 0;

  platform_search_top_sort (&found->stores);
  platform_search_top_sort (&found->deals);
  for (guint i = 0; i < found->stores.items->len && n < MAX_STORES; i++)
    {
      if (!add_store (database, g_array_index (found->stores.items, PlatformSearchItem, i).row, suggestions,
                      error))
        return FALSE;
      n += !drop_repeated (suggestions);
    }
  n = 0;
  for (guint i = 0; i < found->deals.items->len && n < MAX_DEALS; i++)
    {
      const PlatformSearchItem *item = &g_array_index (found->deals.items, PlatformSearchItem, i);

      if (!add_deal (database, item->row, found->deal_stores[item->slot], language, suggestions, error))
        return FALSE;
      n += !drop_repeated (suggestions);
    }
  return TRUE;
}

static gboolean
add_stores_and_deals (PlatformDatabase *database,
                      const PlatformCity *city,
                      const char *text,
                      const char *language,
                      const RamblaPoint *near,
                      gint64 now,
                      GPtrArray *suggestions,
                      GError **error)
{
  g_autoptr (PlatformSearchText) words = platform_search_text_new (database, text, error);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  PlatformSearchArea area = { 0 };
  Found found = { .seen = seen };
  gboolean done;

  if (words == NULL)
    return FALSE;
  if (near != NULL)
    area = (PlatformSearchArea){ .has_near = TRUE, .near = *near, .radius = NEAR_RADIUS };
  platform_search_top_init (&found.stores, CANDIDATES, NULL);
  platform_search_top_init (&found.deals, CANDIDATES, NULL);
  done = platform_search_scan (database, city, PLATFORM_SEARCH_OFFERS | PLATFORM_SEARCH_STORES, &area, words,
                               FALSE, now, on_entry, &found, error);
  /* Nothing of that name around: anywhere. */
  area.radius = 0;
  if (done && near != NULL && found.stores.items->len + found.deals.items->len == 0)
    done = platform_search_scan (database, city, PLATFORM_SEARCH_OFFERS | PLATFORM_SEARCH_STORES, &area,
                                 words, FALSE, now, on_entry, &found, error);
  done = done && add_found (database, &found, language, suggestions, error);
  platform_search_top_clear (&found.stores);
  platform_search_top_clear (&found.deals);
  return done;
}

gboolean
platform_suggest (PlatformDatabase *database,
                  const PlatformCity *city,
                  const char *text,
                  const char *language,
                  const RamblaPoint *near,
                  gint64 now,
                  GPtrArray **suggestions,
                  GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_suggestion_free);
  g_autoptr (GPtrArray) folded = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) written = g_ptr_array_new_with_free_func (g_free);
  Typed typed = { folded, written, FALSE };
  guint index = platform_city_get_language_index (city, language);

  *suggestions = NULL;
  platform_words_foreach (text, -1, on_typed_word, &typed);
  if (folded->len > 0)
    {
      add_categories (city, &typed, index, found);
      if (!add_queries (database, &typed, index, found, error) ||
          !add_places (database, &typed, near != NULL ? *near : city->centre, found, error) ||
          !add_stores_and_deals (database, city, text, city->languages[index], near, now, found, error))
        return FALSE;
    }
  if (found->len > PLATFORM_SUGGESTIONS_MAX)
    g_ptr_array_set_size (found, PLATFORM_SUGGESTIONS_MAX);
  *suggestions = g_steal_pointer (&found);
  return TRUE;
}
