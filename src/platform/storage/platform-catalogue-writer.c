/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-catalogue-writer.h"

#include <math.h>

#include "platform-price-log-storage.h"
#include "platform-search-facts.h"
#include "platform-search-index.h"
#include "platform-words.h"
#include "rambla-json-writer.h"

#define UNITS_A_DEGREE 1e7

static char *
texts_to_json (const char *const *texts)
{
  GString *json = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, json);
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; texts[i] != NULL; i++)
    rambla_json_writer_string (&writer, texts[i]);
  rambla_json_writer_end_array (&writer);
  return g_string_free (json, FALSE);
}

static char *
names_to_json (const char *const *languages, char *const *names)
{
  GString *json = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, json);
  rambla_json_writer_begin_object (&writer);
  for (guint i = 0; languages[i] != NULL; i++)
    rambla_json_writer_member_string (&writer, languages[i], names[i]);
  rambla_json_writer_end_object (&writer);
  return g_string_free (json, FALSE);
}

static char *
rules_to_json (const RamblaRules *rules)
{
  GString *json = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, json);
  rambla_rules_write (rules, &writer, NULL);
  return g_string_free (json, FALSE);
}

/* Statements that end with RETURNING row. */
static gboolean
take_row (PlatformStatement *statement, gint64 *row, GError **error)
{
  PlatformStep step = platform_statement_step (statement, error);

  if (step == PLATFORM_STEP_ROW)
    *row = platform_statement_get_int (statement, 0);
  return step == PLATFORM_STEP_ROW && platform_statement_step (statement, error) == PLATFORM_STEP_DONE;
}

static gboolean
save_category (PlatformDatabase *database,
               const PlatformCity *city,
               PlatformCategory *category,
               GError **error)
{
  g_autofree char *names = names_to_json ((const char *const *) city->languages, category->names);
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error,
      "INSERT INTO categories (row, id, glyph, names)"
      " VALUES ((SELECT coalesce (max (row), 0) + 1 FROM categories), ?1, ?2, ?3)"
      " ON CONFLICT (id) DO UPDATE SET glyph = excluded.glyph, names = excluded.names RETURNING row",
      "ttt", category->id, category->glyph, names);

  return statement != NULL && take_row (statement, &category->row, error);
}

gboolean
platform_catalogue_save_city (PlatformDatabase *database, PlatformCity *city, gint64 *edition, GError **error)
{
  g_autofree char *languages = texts_to_json ((const char *const *) city->languages);
  g_autofree char *holidays = texts_to_json ((const char *const *) city->holiday_dates);
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error,
      "INSERT INTO city (one, id, name, country, currency, timezone, languages, longitude, latitude, zoom,"
      " west, south, east, north, attribution, attribution_url, sample_offers, holidays, content_hash,"
      " edition, imported_at)"
      " VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, 1, ?19)"
      " ON CONFLICT (one) DO UPDATE SET id = excluded.id, name = excluded.name,"
      " country = excluded.country, currency = excluded.currency, timezone = excluded.timezone,"
      " languages = excluded.languages, longitude = excluded.longitude, latitude = excluded.latitude,"
      " zoom = excluded.zoom, west = excluded.west, south = excluded.south, east = excluded.east,"
      " north = excluded.north, attribution = excluded.attribution,"
      " attribution_url = excluded.attribution_url, sample_offers = excluded.sample_offers,"
      " holidays = excluded.holidays, content_hash = excluded.content_hash,"
      " imported_at = excluded.imported_at, edition = edition + 1 RETURNING edition",
      "ttttttdddddddttntti", city->id, city->name, city->country, city->currency, city->timezone, languages,
      city->centre.lon, city->centre.lat, city->zoom, city->bounds.west, city->bounds.south,
      city->bounds.east, city->bounds.north, city->attribution, city->attribution_url,
      city->sample_offers != FALSE, holidays, city->content_hash, city->imported_at);

  if (statement == NULL || !take_row (statement, edition, error))
    return FALSE;
  for (guint i = 0; i < city->categories->len; i++)
    if (!save_category (database, city, g_ptr_array_index (city->categories, i), error))
      return FALSE;
  return TRUE;
}

gboolean
platform_catalogue_set_basemap (PlatformDatabase *database,
                                const char *basemap,
                                const char *hidpi,
                                GError **error)
{
  return platform_database_run (database, error,
                                "UPDATE city SET basemap = ?1, basemap_hidpi = ?2"
                                " WHERE basemap IS NOT ?1 OR basemap_hidpi IS NOT ?2",
                                "tt", basemap, hidpi);
}

gboolean
platform_catalogue_clear_areas (PlatformDatabase *database, GError **error)
{
  return platform_database_execute (
      database, "DELETE FROM areas; INSERT INTO area_words (area_words) VALUES ('delete-all')", error);
}

gboolean
platform_catalogue_add_area (PlatformDatabase *database,
                             const char *name,
                             const char *kind,
                             RamblaPoint location,
                             GError **error)
{
  g_autoptr (GString) words = g_string_new (NULL);

  platform_words_append_terms (words, name);
  return platform_database_run (database, error,
                                "INSERT INTO areas (name, kind, longitude, latitude) VALUES (?1, ?2, ?3, ?4)",
                                "ttdd", name, kind, location.lon, location.lat) &&
         platform_database_run (database, error, "INSERT INTO area_words (rowid, name) VALUES (?1, ?2)", "it",
                                platform_database_get_last_row (database), words->str);
}

gboolean
platform_catalogue_save_merchant (PlatformDatabase *database,
                                  const char *id,
                                  const char *name,
                                  gboolean is_brand,
                                  gint64 *row,
                                  GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error,
      "INSERT INTO merchants (id, name, is_brand)"
      " VALUES (?1, ?2, ?3)"
      " ON CONFLICT (id) DO UPDATE SET name = excluded.name, is_brand = excluded.is_brand RETURNING row",
      "ttn", id, name, is_brand != FALSE);

  return statement != NULL && take_row (statement, row, error);
}

gboolean
platform_catalogue_save_store (PlatformDatabase *database,
                               PlatformStore *store,
                               const char *cuisine,
                               gint64 edition,
                               GError **error)
{
  gint64 longitude = lround (store->location.lon * UNITS_A_DEGREE);
  gint64 latitude = lround (store->location.lat * UNITS_A_DEGREE);
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error,
      "INSERT INTO stores (id, merchant, category, name, kind, street, housenumber, neighbourhood,"
      " longitude, latitude, hours, opening_hours, closed_on_holidays, phone, website, cuisine, picture,"
      " edition)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)"
      " ON CONFLICT (id) DO UPDATE SET merchant = excluded.merchant, category = excluded.category,"
      " name = excluded.name, kind = excluded.kind, street = excluded.street,"
      " housenumber = excluded.housenumber, neighbourhood = excluded.neighbourhood,"
      " longitude = excluded.longitude, latitude = excluded.latitude, hours = excluded.hours,"
      " opening_hours = excluded.opening_hours, closed_on_holidays = excluded.closed_on_holidays,"
      " phone = excluded.phone, website = excluded.website, cuisine = excluded.cuisine,"
      " picture = excluded.picture, edition = excluded.edition, closed_at = NULL RETURNING row",
      "tiittttt"
      "dd0t0ttt"
      "ti",
      store->id, store->merchant, store->category, store->name, store->kind, store->street,
      store->housenumber, store->neighbourhood, store->location.lon, store->location.lat,
      store->opening_hours, store->phone, store->website, cuisine, store->picture, edition);

  if (statement == NULL)
    return FALSE;
  if (store->spans != NULL)
    {
      gsize length;
      g_autofree guint8 *hours = platform_hours_pack (store->spans, store->n_spans, &length);

      platform_statement_bind_blob (statement, 11, hours, length);
    }
  if (store->closed_on_holidays >= 0)
    platform_statement_bind_int (statement, 13, store->closed_on_holidays);
  return take_row (statement, &store->row, error) &&
         platform_database_run (database, error, "DELETE FROM store_places WHERE store = ?1", "i",
                                store->row) &&
         platform_database_run (
             database, error,
             "INSERT INTO store_places (store, west, east, south, north) VALUES (?1, ?2, ?2, ?3, ?3)", "iii",
             store->row, longitude, latitude);
}

static void
bind_limit (PlatformStatement *statement, int index, gint64 limit)
{
  if (limit != PLATFORM_UNLIMITED)
    platform_statement_bind_int (statement, index, limit);
}

static gboolean
save_head (PlatformDatabase *database, PlatformDeal *deal, gint64 edition, GError **error)
{
  g_autofree char *rules = rules_to_json (&deal->rules);
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error,
      "INSERT INTO deals (id, merchant, category, kind, picture, price, regular_price, discount_percent,"
      " unit_count, per_person, starts_at, ends_at, use_within_days, rules, popularity, sample, edition)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)"
      " ON CONFLICT (id) DO UPDATE SET merchant = excluded.merchant, category = excluded.category,"
      " kind = excluded.kind, picture = excluded.picture, price = excluded.price,"
      " regular_price = excluded.regular_price, discount_percent = excluded.discount_percent,"
      " unit_count = excluded.unit_count, per_person = excluded.per_person,"
      " starts_at = excluded.starts_at, stopped_until = iif (stopped_until IS NULL, NULL,"
      " excluded.ends_at), ends_at = iif (stopped_until IS NULL, excluded.ends_at,"
      " max (ends_at, excluded.starts_at + 1)),"
      " use_within_days = excluded.use_within_days, rules = excluded.rules,"
      " popularity = excluded.popularity, sample = excluded.sample, edition = excluded.edition"
      " RETURNING row",
      "tiittiin00iintdni", deal->id, deal->merchant, deal->category,
      platform_deal_kind_to_string (deal->kind), deal->picture, deal->price, deal->regular_price,
      deal->discount_percent, deal->starts_at, deal->ends_at, deal->use_within_days, rules, deal->popularity,
      deal->sample != FALSE, edition);

  if (statement == NULL)
    return FALSE;
  if (deal->unit_count > 0)
    platform_statement_bind_int (statement, 9, deal->unit_count);
  bind_limit (statement, 10, deal->per_person);
  return take_row (statement, &deal->row, error);
}

static gboolean
save_texts (PlatformDatabase *database,
            gint64 deal,
            const PlatformDealText *texts,
            gsize n_texts,
            GError **error)
{
  if (!platform_database_run (database, error, "DELETE FROM deal_texts WHERE deal = ?1", "i", deal))
    return FALSE;
  for (gsize i = 0; i < n_texts; i++)
    {
      g_autofree char *includes = texts_to_json (texts[i].includes);

      if (!platform_database_run (
              database, error,
              "INSERT INTO deal_texts (deal, language, title, summary, includes, benefit, unit_name)"
              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
              "itttttt", deal, texts[i].language, texts[i].title, texts[i].summary, includes,
              texts[i].benefit, texts[i].unit_name))
        return FALSE;
    }
  return TRUE;
}

static gboolean
save_branches (PlatformDatabase *database,
               gint64 deal,
               const gint64 *branches,
               gsize n_branches,
               GError **error)
{
  if (!platform_database_run (database, error, "DELETE FROM deal_branches WHERE deal = ?1", "i", deal))
    return FALSE;
  for (gsize i = 0; i < n_branches; i++)
    if (!platform_database_run (database, error, "INSERT INTO deal_branches (deal, store) VALUES (?1, ?2)",
                                "ii", deal, branches[i]))
      return FALSE;
  return TRUE;
}

static gboolean
save_stock (PlatformDatabase *database, const PlatformDeal *deal, GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error,
      "INSERT INTO deal_stock (deal, stock_left, sold) VALUES (?1, ?2, ?3) ON CONFLICT (deal) DO NOTHING",
      "i0i", deal->row, deal->sold);

  if (statement == NULL)
    return FALSE;
  bind_limit (statement, 2, deal->stock_left);
  return platform_statement_run (statement, error);
}

static gboolean
save_booking (PlatformDatabase *database, const PlatformDeal *deal, GError **error)
{
  g_autoptr (GString) times = g_string_new (NULL);
  g_autoptr (PlatformStatement) statement = NULL;
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, times);
  rambla_json_writer_begin_array (&writer);
  for (gsize i = 0; i < deal->n_slot_times; i++)
    rambla_json_writer_int (&writer, deal->slot_times[i]);
  rambla_json_writer_end_array (&writer);
  statement = platform_database_query (
      database, error,
      "INSERT INTO deal_bookings (deal, pay, deposit, cancel_hours, weekdays, times, capacity, minutes,"
      " days_ahead)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
      " ON CONFLICT (deal) DO UPDATE SET pay = excluded.pay, deposit = excluded.deposit,"
      " cancel_hours = excluded.cancel_hours, weekdays = excluded.weekdays, times = excluded.times,"
      " capacity = excluded.capacity, minutes = excluded.minutes, days_ahead = excluded.days_ahead",
      "it0nntnnn", deal->row, platform_pay_to_string (deal->pay), deal->cancel_hours,
      (int) deal->slot_weekdays, times->str, deal->slot_capacity, deal->slot_minutes, deal->slot_days_ahead);
  if (statement == NULL)
    return FALSE;
  if (deal->pay == PLATFORM_PAY_DEPOSIT)
    platform_statement_bind_int (statement, 3, deal->deposit);
  return platform_statement_run (statement, error);
}

static gboolean
save_group (PlatformDatabase *database, const PlatformDeal *deal, GError **error)
{
  g_autoptr (GString) tiers = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, tiers);
  rambla_json_writer_begin_array (&writer);
  for (gsize i = 0; i < deal->n_tiers; i++)
    {
      rambla_json_writer_begin_array (&writer);
      rambla_json_writer_int (&writer, deal->tiers[i].from);
      rambla_json_writer_int (&writer, deal->tiers[i].price);
      rambla_json_writer_end_array (&writer);
    }
  rambla_json_writer_end_array (&writer);
  return platform_database_run (database, error,
                                "INSERT INTO deal_groups (deal, minimum, deadline_at, joined, tiers)"
                                " VALUES (?1, ?2, ?3, ?4, ?5)"
                                " ON CONFLICT (deal) DO UPDATE SET minimum = excluded.minimum,"
                                " deadline_at = excluded.deadline_at, tiers = excluded.tiers",
                                "iniit", deal->row, deal->group_minimum, deal->group_deadline,
                                deal->group_joined, tiers->str);
}

static gboolean
save_prices (PlatformDatabase *database,
             const PlatformDeal *deal,
             const PlatformPrice *prices,
             gsize n_prices,
             gint64 now,
             GError **error)
{
  gint64 last = -1;

  if (platform_database_query_int (database, &last, error,
                                   "SELECT price FROM price_log WHERE deal = ?1 ORDER BY at DESC LIMIT 1",
                                   "i", deal->row) == PLATFORM_STEP_ERROR)
    return FALSE;
  if (last == deal->price)
    return TRUE;
  if (last >= 0)
    return platform_database_run (database, error,
                                  "INSERT INTO price_log (deal, at, price) VALUES (?1, ?2, ?3)", "iii",
                                  deal->row, now, deal->price) &&
           platform_price_log_storage_append (database, deal->row, error);
  for (gsize i = 0; i < n_prices; i++)
    if (!platform_database_run (database, error,
                                "INSERT INTO price_log (deal, at, price) VALUES (?1, ?2, ?3)", "iii",
                                deal->row, prices[i].at, prices[i].price))
      return FALSE;
  return platform_price_log_storage_append (database, deal->row, error);
}

gboolean
platform_catalogue_save_deal (PlatformDatabase *database,
                              PlatformDeal *deal,
                              const PlatformDealText *texts,
                              gsize n_texts,
                              const gint64 *branches,
                              gsize n_branches,
                              const PlatformPrice *prices,
                              gsize n_prices,
                              gint64 now,
                              gint64 edition,
                              GError **error)
{
  return save_head (database, deal, edition, error) &&
         save_texts (database, deal->row, texts, n_texts, error) &&
         save_branches (database, deal->row, branches, n_branches, error) &&
         save_stock (database, deal, error) &&
         (deal->kind != PLATFORM_DEAL_BOOKING || save_booking (database, deal, error)) &&
         (deal->kind != PLATFORM_DEAL_GROUP || save_group (database, deal, error)) &&
         save_prices (database, deal, prices, n_prices, now, error);
}

gboolean
platform_catalogue_close_others (PlatformDatabase *database, gint64 edition, gint64 now, GError **error)
{
  return platform_database_run (database, error,
                                "UPDATE deals SET ends_at = max (starts_at + 1, min (ends_at, ?2)) WHERE "
                                "edition <> ?1 AND published = 0",
                                "ii", edition, now) &&
         platform_database_run (database, error,
                                "DELETE FROM store_places"
                                " WHERE store IN (SELECT row FROM stores WHERE edition <> ?1 AND closed_at"
                                " IS NULL)",
                                "i", edition) &&
         platform_database_run (database, error,
                                "UPDATE stores SET closed_at = ?2 WHERE edition <> ?1 AND closed_at IS NULL",
                                "ii", edition, now);
}

gboolean
platform_catalogue_shift_periods (PlatformDatabase *database, gint64 seconds, GError **error)
{
  return platform_database_run (
             database, error,
             "UPDATE deals SET starts_at = starts_at + ?1, ends_at = iif (stopped_until IS NULL,"
             " ends_at + ?1, max (ends_at, starts_at + ?1 + 1)), stopped_until ="
             " stopped_until + ?1 WHERE edition = (SELECT edition FROM city)",
             "i", seconds) &&
         platform_database_run (database, error, "UPDATE deal_groups SET deadline_at = deadline_at + ?1", "i",
                                seconds) &&
         platform_database_run (database, error, "UPDATE city SET imported_at = imported_at + ?1", "i",
                                seconds);
}

static gboolean
add_all (PlatformDatabase *database,
         PlatformSearchIndex *index,
         const char *sql,
         gboolean (*add_one) (PlatformSearchIndex *index, gint64 row, GError **error),
         GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_prepare (database, sql, error);
  PlatformStep step;

  if (statement == NULL)
    return FALSE;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    if (!add_one (index, platform_statement_get_int (statement, 0), error))
      return FALSE;
  return step == PLATFORM_STEP_DONE;
}

gboolean
platform_catalogue_index_all (PlatformDatabase *database, const PlatformCity *city, GError **error)
{
  g_autoptr (PlatformSearchIndex) index = platform_search_index_new (database, city);

  return platform_search_index_clear (index, error) &&
         add_all (database, index, "SELECT row FROM stores WHERE closed_at IS NULL",
                  platform_search_index_add_store, error) &&
         add_all (database, index,
                  "SELECT row FROM deals WHERE edition = (SELECT edition FROM city) OR published = 1",
                  platform_search_index_add_deal, error) &&
         platform_search_index_finish (index, error);
}
