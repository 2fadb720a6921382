/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-deal-private.h"
#include "rambla-json.h"
#include "rambla-picture.h"

static const char *const kinds[] = { "voucher", "booking", "group", "coupon", NULL };
static const char *const pays[] = { "now", "deposit", "at_store", NULL };

static RamblaDealGroup *
read_group (JsonObject *object, GError **error)
{
  g_autofree RamblaDealGroup *group = g_new0 (RamblaDealGroup, 1);
  JsonArray *tiers;
  gint64 joined;
  gint64 minimum;

  if (!rambla_json_get_int (object, "joined", 0, G_MAXINT, &joined, error) ||
      !rambla_json_get_int (object, "minimum", 0, G_MAXINT, &minimum, error) ||
      !rambla_json_get_time (object, "deadline", &group->deadline, error) ||
      !rambla_json_get_array (object, "tiers", RAMBLA_DEAL_MAX_TIERS, &tiers, error))
    return NULL;
  group->joined = (int) joined;
  group->minimum = (int) minimum;
  group->n_tiers = json_array_get_length (tiers);
  for (guint i = 0; i < group->n_tiers; i++)
    {
      JsonObject *tier = rambla_json_as_object (json_array_get_element (tiers, i), error);
      gint64 from;

      if (tier == NULL || !rambla_json_get_int (tier, "from", 1, G_MAXINT, &from, error) ||
          !rambla_json_get_money (tier, "price", &group->tiers[i].price, error))
        {
          rambla_json_prefix_error (error, "/tiers/%u", i);
          return NULL;
        }
      group->tiers[i].from = (int) from;
    }
  return g_steal_pointer (&group);
}

static RamblaDealBooking *
read_booking (JsonObject *object, GError **error)
{
  g_autofree RamblaDealBooking *booking = g_new0 (RamblaDealBooking, 1);
  JsonArray *weekdays;
  gint64 cancel_hours;
  gint64 minutes;
  gint64 days_ahead;
  int pay;

  if (!rambla_json_get_enum (object, "pay", pays, &pay, error) ||
      !rambla_json_get_money_or_none (object, "deposit", &booking->deposit, error) ||
      !rambla_json_get_int (object, "cancel_hours", 0, 10000, &cancel_hours, error) ||
      !rambla_json_get_int (object, "minutes", 1, 100000, &minutes, error) ||
      !rambla_json_get_int_or (object, "days_ahead", 0, 400, 30, &days_ahead, error) ||
      !rambla_json_get_array_or_null (object, "weekdays", 7, &weekdays, error))
    return NULL;
  booking->pay = (RamblaDealPay) pay;
  booking->cancel_hours = (int) cancel_hours;
  booking->minutes = (int) minutes;
  booking->days_ahead = (int) days_ahead;
  booking->weekdays = weekdays == NULL ? RAMBLA_WEEKDAYS_ALL : 0;
  for (guint i = 0; weekdays != NULL && i < json_array_get_length (weekdays); i++)
    {
      JsonNode *weekday = json_array_get_element (weekdays, i);
      gint64 number = JSON_NODE_HOLDS_VALUE (weekday) ? json_node_get_int (weekday) : 0;

      if (number < 1 || number > 7)
        {
          g_autofree char *pointer = g_strdup_printf ("/weekdays/%u", i);

          rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, pointer, "is not a weekday from 1 to 7");
          return NULL;
        }
      booking->weekdays |= (guint8) (1 << (number - 1));
    }
  return g_steal_pointer (&booking);
}

static gboolean
read_branches (RamblaDeal *self, JsonObject *object, GError **error)
{
  JsonArray *branches;

  if (!rambla_json_get_array (object, "branches", RAMBLA_DEAL_MAX_BRANCHES, &branches, error))
    return FALSE;
  self->branches = g_list_store_new (RAMBLA_TYPE_STORE);
  for (guint i = 0; i < json_array_get_length (branches); i++)
    {
      g_autoptr (RamblaStore) branch = rambla_store_from_json (json_array_get_element (branches, i), error);

      if (branch == NULL)
        return rambla_json_prefix_error (error, "/branches/%u", i);
      g_list_store_append (self->branches, branch);
    }
  return TRUE;
}

static gboolean
read_rules (RamblaDeal *self, JsonObject *object, GError **error)
{
  RamblaRules rules = RAMBLA_RULES_INIT;
  JsonObject *node;
  JsonArray *holidays;

  if (!rambla_json_get_object (object, "rules", &node, error))
    return FALSE;
  if (!rambla_rules_from_json (json_object_get_member (object, "rules"), FALSE, &rules, error) ||
      !rambla_json_get_strv_or_null (node, "text", 20, 500, &self->rules_text, error))
    return rambla_json_prefix_error (error, "/rules");
  self->rules = rambla_rules_copy (&rules);
  if (!rambla_json_get_array_or_null (object, "holidays", 1000, &holidays, error))
    return FALSE;
  if (holidays != NULL)
    {
      self->holidays = rambla_holidays_from_json (json_object_get_member (object, "holidays"), error);
      if (self->holidays == NULL)
        return rambla_json_prefix_error (error, "/holidays");
    }
  return TRUE;
}

static gboolean
read_whole (RamblaDeal *self, JsonObject *object, GError **error)
{
  const char *summary;
  const char *merchant_name;
  JsonObject *merchant;
  JsonObject *booking;
  gint64 per_person;
  gint64 use_within_days;

  if (!rambla_json_get_string_or (object, "summary", 4000, NULL, &summary, error) ||
      !rambla_json_get_strv_or_null (object, "includes", 50, 500, &self->includes, error) ||
      !rambla_json_get_int_or (object, "per_person", 0, 1000000, 0, &per_person, error) ||
      !rambla_json_get_int_or (object, "use_within_days", 0, 10000, 0, &use_within_days, error) ||
      !rambla_json_get_object (object, "merchant", &merchant, error) ||
      !rambla_json_get_money_or_none (object, "low_30_days", &self->low_30_days, error) ||
      !rambla_json_get_object_or_null (object, "booking", &booking, error) ||
      !rambla_json_get_strv_or_null (object, "payment_methods", 10, 32, &self->payment_methods, error))
    return FALSE;
  if (!rambla_json_get_string (merchant, "name", 300, &merchant_name, error) ||
      !rambla_json_get_bool_or (merchant, "certified", FALSE, &self->merchant_certified, error))
    return rambla_json_prefix_error (error, "/merchant");
  if (booking != NULL && (self->booking = read_booking (booking, error)) == NULL)
    return rambla_json_prefix_error (error, "/booking");
  self->whole = TRUE;
  self->summary = g_strdup (summary);
  self->merchant_name = g_strdup (merchant_name);
  self->per_person = (int) per_person;
  self->use_within_days = (int) use_within_days;
  return read_rules (self, object, error) && read_branches (self, object, error);
}

static gboolean
read_numbers (RamblaDeal *self, JsonObject *object, GError **error)
{
  JsonObject *unit_price;
  gint64 discount;
  gint64 review_count;
  gint64 sold;
  gint64 branch_count;
  gint64 distance;
  gint64 stock_left;
  const char *per = NULL;

  if (!rambla_json_get_money (object, "price", &self->price, error) ||
      !rambla_json_get_money (object, "regular_price", &self->regular_price, error) ||
      !rambla_json_get_int (object, "discount_percent", 0, 100, &discount, error) ||
      !rambla_json_get_double_or (object, "rating", 0, 5, -1, &self->rating, error) ||
      !rambla_json_get_int_or (object, "review_count", 0, G_MAXINT, 0, &review_count, error) ||
      !rambla_json_get_int_or (object, "sold", 0, G_MAXINT, 0, &sold, error) ||
      !rambla_json_get_int_or (object, "branch_count", 1, G_MAXINT, 1, &branch_count, error) ||
      !rambla_json_get_int_or (object, "distance_m", 0, 50000000, -1, &distance, error) ||
      !rambla_json_get_time (object, "valid_until", &self->valid_until, error) ||
      !rambla_json_get_int_or (object, "stock_left", 0, G_MAXINT, -1, &stock_left, error) ||
      !rambla_json_get_object_or_null (object, "unit_price", &unit_price, error))
    return FALSE;
  if (unit_price != NULL && (!rambla_json_get_money (unit_price, "price", &self->unit_price, error) ||
                             !rambla_json_get_string (unit_price, "per", 100, &per, error)))
    return rambla_json_prefix_error (error, "/unit_price");
  self->discount_percent = (int) discount;
  self->review_count = (int) review_count;
  self->sold = (int) sold;
  self->branch_count = (int) branch_count;
  self->distance = (int) distance;
  self->stock_left = (int) stock_left;
  self->unit_per = g_strdup (per);
  return TRUE;
}

RamblaDeal *
rambla_deal_from_json (JsonNode *node, GError **error)
{
  g_autoptr (RamblaDeal) self = g_object_new (RAMBLA_TYPE_DEAL, NULL);
  JsonObject *object = rambla_json_as_object (node, error);
  JsonObject *store;
  JsonObject *group;
  const char *id;
  const char *title;
  const char *category;
  const char *benefit;
  int kind;

  if (object == NULL || !rambla_json_get_id (object, "id", NULL, &id, error) ||
      !rambla_json_get_string (object, "title", 500, &title, error) ||
      !rambla_json_get_enum (object, "kind", kinds, &kind, error) ||
      !rambla_json_get_string (object, "category", 64, &category, error) ||
      !rambla_json_get_string_or (object, "benefit", 500, NULL, &benefit, error) ||
      !rambla_json_get_bool_or (object, "sample", FALSE, &self->sample, error) ||
      !rambla_json_get_bool_or (object, "sponsored", FALSE, &self->sponsored, error) ||
      !rambla_json_get_object (object, "store", &store, error) ||
      !rambla_json_get_object_or_null (object, "group", &group, error) ||
      !rambla_picture_read (object, "picture", &self->illustration, &self->picture, error) ||
      !read_numbers (self, object, error))
    return NULL;
  self->store = rambla_store_from_json (json_object_get_member (object, "store"), error);
  if (self->store == NULL)
    {
      rambla_json_prefix_error (error, "/store");
      return NULL;
    }
  if (group != NULL && (self->group = read_group (group, error)) == NULL)
    {
      rambla_json_prefix_error (error, "/group");
      return NULL;
    }
  self->pictures = rambla_picture_read_list (object, "pictures", error);
  if (self->pictures == NULL)
    return NULL;
  if (json_object_has_member (object, "branches") && !read_whole (self, object, error))
    return NULL;
  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->kind = (RamblaDealKind) kind;
  self->category = g_strdup (category);
  self->benefit = g_strdup (benefit);
  self->json = json_node_ref (node);
  return g_steal_pointer (&self);
}
