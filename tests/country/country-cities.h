/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "country-chance.h"
#include "rambla-geo.h"

G_BEGIN_DECLS

/* A part of a city: shops stand closely in its middle. */
typedef struct
{
  char *name; /* "Centro, Marobena" */
  RamblaPoint centre;
  double spread; /* degrees of latitude */
} CountryQuarter;

typedef struct
{
  char *name;
  RamblaPoint centre;
  guint n_shops;
  double prices; /* 1 is usual */
  GArray *quarters;
} CountryCity;

/* Where everything lies. */
extern const RamblaBox country_bounds;

/* @n_shops in all, in many cities: the largest has a good tenth of them, the next half as many, and so on.
 * Returns: (element-type CountryCity): the largest first */
GArray *country_cities_new (CountryChance *chance, guint n_shops);

/* A place for a shop: more often in the middle than outside. @quarter: (out) */
RamblaPoint
country_city_place (const CountryCity *self, CountryChance *chance, const CountryQuarter **quarter);

/* "Avenida Marobena": the same few names are in every city, and many that are nowhere else. */
char *country_street (CountryChance *chance, guint city);

G_END_DECLS
