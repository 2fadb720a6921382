/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "country-cities.h"

#include <math.h>

#define N_CITIES 160
#define SHOPS_A_QUARTER 250
#define N_COMMON_STREETS 400
/* Numbers of names: those of streets begin where those of quarters end. */
#define FIRST_QUARTER_NAME 400
#define FIRST_STREET_NAME 3000

const RamblaBox country_bounds = { .west = -64, .south = -38, .east = -54, .north = -30 };

static void
city_clear (CountryCity *self)
{
  for (guint i = 0; i < self->quarters->len; i++)
    g_free (g_array_index (self->quarters, CountryQuarter, i).name);
  g_array_unref (self->quarters);
  g_free (self->name);
}

static void
add_quarters (CountryCity *self, CountryChance *chance)
{
  static const char *const usual[] = { "Centro", "Puerto", "Estación", "Norte",
                                       "Sur",    "Prado",  "Playa",    "Parque" };
  guint n = 2 + self->n_shops / SHOPS_A_QUARTER;
  double size = 0.008 * sqrt (n); /* a quarter is about a kilometre wide */

  self->quarters = g_array_new (FALSE, FALSE, sizeof (CountryQuarter));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = i < G_N_ELEMENTS (usual)
                                  ? g_strdup (usual[i])
                                  : country_name (FIRST_QUARTER_NAME + country_chance_below (chance, 2000));
      CountryQuarter quarter = { .name = g_strdup_printf ("%s, %s", name, self->name), .spread = 0.005 };

      quarter.centre.lon = self->centre.lon + (i == 0 ? 0 : size * country_chance_normal (chance) * 1.2);
      quarter.centre.lat = self->centre.lat + (i == 0 ? 0 : size * country_chance_normal (chance));
      quarter.spread *= 0.6 + country_chance_real (chance);
      g_array_append_val (self->quarters, quarter);
    }
}

GArray *
country_cities_new (CountryChance *chance, guint n_shops)
{
  GArray *cities = g_array_new (FALSE, FALSE, sizeof (CountryCity));
  double weights = 0;

  g_array_set_clear_func (cities, (GDestroyNotify) city_clear);
  for (guint i = 0; i < N_CITIES; i++)
    weights += 1 / pow (i + 1, 0.85);
  for (guint i = 0; i < N_CITIES; i++)
    {
      CountryCity city = { .name = country_name (i) };

      city.n_shops = (guint) (n_shops / pow (i + 1, 0.85) / weights);
      city.centre.lon = country_bounds.west + 0.4 +
                        country_chance_real (chance) * (country_bounds.east - country_bounds.west - 0.8);
      city.centre.lat = country_bounds.south + 0.4 +
                        country_chance_real (chance) * (country_bounds.north - country_bounds.south - 0.8);
      city.prices = 0.8 + 0.4 * country_chance_real (chance);
      add_quarters (&city, chance);
      g_array_append_val (cities, city);
    }
  for (guint i = 0, sum = 0; i < N_CITIES; i++)
    {
      CountryCity *city = &g_array_index (cities, CountryCity, N_CITIES - 1 - i);

      if (i == N_CITIES - 1) /* what rounding left over */
        city->n_shops = n_shops - sum;
      sum += city->n_shops;
    }
  return cities;
}

RamblaPoint
country_city_place (const CountryCity *self, CountryChance *chance, const CountryQuarter **quarter)
{
  const CountryQuarter *in =
      &g_array_index (self->quarters, CountryQuarter, country_chance_zipf (chance, self->quarters->len));
  RamblaPoint place = { in->centre.lon + in->spread * 1.2 * country_chance_normal (chance),
                        in->centre.lat + in->spread * country_chance_normal (chance) };

  *quarter = in;
  place.lon = CLAMP (place.lon, country_bounds.west, country_bounds.east);
  place.lat = CLAMP (place.lat, country_bounds.south, country_bounds.north);
  return place;
}

char *
country_street (CountryChance *chance, guint city)
{
  static const char *const kinds[] = { "Calle", "Avenida", "Calle", "Bulevar", "Calle", "Camino", "Pasaje" };
  guint number = country_chance_hits (chance, 0.6)
                     ? country_chance_zipf (chance, N_COMMON_STREETS)
                     : N_COMMON_STREETS + city * 60 + country_chance_below (chance, 60);
  g_autofree char *name = country_name (FIRST_STREET_NAME + number);

  return g_strdup_printf ("%s %s", kinds[number % G_N_ELEMENTS (kinds)], name);
}
