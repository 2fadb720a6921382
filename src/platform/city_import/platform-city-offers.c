/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-city-import-private.h"
#include "rambla-id.h"
#include "rambla-json.h"
#include "rambla-money.h"

#include <string.h>

#define MAX_DAYS 3650
#define MAX_INCLUDES 10
#define MAX_PRICES 1000
#define MAX_BRANCHES 10000
#define MAX_TITLE 300
#define MAX_TEXT 2000

/* An offer as it is read: the deal without texts, and what belongs to it. */
typedef struct
{
  PlatformDeal *deal;
  const PlatformCityBrand *brand;
  GArray *branches; /* of gint64 */
  GArray *prices;   /* of PlatformPrice */
  GPtrArray *lists; /* of char **: texts by language, owned */
  PlatformDealText *texts;
  gint64 ends_day;
  gint64 starts_day;
} Offer;

/* --- where it can be used --- */

static gboolean
add_named_branches (PlatformCityState *state, Offer *self, JsonArray *places, GError **error)
{
  for (guint i = 0; i < json_array_get_length (places); i++)
    {
      JsonNode *node = json_array_get_element (places, i);
      const char *id = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      const PlatformCityPlace *place = id != NULL ? g_hash_table_lookup (state->places, id) : NULL;

      if (place == NULL || place->brand != self->brand)
        {
          rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "", "“%s” is no branch of the brand",
                                 id != NULL ? id : "");
          return rambla_json_prefix_error (error, "/places/%u", i);
        }
      for (guint j = 0; j < self->branches->len; j++)
        if (g_array_index (self->branches, gint64, j) == place->store)
          {
            rambla_json_set_error (error, RAMBLA_JSON_ERROR_DUPLICATE, "", "“%s” is there twice", id);
            return rambla_json_prefix_error (error, "/places/%u", i);
          }
      g_array_append_val (self->branches, place->store);
    }
  return TRUE;
}

static gboolean
read_branches (PlatformCityState *state, Offer *self, JsonObject *object, GError **error)
{
  const char *place_id, *brand_id;
  JsonArray *places;

  if (!platform_city_read_name (object, "place", FALSE, &place_id, error) ||
      !platform_city_read_name (object, "brand", FALSE, &brand_id, error) ||
      !rambla_json_get_array_or_null (object, "places", MAX_BRANCHES, &places, error))
    return FALSE;
  if ((place_id != NULL) == (brand_id != NULL))
    return platform_city_refuse (error, "/place",
                                 "an offer belongs to a place or to a brand, one of the two");
  if (place_id != NULL)
    {
      const PlatformCityPlace *place = g_hash_table_lookup (state->places, place_id);

      if (place == NULL || places != NULL)
        {
          rambla_json_set_error (
              error, RAMBLA_JSON_ERROR_VALUE, place == NULL ? "/place" : "/places",
              place == NULL ? "there is no place “%s”" : "goes with a brand, not with “%s”", place_id);
          return FALSE;
        }
      self->deal->merchant = place->merchant;
      g_array_append_val (self->branches, place->store);
      return TRUE;
    }
  self->brand = g_hash_table_lookup (state->brands, brand_id);
  if (self->brand == NULL)
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/brand", "there is no brand “%s”", brand_id);
      return FALSE;
    }
  self->deal->merchant = self->brand->merchant;
  if (places == NULL)
    g_array_append_vals (self->branches, self->brand->stores->data, self->brand->stores->len);
  else if (!add_named_branches (state, self, places, error))
    return FALSE;
  return self->branches->len > 0 ||
         platform_city_refuse (error, "/places", "an offer needs a place where it can be used");
}

/* --- texts --- */

static gboolean
read_list (const PlatformCityState *state,
           Offer *self,
           JsonObject *object,
           const char *name,
           gsize max_bytes,
           char ***list,
           GError **error)
{
  if (!platform_city_read_texts (state, object, name, max_bytes, list, error))
    return FALSE;
  g_ptr_array_add (self->lists, *list);
  return TRUE;
}

static gboolean
read_includes (const PlatformCityState *state, Offer *self, JsonObject *object, GError **error)
{
  guint n_languages = g_strv_length (state->city->languages);
  JsonArray *lines;

  if (!rambla_json_get_array (object, "includes", MAX_INCLUDES, &lines, error))
    return FALSE;
  if (json_array_get_length (lines) == 0)
    return platform_city_refuse (error, "/includes", "must say what is included");
  for (guint i = 0; i < n_languages; i++)
    {
      char **column = g_new0 (char *, json_array_get_length (lines) + 1);

      g_ptr_array_add (self->lists, column);
      self->texts[i].includes = (const char *const *) column;
    }
  for (guint line = 0; line < json_array_get_length (lines); line++)
    {
      g_autoptr (JsonObject) wrapped = json_object_new ();
      g_auto (GStrv) texts = NULL;

      json_object_set_member (wrapped, "includes", json_node_copy (json_array_get_element (lines, line)));
      if (!platform_city_read_texts (state, wrapped, "includes", MAX_TITLE, &texts, error))
        return FALSE;
      for (guint i = 0; i < n_languages; i++)
        ((char **) self->texts[i].includes)[line] = g_strdup (texts[i]);
    }
  return TRUE;
}

static gboolean
read_unit (const PlatformCityState *state, Offer *self, JsonObject *object, char ***names, GError **error)
{
  static const char *const members[] = { "count", "name", NULL };
  JsonObject *unit;

  *names = NULL;
  if (!rambla_json_get_object_or_null (object, "unit", &unit, error))
    return FALSE;
  if (unit == NULL)
    return TRUE;
  return (rambla_json_check_members (unit, members, error) &&
          rambla_json_get_int (unit, "count", 1, 100000, &self->deal->unit_count, error) &&
          read_list (state, self, unit, "name", 100, names, error)) ||
         rambla_json_prefix_error (error, "/unit");
}

static gboolean
read_texts (const PlatformCityState *state, Offer *self, JsonObject *object, GError **error)
{
  guint n_languages = g_strv_length (state->city->languages);
  char **titles, **summaries, **benefits = NULL, **units;

  self->texts = g_new0 (PlatformDealText, n_languages);
  if (!read_list (state, self, object, "title", MAX_TITLE, &titles, error) ||
      !read_list (state, self, object, "summary", MAX_TEXT, &summaries, error) ||
      !read_includes (state, self, object, error) || !read_unit (state, self, object, &units, error))
    return FALSE;
  if (json_object_has_member (object, "benefit") &&
      !read_list (state, self, object, "benefit", MAX_TITLE, &benefits, error))
    return FALSE;
  if (benefits == NULL && self->deal->kind == PLATFORM_DEAL_COUPON)
    return platform_city_refuse (error, "/benefit", "a coupon must say what it gives");
  for (guint i = 0; i < n_languages; i++)
    {
      self->texts[i].language = state->city->languages[i];
      self->texts[i].title = titles[i];
      self->texts[i].summary = summaries[i];
      self->texts[i].benefit = benefits != NULL ? benefits[i] : NULL;
      self->texts[i].unit_name = units != NULL ? units[i] : NULL;
    }
  return TRUE;
}

/* --- money, numbers, times --- */

static gboolean
read_limit (JsonObject *object, const char *name, gint64 min, gint64 *limit, GError **error)
{
  return rambla_json_get_int_or (object, name, min, 1000000000, PLATFORM_UNLIMITED, limit, error);
}

static gboolean
read_price (const PlatformCityState *state, PlatformDeal *deal, JsonObject *object, GError **error)
{
  const char *currency = state->city->currency;
  gint64 discount;
  int expected;

  if (!rambla_json_get_int (object, "price", 0, RAMBLA_MONEY_MAX_AMOUNT, &deal->price, error) ||
      !rambla_json_get_int (object, "regular_price", 0, RAMBLA_MONEY_MAX_AMOUNT, &deal->regular_price,
                            error) ||
      !rambla_json_get_int (object, "discount_percent", 0, 100, &discount, error))
    return FALSE;
  deal->discount_percent = (int) discount;
  /* A coupon is free and states what it takes off at the till. */
  if (deal->kind == PLATFORM_DEAL_COUPON)
    return TRUE;
  if (deal->price > deal->regular_price)
    return platform_city_refuse (error, "/price", "is above the regular price");
  /* Within half a percent: whoever rounds a half down is right too. */
  expected = rambla_money_discount_percent (rambla_money (deal->regular_price, currency),
                                            rambla_money (deal->price, currency));
  if (discount == expected || (discount == expected - 1 && 200 * (deal->regular_price - deal->price) ==
                                                               (2 * discount + 1) * deal->regular_price))
    return TRUE;
  rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/discount_percent", "is %d where the prices say %d",
                         deal->discount_percent, expected);
  return FALSE;
}

static gboolean
read_period (const PlatformCityState *state, Offer *self, JsonObject *object, GError **error)
{
  gint64 use_within;

  if (!rambla_json_get_int (object, "starts_day", -MAX_DAYS, MAX_DAYS, &self->starts_day, error) ||
      !rambla_json_get_int (object, "ends_day", -MAX_DAYS, MAX_DAYS, &self->ends_day, error) ||
      !rambla_json_get_int (object, "use_within_days", 1, MAX_DAYS, &use_within, error))
    return FALSE;
  if (self->ends_day < self->starts_day)
    return platform_city_refuse (error, "/ends_day", "is before starts_day");
  self->deal->starts_at = platform_city_day (state, self->starts_day, 0);
  self->deal->ends_at = platform_city_day (state, self->ends_day + 1, 0);
  self->deal->use_within_days = (int) use_within;
  return TRUE;
}

static gboolean
read_numbers (const PlatformCityState *state, Offer *self, JsonObject *object, GError **error)
{
  PlatformDeal *deal = self->deal;

  if (!read_price (state, deal, object, error) || !read_period (state, self, object, error) ||
      !read_limit (object, "stock", 0, &deal->stock_left, error) ||
      !read_limit (object, "per_person", 1, &deal->per_person, error) ||
      !rambla_json_get_int_or (object, "sold", 0, 1000000000, 0, &deal->sold, error) ||
      !rambla_json_get_double_or (object, "popularity", 0, 1, 0, &deal->popularity, error))
    return FALSE;
  deal->rules = (RamblaRules) RAMBLA_RULES_INIT;
  return !json_object_has_member (object, "rules") ||
         rambla_rules_from_json (json_object_get_member (object, "rules"), TRUE, &deal->rules, error) ||
         rambla_json_prefix_error (error, "/rules");
}

static gboolean
read_price_entry (const PlatformCityState *state, Offer *self, JsonNode *node, gint64 *day, GError **error)
{
  static const char *const members[] = { "day", "price", NULL };
  JsonObject *object = rambla_json_as_object (node, error);
  gint64 before = *day;
  PlatformPrice price;

  if (object == NULL || !rambla_json_check_members (object, members, error) ||
      !rambla_json_get_int (object, "day", -MAX_DAYS, MAX (0, self->starts_day), day, error) ||
      !rambla_json_get_int (object, "price", 0, RAMBLA_MONEY_MAX_AMOUNT, &price.price, error))
    return FALSE;
  if (*day <= before)
    return platform_city_refuse (error, "/day", "is not after the one before");
  price.at = platform_city_day (state, *day, 0);
  g_array_append_val (self->prices, price);
  return TRUE;
}

static gboolean
read_price_log (const PlatformCityState *state, Offer *self, JsonObject *object, GError **error)
{
  gint64 day = G_MININT64;
  JsonArray *log;

  if (!rambla_json_get_array (object, "price_log", MAX_PRICES, &log, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (log); i++)
    if (!read_price_entry (state, self, json_array_get_element (log, i), &day, error))
      return rambla_json_prefix_error (error, "/price_log/%u", i);
  if (self->prices->len == 0 ||
      g_array_index (self->prices, PlatformPrice, self->prices->len - 1).price != self->deal->price)
    return platform_city_refuse (error, "/price_log", "must end with the present price");
  return TRUE;
}

static gboolean
read_offer (PlatformCityState *state, Offer *self, JsonObject *object, GError **error)
{
  static const char *const members[] = { "id",
                                         "place",
                                         "brand",
                                         "places",
                                         "kind",
                                         "category",
                                         "picture",
                                         "title",
                                         "summary",
                                         "includes",
                                         "benefit",
                                         "price",
                                         "unit",
                                         "stock",
                                         "regular_price",
                                         "discount_percent",
                                         "per_person",
                                         "rules",
                                         "price_log",
                                         "sold",
                                         "pay",
                                         "slots",
                                         "starts_day",
                                         "ends_day",
                                         "deposit",
                                         "tiers",
                                         "minimum",
                                         "joined",
                                         "popularity",
                                         "cancel_hours",
                                         "deadline_day",
                                         "use_within_days",
                                         "pictures",
                                         NULL };
  static const char *const kinds[] = { "voucher", "booking", "group", "coupon", NULL };
  PlatformDeal *deal = self->deal;
  const char *picture;
  int kind;

  if (!rambla_json_check_members (object, members, error) ||
      !rambla_json_get_enum (object, "kind", kinds, &kind, error))
    return FALSE;
  deal->kind = (PlatformDealKind) kind;
  if (!platform_city_check_kind_members (deal, object, error) ||
      !read_branches (state, self, object, error) ||
      !platform_city_read_category (state, object, &deal->category, error) ||
      !rambla_json_get_string_or (object, "picture", 64, NULL, &picture, error) ||
      !read_texts (state, self, object, error) || !read_numbers (state, self, object, error) ||
      !read_price_log (state, self, object, error))
    return FALSE;
  deal->picture = g_strdup (picture);
  deal->sample = state->city->sample_offers;
  if (deal->kind == PLATFORM_DEAL_BOOKING)
    return platform_city_read_booking (deal, object, error);
  return deal->kind != PLATFORM_DEAL_GROUP ||
         platform_city_read_group (state, deal, self->starts_day, self->ends_day, object, error);
}

static gboolean
save_offer (PlatformCityState *state, Offer *self, JsonObject *object, const char *id, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%s offer %s", state->city->id, id);
  PlatformCityOffer *offer;

  self->deal->id = rambla_id_derive (RAMBLA_ID_DEAL, text);
  if (!platform_catalogue_save_deal (state->database, self->deal, self->texts,
                                     g_strv_length (state->city->languages),
                                     (const gint64 *) (gpointer) self->branches->data, self->branches->len,
                                     (const PlatformPrice *) (gpointer) self->prices->data, self->prices->len,
                                     state->now, state->edition, error) ||
      !platform_city_read_pictures (state, object, self->deal->id, error))
    return FALSE;
  offer = g_new0 (PlatformCityOffer, 1);
  offer->deal = self->deal->row;
  offer->brand = self->brand;
  offer->store = g_array_index (self->branches, gint64, 0);
  g_hash_table_insert (state->offers, g_strdup (id), offer);
  return TRUE;
}

static gboolean
read_line (PlatformCityState *state, PlatformCityFile *file, JsonObject *object, GError **error)
{
  g_autoptr (PlatformDeal) deal = g_new0 (PlatformDeal, 1);
  g_autoptr (GArray) branches = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) prices = g_array_new (FALSE, FALSE, sizeof (PlatformPrice));
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  Offer offer = { .deal = deal, .branches = branches, .prices = prices, .lists = lists };
  const char *id;
  gboolean done;

  if (!platform_city_read_name (object, "id", TRUE, &id, error))
    return FALSE;
  if (g_hash_table_contains (state->offers, id))
    return platform_city_file_refuse_member (file, error, "/id", "the offer “%s” is there twice", id);
  done = read_offer (state, &offer, object, error) && save_offer (state, &offer, object, id, error);
  g_free (offer.texts);
  return done;
}

gboolean
platform_city_read_offers (PlatformCityState *state, GError **error)
{
  return platform_city_read_lines (state, "offers.jsonl", "offers", state->n_offers, read_line, error);
}
