/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-deal.h"

#include "rambla-json.h"
#include "rambla-picture.h"

struct _RamblaDeal
{
  GObject parent_instance;

  JsonNode *json;
  char *id;
  char *title;
  RamblaDealKind kind;
  char *category;
  char *illustration;
  char *picture;
  RamblaMoney price;
  RamblaMoney regular_price;
  int discount_percent;
  char *benefit;
  double rating;
  int review_count;
  int sold;
  RamblaStore *store;
  int branch_count;
  int distance;
  gint64 valid_until;
  int stock_left;
  RamblaMoney unit_price;
  char *unit_per;
  RamblaDealGroup *group;
  gboolean sample;
  gboolean whole;
  char *summary;
  char **includes;
  RamblaRules *rules;
  char **rules_text;
  RamblaHolidays *holidays;
  int per_person;
  int use_within_days;
  GListStore *branches;
  char *merchant_name;
  gboolean merchant_certified;
  RamblaMoney low_30_days;
  RamblaDealBooking *booking;
  char **payment_methods;
};

G_DEFINE_FINAL_TYPE (RamblaDeal, rambla_deal, G_TYPE_OBJECT)

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

JsonNode *
rambla_deal_get_json (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return self->json;
}

const char *
rambla_deal_get_id (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return self->id;
}

const char *
rambla_deal_get_title (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return self->title;
}

RamblaDealKind
rambla_deal_get_kind (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), 0);

  return self->kind;
}

const char *
rambla_deal_get_category (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return self->category;
}

const char *
rambla_deal_get_illustration (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return self->illustration;
}

const char *
rambla_deal_get_picture (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return self->picture;
}

RamblaMoney
rambla_deal_get_price (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), rambla_money (0, ""));

  return self->price;
}

RamblaMoney
rambla_deal_get_regular_price (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), rambla_money (0, ""));

  return self->regular_price;
}

int
rambla_deal_get_discount_percent (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), 0);

  return self->discount_percent;
}

const char *
rambla_deal_get_benefit (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return self->benefit;
}

double
rambla_deal_get_rating (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), 0);

  return self->rating;
}

int
rambla_deal_get_review_count (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), 0);

  return self->review_count;
}

int
rambla_deal_get_sold (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), 0);

  return self->sold;
}

RamblaStore *
rambla_deal_get_store (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return self->store;
}

int
rambla_deal_get_branch_count (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), 0);

  return self->branch_count;
}

int
rambla_deal_get_distance (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), 0);

  return self->distance;
}

gint64
rambla_deal_get_valid_until (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), 0);

  return self->valid_until;
}

int
rambla_deal_get_stock_left (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), 0);

  return self->stock_left;
}

RamblaMoney
rambla_deal_get_unit_price (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), rambla_money (0, ""));

  return self->unit_price;
}

const char *
rambla_deal_get_unit_per (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return self->unit_per;
}

const RamblaDealGroup *
rambla_deal_get_group (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return self->group;
}

gboolean
rambla_deal_get_sample (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), FALSE);

  return self->sample;
}

gboolean
rambla_deal_get_whole (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), FALSE);

  return self->whole;
}

const char *
rambla_deal_get_summary (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return self->summary;
}

const char *const *
rambla_deal_get_includes (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return (const char *const *) self->includes;
}

const RamblaRules *
rambla_deal_get_rules (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return self->rules;
}

const char *const *
rambla_deal_get_rules_text (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return (const char *const *) self->rules_text;
}

const RamblaHolidays *
rambla_deal_get_holidays (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return self->holidays;
}

int
rambla_deal_get_per_person (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), 0);

  return self->per_person;
}

int
rambla_deal_get_use_within_days (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), 0);

  return self->use_within_days;
}

GListModel *
rambla_deal_get_branches (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return G_LIST_MODEL (self->branches);
}

const char *
rambla_deal_get_merchant_name (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return self->merchant_name;
}

gboolean
rambla_deal_get_merchant_certified (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), FALSE);

  return self->merchant_certified;
}

RamblaMoney
rambla_deal_get_low_30_days (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), rambla_money (0, ""));

  return self->low_30_days;
}

const RamblaDealBooking *
rambla_deal_get_booking (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return self->booking;
}

const char *const *
rambla_deal_get_payment_methods (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return (const char *const *) self->payment_methods;
}

static void
rambla_deal_finalize (GObject *object)
{
  RamblaDeal *self = RAMBLA_DEAL (object);

  g_clear_pointer (&self->json, json_node_unref);
  g_free (self->id);
  g_free (self->title);
  g_free (self->category);
  g_free (self->illustration);
  g_free (self->picture);
  g_free (self->benefit);
  g_clear_object (&self->store);
  g_free (self->unit_per);
  g_clear_pointer (&self->group, g_free);
  g_free (self->summary);
  g_strfreev (self->includes);
  g_clear_pointer (&self->rules, g_free);
  g_strfreev (self->rules_text);
  g_clear_pointer (&self->holidays, rambla_holidays_unref);
  g_clear_object (&self->branches);
  g_free (self->merchant_name);
  g_clear_pointer (&self->booking, g_free);
  g_strfreev (self->payment_methods);
  G_OBJECT_CLASS (rambla_deal_parent_class)->finalize (object);
}

static void
rambla_deal_class_init (RamblaDealClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_deal_finalize;
}

static void
rambla_deal_init (RamblaDeal *self)
{
}
