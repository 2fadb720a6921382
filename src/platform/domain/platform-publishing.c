/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-publishing.h"

#include "platform-outbox-storage.h"
#include "platform-search-index.h"
#include "rambla-fault-point.h"
#include "rambla-id.h"
#include "rambla-json-writer.h"

static gboolean
tell (PlatformDatabase *database, gint64 deal, GError **error)
{
  const PlatformOutboxEvent event = { .kind = "deal", .deal = deal };

  return platform_outbox_storage_append (database, &event, error);
}

/* Whoever looks for offers there does not know this one: it has to be looked for anew. */
static gboolean
tell_on_sale (PlatformDatabase *database, const PlatformCity *city, const PlatformDeal *deal, GError **error)
{
  const PlatformCategory *category = platform_city_get_category (city, deal->category);
  g_autoptr (GString) facts = g_string_new (NULL);
  PlatformOutboxEvent event = { .kind = "deal_on_sale", .deal = deal->row };
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, facts);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "id", deal->id);
  rambla_json_writer_member_string (&writer, "kind", platform_deal_kind_to_string (deal->kind));
  rambla_json_writer_member_string (&writer, "category", category != NULL ? category->id : "");
  rambla_json_writer_end_object (&writer);
  event.payload = facts->str;
  return platform_outbox_storage_append (database, &event, error);
}

static int
get_discount (gint64 price, gint64 regular_price)
{
  return regular_price > 0 && price < regular_price ? (int) ((regular_price - price) * 100 / regular_price)
                                                    : 0;
}

/* A group's and a deposit's sums hang on the price: they are not changed by one number. */
static gboolean
check_price (const PlatformDeal *deal, gint64 price, gint64 regular_price, PlatformRefusal *refusal)
{
  if (price > regular_price)
    return platform_refuse_field (refusal, "/price", "Must not be above the regular price");
  if (price != deal->price && deal->kind == PLATFORM_DEAL_GROUP)
    return platform_refuse_field (refusal, "/price", "A group's price follows from its tiers");
  if (price != deal->price && deal->kind == PLATFORM_DEAL_COUPON)
    return platform_refuse_field (refusal, "/price", "A coupon is free");
  if (price == 0 && deal->kind != PLATFORM_DEAL_COUPON)
    return platform_refuse_field (refusal, "/price", "Must be above zero");
  if (deal->kind == PLATFORM_DEAL_BOOKING && deal->pay == PLATFORM_PAY_DEPOSIT && price < deal->deposit)
    return platform_refuse_field (refusal, "/price", "Must not be below the deposit");
  return TRUE;
}

/* When the sale ends after the change; 0: that stays as it is. */
static gint64
get_end (const PlatformDeal *deal, const PlatformPublishing *publishing, const PlatformOfferChange *change)
{
  if (change->valid_until != 0)
    return change->valid_until;
  return change->resume && publishing->stopped_until != 0 ? publishing->stopped_until : 0;
}

gboolean
platform_publishing_change (PlatformDatabase *database,
                            const PlatformCity *city,
                            const PlatformDeal *deal,
                            gint64 revision,
                            const PlatformOfferChange *change,
                            gint64 now,
                            PlatformRefusal *refusal,
                            GError **error)
{
  gint64 price = change->price >= 0 ? change->price : deal->price;
  gint64 regular_price = change->regular_price >= 0 ? change->regular_price : deal->regular_price;
  g_autoptr (PlatformSearchIndex) index = NULL;
  g_autoptr (PlatformDeal) changed = NULL;
  PlatformPublishing publishing;
  gint64 end;

  if (!platform_publishing_storage_get (database, deal->row, &publishing, error))
    return FALSE;
  if (publishing.revision != revision)
    return platform_refuse (refusal, RAMBLA_PROBLEM_PRECONDITION_FAILED,
                            "Somebody else has changed this offer; look at it again");
  check_price (deal, price, regular_price, refusal);
  if (refusal->code != RAMBLA_PROBLEM_NONE)
    return TRUE;
  end = get_end (deal, &publishing, change);
  if (end != 0 && end <= MAX (now, deal->starts_at))
    return platform_refuse_field (refusal, "/valid_until", "The sale has to end later than now");

  if ((price != deal->price || regular_price != deal->regular_price) &&
      !platform_publishing_storage_set_price (database, deal->row, price, regular_price,
                                              get_discount (price, regular_price), now, error))
    return FALSE;
  rambla_fault_point ("publish.price-logged");
  if (change->has_stock &&
      !platform_publishing_storage_set_stock (database, deal->row, change->stock_left, error))
    return FALSE;
  if (end != 0 && (change->resume || publishing.stopped_until == 0) &&
      !platform_publishing_storage_resume (database, deal->row, end, error))
    return FALSE;
  if (change->stop && !platform_publishing_storage_stop (database, deal->row, now, error))
    return FALSE;

  index = platform_search_index_new (database, city);
  if (!platform_search_index_refresh_deal (index, deal->row, error))
    return FALSE;
  rambla_fault_point ("publish.index-refreshed");
  if (!platform_publishing_storage_touch (database, deal->row, error) || !tell (database, deal->row, error) ||
      !platform_deal_get (database, city, deal->row, city->languages[0], &changed, error))
    return FALSE;
  return platform_deal_is_on_sale (deal, now) || !platform_deal_is_on_sale (changed, now) ||
         tell_on_sale (database, city, changed, error);
}

gboolean
platform_publishing_create (PlatformDatabase *database,
                            const PlatformCity *city,
                            const PlatformStore *store,
                            PlatformDeal *deal,
                            const PlatformDealText *text,
                            gint64 now,
                            PlatformRefusal *refusal,
                            GError **error)
{
  const RamblaRules rules = RAMBLA_RULES_INIT;
  const PlatformPrice first = { now, deal->price };
  guint n_languages = g_strv_length (city->languages);
  g_autofree PlatformDealText *texts = g_new0 (PlatformDealText, n_languages);
  g_autoptr (PlatformSearchIndex) index = NULL;

  if (deal->ends_at <= now)
    return platform_refuse_field (refusal, "/valid_until", "The sale has to end later than now");
  if (deal->price > deal->regular_price)
    return platform_refuse_field (refusal, "/price", "Must not be above the regular price");
  if ((deal->price == 0) != (deal->kind == PLATFORM_DEAL_COUPON))
    return platform_refuse_field (refusal, "/price", "A coupon is free, and only a coupon");

  g_free (deal->id);
  deal->id = rambla_id_new (RAMBLA_ID_DEAL);
  deal->merchant = store->merchant;
  deal->starts_at = now;
  deal->discount_percent = get_discount (deal->price, deal->regular_price);
  deal->rules = rules;
  for (guint i = 0; i < n_languages; i++)
    {
      texts[i] = *text;
      texts[i].language = city->languages[i];
    }
  if (!platform_catalogue_save_deal (database, deal, texts, n_languages, &store->row, 1, &first, 1, now,
                                     city->edition, error) ||
      !platform_publishing_storage_mark (database, deal->row, error))
    return FALSE;
  rambla_fault_point ("publish.offer-saved");
  index = platform_search_index_new (database, city);
  if (!platform_search_index_add_deal (index, deal->row, error) ||
      !platform_search_index_finish (index, error) || !tell (database, deal->row, error) ||
      !tell_on_sale (database, city, deal, error))
    return FALSE;
  rambla_fault_point ("publish.offer-told");
  return TRUE;
}
