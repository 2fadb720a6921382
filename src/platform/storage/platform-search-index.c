/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-index.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "platform-deal-storage.h"
#include "platform-review-storage.h"
#include "platform-search-facts.h"
#include "platform-search-vocabulary.h"
#include "platform-strips.h"
#include "platform-words.h"
#include "rambla-json.h"

#define UNITS_A_DEGREE 1e7
/* From so many entries on the word index is worth being packed. */
#define MANY_ENTRIES 1000
#define MAX_JSON (64 * 1024)

enum
{
  COLUMN_TITLE,
  COLUMN_STORE,
  COLUMN_KIND,
  COLUMN_AREA,
  COLUMN_BODY,
  N_COLUMNS
};

typedef struct
{
  gint64 column; /* first row of its place */
  gint64 store;
  gint64 deal;
} Pending;

struct _PlatformSearchIndex
{
  PlatformDatabase *database;
  const PlatformCity *city;
  guint every_language;
  GArray *pending; /* of Pending */
  PlatformSearchVocabulary *vocabulary;

  /* The store of the entry being written. */
  gint64 store_category;
  GString *store_words;
  GString *store_kind;
  GString *store_area;
  GBytes *store_hours;
  gboolean store_closed_on_holidays;
  RamblaPoint store_place;
};

typedef struct
{
  PlatformSearchIndex *index;
  GString *out;
  guint languages;
} Collector;

PlatformSearchIndex *
platform_search_index_new (PlatformDatabase *database, const PlatformCity *city)
{
  PlatformSearchIndex *self = g_new0 (PlatformSearchIndex, 1);

  self->database = database;
  self->city = city;
  self->every_language = (1u << g_strv_length (city->languages)) - 1;
  self->pending = g_array_new (FALSE, FALSE, sizeof (Pending));
  self->vocabulary = platform_search_vocabulary_new ();
  self->store_words = g_string_new (NULL);
  self->store_kind = g_string_new (NULL);
  self->store_area = g_string_new (NULL);
  return self;
}

void
platform_search_index_free (PlatformSearchIndex *self)
{
  g_array_unref (self->pending);
  platform_search_vocabulary_free (self->vocabulary);
  g_string_free (self->store_words, TRUE);
  g_string_free (self->store_kind, TRUE);
  g_string_free (self->store_area, TRUE);
  g_clear_pointer (&self->store_hours, g_bytes_unref);
  g_free (self);
}

gboolean
platform_search_index_clear (PlatformSearchIndex *self, GError **error)
{
  return platform_database_execute (self->database,
                                    "DELETE FROM search_entries; DELETE FROM search_words;"
                                    "DELETE FROM search_terms; DELETE FROM search_deletions",
                                    error);
}

gboolean
platform_search_index_add_store (PlatformSearchIndex *self, gint64 store, GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      self->database, error, "SELECT longitude, latitude FROM stores WHERE row = ?1", "i", store);
  PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;

  if (step == PLATFORM_STEP_ROW)
    {
      RamblaPoint place = { platform_statement_get_double (row, 0), platform_statement_get_double (row, 1) };
      Pending pending = { platform_strips_get_column (PLATFORM_STRIPS_STORES, place).first, store, 0 };

      g_array_append_val (self->pending, pending);
    }
  return step != PLATFORM_STEP_ERROR;
}

gboolean
platform_search_index_add_deal (PlatformSearchIndex *self, gint64 deal, GError **error)
{
  g_autoptr (PlatformStatement) row =
      platform_database_query (self->database, error,
                               "SELECT s.longitude, s.latitude, s.row FROM deal_branches b"
                               " JOIN stores s ON s.row = b.store WHERE b.deal = ?1 AND s.closed_at IS NULL",
                               "i", deal);
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      RamblaPoint place = { platform_statement_get_double (row, 0), platform_statement_get_double (row, 1) };
      Pending pending = { platform_strips_get_column (PLATFORM_STRIPS_OFFERS, place).first,
                          platform_statement_get_int (row, 2), deal };

      g_array_append_val (self->pending, pending);
    }
  return step == PLATFORM_STEP_DONE;
}

static void
on_pair (const char *pair, gsize length, gpointer data)
{
  const Collector *self = data;

  g_string_append_len (self->out, pair, (gssize) length);
  g_string_append_c (self->out, ' ');
  platform_search_vocabulary_count (self->index->vocabulary, pair, length, pair, length, self->languages);
}

static void
on_word (const PlatformWord *word, gpointer data)
{
  const Collector *self = data;

  if (word->chinese)
    {
      platform_words_foreach_pair (word->folded, word->folded_length, on_pair, data);
      return;
    }
  g_string_append_len (self->out, word->folded, (gssize) word->folded_length);
  g_string_append_c (self->out, ' ');
  platform_search_vocabulary_count (self->index->vocabulary, word->folded, word->folded_length, word->written,
                                    word->written_length, self->languages);
}

static void
add_text (PlatformSearchIndex *self, GString *out, const char *text, guint languages)
{
  Collector collector = { self, out, languages };

  if (text != NULL)
    platform_words_foreach (text, -1, on_word, &collector);
}

static void
add_category (PlatformSearchIndex *self, GString *out, gint64 row)
{
  const PlatformCategory *category = platform_city_get_category (self->city, row);

  for (guint i = 0; category != NULL && category->names[i] != NULL; i++)
    add_text (self, out, category->names[i], 1u << i);
}

/* Each entry counts the words of its store again, so they are cut again. */
static gboolean
read_store (PlatformSearchIndex *self, gint64 store, GError **error)
{
  g_autoptr (PlatformStatement) row =
      platform_database_query (self->database, error,
                               "SELECT s.name, iif (m.is_brand, m.name, NULL), s.kind, s.cuisine,"
                               " s.neighbourhood, s.street, s.longitude, s.latitude, s.hours,"
                               " s.closed_on_holidays, s.category, s.picture FROM stores s"
                               " JOIN merchants m ON m.row = s.merchant WHERE s.row = ?1",
                               "i", store);
  PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;
  gconstpointer hours;
  gsize length;

  if (step != PLATFORM_STEP_ROW)
    {
      if (step == PLATFORM_STEP_DONE)
        g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED,
                     "there is no store %" G_GINT64_FORMAT, store);
      return FALSE;
    }
  g_string_truncate (self->store_words, 0);
  g_string_truncate (self->store_kind, 0);
  g_string_truncate (self->store_area, 0);
  add_text (self, self->store_words, platform_statement_get_text (row, 0), self->every_language);
  add_text (self, self->store_words, platform_statement_get_text (row, 1), self->every_language);
  add_text (self, self->store_kind, platform_statement_get_text (row, 2), 0);
  add_text (self, self->store_kind, platform_statement_get_text (row, 3), 0);
  add_text (self, self->store_kind, platform_statement_get_text (row, 11), 0);
  add_text (self, self->store_area, platform_statement_get_text (row, 4), self->every_language);
  add_text (self, self->store_area, platform_statement_get_text (row, 5), self->every_language);
  self->store_place =
      (RamblaPoint){ platform_statement_get_double (row, 6), platform_statement_get_double (row, 7) };
  g_clear_pointer (&self->store_hours, g_bytes_unref);
  hours = platform_statement_get_blob (row, 8, &length);
  if (!platform_statement_is_null (row, 8))
    self->store_hours = g_bytes_new (hours, length);
  self->store_closed_on_holidays = platform_statement_get_int (row, 9) == 1;
  self->store_category = platform_statement_get_int (row, 10);
  return TRUE;
}

static gboolean
read_deal_facts (PlatformDatabase *database, gint64 deal, PlatformFacts *facts, GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      "SELECT d.price, d.starts_at, min (d.ends_at, coalesce (g.deadline_at, d.ends_at)), d.popularity,"
      " d.category, d.kind, d.discount_percent,"
      " (SELECT count(*) > 1 FROM deal_branches b WHERE b.deal = d.row), r.one, r.two, r.three, r.four,"
      " r.five FROM deals d LEFT JOIN deal_groups g ON g.deal = d.row"
      " LEFT JOIN deal_ratings r ON r.deal = d.row WHERE d.row = ?1",
      "i", deal);
  PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;
  PlatformDealKind kind = PLATFORM_DEAL_VOUCHER;
  gint64 ratings[5];
  const char *text;
  gsize length;

  if (step != PLATFORM_STEP_ROW)
    {
      if (step == PLATFORM_STEP_DONE)
        g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED,
                     "there is no deal %" G_GINT64_FORMAT, deal);
      return FALSE;
    }
  facts->deal = deal;
  facts->price = platform_statement_get_int (row, 0);
  facts->starts_at = platform_statement_get_int (row, 1);
  facts->ends_at = platform_statement_get_int (row, 2);
  facts->popularity = (float) platform_statement_get_double (row, 3);
  facts->category = (guint8) platform_statement_get_int (row, 4);
  text = platform_statement_get_text_len (row, 5, &length);
  platform_deal_kind_from_string (text, length, &kind);
  facts->kind = (guint8) kind;
  facts->discount = (guint8) platform_statement_get_int (row, 6);
  facts->multiple = platform_statement_get_int (row, 7) != 0;
  for (int i = 0; i < 5; i++)
    ratings[i] = platform_statement_get_int (row, 8 + i);
  facts->rating = (float) platform_ratings_get_mean (ratings);
  facts->reviews = (guint32) MIN (platform_ratings_get_count (ratings), G_MAXUINT32);
  return TRUE;
}

static gboolean
add_lines (PlatformSearchIndex *self, GString *out, const char *json, guint languages, GError **error)
{
  g_autoptr (JsonNode) node = rambla_json_parse (json, -1, MAX_JSON, error);
  JsonArray *lines = node != NULL ? rambla_json_as_array (node, 1000, error) : NULL;

  if (lines == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (lines); i++)
    add_text (self, out, json_array_get_string_element (lines, i), languages);
  return TRUE;
}

static gboolean
add_deal_texts (PlatformSearchIndex *self, gint64 deal, GString *title, GString *body, GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      self->database, error,
      "SELECT language, title, summary, benefit, includes FROM deal_texts WHERE deal = ?1", "i", deal);
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      guint language =
          1u << platform_city_get_language_index (self->city, platform_statement_get_text (row, 0));

      add_text (self, title, platform_statement_get_text (row, 1), language);
      add_text (self, body, platform_statement_get_text (row, 2), language);
      add_text (self, body, platform_statement_get_text (row, 3), language);
      if (!add_lines (self, body, platform_statement_get_text (row, 4), language, error))
        return FALSE;
    }
  return step == PLATFORM_STEP_DONE;
}

static gboolean
allocate_row (PlatformSearchIndex *self, const Pending *pending, gint64 *row, GError **error)
{
  PlatformRowRange tail =
      platform_strips_get_tail (pending->deal != 0 ? PLATFORM_STRIPS_OFFERS : PLATFORM_STRIPS_STORES);
  gint64 last = pending->column + PLATFORM_STRIPS_COLUMN_ROWS - 1;
  const char *sql = "SELECT coalesce (max (row), ?1) + 1 FROM search_entries WHERE row BETWEEN ?1 AND ?2";

  if (platform_database_query_int (self->database, row, error, sql, "ii", pending->column, last) ==
      PLATFORM_STEP_ERROR)
    return FALSE;
  return *row <= last || platform_database_query_int (self->database, row, error, sql, "ii", tail.first,
                                                      tail.last) != PLATFORM_STEP_ERROR;
}

static gboolean
write_entry (PlatformSearchIndex *self, const Pending *pending, GError **error)
{
  PlatformFacts facts = { .store = pending->store,
                          .starts_at = G_MININT64,
                          .ends_at = G_MAXINT64,
                          .rating = -1,
                          .kind = PLATFORM_FACTS_STORE };
  g_autoptr (GString) title = g_string_new (NULL);
  g_autoptr (GString) kind = g_string_new (NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  guint8 packed[PLATFORM_FACTS_SIZE];
  g_autoptr (PlatformStatement) insert = NULL;
  gint64 row;

  platform_search_vocabulary_begin_entry (self->vocabulary);
  if (!read_store (self, pending->store, error))
    return FALSE;
  if (pending->deal != 0)
    {
      if (!read_deal_facts (self->database, pending->deal, &facts, error) ||
          !add_deal_texts (self, pending->deal, title, body, error))
        return FALSE;
    }
  else
    facts.category = (guint8) self->store_category;
  add_category (self, kind, facts.category);
  g_string_append (kind, self->store_kind->str);
  facts.longitude = (gint32) lround (self->store_place.lon * UNITS_A_DEGREE);
  facts.latitude = (gint32) lround (self->store_place.lat * UNITS_A_DEGREE);
  facts.closed_on_holidays = self->store_closed_on_holidays;
  platform_facts_pack (&facts, packed);

  if (!allocate_row (self, pending, &row, error))
    return FALSE;
  insert = platform_database_query (self->database, error,
                                    "INSERT INTO search_entries (row, deal, store, facts, hours)"
                                    " VALUES (?1, ?2, ?3, ?4, ?5)",
                                    "iiib0", row, pending->deal, pending->store, packed, sizeof packed);
  if (insert == NULL)
    return FALSE;
  if (self->store_hours != NULL)
    {
      gsize length;
      gconstpointer hours = g_bytes_get_data (self->store_hours, &length);

      platform_statement_bind_blob (insert, 5, hours, length);
    }
  return platform_statement_run (insert, error) &&
         platform_database_run (self->database, error,
                                "INSERT INTO search_words (rowid, title, store, kind, area, body)"
                                " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                                "ittttt", row, title->str, self->store_words->str, kind->str,
                                self->store_area->str, body->str);
}

static int
compare_pending (gconstpointer a, gconstpointer b)
{
  const Pending *one = a, *other = b;

  if (one->column != other->column)
    return one->column < other->column ? -1 : 1;
  if (one->store != other->store)
    return one->store < other->store ? -1 : 1;
  return one->deal < other->deal ? -1 : one->deal > other->deal;
}

gboolean
platform_search_index_finish (PlatformSearchIndex *self, GError **error)
{
  gboolean many = self->pending->len > MANY_ENTRIES;

  /* FTS5 writes a new segment whenever a row number is below the one before it. */
  g_array_sort (self->pending, compare_pending);
  for (guint i = 0; i < self->pending->len; i++)
    if (!write_entry (self, &g_array_index (self->pending, Pending, i), error))
      return FALSE;
  g_array_set_size (self->pending, 0);
  if (!platform_search_vocabulary_write (self->vocabulary, self->database, error))
    return FALSE;
  return !many || platform_database_execute (
                      self->database, "INSERT INTO search_words (search_words) VALUES ('optimize')", error);
}

gboolean
platform_search_index_refresh_deal (PlatformSearchIndex *self, gint64 deal, GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      self->database, error, "SELECT row, facts FROM search_entries WHERE deal = ?1", "i", deal);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) facts = g_array_new (FALSE, FALSE, sizeof (PlatformFacts));
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      gint64 number = platform_statement_get_int (row, 0);
      PlatformFacts old;
      gsize length;
      gconstpointer data = platform_statement_get_blob (row, 1, &length);

      if (!platform_facts_unpack (&old, data, length))
        continue;
      g_array_append_val (rows, number);
      g_array_append_val (facts, old);
    }
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      PlatformFacts *now = &g_array_index (facts, PlatformFacts, i);
      guint8 packed[PLATFORM_FACTS_SIZE];

      if (!read_deal_facts (self->database, deal, now, error))
        return FALSE;
      platform_facts_pack (now, packed);
      if (!platform_database_run (self->database, error,
                                  "UPDATE search_entries SET facts = ?2 WHERE row = ?1", "ib",
                                  g_array_index (rows, gint64, i), packed, sizeof packed))
        return FALSE;
    }
  return TRUE;
}
