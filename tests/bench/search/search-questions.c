/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search-questions.h"

#include "platform-search-facts.h"

#define UNITS_A_DEGREE 1e7
#define SEED 20261121

static const PlatformSort sorts[] = { PLATFORM_SORT_DISTANCE, PLATFORM_SORT_PRICE,   PLATFORM_SORT_DISCOUNT,
                                      PLATFORM_SORT_RATING,   PLATFORM_SORT_POPULAR, PLATFORM_SORT_ENDING };

static void
question_clear (SearchQuestion *self)
{
  g_free (self->text);
}

/* A word or two of a title. */
static char *
pick_words (const char *title, GRand *chance)
{
  g_auto (GStrv) words = g_strsplit (title, " ", -1);
  g_autoptr (GPtrArray) good = g_ptr_array_new ();
  const char *one, *other;

  for (guint i = 0; words[i] != NULL; i++)
    if (g_utf8_strlen (words[i], -1) > 3)
      g_ptr_array_add (good, words[i]);
  if (good->len == 0)
    return g_strdup (title);
  one = g_ptr_array_index (good, g_rand_int_range (chance, 0, (gint32) good->len));
  other = g_ptr_array_index (good, g_rand_int_range (chance, 0, (gint32) good->len));
  return one == other || g_rand_double (chance) < 0.6 ? g_strdup (one)
                                                      : g_strdup_printf ("%s %s", one, other);
}

static void
fill (SearchQuestion *self,
      guint number,
      const PlatformFacts *facts,
      const char *title,
      gint64 now,
      GRand *chance)
{
  static const double radii[] = { 800, 1500, 3000, 6000, 12000 };
  PlatformDealQuery *query = &self->query;

  self->text = pick_words (title, chance);
  query->text = self->text;
  query->area.has_near = TRUE;
  query->area.near.lon = facts->longitude / UNITS_A_DEGREE + g_rand_double_range (chance, -0.005, 0.005);
  query->area.near.lat = facts->latitude / UNITS_A_DEGREE + g_rand_double_range (chance, -0.005, 0.005);
  query->area.radius = radii[g_rand_int_range (chance, 0, G_N_ELEMENTS (radii))];
  query->filter = (PlatformSearchFilter) PLATFORM_SEARCH_FILTER_INIT;
  if (g_rand_double (chance) < 0.5)
    query->filter.categories = G_GUINT64_CONSTANT (1) << facts->category;
  if (g_rand_double (chance) < 0.3)
    query->filter.price_max = 200000;
  if (g_rand_double (chance) < 0.3)
    query->filter.discount_min = 20;
  if (g_rand_double (chance) < 0.1)
    query->filter.rating_min = 3.5;
  query->sort = sorts[number % G_N_ELEMENTS (sorts)];
  query->now = now;
  query->limit = 20;
}

GArray *
search_questions_new (PlatformDatabase *database, guint n, gint64 now, GError **error)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);
  g_autoptr (GArray) questions = g_array_new (FALSE, TRUE, sizeof (SearchQuestion));
  gint64 last = 0;

  g_array_set_clear_func (questions, (GDestroyNotify) question_clear);
  if (platform_database_query_int (database, &last, error, "SELECT max (row) FROM deals", "") ==
      PLATFORM_STEP_ERROR)
    return NULL;
  while (questions->len < n)
    {
      g_autoptr (PlatformStatement) row =
          platform_database_query (database, error,
                                   "SELECT e.facts, t.title FROM search_entries e JOIN deal_texts t ON "
                                   "t.deal = e.deal WHERE e.deal = ?1"
                                   " AND t.language <> 'zh-CN' LIMIT 1 OFFSET ?2",
                                   "ii", (gint64) (g_rand_double (chance) * (double) last) + 1,
                                   (gint64) g_rand_int_range (chance, 0, 2));
      PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;
      SearchQuestion question = { NULL };
      PlatformFacts facts;
      gsize length;
      gconstpointer data;

      if (step == PLATFORM_STEP_ERROR)
        return NULL;
      if (step == PLATFORM_STEP_DONE)
        continue;
      data = platform_statement_get_blob (row, 0, &length);
      if (!platform_facts_unpack (&facts, data, length))
        continue;
      fill (&question, questions->len, &facts, platform_statement_get_text (row, 1), now, chance);
      g_array_append_val (questions, question);
    }
  return g_steal_pointer (&questions);
}

char *
search_question_to_target (const SearchQuestion *self, const PlatformCity *city)
{
  static const char *const names[] = { "relevance", "distance", "price", "discount",
                                       "rating",    "popular",  "ending" };
  const PlatformDealQuery *query = &self->query;
  g_autofree char *text = g_uri_escape_string (self->text, NULL, FALSE);
  GString *target = g_string_new (NULL);

  g_string_append_printf (target, "/v1/deals?q=%s&near=%.7f,%.7f&radius=%.0f&sort=%s&limit=%u", text,
                          query->area.near.lat, query->area.near.lon, query->area.radius, names[query->sort],
                          query->limit);
  for (guint i = 0; i < city->categories->len; i++)
    {
      const PlatformCategory *category = g_ptr_array_index (city->categories, i);

      if (query->filter.categories >> category->row & 1)
        g_string_append_printf (target, "&category=%s", category->id);
    }
  if (query->filter.price_max >= 0)
    g_string_append_printf (target, "&price_max=%" G_GINT64_FORMAT, query->filter.price_max);
  if (query->filter.discount_min > 0)
    g_string_append_printf (target, "&discount_min=%d", query->filter.discount_min);
  if (query->filter.rating_min > 0)
    g_string_append_printf (target, "&rating_min=%.1f", query->filter.rating_min);
  return g_string_free (target, FALSE);
}
