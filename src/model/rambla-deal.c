/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-deal-private.h"

G_DEFINE_FINAL_TYPE (RamblaDeal, rambla_deal, G_TYPE_OBJECT)

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

GPtrArray *
rambla_deal_get_pictures (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), NULL);

  return self->pictures;
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
rambla_deal_get_sponsored (RamblaDeal *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL (self), FALSE);

  return self->sponsored;
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
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
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
