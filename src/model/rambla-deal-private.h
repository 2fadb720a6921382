/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-deal.h"

G_BEGIN_DECLS

/* Filled once, by rambla_deal_from_json(). */
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
  GPtrArray *pictures; /* of RamblaShopPicture */
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
  gboolean sponsored;
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

G_END_DECLS
