/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completions while typing, and the times that can be booked. */
#include "city-fixture.h"

#include "platform-slot-storage.h"
#include "platform-suggest.h"
#include "rambla-time.h"

#include <string.h>

static GPtrArray *
suggest (CityFixture *fixture, const char *text, const char *language, const char *near)
{
  GPtrArray *suggestions = NULL;
  g_autoptr (GError) error = NULL;
  RamblaPoint place;

  if (near != NULL)
    g_assert_true (rambla_point_parse (near, &place, NULL));
  platform_suggest (fixture->reader, fixture->city, text, language, near != NULL ? &place : NULL,
                    CITY_FIXTURE_NOW, &suggestions, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (suggestions->len, <=, PLATFORM_SUGGESTIONS_MAX);
  return suggestions;
}

static const PlatformSuggestion *
find (GPtrArray *suggestions, PlatformSuggestionType type, const char *text)
{
  for (guint i = 0; i < suggestions->len; i++)
    {
      const PlatformSuggestion *suggestion = g_ptr_array_index (suggestions, i);

      if (suggestion->type == type && strcmp (suggestion->text, text) == 0)
        return suggestion;
    }
  return NULL;
}

static void
test_types (CityFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *typed;
    const char *language;
    PlatformSuggestionType type;
    const char *text;
  } cases[] = {
    { "piz", "es", PLATFORM_SUGGESTION_QUERY, "pizza" },
    { "pizz", "es", PLATFORM_SUGGESTION_QUERY, "pizzería" },
    { "piz", "es", PLATFORM_SUGGESTION_STORE, "Pizzería La Ñata" },
    { "piz", "es", PLATFORM_SUGGESTION_DEAL, "Pizza grande para dos" },
    { "piz", "en", PLATFORM_SUGGESTION_DEAL, "Large pizza for two" },
    { "披", "zh-CN", PLATFORM_SUGGESTION_DEAL, "双人大披萨" },
    { "gas", "es", PLATFORM_SUGGESTION_CATEGORY, "Gastronomía" },
    { "food", "es", PLATFORM_SUGGESTION_CATEGORY, "Gastronomía" },
    { "美", "zh-CN", PLATFORM_SUGGESTION_CATEGORY, "美食" },
    { "cen", "es", PLATFORM_SUGGESTION_PLACE, "Centro" },
    { "plaza v", "es", PLATFORM_SUGGESTION_PLACE, "Plaza Vieja" },
    { "vieja", "es", PLATFORM_SUGGESTION_PLACE, "Plaza Vieja" },
    { "corte de pel", "es", PLATFORM_SUGGESTION_QUERY, "corte de pelo" },
    { "florer", "es", PLATFORM_SUGGESTION_STORE, "Florería Sin Ofertas" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) suggestions = suggest (fixture, cases[i].typed, cases[i].language, NULL);

      g_test_message ("%s", cases[i].typed);
      g_assert_nonnull (find (suggestions, cases[i].type, cases[i].text));
    }
}

static void
test_details (CityFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) suggestions = suggest (fixture, "gas", "en", NULL);
  g_autoptr (GPtrArray) onda = suggest (fixture, "onda", "es", NULL);
  g_autoptr (GPtrArray) north = suggest (fixture, "onda", "es", "-34.85,-56.2");
  g_autoptr (GPtrArray) far = suggest (fixture, "museo", "es", "40,100");
  const PlatformSuggestion *category = find (suggestions, PLATFORM_SUGGESTION_CATEGORY, "Food and drink");
  const PlatformSuggestion *store = find (north, PLATFORM_SUGGESTION_STORE, "Onda Pelo");
  guint n = 0;

  g_assert_nonnull (category);
  g_assert_cmpstr (category->id, ==, "catering");
  /* The branch that is near, and one of each name. */
  g_assert_nonnull (store);
  g_assert_cmpfloat (store->location.lat, ==, -34.85);
  g_assert_cmpstr (store->detail, ==, "Avenida Norte 400, Norte");
  for (guint i = 0; i < onda->len; i++)
    n += strcmp (((PlatformSuggestion *) g_ptr_array_index (onda, i))->text, "Onda Pelo") == 0;
  g_assert_cmpuint (n, ==, 1);
  /* From the other side of the world there is still something to say. */
  g_assert_nonnull (find (far, PLATFORM_SUGGESTION_STORE, "Museo de la Villa"));
}

static void
test_hostile (CityFixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { " ",    "\"",   "*", "\" OR \"a", "'",           "(",
                                       "NEAR", "\xff", "a", "0",         "披萨披萨披萨" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GPtrArray) suggestions = suggest (fixture, texts[i], "es", "-34.9,-56.2");
    }
}

static PlatformDeal *
find_booking (CityFixture *fixture)
{
  g_autofree char *id = city_fixture_query_text (
      fixture,
      "SELECT d.id FROM deals d JOIN deal_texts t ON t.deal = d.row WHERE t.title = 'Turno de coloración'");
  g_autoptr (GError) error = NULL;
  PlatformDeal *deal = NULL;

  platform_deal_find (fixture->reader, fixture->city, id, "es", &deal, &error);
  g_assert_no_error (error);
  g_assert_nonnull (deal);
  return deal;
}

typedef struct
{
  PlatformSlot *slot;
  int quantity;
  gboolean held;
} Hold;

static gboolean
hold (PlatformDatabase *database, gpointer data, GError **error)
{
  Hold *self = data;

  if (self->quantity > 0)
    return platform_slot_hold (database, self->slot, self->quantity, &self->held, error);
  return platform_slot_release (database, self->slot->deal, self->slot->store, self->slot->starts_at,
                                -self->quantity, error);
}

static gboolean
take (CityFixture *fixture, PlatformSlot *slot, int quantity)
{
  Hold job = { slot, quantity, FALSE };
  g_autoptr (GError) error = NULL;

  platform_writer_run (fixture->writer, hold, &job, &error);
  g_assert_no_error (error);
  return job.held;
}

static GPtrArray *
list_slots (CityFixture *fixture, const PlatformDeal *deal, gint64 days)
{
  GPtrArray *slots = NULL;
  g_autoptr (GError) error = NULL;

  platform_slot_list (fixture->reader, fixture->city, deal, NULL, days, CITY_FIXTURE_NOW, &slots, &error);
  g_assert_no_error (error);
  return slots;
}

static void
test_slots (CityFixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformDeal) deal = find_booking (fixture);
  gint64 today = rambla_days_from_date (2026, 11, 18);
  g_autoptr (GPtrArray) now = list_slots (fixture, deal, today);
  g_autoptr (GPtrArray) tomorrow = list_slots (fixture, deal, today + 1);
  g_autoptr (GPtrArray) last = list_slots (fixture, deal, today + 14);
  g_autoptr (GPtrArray) far = list_slots (fixture, deal, today + 15);
  g_autoptr (GPtrArray) past = list_slots (fixture, deal, today - 1);
  PlatformSlot *slot = g_ptr_array_index (tomorrow, 0);
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (PlatformStore) other = NULL;
  g_autoptr (PlatformSlot) found = NULL;
  g_autoptr (PlatformSlot) elsewhere = NULL;
  g_autoptr (PlatformSlot) begun = NULL;
  g_autoptr (GError) error = NULL;

  /* At 15:00 one of three times is left today, at two branches. */
  g_assert_cmpuint (now->len, ==, 2);
  g_assert_cmpuint (tomorrow->len, ==, 6);
  g_assert_cmpuint (last->len, ==, 6);
  g_assert_cmpuint (far->len, ==, 0);
  g_assert_cmpuint (past->len, ==, 0);
  /* 10:00 in the city (UTC-3). */
  g_assert_cmpint (slot->starts_at, ==, (today + 1) * 86400 + 13 * 3600);
  g_assert_cmpint (slot->ends_at - slot->starts_at, ==, 90 * 60);
  g_assert_cmpint (slot->capacity, ==, 2);

  platform_store_get (fixture->reader, slot->store, &store, &error);
  platform_store_get (fixture->reader, ((PlatformSlot *) g_ptr_array_index (tomorrow, 1))->store, &other,
                      &error);
  g_assert_cmpint (store->row, !=, other->row);
  platform_slot_find (fixture->reader, fixture->city, deal, store, slot->id, CITY_FIXTURE_NOW, &found,
                      &error);
  g_assert_no_error (error);
  g_assert_nonnull (found);
  g_assert_cmpint (found->starts_at, ==, slot->starts_at);
  platform_slot_find (fixture->reader, fixture->city, deal, other, slot->id, CITY_FIXTURE_NOW, &elsewhere,
                      &error);
  g_assert_no_error (error);
  g_assert_null (elsewhere);
  platform_slot_find (fixture->reader, fixture->city, deal, store, slot->id, slot->starts_at, &begun, &error);
  g_assert_no_error (error);
  g_assert_null (begun);

  /* Two units, never a third. */
  g_assert_false (take (fixture, slot, 3));
  g_assert_true (take (fixture, slot, 1));
  g_assert_false (take (fixture, slot, 2));
  g_assert_true (take (fixture, slot, 1));
  g_assert_false (take (fixture, slot, 1));
  take (fixture, slot, -2);
  g_assert_true (take (fixture, slot, 2));
  {
    g_autoptr (GPtrArray) again = list_slots (fixture, deal, today + 1);

    g_assert_cmpint (((PlatformSlot *) g_ptr_array_index (again, 0))->booked, ==, 2);
    g_assert_cmpint (((PlatformSlot *) g_ptr_array_index (again, 1))->booked, ==, 0);
  }
}

static void
test_slot_ids (CityFixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "",
                                     "slo_",
                                     "x",
                                     "slo_0000000000000000",
                                     "slo_zzzzzzzzzzzzzzzz",
                                     "dea_0000000000000000",
                                     "slo_00000000000000000000000000000000000000000",
                                     "slo_0000000o00000000",
                                     "';--" };
  g_autoptr (PlatformDeal) deal = find_booking (fixture);
  g_autoptr (GPtrArray) stores = NULL;
  g_autoptr (GError) error = NULL;

  platform_store_list_of_deal (fixture->reader, deal->row, &stores, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (PlatformSlot) slot = NULL;

      platform_slot_find (fixture->reader, fixture->city, deal, g_ptr_array_index (stores, 0), ids[i],
                          CITY_FIXTURE_NOW, &slot, &error);
      g_assert_no_error (error);
      g_assert_null (slot);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                                  \
  g_test_add (path, CityFixture, NULL, city_fixture_set_up_tiny, function, city_fixture_tear_down)
  ADD ("/suggest/types", test_types);
  ADD ("/suggest/details", test_details);
  ADD ("/suggest/hostile", test_hostile);
  ADD ("/slots/list", test_slots);
  ADD ("/slots/ids", test_slot_ids);

  return g_test_run ();
}
