/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-search-scan.h"

G_BEGIN_DECLS

/* All that an offer's place in the order of relevance is made of; there is nothing else. */
typedef enum
{
  PLATFORM_FACTOR_WORDS,      /* how well the words fit */
  PLATFORM_FACTOR_NEARNESS,   /* half at 1,500 m; without `near` half for all */
  PLATFORM_FACTOR_POPULARITY, /* how much it is bought */
  PLATFORM_FACTOR_RATING,     /* the mean; few reviews count less */
  PLATFORM_FACTOR_LOW_PRICE,  /* the discount, where something cheap is asked for */
} PlatformFactor;

#define PLATFORM_N_FACTORS 5

/**
 * PlatformRelevance:
 * @points: what each factor adds
 * @most: what it could add at most; 0: it does not count in this search
 */
typedef struct
{
  double points[PLATFORM_N_FACTORS];
  double most[PLATFORM_N_FACTORS];
} PlatformRelevance;

/**
 * platform_relevance_measure:
 * @has_words: whether words are looked for
 * @thrifty: whether something cheap is
 * @relevance: (out): what it is made of
 *
 * Returns: the sum of the points, 0 to 1
 */
double platform_relevance_measure (const PlatformSearchEntry *entry,
                                   gboolean has_words,
                                   gboolean thrifty,
                                   PlatformRelevance *relevance);

/** platform_factor_to_string: as the contract names it. */
const char *platform_factor_to_string (PlatformFactor factor);

G_END_DECLS
