/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-source.h"

#include <json-glib/json-glib.h>
#include <math.h>

#include "platform-deal-storage.h"
#include "platform-review-storage.h"
#include "platform-words.h"
#include "rambla-json.h"

#define UNITS_A_DEGREE 1e7
#define MAX_JSON (64 * 1024)

/* A word of a store or a category, which its other entries have too. */
typedef struct
{
  PlatformSearchTerm *term;
  PlatformSearchPart part;
} Known;

struct _PlatformSearchSource
{
  PlatformDatabase *database;
  const PlatformCity *city;
  PlatformSearchVocabulary *vocabulary;
  guint every_language;

  /* The entry being read. */
  GString *parts[PLATFORM_SEARCH_N_PARTS]; /* its words; NULL if nobody wants them */
  PlatformSearchPart part;
  guint languages;
  GArray *known; /* gets the words, if they are to be known again */

  /* The store of the last entry. */
  gint64 store;
  GArray *store_words; /* of Known */
  GBytes *hours;
  gint64 category;
  gboolean closed_on_holidays;
  gint32 longitude;
  gint32 latitude;

  GArray *category_words[64]; /* of Known, by the category's number */
};

PlatformSearchSource *
platform_search_source_new (PlatformDatabase *database,
                            const PlatformCity *city,
                            PlatformSearchVocabulary *vocabulary)
{
  PlatformSearchSource *self = g_new0 (PlatformSearchSource, 1);

  self->database = database;
  self->city = city;
  self->vocabulary = vocabulary;
  self->every_language = (1u << g_strv_length (city->languages)) - 1;
  self->store_words = g_array_new (FALSE, FALSE, sizeof (Known));
  return self;
}

void
platform_search_source_free (PlatformSearchSource *self)
{
  g_array_unref (self->store_words);
  g_clear_pointer (&self->hours, g_bytes_unref);
  for (guint i = 0; i < G_N_ELEMENTS (self->category_words); i++)
    g_clear_pointer (&self->category_words[i], g_array_unref);
  g_free (self);
}

/* --- words --- */

static void
add_term (PlatformSearchSource *self,
          const char *folded,
          gsize folded_length,
          const char *written,
          gsize written_length)
{
  GString *out = self->parts[self->part];
  Known known = { .part = self->part };

  if (out != NULL)
    {
      g_string_append_len (out, folded, (gssize) folded_length);
      g_string_append_c (out, ' ');
    }
  known.term = platform_search_vocabulary_count (self->vocabulary, self->part, folded, folded_length, written,
                                                 written_length, self->languages);
  if (self->known != NULL)
    g_array_append_val (self->known, known);
}

static void
on_pair (const char *pair, gsize length, gpointer data)
{
  add_term (data, pair, length, pair, length);
}

static void
on_word (const PlatformWord *word, gpointer data)
{
  if (word->chinese)
    platform_words_foreach_pair (word->folded, word->folded_length, on_pair, data);
  else
    add_term (data, word->folded, word->folded_length, word->written, word->written_length);
}

static void
add_text (PlatformSearchSource *self, PlatformSearchPart part, const char *text, guint languages)
{
  self->part = part;
  self->languages = languages;
  if (text != NULL)
    platform_words_foreach (text, -1, on_word, self);
}

static void
add_again (PlatformSearchSource *self, const GArray *words)
{
  for (guint i = 0; i < words->len; i++)
    {
      const Known *known = &g_array_index (words, Known, i);

      platform_search_vocabulary_count_again (self->vocabulary, known->term, known->part);
    }
}

static void
add_category (PlatformSearchSource *self, gint64 row)
{
  const PlatformCategory *category = platform_city_get_category (self->city, row);
  GArray **words = &self->category_words[row & 63];

  if (category == NULL)
    return;
  if (self->parts[0] == NULL && *words != NULL)
    {
      add_again (self, *words);
      return;
    }
  if (*words == NULL)
    *words = g_array_new (FALSE, FALSE, sizeof (Known));
  g_array_set_size (*words, 0);
  self->known = *words;
  for (guint i = 0; category->names[i] != NULL; i++)
    add_text (self, PLATFORM_SEARCH_KIND, category->names[i], 1u << i);
  self->known = NULL;
}

/* --- the store --- */

static gboolean
read_store (PlatformSearchSource *self, gint64 store, GError **error)
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
  g_array_set_size (self->store_words, 0);
  self->known = self->store_words;
  add_text (self, PLATFORM_SEARCH_STORE, platform_statement_get_text (row, 0), self->every_language);
  add_text (self, PLATFORM_SEARCH_STORE, platform_statement_get_text (row, 1), self->every_language);
  add_text (self, PLATFORM_SEARCH_KIND, platform_statement_get_text (row, 2), 0);
  add_text (self, PLATFORM_SEARCH_KIND, platform_statement_get_text (row, 3), 0);
  add_text (self, PLATFORM_SEARCH_KIND, platform_statement_get_text (row, 11), 0);
  add_text (self, PLATFORM_SEARCH_AREA, platform_statement_get_text (row, 4), self->every_language);
  add_text (self, PLATFORM_SEARCH_AREA, platform_statement_get_text (row, 5), self->every_language);
  self->known = NULL;
  self->longitude = (gint32) lround (platform_statement_get_double (row, 6) * UNITS_A_DEGREE);
  self->latitude = (gint32) lround (platform_statement_get_double (row, 7) * UNITS_A_DEGREE);
  g_clear_pointer (&self->hours, g_bytes_unref);
  hours = platform_statement_get_blob (row, 8, &length);
  if (!platform_statement_is_null (row, 8))
    self->hours = g_bytes_new (hours, length);
  self->closed_on_holidays = platform_statement_get_int (row, 9) == 1;
  self->category = platform_statement_get_int (row, 10);
  self->store = store;
  return TRUE;
}

/* --- the offer --- */

gboolean
platform_search_source_read_deal (PlatformDatabase *database,
                                  gint64 deal,
                                  PlatformFacts *facts,
                                  GError **error)
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
add_lines (PlatformSearchSource *self, const char *json, guint languages, GError **error)
{
  g_autoptr (JsonNode) node = rambla_json_parse (json, -1, MAX_JSON, error);
  JsonArray *lines = node != NULL ? rambla_json_as_array (node, 1000, error) : NULL;

  if (lines == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (lines); i++)
    add_text (self, PLATFORM_SEARCH_BODY, json_array_get_string_element (lines, i), languages);
  return TRUE;
}

static gboolean
add_deal_texts (PlatformSearchSource *self, gint64 deal, GError **error)
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

      add_text (self, PLATFORM_SEARCH_TITLE, platform_statement_get_text (row, 1), language);
      add_text (self, PLATFORM_SEARCH_BODY, platform_statement_get_text (row, 2), language);
      add_text (self, PLATFORM_SEARCH_BODY, platform_statement_get_text (row, 3), language);
      if (!add_lines (self, platform_statement_get_text (row, 4), language, error))
        return FALSE;
    }
  return step == PLATFORM_STEP_DONE;
}

static gboolean
read_entry (PlatformSearchSource *self, gint64 store, gint64 deal, PlatformFacts *facts, GError **error)
{
  if (self->parts[0] == NULL && self->store == store)
    add_again (self, self->store_words);
  else if (!read_store (self, store, error))
    return FALSE;
  if (deal != 0)
    {
      if (!platform_search_source_read_deal (self->database, deal, facts, error) ||
          !add_deal_texts (self, deal, error))
        return FALSE;
    }
  else
    facts->category = (guint8) self->category;
  add_category (self, facts->category);
  facts->longitude = self->longitude;
  facts->latitude = self->latitude;
  facts->closed_on_holidays = self->closed_on_holidays;
  return TRUE;
}

gboolean
platform_search_source_read (PlatformSearchSource *self,
                             gint64 row,
                             gint64 store,
                             gint64 deal,
                             PlatformFacts *facts,
                             GBytes **hours,
                             GString *words,
                             GError **error)
{
  gboolean done;

  *facts = (PlatformFacts){
    .store = store, .starts_at = G_MININT64, .ends_at = G_MAXINT64, .rating = -1, .kind = PLATFORM_FACTS_STORE
  };
  for (guint i = 0; words != NULL && i < PLATFORM_SEARCH_N_PARTS; i++)
    self->parts[i] = g_string_new (NULL);
  platform_search_vocabulary_begin_entry (self->vocabulary, row);
  done = read_entry (self, store, deal, facts, error);
  *hours = self->hours;
  for (guint i = 0; words != NULL && i < PLATFORM_SEARCH_N_PARTS; i++)
    {
      g_string_append_printf (words, "%s\n", self->parts[i]->str);
      g_string_free (self->parts[i], TRUE);
      self->parts[i] = NULL;
    }
  return done;
}
