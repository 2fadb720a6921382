/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-comparison.h"

G_BEGIN_DECLS

/**
 * RamblaComparisonRow:
 * @label: what is compared: "Price"
 * @values: one for each offer, in words; never %NULL
 * @differs: the offers are not the same in this
 * @best: bit n: the n-th offer is better in this than another; 0 where there is no better and worse
 *
 * One line of a comparison.
 */
typedef struct
{
  const char *label;
  char *values[RAMBLA_COMPARISON_MOST];
  gboolean differs;
  guint best;
} RamblaComparisonRow;

/**
 * rambla_comparison_table_new:
 * @deals: (array length=n_deals): in their whole form
 * @distances: (array length=n_deals): metres, negative where not known
 * @n_deals: 1 to RAMBLA_COMPARISON_MOST
 * @zone: the places' time zone
 *
 * Puts offers side by side: all-in price, price of one unit, regular price, lowest of 30 days, rating,
 * distance, rules and what is included. Lines that say nothing of any offer are left out.
 *
 * Returns: (transfer full) (element-type RamblaComparisonRow): the lines
 */
GPtrArray *
rambla_comparison_table_new (RamblaDeal **deals, const int *distances, guint n_deals, GTimeZone *zone);

/**
 * rambla_comparison_table_to_text:
 *
 * Returns: (transfer full): the comparison as plain text, for a mail or the clipboard
 */
char *rambla_comparison_table_to_text (GPtrArray *table, RamblaDeal **deals, guint n_deals);

G_END_DECLS
