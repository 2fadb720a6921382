/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-city-storage.h"
#include "platform-deal-storage.h"
#include "platform-store-storage.h"

G_BEGIN_DECLS

/* One of the sample city's offers: the whole deal, in each language. */
typedef struct
{
  GPtrArray *languages; /* of PlatformDeal, in the city's order */
} CountryOffer;

/* What the country's shops and offers are modelled on: the sample city, as the importer reads it. */
typedef struct
{
  PlatformCity *city;
  GPtrArray *places;  /* of PlatformStore */
  GHashTable *offers; /* picture → GPtrArray of CountryOffer: what such a shop sells */
  GPtrArray *reviews; /* of char *, in the first language */
} CountryTemplates;

/* Imports the city's folder into a database of its own and reads it back. @now: seconds since 1970. */
CountryTemplates *country_templates_new (const char *city_folder, gint64 now, GError **error);
void country_templates_free (CountryTemplates *self);

/* Offers of shops like this one; never empty, for each place whose like sells nothing is left out. */
GPtrArray *country_templates_get_offers (CountryTemplates *self, const PlatformStore *place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CountryTemplates, country_templates_free)

G_END_DECLS
