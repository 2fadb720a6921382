/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-terms.h"

#include <string.h>

#include "platform-order-storage.h"
#include "rambla-json-writer.h"
#include "rambla-json.h"

/* Terms are a few kilobytes; brands with hundreds of branches take more. */
#define MAX_BODY (4 * 1024 * 1024)
#define MAX_STORES 10000

static void
terms_store_free (PlatformTermsStore *store)
{
  g_free (store->id);
  g_free (store->name);
  g_free (store->neighbourhood);
  g_free (store->address);
  g_free (store);
}

static void
terms_text_free (PlatformTermsText *text)
{
  g_free (text->language);
  g_free (text->title);
  g_free (text->benefit);
  g_free (text);
}

PlatformTerms *
platform_terms_ref (PlatformTerms *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
platform_terms_unref (PlatformTerms *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->deal_id);
  g_free (self->category);
  g_free (self->picture);
  g_free (self->merchant_id);
  g_free (self->merchant_name);
  g_clear_pointer (&self->stores, g_ptr_array_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_strfreev (self->store_ids);
  g_free (self);
}

static void
write_store (RamblaJsonWriter *writer, const PlatformStore *store)
{
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", store->id);
  rambla_json_writer_member_string (writer, "name", store->name);
  if (store->neighbourhood != NULL)
    rambla_json_writer_member_string (writer, "neighbourhood", store->neighbourhood);
  if (store->address != NULL && *store->address != '\0')
    rambla_json_writer_member_string (writer, "address", store->address);
  rambla_json_writer_name (writer, "location");
  rambla_json_writer_point (writer, store->location);
  rambla_json_writer_end_object (writer);
}

static void
write_text (RamblaJsonWriter *writer, const char *language, const PlatformDeal *deal)
{
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "language", language);
  rambla_json_writer_member_string (writer, "title", deal->title);
  if (deal->benefit != NULL && *deal->benefit != '\0')
    rambla_json_writer_member_string (writer, "benefit", deal->benefit);
  rambla_json_writer_end_object (writer);
}

gboolean
platform_terms_compose (PlatformDatabase *database,
                        const PlatformCity *city,
                        const PlatformDeal *deal,
                        char **body,
                        GError **error)
{
  g_autoptr (GPtrArray) stores = NULL;
  g_autoptr (GString) out = g_string_sized_new (2048);
  const PlatformCategory *category = platform_city_get_category (city, deal->category);
  RamblaJsonWriter writer;
  int branches = 0;

  if (!platform_store_list_of_deal (database, deal->row, &stores, error))
    return FALSE;
  if (stores->len > 0)
    branches = ((const PlatformStore *) g_ptr_array_index (stores, 0))->branch_count;

  rambla_json_writer_init (&writer, out);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "deal_id", deal->id);
  rambla_json_writer_member_string (&writer, "kind", platform_deal_kind_to_string (deal->kind));
  rambla_json_writer_member_string (&writer, "category", category != NULL ? category->id : "shops");
  if (deal->picture != NULL)
    rambla_json_writer_member_string (&writer, "picture", deal->picture);
  rambla_json_writer_member_bool (&writer, "sample", deal->sample);
  rambla_json_writer_member_string (&writer, "merchant_id", deal->merchant_id);
  rambla_json_writer_member_string (&writer, "merchant_name", deal->merchant_name);
  rambla_json_writer_member_bool (&writer, "merchant_wide", (int) stores->len >= branches);
  rambla_json_writer_member_int (&writer, "price", deal->price);
  rambla_json_writer_member_int (&writer, "regular_price", deal->regular_price);
  rambla_json_writer_member_int (&writer, "discount_percent", deal->discount_percent);
  rambla_json_writer_member_string (&writer, "pay", platform_pay_to_string (deal->pay));
  rambla_json_writer_member_int (&writer, "due",
                                 deal->pay == PLATFORM_PAY_DEPOSIT ? deal->deposit : deal->price);
  rambla_json_writer_member_int (&writer, "cancel_hours", deal->cancel_hours);
  if (deal->kind == PLATFORM_DEAL_BOOKING)
    rambla_json_writer_member_bool (&writer, "no_show_kept", TRUE);
  rambla_json_writer_member_int (&writer, "sale_ends_at", deal->ends_at);
  rambla_json_writer_member_int (&writer, "use_within_days", deal->use_within_days);
  rambla_json_writer_name (&writer, "rules");
  rambla_rules_write (&deal->rules, &writer, NULL);

  rambla_json_writer_name (&writer, "texts");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; city->languages[i] != NULL; i++)
    {
      g_autoptr (PlatformDeal) other = NULL;

      if (g_strcmp0 (deal->language, city->languages[i]) == 0)
        write_text (&writer, city->languages[i], deal);
      else if (!platform_deal_find (database, city, deal->id, city->languages[i], &other, error))
        return FALSE;
      else if (other != NULL)
        write_text (&writer, city->languages[i], other);
    }
  rambla_json_writer_end_array (&writer);

  rambla_json_writer_name (&writer, "stores");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; i < stores->len; i++)
    write_store (&writer, g_ptr_array_index (stores, i));
  rambla_json_writer_end_array (&writer);
  rambla_json_writer_end_object (&writer);
  *body = g_string_free (g_steal_pointer (&out), FALSE);
  return TRUE;
}

static gboolean
read_stores (PlatformTerms *self, JsonObject *object, GError **error)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  JsonArray *array = NULL;

  if (!rambla_json_get_array (object, "stores", MAX_STORES, &array, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      PlatformTermsStore *store = g_new0 (PlatformTermsStore, 1);
      JsonObject *member = rambla_json_as_object (json_array_get_element (array, i), error);
      const char *id = NULL;
      const char *name = NULL;
      const char *neighbourhood = NULL;
      const char *address = NULL;

      g_ptr_array_add (self->stores, store);
      if (member == NULL || !rambla_json_get_string (member, "id", 64, &id, error) ||
          !rambla_json_get_string (member, "name", 1000, &name, error) ||
          !rambla_json_get_string_or (member, "neighbourhood", 1000, NULL, &neighbourhood, error) ||
          !rambla_json_get_string_or (member, "address", 2000, NULL, &address, error) ||
          !rambla_json_get_point (member, "location", &store->location, error))
        return FALSE;
      store->id = g_strdup (id);
      store->name = g_strdup (name);
      store->neighbourhood = g_strdup (neighbourhood);
      store->address = g_strdup (address);
      g_strv_builder_add (ids, id);
    }
  self->store_ids = g_strv_builder_end (ids);
  return TRUE;
}

static gboolean
read_texts (PlatformTerms *self, JsonObject *object, GError **error)
{
  JsonArray *array = NULL;

  if (!rambla_json_get_array (object, "texts", 100, &array, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      PlatformTermsText *text = g_new0 (PlatformTermsText, 1);
      JsonObject *member = rambla_json_as_object (json_array_get_element (array, i), error);
      const char *language = NULL;
      const char *title = NULL;
      const char *benefit = NULL;

      g_ptr_array_add (self->texts, text);
      if (member == NULL || !rambla_json_get_string (member, "language", 64, &language, error) ||
          !rambla_json_get_string (member, "title", 4000, &title, error) ||
          !rambla_json_get_string_or (member, "benefit", 4000, NULL, &benefit, error))
        return FALSE;
      text->language = g_strdup (language);
      text->title = g_strdup (title);
      text->benefit = g_strdup (benefit);
    }
  if (self->texts->len == 0)
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, "/texts", "Terms without a text");
      return FALSE;
    }
  return TRUE;
}

static PlatformPay
pay_from_string (const char *text)
{
  for (int pay = PLATFORM_PAY_NOW; pay <= PLATFORM_PAY_AT_STORE; pay++)
    if (g_str_equal (text, platform_pay_to_string ((PlatformPay) pay)))
      return (PlatformPay) pay;
  return PLATFORM_PAY_NOW;
}

static gboolean
read_terms (PlatformTerms *self, JsonObject *object, GError **error)
{
  const char *deal_id = NULL;
  const char *kind = NULL;
  const char *category = NULL;
  const char *picture = NULL;
  const char *merchant_id = NULL;
  const char *merchant_name = NULL;
  const char *pay = NULL;
  gint64 discount = 0;
  gint64 days = 0;
  gint64 hours = 0;

  if (!rambla_json_get_string (object, "deal_id", 64, &deal_id, error) ||
      !rambla_json_get_string (object, "kind", 64, &kind, error) ||
      !rambla_json_get_string (object, "category", 64, &category, error) ||
      !rambla_json_get_string_or (object, "picture", 64, NULL, &picture, error) ||
      !rambla_json_get_bool (object, "sample", &self->sample, error) ||
      !rambla_json_get_string (object, "merchant_id", 64, &merchant_id, error) ||
      !rambla_json_get_string (object, "merchant_name", 1000, &merchant_name, error) ||
      !rambla_json_get_bool (object, "merchant_wide", &self->merchant_wide, error) ||
      !rambla_json_get_int (object, "price", 0, G_MAXINT64, &self->price, error) ||
      !rambla_json_get_int (object, "regular_price", 0, G_MAXINT64, &self->regular_price, error) ||
      !rambla_json_get_int (object, "discount_percent", 0, 100, &discount, error) ||
      !rambla_json_get_string (object, "pay", 16, &pay, error) ||
      !rambla_json_get_int (object, "due", 0, G_MAXINT64, &self->due, error) ||
      !rambla_json_get_int (object, "cancel_hours", 0, G_MAXINT, &hours, error) ||
      /* What was ordered before stores kept anything was agreed on without it. */
      !rambla_json_get_bool_or (object, "no_show_kept", FALSE, &self->no_show_kept, error) ||
      !rambla_json_get_int (object, "sale_ends_at", 0, G_MAXINT64, &self->sale_ends_at, error) ||
      !rambla_json_get_int (object, "use_within_days", 0, G_MAXINT, &days, error) ||
      !rambla_rules_from_json (json_object_get_member (object, "rules"), FALSE, &self->rules, error) ||
      !read_texts (self, object, error) || !read_stores (self, object, error))
    return FALSE;
  if (!platform_deal_kind_from_string (kind, strlen (kind), &self->kind))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/kind", "Not a kind of offer");
      return FALSE;
    }
  self->deal_id = g_strdup (deal_id);
  self->category = g_strdup (category);
  self->picture = g_strdup (picture);
  self->merchant_id = g_strdup (merchant_id);
  self->merchant_name = g_strdup (merchant_name);
  self->pay = pay_from_string (pay);
  self->discount_percent = (int) discount;
  self->use_within_days = (int) days;
  self->cancel_hours = (int) hours;
  return TRUE;
}

PlatformTerms *
platform_terms_parse (const char *body, GError **error)
{
  g_autoptr (PlatformTerms) self = g_new0 (PlatformTerms, 1);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = NULL;

  g_atomic_ref_count_init (&self->references);
  self->stores = g_ptr_array_new_with_free_func ((GDestroyNotify) terms_store_free);
  self->texts = g_ptr_array_new_with_free_func ((GDestroyNotify) terms_text_free);

  node = rambla_json_parse (body, -1, MAX_BODY, error);
  if (node != NULL)
    object = rambla_json_as_object (node, error);
  if (object == NULL || !read_terms (self, object, error))
    return NULL;
  return g_steal_pointer (&self);
}

const PlatformTermsText *
platform_terms_get_text (const PlatformTerms *self, const char *language)
{
  for (guint i = 0; language != NULL && i < self->texts->len; i++)
    {
      const PlatformTermsText *text = g_ptr_array_index (self->texts, i);

      if (g_str_equal (text->language, language))
        return text;
    }
  return g_ptr_array_index (self->texts, 0);
}

gint64
platform_terms_get_due_at_store (const PlatformTerms *self, gint64 unit_amount)
{
  switch (self->pay)
    {
    case PLATFORM_PAY_AT_STORE:
      return unit_amount;
    case PLATFORM_PAY_DEPOSIT:
      return MAX (0, self->price - unit_amount);
    case PLATFORM_PAY_NOW:
    default:
      return 0;
    }
}

const PlatformTermsStore *
platform_terms_find_store (const PlatformTerms *self, const char *store_id)
{
  for (guint i = 0; i < self->stores->len; i++)
    {
      const PlatformTermsStore *store = g_ptr_array_index (self->stores, i);

      if (g_strcmp0 (store->id, store_id) == 0)
        return store;
    }
  return NULL;
}

/* Enough for every offer of a large city; beyond it starts anew. */
#define CACHE_SIZE 8192

struct _PlatformTermsCache
{
  GMutex lock;
  GHashTable *terms; /* gint64 → PlatformTerms; guarded by lock */
};

PlatformTermsCache *
platform_terms_cache_new (void)
{
  PlatformTermsCache *self = g_new0 (PlatformTermsCache, 1);

  g_mutex_init (&self->lock);
  self->terms =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) platform_terms_unref);
  return self;
}

void
platform_terms_cache_free (PlatformTermsCache *self)
{
  g_hash_table_unref (self->terms);
  g_mutex_clear (&self->lock);
  g_free (self);
}

PlatformTerms *
platform_terms_cache_get (PlatformTermsCache *self, PlatformDatabase *database, gint64 number, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autofree char *body = NULL;
  PlatformTerms *terms;

  g_mutex_lock (&self->lock);
  terms = g_hash_table_lookup (self->terms, &number);
  if (terms != NULL)
    platform_terms_ref (terms);
  g_mutex_unlock (&self->lock);
  if (terms != NULL)
    return terms;

  body = platform_order_storage_get_terms (database, number, error);
  if (body == NULL)
    return NULL;
  terms = platform_terms_parse (body, error);
  if (terms == NULL)
    return NULL;

  locker = g_mutex_locker_new (&self->lock);
  if (g_hash_table_size (self->terms) >= CACHE_SIZE)
    g_hash_table_remove_all (self->terms);
  g_hash_table_replace (self->terms, g_memdup2 (&number, sizeof number), platform_terms_ref (terms));
  return terms;
}
