/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every offer of a list says why it is there, and nothing else moves it: not even who pays for a mark. */
#include "catalogue-room.h"

#include "rambla-deal.h"
#include "rambla-why.h"

#include <math.h>

/* Fails the test unless each offer says why it is there and stands where that puts it. */
static void
check_list (const char *path, const char *order)
{
  g_autoptr (PlatformAnswer) answer = catalogue_room_get (path);
  JsonObject *list = catalogue_room_get_object (answer);
  double before = 1;

  g_assert_cmpuint (catalogue_room_count (list, "deals"), >, 1);
  for (guint i = 0; i < catalogue_room_count (list, "deals"); i++)
    {
      JsonObject *deal = catalogue_room_get_deal (list, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (RamblaWhy) why = rambla_why_from_json (json_object_get_member (deal, "why"), &error);
      double sum = 0, most = 0;

      g_assert_no_error (error);
      g_assert_cmpstr (why->order, ==, order);
      for (guint k = 0; k < why->factors->len; k++)
        {
          const RamblaWhyFactor *factor = g_ptr_array_index (why->factors, k);

          g_assert_cmpfloat (factor->points, <=, factor->most + 1e-9);
          sum += factor->points;
          most += factor->most;
        }
      /* Nothing is left that could be hidden. */
      g_assert_cmpfloat_with_epsilon (sum, why->score, 1e-6);
      g_assert_cmpfloat_with_epsilon (most, 1, 1e-6);
      if (g_str_equal (order, "relevance"))
        g_assert_cmpfloat (why->score, <=, before + 1e-9);
      before = why->score;
    }
}

static void
test_factors (void)
{
  g_autoptr (PlatformAnswer) plain = catalogue_room_get ("/v1/deals?q=pizza");

  check_list ("/v1/deals?explain=true&near=-34.9,-56.2", "relevance");
  check_list ("/v1/deals?explain=true&near=-34.9,-56.2&q=pizza", "relevance");
  check_list ("/v1/deals?explain=true&q=pizza%20barata", "relevance");
  check_list ("/v1/deals?explain=true&sort=price", "price");
  /* Who does not ask is not told. */
  g_assert_false (
      json_object_has_member (catalogue_room_get_deal (catalogue_room_get_object (plain), 0), "why"));
}

/* Of the first offer for the words: "typed>found/part/match" for each word. */
static char *
explain_words (const char *query, gboolean *mended)
{
  g_autofree char *path = g_strdup_printf ("/v1/deals?explain=true&limit=1&q=%s", query);
  g_autoptr (PlatformAnswer) answer = platform_fixture_call (catalogue_room_get_platform (), "GET", path,
                                                             NULL, "Accept-Language", "es", NULL);
  JsonObject *deal = catalogue_room_get_deal (catalogue_room_get_object (answer), 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaWhy) why = rambla_why_from_json (json_object_get_member (deal, "why"), &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < why->words->len; i++)
    {
      const RamblaWhyWord *word = g_ptr_array_index (why->words, i);

      g_string_append_printf (text, "%s>%s/%s/%s ", word->typed, word->found != NULL ? word->found : "-",
                              word->part != NULL ? word->part : "-", word->match != NULL ? word->match : "-");
    }
  *mended = why->mended;
  return g_string_free (text, FALSE);
}

static void
test_words (void)
{
  gboolean mended;
  g_autofree char *word = explain_words ("pizza", &mended);
  g_autofree char *beginning = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *mend = NULL;
  g_autofree char *form = NULL;

  g_assert_cmpstr (word, ==, "pizza>Pizza/title/word ");
  g_assert_false (mended);
  beginning = explain_words ("pizzer", &mended);
  g_assert_cmpstr (beginning, ==, "pizzer>Pizzería/store/beginning ");
  mend = explain_words ("piza", &mended);
  g_assert_cmpstr (mend, ==, "pizza>Pizza/title/word ");
  g_assert_true (mended);
  form = explain_words ("pizzas", &mended);
  g_assert_cmpstr (form, ==, "pizzas>Pizza/title/form ");
  missing = explain_words ("%22pizza%22%20%22peluquera%22", &mended);
  g_assert_cmpstr (missing, ==, "pizza>Pizza/title/word peluquera>-/-/- ");
}

/* --- sponsored --- */

/* The same platform with an operator's account. */
static char *
sign_operator_in (void)
{
  g_autofree char *city = catalogue_room_get_city ("tiny");
  const char *arguments[] = { "--city", city, "--sandbox", NULL };

  platform_fixture_stop (catalogue_room_get_platform ());
  platform_fixture_set_arguments (catalogue_room_get_platform (), arguments);
  platform_fixture_start (catalogue_room_get_platform ());
  return platform_fixture_sign_in (catalogue_room_get_platform (), "operator");
}

static PlatformAnswer *
set_sponsorship (const char *token, const char *id, const char *body)
{
  g_autofree char *path = g_strdup_printf ("/v1/operator/deals/%s/sponsorship", id);
  g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);

  return platform_fixture_call (catalogue_room_get_platform (), "PUT", path, body, "Authorization", bearer,
                                "Content-Type", "application/json", NULL);
}

/* The ids of a list in order; "*" before those that are marked. */
static char *
list_ids (const char *path, gboolean with_marks)
{
  g_autoptr (PlatformAnswer) answer = catalogue_room_get (path);
  JsonObject *list = catalogue_room_get_object (answer);
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < catalogue_room_count (list, "deals"); i++)
    {
      JsonObject *deal = catalogue_room_get_deal (list, i);

      if (with_marks && json_object_get_boolean_member_with_default (deal, "sponsored", FALSE))
        g_string_append_c (ids, '*');
      g_string_append_printf (ids, "%s ", catalogue_room_get_string (deal, "id"));
    }
  return g_string_free (ids, FALSE);
}

static guint
count_sponsored_places (void)
{
  g_autoptr (PlatformAnswer) answer = catalogue_room_get ("/v1/stores?fields=min");
  JsonArray *features = json_object_get_array_member (catalogue_room_get_object (answer), "features");
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (features); i++)
    n += json_object_get_boolean_member_with_default (
        json_object_get_object_member (json_array_get_object_element (features, i), "properties"),
        "sponsored", FALSE);
  return n;
}

static void
test_sponsored (void)
{
  static const char list_path[] = "/v1/deals?near=-34.9,-56.2&limit=100";
  g_autofree char *token = sign_operator_in ();
  g_autofree char *before = list_ids (list_path, FALSE);
  g_auto (GStrv) ids = g_strsplit (before, " ", -1);
  guint last = g_strv_length (ids) - 2;
  g_autofree char *mark = g_strconcat ("*", ids[last], NULL);
  g_autofree char *after = NULL;
  g_autofree char *marked = NULL;
  g_autoptr (PlatformAnswer) set = set_sponsorship (token, ids[last], "{\"until\":\"2099-01-01T00:00:00Z\"}");
  g_autoptr (PlatformAnswer) past = set_sponsorship (token, ids[0], "{\"until\":\"2001-01-01T00:00:00Z\"}");
  g_autoptr (PlatformAnswer) nobody = set_sponsorship (token, "dea_none", "{\"until\":null}");
  g_autoptr (PlatformAnswer) strange = set_sponsorship (token, ids[0], "{\"until\":null,\"boost\":2}");
  g_autoptr (PlatformAnswer) end = NULL;

  g_assert_cmpuint (set->status, ==, 200);
  platform_answer_assert_problem (past, 422, "invalid_field");
  platform_answer_assert_problem (nobody, 404, "not_found");
  g_assert_cmpuint (strange->status, ==, 422);
  after = list_ids (list_path, FALSE);
  marked = list_ids (list_path, TRUE);
  /* It bought a mark and no place. */
  g_assert_cmpstr (after, ==, before);
  g_assert_nonnull (strstr (marked, mark));
  g_assert_cmpuint (count_sponsored_places (), >=, 1);
  {
    g_autoptr (PlatformAnswer) answer =
        catalogue_room_get ("/v1/deals?near=-34.9,-56.2&limit=100&explain=true");
    JsonObject *deal = catalogue_room_get_deal (catalogue_room_get_object (answer), last);

    g_assert_true (json_object_get_boolean_member (json_object_get_object_member (deal, "why"), "sponsored"));
  }
  end = set_sponsorship (token, ids[last], "{\"until\":null}");
  g_assert_cmpuint (end->status, ==, 200);
  g_assert_cmpuint (count_sponsored_places (), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/why/factors", test_factors);
  g_test_add_func ("/why/words", test_words);
  g_test_add_func ("/why/sponsored", test_sponsored);
  return catalogue_room_run ();
}
