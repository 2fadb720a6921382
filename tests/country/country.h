/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "country-templates.h"
#include "platform-writer.h"

G_BEGIN_DECLS

/* How large a country, and which one: the same numbers give the same country. */
typedef struct
{
  guint64 seed;
  guint n_shops;
  guint n_offers;
  gint64 now; /* offers are on sale around then */
} CountryPlan;

/**
 * country_write:
 * @writer: of an empty platform database
 *
 * Writes a made-up country through the platform's own storage, search index included: shops single and of
 * brands, in cities large and small, each modelled on one of the sample city's, with offers like its offers
 * at other prices.
 */
gboolean
country_write (PlatformWriter *writer, CountryTemplates *templates, const CountryPlan *plan, GError **error);

G_END_DECLS
