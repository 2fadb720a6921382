/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "country.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "country-cities.h"
#include "platform-catalogue-writer.h"
#include "rambla-id.h"

#define BRANCH_SHARE 0.25
#define SHOPS_A_BRAND 160
#define BRANCHES_AN_OFFER 3
#define MEAN_OFFERS 9.0
#define REVIEWED_SHARE 0.12
#define SECONDS_A_DAY 86400
#define BATCH 50000
#define PRICE_STEP 1000
#define FIRST_SHOP_NAME 12000
#define N_SHOP_NAMES 4000

typedef struct
{
  gint64 merchant;
  const PlatformStore *model;
  char *name;
  GArray *stores;
} Brand;

typedef struct
{
  gint64 merchant;
  gint64 store;
  const PlatformStore *model;
  double prices;
} Shop;

typedef struct
{
  CountryTemplates *templates;
  const CountryPlan *plan;
  CountryChance chance;
  GArray *cities;
  GArray *brands;
  GArray *shops; /* the single ones */
  gint64 edition;
  guint n_offers;
  guint n_reviews;
  guint next_shop; /* and brand, when shops are through */
  guint first_city;
} Country;

static void
brand_clear (Brand *self)
{
  g_free (self->name);
  g_array_unref (self->stores);
}

static char *
make_id (const Country *self, const char *prefix, const char *what, guint number)
{
  g_autofree char *text =
      g_strdup_printf ("country %" G_GUINT64_FORMAT " %s %u", self->plan->seed, what, number);

  return rambla_id_derive (prefix, text);
}

static const PlatformStore *
pick_model (Country *self)
{
  return g_ptr_array_index (self->templates->places,
                            country_chance_below (&self->chance, self->templates->places->len));
}

/* "Pizzería Trouville" has a colleague called "Pizzería Marobena". */
static char *
make_shop_name (Country *self, const PlatformStore *model)
{
  g_autofree char *own = country_name (FIRST_SHOP_NAME + country_chance_zipf (&self->chance, N_SHOP_NAMES));
  const char *end = strrchr (model->name, ' ');

  if (end == NULL)
    return g_strdup_printf ("%s %s", model->name, own);
  return g_strdup_printf ("%.*s %s", (int) (end - model->name), model->name, own);
}

/* --- shops --- */

static gboolean
write_brands (Country *self, PlatformDatabase *database, GError **error)
{
  guint n = 1 + self->plan->n_shops / SHOPS_A_BRAND;

  for (guint i = 0; i < n; i++)
    {
      Brand brand = { .model = pick_model (self), .stores = g_array_new (FALSE, FALSE, sizeof (gint64)) };
      g_autofree char *id = make_id (self, RAMBLA_ID_MERCHANT, "brand", i);

      brand.name = make_shop_name (self, brand.model);
      g_array_append_val (self->brands, brand);
      if (!platform_catalogue_save_merchant (database, id, brand.name, TRUE,
                                             &g_array_index (self->brands, Brand, i).merchant, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_shop (Country *self, PlatformDatabase *database, guint city_number, guint number, GError **error)
{
  const CountryCity *city = &g_array_index (self->cities, CountryCity, city_number);
  Brand *brand =
      country_chance_hits (&self->chance, BRANCH_SHARE)
          ? &g_array_index (self->brands, Brand, country_chance_zipf (&self->chance, self->brands->len))
          : NULL;
  const PlatformStore *model = brand != NULL ? brand->model : pick_model (self);
  const CountryQuarter *quarter;
  PlatformStore store = *model;
  g_autofree char *id = make_id (self, RAMBLA_ID_STORE, "shop", number);
  g_autofree char *name = brand != NULL ? g_strdup (brand->name) : make_shop_name (self, model);
  g_autofree char *street = country_street (&self->chance, city_number);
  g_autofree char *housenumber = g_strdup_printf ("%u", 1 + country_chance_below (&self->chance, 4000));
  g_autofree char *phone = g_strdup_printf ("+598 2%03u %04u", country_chance_below (&self->chance, 1000),
                                            country_chance_below (&self->chance, 10000));

  store.id = id;
  store.name = name;
  store.street = street;
  store.housenumber = housenumber;
  store.phone = phone;
  store.website = NULL;
  store.location = country_city_place (city, &self->chance, &quarter);
  store.neighbourhood = quarter->name;
  if (brand != NULL)
    store.merchant = brand->merchant;
  else
    {
      g_autofree char *merchant = make_id (self, RAMBLA_ID_MERCHANT, "shop", number);

      if (!platform_catalogue_save_merchant (database, merchant, name, FALSE, &store.merchant, error))
        return FALSE;
    }
  if (!platform_catalogue_save_store (database, &store, NULL, self->edition, error))
    return FALSE;
  if (brand != NULL)
    g_array_append_val (brand->stores, store.row);
  else
    {
      Shop shop = { store.merchant, store.row, model, city->prices };

      g_array_append_val (self->shops, shop);
    }
  return TRUE;
}

static gboolean
write_areas (Country *self, PlatformDatabase *database, GError **error)
{
  if (!platform_catalogue_clear_areas (database, error))
    return FALSE;
  for (guint i = 0; i < self->cities->len; i++)
    {
      const CountryCity *city = &g_array_index (self->cities, CountryCity, i);

      if (!platform_catalogue_add_area (database, city->name, "suburb", city->centre, error))
        return FALSE;
      for (guint j = 0; j < city->quarters->len; j++)
        {
          const CountryQuarter *quarter = &g_array_index (city->quarters, CountryQuarter, j);

          if (!platform_catalogue_add_area (database, quarter->name, "neighbourhood", quarter->centre, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
write_city (Country *self, PlatformDatabase *database, GError **error)
{
  PlatformCity *city = self->templates->city;
  const CountryCity *capital = &g_array_index (self->cities, CountryCity, 0);
  g_autofree char *id = g_strdup_printf ("country-%" G_GUINT64_FORMAT, self->plan->seed);

  g_free (city->id);
  city->id = g_steal_pointer (&id);
  g_free (city->name);
  city->name = g_strdup (capital->name);
  city->centre = capital->centre;
  city->bounds = country_bounds;
  city->imported_at = self->plan->now;
  g_clear_pointer (&city->basemap, g_free);
  g_clear_pointer (&city->basemap_hidpi, g_free);
  return platform_catalogue_save_city (database, city, &self->edition, error);
}

static gboolean
write_shops (PlatformDatabase *database, gpointer data, GError **error)
{
  Country *self = data;
  guint number = 0;

  if (!write_city (self, database, error) || !write_areas (self, database, error) ||
      !write_brands (self, database, error))
    return FALSE;
  for (guint i = 0; i < self->cities->len; i++)
    for (guint j = 0; j < g_array_index (self->cities, CountryCity, i).n_shops; j++)
      if (!write_shop (self, database, i, number++, error))
        return FALSE;
  return TRUE;
}

/* --- offers --- */

static gint64
round_price (double price)
{
  return MAX (PRICE_STEP, (gint64) round (price / PRICE_STEP) * PRICE_STEP);
}

static void
set_prices (Country *self, PlatformDeal *deal, const PlatformDeal *model, double prices, PlatformTier *tiers)
{
  int discount = model->discount_percent + (int) country_chance_below (&self->chance, 31) - 15;
  double before = (double) model->price;

  discount = CLAMP (discount, 5, 75);
  if (model->price == 0) /* a coupon: what it is good for is in its words */
    return;
  deal->regular_price = round_price ((double) model->regular_price * prices *
                                     (0.7 + 0.6 * country_chance_real (&self->chance)));
  deal->price =
      MIN (round_price ((double) deal->regular_price * (100 - discount) / 100), deal->regular_price);
  deal->discount_percent = (int) ((deal->regular_price - deal->price) * 100 / MAX (deal->regular_price, 1));
  if (model->pay == PLATFORM_PAY_DEPOSIT)
    deal->deposit = MIN (deal->price, round_price ((double) model->deposit * (double) deal->price / before));
  for (gsize i = 0; i < model->n_tiers; i++)
    tiers[i] = (PlatformTier){ model->tiers[i].from,
                               MIN (deal->price, round_price ((double) model->tiers[i].price *
                                                              (double) deal->price / before)) };
  deal->tiers = tiers;
}

static void
set_period (Country *self, PlatformDeal *deal)
{
  gint64 now = self->plan->now - self->plan->now % SECONDS_A_DAY;
  gint64 age = (gint64) country_chance_below (&self->chance, 60), left;

  if (country_chance_hits (&self->chance, 0.03)) /* not yet on sale */
    age = -1 - (gint64) country_chance_below (&self->chance, 10);
  left = 1 + MAX (0, -age) + (gint64) country_chance_below (&self->chance, 90);
  deal->starts_at = now - age * SECONDS_A_DAY;
  deal->ends_at = now + left * SECONDS_A_DAY;
  deal->group_deadline = deal->starts_at + (deal->ends_at - deal->starts_at) * 3 / 4;
  if (deal->group_deadline <= self->plan->now)
    deal->group_deadline = deal->ends_at;
}

static gboolean
write_reviews (Country *self,
               PlatformDatabase *database,
               const PlatformDeal *deal,
               gint64 store,
               GError **error)
{
  guint n = 1 + country_chance_below (&self->chance, 5);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = make_id (self, RAMBLA_ID_REVIEW, "review", self->n_reviews++);
      g_autofree char *author = country_name (country_chance_below (&self->chance, 300));
      int stars = 1 + (int) sqrt (country_chance_below (&self->chance, 26));
      PlatformNewReview review = {
        .id = id,
        .deal = deal->row,
        .store = store,
        .rating = MIN (stars, 5),
        .language = self->templates->city->languages[0],
        .text = g_ptr_array_index (self->templates->reviews,
                                   country_chance_below (&self->chance, self->templates->reviews->len)),
        .author = author,
        .created_at = self->plan->now - (gint64) country_chance_below (&self->chance, 40 * SECONDS_A_DAY),
        .sample = TRUE,
      };

      if (!platform_review_append (database, &review, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_offer (Country *self,
             PlatformDatabase *database,
             gint64 merchant,
             const PlatformStore *place,
             double prices,
             const gint64 *branches,
             gsize n_branches,
             GError **error)
{
  GPtrArray *models = country_templates_get_offers (self->templates, place);
  const CountryOffer *model = g_ptr_array_index (models, country_chance_below (&self->chance, models->len));
  PlatformDeal deal = *(PlatformDeal *) g_ptr_array_index (model->languages, 0);
  g_autofree char *id = make_id (self, RAMBLA_ID_DEAL, "offer", self->n_offers);
  g_autofree PlatformTier *tiers = g_new0 (PlatformTier, deal.n_tiers + 1);
  g_autofree PlatformDealText *texts = g_new0 (PlatformDealText, model->languages->len);
  PlatformPrice price_log[2];
  gsize n_prices = 0;

  deal.id = id;
  deal.merchant = merchant;
  deal.sample = TRUE;
  deal.sold = country_chance_zipf (&self->chance, 500);
  deal.stock_left = country_chance_hits (&self->chance, 0.4)
                        ? PLATFORM_UNLIMITED
                        : (gint64) country_chance_below (&self->chance, 200);
  deal.popularity = pow (country_chance_real (&self->chance), 2.5);
  set_prices (self, &deal, g_ptr_array_index (model->languages, 0), prices, tiers);
  set_period (self, &deal);
  if (deal.price > 0 && country_chance_hits (&self->chance, 0.5))
    price_log[n_prices++] = (PlatformPrice){ deal.starts_at - 10 * SECONDS_A_DAY, deal.regular_price };
  price_log[n_prices++] = (PlatformPrice){ MIN (deal.starts_at, self->plan->now), deal.price };
  for (guint i = 0; i < model->languages->len; i++)
    {
      const PlatformDeal *said = g_ptr_array_index (model->languages, i);

      texts[i] = (PlatformDealText){ said->language, said->title,
                                     said->summary,  (const char *const *) said->includes,
                                     said->benefit,  said->unit_name };
    }
  self->n_offers++;
  return platform_catalogue_save_deal (database, &deal, texts, model->languages->len, branches, n_branches,
                                       price_log, n_prices, self->plan->now, self->edition, error) &&
         (!country_chance_hits (&self->chance, REVIEWED_SHARE) ||
          write_reviews (self, database, &deal, branches[0], error));
}

static gboolean
write_offers_of_shop (Country *self, PlatformDatabase *database, const Shop *shop, GError **error)
{
  guint n = 1 + (guint) (-log (1 - country_chance_real (&self->chance)) * MEAN_OFFERS);

  for (guint i = 0; i < n && self->n_offers < self->plan->n_offers; i++)
    if (!write_offer (self, database, shop->merchant, shop->model, shop->prices, &shop->store, 1, error))
      return FALSE;
  return TRUE;
}

/* At some branches that stand together in the list, as they do in a city. */
static gboolean
write_offer_of_brand (Country *self, PlatformDatabase *database, const Brand *brand, GError **error)
{
  guint wanted = 1 + country_chance_below (&self->chance, BRANCHES_AN_OFFER),
        n = MIN (wanted, brand->stores->len);
  guint first = country_chance_below (&self->chance, brand->stores->len - n + 1);

  return write_offer (self, database, brand->merchant, brand->model, 1,
                      &g_array_index (brand->stores, gint64, first), n, error);
}

static gboolean
write_offers (PlatformDatabase *database, gpointer data, GError **error)
{
  Country *self = data;
  guint end = self->n_offers + BATCH;

  while (self->n_offers < MIN (end, self->plan->n_offers))
    {
      if (self->next_shop < self->shops->len)
        {
          if (!write_offers_of_shop (self, database, &g_array_index (self->shops, Shop, self->next_shop++),
                                     error))
            return FALSE;
        }
      else
        {
          /* By their branches, so that a large brand has many. */
          const Brand *brand =
              &g_array_index (self->brands, Brand, country_chance_zipf (&self->chance, self->brands->len));

          if (brand->stores->len > 0 && !write_offer_of_brand (self, database, brand, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
write_index (PlatformDatabase *database, gpointer data, GError **error)
{
  Country *self = data;

  return platform_catalogue_index_all (database, self->templates->city, error);
}

static void
tell (const char *what, gint64 *since)
{
  gint64 now = g_get_monotonic_time ();

  fprintf (stderr, "# %s: %.1f s\n", what, (double) (now - *since) / 1e6);
  *since = now;
}

gboolean
country_write (PlatformWriter *writer, CountryTemplates *templates, const CountryPlan *plan, GError **error)
{
  Country self = { .templates = templates, .plan = plan, .chance = { plan->seed } };
  gint64 since = g_get_monotonic_time ();
  gboolean done;

  self.cities = country_cities_new (&self.chance, plan->n_shops);
  self.brands = g_array_new (FALSE, TRUE, sizeof (Brand));
  g_array_set_clear_func (self.brands, (GDestroyNotify) brand_clear);
  self.shops = g_array_new (FALSE, FALSE, sizeof (Shop));
  done = platform_writer_run_bulk (writer, write_shops, &self, error);
  tell ("shops", &since);
  while (done && self.n_offers < plan->n_offers)
    done = platform_writer_run_bulk (writer, write_offers, &self, error);
  tell ("offers", &since);
  done = done && platform_writer_run_bulk (writer, write_index, &self, error);
  tell ("search index", &since);
  g_array_unref (self.shops);
  g_array_unref (self.brands);
  g_array_unref (self.cities);
  return done;
}
