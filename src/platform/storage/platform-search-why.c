/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-why.h"

#include <string.h>

#include "platform-search-cut.h"
#include "platform-search-synonyms.h"
#include "platform-words.h"
#include "rambla-json.h"

#define MAX_JSON (64 * 1024)

/* A word that is looked for, and what would stand for it. */
typedef struct
{
  PlatformWhyWord *why;
  const char *beginning; /* nullable */
  GHashTable *terms;     /* char * → GINT_TO_POINTER (PlatformWhyMatch + 1) */
  float best;
} Wanted;

typedef struct
{
  GPtrArray *wanted; /* of Wanted */
  PlatformWhyPart part;
} Look;

/* The same as in the ranking: what is found first of two is what counted for more. */
static const float part_weights[] = { 1.0f, 0.9f, 0.7f, 0.5f, 0.35f };
static const float match_weights[] = { 1.0f, 0.95f, 0.8f, 0.75f };

static void
why_word_free (gpointer data)
{
  PlatformWhyWord *self = data;

  g_free (self->typed);
  g_free (self->found);
  g_free (self);
}

static void
wanted_free (gpointer data)
{
  Wanted *self = data;

  g_hash_table_unref (self->terms);
  g_free (self);
}

/* --- what would do --- */

static void
add_term (Wanted *self, const char *term, gsize length, PlatformWhyMatch match)
{
  char *key = g_strndup (term, length);

  if (g_hash_table_contains (self->terms, key))
    g_free (key);
  else
    g_hash_table_insert (self->terms, key, GINT_TO_POINTER (match + 1));
}

static void
on_synonym_pair (const char *pair, gsize length, gpointer data)
{
  if (g_utf8_strlen (pair, (gssize) length) == 2)
    add_term (data, pair, length, PLATFORM_WHY_SYNONYM);
}

static void
on_synonym_form (const char *form, gpointer data)
{
  add_term (data, form, strlen (form), PLATFORM_WHY_SYNONYM);
}

static void
add_synonyms (Wanted *self, const char *word)
{
  const char *const *synonyms = platform_search_synonyms_get (word);

  for (guint i = 0; synonyms != NULL && synonyms[i] != NULL; i++)
    if ((guchar) synonyms[i][0] < 0x80)
      {
        add_term (self, synonyms[i], strlen (synonyms[i]), PLATFORM_WHY_SYNONYM);
        platform_search_synonyms_foreach_form (synonyms[i], on_synonym_form, self);
      }
    else
      platform_words_foreach_pair (synonyms[i], strlen (synonyms[i]), on_synonym_pair, self);
}

static void
on_form (const char *form, gpointer data)
{
  add_term (data, form, strlen (form), PLATFORM_WHY_FORM);
}

static void
on_synonyms_of_form (const char *form, gpointer data)
{
  add_synonyms (data, form);
}

static void
on_typed_pair (const char *pair, gsize length, gpointer data)
{
  g_autofree char *term = g_strndup (pair, length);

  if (g_utf8_strlen (term, -1) != 2)
    return;
  add_term (data, term, length, PLATFORM_WHY_WORD);
  add_synonyms (data, term);
}

static Wanted *
new_wanted (PlatformWhyWord *why, const PlatformSearchWord *word, gboolean last)
{
  Wanted *self = g_new0 (Wanted, 1);

  self->why = why;
  self->terms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  add_term (self, word->folded, strlen (word->folded), PLATFORM_WHY_WORD);
  if (word->exact)
    return self;
  if (word->chinese)
    {
      platform_words_foreach_pair (word->folded, strlen (word->folded), on_typed_pair, self);
      return self;
    }
  self->beginning = last ? word->folded : NULL;
  platform_search_synonyms_foreach_form (word->folded, on_form, self);
  add_synonyms (self, word->folded);
  platform_search_synonyms_foreach_form (word->folded, on_synonyms_of_form, self);
  return self;
}

/* --- what is there --- */

static void
try_term (Look *look, const char *term, const char *written, gsize length)
{
  for (guint i = 0; i < look->wanted->len; i++)
    {
      Wanted *wanted = g_ptr_array_index (look->wanted, i);
      int match = GPOINTER_TO_INT (g_hash_table_lookup (wanted->terms, term)) - 1;
      float weight;

      if (match != PLATFORM_WHY_WORD && wanted->beginning != NULL &&
          g_str_has_prefix (term, wanted->beginning) && (match < 0 || match > PLATFORM_WHY_BEGINNING))
        match = PLATFORM_WHY_BEGINNING;
      if (match < 0)
        continue;
      weight = part_weights[look->part] * match_weights[match];
      if (weight <= wanted->best)
        continue;
      wanted->best = weight;
      g_free (wanted->why->found);
      wanted->why->found = g_strndup (written, length);
      wanted->why->part = look->part;
      wanted->why->match = (PlatformWhyMatch) match;
    }
}

static void
on_pair (const char *pair, gsize length, gpointer data)
{
  g_autofree char *term = g_strndup (pair, length);

  try_term (data, term, pair, length);
}

static void
on_word (const PlatformWord *word, gpointer data)
{
  g_autofree char *term = g_strndup (word->folded, word->folded_length);

  try_term (data, term, word->written, word->written_length);
  if (word->chinese)
    platform_words_foreach_pair (word->folded, word->folded_length, on_pair, data);
}

static void
look_at (Look *look, PlatformWhyPart part, const char *text)
{
  look->part = part;
  if (text != NULL)
    platform_words_foreach (text, -1, on_word, look);
}

static gboolean
look_at_lines (Look *look, const char *json, GError **error)
{
  g_autoptr (JsonNode) node = rambla_json_parse (json, -1, MAX_JSON, error);
  JsonArray *lines = node != NULL ? rambla_json_as_array (node, 1000, error) : NULL;

  for (guint i = 0; lines != NULL && i < json_array_get_length (lines); i++)
    look_at (look, PLATFORM_WHY_BODY, json_array_get_string_element (lines, i));
  return lines != NULL;
}

static gboolean
look_at_deal (Look *look,
              PlatformDatabase *database,
              const char *language,
              gint64 deal,
              gint64 *category,
              GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      "SELECT t.title, t.summary, t.benefit, t.includes, d.category FROM deal_texts t"
      " JOIN deals d ON d.row = t.deal WHERE t.deal = ?1 ORDER BY t.language = ?2 DESC, t.language",
      "it", deal, language);
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      look_at (look, PLATFORM_WHY_TITLE, platform_statement_get_text (row, 0));
      look_at (look, PLATFORM_WHY_BODY, platform_statement_get_text (row, 1));
      look_at (look, PLATFORM_WHY_BODY, platform_statement_get_text (row, 2));
      if (!look_at_lines (look, platform_statement_get_text (row, 3), error))
        return FALSE;
      *category = platform_statement_get_int (row, 4);
    }
  return step == PLATFORM_STEP_DONE;
}

static gboolean
look_at_store (Look *look, PlatformDatabase *database, gint64 store, GError **error)
{
  static const PlatformWhyPart parts[] = { PLATFORM_WHY_STORE, PLATFORM_WHY_STORE, PLATFORM_WHY_KIND,
                                           PLATFORM_WHY_KIND,  PLATFORM_WHY_KIND,  PLATFORM_WHY_AREA,
                                           PLATFORM_WHY_AREA };
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      "SELECT s.name, iif (m.is_brand, m.name, NULL), s.kind, s.cuisine, s.picture, s.neighbourhood, s.street"
      " FROM stores s JOIN merchants m ON m.row = s.merchant WHERE s.row = ?1",
      "i", store);
  PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;

  if (step == PLATFORM_STEP_ROW)
    for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
      look_at (look, parts[i], platform_statement_get_text (row, (int) i));
  return step != PLATFORM_STEP_ERROR;
}

GPtrArray *
platform_search_why (PlatformDatabase *database,
                     const PlatformCity *city,
                     const char *text,
                     const char *language,
                     gint64 deal,
                     gint64 store,
                     GError **error)
{
  gboolean thrifty;
  g_autoptr (GPtrArray) words = platform_search_cut (text, &thrifty);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (wanted_free);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (why_word_free);
  const PlatformCategory *category;
  Look look = { wanted, PLATFORM_WHY_TITLE };
  gint64 category_row = 0;

  for (guint i = 0; i < words->len; i++)
    {
      const PlatformSearchWord *word = g_ptr_array_index (words, i);
      PlatformWhyWord *why = g_new0 (PlatformWhyWord, 1);

      why->typed = g_strdup (word->written);
      g_ptr_array_add (found, why);
      g_ptr_array_add (wanted, new_wanted (why, word, i + 1 == words->len));
    }
  if (!look_at_deal (&look, database, language, deal, &category_row, error) ||
      !look_at_store (&look, database, store, error))
    return NULL;
  category = platform_city_get_category (city, category_row);
  for (guint i = 0; category != NULL && category->names[i] != NULL; i++)
    look_at (&look, PLATFORM_WHY_KIND, category->names[i]);
  return g_steal_pointer (&found);
}

const char *
platform_why_part_to_string (PlatformWhyPart part)
{
  static const char *const names[] = { "title", "store", "kind", "area", "body" };

  return names[part];
}

const char *
platform_why_match_to_string (PlatformWhyMatch match)
{
  static const char *const names[] = { "word", "form", "beginning", "synonym" };

  return names[match];
}
