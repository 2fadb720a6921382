/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A city's folder into the database: all of it, or nothing and a clear word. */
#include "city-fixture.h"

#include "platform-deal-storage.h"
#include "platform-store-storage.h"

#include <glib/gstdio.h>
#include <string.h>

#define DAY 86400

static PlatformCityOutcome
import (CityFixture *fixture, const char *folder, gint64 now, gboolean renew)
{
  g_autoptr (GError) error = NULL;
  PlatformCityOutcome outcome = G_MAXINT;

  platform_city_import (fixture->writer, folder, now, renew, NULL, NULL, &outcome, &error);
  g_assert_no_error (error);
  city_fixture_reload (fixture);
  return outcome;
}

static PlatformDeal *
find_deal (CityFixture *fixture, const char *title)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT d.id FROM deals d JOIN deal_texts t ON t.deal = d.row WHERE t.title = '%s'", title);
  g_autofree char *id = city_fixture_query_text (fixture, sql);
  g_autoptr (GError) error = NULL;
  PlatformDeal *deal = NULL;

  platform_deal_find (fixture->reader, fixture->city, id, "es", &deal, &error);
  g_assert_no_error (error);
  g_assert_nonnull (deal);
  return deal;
}

static void
test_all (CityFixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformDeal) pizza = NULL;
  g_autoptr (PlatformDeal) booking = NULL;
  g_autoptr (PlatformDeal) group = NULL;
  g_autoptr (GPtrArray) branches = NULL;
  g_autoptr (GError) error = NULL;
  gint64 low = 0;

  city_fixture_import (fixture);
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT count(*) FROM stores"), ==, 12);
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT count(*) FROM merchants"), ==, 10);
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT count(*) FROM deals"), ==, 30);
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT count(*) FROM deal_texts"), ==, 90);
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT count(*) FROM reviews"), ==, 34);
  /* Every store, and every branch of every deal: one deal has three and one has two. */
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT count(*) FROM search_entries"), ==, 12 + 30 + 3);
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT edition FROM search_state"), ==, 1);
  g_assert_cmpstr (fixture->city->name, ==, "Villa Chica");
  g_assert_cmpuint (fixture->city->categories->len, ==, 5);

  pizza = find_deal (fixture, "Pizza grande para dos");
  g_assert_cmpint (pizza->price, ==, 60000);
  g_assert_cmpint (pizza->stock_left, ==, 10);
  g_assert_cmpint (pizza->per_person, ==, 4);
  g_assert_cmpint (pizza->rules.weekdays, ==, 0x0f);
  g_assert_cmpint (pizza->rules.from, ==, 11 * 60);
  g_assert_false (pizza->rules.holidays);
  g_assert_cmpint (pizza->ratings[3], ==, 9);
  g_assert_cmpint (pizza->ratings[4], ==, 16);
  /* The sale ends with the day: 20 days on, at midnight in the city (UTC-3). */
  g_assert_cmpint (pizza->ends_at, ==, CITY_FIXTURE_NOW - 15 * 3600 + 21 * DAY);
  /* 700.00 was valid when the 30 days began; 550.00 was before them. */
  platform_deal_get_low (fixture->reader, pizza->row, CITY_FIXTURE_NOW - 30 * DAY, CITY_FIXTURE_NOW, &low,
                         &error);
  g_assert_no_error (error);
  g_assert_cmpint (low, ==, 58000);
  platform_deal_get_low (fixture->reader, pizza->row, CITY_FIXTURE_NOW - 12 * DAY, CITY_FIXTURE_NOW, &low,
                         &error);
  g_assert_cmpint (low, ==, 58000);
  platform_deal_get_low (fixture->reader, pizza->row, CITY_FIXTURE_NOW - 3 * DAY, CITY_FIXTURE_NOW, &low,
                         &error);
  g_assert_cmpint (low, ==, 60000);
  platform_deal_get_low (fixture->reader, pizza->row, CITY_FIXTURE_NOW - 50 * DAY, CITY_FIXTURE_NOW, &low,
                         &error);
  g_assert_cmpint (low, ==, 55000);

  booking = find_deal (fixture, "Turno de coloración");
  g_assert_cmpint (booking->pay, ==, PLATFORM_PAY_DEPOSIT);
  g_assert_cmpint (booking->deposit, ==, 30000);
  g_assert_cmpint (booking->n_slot_times, ==, 3);
  g_assert_cmpint (booking->slot_times[1], ==, 11 * 60 + 30);
  g_assert_cmpint (booking->branch_count, ==, 2);
  g_assert_true (booking->stock_left == PLATFORM_UNLIMITED);
  platform_store_list_of_deal (fixture->reader, booking->row, &branches, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (branches->len, ==, 2);

  group = find_deal (fixture, "Noche de pizza en grupo");
  g_assert_cmpint (group->n_tiers, ==, 2);
  g_assert_cmpint (group->tiers[1].price, ==, 60000);
  g_assert_cmpint (group->group_deadline, ==, CITY_FIXTURE_NOW - 15 * 3600 + 7 * DAY);
}

/* The ids are the same in another database, at another time. */
static void
test_same_ids (CityFixture *fixture, gconstpointer data)
{
  CityFixture other = { NULL };
  const char *sql = "SELECT group_concat (id) FROM (SELECT id FROM stores UNION SELECT id FROM deals UNION"
                    " SELECT id FROM reviews UNION SELECT id FROM merchants ORDER BY id)";
  g_autofree char *folder = city_fixture_get_folder ("tiny");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  city_fixture_set_up (&other, NULL);
  city_fixture_import (fixture);
  g_assert_cmpint (import (&other, folder, CITY_FIXTURE_NOW + 40 * DAY, FALSE), ==, PLATFORM_CITY_IMPORTED);
  first = city_fixture_query_text (fixture, sql);
  second = city_fixture_query_text (&other, sql);
  g_assert_cmpstr (first, ==, second);
  city_fixture_tear_down (&other, NULL);
}

static void
test_again (CityFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = city_fixture_get_folder ("tiny");
  g_autoptr (PlatformDeal) before = NULL;
  g_autoptr (PlatformDeal) after = NULL;

  city_fixture_import (fixture);
  before = find_deal (fixture, "Pizza grande para dos");
  g_assert_cmpint (import (fixture, folder, CITY_FIXTURE_NOW + 3 * DAY, TRUE), ==, PLATFORM_CITY_KEPT);
  g_assert_cmpint (import (fixture, folder, CITY_FIXTURE_NOW + 30 * DAY, FALSE), ==, PLATFORM_CITY_KEPT);
  g_assert_cmpint (fixture->city->edition, ==, 1);
  g_assert_cmpint (import (fixture, folder, CITY_FIXTURE_NOW + 30 * DAY, TRUE), ==, PLATFORM_CITY_RENEWED);
  after = find_deal (fixture, "Pizza grande para dos");
  g_assert_cmpint (after->row, ==, before->row);
  g_assert_cmpint (after->ends_at, ==, before->ends_at + 30 * DAY);
  g_assert_cmpint (import (fixture, folder, CITY_FIXTURE_NOW + 31 * DAY, TRUE), ==, PLATFORM_CITY_KEPT);
}

static char *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  /* Without waiting for the disk, which it would do for each of hundreds of files. */
  g_remove (path);
  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

/* Replaces the first @from in a file. */
static void
change (const char *folder, const char *name, const char *from, const char *to)
{
  g_autofree char *text = read_file (folder, name);
  g_autofree char *changed = NULL;
  const char *at = strstr (text, from);

  if (at == NULL)
    g_error ("“%s” is not in %s", from, name);
  changed = g_strdup_printf ("%.*s%s%s", (int) (at - text), text, to, at + strlen (from));
  write_file (folder, name, changed);
}

static gboolean
take_stock (PlatformDatabase *database, gpointer data, GError **error)
{
  gboolean held = FALSE;

  return platform_deal_hold_stock (database, *(gint64 *) data, 4, &held, error) && held;
}

/* Another edition: names and prices change, what is gone is closed, what people did stays. */
static void
test_update (CityFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = NULL;
  g_autoptr (PlatformDeal) before = NULL;
  g_autoptr (PlatformDeal) after = NULL;
  g_autoptr (PlatformDeal) gone = NULL;
  g_autoptr (GArray) prices = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *places = NULL;
  g_autofree char *all = NULL;
  char *last;

  city_fixture_import (fixture);
  before = find_deal (fixture, "Pizza grande para dos");
  platform_writer_run (fixture->writer, take_stock, &before->row, &error);
  g_assert_no_error (error);

  folder = city_fixture_copy (fixture, "tiny");
  change (folder, "places.jsonl", "Pizzería La Ñata", "Pizzería El Ñato");
  change (folder, "offers.jsonl", "{\"day\":-5,\"price\":60000}", "{\"day\":-5,\"price\":50000}");
  change (folder, "offers.jsonl", "\"price\":60000,\"discount_percent\":40",
          "\"price\":50000,\"discount_percent\":50");
  /* The last offer is gone. */
  all = read_file (folder, "offers.jsonl");
  last = strstr (all, "{\"id\":\"o-30\"");
  g_assert_nonnull (last);
  *last = '\0';
  write_file (folder, "offers.jsonl", all);
  change (folder, "city.json", "\"offers\": 30", "\"offers\": 29");

  g_assert_cmpint (import (fixture, folder, CITY_FIXTURE_NOW + DAY, FALSE), ==, PLATFORM_CITY_UPDATED);
  g_assert_cmpint (fixture->city->edition, ==, 2);
  places = city_fixture_query_text (fixture, "SELECT name FROM stores ORDER BY row LIMIT 1");
  g_assert_cmpstr (places, ==, "Pizzería El Ñato");
  after = find_deal (fixture, "Pizza grande para dos");
  g_assert_cmpint (after->row, ==, before->row);
  g_assert_cmpint (after->price, ==, 50000);
  g_assert_cmpint (after->stock_left, ==, 6);
  platform_deal_list_prices (fixture->reader, after->row, CITY_FIXTURE_NOW + DAY, &prices, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (prices->len, ==, 5);
  g_assert_cmpint (g_array_index (prices, PlatformPrice, 4).at, ==, CITY_FIXTURE_NOW + DAY);
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT count(*) FROM reviews"), ==, 34);
  gone = find_deal (fixture, "Fainá y bebida");
  g_assert_false (platform_deal_is_on_sale (gone, CITY_FIXTURE_NOW + DAY));
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT count(*) FROM search_entries"), ==, 12 + 29 + 3);
}

static void
test_other_city (CityFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = city_fixture_copy (fixture, "tiny");
  g_autoptr (GError) error = NULL;

  city_fixture_import (fixture);
  change (folder, "city.json", "\"tiny\"", "\"other\"");
  g_assert_false (
      platform_city_import (fixture->writer, folder, CITY_FIXTURE_NOW, FALSE, NULL, NULL, NULL, &error));
  g_assert_error (error, PLATFORM_CITY_ERROR, PLATFORM_CITY_ERROR_OTHER_CITY);
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT count(*) FROM deals"), ==, 30);
}

/* What is changed in which file, and how the message begins. */
static const struct
{
  const char *file;
  const char *from;
  const char *to;
  const char *expected;
} broken[] = {
  { "city.json", "\"format\": 1", "\"format\": 2", "city.json: /format: " },
  { "city.json", "{", "", "city.json: " },
  { "city.json", "\"UYU\"", "\"pesos\"", "city.json: /currency: " },
  { "city.json", "\"America/Montevideo\"", "\"America/Nowhere\"", "city.json: /timezone: " },
  { "city.json", "\"languages\"", "\"tongues\"", "city.json: /tongues: " },
  { "city.json", "\"01-01\"", "\"13-01\"", "city.json: /holidays" },
  { "city.json", "-34.95", "34.95", "city.json: /bounds" },
  { "city.json", "\"basemap.mbtiles\"", "\"missing.mbtiles\"", "city.json: /basemap/file: " },
  { "city.json", "\"basemap.mbtiles\"", "\"../tiny/basemap.mbtiles\"", "city.json: /basemap/file: " },
  { "city.json", "\"id\": \"beauty\"", "\"id\": \"catering\"", "city.json: /categories/1/id: " },
  { "city.json", "\"zh-CN\": \"美食\"", "\"fr\": \"x\"", "city.json: /categories/0/name" },
  { "city.json", "\"places\": 12", "\"places\": 13", "places.jsonl:12: ends after 12 lines" },
  { "city.json", "\"reviews\": 34", "\"reviews\": 33", "reviews.jsonl:34: ends after 34 lines" },
  { "brands.jsonl", "\"category\":\"beauty\"", "\"category\":\"none\"", "brands.jsonl:1: /category: " },
  { "brands.jsonl", "\"name\":\"Onda\"", "\"name\":\"\"", "brands.jsonl:1: /name: " },
  { "areas.jsonl", "\"suburb\"", "\"village\"", "areas.jsonl:3: /kind: " },
  { "places.jsonl", "\"node/2\"", "\"node/1\"", "places.jsonl:2: /id: the place “node/1” is there twice" },
  { "places.jsonl", "\"brand\":\"onda\"", "\"brand\":\"wave\"",
    "places.jsonl:3: /brand: there is no brand “wave”" },
  { "places.jsonl", "[-56.21,-34.91]", "[-34.91,-156.21]", "places.jsonl:2: /location: " },
  { "places.jsonl", "[-56.21,-34.91]", "[-56.21]", "places.jsonl:2: /location: " },
  { "places.jsonl", "[540,1080]", "[1080,540]", "places.jsonl:4: /hours" },
  { "places.jsonl", "\"phone\"", "\"telephone\"", "places.jsonl:1: /telephone: " },
  { "places.jsonl", "https://example.org/", "javascript:alert(1)", "places.jsonl:1: /website: " },
  { "places.jsonl", "\"street\":\"Calle Mayor\"", "\"street\":5", "places.jsonl:1: /address/street: " },
  { "places.jsonl", "\"name\":\"Café del Puerto\"", "\"name\":null", "places.jsonl:2: /name: " },
  { "places.jsonl", "\"picture\":\"cafe\"}", "\"picture\":\"cafe\"", "places.jsonl:2: " },
  { "places.jsonl", "\"picture\":\"cafe\"}", "\"picture\":\"cafe\",\"picture\":\"bar\"}",
    "places.jsonl:2: " },
  { "offers.jsonl", "\"o-02\"", "\"o-01\"", "offers.jsonl:2: /id: the offer “o-01” is there twice" },
  { "offers.jsonl", "\"kind\":\"voucher\"", "\"kind\":\"gift\"", "offers.jsonl:1: /kind: " },
  { "offers.jsonl", "\"place\":\"node/1\"", "\"place\":\"node/99\"",
    "offers.jsonl:1: /place: there is no place “node/99”" },
  { "offers.jsonl", "\"place\":\"node/1\",", "", "offers.jsonl:1: /place: " },
  { "offers.jsonl", "\"places\":[\"node/3\",\"node/4\"]", "\"places\":[\"node/3\",\"node/1\"]",
    "offers.jsonl:7: /places/1: " },
  { "offers.jsonl", "\"places\":[\"node/3\",\"node/4\"]", "\"places\":[\"node/3\",\"node/3\"]",
    "offers.jsonl:7: /places/1: " },
  { "offers.jsonl", "\"places\":[\"node/5\"]", "\"places\":[]", "offers.jsonl:8: /places: " },
  { "offers.jsonl", "\"zh-CN\":\"双人大披萨\"", "\"de\":\"Pizza\"", "offers.jsonl:1: /title" },
  { "offers.jsonl", ",\"zh-CN\":\"双人大披萨\"", "", "offers.jsonl:1: /title/zh-CN: " },
  { "offers.jsonl", "\"price\":60000,\"discount_percent\":40", "\"price\":60000,\"discount_percent\":41",
    "offers.jsonl:1: /discount_percent: is 41 where the prices say 40" },
  { "offers.jsonl", "\"regular_price\":100000", "\"regular_price\":50000", "offers.jsonl:1: /price: " },
  { "offers.jsonl", "\"regular_price\":100000", "\"regular_price\":100000.5",
    "offers.jsonl:1: /regular_price: " },
  { "offers.jsonl", "\"stock\":10", "\"stock\":-1", "offers.jsonl:1: /stock: " },
  { "offers.jsonl", "\"per_person\":4", "\"per_person\":0", "offers.jsonl:1: /per_person: " },
  { "offers.jsonl", "\"ends_day\":20", "\"ends_day\":-96", "offers.jsonl:1: /ends_day: " },
  { "offers.jsonl", "\"use_within_days\":60", "\"use_within_days\":0", "offers.jsonl:1: /use_within_days: " },
  { "offers.jsonl", "\"weekdays\":[1,2,3,4]", "\"weekdays\":[1,2,3,8]", "offers.jsonl:1: /rules" },
  { "offers.jsonl", "\"max_per_visit\"", "\"max_per_vist\"", "offers.jsonl:1: /rules/max_per_vist: " },
  { "offers.jsonl", "\"popularity\":0.9", "\"popularity\":1.9", "offers.jsonl:1: /popularity: " },
  { "offers.jsonl", "{\"day\":-5,\"price\":60000}", "{\"day\":-5,\"price\":60001}",
    "offers.jsonl:1: /price_log: " },
  { "offers.jsonl", "{\"day\":-40,", "{\"day\":-90,", "offers.jsonl:1: /price_log/1/day: " },
  { "offers.jsonl", "{\"day\":-5,", "{\"day\":5,", "offers.jsonl:1: /price_log/3/day: " },
  { "offers.jsonl", "\"joined\":1", "\"joined\":-1", "offers.jsonl:3: /joined: " },
  { "offers.jsonl", "{\"from\":5,\"price\":60000}", "{\"from\":5,\"price\":70000}",
    "offers.jsonl:3: /tiers/1" },
  { "offers.jsonl", "\"deadline_day\":6", "\"deadline_day\":60", "offers.jsonl:3: /deadline_day: " },
  { "offers.jsonl", "\"minimum\":2", "\"minimum\":1", "offers.jsonl:3: /minimum: " },
  { "offers.jsonl", "\"benefit\":{\"es\":\"Un postre", "\"joined\":1,\"benefit\":{\"es\":\"Un postre",
    "offers.jsonl:2: /joined: does not go with the kind “coupon”" },
  { "offers.jsonl", "\"11:30\"", "\"09:30\"", "offers.jsonl:7: /slots/times: " },
  { "offers.jsonl", "\"11:30\"", "\"25:30\"", "offers.jsonl:7: /slots/times: " },
  { "offers.jsonl", "\"capacity\":2", "\"capacity\":0", "offers.jsonl:7: /slots/capacity: " },
  { "offers.jsonl", "\"weekdays\":[1,2,3,4,5,6,7]", "\"weekdays\":[]", "offers.jsonl:7: /slots/weekdays: " },
  { "offers.jsonl", "\"pay\":\"deposit\"", "\"pay\":\"now\"", "offers.jsonl:7: /deposit: " },
  { "offers.jsonl", "\"deposit\":30000", "\"deposit\":300000", "offers.jsonl:7: /deposit: " },
  { "offers.jsonl", "\"includes\":[{", "\"includes\":[],\"x\":[{", "offers.jsonl:1: /x: " },
  { "reviews.jsonl", "\"rating\":4", "\"rating\":6", "reviews.jsonl:1: /rating: " },
  { "reviews.jsonl", "\"day\":-1,", "\"day\":1,", "reviews.jsonl:1: /day: " },
  { "reviews.jsonl", "\"offer\":\"o-01\"", "\"offer\":\"o-99\"",
    "reviews.jsonl:1: /offer: there is no offer “o-99”" },
  { "reviews.jsonl", "\"offer\":\"o-04\",\"place\":\"node/2\"", "\"offer\":\"o-04\",\"place\":\"node/1\"",
    "reviews.jsonl:26: /place: " },
  { "reviews.jsonl", "\"offer\":\"o-01\"", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    "reviews.jsonl:1: " },
};

static void
assert_refused (CityFixture *fixture, const char *folder, const char *expected)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (
      platform_city_import (fixture->writer, folder, CITY_FIXTURE_NOW, FALSE, NULL, NULL, NULL, &error));
  if (error->domain != PLATFORM_CITY_ERROR || error->code != PLATFORM_CITY_ERROR_BAD ||
      !g_str_has_prefix (error->message, expected))
    g_error ("expected “%s”, got “%s”", expected, error->message);
}

/* A broken city leaves an empty database empty and a full one as it is. */
static void
test_broken (CityFixture *fixture, gconstpointer data)
{
  gboolean full = GPOINTER_TO_INT (data);
  const char *counts =
      "SELECT (SELECT count(*) FROM city) || ' ' || (SELECT count(*) FROM stores) || ' ' ||"
      " (SELECT count(*) FROM deals) || ' ' || (SELECT count(*) FROM search_entries) || ' ' ||"
      " (SELECT count(*) FROM areas) || ' ' || (SELECT sum (price) FROM deals)";

  if (full)
    city_fixture_import (fixture);
  /* Where it breaks makes no difference to a full one: some are enough. */
  for (guint i = 0; i < G_N_ELEMENTS (broken); i += full ? 5 : 1)
    {
      g_autofree char *folder = city_fixture_copy (fixture, "tiny");
      g_autofree char *now = NULL;

      change (folder, broken[i].file, broken[i].from, broken[i].to);
      assert_refused (fixture, folder, broken[i].expected);
      now = city_fixture_query_text (fixture, counts);
      g_assert_cmpstr (now, ==, full ? "1 12 30 45 7 1981500" : NULL);
      g_assert_cmpint (city_fixture_query_int (fixture, "SELECT count(*) FROM stores"), ==, full ? 12 : 0);
    }
}

/* A file that was cut off at any of its ends, or is missing. */
static void
test_partial (CityFixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "brands.jsonl", "places.jsonl", "offers.jsonl", "reviews.jsonl" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *folder = city_fixture_copy (fixture, "tiny");
      g_autofree char *text = read_file (folder, names[i]);
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autoptr (GError) error = NULL;
      gsize length = strlen (text);

      text[length - 1] = '\0'; /* without its last line's end */
      write_file (folder, names[i], text);
      assert_refused (fixture, folder, names[i]);
      text[length / 2] = '\0'; /* in the middle */
      write_file (folder, names[i], text);
      assert_refused (fixture, folder, names[i]);
      write_file (folder, names[i], "");
      assert_refused (fixture, folder, names[i]);
      g_remove (path);
      g_assert_false (
          platform_city_import (fixture->writer, folder, CITY_FIXTURE_NOW, FALSE, NULL, NULL, NULL, &error));
      g_assert_error (error, PLATFORM_CITY_ERROR, PLATFORM_CITY_ERROR_UNREADABLE);
      g_assert_nonnull (strstr (error->message, names[i]));
    }
  g_assert_cmpint (city_fixture_query_int (fixture, "SELECT count(*) FROM city"), ==, 0);
}

/* Prices and reviews cannot be rewritten, whoever tries. */
static gboolean
run_sql (PlatformDatabase *database, gpointer data, GError **error)
{
  return platform_database_execute (database, data, error);
}

static void
test_logs (CityFixture *fixture, gconstpointer data)
{
  static const char *const attempts[] = {
    "UPDATE price_log SET price = 1",
    "DELETE FROM price_log",
    "INSERT INTO price_log (deal, at, price) SELECT deal, at - 1, 1 FROM price_log",
    "UPDATE reviews SET rating = 5",
    "DELETE FROM reviews WHERE rating = 1",
  };

  city_fixture_import (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (platform_writer_run (fixture->writer, run_sql, (gpointer) attempts[i], &error));
      g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CONSTRAINT);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function, data)                                                                            \
  g_test_add (path, CityFixture, data, city_fixture_set_up, function, city_fixture_tear_down)
  ADD ("/city-import/all", test_all, NULL);
  ADD ("/city-import/same-ids", test_same_ids, NULL);
  ADD ("/city-import/again", test_again, NULL);
  ADD ("/city-import/update", test_update, NULL);
  ADD ("/city-import/other-city", test_other_city, NULL);
  ADD ("/city-import/broken/empty", test_broken, GINT_TO_POINTER (FALSE));
  ADD ("/city-import/broken/full", test_broken, GINT_TO_POINTER (TRUE));
  ADD ("/city-import/partial", test_partial, NULL);
  ADD ("/city-import/logs", test_logs, NULL);

  return g_test_run ();
}
