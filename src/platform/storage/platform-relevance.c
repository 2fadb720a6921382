/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-relevance.h"

/* At this distance an offer is half as attractive as at the door. */
#define HALF_DISTANCE 1500.0
/* How much of the relevance is the discount, where somebody asked for something cheap. */
#define THRIFT 0.25

static const double shares_with_words[PLATFORM_N_FACTORS] = { 0.55, 0.2, 0.15, 0.1, 0 };
static const double shares_without[PLATFORM_N_FACTORS] = { 0, 0.45, 0.35, 0.2, 0 };

double
platform_relevance_measure (const PlatformSearchEntry *entry,
                            gboolean has_words,
                            gboolean thrifty,
                            PlatformRelevance *relevance)
{
  const double *shares = has_words ? shares_with_words : shares_without;
  double count = entry->facts->reviews;
  /* Without reviews: neither good nor bad. Few reviews say little: as if five of 3.5 stars stood there before
   * them. */
  double stars =
      entry->facts->rating < 0 ? 3.5 : ((double) entry->facts->rating * count + 3.5 * 5) / (count + 5);
  const double values[PLATFORM_N_FACTORS] = {
    entry->text,
    entry->distance < 0 ? 0.5 : HALF_DISTANCE / (HALF_DISTANCE + entry->distance),
    (double) entry->facts->popularity,
    (stars - 1) / 4,
    entry->facts->discount / 100.0,
  };
  double sum = 0;

  for (guint i = 0; i < PLATFORM_N_FACTORS; i++)
    {
      double share = shares[i];

      if (thrifty)
        share = i == PLATFORM_FACTOR_LOW_PRICE ? THRIFT : share * (1 - THRIFT);
      relevance->most[i] = share;
      relevance->points[i] = share * values[i];
      sum += relevance->points[i];
    }
  return sum;
}

const char *
platform_factor_to_string (PlatformFactor factor)
{
  static const char *const names[PLATFORM_N_FACTORS] = { "words", "nearness", "popularity", "rating",
                                                         "low_price" };

  return names[factor];
}
