/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-deal-storage.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "rambla-json.h"

#define MAX_JSON (64 * 1024)

static const char *const kinds[PLATFORM_N_DEAL_KINDS] = { "voucher", "booking", "group", "coupon" };
static const char *const pays[] = { "now", "deposit", "at_store" };

const char *
platform_deal_kind_to_string (PlatformDealKind kind)
{
  return kinds[kind];
}

gboolean
platform_deal_kind_from_string (const char *text, gsize length, PlatformDealKind *kind)
{
  for (guint i = 0; i < PLATFORM_N_DEAL_KINDS; i++)
    if (strlen (kinds[i]) == length && memcmp (kinds[i], text, length) == 0)
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

const char *
platform_pay_to_string (PlatformPay pay)
{
  return pays[pay];
}

void
platform_deal_free (PlatformDeal *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->merchant_id);
  g_free (self->merchant_name);
  g_free (self->picture);
  g_free (self->photo);
  g_free (self->photo_alt);
  g_free (self->language);
  g_free (self->title);
  g_free (self->summary);
  g_strfreev (self->includes);
  g_free (self->benefit);
  g_free (self->unit_name);
  g_free (self->slot_times);
  g_free (self->tiers);
  g_free (self);
}

static JsonArray *
parse_array (const char *json, JsonNode **node, GError **error)
{
  *node = rambla_json_parse (json != NULL ? json : "null", -1, MAX_JSON, error);
  return *node != NULL ? rambla_json_as_array (*node, 1000, error) : NULL;
}

static gboolean
read_includes (PlatformDeal *self, const char *json, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array = parse_array (json, &node, error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  self->includes = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_rules (PlatformDeal *self, const char *json, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  /* Most offers have none. */
  if (strcmp (json, "{}") == 0)
    {
      self->rules = (RamblaRules) RAMBLA_RULES_INIT;
      return TRUE;
    }
  node = rambla_json_parse (json, -1, MAX_JSON, error);
  return node != NULL && rambla_rules_from_json (node, TRUE, &self->rules, error);
}

static gboolean
read_slot_times (PlatformDeal *self, const char *json, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array = parse_array (json, &node, error);

  if (array == NULL)
    return FALSE;
  self->n_slot_times = json_array_get_length (array);
  self->slot_times = g_new (int, self->n_slot_times + 1);
  for (guint i = 0; i < self->n_slot_times; i++)
    self->slot_times[i] = (int) json_array_get_int_element (array, i);
  return TRUE;
}

static gboolean
read_tiers (PlatformDeal *self, const char *json, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array = parse_array (json, &node, error);

  if (array == NULL)
    return FALSE;
  self->n_tiers = json_array_get_length (array);
  self->tiers = g_new (PlatformTier, self->n_tiers + 1);
  for (guint i = 0; i < self->n_tiers; i++)
    {
      JsonArray *pair = json_array_get_array_element (array, i);

      self->tiers[i].from = json_array_get_int_element (pair, 0);
      self->tiers[i].price = json_array_get_int_element (pair, 1);
    }
  return TRUE;
}

static gint64
get_limit (PlatformStatement *row, int column)
{
  return platform_statement_is_null (row, column) ? PLATFORM_UNLIMITED
                                                  : platform_statement_get_int (row, column);
}

#define SELECT_DEAL                                                                                          \
  "SELECT d.row, d.id, d.kind, d.merchant, m.id, m.name, m.certified, d.category, d.picture, d.sample, "     \
  "t.language, t.title, t.summary, t.includes, t.benefit, t.unit_name, "                                     \
  "d.price, d.regular_price, d.discount_percent, d.unit_count, d.per_person, d.starts_at, d.ends_at, "       \
  "d.use_within_days, d.rules, k.stock_left, k.sold, d.popularity, r.one, r.two, r.three, r.four, r.five, "  \
  "(SELECT count(*) FROM deal_branches b WHERE b.deal = d.row), "                                            \
  "o.pay, o.deposit, o.cancel_hours, o.weekdays, o.times, o.capacity, o.minutes, o.days_ahead, "             \
  "g.minimum, g.deadline_at, g.joined, g.tiers, "                                                            \
  "l.picture, json_extract (l.alt, '$.\"' || ?2 || '\"'), d.sponsored_until "                                \
  "FROM deals d JOIN merchants m ON m.row = d.merchant "                                                     \
  "JOIN deal_texts t ON t.deal = d.row AND t.language = ?2 JOIN deal_stock k ON k.deal = d.row "             \
  "LEFT JOIN deal_ratings r ON r.deal = d.row LEFT JOIN deal_bookings o ON o.deal = d.row "                  \
  "LEFT JOIN deal_groups g ON g.deal = d.row "                                                               \
  "LEFT JOIN picture_places l ON l.owner = d.id AND l.position = 0 "

static gboolean
read_kind (PlatformDeal *self, PlatformStatement *row, GError **error)
{
  if (self->kind == PLATFORM_DEAL_BOOKING)
    {
      const char *pay = platform_statement_get_text (row, 34);

      for (guint i = 0; i < G_N_ELEMENTS (pays); i++)
        if (g_strcmp0 (pays[i], pay) == 0)
          self->pay = i;
      self->deposit = platform_statement_get_int (row, 35);
      self->cancel_hours = (int) platform_statement_get_int (row, 36);
      self->slot_weekdays = (guint8) platform_statement_get_int (row, 37);
      self->slot_capacity = (int) platform_statement_get_int (row, 39);
      self->slot_minutes = (int) platform_statement_get_int (row, 40);
      self->slot_days_ahead = (int) platform_statement_get_int (row, 41);
      return read_slot_times (self, platform_statement_get_text (row, 38), error);
    }
  if (self->kind == PLATFORM_DEAL_GROUP)
    {
      self->group_minimum = (int) platform_statement_get_int (row, 42);
      self->group_deadline = platform_statement_get_int (row, 43);
      self->group_joined = platform_statement_get_int (row, 44);
      return read_tiers (self, platform_statement_get_text (row, 45), error);
    }
  return TRUE;
}

static gboolean
read_row (PlatformStatement *row, PlatformDeal *self, GError **error)
{
  gsize length;
  const char *kind = platform_statement_get_text_len (row, 2, &length);

  self->row = platform_statement_get_int (row, 0);
  self->id = platform_statement_dup_text (row, 1);
  platform_deal_kind_from_string (kind, length, &self->kind);
  self->merchant = platform_statement_get_int (row, 3);
  self->merchant_id = platform_statement_dup_text (row, 4);
  self->merchant_name = platform_statement_dup_text (row, 5);
  self->merchant_certified = platform_statement_get_int (row, 6) != 0;
  self->category = platform_statement_get_int (row, 7);
  self->picture = platform_statement_dup_text (row, 8);
  self->sample = platform_statement_get_int (row, 9) != 0;
  self->language = platform_statement_dup_text (row, 10);
  self->title = platform_statement_dup_text (row, 11);
  self->summary = platform_statement_dup_text (row, 12);
  self->benefit = platform_statement_dup_text (row, 14);
  self->unit_name = platform_statement_dup_text (row, 15);
  self->price = platform_statement_get_int (row, 16);
  self->regular_price = platform_statement_get_int (row, 17);
  self->discount_percent = (int) platform_statement_get_int (row, 18);
  self->unit_count = platform_statement_get_int (row, 19);
  self->per_person = get_limit (row, 20);
  self->starts_at = platform_statement_get_int (row, 21);
  self->ends_at = platform_statement_get_int (row, 22);
  self->use_within_days = (int) platform_statement_get_int (row, 23);
  self->stock_left = get_limit (row, 25);
  self->sold = platform_statement_get_int (row, 26);
  self->popularity = platform_statement_get_double (row, 27);
  for (int i = 0; i < 5; i++)
    self->ratings[i] = platform_statement_get_int (row, 28 + i);
  self->branch_count = (int) platform_statement_get_int (row, 33);
  self->photo = platform_statement_dup_text (row, 46);
  self->photo_alt = platform_statement_dup_text (row, 47);
  self->sponsored_until = platform_statement_get_int (row, 48);
  return read_includes (self, platform_statement_get_text (row, 13), error) &&
         read_rules (self, platform_statement_get_text (row, 24), error) && read_kind (self, row, error);
}

static gboolean
find (PlatformStatement *statement, PlatformDeal **deal, GError **error)
{
  g_autoptr (PlatformDeal) self = NULL;
  PlatformStep step;

  *deal = NULL;
  if (statement == NULL)
    return FALSE;
  step = platform_statement_step (statement, error);
  if (step != PLATFORM_STEP_ROW)
    return step == PLATFORM_STEP_DONE;
  self = g_new0 (PlatformDeal, 1);
  if (!read_row (statement, self, error))
    return FALSE;
  *deal = g_steal_pointer (&self);
  return TRUE;
}

/* Offers may lack a text in some languages; the city's default they always have. */
static const char *
language_of (const PlatformCity *city, const char *language)
{
  return city->languages[platform_city_get_language_index (city, language)];
}

gboolean
platform_deal_find (PlatformDatabase *database,
                    const PlatformCity *city,
                    const char *id,
                    const char *language,
                    PlatformDeal **deal,
                    GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error, SELECT_DEAL "WHERE d.id = ?1", "tt", id, language_of (city, language));

  return find (statement, deal, error);
}

gboolean
platform_deal_get (PlatformDatabase *database,
                   const PlatformCity *city,
                   gint64 row,
                   const char *language,
                   PlatformDeal **deal,
                   GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error, SELECT_DEAL "WHERE d.row = ?1", "it", row, language_of (city, language));

  return find (statement, deal, error);
}

gboolean
platform_deal_list_at_store (PlatformDatabase *database,
                             gint64 store,
                             gint64 now,
                             GArray **deals,
                             gint64 *price_from,
                             GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error,
      "SELECT d.row, d.price FROM deal_branches b CROSS JOIN deals d ON d.row = b.deal"
      " WHERE b.store = ?1 AND d.starts_at <= ?2 AND d.ends_at > ?2 ORDER BY d.popularity DESC, d.row",
      "ii", store, now);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 lowest = G_MAXINT64;
  PlatformStep step;

  *deals = NULL;
  if (statement == NULL)
    return FALSE;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      gint64 row = platform_statement_get_int (statement, 0);

      lowest = MIN (lowest, platform_statement_get_int (statement, 1));
      g_array_append_val (rows, row);
    }
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (price_from != NULL && rows->len > 0)
    *price_from = lowest;
  *deals = g_steal_pointer (&rows);
  return TRUE;
}

gboolean
platform_deal_is_on_sale (const PlatformDeal *self, gint64 now)
{
  return self->starts_at <= now && now < self->ends_at &&
         (self->kind != PLATFORM_DEAL_GROUP || now < self->group_deadline);
}

gboolean
platform_deal_is_good_at (PlatformDatabase *database,
                          gint64 deal,
                          const char *store_id,
                          gint64 *store,
                          GError **error)
{
  *store = 0;
  return platform_database_query_int (
             database, store, error,
             "SELECT s.row FROM stores s JOIN deal_branches b ON b.store = s.row AND b.deal = ?2"
             " WHERE s.id = ?1 AND s.closed_at IS NULL",
             "ti", store_id, deal) != PLATFORM_STEP_ERROR;
}

gboolean
platform_deal_hold_stock (PlatformDatabase *database,
                          gint64 deal,
                          gint64 quantity,
                          gboolean *held,
                          GError **error)
{
  g_return_val_if_fail (quantity > 0, FALSE);

  if (!platform_database_run (database, error,
                              "UPDATE deal_stock SET stock_left = stock_left - ?2"
                              " WHERE deal = ?1 AND (stock_left IS NULL OR stock_left >= ?2)",
                              "ii", deal, quantity))
    return FALSE;
  *held = platform_database_get_changes (database) == 1;
  return TRUE;
}

gboolean
platform_deal_release_stock (PlatformDatabase *database, gint64 deal, gint64 quantity, GError **error)
{
  g_return_val_if_fail (quantity > 0, FALSE);

  return platform_database_run (database, error,
                                "UPDATE deal_stock SET stock_left = stock_left + ?2 WHERE deal = ?1", "ii",
                                deal, quantity);
}

gboolean
platform_deal_add_sold (PlatformDatabase *database, gint64 deal, gint64 quantity, GError **error)
{
  return platform_database_run (database, error,
                                "UPDATE deal_stock SET sold = max (0, sold + ?2) WHERE deal = ?1", "ii", deal,
                                quantity);
}

gboolean
platform_deal_join_group (PlatformDatabase *database,
                          gint64 deal,
                          gint64 people,
                          gint64 now,
                          gboolean *joined,
                          GError **error)
{
  /* Whoever leaves may do so at any time. */
  if (!platform_database_run (database, error,
                              "UPDATE deal_groups SET joined = max (0, joined + ?2)"
                              " WHERE deal = ?1 AND (?2 < 0 OR deadline_at > ?3)",
                              "iii", deal, people, now))
    return FALSE;
  *joined = platform_database_get_changes (database) == 1;
  return TRUE;
}

gboolean
platform_deal_get_low (PlatformDatabase *database,
                       gint64 deal,
                       gint64 since,
                       gint64 now,
                       gint64 *low,
                       GError **error)
{
  return platform_database_query_int (
             database, low, error,
             "SELECT min (price) FROM price_log WHERE deal = ?1 AND at <= ?3 AND"
             " at >= coalesce ((SELECT max (at) FROM price_log WHERE deal = ?1 AND at <= ?2), ?2)",
             "iii", deal, since, now) != PLATFORM_STEP_ERROR;
}

gboolean
platform_deal_list_prices (PlatformDatabase *database,
                           gint64 deal,
                           gint64 now,
                           GArray **prices,
                           GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error, "SELECT at, price FROM price_log WHERE deal = ?1 AND at <= ?2 ORDER BY at", "ii", deal,
      now);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (PlatformPrice));
  PlatformStep step;

  *prices = NULL;
  if (statement == NULL)
    return FALSE;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      PlatformPrice price = { platform_statement_get_int (statement, 0),
                              platform_statement_get_int (statement, 1) };

      g_array_append_val (found, price);
    }
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  *prices = g_steal_pointer (&found);
  return TRUE;
}
