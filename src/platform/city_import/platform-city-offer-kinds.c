/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only bookings and only group offers have. */
#include "platform-city-import-private.h"
#include "rambla-json.h"
#include "rambla-time.h"

#define MAX_TIMES 96
#define MAX_TIERS 10

static gboolean
read_slot_times (PlatformDeal *deal, JsonObject *object, GError **error)
{
  g_auto (GStrv) times = NULL;

  if (!rambla_json_get_strv_or_null (object, "times", MAX_TIMES, 5, &times, error))
    return FALSE;
  if (times == NULL || times[0] == NULL)
    return platform_city_refuse (error, "/times", "a booking needs times");
  deal->n_slot_times = g_strv_length (times);
  deal->slot_times = g_new (int, deal->n_slot_times);
  for (gsize i = 0; i < deal->n_slot_times; i++)
    if (!rambla_minutes_parse (times[i], &deal->slot_times[i]) ||
        deal->slot_times[i] >= RAMBLA_MINUTES_OF_DAY ||
        (i > 0 && deal->slot_times[i] <= deal->slot_times[i - 1]))
      {
        rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/times",
                               "“%s” is no time of day after the one before", times[i]);
        return FALSE;
      }
  return TRUE;
}

static gboolean
read_slot_weekdays (PlatformDeal *deal, JsonObject *object, GError **error)
{
  JsonArray *days;

  if (!rambla_json_get_array (object, "weekdays", 7, &days, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (days); i++)
    {
      JsonNode *node = json_array_get_element (days, i);
      gint64 day = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
                       ? json_node_get_int (node)
                       : 0;

      if (day < 1 || day > 7)
        return platform_city_refuse (error, "/weekdays", "days are numbers from 1, Monday, to 7");
      deal->slot_weekdays |= (guint8) (1u << (day - 1));
    }
  return deal->slot_weekdays != 0 || platform_city_refuse (error, "/weekdays", "a booking needs a day");
}

static gboolean
read_slots (PlatformDeal *deal, JsonObject *slots, GError **error)
{
  static const char *const members[] = { "weekdays", "times", "capacity", "minutes", "days_ahead", NULL };
  gint64 capacity, minutes, days_ahead;

  if (!rambla_json_check_members (slots, members, error) || !read_slot_weekdays (deal, slots, error) ||
      !read_slot_times (deal, slots, error) ||
      !rambla_json_get_int (slots, "capacity", 1, 10000, &capacity, error) ||
      !rambla_json_get_int (slots, "minutes", 1, 7 * RAMBLA_MINUTES_OF_DAY, &minutes, error) ||
      !rambla_json_get_int (slots, "days_ahead", 1, 366, &days_ahead, error))
    return FALSE;
  deal->slot_capacity = (int) capacity;
  deal->slot_minutes = (int) minutes;
  deal->slot_days_ahead = (int) days_ahead;
  return TRUE;
}

gboolean
platform_city_read_booking (PlatformDeal *deal, JsonObject *object, GError **error)
{
  static const char *const pays[] = { "now", "deposit", "at_store", NULL };
  JsonObject *slots;
  gint64 cancel_hours;
  int pay;

  if (!rambla_json_get_object (object, "slots", &slots, error))
    return FALSE;
  if (!read_slots (deal, slots, error))
    return rambla_json_prefix_error (error, "/slots");
  if (!rambla_json_get_enum (object, "pay", pays, &pay, error) ||
      !rambla_json_get_int (object, "cancel_hours", 0, 24 * 366, &cancel_hours, error))
    return FALSE;
  deal->pay = (PlatformPay) pay;
  deal->cancel_hours = (int) cancel_hours;
  if (deal->pay != PLATFORM_PAY_DEPOSIT)
    return !json_object_has_member (object, "deposit") ||
           platform_city_refuse (error, "/deposit", "goes only with the way to pay “deposit”");
  return rambla_json_get_int (object, "deposit", 1, deal->price, &deal->deposit, error);
}

static gboolean
read_tier (PlatformDeal *deal, guint index, JsonNode *node, GError **error)
{
  static const char *const members[] = { "from", "price", NULL };
  PlatformTier *tier = &deal->tiers[index];
  JsonObject *object = rambla_json_as_object (node, error);

  if (object == NULL || !rambla_json_check_members (object, members, error) ||
      !rambla_json_get_int (object, "from", 1, 100000, &tier->from, error) ||
      !rambla_json_get_int (object, "price", 0, deal->regular_price, &tier->price, error))
    return FALSE;
  if (index > 0 && (tier->from <= tier[-1].from || tier->price >= tier[-1].price))
    return platform_city_refuse (error, "", "must take more people and cost less than the one before");
  return TRUE;
}

gboolean
platform_city_read_group (const PlatformCityState *state,
                          PlatformDeal *deal,
                          gint64 starts_day,
                          gint64 ends_day,
                          JsonObject *object,
                          GError **error)
{
  gint64 minimum, day;
  JsonArray *tiers;

  if (!rambla_json_get_array (object, "tiers", MAX_TIERS, &tiers, error))
    return FALSE;
  deal->tiers = g_new0 (PlatformTier, json_array_get_length (tiers) + 1);
  for (deal->n_tiers = 0; deal->n_tiers < json_array_get_length (tiers); deal->n_tiers++)
    if (!read_tier (deal, (guint) deal->n_tiers, json_array_get_element (tiers, (guint) deal->n_tiers),
                    error))
      return rambla_json_prefix_error (error, "/tiers/%u", (guint) deal->n_tiers);
  if (deal->n_tiers == 0)
    return platform_city_refuse (error, "/tiers", "a group needs a price");
  if (!rambla_json_get_int (object, "minimum", 2, 100000, &minimum, error) ||
      !rambla_json_get_int (object, "deadline_day", starts_day, ends_day, &day, error) ||
      !rambla_json_get_int_or (object, "joined", 0, 100000, 0, &deal->group_joined, error))
    return FALSE;
  deal->group_minimum = (int) minimum;
  deal->group_deadline = platform_city_day (state, day + 1, 0);
  return TRUE;
}

gboolean
platform_city_check_kind_members (const PlatformDeal *deal, JsonObject *object, GError **error)
{
  static const struct
  {
    const char *name;
    PlatformDealKind kind;
  } owned[] = {
    { "slots", PLATFORM_DEAL_BOOKING },      { "pay", PLATFORM_DEAL_BOOKING },
    { "deposit", PLATFORM_DEAL_BOOKING },    { "cancel_hours", PLATFORM_DEAL_BOOKING },
    { "tiers", PLATFORM_DEAL_GROUP },        { "minimum", PLATFORM_DEAL_GROUP },
    { "deadline_day", PLATFORM_DEAL_GROUP }, { "joined", PLATFORM_DEAL_GROUP },
    { "benefit", PLATFORM_DEAL_COUPON },
  };

  for (guint i = 0; i < G_N_ELEMENTS (owned); i++)
    if (deal->kind != owned[i].kind && json_object_has_member (object, owned[i].name))
      {
        rambla_json_set_error (error, RAMBLA_JSON_ERROR_UNKNOWN, "", "does not go with the kind “%s”",
                               platform_deal_kind_to_string (deal->kind));
        return rambla_json_prefix_error (error, "/%s", owned[i].name);
      }
  return TRUE;
}
