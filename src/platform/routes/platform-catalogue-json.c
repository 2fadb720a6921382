/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-catalogue-json.h"

#include <math.h>

#include "platform-review-storage.h"
#include "rambla-money.h"

#define PICTURES_PATH "/v1/pictures/"

static void
write_optional (RamblaJsonWriter *writer, const char *name, const char *text)
{
  if (text != NULL)
    rambla_json_writer_member_string (writer, name, text);
}

static void
write_money (RamblaJsonWriter *writer, const PlatformCity *city, const char *name, gint64 amount)
{
  rambla_json_writer_member_money (writer, name, rambla_money (amount, city->currency));
}

static void
write_distance (RamblaJsonWriter *writer, double distance)
{
  if (distance >= 0)
    rambla_json_writer_member_int (writer, "distance_m", (gint64) llround (distance));
}

static void
write_open_now (RamblaJsonWriter *writer,
                const PlatformCity *city,
                const PlatformStore *store,
                GDateTime *local)
{
  int open = platform_store_is_open (store, city, local);

  if (open >= 0)
    rambla_json_writer_member_bool (writer, "open_now", open != 0);
}

static void
write_hours (RamblaJsonWriter *writer, const PlatformCity *city, const PlatformStore *store, GDateTime *local)
{
  g_autoptr (GPtrArray) special_days = NULL;

  if (store->spans == NULL)
    return;
  rambla_json_writer_name (writer, "hours");
  rambla_json_writer_begin_array (writer);
  for (gsize i = 0; i < store->n_spans; i++)
    {
      rambla_json_writer_begin_array (writer);
      rambla_json_writer_int (writer, store->spans[i].from);
      rambla_json_writer_int (writer, store->spans[i].to);
      rambla_json_writer_end_array (writer);
    }
  rambla_json_writer_end_array (writer);
  special_days = platform_store_list_special_days (store, city, local);
  if (special_days->len == 0)
    return;
  rambla_json_writer_name (writer, "special_days");
  rambla_day_hours_write (special_days, 0, writer);
}

static void
write_strings (RamblaJsonWriter *writer, const char *name, char *const *texts)
{
  rambla_json_writer_name (writer, name);
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    rambla_json_writer_string (writer, texts[i]);
  rambla_json_writer_end_array (writer);
}

void
platform_json_write_picture (RamblaJsonWriter *writer,
                             const char *illustration,
                             const char *photo,
                             const char *alt)
{
  g_autofree char *url = photo != NULL ? g_strconcat (PICTURES_PATH, photo, NULL) : NULL;

  if (illustration == NULL && photo == NULL)
    return;
  rambla_json_writer_name (writer, "picture");
  rambla_json_writer_begin_object (writer);
  write_optional (writer, "illustration", illustration);
  write_optional (writer, "url", url);
  write_optional (writer, "alt", alt);
  rambla_json_writer_end_object (writer);
}

void
platform_json_write_pictures (RamblaJsonWriter *writer, GPtrArray *pictures)
{
  rambla_json_writer_name (writer, "pictures");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; i < pictures->len; i++)
    {
      const PlatformPicture *picture = g_ptr_array_index (pictures, i);
      g_autofree char *url = g_strconcat (PICTURES_PATH, picture->id, NULL);

      rambla_json_writer_begin_object (writer);
      rambla_json_writer_member_string (writer, "id", picture->id);
      rambla_json_writer_member_string (writer, "url", url);
      write_optional (writer, "alt", picture->alt);
      rambla_json_writer_member_int (writer, "width", picture->width);
      rambla_json_writer_member_int (writer, "height", picture->height);
      rambla_json_writer_end_object (writer);
    }
  rambla_json_writer_end_array (writer);
}

void
platform_json_write_store_ref_members (RamblaJsonWriter *writer,
                                       const PlatformCity *city,
                                       const PlatformStore *store,
                                       GDateTime *local)
{
  rambla_json_writer_member_string (writer, "id", store->id);
  rambla_json_writer_member_string (writer, "name", store->name);
  rambla_json_writer_name (writer, "location");
  rambla_json_writer_point (writer, store->location);
  write_optional (writer, "neighbourhood", store->neighbourhood);
  write_optional (writer, "address", store->address);
  write_open_now (writer, city, store, local);
}

void
platform_json_write_store_ref (RamblaJsonWriter *writer,
                               const PlatformCity *city,
                               const PlatformStore *store,
                               GDateTime *local)
{
  rambla_json_writer_begin_object (writer);
  platform_json_write_store_ref_members (writer, city, store, local);
  rambla_json_writer_end_object (writer);
}

static void
write_address (RamblaJsonWriter *writer, const PlatformStore *store)
{
  const char *text = store->address != NULL ? store->address : store->neighbourhood;

  if (text == NULL)
    return;
  rambla_json_writer_name (writer, "address");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "text", text);
  write_optional (writer, "street", store->street);
  write_optional (writer, "housenumber", store->housenumber);
  write_optional (writer, "neighbourhood", store->neighbourhood);
  rambla_json_writer_end_object (writer);
}

void
platform_json_write_store (RamblaJsonWriter *writer,
                           const PlatformCity *city,
                           const PlatformStore *store,
                           GDateTime *local,
                           int deal_count,
                           gint64 price_from,
                           GPtrArray *pictures)
{
  const PlatformCategory *category = platform_city_get_category (city, store->category);
  gint64 n_reviews = platform_ratings_get_count (store->ratings);

  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "type", "Feature");
  rambla_json_writer_member_string (writer, "id", store->id);
  rambla_json_writer_name (writer, "geometry");
  rambla_json_writer_point (writer, store->location);
  rambla_json_writer_name (writer, "properties");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "name", store->name);
  rambla_json_writer_member_string (writer, "category", category != NULL ? category->id : "");
  write_optional (writer, "kind", store->kind);
  write_optional (writer, "brand", store->brand);
  rambla_json_writer_member_string (writer, "merchant_id", store->merchant_id);
  rambla_json_writer_member_bool (writer, "certified", store->merchant_certified);
  write_address (writer, store);
  write_optional (writer, "phone", store->phone);
  write_optional (writer, "website", store->website);
  write_hours (writer, city, store, local);
  write_optional (writer, "opening_hours", store->opening_hours);
  write_open_now (writer, city, store, local);
  if (n_reviews > 0)
    rambla_json_writer_member_double (writer, "rating", platform_ratings_get_mean (store->ratings));
  rambla_json_writer_member_int (writer, "review_count", n_reviews);
  if (deal_count >= 0)
    rambla_json_writer_member_int (writer, "deal_count", deal_count);
  rambla_json_writer_member_int (writer, "branch_count", store->branch_count);
  if (price_from >= 0)
    rambla_json_writer_member_int (writer, "price_from", price_from);
  platform_json_write_picture (writer, store->picture, NULL, NULL);
  if (pictures != NULL)
    platform_json_write_pictures (writer, pictures);
  write_distance (writer, store->distance);
  rambla_json_writer_end_object (writer);
  rambla_json_writer_end_object (writer);
}

/* What one of its units costs: "2 people for 1,490" is 745 a person. */
static void
write_unit_price (RamblaJsonWriter *writer, const PlatformCity *city, const PlatformDeal *deal)
{
  RamblaMoney price;

  if (deal->unit_count <= 0 || deal->unit_name == NULL || deal->price == 0 ||
      !rambla_money_portion (rambla_money (deal->price, city->currency), 1, deal->unit_count, &price))
    return;
  rambla_json_writer_name (writer, "unit_price");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_money (writer, "price", price);
  rambla_json_writer_member_string (writer, "per", deal->unit_name);
  rambla_json_writer_end_object (writer);
}

static void
write_group (RamblaJsonWriter *writer, const PlatformCity *city, const PlatformDeal *deal)
{
  rambla_json_writer_name (writer, "group");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_int (writer, "joined", deal->group_joined);
  rambla_json_writer_member_int (writer, "minimum", deal->group_minimum);
  rambla_json_writer_member_time (writer, "deadline", deal->group_deadline);
  rambla_json_writer_name (writer, "tiers");
  rambla_json_writer_begin_array (writer);
  for (gsize i = 0; i < deal->n_tiers; i++)
    {
      rambla_json_writer_begin_object (writer);
      rambla_json_writer_member_int (writer, "from", deal->tiers[i].from);
      write_money (writer, city, "price", deal->tiers[i].price);
      rambla_json_writer_end_object (writer);
    }
  rambla_json_writer_end_array (writer);
  rambla_json_writer_end_object (writer);
}

void
platform_json_write_deal_summary_members (RamblaJsonWriter *writer,
                                          const PlatformCity *city,
                                          const PlatformDeal *deal,
                                          const PlatformStore *store,
                                          GDateTime *local,
                                          double distance)
{
  const PlatformCategory *category = platform_city_get_category (city, deal->category);
  gint64 n_reviews = platform_ratings_get_count (deal->ratings);

  rambla_json_writer_member_string (writer, "id", deal->id);
  rambla_json_writer_member_string (writer, "title", deal->title);
  rambla_json_writer_member_string (writer, "kind", platform_deal_kind_to_string (deal->kind));
  rambla_json_writer_member_string (writer, "category", category != NULL ? category->id : "");
  platform_json_write_picture (writer, deal->picture, deal->photo, deal->photo_alt);
  write_money (writer, city, "price", deal->price);
  write_money (writer, city, "regular_price", deal->regular_price);
  rambla_json_writer_member_int (writer, "discount_percent", deal->discount_percent);
  write_optional (writer, "benefit", deal->benefit);
  rambla_json_writer_name (writer, "rating");
  if (n_reviews > 0)
    rambla_json_writer_double (writer, platform_ratings_get_mean (deal->ratings));
  else
    rambla_json_writer_null (writer);
  rambla_json_writer_member_int (writer, "review_count", n_reviews);
  rambla_json_writer_member_int (writer, "sold", deal->sold);
  rambla_json_writer_name (writer, "store");
  platform_json_write_store_ref (writer, city, store, local);
  rambla_json_writer_member_int (writer, "branch_count", deal->branch_count);
  write_distance (writer, distance);
  rambla_json_writer_member_time (writer, "valid_until", deal->ends_at);
  rambla_json_writer_name (writer, "stock_left");
  if (deal->stock_left == PLATFORM_UNLIMITED)
    rambla_json_writer_null (writer);
  else
    rambla_json_writer_int (writer, deal->stock_left);
  write_unit_price (writer, city, deal);
  if (deal->kind == PLATFORM_DEAL_GROUP)
    write_group (writer, city, deal);
  rambla_json_writer_member_bool (writer, "sample", deal->sample);
  if (deal->sponsored_until > g_date_time_to_unix (local))
    rambla_json_writer_member_bool (writer, "sponsored", TRUE);
}

void
platform_json_write_deal_summary (RamblaJsonWriter *writer,
                                  const PlatformCity *city,
                                  const PlatformDeal *deal,
                                  const PlatformStore *store,
                                  GDateTime *local,
                                  double distance)
{
  rambla_json_writer_begin_object (writer);
  platform_json_write_deal_summary_members (writer, city, deal, store, local, distance);
  rambla_json_writer_end_object (writer);
}

static void
write_branches (RamblaJsonWriter *writer, const PlatformCity *city, GPtrArray *branches, GDateTime *local)
{
  rambla_json_writer_name (writer, "branches");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; i < branches->len; i++)
    {
      const PlatformStore *branch = g_ptr_array_index (branches, i);

      rambla_json_writer_begin_object (writer);
      platform_json_write_store_ref_members (writer, city, branch, local);
      write_optional (writer, "phone", branch->phone);
      write_hours (writer, city, branch, local);
      write_distance (writer, branch->distance);
      rambla_json_writer_end_object (writer);
    }
  rambla_json_writer_end_array (writer);
}

static void
write_merchant (RamblaJsonWriter *writer, const PlatformDeal *deal)
{
  rambla_json_writer_name (writer, "merchant");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", deal->merchant_id);
  rambla_json_writer_member_string (writer, "name", deal->merchant_name);
  rambla_json_writer_member_bool (writer, "certified", deal->merchant_certified);
  rambla_json_writer_end_object (writer);
}

static void
write_booking (RamblaJsonWriter *writer, const PlatformCity *city, const PlatformDeal *deal)
{
  rambla_json_writer_name (writer, "booking");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "pay", platform_pay_to_string (deal->pay));
  if (deal->pay == PLATFORM_PAY_DEPOSIT)
    write_money (writer, city, "deposit", deal->deposit);
  rambla_json_writer_member_int (writer, "cancel_hours", deal->cancel_hours);
  rambla_json_writer_member_int (writer, "minutes", deal->slot_minutes);
  rambla_json_writer_member_int (writer, "days_ahead", deal->slot_days_ahead);
  rambla_json_writer_name (writer, "weekdays");
  rambla_json_writer_begin_array (writer);
  for (int day = 1; day <= 7; day++)
    if (deal->slot_weekdays >> (day - 1) & 1)
      rambla_json_writer_int (writer, day);
  rambla_json_writer_end_array (writer);
  rambla_json_writer_end_object (writer);
}

/* What is free, and a booking that is paid there, goes over no card. */
static void
write_payment_methods (RamblaJsonWriter *writer, const PlatformDeal *deal)
{
  gboolean at_store =
      deal->price == 0 || (deal->kind == PLATFORM_DEAL_BOOKING && deal->pay == PLATFORM_PAY_AT_STORE);

  rambla_json_writer_name (writer, "payment_methods");
  rambla_json_writer_begin_array (writer);
  if (at_store)
    rambla_json_writer_string (writer, "at_store");
  else
    {
      rambla_json_writer_string (writer, "saved");
      rambla_json_writer_string (writer, "hosted");
    }
  rambla_json_writer_end_array (writer);
}

void
platform_json_write_deal (RamblaJsonWriter *writer,
                          const PlatformCity *city,
                          const PlatformDeal *deal,
                          GPtrArray *branches,
                          GPtrArray *pictures,
                          gint64 low,
                          GDateTime *local)
{
  const PlatformStore *first = g_ptr_array_index (branches, 0);

  rambla_json_writer_begin_object (writer);
  platform_json_write_deal_summary_members (writer, city, deal, first, local, first->distance);
  rambla_json_writer_member_string (writer, "summary", deal->summary);
  write_strings (writer, "includes", deal->includes);
  rambla_json_writer_name (writer, "rules");
  rambla_rules_write (&deal->rules, writer, deal->language);
  if (!deal->rules.holidays)
    write_strings (writer, "holidays", city->holiday_dates);
  if (deal->per_person != PLATFORM_UNLIMITED)
    rambla_json_writer_member_int (writer, "per_person", deal->per_person);
  rambla_json_writer_member_int (writer, "use_within_days", deal->use_within_days);
  platform_json_write_pictures (writer, pictures);
  write_branches (writer, city, branches, local);
  write_merchant (writer, deal);
  write_money (writer, city, "low_30_days", low);
  if (deal->kind == PLATFORM_DEAL_BOOKING)
    write_booking (writer, city, deal);
  write_payment_methods (writer, deal);
  rambla_json_writer_end_object (writer);
}

void
platform_json_write_slot (RamblaJsonWriter *writer, const PlatformSlot *slot)
{
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", slot->id);
  rambla_json_writer_member_string (writer, "store_id", slot->store_id);
  rambla_json_writer_member_time (writer, "starts_at", slot->starts_at);
  rambla_json_writer_member_time (writer, "ends_at", slot->ends_at);
  rambla_json_writer_member_int (writer, "capacity_left", MAX (0, slot->capacity - slot->booked));
  rambla_json_writer_end_object (writer);
}
